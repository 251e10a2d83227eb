"""Rulings -> lattices: the tables that lines on a page draw, with cells merged where lines are missing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from qingdan.importers.page.sheet import Ruling

NEAR = 3.0
"""Points between two rulings that are one: a border is drawn as two lines, or as a thin box."""
_THIN = 4.0
"""Thickest ruling."""
_COVERED = 0.6
"""Share of a cell's side that must be ruled to part it from its neighbour."""
CELLS = 60_000
"""Most elementary cells of a lattice."""


class Box(NamedTuple):
    """A cell of a lattice: row and column of its corner, how far it reaches, and its place."""

    row: int
    column: int
    rows: int
    columns: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True)
class Lattice:
    """A table that rulings draw."""

    xs: tuple[float, ...]
    """Places of the vertical lines, from the left."""
    ys: tuple[float, ...]
    """Places of the horizontal lines, from the top."""
    boxes: tuple[Box, ...]
    """Row by row."""

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    @cached_property
    def _owners(self) -> dict[tuple[int, int], Box]:
        return {
            (row, column): box
            for box in self.boxes
            for row in range(box.row, box.row + box.rows)
            for column in range(box.column, box.column + box.columns)
        }

    def box_at(self, x: float, y: float) -> Box | None:
        """The cell at a place; None outside of the table."""
        return self._owners.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))

    def holds(self, other: Lattice) -> bool:
        """Whether another one lies within it."""
        return (
            self.xs[0] <= other.xs[0] + NEAR
            and other.xs[-1] <= self.xs[-1] + NEAR
            and self.ys[0] <= other.ys[0] + NEAR
            and other.ys[-1] <= self.ys[-1] + NEAR
        )


def lattices(rulings: Sequence[Ruling]) -> list[Lattice]:
    """The tables of a page, from the top. A frame with one cell is none."""
    flat = _joined([r for r in rulings if r.horizontal and r.bottom - r.top <= _THIN], horizontal=True)
    tall = _joined([r for r in rulings if not r.horizontal and r.x1 - r.x0 <= _THIN], horizontal=False)
    found = [lattice for group in _connected(flat, tall) if (lattice := _lattice(*group)) is not None]
    return sorted(found, key=lambda t: (t.ys[0], t.xs[0]))


class _Line(NamedTuple):
    """A ruling by its place across and its ends along."""

    at: float
    begin: float
    end: float


def _joined(rulings: Iterable[Ruling], *, horizontal: bool) -> list[_Line]:
    """Rulings in one line, joined where they meet."""
    lines = sorted(
        _Line((r.top + r.bottom) / 2, r.x0, r.x1) if horizontal else _Line((r.x0 + r.x1) / 2, r.top, r.bottom)
        for r in rulings
    )
    out: list[_Line] = []
    for group in _clusters(lines):
        at = sum(x.at for x in group) / len(group)
        begin, end = None, 0.0
        for line in sorted(group, key=lambda x: x.begin):
            if begin is None:
                begin, end = line.begin, line.end
            elif line.begin <= end + NEAR:
                end = max(end, line.end)
            else:
                out.append(_Line(at, begin, end))
                begin, end = line.begin, line.end
        if begin is not None:
            out.append(_Line(at, begin, end))
    return out


def _clusters(lines: Sequence[_Line]) -> Iterable[list[_Line]]:
    """Lines whose places are near each other; the lines come in order."""
    group: list[_Line] = []
    for line in lines:
        if group and line.at - group[0].at > NEAR:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _connected(flat: Sequence[_Line], tall: Sequence[_Line]) -> Iterable[tuple[list[_Line], list[_Line]]]:
    """Lines that touch each other, directly or through others."""
    parent = list(range(len(flat) + len(tall)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    order = sorted(range(len(flat)), key=lambda k: flat[k].at)
    places = [flat[k].at for k in order]
    for j, v in enumerate(tall):
        for i in range(bisect_left(places, v.begin - NEAR), bisect_right(places, v.end + NEAR)):
            h = flat[order[i]]
            if h.begin - NEAR <= v.at <= h.end + NEAR:
                parent[root(len(flat) + j)] = root(order[i])
    groups: dict[int, tuple[list[_Line], list[_Line]]] = defaultdict(lambda: ([], []))
    for k, line in enumerate([*flat, *tall]):
        groups[root(k)][k >= len(flat)].append(line)
    return groups.values()


def _lattice(flat: list[_Line], tall: list[_Line]) -> Lattice | None:
    """The lattice of lines that touch each other; None where they part nothing."""
    if not flat or not tall:
        return None
    ys = _places([x.at for x in flat] + [min(v.begin for v in tall), max(v.end for v in tall)])
    xs = _places([x.at for x in tall] + [min(h.begin for h in flat), max(h.end for h in flat)])
    if len(xs) < 2 or len(ys) < 2 or (len(xs) == 2 and len(ys) == 2) or (len(xs) - 1) * (len(ys) - 1) > CELLS:
        return None
    below = [
        [_covered(flat, ys[i + 1], xs[j], xs[j + 1]) for j in range(len(xs) - 1)] for i in range(len(ys) - 2)
    ]
    beside = [
        [_covered(tall, xs[j + 1], ys[i], ys[i + 1]) for j in range(len(xs) - 2)] for i in range(len(ys) - 1)
    ]
    boxes = tuple(_boxes(xs, ys, below, beside))
    return Lattice(tuple(xs), tuple(ys), boxes) if len(boxes) > 1 else None


def _places(found: Iterable[float]) -> list[float]:
    """Places, those near each other as one."""
    out: list[float] = []
    for at in sorted(found):
        if not out or at - out[-1] > NEAR:
            out.append(at)
    return out


def _covered(lines: Sequence[_Line], at: float, begin: float, end: float) -> bool:
    """Whether lines at a place cover the stretch between two others for the most part."""
    covered = sum(max(0.0, min(x.end, end) - max(x.begin, begin)) for x in lines if abs(x.at - at) <= NEAR)
    return covered >= (end - begin) * _COVERED


def _boxes(
    xs: Sequence[float],
    ys: Sequence[float],
    below: Sequence[Sequence[bool]],
    beside: Sequence[Sequence[bool]],
) -> Iterable[Box]:
    """Elementary cells, merged into rectangles where no line parts them."""
    rows, columns = len(ys) - 1, len(xs) - 1
    taken = [[False] * columns for _ in range(rows)]
    for i in range(rows):
        for j in range(columns):
            if taken[i][j]:
                continue
            wide = 1
            while j + wide < columns and not beside[i][j + wide - 1] and not taken[i][j + wide]:
                wide += 1
            high = 1
            while (
                i + high < rows
                and not any(below[i + high - 1][j : j + wide])
                and _open(beside[i + high], j, wide, columns)
            ):
                high += 1
            for row in taken[i : i + high]:
                row[j : j + wide] = [True] * wide
            yield Box(i, j, high, wide, xs[j], ys[i], xs[j + wide], ys[i + high])


def _open(beside: Sequence[bool], j: int, wide: int, columns: int) -> bool:
    """Whether nothing parts the cells of a stretch, and its ends are ruled."""
    left = j == 0 or beside[j - 1]
    right = j + wide == columns or beside[j + wide - 1]
    return left and right and not any(beside[j : j + wide - 1])
