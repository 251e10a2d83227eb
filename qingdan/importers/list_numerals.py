"""List numerals: the numbers that Word and WPS print before paragraphs, in each of their kinds.

Names are those of ST_NumberFormat (ISO/IEC 29500-1, 17.18.59). What the numbers look
like, also beyond the last sign of a kind, follows the reference and was compared
with what LibreOffice prints.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from qingdan.text import numerals

_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST = 32_767
"""Larger numbers are printed in digits."""


def numeral(number: int, kind: str) -> str | None:
    """A number as a list of this kind prints it; None for a kind that is not known."""
    if kind in ("none", "bullet"):
        return ""
    writer = _KINDS.get(kind)
    if writer is None:
        return None
    return writer(number) if 0 <= number <= _MOST else str(number)


def _signs(signs: str, number: int) -> str:
    """One sign a number; digits beyond the last."""
    return signs[number - 1] if 1 <= number <= len(signs) else str(number)


def _letters(first: str, number: int) -> str:
    """a … z, aa, bb …"""
    if not number:
        return "0"
    times, at = divmod(number - 1, 26)
    return chr(ord(first) + at) * (times + 1) if times < 30 else str(number)


def _roman(number: int) -> str:
    words = ""
    if number >= 4000 or not number:
        return str(number)
    for worth, sign in _ROMAN:
        times, number = divmod(number, worth)
        words += sign * times
    return words


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(c)) for c in str(number))


def _below_hundred(zero: str, number: int) -> str:
    """一 … 九十九 by place, larger ones digit by digit."""
    return numerals.to_chinese(number) if 0 < number < 100 else _digits(zero, number)


def _digits(zero: str, number: int) -> str:
    return numerals.digits_to_chinese(number).replace("〇", zero)


def _counted(number: int) -> str:
    return numerals.to_chinese(number) if number else "〇"


def _formal(signs: str, number: int) -> str:
    """By place in the signs of cheques: 壹拾贰."""
    words = numerals.to_chinese(number)
    if words.startswith("十"):
        words = "一" + words
    return words.translate(str.maketrans("零一二三四五六七八九十百千万", signs))


def _japanese(number: int) -> str:
    """As counted, but 十, 百 and 千 alone for one of them, and no nought between: 百十一."""
    words = _counted(number).replace("零", "")
    for place in "十百千":
        words = words.replace(f"一{place}", place)
    return words


def _cycle(number: int) -> str:
    """甲子, 乙丑 … the sixty."""
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if 1 <= number <= 60 else str(number)


def _ordinal(number: int) -> str:
    last = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"


def _enclosed(number: int) -> str:
    """① … ⑳, digits beyond."""
    return _signs("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", number)


_SIMPLIFIED, _TRADITIONAL = "零壹贰叁肆伍陆柒捌玖拾佰仟万", "零壹貳參肆伍陸柒捌玖拾佰仟萬"
_KINDS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda n: f"{n:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "numberInDash": lambda n: f"- {n} -",
    "ordinal": _ordinal,
    "hex": lambda n: f"{n:X}",
    "upperLetter": partial(_letters, "A"),
    "lowerLetter": partial(_letters, "a"),
    "upperRoman": lambda n: _roman(n).upper(),
    "lowerRoman": _roman,
    "decimalEnclosedCircle": _enclosed,
    "decimalEnclosedCircleChinese": _enclosed,
    "decimalEnclosedFullstop": partial(_signs, "".join(map(chr, range(0x2488, 0x249C)))),
    "decimalEnclosedParen": partial(_signs, "".join(map(chr, range(0x2474, 0x2488)))),
    "ideographEnclosedCircle": partial(_signs, "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "ideographParenthesis": partial(_signs, "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"),
    "chineseCounting": partial(_below_hundred, "○"),
    "taiwaneseCounting": partial(_below_hundred, "○"),
    "chineseCountingThousand": _counted,
    "taiwaneseCountingThousand": _counted,
    "japaneseCounting": _japanese,
    "ideographDigital": partial(_digits, "〇"),
    "japaneseDigitalTenThousand": partial(_digits, "〇"),
    "taiwaneseDigital": partial(_digits, "○"),
    "koreanDigital2": partial(_digits, "零"),
    "chineseLegalSimplified": partial(_formal, _SIMPLIFIED),
    "ideographLegalTraditional": partial(_formal, _TRADITIONAL),
    "ideographTraditional": partial(_signs, _STEMS),
    "ideographZodiac": partial(_signs, _BRANCHES),
    "ideographZodiacTraditional": _cycle,
}
"""How each kind is written."""
