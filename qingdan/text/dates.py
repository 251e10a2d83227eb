"""Full dates 年月日: 2022年6月1日, 二〇二二年六月一日, 2022-06-01, 2022.6.1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from qingdan.regexes import regex
from qingdan.text import numerals

_YEARS = range(1900, 2200)
_S = r"\s{0,4}"
_ZERO = "〇零○◯OＯОо0０"  # 二O二二: letters are typed for nought
_DIGIT = r"[0-9０-９]"
_DATE = regex(
    rf"(?:(?P<y>{_DIGIT}{_S}{_DIGIT}{_S}{_DIGIT}{_S}{_DIGIT})|(?P<cy>[{_ZERO}一二三四五六七八九]{{4}}))"
    rf"{_S}年{_S}(?P<m>{_DIGIT}{{1,2}}|[〇零一二三四五六七八九十]{{1,3}})"
    rf"{_S}月{_S}(?P<d>{_DIGIT}{{1,2}}|[〇零一二三四五六七八九十廿卅]{{1,3}}){_S}[日号]"
    rf"|(?P<iy>{_DIGIT}{{4}})(?P<sep>{_S}[-－./．/／]{_S})(?P<im>{_DIGIT}{{1,2}})(?P=sep)"
    rf"(?P<id>{_DIGIT}{{1,2}})(?!{_DIGIT})"
)


class Found(NamedTuple):
    """A date that stands in a text."""

    date: date
    start: int
    end: int
    """Exclusive."""


def parse(text: str) -> date | None:
    """The date that the whole text writes, white space around it apart."""
    begin = len(text) - len(text.lstrip())
    found = parse_prefix(text, begin)
    return found[0] if found and not text[found[1] :].strip() else None


def parse_prefix(text: str, pos: int = 0) -> tuple[date, int] | None:
    """The date that begins at `pos` exactly, and where it ends; white space inside is allowed."""
    match = _DATE.match(text, pos) if 0 <= pos <= len(text) else None
    value = _value(match) if match else None
    return (value, match.end()) if match and value else None


def find_all(text: str) -> Iterator[Found]:
    """Every full date of the text, in order."""
    for match in _DATE.finditer(text):
        before = text[match.start() - 1 : match.start()]
        value = _value(match)
        if value and not (before.isdigit() or (before and before in numerals.CHARS)):
            yield Found(value, match.start(), match.end())


def make(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _value(match: re.Match[str]) -> date | None:
    group = match.groupdict()
    if group["cy"]:
        year = numerals.to_int("".join("〇" if char in _ZERO else char for char in group["cy"]))
    else:
        year = numerals.to_int(group["y"] or group["iy"])
    month = numerals.to_int(group["m"] or group["im"])
    day = numerals.to_int(group["d"] or group["id"])
    if year is None or month is None or day is None or year not in _YEARS:
        return None
    return make(year, month, day)
