"""What a person typed, read: words that must all occur, "quoted phrases", -words.

A query can also be a piece copied from a text, with quotation marks or a dash of its
own. Where the signs may be meant either way, the query is first looked up as it stands
(`literal`); only where that finds nothing are they read as signs.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from qingdan.search.analysis import fold
from qingdan.search.traditional import AMBIGUOUS

LONGEST = 1000
"""Characters of a query that are read; what follows is ignored."""
MOST_WORDS = 24
"""Words of a query that are read, of those wanted and of those unwanted."""

_CLOSING = {'"': '"', "＂": "＂", "“": "”"}
_DASHES = "-－"


class Query(NamedTuple):
    """A query, folded."""

    words: tuple[str, ...]
    """All of these must occur."""
    without: tuple[str, ...]
    """None of these may."""
    literal: str
    """The whole query folded, signs included; empty where it need not be tried."""

    def loosened(self) -> Query:
        """The same, with characters that are both simplified and traditional read as the latter."""
        return Query(
            tuple(w.translate(AMBIGUOUS) for w in self.words),
            tuple(w.translate(AMBIGUOUS) for w in self.without),
            self.literal.translate(AMBIGUOUS),
        )


def parse(raw: str) -> Query:
    """Never fails. A query that folds to nothing has no words.

    `政务 公开` both words · `"政务 公开"` the phrase · `公开 -疫情` the one without the other ·
    `“放管服”改革` as it stands, else 放管服 and 改革.
    """
    raw = raw[:LONGEST]
    words: list[str] = []
    without: list[str] = []
    unsure = False
    at = 0
    while at < len(raw):
        if _space(raw[at]):
            at += 1
            continue
        attached = at > 0 and not _space(raw[at - 1])
        minus = not attached and raw[at] in _DASHES and at + 1 < len(raw) and not _space(raw[at + 1])
        if minus:
            unsure |= not words
            at += 1
        end = _closing(raw, at)
        if end:
            word = fold(raw[at + 1 : end])
            after = end + 1
            unsure |= attached or raw[at] == "“" or (after < len(raw) and not _space(raw[after]))
        else:
            after = at + 1
            while after < len(raw) and not _space(raw[after]) and not _closing(raw, after):
                after += 1
            word = fold(raw[at:after])
        if word:
            (without if minus else words).append(word)
        at = after
    literal = fold(raw)
    if not words:
        return Query((literal,) if literal else (), (), "")
    return Query(_unique(words), _unique(without), literal if unsure else "")


def _space(character: str) -> bool:
    return unicodedata.category(character) in {"Zs", "Zl", "Zp", "Cc"}


def _closing(raw: str, at: int) -> int:
    """Where the quotation that opens at `at` closes; 0 where none opens, closes or has a content."""
    mark = _CLOSING.get(raw[at])
    end = raw.find(mark, at + 1) if mark else -1
    return end if end > at + 1 else 0


def _unique(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:MOST_WORDS]
