"""A Whoosh index opened for reading: what the reader asks of it, and what results show."""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from whoosh.columns import ColumnReader
from whoosh.reading import EmptyReader, IndexReader, TermNotFound

from qingdan.search import facets
from qingdan.search.analysis import BOUNDARIES
from qingdan.search.layout import SLOT
from qingdan.search.local.schema import FACTS, HEAD, TEXT, Row, tokens_for
from qingdan.search.passages import FIRST_TASK, Passage
from qingdan.search.suggestions import MOST, most_common, pinyin

FEW = 64
"""Candidates that are looked at one by one rather than narrowed down further."""
MOST_GRAMS = 8
"""Rare pairs of a long word that are looked up; the rest is seen in the words themselves."""


class _Columns(dict[str, ColumnReader]):
    """A segment's columns, each opened when it is needed: Whoosh copies it into memory."""

    def __init__(self, reader: IndexReader) -> None:
        super().__init__()
        self._reader = reader

    def __missing__(self, name: str) -> ColumnReader:
        column = self[name] = self._reader.column_reader(name, translate=False)
        return column


class _Leaf(NamedTuple):
    """One segment of the index."""

    reader: IndexReader
    numbers: array[int]
    """Whoosh's number of a passage -> ours; -1 for one that was taken out."""
    columns: _Columns


class _Seat(NamedTuple):
    """Where a document's passages are."""

    leaf: _Leaf
    base: int
    """Whoosh's number of the first one; the others follow."""


