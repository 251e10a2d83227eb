"""Pasted: tables that a text file holds as another program wrote them.

A spreadsheet puts a cell of several lines between quotes, a table in Markdown writes `<br>` for
the end of a line, an export parts its values with commas. Such marks are none of the words, and
a break may part two units. Files without them stay the lines that they are.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from qingdan.importers.composing import CellText
from qingdan.importers.drawn import Drawn

_BREAK = "\x1f"
"""Stands for the end of a line within a cell; no text file that is read holds it."""
_BR = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LONGEST = 2000
_QUOTED = re.compile(
    rf'(?:(?<=[\t,\n])|(?<=\A))"((?:[^"]|""){{0,{_LONGEST}}}?\n(?:[^"]|""){{0,{_LONGEST}}}?)"(?=[\t,\n]|\Z)'
)
"""A cell of several lines, as a spreadsheet copies it."""
_RULING = re.compile(r"[\s|｜+:：=\-─━—┼]*[-─━—=][\s|｜+:：=\-─━—┼]*")
_BAR = re.compile(r"[|｜]")
_TAB = re.compile(r"\t")
_SPACES = " \u3000\xa0"
_VALUES = 4
"""So many values a row parted by commas has at least; a sentence has as many clauses."""
_NUMBER = re.compile(r"\s*[0-9]{1,4}\s*")


def whole_lines(lines: Sequence[str]) -> list[str]:
    """The lines, those of a quoted cell and the rest of its row as one, `<br>` taken for what it means."""
    if not any('"' in line for line in lines) and not any(_BR.search(line) for line in lines):
        return list(lines)
    text = _QUOTED.sub(_unquoted, "\n".join(lines))
    return [_BR.sub(_BREAK, line) for line in text.split("\n")]


def _unquoted(found: re.Match[str]) -> str:
    before = found.string[found.start() - 1 : found.start()]
    words = found[1].replace("\n", _BREAK)
    return f'"{words}"' if before == "," else words.replace('""', '"')


def parts(line: str) -> list[str]:
    """The lines that a line of running text shows."""
    return line.split(_BREAK)


def find(lines: Sequence[str], drawn: Sequence[Drawn]) -> list[Drawn]:
    """The tables among whole lines that hold such marks, and those that are drawn, in order."""
    drawings = {table.start: table for table in drawn}
    found: list[Drawn] = []
    at = 0
    while at < len(lines):
        table = drawings.get(at) or _marked(lines, at) or _with_commas(lines, at)
        if table:
            found.append(table._replace(rows=list(_texts(table.rows))))
        at = table.end if table else at + 1
    return found


def _marked(lines: Sequence[str], start: int) -> Drawn | None:
    """Rows with as many cells parted by bars or tabs, of which one at least has a break."""
    for mark in (_BAR, _TAB):
        width = len(_cells(lines[start], mark))
        if width < 2:
            continue
        end = start
        while end < len(lines) and len(_cells(lines[end], mark)) in (1, width):
            if not mark.search(lines[end]):
                break
            end += 1
        rows = [_cells(line, mark) for line in lines[start:end] if not _RULING.fullmatch(line)]
        if len(rows) > 1 and any(_BREAK in cell for row in rows for cell in row):
            return Drawn(start, end, [[CellText(cell) for cell in row] for row in rows])
    return None


def _cells(line: str, mark: re.Pattern[str]) -> list[str]:
    """The cells of a row; bars at its edges part nothing."""
    line = line.strip(_SPACES)
    if mark is _BAR:
        line = line.strip("|｜") if mark.search(line[:1]) else line
    return mark.split(line)


def _with_commas(lines: Sequence[str], start: int) -> Drawn | None:
    """Rows with as many values parted by commas, numbered below their first one."""
    width = len(_values(lines[start]))
    if width < _VALUES or "。" in lines[start]:
        return None
    end = start + 1
    while end < len(lines) and len(_values(lines[end])) == width:
        end += 1
    rows = [_values(line) for line in lines[start:end]]
    numbered = any(all(_NUMBER.fullmatch(row[k]) for row in rows[1:]) for k in range(2))
    if len(rows) < 3 or not numbered or _NUMBER.fullmatch(rows[0][0]):
        return None
    return Drawn(start, end, [[CellText(cell) for cell in row] for row in rows])


def _values(line: str) -> list[str]:
    if line.count(",") < _VALUES - 1:
        return []
    try:
        return next(csv.reader([line.strip()], strict=True), [])
    except csv.Error:
        return []


def _texts(rows: Sequence[Sequence[CellText]]) -> Iterator[list[CellText]]:
    """The rows as a full grid, their breaks told."""
    width = max(map(len, rows))
    for row in rows:
        shown = [[part.strip(_SPACES) for part in cell.text.split(_BREAK)] for cell in row]
        words = ["\n".join(filter(None, cell)) for cell in shown]
        yield [CellText(w) for w in words] + [CellText("")] * (width - len(words))
