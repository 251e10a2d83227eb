"""Printed tables 表格: what the site shows of an original whose format has tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qingdan.importers.blocks import Block, Table
from qingdan.model import OriginalText, PrintedCell, PrintedTable


def with_tables(original: OriginalText, blocks: Sequence[Block]) -> OriginalText:
    """The original and which of its lines are rows of tables. A table whose words do not all stand
    in its cells, or not each row on its own line, is left as lines: nothing may be hidden."""
    found = (_table(block, original.lines) for block in blocks if isinstance(block, Table))
    return original._replace(tables=tuple(_apart(t for t in found if t)))


def _table(block: Table, lines: Sequence[str]) -> PrintedTable | None:
    first = block.mark.line
    rows: list[tuple[PrintedCell, ...]] = []
    for line, row in enumerate(block.rows, first):
        text = lines[line - 1] if 0 < line <= len(lines) else ""
        cells: list[PrintedCell] = []
        at = 0
        for cell in row:
            if cell is None:
                continue
            start, end = cell.mark.column - 1, cell.mark.column - 1 + len(cell.text)
            if cell.mark.line != line or start < at or text[at:start].strip() or text[start:end] != cell.text:
                return None
            cells.append(PrintedCell(line, start, end, cell.rows, cell.columns))
            at = end
        if text[at:].strip():
            return None
        rows.append(tuple(cells))
    return PrintedTable(first, tuple(rows)) if rows else None


def _apart(tables: Iterator[PrintedTable]) -> Iterator[PrintedTable]:
    """Those that do not stand inside another."""
    behind = 0
    for table in sorted(tables, key=lambda t: t.line):
        if table.line > behind:
            yield table
            behind = table.line + len(table.rows) - 1
