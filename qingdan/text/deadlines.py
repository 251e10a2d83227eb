"""Deadlines 时限: printed words -> kind and last day, with the rule that read them.

Every reading names its rule, one line of RULES, which the public sees. A cell is
taken apart once into the times, the words of duration (全年, 持续推进), of return
(每季度末) and of counting (印发之日起30日内) that stand in it; `_with_date` and
`_without_date` then say, in one fixed order, which of them counts. What no rule reads
stays unread: kind `none` with an empty rule.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from qingdan.model import Deadline, DeadlineKind
from qingdan.regexes import regex
from qingdan.text import deadline_words as words
from qingdan.text import numerals, periods
from qingdan.text.dates import make
from qingdan.text.deadline_rules import RULES, Rule, told_by
from qingdan.text.periods import Period
from qingdan.text.traditional import simplified

__all__ = ["RULES", "DateMention", "Rule", "is_deadline", "mentions", "parse"]

_YEARS = range(1949, 2200)


class _Parts(NamedTuple):
    """A cell, taken apart."""

    text: str
    times: tuple[Period, ...]
    counted: re.Match[str] | None
    """印发之日起30日内, or a bare 30日内."""
    event: re.Match[str] | None
    recurring: re.Match[str] | None
    full_year: re.Match[str] | None
    ongoing: re.Match[str] | None
    at_once: re.Match[str] | None
    strict: bool
    """Whether nothing but such words and fillers (完成, 力争) stands in it."""


def parse(text: str | None, year: int | None, *, signed: date | None = None) -> Deadline:
    """The deadline that a cell prints, a final 。 left out; `year` is the document's, `signed` its 成文日期.

    Never raises. Blank: text None. Not read by any rule: kind `none`, rule empty. Read, but
    without a day that could be computed (no year, working days): kind `none` with its rule.
    """
    printed = (text or "").strip("\u200b\ufeff \t\r\n\u3000\xa0").removesuffix("。").rstrip()
    if not printed:
        return Deadline(None, "none")
    return _parse(printed, year if year in _YEARS else None, signed)


def is_deadline(text: str) -> bool:
    """Whether the words are a deadline and nothing else: 6月底完成, 年内持续推进, not 市发改委."""
    if not 1 < len(text) < 60:
        return False
    parts = _take_apart(simplified(text), 2000)
    lasting = parts.recurring or parts.full_year or parts.ongoing or parts.at_once
    return bool(parts.times or parts.counted or lasting) and parts.strict


@lru_cache(maxsize=4096)
def _parse(text: str, year: int | None, signed: date | None) -> Deadline:
    if text in words.BLANK:
        return Deadline(text, "none", rule=told_by("blank"))
    parts = _take_apart(_closed_up(simplified(text)), year)._replace(text=text)
    limits = [t for t in parts.times if not t.since and (t.closed or _bare_counts(t, parts))]
    if not limits:
        return _without_date(parts, year, signed)
    return _with_date(limits, parts)


def _bare_counts(time: Period, parts: _Parts) -> bool:
    """A bare 12月 is a limit where the cell says nothing else; a bare 2022年 beside 持续推进 is none."""
    lasting = parts.ongoing or parts.at_once or parts.recurring or parts.full_year
    return parts.strict and not (time.form == "year" and lasting)


def _with_date(limits: list[Period], parts: _Parts) -> Deadline:
    """The reading of a cell with one or more limits."""
    text = parts.text
    dated = [t for t in limits if t.last]
    if not dated:
        impossible = any(t.impossible for t in limits)
        return Deadline(text, "none", rule="" if impossible else told_by("year_missing"))
    latest = max(dated, key=lambda t: (t.last or date.min, t.start))
    if _whole_year(latest) and len(dated) == 1:
        return Deadline(text, "year", None, latest.year, told_by("full_year", *_year_notes(latest)))
    if latest.closed.endswith("内") and parts.ongoing and _adjoining(latest, parts.ongoing):
        return Deadline(text, "ongoing", rule=told_by("ongoing"))
    notes = [*_year_notes(latest)]
    if len({t.last for t in dated}) > 1:
        notes.append("latest")
    if parts.ongoing or parts.full_year or parts.recurring or parts.at_once:
        notes.append("date_first")
    return Deadline(text, "by", latest.last, rule=told_by(latest.form, *notes))


def _without_date(parts: _Parts, year: int | None, signed: date | None) -> Deadline:
    """The reading of a cell without any limit in days."""
    text = parts.text
    if parts.counted:
        return _counted(text, parts.counted, signed)
    if parts.event:
        return Deadline(text, "ongoing", rule=told_by("event"))
    if parts.full_year:
        return _full_year(text, parts.full_year, year)
    if parts.recurring:
        return Deadline(text, "ongoing", rule=told_by("recurring"))
    if parts.ongoing:
        return Deadline(text, "ongoing", rule=told_by("ongoing"))
    if any(t.since for t in parts.times) or words.SINCE_NOW.search(text):
        return Deadline(text, "ongoing", rule=told_by("since"))
    if parts.at_once:
        return Deadline(text, "ongoing", rule=told_by("at_once"))
    if words.NO_DATE.search(text):
        return Deadline(text, "none", rule=told_by("no_date"))
    return Deadline(text, "none")


def _full_year(text: str, match: re.Match[str], year: int | None) -> Deadline:
    """全年, of the document's year unless another is said."""
    if match["y"]:
        return Deadline(text, "year", None, numerals.to_int(match["y"]), told_by("full_year"))
    if match["word"]:
        return Deadline(text, "year", None, year + 1 if year else None, told_by("full_year", "relative_year"))
    return Deadline(text, "year", None, year, told_by("full_year"))