class Indexed:
    """Answers `Searched`. Raises whatever comes to Whoosh's mind where its files are damaged."""

    def __init__(self, reader: IndexReader) -> None:
        whole = [] if isinstance(reader, EmptyReader) else reader.leaf_readers()
        self._leaves = [_leaf(leaf) for leaf, _ in whole]
        found = sorted(self._read_rows(), key=lambda found: (found[0].dated, found[0].id))
        self.rows: list[Row] = [row for row, _ in found]
        """Of every document, oldest first."""
        self._seats = [seat for _, seat in found]
        sizes = [FIRST_TASK + row.tasks for row in self.rows]
        self.starts: list[int] = []
        self.end = 0
        for size in sizes:  # numbered as the site's index is: how rare a word is depends on it
            self.starts.append(-(-self.end // SLOT) * SLOT)
            self.end = self.starts[-1] + size
        for start, size, (leaf, base) in zip(self.starts, sizes, self._seats, strict=True):
            leaf.numbers[base : base + size] = array("i", range(start, start + size))
        self._record = lru_cache(maxsize=None)(self._read_record)
        self._in_document = lru_cache(maxsize=None)(self._read_in_document)
        self._admitted = lru_cache(maxsize=8)(self._read_admitted)

    def _read_rows(self) -> Iterator[tuple[Row, _Seat]]:
        for leaf in self._leaves:
            gone = frozenset(leaf.reader.segment().deleted_docs())
            for number, data in enumerate(leaf.columns["row"]):
                if data and number not in gone:
                    yield Row(*json.loads(bytes(data))), _Seat(leaf, number)

    @property
    def tasks(self) -> int:
        """How many tasks there are."""
        return sum(row.tasks for row in self.rows)

    # ------------------------------------------------------------ Searched

    def lookup(self, word: str) -> dict[int, int]:
        """Number of every passage that holds the folded word -> how good its best hit is."""
        found = dict.fromkeys(self._standing(TEXT, word), 0)
        for leaf in self._leaves:
            whole, heads, numbers = _whole(word), leaf.columns[HEAD], leaf.numbers
            for n in _standing(leaf, HEAD, word):
                if (number := numbers[n]) >= 0:
                    found[number] = 2 if whole.search(heads[n]) else 1
        return found

    def ordinal(self, number: int) -> int:
        return bisect_right(self.starts, number) - 1

    def tasks_of(self, ordinal: int) -> range:
        first = self.starts[ordinal] + FIRST_TASK
        return range(first, first + self.rows[ordinal].tasks)

    def all_tasks(self) -> list[int]:
        return [n for ordinal in reversed(range(len(self.starts))) for n in self.tasks_of(ordinal)]

    def documents_of(self, hits: Iterable[int], kinds: set[int]) -> set[int]:
        found = hits if isinstance(hits, Mapping) else frozenset(hits)
        return {
            ordinal for ordinal, start in enumerate(self.starts) if any(start + k in found for k in kinds)
        }

    def facts(self, number: int) -> facets.Facts:
        ordinal = self.ordinal(number)
        parts = json.loads(bytes(self._cell("parts", number, ordinal)))
        return self._in_document(ordinal).task(parts)

    def admits(self, number: int, filters: Mapping[str, str]) -> bool:
        return number in self._admitted(tuple(tokens_for(filters)))

    def task_id(self, number: int) -> str:
        return str(self.shown(number)["id"])

    def document(self, ordinal: int) -> Mapping[str, Any]:
        return self._record(ordinal)

    # ------------------------------------------------------------ what is shown

    def shown(self, number: int) -> dict[str, Any]:
        """What a result shows of a task."""
        leaf, base = self._seats[ordinal := self.ordinal(number)]
        stored = leaf.reader.stored_fields(base + number - self.starts[ordinal])
        return dict(stored["shown"])

    def number_of(self, task_id: str) -> int | None:
        """The number of the task with this id; None where there is none."""
        document = task_id.split("/", 1)[0]
        for ordinal, row in enumerate(self.rows):
            if row.id == document:
                return next((n for n in self.tasks_of(ordinal) if self.task_id(n) == task_id), None)
        return None

    def passage(self, number: int) -> Passage:
        """A passage, folded."""
        ordinal = self.ordinal(number)
        head, text = (bytes(self._cell(name, number, ordinal)).decode() for name in (HEAD, TEXT))
        return Passage(head, text)

    def units(self) -> list[tuple[str, int, str, str]]:
        """As the site's search boxes offer them."""
        counts: Counter[str] = Counter()
        for ordinal in range(len(self.starts)):
            names = [
                party[2] if len(party) > 2 and party[2] else party[0] for party in self._parties(ordinal)
            ]
            for number in self.tasks_of(ordinal):
                parts = json.loads(bytes(self._cell("parts", number, ordinal)))
                counts.update({names[i] for listed in parts[:3] for i in listed})
        return [(name, tasks, *pinyin(name)) for name, tasks in most_common(counts, MOST["unit"])]

    def _parties(self, ordinal: int) -> list[Any]:
        return list(self._record(ordinal)["parties"])

    # ------------------------------------------------------------ for related tasks

    @cached_property
    def _own(self) -> frozenset[int]:
        """The passages that are no tasks."""
        return frozenset(start + which for start in self.starts for which in range(FIRST_TASK))

    def texts_with(self, gram: str) -> int:
        """How many texts hold a character or a pair, those taken out since the last merge included."""
        return sum(leaf.reader.doc_frequency(TEXT, gram) for leaf in self._leaves)

    def tasks_with(self, gram: str) -> list[int]:
        """The tasks whose text holds a character or a pair."""
        own = self._own
        return [n for n in self._standing(TEXT, gram) if n not in own]

    # ------------------------------------------------------------ Whoosh

    def _standing(self, field: str, word: str) -> list[int]:
        """The passages that hold the word in the field."""
        found = (leaf.numbers[n] for leaf in self._leaves for n in _standing(leaf, field, word))
        return [n for n in found if n >= 0]

    def _read_admitted(self, tokens: tuple[str, ...]) -> frozenset[int]:
        """The tasks that have all of the terms."""
        found = [
            frozenset(leaf.numbers[n] for leaf in self._leaves for n in posted(leaf.reader, FACTS, token))
            for token in tokens
        ]
        return frozenset.intersection(*found) if found else frozenset(self.all_tasks())

    def _cell(self, column: str, number: int, ordinal: int) -> bytes:
        leaf, base = self._seats[ordinal]
        cell: bytes = leaf.columns[column][base + number - self.starts[ordinal]]
        return cell

    def _read_in_document(self, ordinal: int) -> facets.InDocument:
        return facets.InDocument(self._record(ordinal))

    def _read_record(self, ordinal: int) -> dict[str, Any]:
        record: dict[str, Any] = json.loads(bytes(self._cell("record", self.starts[ordinal], ordinal)))
        return record


def _leaf(reader: IndexReader) -> _Leaf:
    return _Leaf(reader, array("i", [-1]) * reader.doc_count_all(), _Columns(reader))


def posted(reader: IndexReader, field: str, gram: str) -> Iterable[int]:
    """Whoosh's numbers of the passages that hold the gram, ascending."""
    try:
        matcher = reader.postings(field, gram)
    except TermNotFound:
        return ()
    numbers: Iterable[int] = matcher.all_ids()
    return numbers


def _standing(leaf: _Leaf, field: str, word: str) -> Iterable[int]:
    """Whoosh's numbers of the passages of a segment that hold the word in the field."""
    reader, _, columns = leaf
    if len(word) <= 2:
        return posted(reader, field, word)
    pairs = {a + b for a, b in pairwise(word)}
    counted = sorted((reader.doc_frequency(field, pair), pair) for pair in pairs)
    if not counted[0][0]:
        return ()
    candidates = set(posted(reader, field, counted[0][1]))
    for _, pair in counted[1:MOST_GRAMS]:
        if len(candidates) <= FEW:
            break
        candidates.intersection_update(posted(reader, field, pair))
    if not candidates:
        return ()
    wanted, words = word.encode(), columns[field]
    return (n for n in candidates if wanted in bytes(words[n]))


_PARTED = "|".join(re.escape(character) for character in BOUNDARIES)


def _whole(word: str) -> re.Pattern[bytes]:
    """Finds the word where it is a whole name: between what parts names, or at the edges."""
    pattern = f"(?:^|{_PARTED}){re.escape(word)}(?:$|{_PARTED})"
    return re.compile(pattern.encode())
