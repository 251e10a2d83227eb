"""Chinese numerals 数字 <-> int.

Read: ASCII and full-width digits (12, １２), digit by digit (二〇二二), by place
(十二, 一百零五, 三万二千), with 廿 卅 and 两. Anything else is None, also forms
that people read in two ways (一百二).
"""

from __future__ import annotations

import re

ZEROS = "〇零○◯"
"""Characters printed for nought within Chinese numerals."""

_DIGITS = {char: 0 for char in ZEROS} | {char: n for n, char in enumerate("一二三四五六七八九", 1)}
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


def _below_ten_thousand(text: str) -> int | None:
    """二千〇二十二 -> 2022."""
    total, unit_before = 0, 10_000
    digit: int | None = None
    nought = False
    for position, char in enumerate(text):
        if char in _TENS:
            if digit is not None or unit_before <= 10:
                return None
            total, unit_before, nought = total + _TENS[char], 10, False
        elif char in _UNITS:
            unit = _UNITS[char]
            bare = digit is None and unit == 10 and (position == 0 or text[position - 1] in "百零〇")
            if unit >= unit_before or (digit is None and not bare) or digit == 0:
                return None
            total, unit_before = total + (1 if digit is None else digit) * unit, unit
            digit, nought = None, False
        elif char in ZEROS:
            if digit is not None or nought or unit_before == 10_000:
                return None
            nought = True
        else:
            value = 2 if char == "两" else _DIGITS.get(char)
            if value is None or digit is not None:
                return None
            digit = value
    if digit is None:
        return total if total and not nought else None
    if unit_before in (100, 1000) and not nought:
        return None  # 一百二: 102 or 120
    return total + digit


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
