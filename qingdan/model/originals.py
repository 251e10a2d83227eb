"""Originals 原件 as read: what checks prove the documents against and pages show."""

from __future__ import annotations

from typing import NamedTuple


class PrintedCell(NamedTuple):
    """A cell of a printed table: a piece of one line of the original."""

    line: int
    """From 1."""
    start: int
    end: int
    """Characters of the line, from 0; the end is exclusive."""
    rows: int = 1
    columns: int = 1
    """How many it covers."""


class PrintedTable(NamedTuple):
    """A table of an original whose format has tables."""

    line: int
    """Of its first row, from 1; every row is one line."""
    rows: tuple[tuple[PrintedCell, ...], ...]
    """The cells that begin in each row; those that a merged cell covers are left out."""


class OriginalText(NamedTuple):
    """An original, read: what checks prove the document against and pages show."""

    file: str
    """Place-like name: `content/originals/shaoxing-2022.txt`."""
    sha256: str
    """Of the bytes as received."""
    lines: tuple[str, ...]
    """The text, line by line, without line breaks."""
    tables: tuple[PrintedTable, ...] = ()
    """Which of the lines are rows of tables, as far as the format says."""
