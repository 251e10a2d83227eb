"""deadlines.ics: one all-day event for each day on which tasks of a document fall due.

Tasks due over the whole year, lasting ones and those without a deadline are no
events. Where a deadline was adjusted, the new one counts. Moments come from the
data, never from the clock: calendars would else show everything as changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event, vUri

from qingdan.exports.addresses import as_uri
from qingdan.exports.edition import Edition, plain_title, revised
from qingdan.model import Document, Task

_SHOWN = 60
"""Characters of a task's text in the event; the whole text is on the page."""


def calendar(edition: Edition) -> bytes:
    """deadlines.ics."""
    name = f"{edition.library.site.name}：截止日期"
    cal = Calendar()
    cal.add("prodid", "-//qingdan//deadlines//ZH")
    cal.add("version", "2.0")
    cal.add("calscale", "GREGORIAN")
    cal.add("name", name)
    cal.add("x-wr-calname", name)
    cal.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    for tasks in edition.library.due.values():
        day = tasks[0].due.date
        if tasks[0].due.kind != "by" or day is None:
            continue
        by_document: dict[str, list[Task]] = {}
        for task in tasks:
            by_document.setdefault(task.document_id, []).append(task)
        for id_, due in by_document.items():
            cal.add_component(_event(edition, edition.library.document(id_), day, due))
    return bytes(cal.to_ical())


def _event(edition: Edition, document: Document, day: date, tasks: Sequence[Task]) -> Event:
    event = Event()
    event.add("uid", f"{day.isoformat()}.{document.id}@qingdan")
    event.add("dtstamp", datetime.combine(revised(document, edition.as_of), time(), UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", f"{document.region.name}：{len(tasks)} 项任务截止")
    title = plain_title(document.title.value)
    event.add("description", "\n".join([f"《{title}》", *map(_line, tasks)]))
    if edition.site_url:
        event.add("url", vUri(as_uri(edition.url(tasks[0].due.url))))
    return event


def _line(task: Task) -> str:
    text = " ".join(task.text.value.split())
    text = text[:_SHOWN] + "……" if len(text) > _SHOWN else text
    lead = "、".join(party.name for party in task.lead)
    notes = [f"牵头：{lead}"] if lead else []
    if task.progress:
        notes.append(task.status)
    if task.adjustments:
        notes.append(f"原定{task.adjustments[0].before}，调整为{task.adjustments[-1].after}")
    return f"{task.number} {text}" + (f"（{'；'.join(notes)}）" if notes else "")
