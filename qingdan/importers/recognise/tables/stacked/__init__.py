"""Stacked: one cell a line, with tabs, bars, blank lines or nothing between them.

`names` finds the header, `cells` puts lines together to cells; here cells become rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from qingdan.importers.blocks import Block, Cell, Line
from qingdan.importers.recognise import lines
from qingdan.importers.recognise.signs import look, number_value
from qingdan.importers.recognise.tables.fit import HEADING, Token, fit
from qingdan.importers.recognise.tables.grid import Grid, Note, Row, Section
from qingdan.importers.recognise.tables.header import UNITS, Column
from qingdan.importers.recognise.tables.placing import place_row
from qingdan.importers.recognise.tables.stacked.cells import (
    by_blanks,
    grown,
    parted_by_blanks,
    place,
    tokens_of,
)
from qingdan.importers.recognise.tables.stacked.names import BARS, Header, Mode, header_at

__all__ = ["Header", "Mode", "header_at", "read"]


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
    tokens = tokens_of(blocks[header.end : end], header, grid)
    if header.mode == "plain" and parted_by_blanks(blocks[i : header.end], tokens):
        tokens = list(by_blanks(tokens))
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
            return k + 1 if text in BARS else at
        k += 1
    return at


def _opened_rows(body: Sequence[Block], columns: tuple[Column, ...]) -> Iterator[Row | Section | Note]:
    """Rows whose first cell has no bar before it, and every other cell has."""
    tokens: list[Token] = []
    for block in body:
        assert isinstance(block, Line)
        text = block.text.strip(" \t\r\u3000\xa0")
        words = text.strip(BARS).strip()
        cell = Cell(words, place(block, words))
        if not text:
            continue
        if text[0] in BARS:
            tokens.append(Token(cell))
        elif tokens and len(tokens) < len(columns) and look(words) not in ("heading", "number"):
            tokens[-1] = Token(grown(tokens[-1].cell, words))
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
            token.cell if before is None else grown(before, token.cell.text, units=own, gap=token.gap)
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
