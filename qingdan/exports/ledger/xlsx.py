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

from qingdan.exports.ledger.archive import LEVEL, Part, joined, part
from qingdan.exports.ledger.content import Cells, Column, Contents, Sheet
from qingdan.exports.xlsx_rows import letters, text_of
from qingdan.model import Task
from qingdan.vocabulary import LEDGER_MARK

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


class Workbooks:
    """Writes the ledgers of one edition. What a task gives to a row is made once for all ledgers with
    the same columns, with marks where each ledger has words of its own."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._rows: dict[Sequence[Column], dict[str, str]] = {}

    def write(self, sheets: Sequence[Sheet]) -> bytes:
        """The workbook of these sheets."""
        frame = _frame(tuple(Form(tuple(s.columns), len(s.told)) for s in sheets))
        parts = [
            part(_part_name(i), self._sheet(sheet, before, behind, frame.styles), LEVEL)
            for i, (sheet, (before, behind)) in enumerate(zip(sheets, frame.sheets, strict=True), 1)
        ]
        return joined([*frame.parts, *parts])

    def rows(self, columns: Sequence[Column], tasks: Sequence[Task]) -> list[str]:
        """The rows of these tasks, for `keep`."""
        make = _Rows(columns, _frame((Form(tuple(columns), 0),)).styles)
        return [make.row(self._contents.cells(task)) for task in tasks]

    def keep(self, columns: Sequence[Column], rows: Mapping[str, str]) -> None:
        """Rows that are known already, by the id of their task."""
        self._rows.setdefault(columns, {}).update(rows)

    def _sheet(self, sheet: Sheet, before: str, behind: str, styles: _Styles) -> bytes:
        names = letters(len(sheet.columns))
        last = names[-1]
        rows = [before, _across(1, names, styles.title, sheet.title, _TITLE_HEIGHT)]
        merged = [f"A{n}:{last}{n}" for n in range(1, 2 + len(sheet.told))]
        for n, line in enumerate(sheet.told, 2):
            rows.append(_across(n, names, styles.told, line, _height(line)))
        n = 2 + len(sheet.told)
        header = (_cell(f"{x}{n}", styles.header, c.title) for x, c in zip(names, sheet.columns, strict=True))
        rows.append(f'<row r="{n}">{"".join(header)}</row>')
        known = self._rows.setdefault(sheet.columns, {}) if sheet.shares else {}
        make = _Rows(sheet.columns, styles)
        order = 0
        for at, entry in enumerate(sheet.entries, n + 1):
            if entry.task is None:
                first = 0 if entry.heading else 1
                style = styles.heading if entry.heading else styles.words
                mark = "" if entry.heading else _cell(f"A{at}", styles.centred, LEDGER_MARK)
                rows.append(_across(at, names[first:], style, entry.words, _height(entry.words), mark))
                merged.append(f"{names[first]}{at}:{last}{at}")
                continue
            row = known.get(entry.task.id)
            if row is None:
                row = known[entry.task.id] = make.row(self._contents.cells(entry.task))
            order += 1
            row = row.replace(_AT, str(at)).replace(_ORDER, str(order))
            rows.append(row.replace(_ROLE, entry.role) if entry.role else row)
        cells = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
        rows += [f'</sheetData><mergeCells count="{len(merged)}">{cells}</mergeCells>', behind]
        return "".join(rows).encode()


_AT, _ORDER, _ROLE = "\0", "\1", "\2"
"""Marks in a row for its number in the sheet, its number in the list, and the unit's role: no XML holds
these characters."""


class _Rows:
    """Makes the rows of one kind of sheet."""

    def __init__(self, columns: Sequence[Column], styles: _Styles) -> None:
        given = zip(letters(len(columns)), columns, _widths(columns), strict=True)
        self._columns = [
            (f'<c r="{letter}{_AT}" s="{styles.centred if c.centred else styles.text}"', c.key, _fit(width))
            for letter, c, width in given
        ]

    def row(self, cells: Cells) -> str:
        """The row of a task, with marks."""
        held = cells._asdict()
        found, most = [""], 1
        for begin, key, fit in self._columns:
            if key == "order":
                found += (begin, f"><v>{_ORDER}</v></c>")
            elif key == "role":
                found += (begin, f' t="inlineStr"><is><t>{_ROLE}</t></is></c>')
            else:
                words = held[key]
                found += (begin, _tail(words))
                if len(words) * 4 > fit or "\n" in words:
                    most = max(most, _wrapped(words, fit))
        found[0] = f'<row r="{_AT}" ht="{_points(most):g}">'
        found.append("</row>")
        return "".join(found)


def _part_name(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _across(n: int, names: Sequence[str], style: str, words: str, height: float, before: str = "") -> str:
    """A row whose words go over these columns."""
    rest = "".join(f'<c r="{letter}{n}" s="{style}"/>' for letter in names[1:])
    cells = f"{before}{_cell(f'{names[0]}{n}', style, words)}{rest}"
    return f'<row r="{n}" ht="{height:g}" customHeight="1">{cells}</row>'


def _height(words: str) -> float:
    """Points that words over the whole width need: merged cells do not grow by themselves."""
    return 4 + _points(_wrapped(words, _fit(_PAGE)))


def _points(lines: int) -> float:
    return 3 + _HEIGHT * min(lines, 26)  # Excel knows no row higher than 409 points


def _fit(width: float) -> int:
    """Quarters of a character on a line of so many millimetres."""
    return 4 * max(int((width - 2) / _CHARACTER), 1)


def _wrapped(words: str, fit: int) -> int:
    """Lines that words take. Programs that print a workbook unseen do not measure it: what is a little
    too high does no harm, what is too low is cut off. UTF-8 takes three bytes for a Chinese character,
    and one for a digit, which is half as wide."""
    return sum(
        -(-(len(line) + len(line.encode("utf-8", "surrogatepass"))) // fit) or 1 for line in words.split("\n")
    )


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
