"""deadlines.ics: one all-day event for each day on which tasks of a document fall due.

Tasks due over the whole year, lasting ones and those without a deadline are no
events. Where a deadline was adjusted, the new one counts. Moments come from the
data, never from the clock: calendars would else show everything as changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from icalendar import Calendar, Event, vText

from qingdan.exports.addresses import as_uri
from qingdan.exports.edition import Edition, plain_title, revised
from qingdan.files import key_of
from qingdan.model import Document, Task

_SHOWN = 60
"""Characters of a task's text in the event; the whole text is on the page."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""What RFC 5545 lets no text hold."""


def calendar(edition: Edition) -> bytes:
    """deadlines.ics."""
    # As vText: icalendar knows no type for these two properties and would not escape them.
    name = vText(_text(f"{edition.library.site.name}：截止日期"))
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//qingdan//deadlines//ZH")
    made.add("calscale", "GREGORIAN")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    frame: bytes = made.to_ical(sorted=False)
    head, tail = frame.split(_END)
    by_day: dict[str, list[bytes]] = {}
    for document in edition.library.documents:
        key = key_of(edition.root, edition.as_of.isoformat())
        events = edition.pieces.of("deadlines.ics", document, key, partial(_events_of, edition, document))
        for event in events.split(_END_OF_EVENT)[:-1]:
            day, _, content = event.partition(b"\r\n")
            by_day.setdefault(day.decode(), []).append(content + _END_OF_EVENT)
    return b"".join([head, *(event for day in sorted(by_day) for event in by_day[day]), _END, tail])


_END, _END_OF_EVENT = b"END:VCALENDAR\r\n", b"END:VEVENT\r\n"


def _events_of(edition: Edition, document: Document) -> bytes:
    """The events of one document, a line with its day before each."""
    by_day: dict[date, list[Task]] = {}
    for task in document.tasks:
        if task.due.kind == "by" and task.due.date:
            by_day.setdefault(task.due.date, []).append(task)
    stamp = revised(document, edition.as_of)
    return b"".join(
        day.isoformat().encode()
        + b"\r\n"
        + _event(edition, document, day, tasks, stamp).to_ical(sorted=False)
        for day, tasks in by_day.items()
    )


def _event(edition: Edition, document: Document, day: date, tasks: Sequence[Task], stamp: date) -> Event:
    event = Event()
    event.add("uid", _text(f"{day.isoformat()}.{document.id}@qingdan"))
    event.add("dtstamp", datetime.combine(stamp, time(), UTC))
    event.add("dtstart", day)
    if day < date.max:
        event.add("dtend", day + timedelta(days=1))
    event.add("summary", _text(f"{document.region.name}：{len(tasks)} 项任务截止"))
    title = plain_title(document.title.value)
    event.add("description", _text("\n".join([f"《{title}》", *map(_summary, tasks)])))
    if edition.site_url:
        event.add("url", as_uri(edition.url(tasks[0].due.url)))
    event.add("transp", "TRANSPARENT")
    return event


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


def _text(words: str) -> str:
    return _CONTROL.sub("", words)
