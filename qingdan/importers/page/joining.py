"""Joining: printed lines that go on each other -> paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from qingdan.importers.page.lines import TextLine

_ROOM = 2.6
"""Ems that may be left at the end of a full line: a point may not begin the next one."""
_INDENT = 1.2
_SET_IN = 4.0
"""An indent is that wide at most, in ems; what is set in further is centred."""
_SPACED = 1.3
"""Distance of two lines, in usual ones, from which they are two paragraphs."""


_LABEL = re.compile(
    r"(?:[（(]?[一二三四五六七八九十百]{1,4}|[（(]?[0-9０-９]{1,3})[）)、.．](?![0-9０-９])|第[一二三四五六七八九十百0-9]{1,4}[条章节项]"
    r"|[\u4e00-\u9fff]{2,6}[：:]"
)
"""What begins an item, or a line with a name of its own (责任单位：)."""


class Measure(NamedTuple):
    """How the text of a region is set."""

    left: float
    right: float
    """Where full lines end."""
    pitch: float
    """From one line of a paragraph to the next, in ems."""
    flush: bool = False
    """Whether paragraphs begin at the left edge: then an item's label tells a new one from a full line."""


def goes_on(line: TextLine, following: TextLine, measure: Measure, *, paged: bool = False) -> bool:
    """Whether a line goes on the one before it: that one is full, and this one is not set in.

    `paged`: whether a page or column break stands between.
    """
    left, right, pitch, flush = measure
    size = max(line.size, 1.0)
    if line.turned or following.turned or line.frame != following.frame:
        return False
    if abs(line.size - following.size) > 0.2 * size or "\t" in line.text or "\t" in following.text:
        return False
    if flush and _LABEL.match(following.text) and not _is_open(line.text):
        return False
    if right - line.x1 > max(_ROOM * size, following.first + 0.6 * size):
        return False
    if following.x0 - left > _INDENT * size and following.x0 - line.x0 > -0.5 * size:
        return False
    if min(line.x0 - left, line.x0 - following.x0) > _SET_IN * size:
        return False  # a date at the right edge, and what stands below it at the left one
    if paged:
        return following.x0 - left <= _INDENT * size
    return following.top - line.top <= _SPACED * pitch * size


def _is_open(text: str) -> bool:
    """Whether a bracket is open at the end of a line, or its sentence goes on."""
    opened = max(text.rfind("（"), text.rfind("("), text.rfind("【"))
    closed = max(text.rfind("）"), text.rfind(")"), text.rfind("】"))
    return opened > closed or text.endswith(("，", "、", "：", ",", ":"))


def is_flush(lines: Sequence[TextLine], left: float) -> bool:
    """Whether the paragraphs of running text begin at its left edge: hardly any line is set in."""
    set_in = sum(
        _INDENT * line.size < line.x0 - left < _SET_IN * line.size for line in lines if not line.turned
    )
    return set_in * 20 < len(lines)


def glued(before: str, text: str) -> str:
    """Two lines as one: Chinese has no space between them, Latin words have one."""
    if (
        before
        and text
        and before[-1].isascii()
        and text[0].isascii()
        and before[-1].isalpha()
        and text[0].isalpha()
    ):
        return f"{before} {text}"
    return before + text


def edges(lines: Sequence[TextLine]) -> tuple[float, float]:
    """The edges of running text: the leftmost one, and the right one where full lines end."""
    ends = sorted((line.x1 for line in lines if not line.turned), reverse=True)
    # One line may stick out: a point that hangs in the margin.
    right = ends[min(len(ends) - 1, len(ends) // 12)] if ends else 0.0
    return min((line.x0 for line in lines if not line.turned), default=0.0), right


def pitches(lines: Sequence[TextLine]) -> list[float]:
    """The distances of lines to the next ones, in ems."""
    return [
        (b.top - a.top) / a.size
        for a, b in pairwise(lines)
        if a.size > 0 and abs(a.size - b.size) < 0.2 * a.size and 0.9 < (b.top - a.top) / a.size < 3
    ]


def cell_text(lines: Sequence[TextLine], x0: float, x1: float, pad: tuple[float, float]) -> str:
    """The text of a cell: wrapped lines joined, those that end early parted by `\\n`.

    `pad`: the least distance of text to the left and the right edge in this column.
    """
    text = ""
    width = x1 - x0 - pad[0] - pad[1]
    for k, line in enumerate(lines):
        if not k:
            text = line.text
            continue
        before = lines[k - 1]
        size = max(before.size, 1.0)
        room = width - (before.x1 - before.x0)
        indent = line.x0 - x0 - pad[0]
        ended = room > max(_ROOM * size, line.first + 0.6 * size) or (
            _INDENT * size < indent < 3 * size and line.x0 - before.x0 > _INDENT * size and room > 0
        )
        one_character = len(before.text) == 1 == len(line.text)
        text = f"{text}\n{line.text}" if ended and not one_character else glued(text, line.text)
    return text.replace("\t", " ")
