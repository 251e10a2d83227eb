"""Subscriptions 订阅: the calendars and feeds of each document, each unit and each year, beside their
pages. One batch: what a task gives to them is made once, and each file is a join of such pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from qingdan import __version__
from qingdan.exports import ical, keys
from qingdan.exports.atom import Feeds
from qingdan.exports.edition import Edition
from qingdan.exports.reminders import Reminders, dated
from qingdan.files import File, key_of
from qingdan.model import Library, Task
from qingdan.vocabulary import ROLES


def files(edition: Edition) -> Iterator[File]:
    """All of them, none made before it is read."""
    reminders, feeds = Reminders(edition), Feeds(edition)
    library = edition.library
    base = key_of(__version__, edition.root, keys.day_of_undated(edition))
    masthead = keys.masthead(edition)
    digests = {d.id: key_of(d.id, d.digest) for d in library.documents}

    def calendar(path: str, name: str, tasks: Sequence[Task]) -> File:
        def make() -> bytes:
            return ical.calendar(name, reminders.of(tasks))

        documents = dict.fromkeys(t.document_id for t in tasks)
        return File(path, make, key_of(base, path, name, *(digests[id_] for id_ in documents)))

    for document in library.documents:
        key = key_of(base, digests[document.id])
        if any(map(dated, document.tasks)):
            yield calendar(f"{document.url}deadlines.ics", document.title.value, document.tasks)
        yield File(f"{document.url}feed.xml", partial(feeds.of_document, document), key_of(key, masthead))
    for unit in library.units.values():
        duties = library.duties[unit.id]
        name = f"{unit.name}（{unit.region.name}）"
        documents: dict[str, None] = {}
        for role, word in ROLES.items():
            tasks: Sequence[Task] = getattr(duties, role)
            documents.update(dict.fromkeys(t.document_id for t in tasks))
            if any(map(dated, tasks)):
                yield calendar(f"{unit.url}{role}.ics", f"{name}：{word}的任务", tasks)
        if documents:
            key = key_of(base, masthead, unit.id, name, *(digests[id_] for id_ in documents))
            yield File(f"{unit.url}feed.xml", partial(feeds.of_unit, unit), key)
    yield from _of_years(library, calendar)


def _of_years(library: Library, calendar: Callable[[str, str, Sequence[Task]], File]) -> Iterator[File]:
    """For each year the tasks whose deadline is one of its days, and those due over the whole of it."""
    days: dict[int, list[Task]] = {}
    for tasks in library.due.values():
        due = tasks[0].due
        if due.date:
            days.setdefault(due.date.year, []).extend(tasks)
        elif due.kind == "year" and due.year:
            yield calendar(f"deadlines/{due.year}-year.ics", f"{due.year}年全年的任务", tasks)
    for year, dated_tasks in days.items():
        yield calendar(f"deadlines/{year}-by.ics", f"{year}年截止的任务", dated_tasks)
