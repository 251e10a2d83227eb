"""时限: can they be read, do they agree with the notice's date and with the text beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from qingdan.checks.case import Case, Finding, Shared, owner
from qingdan.loader import Summary
from qingdan.model import Document, Task, Text
from qingdan.problems import Place, Severity
from qingdan.text.deadlines import DateMention, mentions
from qingdan.text.passages import squeeze

_AS_PRINTED = "原件就是这样印的，不用改；网页上会照实说明。"
_LOOK = "对照原件看一遍。"


def unread_deadline(case: Case) -> Iterator[Finding]:
    """Some rule reads every deadline."""
    for task in case.document.tasks:
        cell = task.cells.get("deadline")
        told = case.is_told(f"{task.id}:deadline")
        if cell and task.deadline.kind == "none" and not task.deadline.rule and not told:
            place, excerpts = case.at(cell)
            message = f"{owner(task)}的时限“{squeeze(cell.value)}”没有规则读得出来，归入“未注明”。"
            hint = "照原件写的不用改；写错了的照原件改。常见的写法：12月底前、三季度前、全年、持续推进。"
            yield Finding(place, message, hint, Severity.WARNING, excerpts, task.id)
        for adjustment in task.adjustments:
            if adjustment.deadline.kind == "none" and not adjustment.deadline.rule:
                place, excerpts = case.at_place(adjustment.place)
                message = f"{owner(task)}调整后的时限“{adjustment.after}”没有规则读得出来。"
                hint = "写成读得出来的样子，例如 2022年12月底前。"
                yield Finding(place, message, hint, Severity.WARNING, excerpts, task.id)


def deadline_before_notice(case: Case) -> Iterator[Finding]:
    """No deadline ends before the notice was signed."""
    signed = case.document.signed
    if signed is None:
        return
    for task in case.document.tasks:
        cell, deadline = task.cells.get("deadline"), task.deadline
        early = deadline.date is not None and deadline.date < signed
        early = early or (
            deadline.kind == "year" and deadline.year is not None and deadline.year < signed.year
        )
        if not cell or not early or case.is_told(f"{task.id}:deadline"):
            continue
        if case.depends_on_told_year(cell.value):
            continue
        place, excerpts = case.at(cell)
        printed = case.confirmed(f"{task.id}:deadline")
        what = squeeze(cell.value)
        yield Finding(
            place,
            f"{owner(task)}的时限“{what}”早于成文日期 {_day(signed)}。",
            _AS_PRINTED if printed else "看看时限、年度和成文日期是不是写错了。",
            Severity.WARNING,
            excerpts,
            task.id,
            f"原文如此：时限“{what}”早于成文日期 {_day(signed)}。" if printed else "",
        )


def contradicting_date(case: Case) -> Iterator[Finding]:
    """The dates in a task's text agree with its deadline."""
    document = case.document
    for task in document.tasks:
        cell, day = task.cells.get("deadline"), task.deadline.date
        if not cell or day is None:
            continue
        said = [m for m in _limits(task, document) if m.date and m.date.year <= day.year]
        if not said:
            continue
        latest = max(said, key=lambda m: m.date or date.min)
        if latest.date == day or case.is_told(f"{task.id}:deadline"):
            continue
        if case.is_told(f"{task.id}:text", latest.start, latest.end) or case.depends_on_told_year(cell.value):
            continue
        place, excerpts = case.at(task.text, latest.start, latest.end)
        _, beside = case.at(cell)
        words, deadline = squeeze(latest.text), squeeze(cell.value)
        printed = case.confirmed(f"{task.id}:text") and case.confirmed(f"{task.id}:deadline")
        yield Finding(
            place,
            f"{owner(task)}的内容写“{words}”，时限一格写“{deadline}”。",
            _AS_PRINTED if printed else _LOOK,
            Severity.WARNING,
            (*excerpts, *beside),
            task.id,
            f"原文如此：正文写“{words}”，时限一栏写“{deadline}”。" if printed else "",
        )


def _limits(task: Task, document: Document) -> list[DateMention]:
    return [m for m in mentions(task.text.value, document.year, signed=document.signed) if m.kind == "by"]


class _Statement(NamedTuple):
    """By when something is to be done, as one place of the document says it."""

    task: Task
    words: str
    """What is to be done: the task with the heading above it, or the sentence that holds the date."""
    day: date
    said: str
    place: Text
    start: int
    end: int


_ALIKE = 0.6
"""Part of the shorter statement's pairs of characters that the longer one has to hold."""
_COMMON = 8
"""Statements that may share a pair of characters for it to be worth a comparison."""
_SHORTEST = 12
"""Shorter statements are alike by chance."""


def contradicting_lists(case: Case) -> Iterator[Finding]:
    """Where two lists of a document speak of the same work, they set the same deadline."""
    document = case.document
    if len(document.lists) < 2:
        return
    seen: list[tuple[_Statement, frozenset[str]]] = []
    holders: dict[str, list[int]] = {}
    for task in document.tasks:
        own = [(s, _pairs(s.words)) for s in _statements(task, document) if len(s.words) >= _SHORTEST]
        for statement, pairs in own:
            # Words that many statements share tell nothing: they do not make two worth comparing.
            near = {n for p in pairs for n in holders.get(p, ()) if len(holders[p]) <= _COMMON}
            for earlier, before in (seen[n] for n in sorted(near)):
                other = earlier.task.list_ordinal != task.list_ordinal
                if not other or earlier.day == statement.day or not _alike(pairs, before):
                    continue
                if not _is_told(case, statement) and not _is_told(case, earlier):
                    yield _two_lists(case, statement, earlier)
        for statement, pairs in own:
            for p in pairs:
                holders.setdefault(p, []).append(len(seen))
            seen.append((statement, pairs))


