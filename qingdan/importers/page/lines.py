"""Glyphs -> lines of text, in the order of reading."""

from __future__ import annotations

import unicodedata
from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from qingdan.importers.page.sheet import Glyph

_WORD = 0.25
"""Gap, in ems, that is a space between words of Latin letters."""
_CLAUSE = 0.9
"""Gap that is a space between wide characters; justified text spreads them by less."""
COLUMN = 1.9
"""Gap that parts columns: a tab."""
_GUTTER = 1.4
"""Least width of the strip between two columns of running text."""


@dataclass(slots=True)
class TextLine:
    """One printed line."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    first: float = 0.0
    """Width of its first word, which could not have stood on the line before."""
    frame: bool = False
    turned: bool = False


def text_lines(glyphs: Sequence[Glyph]) -> list[list[TextLine]]:
    """The lines of a region, column by column where running text is set in two; turned text last."""
    parts = [_told(rows) for rows in _columns(_rows([g for g in glyphs if g.turn == 0]))]
    parts += [_turned([g for g in glyphs if g.turn == turn], turn) for turn in (1, 2, 3, -1)]
    return [part for part in parts if part]


def cell_lines(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """The lines of a cell, from the top."""
    lines = _told(_rows([g for g in glyphs if g.turn == 0]))
    for turn in (1, 2, 3, -1):
        lines += _turned([g for g in glyphs if g.turn == turn], turn)
    return lines


def _told(rows: list[_Row]) -> list[TextLine]:
    return [line for line in map(_line, rows) if line is not None]


@dataclass(slots=True)
class _Row:
    """Glyphs on one baseline."""

    top: float
    bottom: float
    glyphs: list[Glyph] = field(default_factory=list)

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return max(g.x1 for g in self.glyphs)


def _rows(glyphs: Iterable[Glyph]) -> list[_Row]:
    """Glyphs by baseline: two stand on one line where they overlap for the most part."""
    rows: list[_Row] = []
    for glyph in sorted(glyphs, key=lambda g: ((g.top + g.bottom) / 2, g.x0)):
        middle = (glyph.top + glyph.bottom) / 2
        best: _Row | None = None
        for row in reversed(rows[-6:]):
            high = min(row.bottom - row.top, glyph.bottom - glyph.top)
            overlap = min(row.bottom, glyph.bottom) - max(row.top, glyph.top)
            if overlap > 0.5 * high or (row.top <= middle <= row.bottom and overlap > 0.3 * high):
                best = row
                break
        if best is None:
            rows.append(_Row(glyph.top, glyph.bottom, [glyph]))
        else:
            insort(best.glyphs, glyph, key=lambda g: (g.x0, g.x1))
            if glyph.bottom - glyph.top > best.bottom - best.top:
                best.top, best.bottom = glyph.top, glyph.bottom
    rows = [row for row in rows if any(not g.text.isspace() for g in row.glyphs)]
    return sorted(rows, key=lambda r: r.top)


def _columns(rows: list[_Row]) -> list[list[_Row]]:
    """The rows, left column before the right one where running text is set in two."""
    runs = [[(part[0].x0, max(g.x1 for g in part)) for part in _parts(row)] for row in rows]
    if len(rows) < 6:
        return [rows]
    left, right = min(row.x0 for row in rows), max(row.x1 for row in rows)
    size = median(g.size for row in rows for g in row.glyphs[:3])
    middle = (left + right) / 2
    gaps = [
        (a[1], b[0])
        for parts in runs
        for a, b in pairwise(parts)
        if b[0] - a[1] >= _GUTTER * size and abs((a[1] + b[0]) / 2 - middle) < (right - left) * 0.12
    ]
    if len(gaps) * 5 < len(rows) * 3:
        return [rows]
    begin, end = median(a for a, _ in gaps), median(b for _, b in gaps)
    gutter = (
        max(a for a, _ in gaps if a <= (begin + end) / 2),
        min(b for _, b in gaps if b >= (begin + end) / 2),
    )
    filled = [
        sum(min(b, gutter[0]) - a for a, b in parts if a < gutter[0]) >= (gutter[0] - left) * 0.75
        and sum(b - max(a, gutter[1]) for a, b in parts if b > gutter[1]) >= (right - gutter[1]) * 0.75
        for parts in runs
    ]
    if gutter[1] - gutter[0] < _GUTTER * size or sum(filled) * 2 < len(rows):
        return [rows]
    return _split(rows, (gutter[0] + gutter[1]) / 2)


def _split(rows: list[_Row], at: float) -> list[list[_Row]]:
    """Rows cut at the gutter; a row across it ends what stands above."""
    out: list[list[_Row]] = []
    left: list[_Row] = []
    right: list[_Row] = []
    for row in rows:
        if any(g.x0 < at < g.x1 for g in row.glyphs if not g.text.isspace()):
            out += [left, right, [row]]
            left, right = [], []
            continue
        for side, glyphs in (
            (left, [g for g in row.glyphs if g.x0 < at]), (right, [g for g in row.glyphs if g.x0 >= at]),
        ):  # fmt: skip
            if any(not g.text.isspace() for g in glyphs):
                side.append(_Row(row.top, row.bottom, glyphs))
    return [part for part in [*out, left, right] if part]


def _parts(row: _Row) -> list[list[Glyph]]:
    """The glyphs of a row, parted at wide gaps."""
    parts: list[list[Glyph]] = []
    for glyph in row.glyphs:
        if glyph.text.isspace():
            continue
        if parts and glyph.x0 - parts[-1][-1].x1 < _GUTTER * glyph.size:
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
    return parts


def _line(row: _Row) -> TextLine | None:
    """The text of a row, with spaces and tabs where gaps are."""
    glyphs = row.glyphs
    words: list[str] = []
    before: Glyph | None = None
    space = False
    for glyph in glyphs:
        if glyph.text.isspace():
            space = True
            continue
        if before is not None:
            words.append(_between(before, glyph, space))
        words.append(glyph.text)
        before, space = glyph, False
    shown = [g for g in glyphs if not g.text.isspace()]
    text = "".join(words)
    if not text:
        return None
    x1 = max(g.x1 for g in shown)
    return TextLine(text, shown[0].x0, row.top, x1, row.bottom, median(g.size for g in shown), _first(shown))


def _between(before: Glyph, glyph: Glyph, space: bool) -> str:
    """What stands between two glyphs: nothing, a space or a tab."""
    gap = glyph.x0 - before.x1
    em = max(min(before.size, glyph.size), 1.0)
    if gap >= COLUMN * em:
        return "\t"
    narrow = not (is_wide(before.text[-1]) and is_wide(glyph.text[0]))
    if space and (narrow or gap >= _WORD * em):
        return " "
    return " " if gap >= (_WORD if narrow and _latin(before, glyph) else _CLAUSE) * em else ""


def _latin(before: Glyph, glyph: Glyph) -> bool:
    return before.text[-1].isascii() and glyph.text[0].isascii()


def _first(glyphs: Sequence[Glyph]) -> float:
    """Width of the first word: one wide character, or all of a number."""
    end = 0
    while end + 1 < len(glyphs) and end < 30 and _latin(glyphs[end], glyphs[end + 1]):
        if glyphs[end + 1].x0 - glyphs[end].x1 > _WORD * glyphs[end].size:
            break
        end += 1
    return glyphs[end].x1 - glyphs[0].x0


def is_wide(character: str) -> bool:
    """Whether a character is as wide as it is high."""
    return unicodedata.east_asian_width(character) in "WF" or character in "“”‘’…—·"


def _turned(glyphs: Sequence[Glyph], turn: int) -> list[TextLine]:
    """Text that runs another way than the page: it stands apart, in the order in which it is drawn."""
    lines: list[TextLine] = []
    words: list[Glyph] = []
    for glyph in [*glyphs, None]:
        apart = words and glyph is not None and _apart(words[-1], glyph)
        if words and (glyph is None or apart):
            text = "".join(g.text for g in words).strip()
            box = (
                min(g.x0 for g in words),
                min(g.top for g in words),
                max(g.x1 for g in words),
                max(g.bottom for g in words),
            )
            if text:
                lines.append(TextLine(text, *box, words[0].size, frame=turn < 0, turned=True))
            words = []
        if glyph is not None:
            words.append(glyph)
    return lines


def _apart(before: Glyph, glyph: Glyph) -> bool:
    (x, y), (u, v) = before.middle, glyph.middle
    return max(abs(x - u), abs(y - v)) > 2.5 * max(before.size, glyph.size, 1.0)
