"""What Whoosh holds of a passage.

Two fields are indexed by their characters and pairs of characters, without positions: whether a longer
word stands in one is seen in the folded words themselves, which stand in a column beside the index.
So a hit holds what was asked for, and nothing that stands there is missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, STORED, FieldType, Schema
from whoosh.formats import Existence

from qingdan.search.analysis import SEPARATOR

TEXT, HEAD = "text", "head"
"""The two parts of a passage."""
_PIECES = re.compile(f"[^{SEPARATOR}]+")


def _column() -> VarBytesColumn:
    """With offsets even when it is short: to work them out takes longer than to read them."""
    return VarBytesColumn(write_offsets_cutoff=0)


class Grams(FieldType):  # type: ignore[misc]
    """Folded words by their characters and pairs; the words themselves, as UTF-8, in a column."""

    def __init__(self) -> None:
        super().__init__(Existence(), None, sortable=_column())

    def index(self, value: str, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Whoosh's tuples: term, frequency, weight, payload."""
        return ((gram.encode(), 1, 1.0, b"") for gram in grams(value))


def grams(folded: str) -> set[str]:
    """The characters and pairs of a passage; none across SEPARATOR."""
    found = set(folded)
    found.discard(SEPARATOR)
    for piece in _PIECES.findall(folded):
        found.update(map("".join, pairwise(piece)))
    return found


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's own, without the lengths of fields, which only its scoring would read, and with long
    blocks: writing takes a quarter of the time."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=4096)


def schema() -> Schema:
    """Every passage has every column, be it empty."""
    return Schema(
        text=Grams(),
        head=Grams(),
        document=ID(),  # by which a document's passages are taken out
        parts=COLUMN(_column()),  # of a task: what filters ask, as JSON
        row=COLUMN(_column()),  # of a document's first passage: Row, as JSON
        record=COLUMN(_column()),  # of the same: the record, as JSON
        shown=STORED(),  # of a task: what a result shows
    )
