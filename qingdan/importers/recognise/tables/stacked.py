"""Stacked: one cell a line, with tabs, bars, blank lines or nothing between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal, NamedTuple

from qingdan.importers.blocks import Block, Cell, Line, Mark
from qingdan.importers.draft import Leftover
from qingdan.importers.recognise import lines
from qingdan.importers.recognise.signs import look, names_units, number_value, squeeze
from qingdan.importers.recognise.tables.fit import HEADING, Token, fit
from qingdan.importers.recognise.tables.grid import Grid, Note, Row, Section
from qingdan.importers.recognise.tables.header import UNITS, Column, columns_of, is_whole_name, kind_of
from qingdan.importers.recognise.tables.placing import place_row
from qingdan.text.unit_words import like_a_unit

Mode = Literal["tab", "closed", "between", "opened", "plain"]
"""How a cell ends: at a line that begins with a tab, at a bar behind it, at a line that is only
a bar, before a line that begins with a bar, or at its line's end."""

_BARS = "|｜│"


class Header(NamedTuple):
    """A header whose names stand one a line."""

    cells: tuple[Cell, ...]
    columns: tuple[Column, ...]
    mode: Mode
    end: int
    """Index behind its last line."""


def header_at(blocks: Sequence[Block], i: int) -> Header | None:
    """The header whose first name stands in line `i`; None where none begins there."""
    first = _name(blocks[i])
    if first is None or kind_of(first.text) is None:
        return None
    cells, ends, at, empty = [first], [i + 1], i + 1, 0
    while at < len(blocks) and len(cells) < 12:
        block = blocks[at]
        if not isinstance(block, Line):
            break
        if lines.is_blank(block):
            empty += 1
            at += 1
            if empty > 3:
                break
            continue
        name = _name(block)
        if name is None or number_value(name.text) is not None or look(name.text) == "heading":
            break
        empty = 0
        cells.append(name)
        at += 1
        ends.append(at)
    cells, ends = _mended(cells, ends)
    while cells and kind_of(cells[-1].text) is None:
        cells.pop()
        ends.pop()
    if len(cells) < 2 or (len(cells) == 2 and not _bears_out(cells, blocks[ends[-1] : ends[-1] + 12])):
        return None
    columns = columns_of([c.text for c in cells])
    if columns is None:
        return None
    return Header(tuple(cells), columns, _mode(blocks[i : ends[-1]]), ends[-1])


def _bears_out(cells: Sequence[Cell], below: Sequence[Block]) -> bool:
    """Whether two words are a header: names of columns, over words and then units, twice."""
    words = [t for b in below if isinstance(b, Line) and (t := b.text.strip(" \t\r\u3000\xa0" + _BARS))]
    if words and look(words[0]) == "heading":
        del words[0]
    looks: list[str] = [look(text) for text in words[:4]]
    wordy = len(looks) == 4 and {*looks[::2]} <= {"text", "words"} and looks[1::2] == ["units"] * 2
    return wordy and all(kind_of(c.text) for c in cells)


def _mended(cells: list[Cell], ends: list[int]) -> tuple[list[Cell], list[int]]:
    """The names, those put together that a line break parts (牵头 / 单位), if any is none by itself."""
    if all(kind_of(c.text) for c in cells):
        return cells, ends
    out, last = [cells[0]], [ends[0]]
    for cell, end in zip(cells[1:], ends[1:], strict=True):
        before = squeeze(out[-1].text)
        if len(before) <= 4 and len(squeeze(cell.text)) <= 4 and is_whole_name(before + squeeze(cell.text)):
            out[-1], last[-1] = Cell(f"{out[-1].text}\n{cell.text}", out[-1].mark), end
        else:
            out.append(cell)
            last.append(end)
    return out, last


def _name(block: Block) -> Cell | None:
    """A short word alone in its line, bars and tabs apart."""
    if not isinstance(block, Line):
        return None
    words = block.text.strip(" \t\r\u3000\xa0" + _BARS)
    if not words or len(words) > 24 or "\t" in words or any(bar in words for bar in _BARS):
        return None
    return Cell(words, Mark(block.mark.line, block.mark.column + block.text.index(words)))


