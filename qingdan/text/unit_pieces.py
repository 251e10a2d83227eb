"""Cells of units, cut into pieces at 、，；and line breaks outside brackets and collectives."""

from __future__ import annotations

from typing import NamedTuple

from qingdan.text import collectives
from qingdan.text import unit_words as words

SOFT, COMMA, HARD = "、﹑､", "，,﹐", "；;﹔\n。"
"""Separators: within an enumeration, between parts of a clause, between clauses."""
OPENERS = "（(〈《［[【〔｛{﹙<＜"
_CLOSERS = "）)〉》］]】〕｝}﹚>＞"


class Piece(NamedTuple):
    """What stands between two separators."""

    text: str
    """Without white space."""
    before: str
    """The separator before it; empty at the beginning."""
    after: str
    """The separator behind it; empty at the end."""


def _tidied(cell: str) -> str:
    """The cell without white space; names parted by a space get a 、; line breaks stay."""
    parted = words.PARTED_BY_SPACE.sub("、", cell).replace("\u200b", "").replace("\ufeff", "")
    lines = ("".join(line.split()) for line in parted.splitlines())
    return words.with_labels_apart("\n".join(line for line in lines if line))


def _brackets(text: str) -> dict[int, int]:
    """Where each bracket that is closed closes; one that is never closed is an ordinary character."""
    pairs: dict[int, int] = {}
    open_: list[int] = []
    for position, char in enumerate(text):
        if char in OPENERS:
            open_.append(position)
        elif char in _CLOSERS and open_:
            pairs[open_.pop()] = position
    return pairs


def unwrapped(text: str) -> str:
    """Without brackets around the whole cell."""
    pairs = _brackets(text)
    begin, end = 0, len(text)
    while begin < end:
        while end > begin and text[end - 1] in "。\n":
            end -= 1
        if pairs.get(begin) != end - 1:
            break
        begin, end = begin + 1, end - 1
    return text[begin:end]


def pieces(cell: str) -> list[Piece]:
    """Cut a cell at separators; a piece that is all brackets （乙局、丙局配合） is cut once more."""
    found: list[Piece] = []
    for piece in _cut(unwrapped(_tidied(cell))):
        inner = unwrapped(piece.text)
        if len(inner) > len(piece.text) - 2:
            found.append(piece)
            continue
        within = _cut(inner)
        within[0] = within[0]._replace(before=piece.before)
        within[-1] = within[-1]._replace(after=piece.after)
        found += within
    return found


def _cut(text: str) -> list[Piece]:
    """Cut at separators outside brackets and outside collectives that hold 、."""
    shielded = bytearray(len(text))
    for begin, end in _brackets(text).items():
        if not shielded[begin]:
            shielded[begin:end] = b"\1" * (end - begin)
    for begin, end in collectives.spans(text):
        shielded[begin:end] = b"\1" * (end - begin)
    pieces: list[Piece] = []
    begin, before = 0, ""
    for position, char in enumerate(text):
        if not shielded[position] and char in SOFT + COMMA + HARD:
            pieces.append(Piece(text[begin:position].replace("\n", ""), before, char))
            begin, before = position + 1, char
    return [*pieces, Piece(text[begin:].replace("\n", ""), before, "")]
