"""Tables over page breaks: parts with the same columns are one; a row that was cut is joined."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from qingdan.importers.composing import CellText
from qingdan.importers.page.joining import glued

_NEAR = 8.0
"""Points by which the columns of two pages may differ."""
_ENDS = ("。", "；", "！", "？", ";", "!", "?")

Row = list[CellText | None]


@dataclass(slots=True)
class TablePart:
    """A table, as far as one page shows it."""

    xs: tuple[float, ...]
    """Places of its vertical lines."""
    rows: list[Row]
    """A full grid, None where a merged cell covers."""
    repeated: list[str] = field(default_factory=list)
    """Header rows that later pages print again, their cells parted by tabs: furniture of the page."""


def joins(before: TablePart, part: TablePart) -> bool:
    """Whether a table goes on the one at the end of the page before: its columns are the same, or some
    of them."""
    shift = part.xs[0] - before.xs[0]
    if abs(part.xs[-1] - before.xs[-1] - shift) > _NEAR or abs(shift) > 40:
        return False
    own = [x - shift for x in part.xs]
    few, many = sorted((before.xs, tuple(own)), key=len)
    return all(any(abs(x - y) <= _NEAR for y in many) for x in few)


def joined(before: TablePart, part: TablePart) -> TablePart:
    """Both as one table."""
    shift = part.xs[0] - before.xs[0]
    own = tuple(x - shift for x in part.xs)
    xs = before.xs if len(before.xs) >= len(own) else own
    above, below = _spread(before.rows, before.xs, xs), _spread(part.rows, own, xs)
    head = _repeated(above, below)
    again = ["\t".join(c.text.replace("\n", " ") for c in row if c) for row in below[:head]]
    below = below[head:]
    if below:
        _spans(above, below[0])
        if _is_cut(above, below[0]):
            _put_together(above, below[0])
            del below[0]
    return TablePart(xs, above + below, before.repeated + again)


def _spread(rows: list[Row], own: Sequence[float], xs: Sequence[float]) -> list[Row]:
    """Rows set into a grid with more columns."""
    if len(own) == len(xs):
        return rows
    at = [max(0, bisect_right(xs, x + _NEAR) - 1) for x in own]
    out: list[Row] = []
    for row in rows:
        wide: Row = [None] * (len(xs) - 1)
        for k, cell in enumerate(row):
            if cell is not None:
                end = min(k + cell.columns, len(at) - 1)
                wide[at[k]] = cell._replace(columns=max(1, at[end] - at[k]))
        out.append(wide)
    return out


def _texts(row: Row) -> list[str]:
    return ["".join(c.text.split()) if c else "" for c in row]


def _repeated(above: list[Row], below: list[Row]) -> int:
    """How many rows at the top of a page are the header, printed again."""
    count = 0
    while (
        count < min(len(above), len(below), 4)
        and any(_texts(above[count]))
        and (_texts(above[count]) == _texts(below[count]))
    ):
        count += 1
    return count


def _anchor(above: list[Row], k: int) -> int | None:
    """The row in which the lowest cell of a column begins."""
    return next((i for i in range(len(above) - 1, -1, -1) if above[i][k] is not None), None)


def _spans(above: list[Row], row: Row) -> None:
    """A cell over several rows that the page break cuts is one: its words may stand on either page."""
    for k, cell in enumerate(row):
        start = _anchor(above, k)
        over = above[start][k] if start is not None else None
        if cell is None or start is None or over is None:
            continue
        tall = over.rows > 1 or cell.rows > 1
        if (
            not tall
            or over.columns != cell.columns
            or start + over.rows != len(above)
            or (cell.text and over.text)
        ):
            continue
        if cell.text and over.rows == 1:
            continue
        above[start][k] = over._replace(text=over.text or cell.text, rows=over.rows + cell.rows)
        row[k] = None


def _is_cut(above: list[Row], row: Row) -> bool:
    """Whether the first row of a page is the rest of the last one of the page before."""
    last = above[-1]
    words, before = _texts(row), _texts(last)
    key = _key(above)
    if not any(words) or sum(map(bool, before)) < 2 or key is None:
        return False
    if any(c and d and c.columns != d.columns for c, d in zip(last, row, strict=True)):
        return False
    if words[key] and before[key]:
        return False
    if not words[key] and before[key]:
        longest = max(range(len(words)), key=lambda k: len(words[k]))
        few = sum(map(bool, words)) * 2 <= sum(map(bool, before))
        return few or not before[longest].endswith(_ENDS)
    longest = max(range(len(before)), key=lambda k: len(before[k]))
    return bool(words[key]) and bool(words[longest]) and not before[longest].endswith(_ENDS)


def _key(rows: list[Row]) -> int | None:
    """The first column that nearly every row fills, in rows of several cells."""
    # Not the last one, which may be cut.
    full = [row for row in rows[1:-1] if sum(bool(c and c.text) for c in row) >= 2]
    if len(full) < 2:
        return 0
    for k in range(len(rows[0])):
        cells = [row[k] for row in full if row[k] is not None]
        if len(cells) * 5 >= len(full) * 4 and sum(bool(c and c.text) for c in cells) * 5 >= len(cells) * 4:
            return k
    return None


def _put_together(above: list[Row], row: Row) -> None:
    """Cells of a cut row, joined to those of the last one; cells over both lose a row."""
    for k, cell in enumerate(row):
        start = _anchor(above, k)
        over = above[start][k] if start is not None else None
        if start is None or over is None:
            continue
        if cell is None:
            above[start][k] = over._replace(rows=max(1, over.rows - 1)) if over.rows > 1 else over
        else:
            above[start][k] = over._replace(text=glued(over.text, cell.text), rows=max(over.rows, 1))
