"""Where in the YAML the n-th character of a loaded text stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from qingdan.loader import tree
from qingdan.loader.nodes import Nodes
from qingdan.loader.report import Report, Source
from qingdan.loader.tree import Scalar, compose
from qingdan.model import Text
from qingdan.problems import Excerpt, Place

_ESCAPES = {"x": 4, "u": 6, "U": 10}
"""Length of the escapes that are longer than two characters."""


class _Sign(NamedTuple):
    """One character as it is written, a line break or an escape among them."""

    value: str
    line: int
    column: int


def locate(source: Source, text: Text, offset: int, width: int = 1) -> Excerpt:
    """The line of the YAML with the offset-th character (from 0) of the text marked, and the
    `width - 1` after it as far as they stand on the same line. Where the text is no scalar of
    the source, its place."""
    places = list(_places(source, text))
    if not places:
        return source.excerpt(text.place)
    last = places[-1]
    places.append(last._replace(column=last.column + 1))  # behind the last character
    begin = places[min(max(offset, 0), len(places) - 1)]
    marked = [p for p in places[offset : offset + width] if p.line == begin.line]
    return source.excerpt(begin, marked[-1].column - begin.column + 1 if marked else 1)


def _places(source: Source, text: Text) -> Iterator[Place]:
    """The place of each character of the text.

    White space may differ (it is folded, indented, stripped), all other characters are the same.
    """
    scalars, index = _scalars(source)
    number = index.get(text.place)
    if number is None:
        return
    signs = _signs(source, scalars[number])
    here = 0
    for character in text.value:
        if character == "\n" and here >= len(signs) and number + 1 < len(scalars):
            number += 1  # the next item of a cell that is written as a list
            signs, here = _signs(source, scalars[number]), 0
            yield Place(source.file, signs[0].line, signs[0].column) if signs else text.place
            continue
        while not character.isspace() and here < len(signs) - 1 and _is_skipped(signs[here], character):
            here += 1
        sign = signs[min(here, len(signs) - 1)]
        yield Place(source.file, sign.line, sign.column)
        if not character.isspace() or sign.value.isspace():
            here += 1


def _is_skipped(sign: _Sign, character: str) -> bool:
    return sign.value != character and (not sign.value or sign.value.isspace())


@lru_cache(maxsize=8)
def _scalars(source: Source) -> tuple[list[Scalar], dict[Place, int]]:
    """All scalars in order, and their numbers by the place of their words."""
    report = Report(source)
    nodes = Nodes(report)
    root = compose(report)
    found = list(tree.scalars(root)) if root is not None else []
    return found, {nodes.place(scalar): number for number, scalar in enumerate(found)}


def _signs(source: Source, scalar: Scalar) -> list[_Sign]:
    """The characters of a scalar as they are written, quotes and headers left out."""
    start = Nodes(Report(source)).place(scalar)
    end_line, end_column = scalar.end_mark.line + 1, scalar.end_mark.column
    if scalar.style in ("'", '"') and scalar.style:
        end_column -= 1
    raw: list[_Sign] = []
    for number in range(start.line, min(end_line, len(source.lines)) + 1):
        line = source.lines[number - 1]
        first = start.column - 1 if number == start.line else 0
        last = end_column if number == end_line else len(line)
        raw += [_Sign(line[i], number, i + 1) for i in range(first, min(last, len(line)))]
        if number != end_line:
            raw.append(_Sign("\n", number, len(line) + 1))
    if scalar.style == "'":
        return list(_single(raw))
    return list(_double(raw)) if scalar.style == '"' else raw


def _single(raw: list[_Sign]) -> Iterator[_Sign]:
    """Two quotes are one."""
    skip = False
    for sign in raw:
        skip = sign.value == "'" and not skip
        if not (skip is False and sign.value == "'"):
            yield sign


def _double(raw: list[_Sign]) -> Iterator[_Sign]:
    """An escape is one character; an escaped line break is none."""
    here = 0
    while here < len(raw):
        sign = raw[here]
        if sign.value != "\\" or here + 1 >= len(raw):
            yield sign
            here += 1
            continue
        length = _ESCAPES.get(raw[here + 1].value, 2)
        yield sign._replace(value=_escaped("".join(s.value for s in raw[here : here + length])))
        here += length


def _escaped(written: str) -> str:
    """What an escape stands for; nothing for an escaped line break."""
    if written == "\\\n":
        return ""
    if written[1] in _ESCAPES:
        return chr(int(written.removeprefix("\\" + written[1]), base=16))
    known = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "v": "\v", "f": "\f"}
    known |= {"e": "\x1b", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"}
    return known.get(written[1], written[1])
