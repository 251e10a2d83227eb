from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.text import dates, numerals

ANY = st.text(max_size=60)
TIMES = st.text(alphabet="0123456789２〇一二三十廿年月日号印发约-/.． \n\u3000", max_size=40)

READ = {
    "2022年6月1日": date(2022, 6, 1),  # shaoxing
    "2022年8月24日": date(2022, 8, 24),  # deqing
    "2021年5月12日": date(2021, 5, 12),  # zhejiang
    "2020年7月2日": date(2020, 7, 2),  # jiaxing
    "2022 年 6 月 1 日": date(2022, 6, 1),
    "　２０２２年６月１日 ": date(2022, 6, 1),
    "2022年06月01日": date(2022, 6, 1),
    "2022年6月1号": date(2022, 6, 1),
    "二〇二二年六月一日": date(2022, 6, 1),
    "二○二二年十二月三十一日": date(2022, 12, 31),
    "二零二一年五月廿一日": date(2021, 5, 21),
    "二O二二年十月十日": date(2022, 10, 10),
    "2022-06-01": date(2022, 6, 1),
    "2022/6/1": date(2022, 6, 1),
    "2022.6.1": date(2022, 6, 1),
    "2022．12．31": date(2022, 12, 31),
    "2022年6月\n1日": date(2022, 6, 1),
}
REFUSED = (
    "", "2022年", "2022年6月", "6月1日", "2022年2月30日", "2022年13月1日", "2022-06", "2022-6/1",
    "0000年1月1日",
    "9999-01-01", "二〇二二年六月", "2022年6月1日印发", "约2022年6月1日", "2022.6.123", "20220601",
)  # fmt: skip


@pytest.mark.parametrize(("text", "value"), READ.items())
def test_reads(text: str, value: date) -> None:
    assert dates.parse(text) == value


@pytest.mark.parametrize("text", REFUSED)
def test_refuses(text: str) -> None:
    assert dates.parse(text) is None


def test_prefix_reads_from_a_position_and_says_where_it_ends() -> None:
    text = "德清县人民政府办公室 2022年8月26日印发"
    assert dates.parse_prefix(text, 11) == (date(2022, 8, 26), 21)
    assert text[21:] == "印发"
    assert dates.parse_prefix(text, 10) is None
    assert dates.parse_prefix(text, 99) is None
    assert dates.parse_prefix(text, -1) is None


def test_find_all_reads_every_full_date() -> None:
    text = "2022年6月1日成文，2022-06-05印发；12022年6月1日不是日期，〔2022〕4号也不是。"
    assert [found.date for found in dates.find_all(text)] == [date(2022, 6, 1), date(2022, 6, 5)]


@given(st.dates(date(1949, 10, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    month, in_month = numerals.to_chinese(day.month), numerals.to_chinese(day.day)
    chinese = f"{numerals.digits_to_chinese(day.year)}年{month}月{in_month}日"
    arabic = f"{day.year}年{day.month}月{day.day}日"
    for printed in (arabic, chinese, day.isoformat(), f"{day:%Y.%m.%d}"):
        assert dates.parse(printed) == day


@given(ANY | TIMES, st.integers(-3, 50))
def test_never_raises(text: str, pos: int) -> None:
    found = dates.parse_prefix(text, pos)
    assert found is None or pos < found[1] <= len(text)
    assert all(text[f.start : f.end] for f in dates.find_all(text))
