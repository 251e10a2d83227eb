"""The printed text without its white space, and the way back to lines and columns.

White space and the marks between the cells of a text table (`|` and ruling
lines) carry no words. They are left out, but the places where they stood are
kept: a cell of a table begins and ends at such a place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from qingdan.regexes import regex
from qingdan.text.traditional import simplified

_INVISIBLE = regex("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
"""Characters that no reader sees (zero-width, direction marks, soft hyphen). In an original they are
white space; a field must have none, since nobody could find its words."""

_RULING = regex(r"^[\s|｜+:：=\-─━—┼├┤]*[|｜+─━┼][\s|｜+:：=\-─━—┼├┤]*$")
_BARS = regex("[|｜│┃]")


class Span(NamedTuple):
    """Where words stand in the original: (line, column), both from 1; the end is exclusive."""

    start: tuple[int, int]
    end: tuple[int, int]


def squeeze(text: str) -> str:
    """The text without white space: what alignment compares."""
    return "".join(text.split())


def _unmarked(line: str) -> str:
    """The line with the marks between cells made blank; same length.

    A bar is a mark where it stands at a blank or an edge of the line, or is not the only one in
    its line. A single bar inside words is a character like any other.
    """
    if _RULING.match(line):
        return " " * len(line)
    bars = list(_BARS.finditer(line))
    for bar in bars:
        at = bar.start()
        alone = len(bars) == 1 and line[at - 1 : at].strip() and line[at + 1 : at + 2].strip()
        if not alone:
            line = line[:at] + "\t" + line[at + 1 :]
    return line


class Printed:
    """An original as one string without white space."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Take the lines of an original, without line breaks."""
        self.lines = lines
        parts: list[str] = []
        starts: list[int] = []
        places: list[tuple[int, int]] = []
        at = 0
        for number, line in enumerate(lines, 1):
            bare = line
            if _INVISIBLE.search(bare):
                bare = _INVISIBLE.sub(" ", bare)
            if _BARS.search(bare) or _RULING.match(bare):
                bare = _unmarked(bare)
            column = 0
            for part in bare.split():
                column = bare.index(part, column)
                parts.append(part)
                starts.append(at)
                places.append((number, column + 1))
                at += len(part)
                column += len(part)
        self.text = "".join(parts)
        """All words, nothing between them."""
        self._starts = starts
        self._places = places
        self.edges = frozenset(starts) | {at}
        """Positions in `text` before which white space or a mark stands; its end, too."""

    def place(self, position: int) -> tuple[int, int]:
        """(line, column) of the character at a position of `text`; past the end: just after it."""
        if not self._starts:
            return (1, 1)
        run = bisect_right(self._starts, position) - 1
        line, column = self._places[run]
        return (line, column + position - self._starts[run])

    def span(self, start: int, end: int) -> Span:
        """The span of `text[start:end]`; an empty one lies before the character at `start`."""
        if end <= start:
            return Span(self.place(start), self.place(start))
        line, column = self.place(end - 1)
        return Span(self.place(start), (line, column + 1))

    def gap(self, position: int) -> int:
        """How strongly the character at `position` is parted from the one before it.

        0 not at all, 1 by spaces, 2 by a tab, a mark or a line break (or at either end).
        """
        if position <= 0 or position >= len(self.text):
            return 2
        if position not in self.edges:
            return 0
        line, column = self.place(position)
        before_line, before = self.place(position - 1)
        if line != before_line:
            return 2
        between = self.lines[line - 1][before : column - 1]
        return 2 if between.strip(" \u3000\u00a0") else 1

    def edges_between(self, start: int, end: int) -> Sequence[int]:
        """The edges from `start` to just before `end`, in order."""
        return self._starts[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def parted(self, position: int) -> bool:
        """Whether a tab or a mark between cells stands before the character at `position`."""
        if position not in self.edges or not 0 < position < len(self.text):
            return False
        line, column = self.place(position)
        before_line, before = self.place(position - 1)
        if line == before_line:
            between = self.lines[line - 1][before : column - 1]
        else:
            between = self.lines[before_line - 1][before:] + self.lines[line - 1][: column - 1]
        return "\t" in between or bool(_BARS.search(between))

    @cached_property
    def plain(self) -> str:
        """`text` in simplified characters: what frames are known in."""
        return simplified(self.text)

    @cached_property
    def size(self) -> int:
        """Characters in `text`."""
        return len(self.text)
