"""Grid: a table as every layout gives it, whatever it was printed with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from qingdan.importers.blocks import Cell, Mark
from qingdan.importers.draft import Leftover, Remark
from qingdan.importers.recognise.signs import number_value
from qingdan.importers.recognise.tables.header import Column


class Row(NamedTuple):
    """A row of a table: the cell of each column, None where the row has none."""

    cells: tuple[Cell | None, ...]
    covered: tuple[Cell | None, ...] = ()
    """For each column the cell of a row above that covers it; empty where the format tells of none."""
    beyond: tuple[Cell, ...] = ()
    """Cells that found no column."""


class Section(NamedTuple):
    """A row that is a heading: it belongs to the rows below it."""

    cell: Cell
    beside: tuple[Cell, ...] = ()
    """What else stands in the row (牵头领导)."""


class Note(NamedTuple):
    """Words between or below the rows that are neither."""

    cell: Cell


@dataclass(slots=True)
class Grid:
    """A table: header and rows, with where it stands among the blocks."""

    columns: tuple[Column, ...]
    header: tuple[Cell, ...]
    """The printed names, in printed order (two levels: the upper one first)."""
    rows: list[Row | Section | Note]
    begin: int
    """Index of its first block."""
    end: int
    """Index after its last block."""
    leftovers: list[Leftover] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    title: Cell | None = None
    """A title that stands inside the table, above its header."""
    destroyed: bool = False
    """Whether cells are gone or shuffled, so that reading it would be guessing."""
    fault: str = ""
    """What is wrong with it, where its header tells already."""

    @property
    def mark(self) -> Mark:
        first = self.header[0] if self.header else next(c for c in self._cells() if c.text)
        return first.mark

    def _cells(self) -> Iterator[Cell]:
        for row in self.rows:
            if isinstance(row, Row):
                yield from (cell for cell in row.cells if cell)
            else:
                yield row.cell

    def numbers(self) -> list[int]:
        """The numbers of its rows, in order; none where they have none."""
        at = next((k for k, c in enumerate(self.columns) if c.kind == "number"), None)
        if at is None:
            return []
        found = [row.cells[at] for row in self.rows if isinstance(row, Row)]
        return [n for cell in found if cell and (n := number_value(cell.text)) is not None]

    def goes_on(self, before: Grid) -> bool:
        """Whether it is the next page of a table: the same columns, the numbers go on."""
        if [c.name for c in self.columns] != [c.name for c in before.columns]:
            return False
        last, first = before.numbers()[-1:], self.numbers()[:1]
        return bool(last and first and first[0] == last[0] + 1)
