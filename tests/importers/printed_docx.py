"""The checked documents written as Word documents by python-docx: real merged cells, computed numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from qingdan.text.numerals import to_int

from .printed import Part, PrintedTable, width

_LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"))
_NUMBERS = (("decimal", "%1"),)
_LABEL = re.compile("([一二三四五六七八九十]+、)|([（(][一二三四五六七八九十]+[）)])")


def plain(parts: Sequence[Part]) -> bytes:
    """Numbers typed, heading rows merged over all columns, group names in cells of their own."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            _table(document, part)
    return _bytes(document)


def numbered(parts: Sequence[Part]) -> bytes:
    """序号 and the headings of tables numbered by Word: they stand nowhere in the text."""
    document = docx.Document()
    at = 0
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        at += 1
        once = sum(row[0].startswith(("（一）", "(一)")) for row in part.rows) == 1
        reached = [0, 0]
        list_ = _add_list(document, 900 + at, never=(1,) if once else ())
        numbers = _add_list(document, 950 + at, never=(), levels=_NUMBERS)
        table = _table(document, part)
        for row, printed in zip(table.rows[1:], part.rows, strict=True):
            cell = row.cells[0]
            words = printed[0]
            if part.groups:
                cell, words = row.cells[1], printed[1]
            if len(printed) > 1 and words.isdecimal():
                _number(cell.paragraphs[0], numbers, 0, words)
            elif len(printed) == 1 and (label := _LABEL.match(words)) and "(" not in label[0]:
                level = 0 if label[1] else 1
                if to_int(label[0].strip("、（）")) == reached[level] + 1:
                    reached[level] += 1
                    reached[1] *= level or once
                    _number(cell.paragraphs[0], list_, level, label[0])
    return _bytes(document)


def loose(parts: Sequence[Part]) -> bytes:
    """Headings as paragraphs between tables, each with its header."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        rows: list[list[str]] = []
        for row in [*part.rows, [""]]:
            if len(row) > 1:
                rows.append(row)
                continue
            if rows:
                _table(document, PrintedTable(part.header, rows))
                rows = []
            if row[0]:
                document.add_paragraph(row[0])
    return _bytes(document)


def split_cells(parts: Sequence[Part]) -> bytes:
    """Borders dragged by hand: rows cut the grid a hair apart; cells hold two paragraphs' worth of marks."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        columns = width(part)
        document.add_paragraph("")
        table = document.add_table(0, 2 * columns - 1)
        grid = table._tbl.tblGrid.gridCol_lst
        for k, column in enumerate(grid):
            column.w = 60 * 635 if k % 2 else 1800 * 635  # a hair between wide columns
        for at, printed in enumerate([part.header, *part.rows]):
            cells = table.add_row().cells
            if len(printed) == 1:
                cells[0].merge(cells[-1]).text = printed[0]
                continue
            if part.groups and at and not any(first == at - 1 for first, _ in part.groups):
                printed = ["", *printed[1:]]
            left = at % 2  # the hair belongs to the cell on its left, or on its right
            for k, words in enumerate(printed):
                first = max(2 * k - (0 if left else 1), 0)
                last = min(2 * k + (1 if left else 0), 2 * columns - 2)
                cell = cells[first]
                if last > first:
                    cell = cell.merge(cells[last])
                cell.text = words
    return _bytes(document)


WRITERS = (plain, numbered, loose, split_cells)


def _bytes(document: Document) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _table(document: Document, printed: PrintedTable) -> Table:
    columns = width(printed)
    table = document.add_table(1 + len(printed.rows), columns)
    _fill(list(table.rows[0].cells), printed.header)
    for row, words in zip(list(table.rows)[1:], printed.rows, strict=True):
        cells = list(row.cells)
        if len(words) == 1:
            cells[0].merge(cells[-1]).text = words[0]
        else:
            _fill(cells, words)
    for first, last in printed.groups:
        words = printed.rows[first][0]
        table.cell(first + 1, 0).merge(table.cell(last + 1, 0)).text = words
    return table


def _fill(cells: Sequence[_Cell], words: Sequence[str]) -> None:
    for cell, text in zip(cells, words, strict=False):
        first, *more = text.split("\n")
        cell.text = first
        for line in more:
            cell.add_paragraph(line)


def _add_list(
    document: Document, id_: int, never: tuple[int, ...], levels: Sequence[tuple[str, str]] = _LEVELS
) -> int:
    """`never`: levels that never begin anew."""
    numbering = document.part.numbering_part.element
    given_levels = "".join(
        f'<w:lvl w:ilvl="{k}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        + ('<w:lvlRestart w:val="0"/>' if k in never else "")
        + f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
        for k, (kind, text) in enumerate(levels)
    )
    given = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{id_}">{given_levels}</w:abstractNum>')
    numbering.insert(0, given)
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{id_}"><w:abstractNumId w:val="{id_}"/></w:num>')
    )
    return id_


def _number(paragraph: Paragraph, list_: int, level: int, label: str) -> None:
    """Let Word compute a label that is printed at the beginning of the paragraph."""
    text = paragraph.text
    assert text.startswith(label)
    paragraph.text = text[len(label) :]
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        deepcopy(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>'
            )
        )
    )
