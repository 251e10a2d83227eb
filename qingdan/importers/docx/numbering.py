"""Numbering: the labels that Word and WPS compute. They are printed, and stand nowhere in the text.

Rules of ISO/IEC 29500-1, 17.9: lists (num) rest on definitions (abstractNum) and share
their counters; a list may replace levels and starting numbers of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from qingdan.importers.docx.names import number, switch, value, w
from qingdan.importers.docx.styles import Styles
from qingdan.importers.docx.symbols import glyph
from qingdan.importers.list_numerals import numeral

LEVELS = 9
_PLACE = re.compile("%([1-9])")


class _Level(NamedTuple):
    start: int
    kind: str
    text: str
    legal: bool
    """Whether all its numbers are printed in digits."""
    restart: int | None
    """The level (from 1) after which it begins anew; 0 for never; None for any above it."""
    separator: str
    style: str
    """The paragraph style that it belongs to."""
    hidden: bool


@dataclass(slots=True)
class _List:
    counters: str
    """The definition whose counters it moves."""
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)
    """Starting numbers of its own, not used yet."""
    own_starts: dict[int, int] = field(default_factory=dict)


class Label(NamedTuple):
    """A computed label."""

    text: str
    """With what parts it from the words behind it."""
    unknown: str = ""
    """A kind of numbers that we do not know; its numbers are printed in digits."""


class Numbering:
    """The lists of a document; counters move with each paragraph, in printed order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        """`root` is that of numbering.xml; None where there is none."""
        self._styles = styles
        self._definitions: dict[str, etree._Element] = {}
        self._nums: dict[str, etree._Element] = {}
        if root is not None:
            self._definitions = {value(a, "abstractNumId"): a for a in root.findall(w("abstractNum"))}
            self._nums = {value(n, "numId"): n for n in root.findall(w("num"))}
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, list[int | None]] = {}

    def label(self, list_: str, level: int | None, style: str) -> Label | None:
        """The label of the next paragraph of a list; None where it prints none.

        `level` is None where the paragraph's style tells it.
        """
        found = self._list(list_)
        if found is None:
            return None
        if level is None:
            level = self._level_of_style(found, style)
        shown = found.levels.get(level)
        if shown is None:
            return None
        numbers = self._count(found, level)
        if shown.hidden:
            return None
        return _label(found, shown, numbers)

    def _level_of_style(self, list_: _List, style: str) -> int:
        own = {level.style: at for at, level in list_.levels.items() if level.style}
        return next((own[id_] for id_ in self._styles.ids(style) if id_ in own), 0)

    def _count(self, list_: _List, level: int) -> list[int]:
        """Move the counters; the numbers of this level and of those above it."""
        counters = self._counters.setdefault(list_.counters, [None] * LEVELS)
        now = counters[level]
        own = list_.starts.pop(level, None)
        if own is not None:
            counters[level] = own
        elif now is None:
            counters[level] = self._start(list_, level)
        else:
            counters[level] = now + 1
        for above in range(level):
            if counters[above] is None:
                counters[above] = self._start(list_, above)
                list_.starts.pop(above, None)
        for below in range(level + 1, LEVELS):
            rule = list_.levels[below].restart if below in list_.levels else None
            if rule is None or (rule and level < rule):
                counters[below] = None
        return [n or 0 for n in counters[: level + 1]]

    @staticmethod
    def _start(list_: _List, level: int) -> int:
        if level in list_.own_starts:
            return list_.own_starts[level]
        return list_.levels[level].start if level in list_.levels else 1

    def _list(self, id_: str) -> _List | None:
        if id_ not in self._lists:
            self._lists[id_] = self._made(id_)
        return self._lists[id_]

    def _made(self, id_: str) -> _List | None:
        num = self._nums.get(id_)
        if num is None or id_ == "0":
            return None
        definition = self._definition(value(num.find(w("abstractNumId"))))
        if definition is None:
            return None
        levels = {number(x, "ilvl"): _level(x) for x in definition.findall(w("lvl"))}
        made = _List(value(definition, "abstractNumId"), levels)
        for change in num.findall(w("lvlOverride")):
            at = number(change, "ilvl", LEVELS)
            if not 0 <= at < LEVELS:
                continue
            if (own := change.find(w("lvl"))) is not None:
                levels[at] = _level(own)
            if (start := change.find(w("startOverride"))) is not None:
                made.starts[at] = made.own_starts[at] = number(start)
        made.levels = {at: level for at, level in levels.items() if 0 <= at < LEVELS}
        return made

    def _definition(self, id_: str) -> etree._Element | None:
        """A definition, or the one that its numbering style stands for."""
        for _ in range(4):
            found = self._definitions.get(id_)
            if found is None or (link := found.find(w("numStyleLink"))) is None:
                return found
            num = self._nums.get(self._styles.list_of_style(value(link)))
            if num is None:
                return found
            id_ = value(num.find(w("abstractNumId")))
        return None


def _level(given: etree._Element) -> _Level:
    kind = value(given.find(w("numFmt")), default="decimal")
    text = value(given.find(w("lvlText")))
    font = given.find(f"{w('rPr')}/{w('rFonts')}")
    if kind == "bullet":
        text = "".join(glyph(c, value(font, "ascii") or value(font, "hAnsi")) for c in text) or "•"
    restart = given.find(w("lvlRestart"))
    return _Level(
        start=number(given.find(w("start")), default=1 if given.find(w("start")) is not None else 0),
        kind=kind,
        text=text,
        legal=bool(switch(given, "isLgl")),
        restart=None if restart is None else number(restart),
        separator=value(given.find(w("suff")), default="tab"),
        style=value(given.find(w("pStyle"))),
        hidden=bool(switch(given.find(w("rPr")), "vanish")),
    )


def _label(list_: _List, shown: _Level, numbers: list[int]) -> Label | None:
    unknown = ""

    def written(match: re.Match[str]) -> str:
        nonlocal unknown
        at = int(match[1]) - 1
        if at >= len(numbers):
            return ""
        kind = list_.levels[at].kind if at in list_.levels else "decimal"
        if shown.legal and kind not in ("none", "bullet"):
            kind = "decimal"
        words = numeral(numbers[at], kind)
        if words is None:
            unknown = kind
            return str(numbers[at])
        return words

    text = _PLACE.sub(written, shown.text) if shown.kind != "bullet" else shown.text
    if not text.strip():
        return None
    # A tab or a space stands behind the label; beside a bracket or a mark nobody misses it.
    parted = shown.separator != "nothing" and text[-1].isalnum()
    return Label(text + (" " if parted else ""), unknown)