_BETWEEN_DIGITS = regex(r"(?<=[0-9０-９])\s+(?=[0-9０-９])")


def _closed_up(text: str) -> str:
    """Without the white space that layouts put inside words (全 年, 12 月 底 前)."""
    return "".join(_BETWEEN_DIGITS.sub("，", text).split()).replace("\u200b", "")


def _take_apart(text: str, year: int | None) -> _Parts:
    """Find every word of time once; what one reader has taken, the next does not see."""
    rest = text

    def take(pattern: re.Pattern[str]) -> re.Match[str] | None:
        nonlocal rest
        match = pattern.search(rest)
        if match:
            rest = _without(rest, [match.span()])
        return match

    counted = take(words.AFTER_SIGNING)
    event = take(words.EVENT)
    counted = counted or take(words.DURATION)
    recurring = take(words.RECURRING)
    full_year = take(words.FULL_YEAR)
    times = _joined(rest, periods.scan(rest, year, cell=True))
    rest = _without(rest, ((time.start, time.end) for time in times))
    ongoing = take(words.ONGOING)
    at_once = take(words.AT_ONCE)
    strict = not words.FILLER.sub("", rest)
    return _Parts(text, tuple(times), counted, event, recurring, full_year, ongoing, at_once, strict)


def _without(text: str, passages: Iterable[tuple[int, int]]) -> str:
    """The text with these passages blanked out; its length stays."""
    out = list(text)
    for start, end in passages:
        out[start:end] = "\n" * (end - start)
    return "".join(out)


def _joined(text: str, times: Iterator[Period]) -> list[Period]:
    """Times with 至 or — between them become one span."""
    out: list[Period] = []
    for time in times:
        before = out[-1] if out else None
        if before and not before.closed and words.CONNECTOR.fullmatch(text, before.end, time.start):
            out[-1] = time._replace(start=before.start, form="span", first=before.first)
        else:
            out.append(time)
    return out


def _whole_year(time: Period) -> bool:
    return (
        time.form == "span"
        and time.first is not None
        and time.last is not None
        and (time.first.month, time.first.day) == (1, 1)
        and (time.last.month, time.last.day) == (12, 31)
        and time.first.year == time.last.year
    )


def _adjoining(time: Period, match: re.Match[str]) -> bool:
    return match.start() - time.end in (0, 1) or time.start - match.end() in (0, 1)


def _year_notes(time: Period) -> Iterator[str]:
    if time.year_from == "document":
        yield "document_year"
    elif time.year_from == "relative":
        yield "relative_year"


