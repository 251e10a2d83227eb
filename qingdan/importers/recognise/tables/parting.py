"""Parting: tables that hold several, or that only set lines side by side -> lines and tables.

Where another header stands below rows, another table begins. The rows above it that
hold one cell and read like a title or an annex's mark are lines above that table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qingdan.importers.blocks import Block, Cell, Line, Mark, Table
from qingdan.importers.recognise.lines import (
    is_attachment,
    is_copies,
    is_number,
    is_title,
    printed_day,
)
from qingdan.importers.recognise.signs import squeeze
from qingdan.importers.recognise.tables.header import columns_of

_FEW = 8
"""Rows of the longest 版记."""

_Row = tuple[Cell | None, ...]


def parted(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, tables parted where another header stands in them."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and _is_setting(block.rows):
            out += _lines(block.rows)
        elif isinstance(block, Table):
            out += _parts(block)
        else:
            out.append(block)
    return out


def _given(row: _Row) -> list[Cell]:
    return [c for c in row if c and c.text.strip()]


def _is_setting(rows: Sequence[_Row]) -> bool:
    """Whether a table only sets lines side by side: the 版记 (抄送, 印发), or 文号 and 签发人."""
    given = [found for row in rows if (found := _given(row))]
    if not given or len(given) > _FEW or any(len(row) > 2 for row in given):
        return False
    if any(columns_of([c.text for c in row]) for row in given):
        return False
    words = [" ".join(c.text for c in row) for row in given]
    colophon = any(is_copies(text) or printed_day(text) for text in words)
    return colophon or (len(given) == 1 and any(is_number(c.text) for c in given[0]))


def _lines(rows: Sequence[_Row]) -> Iterator[Line]:
    """Rows as lines; 文号 stands by itself."""
    for row in rows:
        given = _given(row)
        if not given:
            continue
        if any(is_number(c.text) for c in given):
            yield from (Line(c.text.replace("\n", " "), c.mark) for c in given)
        else:
            yield Line(" ".join(c.text.replace("\n", " ") for c in given), given[0].mark)


def _parts(table: Table) -> Iterator[Block]:
    rows = table.rows
    begin = 0
    header: list[str] | None = None
    for at, row in enumerate(rows):
        names = [cell.text if cell else "" for cell in row]
        if columns_of(names) is None:
            continue
        printed = [squeeze(name) for name in names if name]
        first = _titles_above(rows, at, begin)
        again = printed == header
        if header is not None and (not again or first < at):
            yield Table(rows[begin:first], _mark(rows[begin]) or table.mark)
            for title in rows[first:at]:
                yield from (Line(c.text, c.mark) for c in title if c and c.text.strip())
            begin = at
        header = printed
    yield table if begin == 0 else Table(rows[begin:], _mark(rows[begin]) or table.mark)


def _titles_above(rows: Sequence[_Row], at: int, begin: int) -> int:
    """Where the titles directly above a header begin."""
    while at > begin + 1:
        given = _given(rows[at - 1])
        if len(given) != 1 or not (is_title(given[0].text) or is_attachment(given[0].text)):
            break
        at -= 1
    return at


def _mark(row: _Row) -> Mark | None:
    return next((c.mark for c in row if c), None)