def _mode(header: Sequence[Block]) -> Mode:
    texts = [b.text for b in header if isinstance(b, Line) and b.text.strip()]
    bars = sum(t.strip() in _BARS for t in texts)
    if bars * 3 >= len(texts):
        return "between"
    if sum(t.lstrip()[0] in _BARS for t in texts[1:]) * 2 > len(texts):
        return "opened"
    if sum(t.rstrip().endswith(tuple(_BARS)) for t in texts) * 2 > len(texts):
        return "closed"
    if sum(t.startswith("\t") for t in texts) * 3 > len(texts) * 2:
        return "tab"
    return "plain"


def read(blocks: Sequence[Block], i: int, header: Header) -> Grid:
    """The table whose header begins in line `i`."""
    grid = Grid(header.columns, header.cells, [], i, header.end)
    if header.mode in ("between", "opened"):
        header = header._replace(end=_behind_bar(blocks, header.end))
    end = _end(blocks, header)
    if header.mode == "opened":
        grid.rows = list(_opened_rows(blocks[header.end : end], header.columns))
        grid.end = end
        _give_back(blocks, grid)
        return grid
    tokens = _tokens(blocks[header.end : end], header, grid)
    if header.mode == "plain" and _parted_by_blanks(blocks[i : header.end], tokens):
        tokens = list(_by_blanks(tokens))
    columns = _numbered(header.columns, tokens)
    grid.columns = columns
    grid.rows = _rows(tokens, columns)
    grid.end = end
    _give_back(blocks, grid)
    return grid


def _behind_bar(blocks: Sequence[Block], at: int) -> int:
    """Index behind the bar that closes the header's last cell, if one does."""
    k = at
    while k < len(blocks) and isinstance(block := blocks[k], Line):
        if text := block.text.strip():
            return k + 1 if text in _BARS else at
        k += 1
    return at


def _opened_rows(body: Sequence[Block], columns: tuple[Column, ...]) -> Iterator[Row | Section | Note]:
    """Rows whose first cell has no bar before it, and every other cell has."""
    tokens: list[Token] = []
    for block in body:
        assert isinstance(block, Line)
        text = block.text.strip(" \t\r\u3000\xa0")
        words = text.strip(_BARS).strip()
        cell = Cell(words, _place(block, words))
        if not text:
            continue
        if text[0] in _BARS:
            tokens.append(Token(cell))
        elif tokens and len(tokens) < len(columns) and look(words) not in ("heading", "number"):
            tokens[-1] = Token(_grown(tokens[-1].cell, words))
        else:
            if tokens:
                yield _placed(tokens, columns)
            tokens = [Token(cell)]
    if tokens:
        yield _placed(tokens, columns)


def _placed(tokens: list[Token], columns: tuple[Column, ...]) -> Row | Section | Note:
    while len(tokens) > len(columns) and not tokens[-1].cell.text:
        tokens.pop()
    return place_row(tokens, columns)


def _end(blocks: Sequence[Block], header: Header) -> int:
    """Index behind the last line of the table."""
    last = header.end
    for at in range(header.end, len(blocks)):
        block = blocks[at]
        if not isinstance(block, Line):
            break
        text = block.text.strip()
        if not text:
            continue
        if (
            lines.is_copies(text)
            or lines.is_attachment(text)
            or lines.printed_day(text)
            or lines.is_date(text)
        ):
            break
        if header.mode == "plain" and lines.is_notice_title(text):
            break
        again = header_at(blocks, at)
        if again and [c.name for c in again.columns] != [c.name for c in header.columns]:
            break
        if header.mode == "tab" and not block.text.startswith("\t") and not _tab_follows(blocks, at):
            break
        last = at + 1
    return last


def _tab_follows(blocks: Sequence[Block], at: int) -> bool:
    """Whether cells with a tab go on soon: what stands here is the rest of a cell, or a section."""
    following = [b for b in blocks[at + 1 : at + 8] if isinstance(b, Line)]
    for block in following:
        text = block.text.strip()
        if lines.is_attachment(text) or lines.is_copies(text):
            return False
        if block.text.startswith("\t") and text:
            return not lines.is_copies(text)
    return False


def _tokens(body: Sequence[Block], header: Header, grid: Grid) -> list[Token]:
    """The cells, in order."""
    maker = _Tokens(header, grid)
    for block in body:
        assert isinstance(block, Line)
        maker.take(block)
    maker.close()
    return maker.tokens


