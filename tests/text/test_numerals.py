from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.text import numerals

ANY = st.text(max_size=60)

READ = {
    "0": 0, "7": 7, "12345": 12345, "１２": 12, " 12 ": 12,
    "〇": 0, "零": 0, "一": 1, "十": 10, "十一": 11, "二十": 20, "二十一": 21, "三十一": 31,
    "廿": 20, "廿三": 23, "卅一": 31, "两千": 2000, "二百": 200, "一百零五": 105, "一百一十": 110,
    "一百十二": 112, "二〇二二": 2022, "二○二二": 2022, "二零二一": 2021, "二千〇二十二": 2022,
    "三万二千": 32000, "一万零五": 10005, "十万": 100_000, "二 十 一": 21,
}  # fmt: skip
REFUSED = (
    "", " ", "一百二", "一千三", "十十", "百", "千", "零百", "二十零", "十一二", "万", "一万万", "甲",
    "1月", "²", "Ⅲ",
    "1.5", "-1", "1" * 17, "一" * 5000, "二百二百", "廿十",
)  # fmt: skip


@pytest.mark.parametrize(("text", "number"), READ.items())
def test_reads(text: str, number: int) -> None:
    assert numerals.to_int(text) == number


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:8])
def test_refuses(text: str) -> None:
    assert numerals.to_int(text) is None


@pytest.mark.parametrize(
    ("number", "text"),
    {
        0: "零", 10: "十", 12: "十二", 20: "二十", 100: "一百", 105: "一百零五", 110: "一百一十",
        115: "一百一十五",
        1001: "一千零一", 2022: "二千零二十二", 10_005: "一万零五", 10_010: "一万零一十", 100_000: "十万",
        12_345: "一万二千三百四十五", 110_010: "十一万零一十", 15_000: "一万五千",
    }.items(),
)  # fmt: skip
def test_writes(number: int, text: str) -> None:
    assert numerals.to_chinese(number) == text


def test_writes_years_digit_by_digit() -> None:
    assert numerals.digits_to_chinese(2022) == "二〇二二"
    assert numerals.to_int(numerals.digits_to_chinese(1999)) == 1999


@pytest.mark.parametrize("number", [-1, 10**8])
def test_numbers_without_a_written_form_are_misuse(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        numerals.to_chinese(number)
    with pytest.raises(ValueError, match="-1"):
        numerals.digits_to_chinese(-1)


@given(st.integers(min_value=0, max_value=10**8 - 1))
def test_what_is_written_is_read_back(number: int) -> None:
    assert numerals.to_int(numerals.to_chinese(number)) == number


@given(ANY | st.text(alphabet=numerals.CHARS + "0１ ", max_size=20))
def test_never_raises(text: str) -> None:
    number = numerals.to_int(text)
    assert number is None or number >= 0


@given(ANY)
def test_full_width_digits_keep_the_length(text: str) -> None:
    assert len(numerals.ascii_digits(text)) == len(text)
