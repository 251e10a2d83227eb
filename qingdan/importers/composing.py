"""Composing: blocks and the canonical text of an original, made together, so that marks fit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

from qingdan.importers.blocks import Block, Cell, Line, Mark, Reading, Table
from qingdan.model import OriginalText
from qingdan.problems import Place, Problem, error
from qingdan.text.passages.printed import Printed

_UNPRINTED = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters and their like: no format shows them, and YAML forbids them."""
_BREAKS = re.compile("[\t\n]")


CELLS = 300_000
"""Most cells of a table's grid, covered ones too: no notice has more."""


class CellText(NamedTuple):
    """A cell before it has its place; `\\n` parts its paragraphs."""

    text: str
    rows: int = 1
    columns: int = 1


class Composer:
    """Takes what an original shows, in the order of reading."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.lines: list[str] = []

    def line(self, text: str, *, style: str = "", label: str = "", frame: bool = False) -> Mark:
        """A paragraph; a tab in it stays (text set in columns), a line break becomes a space. Its place."""
        words = printed(text).replace("\n", " ")
        self.lines.append(words)
        mark = Mark(len(self.lines), 1)
        self.blocks.append(Line(words, mark, style, label, frame))
        return mark

    def table(self, rows: Iterable[Sequence[CellText | None]]) -> list[list[Mark]]:
        """A table as a full grid, None where a merged cell covers. In the canonical text a line break or a
        tab within a cell is a space; the cell keeps the break, because it may part units. The places of
        all cells, covered ones too."""
        first = Mark(len(self.lines) + 1, 1)
        grid: list[tuple[Cell | None, ...]] = []
        marks: list[list[Mark]] = []
        for row in rows:
            cells: list[Cell | None] = []
            places: list[Mark] = []
            words: list[str] = []
            column = 1
            for given in row:
                text = printed(given.text).replace("\t", " ") if given else ""
                at = Mark(len(self.lines) + 1, column)
                places.append(at)
                cells.append(None if given is None else Cell(text, at, given.rows, given.columns))
                words.append(_BREAKS.sub(" ", text))
                column += len(text) + 1
            self.lines.append("\t".join(words))
            grid.append(tuple(cells))
            marks.append(places)
        if grid:
            self.blocks.append(Table(tuple(grid), first))
        return marks

    def reading(self, place: str, data: bytes, problems: Sequence[Problem] = ()) -> Reading:
        """What was composed, as the reading of these bytes; a problem where nothing was."""
        if not Printed(self.lines).text:
            return unreadable(place, "这个原件里没有文字。", "重新收一份，换掉这个文件。")
        original = OriginalText(place, sha256(data).hexdigest(), tuple(self.lines))
        return Reading(original, tuple(self.blocks), tuple(problems))


def cell_words(text: str) -> str:
    """The words of a cell: its lines without spaces around them, empty ones left out."""
    lines = (line.strip(" \t\u3000\xa0") for line in printed(text).split("\n"))
    return "\n".join(line for line in lines if line)


def printed(text: str) -> str:
    """The text without characters that are never shown; every line break is `\\n`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTED.sub("", text) if _UNPRINTED.search(text) else text


def unreadable(place: str, message: str, hint: str) -> Reading:
    """No reading, with the reason for a clerk."""
    return Reading(None, (), (error(Place(place), "original-unreadable", message, hint),))