def _statements(task: Task, document: Document) -> Iterator[_Statement]:
    cell, day = task.cells.get("deadline"), task.deadline.date
    if cell and day:
        words = squeeze(task.text.value)
        yield _Statement(task, words, day, squeeze(cell.value), cell, 0, len(cell.value))
    for m in _limits(task, document):
        if m.date:
            words = squeeze(_sentence(task.text.value, m.start))
            yield _Statement(task, words, m.date, squeeze(m.text), task.text, m.start, m.end)


def _is_told(case: Case, statement: _Statement) -> bool:
    name = "text" if statement.place is statement.task.text else "deadline"
    field = f"{statement.task.id}:{name}"
    return case.is_told(field, statement.start, statement.end) or case.depends_on_told_year(statement.said)


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in "。；;！") + 1
    ends = [end for mark in "。；;！" if (end := text.find(mark, at)) >= 0]
    return text[start : min(ends, default=len(text))]


def _pairs(words: str) -> frozenset[str]:
    plain = "".join(c for c in words if c.isalnum())
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    return len(a & b) >= _ALIKE * min(len(a), len(b))


def _two_lists(case: Case, now: _Statement, then: _Statement) -> Finding:
    place, excerpts = case.at(now.place, now.start, now.end)
    _, before = case.at(then.place, then.start, then.end)
    printed = all(case.confirmed(f"{s.task.id}:text") for s in (now, then))
    lists = [f"清单 {s.task.list_ordinal} 的{owner(s.task)}" for s in (then, now)]
    message = f"{lists[0]}写“{then.said}”，{lists[1]}说的像是同一件事，写“{now.said}”。"
    return Finding(
        place,
        message,
        _AS_PRINTED if printed else _LOOK,
        Severity.WARNING,
        (*excerpts, *before),
        now.task.id,
        f"原文如此：{message}" if printed else "",
    )


def adjusted_from_other(case: Case) -> Iterator[Finding]:
    """调整 begins from the printed deadline, or from the adjustment before it."""
    for task in case.document.tasks:
        cell = task.cells.get("deadline")
        before = squeeze(cell.value) if cell else ""
        for adjustment in task.adjustments:
            if squeeze(adjustment.before) != before:
                place, excerpts = case.at_place(adjustment.place)
                said = before or "未注明"
                said = before or "未注明"
                message = f"{owner(task)}的「调整」写原定“{adjustment.before}”，此前的时限却是“{said}”。"
                hint = "「原定」照此前的时限写；第一次调整的，照印出的时限写。"
                yield Finding(place, message, hint, Severity.WARNING, excerpts, task.id)
            before = squeeze(adjustment.after)


def early_progress(case: Case) -> Iterator[Finding]:
    """Nothing was reported or adjusted before the notice was signed."""
    signed = case.document.signed
    if signed is None:
        return
    for task in case.document.tasks:
        for day, what, place in _reports(task):
            if day < signed:
                at, excerpts = case.at_place(place)
                message = f"{owner(task)}的「{what}」日期 {_day(day)} 早于成文日期 {_day(signed)}。"
                hint = "看看日期是不是写错了，年份最容易错。"
                yield Finding(at, message, hint, Severity.WARNING, excerpts, task.id)


def may_be_future(summary: Summary, shared: Shared) -> bool:
    """Whether `future_date` finds something."""
    return bool(summary.newest and shared.today and summary.newest > shared.today)


def future_date(case: Case) -> Iterator[Finding]:
    """Nothing was reported or adjusted after today: such a date would make every deadline look missed.

    No error: whether a site can be built must not hang on the day or on a machine's clock.
    """
    today = case.shared.today
    for task in case.document.tasks if today else ():
        for day, what, place in _reports(task):
            if today and day > today:
                at, excerpts = case.at_place(place)
                message = f"{owner(task)}的「{what}」日期是 {_day(day)}，今天才 {_day(today)}。"
                hint = "改成报送的那一天；年份最容易错。电脑的日期不对的，先调准。"
                yield Finding(at, message, hint, Severity.WARNING, excerpts, task.id)


def odd_progress(case: Case) -> Iterator[Finding]:
    """Of one day there is one report, and what is done stays done."""
    for task in case.document.tasks:
        for before, report in pairwise(task.progress):
            if report.date == before.date:
                message = (
                    f"{owner(task)}在 {_day(report.date)} 报了两次进展：{before.status}、{report.status}。"
                )
                hint = "同一天的合成一条；日期写错了的，改正日期。"
            elif before.status == "已完成" and report.status in ("未开始", "进行中"):
                message = (
                    f"{owner(task)}在 {_day(before.date)} 已完成，{_day(report.date)} 又是{report.status}。"
                )
                hint = "看看日期或状态是不是写反了；确实退回重做的，不用改，在「说明」里写明。"
            else:
                continue
            at, excerpts = case.at_place(report.place)
            _, earlier = case.at_place(before.place)
            yield Finding(at, message, hint, Severity.WARNING, (*excerpts, *earlier), task.id)


def _reports(task: Task) -> Iterator[tuple[date, str, Place]]:
    for report in task.progress:
        yield report.date, "进展", report.place
    for adjustment in task.adjustments:
        if adjustment.date:
            yield adjustment.date, "调整", adjustment.place


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
