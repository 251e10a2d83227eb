"""Drawn: tables that a text file draws with lines, of box characters or of + - |.

The drawing says where a cell ends, so a cell that is broken over lines can be put together
again. Only what the drawing says is taken: where the columns of a line do not fit those of the
edge, or a rule stops short (a merged cell), the table stays the lines that it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from qingdan.importers.composing import CellText

_EDGE = re.compile(r"\s*(?:[┌┏╔][─━═┄┈┬┳╦╤╥-]{3,}[┐┓╗]|\+(?:[-=]{2,}\+){2,})\s*")
"""The upper edge."""
_RULE = re.compile(r"\s*[├┣╠┝└┗╚+][─━═┄┈┼╋╬┴┻╩╧╨┬┳╦+=-]{3,}[┤┫╣┥┘┛╝+]\s*")
"""The rule between two rows, and the lower edge."""
_LAST = tuple("└┗╚")
_SIDE = re.compile("[│┃║|｜]")
_CROSSINGS = re.compile("[┬┳╦╤╥+]")
_SPACES = " \t\u3000\xa0"
LONGEST = 2000
"""Lines of the longest table that is looked at."""


class Drawn(NamedTuple):
    """A table and the lines that draw it."""

    start: int
    end: int
    """Both count lines from 0; the last one is not part of it."""
    rows: list[list[CellText]]


def find(lines: Sequence[str]) -> list[Drawn]:
    """The drawn tables of a text, in order, those only whose drawing holds together."""
    found: list[Drawn] = []
    at = 0
    while at < len(lines):
        table = _table(lines, at) if _EDGE.fullmatch(lines[at]) else None
        if table:
            found.append(table)
        at = table.end if table else at + 1
    return found


def _table(lines: Sequence[str], start: int) -> Drawn | None:
    edge = lines[start].strip()
    plain = edge[0] == "+"
    columns = len(_CROSSINGS.findall(edge[1:-1])) + 1
    rows: list[list[CellText]] = []
    row: list[list[str]] = []
    for at in range(start + 1, min(len(lines), start + LONGEST)):
        line = lines[at].strip(_SPACES)
        if _RULE.fullmatch(line):
            if row:
                rows.append([CellText(_joined(piece)) for piece in zip(*row, strict=True)])
            row = []
            below = lines[at + 1].strip(_SPACES) if at + 1 < len(lines) else ""
            if line.startswith(_LAST) or (plain and not below.startswith(("|", "+"))):
                return Drawn(start, at + 1, rows) if rows else None
            continue
        pieces = _SIDE.split(line)
        if len(pieces) != columns + 2 or pieces[0] or pieces[-1]:
            return None
        row.append(pieces[1:-1])
    return None


def _joined(pieces: Sequence[str]) -> str:
    """The words of a cell that was broken over lines: Chinese goes on at once, Latin after a space."""
    words = ""
    for piece in pieces:
        text = piece.strip(_SPACES)
        latin = words[-1:].isascii() and words[-1:].isalnum() and text[:1].isascii() and text[:1].isalpha()
        words += f" {text}" if text and latin else text
    return words
