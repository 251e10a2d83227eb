"""Drawing: the objects of an OFD page -> glyphs and rulings (GB/T 33190-2016, chapters 8 to 11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from math import hypot

from lxml import etree

from qingdan.importers.archive import RefusedError
from qingdan.importers.ofd.package import Document, box_of, children, local, numbers
from qingdan.importers.page import Glyph, Ruling
from qingdan.importers.page.characters import LOST
from qingdan.importers.page.lines import is_wide
from qingdan.importers.page.strokes import rulings_of

MM = 72 / 25.4
"""Points a millimetre."""
GLYPHS = 60_000
PATHS = 100_000
_OBJECTS = 200_000
_DEPTH = 20
_HINT = "用 WPS 或 OFD 阅读器打开它，另存（打印）成 PDF，再导入。"
Matrix = tuple[float, float, float, float, float, float]
_PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_SIGN = re.compile(r"([SMLQBACsmlqbac])|([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?)")
_POINTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""Numbers that a command takes; the last two are where it leads."""
_UNSAID = "\u00a4"
"""Stands in a text for a glyph that has no character."""


class Drawing:
    """What one page draws."""

    def __init__(self, document: Document, width: float, height: float) -> None:
        self.document = document
        self.area = width * height
        self.glyphs: list[Glyph] = []
        self.rulings: list[Ruling] = []
        self.pictures = 0.0
        self.curves = self.vertical = self.invisible = 0
        self.apart = False
        """Whether what is taken now belongs to no text: annotations."""
        self._paths = self._objects = 0

    def take(self, element: etree._Element, matrix: Matrix = _PLAIN, depth: int = 0) -> None:
        """All objects below an element, in order; `matrix`: from its space to the page, in millimetres."""
        if depth > _DEPTH:
            raise RefusedError("这个 OFD 的一页里图形套着图形，没完没了，没有读。", _HINT)
        pending: list[Iterator[etree._Element]] = [iter(element)]
        while pending:
            part = next(pending[-1], None)
            if part is None:
                pending.pop()
                continue
            self._objects += 1
            if self._objects > _OBJECTS:
                raise RefusedError("这个 OFD 有一页的内容多得不正常，没有读。", _HINT)
            if part.get("Visible", "").lower() == "false":
                continue
            if local(part) in ("Content", "Layer", "PageBlock"):
                pending.append(iter(part))
            else:
                self._object(part, matrix, depth)

    def _object(self, part: etree._Element, matrix: Matrix, depth: int) -> None:
        name = local(part)
        if name == "TextObject":
            self._text(part, matrix)
        elif name == "PathObject":
            self._path(part, matrix)
        elif name == "ImageObject":
            box = box_of(part.get("Boundary", ""))
            self.pictures += box[2] * box[3] / self.area if box and self.area else 0.0
        elif name == "CompositeObject":
            unit = self.document.units.get(part.get("ResourceID", ""))
            if unit is not None:
                self.take(unit, _placed(part, matrix), depth + 1)

    def _text(self, element: etree._Element, matrix: Matrix) -> None:
        size = next(iter(numbers(element.get("Size"))), 0.0)
        if not 0 < size < 1000:
            return
        placed = _placed(element, matrix)
        stretch = next(iter(numbers(element.get("HScale"))), 1.0) or 1.0
        turned = element.get("CharDirection", "0") not in ("", "0")
        down = element.get("ReadDirection", "0") in ("90", "270") or turned
        unseen = element.get("Fill", "").lower() == "false" and element.get("Stroke", "").lower() != "true"
        mapped = any(True for _ in children(element, "CGTransform"))
        x = y = 0.0
        for code in children(element, "TextCode"):
            x = next(iter(numbers(code.get("X"))), x)
            y = next(iter(numbers(code.get("Y"))), y)
            words = (code.text or "").strip("\n\r\t")
            shown = sum(not c.isspace() for c in words)
            self.vertical += shown if down else 0
            self.invisible += shown if unseen else 0
            right, below = deltas(code.get("DeltaX"), len(words)), deltas(code.get("DeltaY"), len(words))
            u, v = x, y
            for character, step, fall in zip_longest(words, right[: len(words)], below[: len(words)]):
                wide = size * stretch * (1.0 if is_wide(character) else 0.5)
                advance = min(wide, step) if step and step > 0 else wide
                text = LOST if mapped and character == _UNSAID else character
                self._glyph(placed, (u, v - size * 0.88, u + advance, v + size * 0.12), text, size)
                u += step or 0.0
                v += fall or 0.0

    def _glyph(self, m: Matrix, box: tuple[float, float, float, float], text: str, size: float) -> None:
        points = [_at(m, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs, ys = [x * MM for x, _ in points], [y * MM for _, y in points]
        turn = -1 if self.apart else _turn(m[0], m[1])
        height = size * hypot(m[2], m[3]) * MM
        self.glyphs.append(Glyph(text, min(xs), min(ys), max(xs), max(ys), height, turn))
        if len(self.glyphs) > GLYPHS:
            raise RefusedError(f"这个 OFD 有一页超过 {GLYPHS} 个字，没有读。", _HINT)

    def _path(self, element: etree._Element, matrix: Matrix) -> None:
        placed = _placed(element, matrix)
        stroke = element.get("Stroke", "true").lower() != "false"
        fill = element.get("Fill", "false").lower() == "true"
        data = next((e.text or "" for e in children(element, "AbbreviatedData")), "")
        curved = False
        for run, bent in outlines(data):
            self._paths += len(run)
            if self._paths > PATHS:
                raise RefusedError("这个 OFD 有一页的线条多得不正常，没有读。", _HINT)
            curved |= bent
            points = [(x * MM, y * MM) for x, y in (_at(placed, *p) for p in run)]
            self.rulings += rulings_of(points, stroke=stroke, straight=not bent)
        self.curves += fill and curved


def deltas(text: str | None, most: int) -> list[float]:
    """The distances of characters; `g 3 2.5` stands for 2.5 three times. No more than `most`."""
    out: list[float] = []
    words = (text or "").split()
    at = 0
    while at < len(words) and len(out) < most:
        if words[at] == "g" and at + 2 < len(words):
            step = numbers(words[at + 2])
            if words[at + 1].isdigit() and len(words[at + 1]) < 20 and step:
                out += step[:1] * min(int(words[at + 1]), most - len(out))
            at += 3
        else:
            out += numbers(words[at])[:1]
            at += 1
    return out


def outlines(data: str) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """The outlines of a path: their points, and whether they are bent."""
    run: list[tuple[float, float]] = []
    bent = False
    command, given = "", []
    for found in _SIGN.finditer(data + " S"):
        if found[2]:
            given.append(float(found[2]) if len(found[2]) < 30 else 0.0)
            continue
        if command == "C":
            run += run[:1]
        elif command and len(given) >= _POINTS[command]:
            if command in "SM":
                if run:
                    yield run, bent
                run, bent = [], False
            bent |= command in "QBA"
            run.append((given[_POINTS[command] - 2], given[_POINTS[command] - 1]))
        command, given = found[1].upper(), []
    if run:
        yield run, bent


def _placed(element: etree._Element, outer: Matrix) -> Matrix:
    """From the space of an object to the page: its own matrix, moved to its boundary, then the outer one."""
    box = numbers(element.get("Boundary"))
    x, y = (box[0], box[1]) if len(box) == 4 else (0.0, 0.0)
    own = numbers(element.get("CTM"))
    a, b, c, d, e, f = own if len(own) == 6 else _PLAIN
    return _times((a, b, c, d, e + x, f + y), outer)


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First m, then n."""
    a, b, c, d, e, f = m
    g, h, i, j, k, o = n
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + o)


def _at(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _turn(a: float, b: float) -> int:
    """Quarter turns clockwise of a baseline that runs along (a, b), y downwards."""
    if abs(b) <= abs(a) * 0.12:
        return 0 if a >= 0 else 2
    if abs(a) <= abs(b) * 0.12:
        return 1 if b > 0 else 3
    return -1
