"""What Whoosh holds of a passage.

Two fields are indexed by their characters and pairs of characters, without positions: whether a longer
word stands in one is seen in the folded words themselves, which stand in a column beside the index.
So a hit holds what was asked for, and nothing that stands there is missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import uuid4

from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, STORED, FieldType, Schema
from whoosh.filedb.filestore import RamStorage, Storage
from whoosh.formats import Existence

from qingdan.search import facets
from qingdan.search.analysis import SEPARATOR

TEXT, HEAD = "text", "head"
"""The two parts of a passage."""
FACTS = "facts"
_PIECES = re.compile(f"[^{SEPARATOR}]+")


class Row(NamedTuple):
    """What must be known of every document before anything is looked up."""

    id: str
    dated: str
    """ISO, for the order of documents: without a date, the first day of its year."""
    tasks: int
    place: Sequence[Any]
    """Its YAML file, line and column."""
    digest: str
    """Of all that the index holds of the document."""


def _column() -> VarBytesColumn:
    """With offsets even when it is short: to work them out takes longer than to read them."""
    return VarBytesColumn(write_offsets_cutoff=0)


def tokens_of(facts: facets.Facts) -> list[str]:
    """The terms of a task, one for every filter that it passes."""
    found = [f"{name}={getattr(facts, name)}" for name in facets.NAMES if name not in ("unit", "role")]
    for party in facts.parties:
        unit, role = party.unit, party.role
        found += [f"unit={unit}", f"role={role}", f"unit={unit} role={role}"]
    return found


def tokens_for(filters: Mapping[str, str]) -> list[str]:
    """The terms that a task has which passes all filters. Unit and role must hold for one party."""
    found = [f"{name}={value}" for name, value in filters.items() if name in facets.NAMES]
    if filters.get("unit") and filters.get("role"):
        found.append(f"unit={filters['unit']} role={filters['role']}")
    return found


class Grams(FieldType):  # type: ignore[misc]
    """Folded words by their characters and pairs; the words themselves, as UTF-8, in a column."""

    def __init__(self) -> None:
        super().__init__(Existence(), None, sortable=_column())

    def index(self, value: str, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Whoosh's tuples: term, frequency, weight, payload."""
        return ((gram.encode(), 1, 1.0, b"") for gram in grams(value))


class Tokens(FieldType):  # type: ignore[misc]
    """A list of strings, each a term."""

    def __init__(self) -> None:
        super().__init__(Existence(), None)

    def index(self, value: list[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Whoosh's tuples: term, frequency, weight, payload."""
        return ((token.encode(), 1, 1.0, b"") for token in frozenset(value))


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


class InMemory(RamStorage):  # type: ignore[misc]
    """Holds an index in memory. Whoosh's own puts passing files where all processes put theirs, and
    the first that is done removes those of the others."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = uuid4().hex

    def temp_storage(self, name: str | None = None) -> Storage:
        """A folder for passing files, of this index alone."""
        return super().temp_storage(f"qingdan-{self._mark}-{name}")


def schema() -> Schema:
    """Every passage has every column, be it empty."""
    return Schema(
        text=Grams(),
        head=Grams(),
        facts=Tokens(),  # of a task: what filters ask, `year=2022`
        document=ID(),  # by which a document's passages are taken out
        parts=COLUMN(_column()),  # of a task: the same parts of its record as facets of the site's files
        row=COLUMN(_column()),  # of a document's first passage: Row, as JSON
        record=COLUMN(_column()),  # of the same: the record, as JSON
        shown=STORED(),  # of a task: what a result shows
    )
