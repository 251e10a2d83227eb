"""An index opened for reading: its passages, records and facts, and in which passages a word stands.

The twin of the class Index in templates/theme/assets/search-index.js and search-shards.js.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from qingdan.search import facets
from qingdan.search.analysis import IN_HEAD, IN_TEXT, LAST_BOUNDARY, SEPARATOR, WHOLE, bounded, grade
from qingdan.search.codec import Numbers, shard_of, unpack
from qingdan.search.gram_file import OVERFULL, Page, groups_of, named
from qingdan.search.passages import FIRST_TASK, NAMES, SAYS, Passage, cells_of
from qingdan.search.passages import join_fields as join

FORMAT = 4
DEPTH = 12
"""Characters by which the index tells places apart."""
FEW = 12
"""Up to so many groups of neighbouring candidates are verified on their texts."""
CELL = 64
_AT_BEGINNING, _AT_WHOLE = 2, 3

Hits = dict[int, int]
"""Number of a passage -> how good its best hit is: 0 in the text, 1 in the head, 2 whole."""


class _Found(NamedTuple):
    """What the pages say of a word."""

    hits: Hits
    """From pages that hold nothing else."""
    mixed: Page | None
    """Otherwise the page on which its places may be, among others."""
    overfull: bool
    """Whether its places are not told apart further, and have positions."""


class Opened:
    """Reads an index through `read`: path below the site's root -> bytes; KeyError and
    OSError pass through, damaged files raise ValueError or zlib.error."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self._read = read
        self.manifest: dict[str, Any] = _json(unpack(read("search/index.bin")))
        if self.manifest["format"] != FORMAT:
            raise ValueError("index of another format")
        self.starts: list[int] = []
        self.end = 0
        for count in self.manifest["tasks"]:
            slot = self.manifest["slot"]
            self.starts.append(-(-self.end // slot) * slot)
            self.end = self.starts[-1] + FIRST_TASK + count
        self._block = lru_cache(maxsize=None)(self._read_block)
        self._segment = lru_cache(maxsize=None)(self._read_segment)
        self._in_document = lru_cache(maxsize=None)(self._read_in_document)
        self._shard = lru_cache(maxsize=64)(self._read_shard)

    def lookup(self, word: str) -> Hits:
        """Every passage that holds the folded word."""
        if "everything" in self.manifest:
            return _standing(word, self._scanned)
        plain, word = word, bounded(word)
        if len(word) == 1 or word in self._common:
            return dict(_places(self._named("lists", word)))
        found = self._found(word)
        if found.mixed is None:
            return found.hits
        if found.mixed.kind == OVERFULL:
            return self._long(word, plain)
        return self._verified({n for n, _ in _places(found.mixed.data)}, plain)

    def _found(self, word: str) -> _Found:
        root = word[:2]
        while root in self._common and len(root) < len(word):
            root = word[: len(root) + 1]
        mixed: Page | None = None
        overfull = False
        hits: Hits = {}
        for page in self._shard(shard_of(root, self.manifest["grams"])):
            if page.shared.startswith(word):
                overfull |= page.key == word and page.kind == OVERFULL
                next_ = page.key[len(word) : len(word) + 1]
                for number, flag in _places(page.data):
                    ends = next_ <= LAST_BOUNDARY if next_ else flag == _AT_WHOLE
                    whole = ends and flag >= _AT_BEGINNING
                    how = WHOLE if whole else min(flag, IN_HEAD)
                    hits[number] = max(hits.get(number, IN_TEXT), how)
            elif page.key <= word and word.startswith(page.shared):
                mixed = page
        return _Found(hits, None if hits else mixed, overfull)

    def _long(self, word: str, plain: str) -> Hits:
        """A word longer than DEPTH whose beginning stands in many passages. Pieces that cover it are looked
        up until few passages are left; if many are, where the pieces stand tells."""
        last = len(word) - DEPTH
        placed: dict[int, dict[int, dict[int, int]]] = {}
        candidates: set[int] | None = None
        for offset in (0, last, *range(DEPTH, last, DEPTH)):
            piece = word[offset : offset + DEPTH]
            found = self._found(piece)
            there = {n for n, _ in _places(found.mixed.data)} if found.mixed else set(found.hits)
            candidates = there if candidates is None else candidates & there
            if not found.overfull or len({n // CELL for n in candidates}) <= FEW:
                return self._verified(candidates, plain)
            placed[offset] = self._positions(piece, sorted(found.hits))
        hits: Hits = {}
        for number in sorted(candidates or ()):
            for position, flags in placed[0][number].items():
                ends = [places[number].get(position + offset, -1) for offset, places in placed.items()]
                if min(ends) < 0:
                    continue
                whole = flags & 4 and flags & 2 and ends[1] & 1
                how = WHOLE if whole else IN_HEAD if flags & 4 else IN_TEXT
                hits[number] = max(hits.get(number, IN_TEXT), how)
        return hits

    def _positions(self, gram: str, passages: list[int]) -> dict[int, dict[int, int]]:
        """Passage -> position in it -> 4 in its head, 2 where a name begins, 1 where one ends after it."""
        numbers = Numbers(self._named("positions", gram))
        found: dict[int, dict[int, int]] = {}
        for passage in passages:
            position = 0
            places = found[passage] = {}
            for _ in range(numbers.next()):
                value = numbers.next()
                position += value >> 3
                places[position] = value & 7
        return found

    def task_id(self, number: int) -> str:
        record, task = self._task(number)
        return f"{record['id']}/{task[0]}"

    def document(self, ordinal: int) -> dict[str, Any]:
        """The record of a document."""
        return self._record(self.starts[ordinal], ordinal)

    def passage(self, number: int) -> Passage:
        """A passage, folded, made again from its record."""
        ordinal = self.ordinal(number)
        which = number - self.starts[ordinal]
        record = self._record(number, ordinal)
        if which == NAMES:
            return Passage(join([record["title"], record["number"], *record["names"]]), "")
        if which == SAYS:
            return Passage("", join(record["says"]))
        task = record["tasks"][which - FIRST_TASK - record["first"]]
        units, more, others = cells_of(record, task)
        return Passage(
            join([*record["sections"][task[2]][1:], *units, *others]),
            join([task[3], *more]),
        )

    def units(self) -> list[tuple[str, int, str, str]]:
        """The units that search boxes offer."""
        offered = _json(unpack(self._read("search/suggest.bin")))["units"]
        return [(name, tasks, initials, whole) for name, tasks, initials, whole, *_ in offered]

    def summary(self, word: str) -> list[Any] | None:
        """Number of tasks, the first of them, number of documents, the first of them: of one folded word that
        stands in many passages. For tests; the page shows first results by it."""
        if "everything" in self.manifest:
            return None
        word = bounded(word)
        number = shard_of(word, self.manifest["summaries"])
        found: dict[str, list[Any]] = json.loads(self._bytes(f"summaries/{number}"))
        return found.get(word)

    def facts(self, number: int) -> facets.Facts:
        ordinal = self.ordinal(number)
        if "everything" in self.manifest:
            record, task = self._task(number)
            return self._in_document(0, ordinal).task(task[4:9])
        segment = number // self.manifest["segment"]
        record = self._of(self._segment(segment), ordinal)
        parts = record["tasks"][number - self.starts[ordinal] - FIRST_TASK - record["first"]]
        return self._in_document(segment, ordinal).task(parts)

    def _read_in_document(self, segment: int, ordinal: int) -> facets.InDocument:
        small = "everything" in self.manifest
        return facets.InDocument(self._of(self._block(0) if small else self._segment(segment), ordinal))

    @staticmethod
    def _of(records: list[dict[str, Any]], ordinal: int) -> dict[str, Any]:
        return next(record for record in records if record["n"] == ordinal)

    def admits(self, number: int, filters: Mapping[str, str]) -> bool:
        return facets.admits(self.facts(number), filters)

    def ordinal(self, number: int) -> int:
        return bisect_right(self.starts, number) - 1

    def tasks_of(self, ordinal: int) -> range:
        first = self.starts[ordinal] + FIRST_TASK
        return range(first, first + self.manifest["tasks"][ordinal])

    def all_tasks(self) -> list[int]:
        """Newest document first."""
        return [n for ordinal in reversed(range(len(self.starts))) for n in self.tasks_of(ordinal)]

    def documents_of(self, hits: Iterable[int], kinds: set[int]) -> set[int]:
        """The documents whose own passages of these kinds are among the hits."""
        ordinals = ((number, self.ordinal(number)) for number in hits)
        return {ordinal for number, ordinal in ordinals if number - self.starts[ordinal] in kinds}

    @cached_property
    def _common(self) -> frozenset[str]:
        return frozenset(self.manifest["common"].split(SEPARATOR))

    def _verified(self, candidates: Iterable[int], word: str) -> Hits:
        return _standing(word, ((n, self.passage(n)) for n in sorted(candidates)))

    @cached_property
    def _scanned(self) -> list[tuple[int, Passage]]:
        numbers = (
            number
            for start, count in zip(self.starts, self.manifest["tasks"], strict=True)
            for number in range(start, start + FIRST_TASK + count)
        )
        return [(number, self.passage(number)) for number in numbers]

    def _named(self, kind: str, name: str) -> bytes:
        """The bytes of one name in lists/ or positions/; none where it is not there."""
        return named(self._bytes(f"{kind}/{shard_of(name, self.manifest[kind])}")).get(name, b"")

    def _read_shard(self, number: int) -> list[Page]:
        return [page for group in groups_of(self._bytes(f"grams/{number}")) for page in group]

    def _bytes(self, name: str) -> bytes:
        return unpack(self._read(f"search/{name}.bin"))

    def _read_block(self, number: int) -> list[dict[str, Any]]:
        if "everything" in self.manifest:
            return list(self.manifest["everything"])
        return list(_json(self._bytes(f"blocks/{number}")))

    def _record(self, number: int, ordinal: int) -> dict[str, Any]:
        """The record of a document, with the tasks of the block that holds passage `number`."""
        block = number // self.manifest["block"] if "block" in self.manifest else 0
        return self._of(self._block(block), ordinal)

    def _task(self, number: int) -> tuple[dict[str, Any], list[Any]]:
        ordinal = self.ordinal(number)
        record = self._record(number, ordinal)
        return record, record["tasks"][number - self.starts[ordinal] - FIRST_TASK - record["first"]]

    def _read_segment(self, number: int) -> list[dict[str, Any]]:
        return list(_json(self._bytes(f"facets/{number}")))


def _places(data: bytes) -> list[tuple[int, int]]:
    """(number of passage, how it stands there) of a page or a list, ascending."""
    found, number = [], 0
    for value in Numbers(data):
        number += value >> 2
        found.append((number, value & 3))
    return found


def _standing(word: str, passages: Iterable[tuple[int, Passage]]) -> Hits:
    """In which of the passages the folded word stands, and how."""
    graded = ((number, grade(word, passage.head, passage.text)) for number, passage in passages)
    return {number: how for number, how in graded if how >= 0}


def _json(data: bytes) -> Any:
    return json.loads(data.decode("utf-16-le"))
