"""Strokes: outlines that a page draws -> the rulings among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from qingdan.importers.page.sheet import Ruling

_THIN = 4.0
"""Thickest ruling, in points."""


def rulings_of(run: Sequence[tuple[float, float]], *, stroke: bool, straight: bool) -> Iterator[Ruling]:
    """The rulings of one outline, by its points: a thin one is a ruling itself, a stroked one its sides."""
    if len(run) < 2:
        return
    xs, ys = [x for x, _ in run], [y for _, y in run]
    box = Ruling(min(xs), min(ys), max(xs), max(ys))
    if box.x1 - box.x0 <= _THIN or box.bottom - box.top <= _THIN:
        yield box
    elif stroke and straight:
        for (x, y), (u, v) in pairwise(run):
            if abs(x - u) <= 1 or abs(y - v) <= 1:
                yield Ruling(min(x, u), min(y, v), max(x, u), max(y, v))
