"""Ledgers as text documents (WordprocessingML, ECMA-376 part 1, 17), a table a list. The parts that all
of them share are in `docx_frame`."""

from __future__ import annotations

from collections.abc import Sequence

from qingdan.exports.ledger.archive import LEVEL, joined, part
from qingdan.exports.ledger.content import Cells, Column, Contents, Entry, Sheet
from qingdan.exports.ledger.docx_frame import DOCUMENT, NAME, PARTS, SECTION, WIDTH
from qingdan.exports.xml_text import escape
from qingdan.regexes import regex
from qingdan.vocabulary import LEDGER_MARK

_NO_XML = regex("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_CENTRED = '<w:pPr><w:jc w:val="center"/></w:pPr>'
_ROW = "<w:tr><w:trPr><w:cantSplit/></w:trPr>"


class TextDocuments:
    """Writes the ledgers of one edition."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._rows: dict[Sequence[Column], dict[str, str]] = {}

    def write(self, sheets: Sequence[Sheet]) -> bytes:
        """The text document of these sheets, each on pages of its own."""
        before, behind = DOCUMENT
        pieces = [before]
        for number, sheet in enumerate(sheets):
            self._sheet(sheet, pieces, first=number == 0)
        pieces += [SECTION, behind]
        return joined([*PARTS, part(NAME, "".join(pieces).encode(), LEVEL)])

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
        known = self._rows.setdefault(sheet.columns, {}) if sheet.shares else {}
        order = 0
        for entry in sheet.entries:
            if entry.task is None:
                pieces.append(_across(entry, len(widths)))
                continue
            row = known.get(entry.task.id)
            if row is None:
                row = known[entry.task.id] = _row(self._contents.cells(entry.task), sheet.columns)
            order += 1
            row = row.replace(_ORDER, str(order))
            pieces.append(row.replace(_ROLE, entry.role) if entry.role else row)
        pieces.append("</w:tbl>")


_ORDER, _ROLE = "\1", "\2"
"""Marks in a row for its number and the unit's role: no XML holds these characters."""


def _row(cells: Cells, columns: Sequence[Column]) -> str:
    """The row of a task, with marks."""
    held = cells._asdict()
    found = [_ROW]
    for column in columns:
        own = {"order": _ORDER, "role": _ROLE}.get(column.key)
        run = f"<w:r><w:t>{own}</w:t></w:r>" if own else _run(held[column.key])
        found += ("<w:tc><w:p>", _CENTRED if column.centred else "", run, "</w:p></w:tc>")
    found.append("</w:tr>")
    return "".join(found)


def _across(entry: Entry, columns: int) -> str:
    """A row whose words go over the columns."""
    mark = "" if entry.heading else _named(LEDGER_MARK, "Mark")
    span = f'<w:tcPr><w:gridSpan w:val="{columns if entry.heading else columns - 1}"/></w:tcPr>'
    return f"{_ROW}{mark}{_named(entry.words, 'Heading' if entry.heading else 'Words', span)}</w:tr>"


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
