"""deadlines.ics: one all-day event for each day on which tasks of a document fall due.

Tasks due over the whole year, lasting ones and those without a deadline are no
events. Where a deadline was adjusted, the new one counts. Moments come from the
data, never from the clock: calendars would else show everything as changed.

The few properties are written here (RFC 5545, 7986): the icalendar package takes
1.4 s for 25,000 tasks, most of it to fold Chinese lines. Tests read the file back with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from qingdan.exports.addresses import as_uri
from qingdan.exports.edition import Edition, plain_title, revised
from qingdan.model import Document, Task

_SHOWN = 60
"""Characters of a task's text in the event; the whole text is on the page."""
_LINE = 75
"""Octets in a line, by RFC 5545; a longer one is folded."""
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def calendar(edition: Edition) -> bytes:
    """deadlines.ics."""
    name = f"{edition.library.site.name}：截止日期"
    lines = [
        _line("BEGIN", "VCALENDAR"),
        _line("VERSION", "2.0"),
        _line("PRODID", "-//qingdan//deadlines//ZH"),
        _line("CALSCALE", "GREGORIAN"),
        _words("NAME", name),
        _words("X-WR-CALNAME", name),
        _line("REFRESH-INTERVAL;VALUE=DURATION", "P1D"),
    ]
    stamps = {d.id: revised(d, edition.as_of) for d in edition.library.documents}
    for tasks in edition.library.due.values():
        day = tasks[0].due.date
        if tasks[0].due.kind != "by" or day is None:
            continue
        by_document: dict[str, list[Task]] = {}
        for task in tasks:
            by_document.setdefault(task.document_id, []).append(task)
        for id_, due in by_document.items():
            lines += _event(edition, edition.library.document(id_), day, due, stamps[id_])
    lines.append(_line("END", "VCALENDAR"))
    return b"".join(lines)


def _event(
    edition: Edition, document: Document, day: date, tasks: Sequence[Task], stamp: date
) -> Iterator[bytes]:
    yield _line("BEGIN", "VEVENT")
    yield _words("UID", f"{day.isoformat()}.{document.id}@qingdan")
    yield _line("DTSTAMP", f"{stamp:%Y%m%d}T000000Z")
    yield _line("DTSTART;VALUE=DATE", f"{day:%Y%m%d}")
    if day < date.max:
        yield _line("DTEND;VALUE=DATE", f"{day + timedelta(days=1):%Y%m%d}")
    yield _words("SUMMARY", f"{document.region.name}：{len(tasks)} 项任务截止")
    title = plain_title(document.title.value)
    yield _words("DESCRIPTION", "\n".join([f"《{title}》", *map(_summary, tasks)]))
    if edition.site_url:
        yield _line("URL", as_uri(edition.url(tasks[0].due.url)))
    yield _line("TRANSP", "TRANSPARENT")
    yield _line("END", "VEVENT")


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


def _words(name: str, text: str) -> bytes:
    """A property whose value is of type TEXT."""
    return _line(name, _CONTROL.sub("", text).translate(_ESCAPED))


def _line(name: str, value: str) -> bytes:
    """One content line, folded so that no character is cut in two."""
    rest = f"{name}:{value}".encode()
    pieces = []
    room = _LINE
    while len(rest) > room:
        end = room
        while rest[end] & 0xC0 == 0x80:  # inside a character of UTF-8
            end -= 1
        pieces.append(rest[:end])
        rest = rest[end:]
        room = _LINE - 1  # a folded line begins with a blank
    pieces.append(rest)
    return b"\r\n ".join(pieces) + b"\r\n"
