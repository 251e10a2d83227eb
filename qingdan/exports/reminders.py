"""A task in calendars: an event on its last day, and a to-do with what was reported of it.

A task is made once and joined into every calendar that holds it, so it is the same in all: one UID,
one SEQUENCE. A deadline that names a day gives both; the whole of a year gives a to-do alone, from
the first day of the year to its last, for an event would lie over every day of it. Lasting tasks and
those without a deadline have no place in a calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial

from qingdan.exports import ical
from qingdan.exports.addresses import as_uri
from qingdan.exports.edition import Edition, dates_of, first_date, plain_title
from qingdan.files import key_of
from qingdan.model import Document, Task

_SHOWN = 40
"""Characters of a task's text in a calendar; the whole text is on the page."""

_STATUSES = {"未开始": "NEEDS-ACTION", "进行中": "IN-PROCESS", "已完成": "COMPLETED", "已取消": "CANCELLED"}
"""As reported; where nothing was reported a to-do has no status, for not reported is not not begun.
Nor has it a percentage, but for the 100 of 已完成, nor a day of completion: known is that of the report."""


_BETWEEN = b"\0"
"""Between the components of tasks: no calendar holds this character."""


class Reminders:
    """The tasks of one edition as components of calendars, each made when it is first asked for."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._made: dict[str, bytes] = {}
        self._documents: dict[str, tuple[date, str]] = {}

    def of(self, tasks: Iterable[Task]) -> bytes:
        """The components of these tasks; of one that has no place in a calendar nothing."""
        return b"".join(map(self._of, tasks))

    def keep_all(self) -> None:
        """Have the components of all tasks at hand, from pieces of documents."""
        edition = self._edition
        for document in edition.library.documents:
            key = key_of(edition.root, first_date(document, edition.as_of).isoformat())
            made = partial(self._of_all, document)
            found = edition.pieces.of("reminders.ics", document, key, made).split(_BETWEEN)
            self._made.update(zip((task.id for task in document.tasks), found, strict=False))

    def _of_all(self, document: Document) -> bytes:
        return _BETWEEN.join(map(self._of, document.tasks))

    def _of(self, task: Task) -> bytes:
        made = self._made.get(task.id)
        if made is None:
            made = self._made[task.id] = b"".join(map(ical.line, self._lines(task)))
        return made

    def _of_document(self, task: Task) -> tuple[date, str]:
        """Since when the task's document is there, and its title."""
        id_ = task.document_id
        found = self._documents.get(id_)
        if found is None:
            document = self._edition.library.document(id_)
            title = plain_title(document.title.value)
            found = self._documents[id_] = first_date(document, self._edition.as_of), title
        return found

    def _lines(self, task: Task) -> Iterator[str]:
        due = task.due
        first, last = (due.date, due.date) if due.date else _year(due.year if due.kind == "year" else None)
        if first is None or last is None:
            return
        stamp, title = self._of_document(task)
        id_ = ical.text(task.id)
        stamp = max((stamp, *dates_of(task)))
        changed = (
            f"DTSTAMP:{ical.moment(stamp)}",
            f"LAST-MODIFIED:{ical.moment(stamp)}",
            f"SEQUENCE:{len(task.adjustments) + len(task.progress)}",
        )
        summary = ical.text(_short(task))
        about = ical.text("\n".join(_about(title, task)))
        edition = self._edition
        url = [f"URL:{as_uri(edition.url(task.url))}"] if edition.site_url else []
        if due.date:
            yield "BEGIN:VEVENT"
            yield f"UID:{id_}@qingdan"
            yield from changed
            yield f"DTSTART;VALUE=DATE:{ical.day(last)}"
            if last < date.max:
                yield f"DTEND;VALUE=DATE:{ical.day(last + timedelta(days=1))}"
            yield f"SUMMARY:截止：{summary}"
            yield f"DESCRIPTION:{about}"
            yield from url
            if task.status == "已取消":
                yield "STATUS:CANCELLED"
            yield "TRANSP:TRANSPARENT"
            yield "END:VEVENT"
        yield "BEGIN:VTODO"
        yield f"UID:{id_}.todo@qingdan"
        yield from changed
        if not due.date:
            yield f"DTSTART;VALUE=DATE:{ical.day(first)}"
        yield f"DUE;VALUE=DATE:{ical.day(last)}"
        yield f"SUMMARY:{summary}"
        if not due.date:  # else the event says it
            yield f"DESCRIPTION:{about}"
        yield from url
        if status := _STATUSES.get(task.status):
            yield f"STATUS:{status}"
        if status == "COMPLETED":
            yield "PERCENT-COMPLETE:100"
        yield "END:VTODO"


def _year(year: int | None) -> tuple[date | None, date | None]:
    return (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)


def _short(task: Task) -> str:
    text = " ".join(task.text.value.split())
    return text[:_SHOWN] + "……" if len(text) > _SHOWN else text


def _about(title: str, task: Task) -> Iterator[str]:
    yield f"《{title}》{task.number}"
    if task.adjustments:
        yield f"时限：{task.adjustments[-1].after}（原定{task.adjustments[0].before}）"
    elif task.due.text:
        yield f"时限：{task.due.text}"
    if task.lead:
        yield f"牵头：{'、'.join(party.name for party in task.lead)}"
    if task.progress:
        yield f"{task.status}（{task.progress[-1].date.isoformat()} 报送）"
