"""Blocks: what a format module makes of an original, and the recogniser reads.

A format module knows its format and no task lists; the recogniser knows task
lists and no format. Between them stand these types. `OriginalText.lines` is the
canonical text of the blocks in order, one paragraph a line, one table row a line
with cells joined by tab; a `Mark` points into it, whatever the format (`Composer`
makes both together).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from qingdan.model import OriginalText
from qingdan.problems import Problem


class Mark(NamedTuple):
    """A place in `OriginalText.lines`."""

    line: int
    """From 1."""
    column: int
    """From 1, in characters."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph of running text."""

    text: str
    mark: Mark
    style: str = ""
    """`title`, `heading1` … where the format says so."""
    label: str = ""
    """Computed numbering (Word, WPS) that has been made part of `text`."""
    frame: bool = False
    """Whether the format shows that it is none of the document: a menu, a footer, a page number."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; a merged one stands once, at its top left."""

    text: str
    mark: Mark
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a full grid; header rows are not told apart."""

    rows: tuple[tuple[Cell | None, ...], ...]
    """None where a merged cell covers."""
    mark: Mark


Block = Line | Table


class Reading(NamedTuple):
    """An original, read."""

    original: OriginalText | None
    """None where it cannot be read; the problems say why."""
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...]
