"""Delimited: one row a line, cells parted by tabs, bars or spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qingdan.importers.blocks import Block, Cell, Line, Mark
from qingdan.importers.draft import Leftover
from qingdan.importers.recognise import lines
from qingdan.importers.recognise.signs import look, number_value, squeeze
from qingdan.importers.recognise.tables.fit import Token
from qingdan.importers.recognise.tables.grid import Grid, Note, Row, Section
from qingdan.importers.recognise.tables.header import LONGEST, Column, columns_of, kind_of
from qingdan.importers.recognise.tables.placing import place_row, with_unnamed_number

_BAR = re.compile(r"[|｜│┃]")
_TAB = re.compile(r"\t")
_WIDE = re.compile(r"[ \u3000\xa0]{2,}")
_ANY = re.compile(r"[ \u3000\xa0]+")
MARKS = (_BAR, _TAB, _WIDE, _ANY)
"""What may part the cells of a row, the surest first."""
_RULING = re.compile(r"^[\s|｜+:：=\-─━—┼├┤]*[|｜+─━┼][\s|｜+:：=\-─━—┼├┤]*$")

Cells = list[Cell]


def split(line: Line, mark: re.Pattern[str]) -> Cells:
    """The cells of a line, stripped, each with its place."""
    cells, at = [], 0
    for match in [*mark.finditer(line.text), None]:
        end = match.start() if match else len(line.text)
        words = line.text[at:end]
        shift = at + len(words) - len(words.lstrip())
        place = Mark(line.mark.line, line.mark.column + shift)
        cells.append(Cell(words.strip(" \t\r\u3000\xa0"), place))
        at = match.end() if match else end
    return cells


def _words_of(line: Line, mark: re.Pattern[str]) -> Cells:
    """The words of a line parted by spaces; a number and its measure (12 月底前) are one."""
    cells: Cells = []
    for cell in split(line, mark):
        before = cells[-1] if cells else None
        if before and cell.text and before.text[-1].isdigit() and cell.text[0] in "年月日号季个":
            start = before.mark.column - line.mark.column
            end = cell.mark.column - line.mark.column + len(cell.text)
            cells[-1] = Cell(line.text[start:end], before.mark)
        elif cell.text:
            cells.append(cell)
    return cells


def header_at(blocks: Sequence[Block], i: int) -> tuple[re.Pattern[str], Cells] | None:
    """The delimiter and the cells of a header that stands in one line; None where none does."""
    block = blocks[i]
    if not isinstance(block, Line) or len(block.text) > 400:
        return None
    for mark in MARKS:
        if not mark.search(block.text.strip()):
            continue
        cells = split(block, mark)
        while cells and not cells[0].text:
            del cells[0]
        while cells and not cells[-1].text:
            cells.pop()
        few = 2 if mark in (_BAR, _TAB) else 3
        if len(cells) >= few and columns_of([c.text for c in cells]):
            return mark, split(block, mark)
        if mark is _ANY and (whole := _spelled(cells, block)) and columns_of([c.text for c in whole]):
            return mark, whole
    return None


def _spelled(cells: Cells, line: Line) -> Cells:
    """The names of a header, those put together whose characters spaces part: 序号 工 作 任 务 责任单位."""
    out: Cells = []
    single = False
    for cell in cells:
        alone = len(cell.text) == 1
        if alone and single and out:
            start = out[-1].mark.column - line.mark.column
            end = cell.mark.column - line.mark.column + 1
            out[-1] = Cell(line.text[start:end], out[-1].mark)
        else:
            out.append(cell)
        single = alone
    return out if 3 <= len(out) < len(cells) else []


def read(blocks: Sequence[Block], i: int, mark: re.Pattern[str], cells: Cells) -> Grid:
    """The table whose header is the line `i`."""
    return _Reader(blocks, i, mark, cells).read()


class _Reader:
    """Reads one table line by line."""

    def __init__(self, blocks: Sequence[Block], i: int, mark: re.Pattern[str], cells: Cells) -> None:
        self.blocks = blocks
        self.mark = mark
        self.spaced = mark in (_WIDE, _ANY)
        if self.spaced:
            self.mark = _ANY
        self.leads = not cells[0].text and not self.spaced
        cells = cells[1:] if self.leads else cells
        while cells and not cells[-1].text:
            cells = cells[:-1]
        self.at = i + 1
        upper = [c.text for c in cells]
        self.header = [c for c in cells if c.text]
        self.names = self._second_level(upper)
        columns = columns_of(self.names)
        assert columns is not None
        self.columns: tuple[Column, ...] = columns
        self.grid = Grid(columns, tuple(self.header), [], i, self.at)
        self.raw: list[Cells | Section | Note] = []

    def _second_level(self, upper: list[str]) -> list[str]:
        """The names, with those of a second header row in place of what they divide."""
        j = self._next(self.at)
        if j is None or self.spaced or ("" not in upper and len(upper) < 3):
            return upper
        block = self.blocks[j]
        assert isinstance(block, Line)
        cells = self._cells(block)
        given = [c for c in cells if c.text]
        known = [c for c in given if kind_of(c.text)]
        if not given or len(known) * 4 < len(given) * 3 or len(given) == len(upper):
            return upper
        if any(len(squeeze(c.text)) > LONGEST or number_value(c.text) is not None for c in given):
            return upper
        names = _divided(upper, [c.text for c in cells])
        if columns_of(names) is None:
            return upper
        self.header += given
        self.at = j + 1
        return names

    def _next(self, at: int) -> int | None:
        """The next line that holds anything."""
        while at < len(self.blocks):
            block = self.blocks[at]
            if not isinstance(block, Line):
                return None
            if block.text.strip() and not _RULING.match(block.text):
                return at
            at += 1
        return None

    def _cells(self, line: Line) -> Cells:
        if self.mark is not _BAR:
            line = replace(line, text=lines.unmarked(line.text))
        if self.spaced:
            return _words_of(line, self.mark)
        cells = split(line, self.mark)
        if self.leads and cells and not cells[0].text:
            cells = cells[1:]
        return cells

    def read(self) -> Grid:
        while (j := self._next(self.at)) is not None:
            block = self.blocks[j]
            assert isinstance(block, Line)
            if not self._take(j, block):
                break
            self.at = j + 1
            self.grid.end = self.at
        rows = [r for r in self.raw if isinstance(r, list)]
        self.columns = with_unnamed_number(self.columns, [self._trimmed(r) for r in rows])
        self.grid.columns = self.columns
        self.grid.rows = [r if not isinstance(r, list) else self._placed(r) for r in self.raw]
        return self.grid

    def _take(self, j: int, line: Line) -> bool:
        """Take one line into the table; False where the table has ended before it."""
        text = line.text.strip()
        if lines.is_copies(text) or lines.is_attachment(text) or lines.printed_day(text):
            return False
        cells = self._cells(line)
        if [squeeze(c.text) for c in cells if c.text] == [squeeze(c.text) for c in self.header]:
            if not self._goes_on(j + 1):
                return False
            self.grid.leftovers.append(Leftover(text, "表头", line.mark))
            return True
        if self._is_row(cells):
            self._row(cells)
            return True
        return self._loose(j, line)

    def _is_row(self, cells: Cells) -> bool:
        if self.spaced:
            return len(cells) >= 3 and (
                number_value(cells[0].text) is not None or self.columns[0].kind != "number"
            )
        return len(cells) >= 2

    def _row(self, cells: Cells) -> None:
        before = self.raw[-1] if self.raw else None
        if isinstance(before, list) and self._continues(before, cells):
            first, *rest = cells
            before[-1] = _joined(before[-1], first)
            before += rest
        else:
            self.raw.append(cells)

    def _continues(self, before: Cells, cells: Cells) -> bool:
        """Whether a line goes on the row before it: that one is short, and this one begins no row."""
        width = len(self.columns)
        given = max((k for k, c in enumerate(cells, 1) if c.text), default=0)
        if self.spaced or len(before) >= width or given + len(before) - 1 > width + 1:
            return False
        first = cells[0].text
        starts = number_value(first) is not None or look(first) == "heading" or not first
        numbered = any(c.kind == "number" for c in self.columns)
        return numbered and not starts and number_value(before[0].text) is not None

    def _loose(self, j: int, line: Line) -> bool:
        """A line without cells: a section, a note, or the rest of a cell, if rows go on behind it."""
        line = replace(line, text=lines.unmarked(line.text))
        text = line.text.strip()
        cell = Cell(text, Mark(line.mark.line, line.mark.column + line.text.index(text)))
        before = self.raw[-1] if self.raw else None
        unfinished = isinstance(before, list) and (
            before[-1].text.endswith(("、", "，", ",", "（", "(", "；"))
            or (len(before) < len(self.columns) and look(text) != "heading" and not self.spaced)
        )
        goes_on = self._goes_on(j + 1)
        spaced_rest = self.spaced and goes_on and isinstance(before, list) and self._is_short(before, text)
        rest = (unfinished or spaced_rest) and look(text) != "heading"
        if isinstance(before, list) and rest and (goes_on or look(text) in ("units", "deadline")):
            if self.spaced:
                before += self._cells(line)
            else:
                before[-1] = _joined(before[-1], cell)
            return True
        if look(text) == "heading" and (goes_on or not self.raw):
            self.raw.append(Section(cell))
            return True
        if not goes_on:
            if lines.is_note(text):
                self.raw.append(Note(cell))
                return True
            return False
        if lines.is_title(text) and len(text) > 8 and self._header_next(j + 1):
            self.grid.leftovers.append(Leftover(text, "重复印出", cell.mark))
            return True
        self.raw.append(Section(cell) if len(squeeze(text)) <= 60 and "。" not in text[:-1] else Note(cell))
        return True

    def _is_short(self, before: Cells, text: str) -> bool:
        """Whether a row parted by spaces lacks its end, so that a line may go on it."""
        if any(c.kind == "deadline" for c in self.columns):
            return not any(look(c.text) == "deadline" for c in before[2:])
        return look(text) == "units"

    def _header_next(self, at: int) -> bool:
        j = self._next(at)
        return j is not None and header_at(self.blocks, j) is not None

    def _goes_on(self, at: int) -> bool:
        """Whether rows of this table follow within a few lines."""
        for _ in range(4):
            j = self._next(at)
            if j is None:
                return False
            line = self.blocks[j]
            assert isinstance(line, Line)
            text = line.text.strip()
            if lines.is_copies(text) or lines.is_attachment(text):
                return False
            cells = self._cells(line)
            if columns_of([c.text for c in cells if c.text]):
                same = [squeeze(c.text) for c in cells if c.text] == [squeeze(c.text) for c in self.header]
                return same and self._number_goes_on(j + 1)
            if self._is_row(cells):
                return True
            at = j + 1
        return False

    def _number_goes_on(self, at: int) -> bool:
        """Whether the number behind a repeated header goes on where the rows before it ended."""
        last = next(
            (
                n
                for r in reversed(self.raw)
                if isinstance(r, list)
                for c in r[:2]
                if (n := number_value(c.text))
            ),
            0,
        )
        for _ in range(3):
            j = self._next(at)
            if j is None:
                return False
            line = self.blocks[j]
            assert isinstance(line, Line)
            found = [n for c in self._cells(line)[:2] if (n := number_value(c.text)) is not None]
            if found:
                return last == 0 or found[0] == last + 1
            at = j + 1
        return False

    def _trimmed(self, cells: Cells) -> Cells:
        """Without empty cells behind the last column."""
        while len(cells) > len(self.columns) and not cells[-1].text:
            cells = cells[:-1]
        return cells

    def _placed(self, cells: Cells) -> Row | Section | Note:
        cells = self._trimmed(cells)
        tokens = [Token(c, joins=self.spaced) for c in cells]
        return place_row(tokens, self.columns, self.blocks if self.spaced else ())


def _divided(upper: list[str], lower: list[str]) -> list[str]:
    """Names of two levels as one: a lower name stands in place of the upper one that it divides."""
    while len(lower) > len(upper) and not lower[-1]:
        lower = lower[:-1]
    given = [k for k, name in enumerate(lower) if name]
    if "" not in upper and len(lower) > len(upper) and len(upper) + len(given) - 1 >= len(lower):
        # The upper row does not count the columns that its name spans.
        upper = upper[: given[0]] + [upper[given[0]]] * len(given) + upper[given[0] + 1 :]
    elif "" in upper and len(given) == len(lower) and upper.count("") + 1 == len(given):
        # The lower row holds its names only.
        shift = upper.index("") - 1
        lower = [""] * shift + lower
    names = upper + [""] * (len(lower) - len(upper))
    return [name or names[k] for k, name in enumerate(lower)] + names[len(lower) :]


def _joined(cell: Cell, rest: Cell) -> Cell:
    """A cell that was broken over two lines."""
    if not rest.text or not cell.text:
        return Cell(cell.text or rest.text, cell.mark if cell.text else rest.mark)
    between = "\n" if cell.text.endswith(("。", "；", ";")) else ""
    return Cell(cell.text + between + rest.text, cell.mark)
