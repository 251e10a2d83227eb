"""Grid: a table as every layout gives it, whatever it was printed with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from qingdan.importers.blocks import Cell, Mark
from qingdan.importers.draft import Leftover, Remark
from qingdan.importers.header import Column


class Row(NamedTuple):
    """A row of a table: the cell of each column, None where the row has none."""

    cells: tuple[Cell | None, ...]
    merged: tuple[bool, ...] = ()
    """Columns that a cell of a row above covers."""


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
    destroyed: bool = False
    """Whether cells are gone or shuffled, so that reading it would be guessing."""

    @property
    def mark(self) -> Mark:
        return self.header[0].mark
