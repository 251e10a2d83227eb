"""tasks.csv: for Excel and WPS (UTF-8 with BOM, CRLF, header in Chinese).

Excel runs a cell that begins with `=` as a formula, even one that came as text.
So a cell whose first character could start a formula gets a `'` before it, and
so does one that begins with `'` itself: who reads the file with a program takes
one leading `'` away and has exactly what tasks.json says. datapackage.json and
the data reference tell so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from qingdan.exports.columns import COLUMNS, Row, Value
from qingdan.exports.edition import Edition
from qingdan.model import Document

_END = b"\r\n"
GUARD = "'"
_GUARDED = frozenset("=+-@＝＋－＠\t\r\n" + GUARD)
"""First characters that spreadsheets in some language take for the start of a formula, or skip
on the way to one."""


def table(edition: Edition) -> bytes:
    """tasks.csv."""
    return joined(_piece(edition, document) for document in edition.library.documents)


def lines(edition: Edition, document: Document) -> list[bytes]:
    """The lines of a document's tasks. No value holds the line's end itself: YAML reads each as `\\n`."""
    return [line + _END for line in _piece(edition, document).split(_END)[:-1]]


def _piece(edition: Edition, document: Document) -> bytes:
    return edition.pieces.of("tasks.csv", document, edition.root, partial(_rows_of, edition, document))


def joined(lines: Iterable[bytes]) -> bytes:
    """A whole file of these lines."""
    return b"".join([b"\xef\xbb\xbf", _lines([[column.title for column in COLUMNS]]), *lines])


def line(row: Row) -> bytes:
    """The line of one task."""
    return _lines([_cells(row)])


def _rows_of(edition: Edition, document: Document) -> bytes:
    return _lines(
        _cells(Row(edition, document, part, task)) for part in document.lists for task in part.tasks
    )


def _cells(row: Row) -> list[str]:
    return [_cell(column.value(row)) for column in COLUMNS]


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=_END.decode()).writerows(rows)
    return out.getvalue().encode()


def _cell(value: Value) -> str:
    if isinstance(value, str):
        return GUARD + value if value and value[0] in _GUARDED else value
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
