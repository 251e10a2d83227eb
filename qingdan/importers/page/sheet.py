"""Sheet: one page of a fixed layout, as PDF and OFD give it: glyphs and rulings at their places.

All lengths are in points; x grows to the right, y downwards from the top of the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Glyph(NamedTuple):
    """A character with its box."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    """Of the type, in points."""
    turn: int = 0
    """Quarter turns clockwise of its baseline; -1 for a slanting one (a watermark)."""

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


class Ruling(NamedTuple):
    """A straight line, horizontal or vertical; its ends in growing order."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page."""

    number: int
    """From 1."""
    width: float
    height: float
    glyphs: Sequence[Glyph]
    """In the order in which they are drawn."""
    rulings: Sequence[Ruling]


def upright(sheet: Sheet) -> Sheet:
    """The sheet turned so that most of its text is upright."""
    turns = Counter(g.turn for g in sheet.glyphs if not g.text.isspace())
    turn = max(turns, key=lambda t: (turns[t], -t), default=0)
    if turn <= 0:
        return sheet
    for _ in range(4 - turn):
        sheet = _turned(sheet)
    return sheet


def _turned(sheet: Sheet) -> Sheet:
    """The sheet turned by a quarter, clockwise."""
    height = sheet.height

    def box(x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        return height - bottom, x0, height - top, x1

    glyphs = [
        Glyph(g.text, *box(g.x0, g.top, g.x1, g.bottom), g.size, g.turn if g.turn < 0 else (g.turn + 1) % 4)
        for g in sheet.glyphs
    ]
    return Sheet(sheet.number, sheet.height, sheet.width, glyphs, [Ruling(*box(*r)) for r in sheet.rulings])


def once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs without those that are drawn again at the same place to look bold."""
    kept: list[Glyph] = []
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.text.isspace():
            kept.append(glyph)
            continue
        near = max(glyph.size, 1.0) * 0.2
        x, y = glyph.x0, glyph.top
        column, row = int(x // 8), int(y // 8)
        places = [(glyph.text, column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        if any(abs(o.x0 - x) < near and abs(o.top - y) < near for p in places for o in seen.get(p, ())):
            continue
        seen.setdefault((glyph.text, column, row), []).append(glyph)
        kept.append(glyph)
    return kept