def _counted(text: str, match: re.Match[str], signed: date | None) -> Deadline:
    """印发之日起30日内: the day of issue does not count (民法典 201 条)."""
    unit = match["unit"].removeprefix("个")
    if unit == "工作日":
        return Deadline(text, "none", rule=told_by("working_days"))
    if signed is None:
        return Deadline(text, "none", rule=told_by("signing_unknown"))
    last = _after(signed, match["n"], unit)
    return Deadline(text, "by", last, rule=told_by("after_signing")) if last else Deadline(text, "none")


def _after(day: date, count: str, unit: str) -> date | None:
    """So many days, weeks, months or years later; None beyond the calendar."""
    half = count.strip() == "半"
    number = numerals.to_int(count)
    if half:
        if unit not in ("年", "月"):
            return None
        number, unit = (6, "月") if unit == "年" else (15, "日")
    if not number:
        return None
    try:
        if unit in ("日", "天"):
            return day + timedelta(days=number)
        if unit in ("周", "星期"):
            return day + timedelta(weeks=number)
    except OverflowError:
        return None
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "年" else 1)
    year, month = divmod(months, 12)
    if year > 2200:
        return None
    return make(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class DateMention(NamedTuple):
    """A time that a running text sets for what it tells to do."""

    text: str
    """As printed."""
    start: int
    end: int
    """Exclusive."""
    date: date | None
    kind: DeadlineKind
    rule: str


_TIMES = regex(r"[年月季每日天周期\d]")
"""No time is printed without one of these; many texts have none and need no reading."""


def mentions(text: str, year: int | None, *, signed: date | None = None) -> tuple[DateMention, ...]:
    """The times in a running text that say by when; years in titles and names are none.

    年底前要…, 在 2022 年底前…, 7月底前完成…, 到2025年…, 每年2月底前…, 印发之日起30日内…; not
    2022年《政府工作报告》, （2020年版）, 在2021年工作的基础上, 截至2021年底.
    """
    if not _TIMES.search(text):
        return ()
    document = year if year in _YEARS else None
    rest = words.TITLE.sub(lambda title: "\n" * len(title.group()), text)
    found: list[DateMention] = []
    for match in words.RECURRING.finditer(rest):
        if match["point"] and (match["before"] or match["point"][-1] in "底末日号旬"):
            read = Deadline(match.group(), "ongoing", rule=told_by("recurring"))
            found.append(_mention(text, match.start(), match.end(), read))
    for pattern in (words.AFTER_SIGNING, words.YEARS_WITHIN):
        for match in pattern.finditer(rest):
            read = _counted(match.group(), match, signed)
            found.append(_mention(text, match.start(), match.end(), read))
    rest = _without(rest, [(one.start, one.end) for one in found])
    for time in periods.scan(rest, document):
        start = _limit_start(rest, time, document)
        if start is not None:
            found.append(_mention(text, start, time.end, _mentioned(time)))
    return tuple(sorted(found, key=lambda one: one.start))


def _mention(text: str, start: int, end: int, read: Deadline) -> DateMention:
    return DateMention(text[start:end], start, end, read.date, read.kind, read.rule)


def _mentioned(time: Period) -> Deadline:
    """A time of a running text, read."""
    if time.last:
        return Deadline(None, "by", time.last, rule=told_by(time.form, *_year_notes(time)))
    return Deadline(None, "none", rule="" if time.impossible else told_by("year_missing"))


def _limit_start(text: str, time: Period, document: int | None) -> int | None:
    """Where a time that says by when begins (with its 到); None for one that says something else."""
    if time.since or (time.last and document and time.last.year < document):
        return None
    if words.DESCRIBES.match(text, time.end):
        return None
    if time.closed in ("前", "之前", "以前", "止", "为止"):
        return time.start
    before = text[max(0, time.start - 6) : time.start]
    to = words.TO.search(before)
    if to and to.group().startswith(("到", "至")) and (time.closed or time.form in ("year", "day", "month")):
        return time.start - len(to.group())
    if words.STATED.search(before):
        return None
    if time.form == "year_end" and time.closed.endswith("内"):
        return time.start
    told = words.DONE if time.form == "day" else words.DO
    return time.start if time.form != "year" and told.match(text, time.end) else None
