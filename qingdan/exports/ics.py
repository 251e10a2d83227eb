"""deadlines.ics: the deadlines of the whole site at a glance, one all-day event for each day on which
tasks of a document fall due.

Tasks due over the whole year, lasting ones and those without a deadline are no
events. Where a deadline was adjusted, the new one counts. Moments come from the
data, never from the clock: calendars would else show everything as changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from qingdan.exports import ical
from qingdan.exports.addresses import as_uri
from qingdan.exports.edition import Edition, plain_title, revised
from qingdan.files import key_of
from qingdan.model import Document, Task

_SHOWN = 60
"""Characters of a task's text in the event; the whole text is on the page."""


def calendar(edition: Edition) -> bytes:
    """deadlines.ics."""
    by_day: dict[str, list[bytes]] = {}
    for document in edition.library.documents:
        key = key_of(edition.root, revised(document, edition.as_of).isoformat())
        events = edition.pieces.of("deadlines.ics", document, key, partial(_events_of, edition, document))
        for event in events.split(_END_OF_EVENT)[:-1]:
            day, _, content = event.partition(b"\r\n")
            by_day.setdefault(day.decode(), []).append(content + _END_OF_EVENT)
    events_in_order = b"".join(event for day in sorted(by_day) for event in by_day[day])
    return ical.calendar(f"{edition.library.site.name}：截止日期", events_in_order)


_END_OF_EVENT = b"END:VEVENT\r\n"


def _events_of(edition: Edition, document: Document) -> bytes:
    """The events of one document, a line with its day before each."""
    by_day: dict[date, list[Task]] = {}
    for task in document.tasks:
        if task.due.date:
            by_day.setdefault(task.due.date, []).append(task)
    stamp = revised(document, edition.as_of)
    return b"".join(
        b"".join(map(ical.line, (day.isoformat(), *_event(edition, document, day, tasks, stamp))))
        for day, tasks in by_day.items()
    )


def _event(
    edition: Edition, document: Document, day: date, tasks: Sequence[Task], stamp: date
) -> Iterator[str]:
    title = plain_title(document.title.value)
    yield "BEGIN:VEVENT"
    yield f"UID:{day.isoformat()}.{ical.text(document.id)}@qingdan"
    yield f"DTSTAMP:{ical.moment(stamp)}"
    yield f"DTSTART;VALUE=DATE:{ical.day(day)}"
    if day < date.max:
        yield f"DTEND;VALUE=DATE:{ical.day(day + timedelta(days=1))}"
    yield f"SUMMARY:{ical.text(f'{document.region.name}：{len(tasks)} 项任务截止')}"
    yield f"DESCRIPTION:{ical.text(chr(10).join([f'《{title}》', *map(_summary, tasks)]))}"
    if edition.site_url:
        yield f"URL:{as_uri(edition.url(tasks[0].due.url))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _summary(task: Task) -> str:
    text = " ".join(task.text.value.split())
    text = text[:_SHOWN] + "……" if len(text) > _SHOWN else text
    lead = "、".join(party.name for party in task.lead)
    notes = [f"牵头：{lead}"] if lead else []
    if task.progress:
        notes.append(task.status)
    if task.adjustments:
        notes.append(f"原定{task.adjustments[0].before}，调整为{task.adjustments[-1].after}")
    return f"{task.number} {text}" + (f"（{'；'.join(notes)}）" if notes else "")
