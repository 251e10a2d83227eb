"""Ledgers as text documents (WordprocessingML, ECMA-376 part 1, 17), a table a list. The parts that all
of them share are in `docx_frame`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from qingdan.exports.ledger.archive import joined, part
from qingdan.exports.ledger.content import Column, Contents, Entry, Sheet
from qingdan.exports.ledger.docx_frame import DOCUMENT, NAME, PARTS, SECTION, WIDTH
from qingdan.model import Task

_LEVEL = 3
"""Of deflate: rows repeat themselves, and there are thousands of documents."""
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_CENTRED = '<w:pPr><w:jc w:val="center"/></w:pPr>'
_ROW = "<w:tr><w:trPr><w:cantSplit/></w:trPr>"


class TextDocuments:
    """Writes the ledgers of one edition."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._runs: dict[str, dict[str, str]] = {}

    def write(self, sheets: Sequence[Sheet]) -> bytes:
        """The text document of these sheets, each on pages of its own."""
        before, behind = DOCUMENT
        pieces = [before]
        for number, sheet in enumerate(sheets):
            self._sheet(sheet, pieces, first=number == 0)
        pieces += [SECTION, behind]
        return joined([*PARTS, part(NAME, "".join(pieces).encode(), _LEVEL)])

    def _sheet(self, sheet: Sheet, pieces: list[str], *, first: bool) -> None:
        style = "Title" if first else "NextTitle"
        pieces.append(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(sheet.title)}</w:p>')
        pieces += [f'<w:p><w:pPr><w:pStyle w:val="Told"/></w:pPr>{_run(line)}</w:p>' for line in sheet.told]
        widths = _widths(sheet.columns)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        pieces.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="Ledger"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        )
        pieces.append(f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>')
        pieces.append("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
        pieces += [_named(column.title, "Header") for column in sheet.columns]
        pieces.append("</w:tr>")
        order = 0
        for entry in sheet.entries:
            if entry.task is None:
                name = "Heading" if entry.heading else "Words"
                span = f'<w:tcPr><w:gridSpan w:val="{len(widths)}"/></w:tcPr>'
                pieces.append(f"{_ROW}{_named(entry.words, name, span)}</w:tr>")
            else:
                order += 1
                pieces.append(self._row(order, entry, entry.task, sheet.columns))
        pieces.append("</w:tbl>")

    def _row(self, order: int, entry: Entry, task: Task, columns: Sequence[Column]) -> str:
        runs = self._runs.get(task.id)
        if runs is None:
            cells = self._contents.cells(task)._asdict()
            runs = self._runs[task.id] = {key: _run(text) for key, text in cells.items()}
        own = {"order": _run(str(order)), "role": _run(entry.role)}
        found = [_ROW]
        for column in columns:
            run = own[column.key] if column.key in own else runs[column.key]
            found += ("<w:tc><w:p>", _CENTRED if column.centred else "", run, "</w:p></w:tc>")
        found.append("</w:tr>")
        return "".join(found)


def _named(words: str, style: str, properties: str = "") -> str:
    """A cell in a style of its own."""
    return f'<w:tc>{properties}<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(words)}</w:p></w:tc>'


def _run(words: str) -> str:
    if not words:
        return ""
    if not words.isprintable():
        words = _NO_XML.sub("", words)
    if "&" in words or "<" in words or ">" in words:
        words = escape(words)
    text = words.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">').replace("\t", "</w:t><w:tab/><w:t>")
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _widths(columns: Sequence[Column]) -> list[int]:
    """Twentieths of a point that each column takes of the page's width."""
    whole = sum(column.width for column in columns)
    return [column.width * WIDTH // whole for column in columns]
