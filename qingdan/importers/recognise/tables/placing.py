"""Placing: the cells of a row -> the columns of the table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qingdan.importers.blocks import Block, Cell, Line
from qingdan.importers.recognise.lines import is_note
from qingdan.importers.recognise.signs import look, number_value, squeeze
from qingdan.importers.recognise.tables.fit import HEADING, Token, fit
from qingdan.importers.recognise.tables.grid import Note, Row, Section
from qingdan.importers.recognise.tables.header import UNITS, Column

_HAN_LABEL = re.compile("[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]?")
"""A label in a cell of its own: 「一、 | 政务服务改革 | | |」 heads the rows below it."""


def with_unnamed_number(columns: tuple[Column, ...], rows: Sequence[Sequence[Cell]]) -> tuple[Column, ...]:
    """The columns, with one for numbers that the header has no name for."""
    if any(c.kind == "number" for c in columns) or not rows:
        return columns
    width = len(columns)
    for at in (0, 1):
        wider = [r for r in rows if len(r) > at and number_value(r[at].text) is not None and len(r) > width]
        if len(wider) * 2 > len([r for r in rows if sum(bool(c.text) for c in r) > 1]):
            return (*columns[:at], Column("", "number"), *columns[at:])
    return _with_unnamed_groups(columns, rows) or columns


def _with_unnamed_groups(
    columns: tuple[Column, ...], rows: Sequence[Sequence[Cell]]
) -> tuple[Column, ...] | None:
    """The columns where 「工作任务」 stands over groups of several levels and the numbers: rows hold one to
    three groups, a number, and then as many cells as there are columns from the text on."""
    text = next((k for k, c in enumerate(columns) if c.kind == "text"), None)
    if text is None or any(c.kind != "group" for c in columns[:text]):
        return None
    numbered: list[tuple[int, int]] = []
    for row in rows:
        given = [c for c in row if c.text]
        at = next((k for k, c in enumerate(given[:4]) if number_value(c.text) is not None), None)
        if at is not None and len(given) - at - 1 <= len(columns) - text:
            numbered.append((at, number_value(given[at].text) or 0))
    groups = max((at for at, _ in numbered), default=0)
    counts = [number for _, number in numbered]
    if len(numbered) < 2 or not groups or counts != list(range(counts[0], counts[0] + len(counts))):
        return None
    if len(numbered) * 2 <= sum(sum(bool(c.text) for c in row) > 1 for row in rows):
        return None
    unnamed = [Column("", "group")] * (groups - text)
    return (*columns[:text], *unnamed, Column("", "number"), *columns[text:])


def with_number_column(columns: tuple[Column, ...], rows: Sequence[Sequence[Cell]]) -> tuple[Column, ...]:
    """The columns of a full grid; one that holds nothing but numbers, and has no name or one that says
    otherwise (「工作任务」 over the group and its numbers), is that of the numbers."""
    if any(c.kind == "number" for c in columns):
        return columns
    for at, column in enumerate(columns[:3]):
        given = [r[at].text for r in rows if at < len(r) and r[at].text.strip()]
        numbers = sum(number_value(text) is not None for text in given)
        if column.kind in ("group", "other") and numbers >= 2 and numbers * 10 >= len(given) * 9:
            return (*columns[:at], column._replace(kind="number"), *columns[at + 1 :])
    return columns


def place_row(
    tokens: Sequence[Token], columns: Sequence[Column], blocks: Sequence[Block] = ()
) -> Row | Section | Note:
    """One printed row. As many cells as columns stand where they stand, unless that is absurd."""
    given = [t.cell for t in tokens if t.cell.text]
    if not given:
        return Row(tuple(None for _ in columns))
    if (section := _section(tokens, given, columns)) is not None:
        return section
    if len(tokens) == len(columns) and not _absurd(tokens, columns):
        return Row(tuple(t.cell for t in tokens))
    hard = not tokens[0].joins
    if hard and len(tokens) >= len(columns):
        tokens = [t for t in tokens if t.cell.text]
    beyond = tuple(t.cell for t in tokens[len(columns) :]) if hard else ()
    tokens = tokens[: len(columns)] if hard else tokens
    cells: list[Cell | None] = [None] * len(columns)
    for token, placed in zip(tokens, fit(tokens, columns, wraps=False), strict=True):
        if placed.column == HEADING:
            continue
        before = cells[placed.column]
        if before is not None and hard:
            beyond = (token.cell, *beyond)
        else:
            cells[placed.column] = token.cell if before is None else _together(before, token.cell, blocks)
    return Row(tuple(cells), beyond=beyond)


def _section(
    tokens: Sequence[Token], given: Sequence[Cell], columns: Sequence[Column]
) -> Section | Note | None:
    """A row with one cell that heads others; with 牵头领导 beside it perhaps."""
    first = given[0]
    seen = look(first.text)
    if len(given) == 1:
        if is_note(first.text):
            return Note(first)
        if seen == "heading" or (seen in ("words", "text") and _alone(tokens, columns)):
            return Section(first) if len(squeeze(first.text)) <= 120 else Note(first)
        return None
    if len(given) == 2 and len(columns) > 2 and _HAN_LABEL.fullmatch(squeeze(first.text)):
        words = squeeze(given[1].text)
        if len(words) <= 40 and look(words) in ("words", "text") and "。" not in words:
            between = "" if first.text[-1] in "、.．）)" else " "
            return Section(Cell(first.text + between + given[1].text, first.mark))
    short = all(len(squeeze(c.text)) <= 30 for c in given[1:])
    labelled = seen == "heading" and len(given) <= 3 and len(columns) > len(given)
    filled = any(look(c.text) in ("text", "number", "units", "deadline") for c in given[1:])
    return Section(first, tuple(given[1:])) if labelled and short and not filled else None


def _alone(tokens: Sequence[Token], columns: Sequence[Column]) -> bool:
    """Whether the one cell of a row heads others: it does not stand where the text stands."""
    at = next(i for i, t in enumerate(tokens) if t.cell.text)
    return at >= len(columns) or columns[at].kind in ("number", "group") or len(tokens) == 1


def _absurd(tokens: Sequence[Token], columns: Sequence[Column]) -> bool:
    """Whether standing where they stand would put units under a deadline, or text under numbers."""
    wrong = 0
    for token, column in zip(tokens, columns, strict=True):
        seen = look(token.cell.text)
        wrong += (
            (column.kind in UNITS and seen in ("deadline", "number", "text"))
            or (column.kind == "deadline" and seen in ("units", "text", "number"))
            or (column.kind == "number" and seen in ("text", "units", "deadline"))
            or (column.kind == "text" and seen in ("number", "deadline"))
        )
    # Spaces part words as well as cells: one oddity is enough to look again.
    return wrong > (0 if tokens[0].joins else 1)


def _together(before: Cell, cell: Cell, blocks: Sequence[Block]) -> Cell:
    """Two pieces of one cell: with what stands between them where it is one line."""
    for block in blocks:
        if isinstance(block, Line) and block.mark.line == before.mark.line == cell.mark.line:
            start, end = before.mark.column - block.mark.column, cell.mark.column - block.mark.column
            return Cell(block.text[start : end + len(cell.text)], before.mark)
    between = "\n" if before.text.endswith(("。", "；", ";")) else ""
    return Cell(before.text + between + cell.text, before.mark)