def _parted_by_blanks(header: Sequence[Block], tokens: Sequence[Token]) -> bool:
    """Whether blank lines part all cells, so that lines without one between them are one cell: they
    part all names of the header, and every number and deadline stands alone between two of them."""
    if any(not (lines.is_blank(a) or lines.is_blank(b)) for a, b in pairwise(header)):
        return False
    parted = [a.gap and b.gap for a, b in pairwise(tokens) if look(a.cell.text) in ("number", "deadline")]
    return sum(parted) >= 3 and sum(parted) * 20 >= len(parted) * 19


def _by_blanks(tokens: Sequence[Token]) -> Iterator[Token]:
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
            open_ = open_._replace(cell=_grown(open_.cell, token.cell.text, units=units))
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
        cell = Cell(text, _place(line, text))
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
        for end, char in [*((k, c) for k, c in enumerate(line.text) if c in _BARS), (len(line.text), "")]:
            words = line.text[at:end].strip()
            cell = Cell(words, _place(line, words, at))
            if not char and self.open is None and words and look(words) == "heading":
                self._add(cell)
            elif words or char:
                self.open = cell if self.open is None or not self.open.text else _grown(self.open, words)
            if char:
                self._add(self.open or cell)
                self.open = None
            at = end + 1

    def _between(self, cell: Cell) -> None:
        if cell.text in _BARS:
            if self.after_bar:
                self._add(Cell("", cell.mark))
            self.after_bar = True
            return
        words = cell.text.strip(_BARS).strip()
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


def _place(line: Line, words: str, at: int = 0) -> Mark:
    shift = line.text.find(words, at) if words else at
    return Mark(line.mark.line, line.mark.column + max(shift, 0))


def _grown(cell: Cell, words: str, *, units: bool = False, gap: bool = False) -> Cell:
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


def _numbered(columns: tuple[Column, ...], tokens: Sequence[Token]) -> tuple[Column, ...]:
    """The columns, with one for numbers where the header has no name for it."""
    if any(c.kind == "number" for c in columns):
        return columns
    values = [(k, n) for k, t in enumerate(tokens) if (n := number_value(t.cell.text)) is not None]
    ascending = sum(b[1] == a[1] + 1 for a, b in pairwise(values))
    if len(values) < 2 or ascending * 2 < len(values) - 1:
        return columns
    covered = sum(k > 0 and not tokens[k - 1].cell.text for k, _ in values)
    grouped = columns[0].kind == "group" or covered * 2 > len(values)
    at = 1 if grouped else 0
    return (*columns[:at], Column("", "number"), *columns[at:])


def _rows(tokens: Sequence[Token], columns: tuple[Column, ...]) -> list[Row | Section | Note]:
    """Rows and sections, as looks place the cells."""
    rows: list[Row | Section | Note] = []
    cells: list[Cell | None] = []
    current = -1
    for token, placed in zip(tokens, fit(tokens, columns, wraps=True), strict=True):
        if placed.row != current:
            _keep(rows, cells)
            cells, current = [None] * len(columns), placed.row
        if placed.column == HEADING:
            _keep(rows, cells)
            cells = []
            rows.append(Note(token.cell) if lines.is_note(token.cell.text) else Section(token.cell))
            current = -1
            continue
        before = cells[placed.column]
        own = columns[placed.column].kind in UNITS
        cells[placed.column] = (
            token.cell if before is None else _grown(before, token.cell.text, units=own, gap=token.gap)
        )
    _keep(rows, cells)
    return rows


def _keep(rows: list[Row | Section | Note], cells: list[Cell | None]) -> None:
    if any(cell and cell.text for cell in cells):
        rows.append(Row(tuple(cells)))


def _give_back(blocks: Sequence[Block], grid: Grid) -> None:
    """Words behind the last row that hold nothing of a row stand below the table, not in it."""
    kinds = [c.kind for c in grid.columns]
    while grid.rows:
        last = grid.rows[-1]
        if isinstance(last, Row):
            given = [(k, c) for k, c in zip(kinds, last.cells, strict=True) if c and c.text]
            if len(given) != 1 or given[0][0] not in ("text", "group", "other", "remark"):
                return
            mark = given[0][1].mark
        elif isinstance(last, Section) and look(last.cell.text) != "heading":
            mark = last.cell.mark
        else:
            return
        grid.rows.pop()
        while grid.end > grid.begin and blocks[grid.end - 1].mark.line >= mark.line:
            grid.end -= 1
