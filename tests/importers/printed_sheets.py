"""The checked documents written as workbooks by openpyxl, and as text tables."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from .printed import Part, PrintedTable, width

FIRST, LAST = 2, 9
"""Columns B to I: nothing stands in A, and the tables are merged out to I."""


def _words(text: str) -> str:
    return text.replace("\t", " ").strip()


def workbook(parts: Sequence[Part]) -> bytes:
    """One sheet: lines merged over the breadth, heading rows merged, 序号 as numbers."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    row = 2
    for part in parts:
        if isinstance(part, str):
            if _words(part):
                _line(sheet, row, part)
                row += 1
            continue
        row = _table(sheet, row, part)
    return _bytes(book)


def several_sheets(parts: Sequence[Part]) -> bytes:
    """Each table, with the lines above it, on a sheet of its own."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    row, used = 1, False
    for part in parts:
        if used and (isinstance(part, PrintedTable) or not _words(part)):
            used = isinstance(part, str)
        if isinstance(part, PrintedTable):
            _table(sheet, row, part)
            sheet, row = book.create_sheet(), 1
        elif _words(part):
            _line(sheet, row, part)
            row += 1
    return _bytes(book)


def _line(sheet: Worksheet, row: int, text: str) -> None:
    sheet.cell(row, FIRST, _words(text))
    sheet.merge_cells(start_row=row, end_row=row, start_column=FIRST, end_column=LAST)


def _table(sheet: Worksheet, row: int, table: PrintedTable) -> int:
    columns = width(table)
    for printed in [table.header, *table.rows]:
        if len(printed) == 1:
            sheet.cell(row, FIRST, printed[0])
            sheet.merge_cells(start_row=row, end_row=row, start_column=FIRST, end_column=LAST)
        else:
            for k, words in enumerate(printed):
                cell = sheet.cell(row, FIRST + k)
                cell.value = int(words) if words.isdecimal() else words or None
            last = FIRST + columns - 1
            sheet.merge_cells(start_row=row, end_row=row, start_column=last, end_column=LAST)
        row += 1
    begin = row - len(table.rows)
    for first, last in table.groups:
        for k in range(first + 1, last + 1):
            sheet.cell(begin + k, FIRST).value = None
        if last > first:
            sheet.merge_cells(
                start_row=begin + first, end_row=begin + last, start_column=FIRST, end_column=FIRST
            )
    return row


def _bytes(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def text_table(parts: Sequence[Part], delimiter: str = ",") -> bytes:
    """As Excel saves CSV in China: GB18030; a merged cell's words in its first cell."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    for part in parts:
        if isinstance(part, str):
            if _words(part):
                writer.writerow([_words(part)])
            continue
        columns = width(part)
        writer.writerow(part.header)
        begins = {first for first, _ in part.groups}
        for at, row in enumerate(part.rows):
            cells = ["", *row[1:]] if part.groups and at not in begins else row
            writer.writerow([*cells, *[""] * (columns - len(cells))])
    return out.getvalue().encode("gb18030")


def tabbed(parts: Sequence[Part]) -> bytes:
    """「Unicode 文本」 of Excel, renamed."""
    return text_table(parts, "\t").decode("gb18030").encode("utf-16")
