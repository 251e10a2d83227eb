"""Downloads 下载: the files beside the pages of documents, units and deadlines (`qingdan.offers` says
which, and where they stand). What one task gives to a file is made once, however many files list it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from qingdan import __version__, offers
from qingdan.exports import csv_table, excerpts, json_tables, keys
from qingdan.exports.columns import Row
from qingdan.exports.edition import Edition
from qingdan.exports.excerpts import Listed
from qingdan.exports.ledger.content import Contents, Sheet
from qingdan.exports.ledger.docx import TextDocuments
from qingdan.exports.ledger.xlsx import Workbooks
from qingdan.files import File, key_of
from qingdan.model import Document, Task, TaskList, Unit
from qingdan.offers import Offer
from qingdan.vocabulary import FILE_KINDS


class Page(NamedTuple):
    """What the files beside one page are made of."""

    tasks: Sequence[Task]
    sheets: Callable[[Contents], Sequence[Sheet]]
    document: Document | None = None
    """Of whom the page is; None for one that lists tasks of several."""


class Writers:
    """Writes files; keeps what tasks gave to them so far. Lives as long as one build."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._csv: dict[str, bytes] = {}
        self._json: dict[str, bytes] = {}
        self._contents = Contents(edition)
        self._workbooks = Workbooks(self._contents)
        self._text_documents = TextDocuments(self._contents)

    def csv(self, page: Page) -> bytes:
        """The tasks as in tasks.csv."""
        return csv_table.joined(map(self._csv_line, page.tasks))

    def json(self, page: Page) -> bytes:
        """The tasks as in tasks.json; a document as `qingdan import --json` tells one."""
        if page.document:
            return json_tables.whole(self._edition, page.document, self._json_line)
        return json_tables.array(map(self._json_line, page.tasks))

    def xlsx(self, page: Page) -> bytes:
        """The ledger as a workbook."""
        return self._workbooks.write(page.sheets(self._contents))

    def docx(self, page: Page) -> bytes:
        """The ledger as a text document."""
        return self._text_documents.write(page.sheets(self._contents))

    def _csv_line(self, task: Task) -> bytes:
        line = self._csv.get(task.id)
        if line is None:
            line = self._csv[task.id] = csv_table.line(Row(self._edition, *self._place(task), task))
        return line

    def _json_line(self, task: Task) -> bytes:
        line = self._json.get(task.id)
        if line is None:
            line = self._json[task.id] = json_tables.line(self._edition, self._place(task)[1], task)
        return line

    def _place(self, task: Task) -> tuple[Document, TaskList]:
        document = self._edition.library.document_of(task)
        return document, document.lists[task.list_ordinal - 1]


_WRITE: Mapping[str, Callable[[Writers, Page], bytes]] = MappingProxyType(
    {"csv": Writers.csv, "json": Writers.json, "xlsx": Writers.xlsx, "docx": Writers.docx}
)
"""Suffix -> how a file is written."""


def files(edition: Edition) -> Iterator[File]:
    """All files beside pages, none of them made before it is read."""
    writers = Writers(edition)
    library = edition.library
    base = key_of(__version__, keys.workbook_writer(edition), edition.root)
    for document in library.documents:
        original = edition.originals.get(document.id)
        key = key_of(base, document.id, document.digest, original.sha256 if original else "")
        page = Page(document.tasks, partial(_document_sheets, document), document)
        yield from _beside(writers, key, page, offers.of_document(library, document))
    for unit in library.units.values():
        if offered := offers.of_unit(library, unit):
            listed = excerpts.of_unit(library.duties[unit.id])
            key = key_of(base, unit.id, unit.name, str(unit.region.path), _shown(edition, listed))
            page = Page([it.task for it in listed], partial(_unit_sheets, unit, listed))
            yield from _beside(writers, key, page, offered)
    for slug, tasks in library.due.items():
        listed = excerpts.of_tasks(tasks)
        page = Page(tasks, partial(_deadline_sheets, listed))
        key = key_of(base, slug, _shown(edition, listed))
        yield from _beside(writers, key, page, offers.of_deadline(library, tasks))


def _document_sheets(document: Document, contents: Contents) -> Sequence[Sheet]:
    return contents.of_document(document)


def _unit_sheets(unit: Unit, listed: Sequence[Listed], contents: Contents) -> Sequence[Sheet]:
    return [contents.of_unit(unit, listed)]


def _deadline_sheets(listed: Sequence[Listed], contents: Contents) -> Sequence[Sheet]:
    return [contents.of_deadline(listed)]


def _shown(edition: Edition, listed: Sequence[Listed]) -> str:
    """Digest of what files of these tasks show."""
    documents = {it.task.document_id: None for it in listed}
    digests = (edition.library.document(id_).digest for id_ in documents)
    return key_of(*(f"{it.task.id} {it.role}" for it in listed), "/", *digests)


def _beside(writers: Writers, base: str, page: Page, offered: Sequence[Offer]) -> Iterator[File]:
    for offer in offered:
        if offer.kind in FILE_KINDS:
            yield File(offer.href, partial(_WRITE[offer.kind], writers, page), key_of(base, offer.kind))
