"""Sheets: cells of a spreadsheet, whatever its format -> lines and tables.

Only what is printed counts: rows and columns without words fall away. Rows with one
cell above the first row that has more are lines (a title, a number), and so below
the last; between, they are rows of the table.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from qingdan.importers.archive import RefusedError
from qingdan.importers.blocks import Mark
from qingdan.importers.composing import CELLS, CellText, Composer, cell_words

Spot = tuple[int, int]
"""(row, column), from 0."""


class Span(NamedTuple):
    """A merged range: first and last row, first and last column, from 0."""

    top: int
    bottom: int
    left: int
    right: int


class Sheet(NamedTuple):
    """What one sheet prints."""

    cells: Mapping[Spot, str]
    """Words by place; covered and hidden cells are left out."""
    spans: Mapping[Spot, Span]
    """Merged ranges by their first cell."""


def compose(sheet: Sheet, composer: Composer) -> dict[Spot, Mark]:
    """Add a sheet; where the words of its cells stand. Raises RefusedError for a grid out of proportion."""
    words = {spot: text for spot, given in sheet.cells.items() if (text := cell_words(given))}
    if not words:
        return {}
    rows = sorted({row for row, _ in words})
    columns = sorted({column for _, column in words})
    if len(rows) * len(columns) > CELLS:
        raise RefusedError("这张工作表的格子散得太开，不像正常的表，没有读。")
    by_row: dict[int, list[int]] = {}
    for row, column in sorted(words):
        by_row.setdefault(row, []).append(column)
    tall = [span for top, span in sheet.spans.items() if span.bottom > span.top and top in words]
    merged = {row for span in tall for row in _within(rows, span.top, span.bottom)}
    wide = [row for row in rows if len(by_row[row]) > 1 or row in merged]
    marks: dict[Spot, Mark] = {}
    for row in rows:
        if not wide or row < wide[0]:
            _lines((row, by_row[row][0]), words, composer, marks)
    if wide:
        inside = [row for row in rows if wide[0] <= row <= wide[-1]]
        _table(inside, columns, words, sheet.spans, composer, marks)
        for row in rows:
            if row > wide[-1]:
                _lines((row, by_row[row][0]), words, composer, marks)
    return marks


def _lines(spot: Spot, words: Mapping[Spot, str], composer: Composer, marks: dict[Spot, Mark]) -> None:
    """A row with one cell as running text."""
    for line in words[spot].split("\n"):
        mark = composer.line(line)
        marks.setdefault(spot, mark)


def _table(
    rows: Sequence[int],
    columns: Sequence[int],
    words: Mapping[Spot, str],
    spans: Mapping[Spot, Span],
    composer: Composer,
    marks: dict[Spot, Mark],
) -> None:
    """Rows as a table; merged ranges count the rows and columns that are left."""
    used = [c for c in columns if any((row, c) in words for row in rows)]
    covered = {
        spot: None
        for top, span in spans.items()
        if top in words or span.bottom > span.top
        for spot in _inside(span, rows, used)
        if spot != top
    }
    grid: list[list[CellText | None]] = []
    for row in rows:
        cells: list[CellText | None] = []
        for column in used:
            spot = (row, column)
            if spot in covered and spot not in words:
                cells.append(None)
                continue
            span = spans.get(spot)
            tall = len(_within(rows, span.top, span.bottom)) if span else 1
            broad = len(_within(used, span.left, span.right)) if span else 1
            cells.append(CellText(words.get(spot, ""), max(tall, 1), max(broad, 1)))
        grid.append(cells)
    for row, places in zip(rows, composer.table(grid), strict=True):
        marks |= {(row, column): place for column, place in zip(used, places, strict=True)}


def _inside(span: Span, rows: Sequence[int], columns: Sequence[int]) -> Iterator[Spot]:
    """The places of a merged range that are left."""
    columns = _within(columns, span.left, span.right)
    for row in _within(rows, span.top, span.bottom):
        yield from ((row, column) for column in columns)


def _within(numbers: Sequence[int], first: int, last: int) -> Sequence[int]:
    """Those of sorted numbers that lie between two."""
    return numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]
