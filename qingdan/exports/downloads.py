"""Downloads 下载: the files beside the pages of documents, units and deadlines (`qingdan.offers` says
which, and where they stand). What one task gives to a file is made once, however many files list it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from qingdan import __version__, offers
from qingdan.exports import csv_table, excerpts, json_tables
from qingdan.exports.columns import Row
from qingdan.exports.edition import Edition
from qingdan.exports.excerpts import Listed
from qingdan.files import File, key_of
from qingdan.model import Document, Task, TaskList, Unit
from qingdan.offers import Offer


class Made:
    """What tasks gave to files so far. Lives as long as one build."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._csv: dict[str, bytes] = {}
        self._json: dict[str, bytes] = {}

    def csv(self, task: Task) -> bytes:
        """The line of a task in a CSV file."""
        line = self._csv.get(task.id)
        if line is None:
            line = self._csv[task.id] = csv_table.line(Row(self.edition, *self._place(task), task))
        return line

    def json(self, task: Task) -> bytes:
        """The line of a task in a JSON file."""
        line = self._json.get(task.id)
        if line is None:
            line = self._json[task.id] = json_tables.line(self.edition, self._place(task)[1], task)
        return line

    def _place(self, task: Task) -> tuple[Document, TaskList]:
        document = self.edition.library.document_of(task)
        return document, document.lists[task.list_ordinal - 1]


Lister = Callable[[Made, Sequence[Listed]], bytes]

_LISTS: Mapping[str, Lister] = MappingProxyType(
    {
        "csv": lambda made, listed: csv_table.joined(made.csv(it.task) for it in listed),
        "json": lambda made, listed: json_tables.array(made.json(it.task) for it in listed),
    }
)
"""Suffix -> how a list of tasks becomes a file."""

_DOCUMENTS: Mapping[str, Callable[[Made, Document], bytes]] = MappingProxyType(
    {
        "csv": lambda made, document: csv_table.joined(map(made.csv, document.tasks)),
        "json": lambda made, document: json_tables.whole(made.edition, document, made.json),
    }
)
"""Suffix -> how a document becomes a file."""


def files(edition: Edition) -> Iterator[File]:
    """All files beside pages, none of them made before it is read."""
    made = Made(edition)
    library = edition.library
    base = key_of(__version__, edition.root)
    for document in library.documents:
        original = edition.originals.get(document.id)
        key = key_of(base, document.id, document.digest, original.sha256 if original else "")
        for offer in _made_here(offers.of_document(library, document)):
            make = partial(_DOCUMENTS[offer.kind], made, document)
            yield File(offer.href, make, key_of(key, offer.kind))
    for unit in library.units.values():
        yield from _of_unit(made, base, unit)
    for slug, tasks in library.due.items():
        listed = excerpts.of_tasks(tasks)
        yield from _lists(made, key_of(base, slug), offers.of_deadline(library, tasks), listed)


def _of_unit(made: Made, base: str, unit: Unit) -> Iterator[File]:
    library = made.edition.library
    if offered := offers.of_unit(library, unit):
        key = key_of(base, unit.id, unit.name, str(unit.region.path))
        yield from _lists(made, key, offered, excerpts.of_unit(library.duties[unit.id]))


def _lists(made: Made, base: str, offered: Sequence[Offer], listed: Sequence[Listed]) -> Iterator[File]:
    library = made.edition.library
    documents = {it.task.document_id: None for it in listed}
    digests = (library.document(id_).digest for id_ in documents)
    key = key_of(base, *(f"{it.task.id} {it.role}" for it in listed), "/", *digests)
    for offer in _made_here(offered):
        yield File(offer.href, partial(_LISTS[offer.kind], made, listed), key_of(key, offer.kind))


def _made_here(offered: Sequence[Offer]) -> Iterator[Offer]:
    """The offers that are files of tasks; others are made elsewhere."""
    return (offer for offer in offered if offer.kind in _LISTS)
