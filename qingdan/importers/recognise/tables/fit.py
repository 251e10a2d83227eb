"""Fit: cells that stand one after the other -> rows and columns.

Where a layout does not say which column a cell belongs to (cells one a line, rows
with fewer cells than the header), looks decide: a number, units, a deadline, long
words. The whole run of cells is placed at once, so that the best reading of all
of them counts, not the first that works. Time is cells x columns squared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from qingdan.importers.blocks import Cell
from qingdan.importers.recognise.signs import Look, look, number_value, squeeze
from qingdan.importers.recognise.tables.header import UNITS, Column

HEADING = -1


class Token(NamedTuple):
    """A cell before its column is known."""

    cell: Cell
    gap: bool = False
    """Whether more blank than usual stands before it."""
    joins: bool = False
    """Whether it may go on the cell before it: nothing but a line break parts them."""


class Placed(NamedTuple):
    """Where a cell belongs."""

    row: int
    column: int
    """HEADING for a row of its own."""


_FAR = -1e9
_SCORES: dict[str, dict[Look, float]] = {
    "number": {
        "number": 4, "empty": 0.2, "words": -4, "text": -9, "units": -9, "deadline": -6, "heading": -9,
    },
    "text": {
        "text": 3.5, "words": 1, "units": -1.5, "deadline": -2, "number": -5, "empty": -1.5, "heading": -1,
    },
    "units": {
        "units": 3.5, "words": -0.5, "empty": 0.4, "text": -4, "deadline": -4, "number": -6, "heading": -6,
    },
    "deadline": {
        "deadline": 4, "words": 0, "empty": 0.4, "text": -4, "units": -4, "number": -5, "heading": -6,
    },
    "group": {
        "words": 1.5, "text": 0.6, "heading": 1.8, "empty": 0.4, "units": -1.5, "deadline": -2, "number": -5,
    },
    "amount": {
        "number": 3, "empty": 0.4, "words": -0.5, "text": -2, "units": -3, "deadline": -3, "heading": -6,
    },
    "free": {
        "words": 1, "text": 0.8, "empty": 0.3, "units": 0, "deadline": -1, "number": -1, "heading": -3,
    },
}  # fmt: skip
"""How well a look suits a column."""
_SKIP = {
    "number": -2.5,
    "text": -4,
    "units": -0.9,
    "deadline": -1,
    "group": -0.2,
    "amount": -0.6,
    "free": -0.4,
}
"""What a column without a cell costs its row."""
_FIRST_UNITS = -0.8
"""What the first units column costs more: one units cell alone belongs to it."""
_OUT_OF_COUNT = -4.0
"""What a number costs in the column of numbers that does not go on their count."""
_NEW_ROW = -0.3
_GAP = 0.6


def fit(tokens: Sequence[Token], columns: Sequence[Column], *, wraps: bool) -> list[Placed]:
    """The column of every cell; with `wraps` rows end and begin, else all cells are of one row."""
    return _Fit(tokens, columns, wraps).placed() if tokens else []


class _Way(NamedTuple):
    """The best way to a state: its score, the state before, whether the cell before goes on."""

    score: float
    before: int
    goes_on: bool


class _Fit:
    """States are the columns, and one for headings; the best way to each is found cell by cell."""

    def __init__(self, tokens: Sequence[Token], columns: Sequence[Column], wraps: bool) -> None:
        self.tokens = tokens
        self.wraps = wraps
        self.sorts = [_sort(column) for column in columns]
        self.heading = len(columns)
        skips = list(_skips(self.sorts))
        self.left = list(accumulate(skips, initial=0.0))
        """Cost of leaving out the columns before one."""
        self.counted = _counted(tokens)
        self.usual_gaps = sum(t.gap for t in tokens) * 10 >= len(tokens) * 7

    def placed(self) -> list[Placed]:
        """The best reading of all cells."""
        ways: list[list[_Way]] = []
        for i, token in enumerate(self.tokens):
            seen = look(token.cell.text)
            own = [_SCORES[sort].get(seen, 0.0) for sort in self.sorts] + [self._as_heading(seen)]
            if seen == "number" and self.counted and i not in self.counted:
                own = [
                    s + (_OUT_OF_COUNT if sort == "number" else 0.0)
                    for s, sort in zip(own, [*self.sorts, ""], strict=True)
                ]
            if i == 0:
                ways.append([_Way(s + self._begins(state), -1, False) for state, s in enumerate(own)])
            else:
                ways.append([self._best(ways[-1], i, state, s) for state, s in enumerate(own)])
        return self._traced(ways)

    def _as_heading(self, seen: Look) -> float:
        if not self.wraps:
            return _FAR
        if seen == "heading":
            return 4.5
        return -1.2 if seen in ("words", "text") else -6.0

    def _begins(self, state: int) -> float:
        """What a row costs that begins in this column."""
        return 0.0 if state == self.heading else self.left[state]

    def _ends(self, state: int) -> float:
        """What a row costs that ends with this column."""
        return 0.0 if state == self.heading else self.left[-1] - self.left[state + 1]

    def _best(self, before: Sequence[_Way], i: int, state: int, own: float) -> _Way:
        return max(
            (
                way
                for from_, way_before in enumerate(before)
                for way in self._ways(way_before, from_, i, state, own)
            ),
            key=lambda way: way.score,
            default=_Way(_FAR, 0, False),
        )

    def _ways(self, so_far: _Way, before: int, i: int, state: int, own: float) -> Iterator[_Way]:
        """The ways from one state to another."""
        if so_far.score <= _FAR / 2:
            return
        score = so_far.score + own
        gap = _GAP if self.tokens[i].gap and not self.usual_gaps else 0.0
        if self.heading in (state, before):
            yield _Way(score + self._ends(before) + self._begins(state) + gap, before, False)
            return
        if state > before:
            yield _Way(score + self.left[state] - self.left[before + 1], before, False)
            return
        if self.wraps:
            yield _Way(score + self._ends(before) + self._begins(state) + _NEW_ROW + gap, before, False)
        goes_on = state == before and self.tokens[i].joins and self.tokens[i].cell.text.strip()
        if goes_on and self.sorts[state] not in ("number", "deadline"):
            yield _Way(so_far.score + self._joined(i, own), before, True)

    def _joined(self, i: int, own: float) -> float:
        """For going on the cell before, over a line break."""
        finished = squeeze(self.tokens[i - 1].cell.text).endswith(("。", "；", ";", "！", "？"))
        return max(min(own, 1.0), -1.5) - (1.4 if finished else 0.6)

    def _traced(self, ways: Sequence[Sequence[_Way]]) -> list[Placed]:
        """The best way, read back from its end."""
        state = max(range(self.heading + 1), key=lambda s: ways[-1][s].score + self._ends(s))
        steps: list[tuple[int, bool]] = []
        for row in reversed(ways):
            steps.append((state, row[state].goes_on))
            state = row[state].before
        steps.reverse()
        placed: list[Placed] = []
        row_number, before = 0, -1
        for state, goes_on in steps:
            ended = self.heading in (state, before) or state <= before
            row_number += bool(placed) and not goes_on and ended
            placed.append(Placed(row_number, HEADING if state == self.heading else state))
            before = state
        return placed


_AMOUNT = re.compile("投资|资金|金额|数量|预算|^(?:建设)?规模|分值|得分|权重|面积|里程")


def _counted(tokens: Sequence[Token]) -> frozenset[int]:
    """The cells whose numbers go on a count 1, 2, 3 …: those are numbers of rows, others amounts.
    None of them where the numbers do not count."""
    found: list[int] = []
    numbers = [(i, n) for i, t in enumerate(tokens) if (n := number_value(t.cell.text)) is not None]
    for i, number in numbers:
        if number == len(found) + 1:
            found.append(i)
    return frozenset(found) if len(found) >= 3 and len(found) < len(numbers) else frozenset()


def _sort(column: Column) -> str:
    """Which line of the scores a column takes."""
    if column.kind in UNITS:
        return "units"
    if column.kind == "other" and _AMOUNT.search(column.name):
        return "amount"
    return column.kind if column.kind in ("number", "text", "deadline", "group") else "free"


def _skips(sorts: Sequence[str]) -> Iterator[float]:
    units_seen = False
    for sort in sorts:
        first = sort == "units" and not units_seen
        units_seen |= first
        yield _SKIP[sort] + (_FIRST_UNITS if first else 0.0)
