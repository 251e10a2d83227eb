"""Spans: rows of cells with rowspan and colspan -> a full grid.

After the algorithm of the HTML standard (4.9.12, forming a table), with two differences
that only concern faulty pages: where two cells overlap, the later one gives way, and rows
and columns in which no cell begins fall away.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

SLOTS = 2_000_000
"""Most slots of a table; a larger one is no table that people read."""


class Spanned(NamedTuple):
    """A cell as a page gives it."""

    key: int
    """What the caller knows it by."""
    rows: int = 1
    """0: down to the end of its group (thead, tbody, tfoot)."""
    columns: int = 1


class Placed(NamedTuple):
    """A cell in the grid: its key, and how far it reaches."""

    key: int
    rows: int
    columns: int


class TooLargeError(ValueError):
    """A table of more than SLOTS slots."""


def grid(groups: Sequence[Sequence[Sequence[Spanned]]]) -> list[list[Placed | None]]:
    """The grid of a table, group by group; None where a merged cell covers or nothing stands.

    Every key stands in it exactly once. Raises TooLargeError.
    """
    if sum(min(cell.columns, 1000) for group in groups for row in group for cell in row) > SLOTS:
        raise TooLargeError
    found: dict[tuple[int, int], tuple[int, int, int]] = {}
    top = width = 0
    for group in groups:
        until: list[int] = []
        for at, row in enumerate(group, top):
            column = 0
            for cell in row:
                while column < len(until) and until[column] > at:
                    column += 1
                rows = len(group) + top - at if cell.rows == 0 else min(cell.rows, len(group) + top - at)
                end = column + 1
                while end < column + min(max(cell.columns, 1), 1000) and not (
                    end < len(until) and until[end] > at
                ):
                    end += 1
                until += [0] * (end - len(until))
                until[column:end] = [at + max(rows, 1)] * (end - column)
                found[at, column] = (cell.key, max(rows, 1), end - column)
                column = end
        top += len(group)
        width = max(width, len(until))
    return _dense(found)


def _dense(found: dict[tuple[int, int], tuple[int, int, int]]) -> list[list[Placed | None]]:
    """The grid without rows and columns in which no cell begins."""
    rows = {row: k for k, row in enumerate(sorted({row for row, _ in found}))}
    columns = {column: k for k, column in enumerate(sorted({column for _, column in found}))}
    if len(rows) * len(columns) > SLOTS:
        raise TooLargeError
    made: list[list[Placed | None]] = [[None] * len(columns) for _ in rows]
    lower, right = sorted(rows), sorted(columns)
    for (row, column), (key, down, across) in found.items():
        high = _reach(lower, rows[row], row + down)
        wide = _reach(right, columns[column], column + across)
        made[rows[row]][columns[column]] = Placed(key, high, wide)
    return made


def _reach(starts: list[int], first: int, end: int) -> int:
    """How many of the starts lie between the first one and the end."""
    k = first + 1
    while k < len(starts) and starts[k] < end:
        k += 1
    return k - first
