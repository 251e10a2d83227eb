"""Tables that a format gives as tables: header rows told apart, merged cells known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qingdan.importers.blocks import Cell, Table
from qingdan.importers.draft import Leftover
from qingdan.importers.recognise.lines import is_title
from qingdan.importers.recognise.signs import look, squeeze
from qingdan.importers.recognise.tables.fit import Token
from qingdan.importers.recognise.tables.grid import Grid, Note, Row, Section
from qingdan.importers.recognise.tables.header import columns_of, kind_of
from qingdan.importers.recognise.tables.placing import place_row, with_number_column, with_unnamed_number

_Cells = tuple[Cell | None, ...]


def read(table: Table, index: int) -> Grid | None:
    """The grid of a table; None where it has no header that we know (a frame, a signature)."""
    for at, row in enumerate(table.rows[:6]):
        names = [cell.text if cell else "" for cell in row]
        if columns_of(names) is not None:
            return _grid(table, index, at)
    return None


def _grid(table: Table, index: int, at: int) -> Grid:
    rows = table.rows
    header = [c for c in rows[at] if c and c.text.strip()]
    names, taken = _second_level(rows, at)
    if columns_of(names) is None:  # spread over merged columns, the names say too little
        names, taken = [c.text if c else "" for c in rows[at]], at + 1
    for row in rows[at + 1 : taken]:
        header += [c for c in row if c and c.text.strip()]
    columns = columns_of(names)
    assert columns is not None
    grid = Grid(columns, tuple(header), [], index, index + 1)
    for row in rows[:at]:
        given = [c for c in row if c and c.text.strip()]
        if len(given) == 1 and grid.title is None and is_title(given[0].text):
            grid.title = given[0]
            continue
        grid.leftovers += [Leftover(c.text, "表头", c.mark) for c in row if c and c.text.strip()]
    body = [[c or Cell("", table.mark) for c in row] for row in rows[taken:]]
    grid.columns = with_unnamed_number(with_number_column(columns, body), body)
    return _filled(grid, rows[taken:], body, header)


def read_on(table: Table, index: int, before: Grid) -> Grid | None:
    """A table without header that goes on the one before it over a page break; None for another."""
    if any(len(row) != len(before.columns) for row in table.rows):
        return None
    body = [[c or Cell("", table.mark) for c in row] for row in table.rows]
    grid = _filled(Grid(before.columns, (), [], index, index + 1), table.rows, body, [])
    return grid if grid.goes_on(before) else None


def _filled(grid: Grid, rows: Sequence[_Cells], body: list[list[Cell]], header: list[Cell]) -> Grid:
    """The grid with its rows; a header printed again is left out."""
    printed = [squeeze(c.text) for c in header]
    for cells, row, covered in zip(body, rows, _covered(rows), strict=True):
        given = [c for c in row if c and c.text.strip()]
        if given and [squeeze(c.text) for c in given] == printed:
            words = " ".join(c.text for c in given)
            grid.leftovers.append(Leftover(words, "表头", given[0].mark))
        elif given:
            grid.rows.append(_row(cells, row, covered, grid))
    return grid


def _covered(rows: Sequence[_Cells]) -> Iterator[_Cells]:
    """For each row the cells of rows above that reach down into it."""
    above: dict[int, tuple[Cell, int]] = {}
    for number, row in enumerate(rows):
        yield tuple(
            above[k][0] if cell is None and k in above and number < above[k][1] else None
            for k, cell in enumerate(row)
        )
        for k, cell in enumerate(row):
            if cell and cell.rows > 1:
                above[k] = (cell, number + cell.rows)
            elif cell:
                above.pop(k, None)


def _second_level(rows: Sequence[_Cells], at: int) -> tuple[list[str], int]:
    """The names of the columns, the lower ones where the header has two levels; where rows begin."""
    upper = [c.text if c else "" for c in rows[at]]
    for k, cell in enumerate(rows[at]):
        if cell and cell.columns > 1:
            for over in range(k + 1, min(k + cell.columns, len(upper))):
                upper[over] = upper[over] or cell.text
    if at + 1 >= len(rows):
        return upper, at + 1
    below = rows[at + 1]
    given = [c for c in below if c and c.text.strip()]
    deep = any(c and c.rows > 1 for c in rows[at]) or any(c and c.columns > 1 for c in rows[at])
    if not deep or not given or len(given) == len(below) or not all(kind_of(c.text) for c in given):
        return upper, at + 1
    names = [c.text if c and c.text.strip() else upper[k] for k, c in enumerate(below)]
    return (names, at + 2) if columns_of(names) else (upper, at + 1)


def _row(cells: list[Cell], row: _Cells, covered: _Cells, grid: Grid) -> Row | Section | Note:
    """One row of the grid."""
    given = [c for c in row if c and c.text.strip()]
    if len(given) == 1 and given[0].columns >= max(len(row) - 1, 2) and look(given[0].text) != "number":
        own = any(column.kind == "reports" for column in grid.columns)
        long = len(squeeze(given[0].text)) > 120 and not own
        return Note(given[0]) if long else Section(given[0])
    tokens = [Token(c) for c in cells]
    while len(tokens) > len(grid.columns) and not tokens[-1].cell.text:
        tokens.pop()
    placed = place_row(tokens, grid.columns)
    if isinstance(placed, Row) and len(row) == len(grid.columns):
        return placed._replace(covered=covered)
    return placed
