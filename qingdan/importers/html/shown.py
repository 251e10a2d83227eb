"""Shown: what a page shows, in order: paragraphs and tables of data."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from qingdan.importers.composing import CellText


@dataclass(slots=True)
class Paragraph:
    """One line that the page shows."""

    text: str
    element: etree._Element
    """The innermost block that it stands in."""
    linked: int = 0
    """How many of its characters are links."""
    style: str = ""
    label: str = ""
    frame: bool = False


@dataclass(slots=True)
class Grid:
    """A table of data."""

    rows: list[list[CellText | None]]
    element: etree._Element
    frame: bool = False


@dataclass(slots=True)
class Shown:
    """What a page shows, and what it does not."""

    items: list[Paragraph | Grid] = field(default_factory=list)
    spans: dict[etree._Element, tuple[int, int]] = field(default_factory=dict)
    """Element that was asked for -> the range of its items."""
    marked: tuple[int, int] | None = None
    """The items between marks that say where the article begins and ends."""
    hidden: list[str] = field(default_factory=list)
    computed: list[str] = field(default_factory=list)
    """Numbers that a browser counts, with the words behind them."""
    pictures: int = 0


def lines_of(items: list[Paragraph | Grid]) -> list[str]:
    """The lines of what stands in a cell; a table in it a line a row."""
    lines: list[str] = []
    for item in items:
        if isinstance(item, Paragraph):
            lines.append(item.text)
        else:
            rows = (" ".join(c.text for c in row if c and c.text) for row in item.rows)
            lines += [row for row in rows if row]
    return lines
