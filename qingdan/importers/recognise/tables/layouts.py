"""Layouts: where the tables stand among the blocks, and how each was printed.

One line a layout: what shows it, and who reads it. Which one it is shows in the
header, so none is tried on what another has read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qingdan.importers.blocks import Block, Cell, Line, Mark, Table
from qingdan.importers.recognise.lines import (
    is_attachment,
    is_blank,
    is_copies,
    is_title,
    printed_day,
    text_of,
)
from qingdan.importers.recognise.tables import delimited, given, stacked
from qingdan.importers.recognise.tables.grid import Grid
from qingdan.importers.recognise.tables.header import run_together

_DRAWN = re.compile(r"\s*[┌┏╔][─━═┬┳╦┄┈-]{3}")
"""The upper edge of a table drawn with lines. Its cells are broken over lines, each amid its
neighbours', so that no cell stands anywhere in one piece."""
_LONGEST = 400
"""Characters of the longest line that can be a header."""
_FAR = 2000
"""How far into a line a header is looked for whose names ran together."""


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
    if not isinstance(block, Line) or is_blank(block):
        return None
    if _DRAWN.match(block.text):
        return _drawn(blocks, i)
    if (start := run_together(block.text[:_FAR])) is not None:
        return _destroyed(blocks, i, start)
    if len(block.text) > _LONGEST:
        return None
    in_line = delimited.header_at(blocks, i)
    if in_line is not None:
        return delimited.read(blocks, i, *in_line)
    below = stacked.header_at(blocks, i)
    return stacked.read(blocks, i, below) if below is not None else None


def _drawn(blocks: Sequence[Block], i: int) -> Grid:
    """A table drawn with lines: it has no rows that could be proved."""
    end = i + 1
    while end < len(blocks) and text_of(blocks[end]).strip()[:1] in tuple("│┃║├┣╠└┗╚┌┏╔|"):
        end += 1
    edge = blocks[i]
    assert isinstance(edge, Line)
    fault = "是用线画出来的，一格的字断成几行，各格混在一起"
    return Grid((), (Cell(edge.text.strip(), edge.mark),), [], i, end, fault=fault)


def _destroyed(blocks: Sequence[Block], i: int, start: int) -> Grid:
    """A table whose cells ran together: it has no rows, and reaches to the next annex or 抄送."""
    first = blocks[i]
    assert isinstance(first, Line)
    end = i + 1
    while end < len(blocks) and isinstance(block := blocks[end], Line):
        if is_attachment(block.text) or is_copies(block.text) or printed_day(block.text):
            break
        end += 1
    mark = Mark(first.mark.line, first.mark.column + start)
    grid = Grid((), (Cell(first.text[start:].strip(), mark),), [], i, end, fault="各格的文字连在了一起")
    if is_title(first.text[:start]):
        grid.title = Cell(first.text[:start].strip(), first.mark)
    return grid
