"""Number formats: the same words as Excel shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.importers.number_format import BUILT_IN, general, shown, text_shown

DAY = 44926  # 31 December 2022

GOOD = [
    (1, "General", "1"),
    (1.5, "General", "1.5"),
    (0.1 + 0.2, "General", "0.3"),
    (1 / 3, "General", "0.333333333"),
    (13800000000, "General", "13800000000"),
    (123456789012, "General", "1.23457E+11"),
    (-2, "General", "-2"),
    (7, "0", "7"),
    (7, "000", "007"),
    (12.345, "0.00", "12.35"),
    (12.5, "0.0##", "12.5"),
    (1234567.8, "#,##0.00", "1,234,567.80"),
    (-1234, "#,##0;[Red](#,##0)", "(1,234)"),
    (-5, "0", "-5"),
    (0, '0;-0;"无"', "无"),
    (0, "#", ""),
    (0.256, "0%", "26%"),
    (0.256, "0.0%", "25.6%"),
    (12345, "0.00E+00", "1.23E+04"),
    (12_000_000, "#,##0,", "12,000"),
    (3, '"第"0"项"', "第3项"),
    (3, "第0项", "第3项"),
    (3, '0"月底前"', "3月底前"),
    (5, "[>=10]0;[<10]00", "05"),
    (12, "[DBNum1][$-804]General", "十二"),
    (12, "[DBNum1][$-804]G/通用格式", "十二"),
    (123, "[DBNum2][$-804]General", "壹佰贰拾叁"),
    (12, "[DBNum1]0", "一二"),
    (99.5, "_ * #,##0.00_ ;_ * -#,##0.00_ ", "99.50"),
    (8, "￥0.00", "￥8.00"),
    (8, "[$￥-804]0.00", "￥8.00"),
    (5730018888, "000-0000-0000", "057-3001-8888"),
    (DAY, "yyyy/m/d", "2022/12/31"),
    (DAY, 'yyyy"年"m"月"d"日"', "2022年12月31日"),
    (DAY, 'yyyy"年"m"月"d"日";@', "2022年12月31日"),
    (DAY, "[$-F800]dddd, mmmm dd, yyyy", "Saturday, December 31, 2022"),
    (DAY, "yyyy\\-mm\\-dd", "2022-12-31"),
    (DAY, 'm"月"d"日"', "12月31日"),
    (DAY, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二二年十二月三十一日"),
    (DAY, "aaaa", "星期六"),
    (DAY, "yy-mmm", "22-Dec"),
    (DAY + 0.75, "yyyy/m/d h:mm", "2022/12/31 18:00"),
    (DAY + 0.75, "h:mm AM/PM", "6:00 PM"),
    (DAY + 0.75, '上午/下午h"时"mm"分"', "下午6时00分"),
    (0.5 + 1 / 1440, "h:mm:ss", "12:01:00"),
    (1.5, "[h]:mm", "36:00"),
    (1, "yyyy/m/d", "1900/1/1"),
    (61, "yyyy/m/d", "1900/3/1"),
]


@pytest.mark.parametrize(("value", "code", "text"), GOOD)
def test_a_number_is_shown_as_excel_shows_it(value: float, code: str, text: str) -> None:
    assert shown(value, code) == (text, True)


def test_the_calendar_of_1904() -> None:
    assert shown(DAY - 1462, "yyyy/m/d", date1904=True).text == "2022/12/31"


@pytest.mark.parametrize(("value", "code"), [(-1, "yyyy/m/d"), (1e9, "yyyy/m/d"), (0.5, "# ?/?")])
def test_what_is_not_known_is_told(value: float, code: str) -> None:
    assert shown(value, code) == (general(value), False)


def test_text_takes_the_words_of_its_section() -> None:
    assert text_shown("甲", "@") == "甲"
    assert text_shown("甲", '@"局"') == "甲局"
    assert text_shown("甲", "0;0;0;") == "甲"
    assert text_shown("甲", '0;0;0;"市"@') == "市甲"
    assert text_shown("甲", "0.00") == "甲"


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.one_of(
        st.sampled_from(sorted(BUILT_IN.values())), st.text('0#?.,%;"\\[]ymdhsaE+-/@年月日 ', max_size=12)
    ),
)
def test_no_format_and_no_number_break_it(value: float, code: str) -> None:
    assert isinstance(shown(value, code).text, str)
    assert isinstance(text_shown("甲", code), str)
