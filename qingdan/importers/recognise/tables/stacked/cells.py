"""Cells: the lines of a stacked table put together to cells, as its mode says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from qingdan.importers.blocks import Block, Cell, Line, Mark
from qingdan.importers.draft import Leftover
from qingdan.importers.recognise import lines
from qingdan.importers.recognise.signs import look, names_units, squeeze
from qingdan.importers.recognise.tables.fit import Token
from qingdan.importers.recognise.tables.grid import Grid
from qingdan.importers.recognise.tables.stacked.names import BARS, Header
from qingdan.text.unit_words import like_a_unit


def tokens_of(body: Sequence[Block], header: Header, grid: Grid) -> list[Token]:
    """The cells, in order."""
    maker = _Tokens(header, grid)
    for block in body:
        assert isinstance(block, Line)
        maker.take(block)
    maker.close()
    return maker.tokens


def parted_by_blanks(header: Sequence[Block], tokens: Sequence[Token]) -> bool:
    """Whether blank lines part all cells, so that lines without one between them are one cell: they
    part all names of the header, and every number and deadline stands alone between two of them."""
    if any(not (lines.is_blank(a) or lines.is_blank(b)) for a, b in pairwise(header)):
        return False
    parted = [a.gap and b.gap for a, b in pairwise(tokens) if look(a.cell.text) in ("number", "deadline")]
    return sum(parted) >= 3 and sum(parted) * 20 >= len(parted) * 19


def by_blanks(tokens: Sequence[Token]) -> Iterator[Token]:
    """The cells, each with all its lines."""
    open_: Token | None = None
    for token in tokens:
        whole = open_ is None or token.gap or "heading" in (look(open_.cell.text), look(token.cell.text))
        if open_ is None or whole:
            if open_ is not None:
                yield open_
            open_ = token
        else:
            units = names_units(squeeze(open_.cell.text))
            open_ = open_._replace(cell=grown(open_.cell, token.cell.text, units=units))
    if open_ is not None:
        yield open_


class _Tokens:
    """Cells from lines, by the mode of the table."""

    def __init__(self, header: Header, grid: Grid) -> None:
        self.mode = header.mode
        self.names = [c.name for c in header.columns]
        self.grid = grid
        self.tokens: list[Token] = []
        self.gap = False
        self.open: Cell | None = None
        """Mode `closed`: the cell whose bar has not come yet."""
        self.after_bar = True

    def take(self, line: Line) -> None:
        """Read one line."""
        if self.mode in ("tab", "plain"):
            line = replace(line, text=lines.unmarked(line.text))
        text = line.text.strip(" \t\r\u3000\xa0")
        if not text and not (self.mode == "tab" and line.text.startswith("\t")):
            self.gap = True
            return
        cell = Cell(text, place(line, text))
        if self.mode == "tab":
            self._tab(line, cell)
        elif self.mode == "plain":
            self._add(cell, joins=True)
        elif self.mode == "closed":
            self._closed(line)
        else:
            self._between(cell)
        self._repeated()
        self.gap = False

    def close(self) -> None:
        """The end of the table."""
        if self.open is not None and self.open.text:
            self._add(self.open)
        self.open = None

    def _add(self, cell: Cell, *, joins: bool = False) -> None:
        self.tokens.append(Token(cell, self.gap, joins))

    def _tab(self, line: Line, cell: Cell) -> None:
        if line.text.startswith("\t") or not self.tokens or look(cell.text) == "heading":
            for number, words in enumerate(cell.text.split("\t")):
                self._add(cell if not number and words == cell.text else Cell(words.strip(), cell.mark))
            return
        before = self.tokens[-1]
        between = "\n" if before.cell.text.endswith(("。", "；", ";")) else ""
        self.tokens[-1] = before._replace(cell=Cell(before.cell.text + between + cell.text, before.cell.mark))

    def _closed(self, line: Line) -> None:
        at = 0
        for end, char in [*((k, c) for k, c in enumerate(line.text) if c in BARS), (len(line.text), "")]:
            words = line.text[at:end].strip()
            cell = Cell(words, place(line, words, at))
            if not char and self.open is None and words and look(words) == "heading":
                self._add(cell)
            elif words or char:
                self.open = cell if self.open is None or not self.open.text else grown(self.open, words)
            if char:
                self._add(self.open or cell)
                self.open = None
            at = end + 1

    def _between(self, cell: Cell) -> None:
        if cell.text in BARS:
            if self.after_bar:
                self._add(Cell("", cell.mark))
            self.after_bar = True
            return
        words = cell.text.strip(BARS).strip()
        self._add(Cell(words, cell.mark), joins=not self.after_bar)
        self.after_bar = False

    def _repeated(self) -> None:
        """A header printed again at the top of a page is taken out."""
        width = len(self.names)
        tail = self.tokens[-width:]
        if len(tail) == width and [squeeze(t.cell.text) for t in tail] == self.names:
            words = " ".join(t.cell.text for t in tail)
            self.grid.leftovers.append(Leftover(words, "表头", tail[0].cell.mark))
            del self.tokens[-width:]


def place(line: Line, words: str, at: int = 0) -> Mark:
    """Where words of a line stand, looked for from a column on."""
    shift = line.text.find(words, at) if words else at
    return Mark(line.mark.line, line.mark.column + max(shift, 0))


def grown(cell: Cell, words: str, *, units: bool = False, gap: bool = False) -> Cell:
    """A cell with one more of its lines. Units on lines of their own stay parted."""
    ended = cell.text.endswith(("。", "；", ";")) or (units and _another(cell.text, words, gap))
    return Cell(cell.text + ("\n" if ended and words else "") + words, cell.mark)


def _another(before: str, words: str, gap: bool) -> bool:
    """Whether a line of a units cell begins another name, and does not go on the one before it: it
    is a name, and not one of a part (市公安局 / 交警支队)."""
    if before.endswith(("、", "，", ",")) or not like_a_unit(squeeze(before)):
        return False
    plain = squeeze(words)
    return names_units(plain) and (gap or plain[0] == squeeze(before)[0] or not _PART.fullmatch(plain))


_PART = re.compile(
    "(?![市县区省州旗镇乡各国])(?:政府)?[\u3400-\u9fff]{0,6}(?:办公室|办公厅|委员会|支队|大队|总队|分局|支行|分行|中心|[处科股室站所队])"
)
"""What is a part of a unit, or the rest of its name."""
