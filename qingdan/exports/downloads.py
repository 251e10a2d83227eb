"""Downloads 下载: the files beside the pages of documents, units and deadlines (`qingdan.offers` says
which, and where they stand). What one task gives to a file is made once, however many files list it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from qingdan import __version__, offers
from qingdan.exports import csv_table, excerpts, json_tables, keys
from qingdan.exports.columns import Row
from qingdan.exports.edition import Edition
from qingdan.exports.excerpts import Listed
from qingdan.exports.ledger.content import OF_DEADLINE, Contents, Sheet
from qingdan.exports.ledger.docx import TextDocuments
from qingdan.exports.ledger.xlsx import Workbooks
from qingdan.files import File, key_of
from qingdan.model import Document, Task, TaskList, Unit
from qingdan.offers import Offer


class Page(NamedTuple):
    """What the files beside one page are made of."""

    tasks: Sequence[Task]
    sheets: Callable[[Contents], Sequence[Sheet]]
    document: Document | None = None
    """Of whom the page is; None for one that lists tasks of several."""


class Writers:
    """Writes files; keeps what tasks gave to them so far."""

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

    def keep_lines(self) -> None:
        """Have the lines of all tasks at hand that the files of data/ are joined from."""
        for document in self._edition.library.documents:
            ids = [task.id for task in document.tasks]
            self._csv.update(zip(ids, csv_table.lines(self._edition, document), strict=True))
            self._json.update(zip(ids, json_tables.lines(self._edition, document), strict=True))

    def keep_rows(self) -> None:
        """Have the rows of all tasks at hand, as sheets of deadlines show them."""
        for document in self._edition.library.documents:
            piece = self._edition.pieces.of("deadlines.xlsx", document, "", partial(self._rows_of, document))
            rows = piece.decode().split(_BETWEEN) if piece else []
            ids = (task.id for task in document.tasks)
            self._workbooks.keep(OF_DEADLINE, dict(zip(ids, rows, strict=True)))

    def _rows_of(self, document: Document) -> bytes:
        return _BETWEEN.join(self._workbooks.rows(OF_DEADLINE, document.tasks)).encode()

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


_BETWEEN = "\3"
"""Between rows: no XML holds this character."""

_WRITE: Mapping[str, Callable[[Writers, Page], bytes]] = MappingProxyType(
    {"csv": Writers.csv, "json": Writers.json, "xlsx": Writers.xlsx, "docx": Writers.docx}
)
"""Suffix -> how a file is written."""


def of_region(edition: Edition, documents: Iterable[Document], units: Iterable[Unit]) -> Iterator[File]:
    """The files beside the pages of documents and units of one region: their tasks are the same."""
    writers = Writers(edition)
    library = edition.library
    base = key(edition)
    for document in documents:
        mark = key_of(base, document.id, document.digest, edition.originals.get(document.id, ""))
        page = Page(document.tasks, partial(_document_sheets, document), document)
        yield from _beside(writers, mark, page, offers.of_document(library, document))
    for unit in units:
        if offered := offers.of_unit(library, unit):
            listed = excerpts.of_unit(library.duties[unit.id])
            mark = key_of(base, unit.id, unit.name, str(unit.region.path), _shown(edition, listed))
            page = Page([it.task for it in listed], partial(_unit_sheets, unit, listed))
            yield from _beside(writers, mark, page, offered)


def of_deadlines(edition: Edition) -> Iterator[File]:
    """The files beside the pages of deadlines, joined from pieces of documents as those of data/ are."""
    writers = Writers(edition)
    base = key(edition)
    prepared = _Prepared(writers)
    for slug, tasks in edition.library.due.items():
        listed = excerpts.of_tasks(tasks)
        page = Page(tasks, partial(_deadline_sheets, listed))
        mark = key_of(base, slug, _shown(edition, listed))
        for file in _beside(writers, mark, page, offers.of_deadline(edition.library, tasks)):
            yield File(file.path, partial(prepared.read, file), file.key)


class _Prepared:
    """Reads files when all that they are joined from is at hand."""

    def __init__(self, writers: Writers) -> None:
        self._writers = writers
        self._lines = self._rows = False

    def read(self, file: File) -> bytes:
        """The bytes of a file."""
        if file.path.endswith(".xlsx"):
            if not self._rows:
                self._writers.keep_rows()
            self._rows = True
        else:
            if not self._lines:
                self._writers.keep_lines()
            self._lines = True
        return file.read()


def key(edition: Edition) -> str:
    """Digest of what all of these files depend on."""
    return key_of(__version__, keys.workbook_writer(edition), edition.root)


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
        if offer.kind in _WRITE:
            yield File(offer.href, partial(_WRITE[offer.kind], writers, page), key_of(base, offer.kind))
