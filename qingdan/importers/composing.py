"""Composing: paragraphs and tables of a format -> canonical lines, and blocks that point into them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from qingdan.importers.blocks import Block, Cell, Line, Mark, Reading, Table
from qingdan.model import OriginalText
from qingdan.problems import Place, Problem, error
from qingdan.text.passages.printed import Printed

_NO_TEXT = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
"""Control characters: nobody sees them and YAML takes none."""
CELLS = 1_500_000
"""Most cells of a table's grid, covered ones too."""


class Words(NamedTuple):
    """A cell before it has its place."""

    text: str
    """Paragraphs parted by line breaks."""
    rows: int = 1
    columns: int = 1


Row = Sequence[Words | None]


def clean(text: str) -> str:
    """The text without control characters but tabs and line breaks."""
    return _NO_TEXT.sub("", text) if _NO_TEXT.search(text) else text


def trimmed(text: str) -> str:
    """The words of a cell: no tabs, no empty lines, no spaces around its lines."""
    lines = (line.replace("\t", " ").strip(" \u3000\xa0\r") for line in clean(text).split("\n"))
    return "\n".join(line for line in lines if line)


class Composer:
    """Builds the canonical text of one original, block by block."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.blocks: list[Block] = []

    def line(self, text: str, style: str = "", label: str = "") -> Mark:
        """Add a line of running text; its place. `label` is part of `text`."""
        mark = Mark(len(self.lines) + 1, 1)
        text = clean(text.replace("\n", " ")).rstrip()
        self.lines.append(text)
        self.blocks.append(Line(text, mark, style, label))
        return mark

    def table(self, rows: Sequence[Row]) -> list[list[Mark]]:
        """Add a table: one line a row, cells parted by tabs; the place of every cell.

        Where a cell holds several paragraphs, a space stands between them in the line
        and a line break in the cell's text, so that offsets are the same in both.
        """
        first = Mark(len(self.lines) + 1, 1)
        marks: list[list[Mark]] = []
        cells: list[tuple[Cell | None, ...]] = []
        for row in rows:
            column, at, given, texts = 1, [], list[Cell | None](), []
            for words in row:
                mark = Mark(len(self.lines) + 1, column)
                text = "" if words is None else words.text
                given.append(None if words is None else Cell(text, mark, words.rows, words.columns))
                at.append(mark)
                texts.append(text.replace("\n", " "))
                column += len(text) + 1
            self.lines.append("\t".join(texts).rstrip("\t"))
            cells.append(tuple(given))
            marks.append(at)
        self.blocks.append(Table(tuple(cells), first))
        return marks

    def reading(self, place: str, digest: str, problems: Sequence[Problem]) -> Reading:
        """What was composed; a problem where it holds no word. `digest` is that of the file (sha256)."""
        if not Printed(self.lines).text:
            hint = "文字若在图片里（扫描件、截图），请先用识别软件转成文字；若本来就是空的，请重新收一份。"
            fault = error(Place(place), "original-unreadable", "这个原件里没有文字。", hint)
            return Reading(None, (), (*problems, fault))
        return Reading(OriginalText(place, digest, tuple(self.lines)), tuple(self.blocks), tuple(problems))


def refused(place: str, message: str, hint: str) -> Reading:
    """An original that is not read."""
    return Reading(None, (), (error(Place(place), "original-unreadable", message, hint),))
