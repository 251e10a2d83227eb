"""Ledgers as workbooks, a sheet a list. XlsxWriter makes the frame, once a form: formats, paper, what is
repeated on each page; the rows are written into it as SpreadsheetML."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple
from zipfile import ZipFile

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from qingdan.exports.ledger.archive import Part, joined, part
from qingdan.exports.ledger.content import Column, Contents, Entry, Sheet
from qingdan.exports.xlsx_rows import letters, text_of
from qingdan.model import Task

_A4 = 9
_FONT = {"font_name": "宋体", "font_size": 10}
_NAME = "任务台账"
_DIGIT = 1.9
"""Millimetres of one digit of the standard font, by which columns are measured."""
_PAGE = 277
"""Millimetres of A4 across, without margins."""
_HEIGHT, _TITLE_HEIGHT = 14.8, 30
"""Points of one line of text, and of the title."""
_CHARACTER = 3.5
"""Millimetres of one Chinese character."""
_LEVEL = 3
"""Of deflate: sheets repeat themselves, and there are thousands of them."""


class Form(NamedTuple):
    """What decides the frame of one sheet."""

    columns: tuple[Column, ...]
    told: int
    """Lines between title and header."""


class _Frame(NamedTuple):
    """A workbook without its rows."""

    parts: tuple[Part, ...]
    """All but the sheets."""
    sheets: tuple[tuple[str, str], ...]
    """Of each sheet what stands before the rows and behind them."""
    styles: _Styles


class _Styles(NamedTuple):
    """Numbers of the cells' formats, as the workbook counts them."""

    title: str
    told: str
    header: str
    text: str
    centred: str
    heading: str
    words: str


class _Piece(NamedTuple):
    """What a task gives to one column."""

    tail: str
    """The cell behind its style."""
    lines: tuple[int, ...]
    """How long each of its lines is, in quarters of a Chinese character."""


class Workbooks:
    """Writes the ledgers of one edition."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._pieces: dict[str, dict[str, _Piece]] = {}

    def write(self, sheets: Sequence[Sheet]) -> bytes:
        """The workbook of these sheets."""
        frame = _frame(tuple(Form(tuple(s.columns), len(s.told)) for s in sheets))
        parts = [
            part(_part_name(i), self._sheet(sheet, before, behind, frame.styles), _LEVEL)
            for i, (sheet, (before, behind)) in enumerate(zip(sheets, frame.sheets, strict=True), 1)
        ]
        return joined([*frame.parts, *parts])

    def _sheet(self, sheet: Sheet, before: str, behind: str, styles: _Styles) -> bytes:
        count = len(sheet.columns)
        names = letters(count)
        last = names[-1]
        rows = [before, _across(1, names, styles.title, sheet.title, _TITLE_HEIGHT)]
        merged = [f"A{n}:{last}{n}" for n in range(1, 2 + len(sheet.told))]
        fits = {
            column.key: _fit(width)
            for column, width in zip(sheet.columns, _widths(sheet.columns), strict=True)
        }
        for n, line in enumerate(sheet.told, 2):
            rows.append(_across(n, names, styles.told, line, _height(line)))
        n = 2 + len(sheet.told)
        header = (_cell(f"{x}{n}", styles.header, c.title) for x, c in zip(names, sheet.columns, strict=True))
        rows.append(f'<row r="{n}">{"".join(header)}</row>')
        order = 0
        for at, entry in enumerate(sheet.entries, n + 1):
            if entry.task is None:
                style = styles.heading if entry.heading else styles.words
                rows.append(_across(at, names, style, entry.words, _height(entry.words)))
                merged.append(f"A{at}:{last}{at}")
            else:
                order += 1
                rows.append(self._row(at, order, entry, entry.task, sheet.columns, names, fits, styles))
        cells = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
        rows += [f'</sheetData><mergeCells count="{len(merged)}">{cells}</mergeCells>', behind]
        return "".join(rows).encode()

    def _row(
        self,
        n: int,
        order: int,
        entry: Entry,
        task: Task,
        columns: Sequence[Column],
        names: Sequence[str],
        fits: Mapping[str, int],
        styles: _Styles,
    ) -> str:
        pieces = self._pieces.get(task.id)
        if pieces is None:
            pieces = self._pieces[task.id] = self._made(task)
        own = {"order": _Piece(f"><v>{order}</v></c>", ()), "role": _piece(entry.role)}
        found, most = [""], 1
        for letter, column in zip(names, columns, strict=True):
            tail, lines = own[column.key] if column.key in own else pieces[column.key]
            style = styles.centred if column.centred else styles.text
            found.append(f'<c r="{letter}{n}" s="{style}"{tail}')
            if lines:
                most = max(most, _wrapped(lines, fits[column.key]))
        found[0] = f'<row r="{n}" ht="{_points(most):g}">'
        found.append("</row>")
        return "".join(found)

    def _made(self, task: Task) -> dict[str, _Piece]:
        cells = self._contents.cells(task)._asdict()
        return {key: _piece(text) for key, text in cells.items()}


def _part_name(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _across(n: int, names: Sequence[str], style: str, words: str, height: float) -> str:
    """A row whose words go over all columns."""
    rest = "".join(f'<c r="{letter}{n}" s="{style}"/>' for letter in names[1:])
    return f'<row r="{n}" ht="{height:g}" customHeight="1">{_cell(f"A{n}", style, words)}{rest}</row>'


def _height(words: str) -> float:
    """Points that words over the whole width need: merged cells do not grow by themselves."""
    return 4 + _points(_wrapped(_lengths(words), _fit(_PAGE)))


def _points(lines: int) -> float:
    return 3 + _HEIGHT * min(lines, 26)  # Excel knows no row higher than 409 points


def _fit(width: float) -> int:
    """Quarters of a character on a line of so many millimetres."""
    return 4 * max(int((width - 2) / _CHARACTER), 1)


def _wrapped(lengths: Sequence[int], fit: int) -> int:
    """Lines that words take. Programs that print a workbook unseen do not measure it: what is a little
    too high does no harm, what is too low is cut off."""
    return sum(-(-length // fit) or 1 for length in lengths)


def _lengths(words: str) -> tuple[int, ...]:
    """UTF-8 takes three bytes for a Chinese character, and one for a digit, which is half as wide."""
    return tuple(len(line) + len(line.encode()) for line in words.split("\n"))


def _piece(words: str) -> _Piece:
    return _Piece(_tail(words), _lengths(words) if words else ())


def _cell(place: str, style: str, words: str) -> str:
    return f'<c r="{place}" s="{style}"{_tail(words)}'


def _tail(words: str) -> str:
    """A cell behind its style: a whole number as one, so that Excel does not call it text."""
    if words.isdecimal() and words.isascii() and len(words) < 10 and str(int(words)) == words:
        return f"><v>{words}</v></c>"
    return f' t="inlineStr"><is>{text_of(words)}</is></c>' if words else "/>"


def _widths(columns: Sequence[Column]) -> list[float]:
    """Millimetres of each column: together the page's."""
    whole = sum(column.width for column in columns)
    return [round(column.width * _PAGE / whole, 1) for column in columns]


