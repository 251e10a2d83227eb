"""Subscriptions 订阅: the calendars, feeds and plans of each document, each unit and each year, beside
their pages (`qingdan.offers` says which). What a task gives to them is made once, and each file is a
join of such pieces."""

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
    """Digest of what all of these files depend on, besides documents and units."""
    return key_of(__version__, edition.root, keys.masthead(edition), keys.day_of_undated(edition))


def of_region(edition: Edition, documents: Iterable[Document], units: Iterable[Unit]) -> Iterator[File]:
    """The files beside the pages of documents and units of one region: their tasks are the same."""
    library = edition.library
    units = list(units)
    maker = _Maker(edition, units)
    for document in documents:
        for path in _paths(offers.of_document(library, document)):
            yield from maker.of_document(document, path)
    for unit in units:
        for path in _paths(offers.of_unit(library, unit)):
            yield from maker.of_unit(unit, path)


def of_years(edition: Edition) -> Iterator[File]:
    """The calendars of each year's days, and of the whole of it, joined from pieces of documents."""
    days: dict[str, list[Task]] = {}
    for tasks in edition.library.due.values():
        for path in _paths(offers.of_deadline(edition.library, tasks)):
            if path.endswith(".ics"):
                days.setdefault(path, []).extend(tasks)
    maker = _Maker(edition, ())
    for path, tasks_of_year in days.items():
        yield maker.of_year(path, tasks_of_year)


def _paths(offered: Sequence[Offer]) -> Iterator[str]:
    return (offer.href for offer in offered)


class _Maker:
    def __init__(self, edition: Edition, units: Iterable[Unit]) -> None:
        self._edition = edition
        self._reminders, self._feeds = Reminders(edition), Feeds(edition)
        self._known = False
        self._base = key_of(__version__, edition.root, keys.day_of_undated(edition))
        self._masthead = keys.masthead(edition)
        self._units = key_of(*(f"{u.id} {u.name} {u.collective}" for u in units))

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
        return self._calendar(path, f"{year}年{word}的任务", tasks, of_all=True)

    def _calendar(self, path: str, name: str, tasks: Sequence[Task], *, of_all: bool = False) -> File:
        """`of_all`: whether the tasks of all documents are asked for."""

        def make() -> bytes:
            if of_all and not self._known:
                self._reminders.keep_all()
                self._known = True
            return ical.calendar(name, self._reminders.of(tasks))

        return File(path, make, self._key(path, (t.document_id for t in tasks), name))

    def _key(self, path: str, documents: Iterable[str], *parts: str) -> str:
        ids = dict.fromkeys(documents)
        digests = (self._edition.library.document(id_).digest for id_ in ids)
        return key_of(self._base, path, *parts, "/", *ids, "/", *digests)
