"""Subscriptions 订阅: the calendars, feeds and plans of each document, each unit and each year, beside
their pages (`qingdan.offers` says which). One batch: what a task gives to them is made once, and each
file is a join of such pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from qingdan import __version__, offers
from qingdan.exports import ical, keys, stratml
from qingdan.exports.atom import Feeds
from qingdan.exports.edition import Edition
from qingdan.exports.reminders import Reminders
from qingdan.files import File, key_of
from qingdan.model import Document, Task, Unit
from qingdan.offers import Offer
from qingdan.vocabulary import ROLES


def key(edition: Edition) -> str:
    """Digest of all that any of the files depends on, known without listing them."""
    parts = (keys.documents, keys.units, keys.address, keys.masthead, keys.day_of_undated)
    return key_of(__version__, repr(edition.library.site.downloads), *(part(edition) for part in parts))


def files(edition: Edition) -> Iterator[File]:
    """All of them, none made before it is read."""
    library = edition.library
    maker = _Maker(edition)
    for document in library.documents:
        for path in _paths(offers.of_document(library, document)):
            yield from maker.of_document(document, path)
    for unit in library.units.values():
        for path in _paths(offers.of_unit(library, unit)):
            yield from maker.of_unit(unit, path)
    days: dict[str, list[Task]] = {}
    for tasks in library.due.values():
        for path in _paths(offers.of_deadline(library, tasks)):
            if path.endswith(".ics"):
                days.setdefault(path, []).extend(tasks)
    for path, tasks_of_year in days.items():
        yield maker.of_year(path, tasks_of_year)


def _paths(offered: Sequence[Offer]) -> Iterator[str]:
    return (offer.href for offer in offered)


class _Maker:
    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._reminders, self._feeds = Reminders(edition), Feeds(edition)
        self._base = key_of(__version__, edition.root, keys.day_of_undated(edition))
        self._masthead = keys.masthead(edition)
        self._units = keys.units(edition)
        self._digests = {d.id: key_of(d.id, d.digest) for d in edition.library.documents}

    def of_document(self, document: Document, path: str) -> Iterator[File]:
        """The file of a document at a path; none where it is made elsewhere."""
        name = path.removeprefix(document.url)
        key = self._key(path, [document.id])
        if name == offers.FEED:
            yield File(path, partial(self._feeds.of_document, document), key_of(key, self._masthead))
        elif name == offers.STRATML:
            yield File(path, partial(stratml.plan, self._edition, document, 1), key_of(key, self._units))
        elif name == offers.STRATML_REPORT:
            yield File(path, partial(stratml.plan, self._edition, document, 2), key_of(key, self._units))
        elif name.endswith(".ics"):
            yield self._calendar(path, document.title.value, document.tasks)

    def of_unit(self, unit: Unit, path: str) -> Iterator[File]:
        """The same of a unit."""
        duties = self._edition.library.duties[unit.id]
        name = f"{unit.name}（{unit.region.name}）"
        if path.endswith(f"/{offers.FEED}"):
            named = (*duties.lead, *duties.responsible, *duties.supporting)
            key = self._key(path, (t.document_id for t in named), name, self._masthead)
            yield File(path, partial(self._feeds.of_unit, unit), key)
        elif path.endswith(".ics"):
            role = path.removeprefix(unit.url).removesuffix(".ics")
            yield self._calendar(path, f"{name}：{ROLES[role]}的任务", getattr(duties, role))

    def of_year(self, path: str, tasks: Sequence[Task]) -> File:
        """The calendar of a year's days, or of the whole of it."""
        due = tasks[0].due
        year, word = (due.date.year, "截止") if due.date else (due.year, "全年")
        return self._calendar(path, f"{year}年{word}的任务", tasks)

    def _calendar(self, path: str, name: str, tasks: Sequence[Task]) -> File:
        def make() -> bytes:
            return ical.calendar(name, self._reminders.of(tasks))

        return File(path, make, self._key(path, (t.document_id for t in tasks), name))

    def _key(self, path: str, documents: Iterable[str], *parts: str) -> str:
        digests = (self._digests[id_] for id_ in dict.fromkeys(documents))
        return key_of(self._base, path, *parts, "/", *digests)
