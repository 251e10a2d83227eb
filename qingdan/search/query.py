"""What a person typed, read: words that must all occur, "quoted phrases", -words, 单位:words of a field.

A query can also be a piece copied from a text, with quotation marks or a dash of its
own. Where the signs may be meant either way, the query is first looked up as it stands
(`literal`); only where that finds nothing are they read as signs. A word with the name of
a field before it is always read as one; in quotes it is not.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from qingdan.search.analysis import fold
from qingdan.text.traditional import AMBIGUOUS

LONGEST = 1000
"""Characters of a query that are read; what follows is ignored."""
MOST_WORDS = 24
"""Words of a query that are read, of those wanted, of those unwanted, and of those of fields."""
FIELDS = {
    "单位": "unit",
    "牵头": "lead",
    "责任": "responsible",
    "配合": "supporting",
    "年度": "year",
    "地区": "region",
    "时限": "due",
    "文号": "number",
    "文件": "title",
    "进展": "status",
}
"""The names of fields: what they are called in a query -> in facets.py."""

_CLOSING = {'"': '"', "＂": "＂", "“": "”", "‘": "’", "「": "」", "『": "』"}
_OF_TEXTS = tuple("“‘「『")
"""Texts have quotation marks of their own, these."""
_DASHES = "-－"
_COLONS = ":："
_DIGITS = tuple("0123456789")


class Field(NamedTuple):
    """A word that is looked for in one field."""

    name: str
    """A value of FIELDS."""
    word: str
    """Folded, never empty."""
    unwanted: bool
    """Whether the field must not hold it."""


class Query(NamedTuple):
    """A query, folded."""

    words: tuple[str, ...]
    """All of these must occur."""
    without: tuple[str, ...]
    """None of these may."""
    fields: tuple[Field, ...]
    """All of these must hold."""
    literal: str
    """The whole query folded, signs included; empty where it need not be tried."""

    def loosened(self) -> Query:
        """The same, with characters that are both simplified and traditional read as the latter."""
        return Query(
            tuple(w.translate(AMBIGUOUS) for w in self.words),
            tuple(w.translate(AMBIGUOUS) for w in self.without),
            tuple(f._replace(word=f.word.translate(AMBIGUOUS)) for f in self.fields),
            self.literal.translate(AMBIGUOUS),
        )


def parse(raw: str) -> Query:
    """Never fails. A query that folds to nothing has no words.

    `政务 公开` both words · `"政务 公开"` the phrase · `公开 -疫情` the one without the other ·
    `“放管服”改革` as it stands, else 放管服 and 改革 · `公开 单位：财政局` the word, in tasks of a
    unit whose name holds the other.
    """
    raw = raw[:LONGEST]
    words: list[str] = []
    without: list[str] = []
    fields: list[Field] = []
    unsure = False
    at = 0
    while at < len(raw):
        if _space(raw[at]):
            at += 1
            continue
        piece = _piece(raw, at)
        at = piece.after
        if piece.field:
            fields += [Field(piece.field, piece.word, piece.minus)] if piece.word else []
            continue
        unsure |= piece.quoted or (piece.minus and not words and not fields)
        if piece.word:
            (without if piece.minus else words).append(piece.word)
    literal = fold(raw)
    if not words and not fields:
        return Query((literal,) if literal else (), (), (), "")
    kept = tuple(dict.fromkeys(fields))[:MOST_WORDS]
    return Query(_unique(words), _unique(without), kept, literal if unsure and not fields else "")


class _Piece(NamedTuple):
    """One word with its signs."""

    word: str
    minus: bool
    field: str
    quoted: bool
    """Whether its quotation marks may be those of a text."""
    after: int
    """Where the next one may begin."""


def _piece(raw: str, at: int) -> _Piece:
    attached = at > 0 and not _space(raw[at - 1])
    minus = not attached and raw[at] in _DASHES and at + 1 < len(raw) and not _space(raw[at + 1])
    at += minus
    field, value = ("", 0) if attached else _field(raw, at)
    at = value or at
    end = _closing(raw, at)
    if end:
        after = end + 1
        tied = attached or raw[at] in _OF_TEXTS or (after < len(raw) and not _space(raw[after]))
        return _Piece(fold(raw[at + 1 : end]), minus, field, tied, after)
    after = at + 1
    while after < len(raw) and not _closing(raw, after):
        if _space(raw[after]) and not (follows := _glued(raw, after)):
            break
        after = follows if _space(raw[after]) else after + 1
    return _Piece(fold(raw[at:after]), minus, field, quoted=False, after=after)


def _glued(raw: str, at: int) -> int:
    """Where a number of a document or a date goes on behind the spaces at `at`: 〔2022〕 8 号; else 0."""
    after = at
    while after < len(raw) and _space(raw[after]):
        after += 1
    before, behind = fold(raw[at - 1]), fold(raw[after : after + 1])
    goes_on = (before in _DIGITS and behind in tuple("号年月日)")) or (
        before in tuple("()") and behind in _DIGITS
    )
    return after if goes_on else 0


def _field(raw: str, at: int) -> tuple[str, int]:
    """The field whose name and colon stand at `at`, and where its word begins; none: empty, 0."""
    field = FIELDS.get(fold(raw[at : at + 2]), "")
    value = _value(raw, at + 2) if field else 0
    return (field, value) if value else ("", 0)


def _value(raw: str, at: int) -> int:
    """Where the word of a field begins, if a colon stands at `at` and a word behind it; else 0."""
    if at >= len(raw) or raw[at] not in _COLONS:
        return 0
    at += 1
    while at < len(raw) and _space(raw[at]):
        at += 1
    return at if at < len(raw) else 0


def _space(character: str) -> bool:
    return unicodedata.category(character) in {"Zs", "Zl", "Zp", "Cc"}


def _closing(raw: str, at: int) -> int:
    """Where the quotation that opens at `at` closes; 0 where none opens, closes or has a content."""
    mark = _CLOSING.get(raw[at])
    end = raw.find(mark, at + 1) if mark else -1
    return end if end > at + 1 else 0


def _unique(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:MOST_WORDS]