@cache
def _frame(forms: tuple[Form, ...]) -> _Frame:
    out = io.BytesIO()
    book = Workbook(out)
    book.set_properties({"title": _NAME, "author": ""})
    formats = _formats(book)
    for number, form in enumerate(forms, 1):
        sheet = book.add_worksheet(_NAME if len(forms) == 1 else f"清单{number}")
        for at, width in enumerate(_widths(form.columns)):
            sheet.set_column(at, at, width / _DIGIT)
        header = 1 + form.told
        for at, style in enumerate(formats):
            sheet.write_blank(header + 1, at, None, style)
        sheet.freeze_panes(header + 1, 0)
        sheet.repeat_rows(header)
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&C第 &P 页 共 &N 页", {"margin": 0.3})
    book.close()
    frame = ZipFile(io.BytesIO(out.getvalue()))
    names = [_part_name(i) for i in range(1, len(forms) + 1)]
    sheets = []
    styles = None
    for name in names:
        before, sample, behind = re.split("(?<=<sheetData>)(.*)</sheetData>", frame.read(name).decode())
        styles = _Styles(*re.findall(r' s="(\d+)"', sample))
        sheets.append((re.sub("<dimension [^>]*>", "", before), behind))
    assert styles is not None  # a document has a list
    parts = tuple(
        part(info.filename, _undated(frame.read(info)))
        for info in frame.infolist()
        if info.filename not in names
    )
    return _Frame(parts, tuple(sheets), styles)


def _undated(content: bytes) -> bytes:
    """The part without the clock's time."""
    return re.sub(rb"<dcterms:(created|modified) .*?</dcterms:\1>", b"", content)


def _formats(book: Workbook) -> list[Format]:
    """Formats in the order of `_Styles`."""
    cell = {**_FONT, "valign": "vcenter", "text_wrap": True, "border": 1}
    wide = {**_FONT, "text_wrap": True, "valign": "vcenter"}
    return [
        book.add_format(given)
        for given in (
            {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter", "text_wrap": True},
            wide,
            {**cell, "bold": True, "align": "center", "bg_color": "#E7EEF7"},
            cell,
            {**cell, "align": "center"},
            {**cell, "bold": True, "bg_color": "#F5F5F5"},
            {**cell, "font_size": 9},
        )
    ]
