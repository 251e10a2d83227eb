"""Merged cells: a table of Word -> a full grid, each cell once, at its top left.

A file gives each row cells over columns of a grid that nobody sees. Borders that
were dragged by hand lie a hair apart; columns that no row fills are none.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from qingdan.importers.archive import RefusedError
from qingdan.importers.composing import CELLS
from qingdan.importers.docx.parts import TableCell, WordTable

_NEAR = 170
"""Twentieths of a point (3 mm): borders nearer than this are one, if no cell stands between them."""
_USUAL = 1000


@dataclass(slots=True)
class Placed:
    """A cell in the full grid."""

    cell: TableCell
    rows: int
    columns: int


def full_grid(table: WordTable) -> list[list[Placed | None]]:
    """Rows of equal length; None where a merged cell covers, or where a row has no cell.

    Raises RefusedError for a table of which the grid is out of all proportion.
    """
    column_of = _columns(table)
    width = max(column_of.values(), default=0)
    if width * len(table.rows) > CELLS:
        raise RefusedError("这个文件里有一张表的格子多得不像正常的表，没有读。")
    grid: list[list[Placed | None]] = []
    open_: dict[tuple[int, int], Placed] = {}
    for cells in table.rows:
        row: list[Placed | None] = [None] * width
        going: dict[tuple[int, int], Placed] = {}
        for cell in cells:
            where = (column_of[cell.start], column_of[cell.end])
            above = open_.get(where)
            if cell.merge == "continue" and above is not None:
                above.rows += 1
                above.cell.items += cell.items
                going[where] = above
                continue
            placed = row[where[0]] = Placed(cell, 1, where[1] - where[0])
            if cell.merge:
                going[where] = placed
        open_ = going
        grid.append(row)
    return grid


def _columns(table: WordTable) -> dict[int, int]:
    """Border of the file's grid -> border of ours, from 0."""
    borders = sorted({b for row in table.rows for cell in row for b in (cell.start, cell.end)})
    place = [0, *accumulate(w if w > 0 else _USUAL for w in table.widths)]
    where = {b: place[b] if b < len(place) else place[-1] + (b - len(place) + 1) * _USUAL for b in borders}
    begins: dict[int, int] = {}
    """Border -> the rightmost border at which a cell begins that ends there."""
    for row in table.rows:
        for cell in row:
            begins[cell.end] = max(begins.get(cell.end, -1), cell.start)
    found: dict[int, int] = {}
    first = column = -1
    for border in borders:
        joins = first >= 0 and where[border] - where[first] < _NEAR and begins.get(border, -1) < first
        if not joins:
            first, column = border, column + 1
        found[border] = column
    return found
