"""Layouts: where the tables stand among the blocks, and how each was printed.

One line a layout: what shows it, and who reads it. Which one it is shows in the
header, so none is tried on what another has read.
"""

from __future__ import annotations

from collections.abc import Sequence

from qingdan.importers.blocks import Block, Line, Table
from qingdan.importers.recognise.lines import is_blank
from qingdan.importers.recognise.tables import delimited, given, stacked
from qingdan.importers.recognise.tables.grid import Grid


def find(blocks: Sequence[Block]) -> list[Grid]:
    """All tables of tasks, in order."""
    grids: list[Grid] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        grid = _at(blocks, at)
        if grid is None and isinstance(block, Table) and grids:
            grid = given.read_on(block, at, grids[-1])
        if grid is not None:
            grids.append(grid)
            at = max(grid.end, at + 1)
        else:
            at += 1
    return grids


def _at(blocks: Sequence[Block], i: int) -> Grid | None:
    """The table that begins with this block; None where none does."""
    block = blocks[i]
    if isinstance(block, Table):
        return given.read(block, i)
    if not isinstance(block, Line) or is_blank(block) or len(block.text) > 400:
        return None
    in_line = delimited.header_at(blocks, i)
    if in_line is not None:
        return delimited.read(blocks, i, *in_line)
    below = stacked.header_at(blocks, i)
    return stacked.read(blocks, i, below) if below is not None else None
