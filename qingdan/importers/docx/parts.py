"""Parts of a Word document as they were read, before they have places in the canonical text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal[
    "revision",
    "hidden",
    "comment",
    "note",
    "picture",
    "object",
    "outside",
    "nested",
    "math",
    "numbering",
]


class Trace(NamedTuple):
    """Something in the text that a person should know of."""

    kind: Kind
    at: int
    """Offset in the paragraph's text, its label counted."""
    words: str = ""


@dataclass(slots=True)
class Paragraph:
    """A paragraph; line breaks inside stay."""

    text: str = ""
    """With its computed label."""
    label: str = ""
    style: str = ""
    traces: list[Trace] = field(default_factory=list)


@dataclass(slots=True)
class TableCell:
    """A cell as the file gives it."""

    items: list[Item]
    start: int
    """Column of the table's grid where it begins, from 0."""
    end: int
    """Column behind it."""
    merge: Literal["", "restart", "continue"] = ""
    """How it goes with the cell above it."""


@dataclass(slots=True)
class WordTable:
    """A table as the file gives it."""

    rows: list[list[TableCell]]
    widths: list[int]
    """Of the grid's columns, in twentieths of a point."""


Item = Paragraph | WordTable
