"""Times in words: 12月底前, 2023年三季度末, 上半年, 年内, 2022.12 -> first and last day.

Only where a time stands, which days it covers, and what closes (前) or opens (起)
it. Which of them is the deadline of a task, `deadlines` decides.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Literal, NamedTuple

from qingdan.regexes import regex
from qingdan.text import numerals
from qingdan.text.dates import make

S = r"[\s\u200b\ufeff]{0,4}"
"""White space that layouts put inside a time: 12 月底前."""
_D = "[0-9０-９]"
_H = "[一二三四五六七八九]"
_NUM = rf"(?:{_D}{{1,2}}|[一二]?十{_H}?|三十一?|廿{_H}?|卅一?|{_H})"
_Q = "[一二三四1-4１-４]"
_TO = rf"{S}(?:[-－—–―~～]{{1,2}}|至|到|、){S}"
_PAUSE = rf"(?={S}(?:前|之前|以前|完成|[，,。；;、）)]|\Z))"
INSIDE = "(?:之内|以内|内(?![容部外控涵涝陆地蒙需设环销存]))"
"""内, but not the first character of 内容 or 内部."""

YearFrom = Literal["said", "relative", "document"]


class Period(NamedTuple):
    """A time as it stands in a text."""

    start: int
    end: int
    """Exclusive; 前 and 起 belong to it."""
    form: str
    """Id of the rule that reads its last day; `span` for one with two ends."""
    first: date | None
    last: date | None
    """None where the year is missing or there is no such day."""
    year: int | None
    """The year as it was understood."""
    year_from: YearFrom
    """Whether the year is printed, counted from the document's (明年), or the document's."""
    closed: str
    """前, 底, 内 …: the word that makes it a limit; empty for a bare 12月."""
    since: bool
    """Whether 起, 以后 … follows: when something begins."""

    @property
    def impossible(self) -> bool:
        """Whether no calendar has it (2月30日), the year being known."""
        return self.year is not None and self.last is None


_Days = tuple[date | None, date | None]
"""First and last day; None where no calendar has them."""


class _Form(NamedTuple):
    """One way to print a time after its year, if any: pattern, and reader of (first, last)."""

    id: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], int], _Days]
    needs_year: bool = False
    """Whether a year has to stand before it (2022年 + nothing)."""


def _month_end(year: int, month: int) -> date | None:
    if not 1 <= month <= 12:
        return None
    return make(year, month, calendar.monthrange(year, month)[1])


def _number(text: str | None) -> int:
    return numerals.to_int(text or "") or 0


def _day(match: re.Match[str], year: int) -> _Days:
    month = _number(match["m"])
    last = make(year, month, _number(match["d"]))
    return make(year, month, _number(match["from"])) if match["from"] else last, last


def _month(match: re.Match[str], year: int) -> _Days:
    month = _number(match["m"])
    begins = _number(match["from"]) or month
    return make(year, min(begins, month), 1), _month_end(year, month)


def _part_of_month(day: int) -> Callable[[re.Match[str], int], _Days]:
    def read(match: re.Match[str], year: int) -> _Days:
        month = _number(match["m"])
        return make(year, month, 1), make(year, month, day)

    return read


def _quarter(match: re.Match[str], year: int) -> _Days:
    last = _number(match["q"])
    first = 1 if match["whole"] == "前" else _number(match["from"]) or last
    return make(year, 3 * min(first, last) - 2, 1), _month_end(year, 3 * last)


def _half(match: re.Match[str], year: int) -> _Days:
    if match["h"] == "上":
        return make(year, 1, 1), make(year, 6, 30)
    return make(year, 7, 1), make(year, 12, 31)


def _whole(_: re.Match[str], year: int) -> _Days:
    return make(year, 1, 1), make(year, 12, 31)


def _middle(_: re.Match[str], year: int) -> _Days:
    return make(year, 1, 1), make(year, 6, 30)


def _beginning(_: re.Match[str], year: int) -> _Days:
    return make(year, 1, 1), make(year, 1, 31)


_MONTH = rf"(?P<m>{_NUM}){S}月(?:份|度)?{S}"
_FORMS = (
    _Form(
        "day",
        regex(rf"(?P<m>{_NUM}){S}月{S}(?:(?P<from>{_NUM}){S}[日号]?{_TO})?(?P<d>{_NUM}){S}[日号]"),
        _day,
    ),
    _Form(
        "month",
        regex(rf"(?:(?P<from>{_NUM}){S}(?:月份?)?{_TO})?{_MONTH}(?P<closed>底|末|下旬|{INSIDE})?"),
        _month,
    ),
    _Form("early_month", regex(rf"{_MONTH}(?P<closed>上旬|初{_PAUSE})"), _part_of_month(10)),
    _Form("mid_month", regex(rf"{_MONTH}(?P<closed>中旬)"), _part_of_month(20)),
    _Form("half_month", regex(rf"{_MONTH}(?P<closed>中{_PAUSE})"), _part_of_month(15)),
    _Form(
        "quarter",
        regex(
            rf"(?:第?{S}(?P<from>{_Q}){S}(?:季度)?{_TO})?(?P<whole>[第前]?){S}(?P<q>{_Q}){S}个?"
            rf"季(?:度|(?=[末底前])){S}(?P<closed>底|末|{INSIDE})?"
        ),
        _quarter,
    ),
    _Form("half", regex(rf"(?P<h>[上下])半年(?:度)?{S}(?P<closed>底|末|{INSIDE})?"), _half),
    _Form("year_end", regex(rf"年?度?{S}(?P<closed>底|末|终|{INSIDE})"), _whole),
    _Form("mid_year", regex(rf"年?{S}(?P<closed>中){_PAUSE}"), _middle),
    _Form("early_year", regex(rf"年?{S}(?P<closed>初){_PAUSE}"), _beginning),
    _Form("year", regex(""), _whole, needs_year=True),
)
_YEAR = regex(
    rf"(?:(?P<from>{_D}{{4}}){S}年?{_TO})?(?P<y>{_D}{{4}}|[〇零○一二三四五六七八九]{{4}}){S}年"
    rf"(?:度(?!末|底|内))?{S}"
    rf"|(?P<short>{_D}{{2}}){S}年{S}(?=(?:{_NUM}{S}月|第?{S}{_Q}{S}季|[上下]半年|[底末]))"
    rf"|(?P<word>今年|本年度?|当年|明年|次年|翌年|来年){S}"
)
_WORDS = {"明年": 1, "次年": 1, "翌年": 1, "来年": 1}
_POINTED = regex(
    rf"(?P<y>{_D}{{4}}){S}[-－./．／]{S}(?P<m>{_D}{{1,2}})"
    rf"(?:{S}[-－./．／]{S}(?P<d>{_D}{{1,2}}))?(?!{_D}){S}(?:月{S})?(?P<closed>[底末])?"
)
_SHORT_POINTED = regex(
    rf"(?P<m>{_D}{{1,2}})[.．](?P<d>{_D}{{1,2}})(?!{_D}|[.．]{_D})(?={S}(?:前|之前|以前|完成|\Z))"
)
_CLOSE = regex(rf"{S}(之前|以前|前(?!期(?!望)|后(?!续))|为?止)")
_SINCE = regex(rf"{S}(?:起(?!草)|开始|以后|之后|以来|后(?!续))")
_TRIGGER = regex("[0-9０-９〇零○一二三四五六七八九十廿卅]+|[今本当明次翌来第前上下年]")
_NO_BARE_YEAR = frozenset(
    "0123456789０１２３４５６７８９一二三四五六七八九十〇零○两几多每去前上往历近半同整全"
)
"""年底 after one of these belongs to another word: 5年内, 去年底, 近年内."""
_YEARS = range(1949, 2200)


def scan(text: str, year: int | None, *, cell: bool = False) -> Iterator[Period]:
    """Every time of the text, in order; one with a year hands it on to those behind it in a cell.

    `year` is the document's. `cell`: the text is a cell of deadlines, so that 12.31 is a day.
    """
    carried: int | None = None
    position = 0
    while match := _TRIGGER.search(text, position):
        found = _read(text, match.start(), year, carried, cell=cell)
        if found is None:
            position = match.end()
            continue
        if cell and found.year_from != "document":
            carried = found.year
        yield found
        position = max(found.end, match.start() + 1)


def _read(text: str, at: int, document: int | None, carried: int | None, *, cell: bool) -> Period | None:
    """The time that begins at this position, if one does."""
    if pointed := _POINTED.match(text, at):
        return _read_pointed(text, pointed)
    if cell and (short := _SHORT_POINTED.match(text, at)):
        year = carried or document
        month, day = _number(short["m"]), _number(short["d"])
        if make(year or 2000, month, day):
            last = make(year, month, day) if year else None
            return _followed(text, Period(at, short.end(), "day", last, last, year, "document", "", False))
    said = _YEAR.match(text, at)
    year_from: YearFrom = "document"
    year = document
    if said:
        year, year_from = _year(said, document)
        if year is not None and year not in _YEARS:
            return None
    elif carried is not None:
        year, year_from = carried, "said"
    return _read_words(text, at, said, year, year_from)


def _read_pointed(text: str, match: re.Match[str]) -> Period | None:
    """2022.12.31, 2022-12."""
    year, month = _number(match["y"]), _number(match["m"])
    last = make(year, month, _number(match["d"])) if match["d"] else _month_end(year, month)
    if year not in _YEARS or last is None:
        return None
    form = "day" if match["d"] else "month"
    closed = match["closed"] or ""
    return _followed(text, Period(match.start(), match.end(), form, last, last, year, "said", closed, False))


def _year(said: re.Match[str], document: int | None) -> tuple[int | None, YearFrom]:
    """The year that 2022年, 22年 or 明年 means."""
    if said["word"]:
        return (None if document is None else document + _WORDS.get(said["word"], 0)), "relative"
    return (2000 + _number(said["short"]) if said["short"] else _number(said["y"])), "said"


def _read_words(
    text: str, at: int, said: re.Match[str] | None, year: int | None, year_from: YearFrom
) -> Period | None:
    """What stands after the year, if any; where several forms fit, the one that reads most."""
    core = said.end() if said else at
    best: tuple[_Form, re.Match[str]] | None = None
    for form in _FORMS:
        match = form.pattern.match(text, core)
        if match and _fits(text, at, form, said) and (best is None or match.end() > best[1].end()):
            best = (form, match)
    if best is None:
        return None
    form, match = best
    first, last = form.read(match, year) if year is not None else (None, None)
    name = "span" if _has_two_ends(match) else form.id
    if said and said["from"] and last is not None:
        first, name = make(_number(said["from"]), 1, 1), "span"
    closed = match.groupdict().get("closed") or ""
    if not said and match.groupdict().get("from") and name != "span":
        at = match.start("m") if "m" in match.groupdict() else match.start("q")  # 「26、12月底前」
    return _followed(text, Period(at, match.end(), name, first, last, year, year_from, closed, False))


def _has_two_ends(match: re.Match[str]) -> bool:
    """Whether the words name a beginning too: 1—12月, 一至三季度, 前三季度, 6月1日至10日."""
    groups = match.groupdict()
    if groups.get("whole") == "前":
        return True
    end = groups.get("d") or groups.get("q") or groups.get("m")
    return bool(groups.get("from")) and _number(groups["from"]) < _number(end)


def _fits(text: str, at: int, form: _Form, said: re.Match[str] | None) -> bool:
    """Whether the form may stand here: 年底 without a year needs its 年, and no number before it."""
    if form.needs_year:
        return said is not None and said["short"] is None
    if form.id in ("year_end", "mid_year", "early_year") and said is None:
        return text[at] == "年" and text[at - 1 : at] not in _NO_BARE_YEAR
    return True


def _followed(text: str, time: Period) -> Period:
    """The time with the 前 or 起 that follows it."""
    if close := _CLOSE.match(text, time.end):
        return time._replace(closed=close[1], end=close.end())
    if opens := _SINCE.match(text, time.end):
        return time._replace(since=True, end=opens.end())
    return time._replace(end=time.start + len(text[time.start : time.end].rstrip()))
