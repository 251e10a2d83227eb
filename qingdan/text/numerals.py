"""Chinese numerals 数字 <-> int.

Read: ASCII and full-width digits (12, １２), digit by digit (二〇二二), by place
(十二, 一百零五, 三万二千), with 廿 卅 and 两. Anything else is None, also forms
that people read in two ways (一百二).
"""

from __future__ import annotations

import re
from functools import lru_cache

from qingdan.regexes import regex

ZEROS = "〇零○◯"
"""Characters printed for nought within Chinese numerals."""

_DIGITS = dict.fromkeys(ZEROS, 0) | {char: n for n, char in enumerate("一二三四五六七八九", 1)}
_TENS = {"廿": 20, "卅": 30}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_FULL_WIDTH = {ord("０") + n: str(n) for n in range(10)}
_LONGEST = 16
"""Longer strings are no numeral of any document; the bound also keeps int() from raising."""
_LIMIT = 10**8

CHARS = "".join((*_DIGITS, *_TENS, *_UNITS, "两万"))
"""Every character that a Chinese numeral may hold."""


def ascii_digits(text: str) -> str:
    """The text with full-width digits as ASCII digits; its length stays."""
    return text.translate(_FULL_WIDTH)


@lru_cache(maxsize=4096)  # the same few numbers stand before thousands of rows
def to_int(text: str) -> int | None:
    """The number that the whole text writes, white space apart; None where it writes none."""
    if len(text) > 4 * _LONGEST:
        return None
    text = ascii_digits("".join(text.split()))
    if not 0 < len(text) <= _LONGEST:
        return None
    if re.fullmatch("[0-9]+", text):
        return int(text)
    values = [int(char) if char in "0123456789" else _DIGITS.get(char) for char in text]
    if None not in values:
        return int("".join(map(str, values)))
    if "万" in text:
        high, low = text.split("万", 1)
        above = _below_ten_thousand(high)
        below = _below_ten_thousand(low.lstrip(ZEROS)) if low else 0
        return None if not above or below is None else above * 10_000 + below
    return _below_ten_thousand(text)


_D = "[一二三四五六七八九]"
_PLACES = regex(
    rf"(?:(?P<q>{_D}|两)千)?(?:[{ZEROS}](?=.))?"
    rf"(?:(?P<b>{_D}|两)百)?(?P<gap>[{ZEROS}](?=.))?"
    rf"(?:(?P<s>{_D})?十|(?P<tens>[廿卅]))?(?P<g>{_D}|两)?"
)


def _below_ten_thousand(text: str) -> int | None:
    """二千〇二十二 -> 2022; None where the places are out of order."""
    match = _PLACES.fullmatch(text)
    if not match or not text.strip(ZEROS):
        return None
    place = {name: _DIGITS.get(char, 2) if char else 0 for name, char in match.groupdict().items()}
    tens = _TENS.get(match["tens"] or "", 0) or ("十" in text and 10 * (place["s"] or 1))
    if place["g"] and not tens and (place["b"] or place["q"]) and text[-2] not in ZEROS:
        return None  # 一百二: 102 or 120
    return place["q"] * 1000 + place["b"] * 100 + tens + place["g"]


def to_chinese(number: int) -> str:
    """12 -> 十二, 105 -> 一百零五; ValueError outside 0 to 99,999,999."""
    if not 0 <= number < _LIMIT:
        raise ValueError(number)
    if number < 10:
        return "零一二三四五六七八九"[number]
    high, low = divmod(number, 10_000)
    if not high:
        return _section(low)
    between = "零" if low and low < 1000 else ""
    lower = _section(low) if low else ""
    return f"{_section(high)}万{between}{'一' if lower.startswith('十') else ''}{lower}"


def _section(number: int) -> str:
    """1 to 9,999 in words."""
    words = ""
    gap = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += ("零" if gap and words else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        else:
            gap = True
    return words.removeprefix("一") if words.startswith("一十") else words


def digits_to_chinese(number: int) -> str:
    """2022 -> 二〇二二, as years are written; ValueError for a negative number."""
    if number < 0:
        raise ValueError(number)
    return "".join("〇一二三四五六七八九"[int(char)] for char in str(number))
