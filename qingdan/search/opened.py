"""An index opened for reading: its passages, records and facts, and in which passages a word stands.

The twin of the class Index in templates/theme/assets/search-index.js.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Any

from qingdan.search import facets
from qingdan.search.codec import shard_of, unpack
from qingdan.search.passages import FIRST_TASK, NAMES, SAYS, Passage
from qingdan.search.passages import join_fields as join
from qingdan.search.postings import (
    IN_HEAD,
    SEVERAL_AND_HEAD,
    read_characters,
    read_passages,
    read_positions,
    read_shard,
    split_lengths,
)
from qingdan.search.writer import FORMAT

FEW = 10
"""Up to so many candidates are verified on their texts, which are shown anyway."""
MOST_GRAMS = 12
"""Grams of a long phrase that are looked up; the rest is verified on the texts."""


class Opened:
    """Reads an index through `read`: path below the site's root -> bytes; KeyError and
    OSError pass through, damaged files raise ValueError or zlib.error."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self._read = read
        self.manifest: dict[str, Any] = _json(unpack(read("search/index.bin")))
        if self.manifest["format"] != FORMAT:
            raise ValueError("index of another format")
        self.starts: list[int] = []
        at = 0
        for count in self.manifest["tasks"]:
            self.starts.append(at)
            slot = self.manifest["slot"]
            at = -(-(at + FIRST_TASK + count) // slot) * slot
        self._block = lru_cache(maxsize=None)(self._read_block)
        self._segment = lru_cache(maxsize=None)(self._read_segment)

    def lookup(self, word: str) -> dict[int, bool]:
        """Number of every passage that holds the folded word -> whether its head does."""
        if not self.manifest.get("shards"):
            return {n: word in p.head for n, p in self._scanned if word in p.head or word in p.text}
        if len(word) == 1:
            shard = shard_of(word, self.manifest["characters"])
            found = read_shard(self._bytes(f"characters/{shard}")).get(word, b"")
            return {n: bool(head) for n, head in read_characters(found).items()}
        if self._indexed(word):
            return {n: how in (IN_HEAD, SEVERAL_AND_HEAD) for n, how in self._passages(word).items()}
        cover = self._cover(word)
        whole = len(cover) <= MOST_GRAMS
        if not whole:
            cover = [cover[i * (len(cover) - 1) // (MOST_GRAMS - 1)] for i in range(MOST_GRAMS)]
        postings = [self._passages(gram) for _, gram in cover]
        candidates = [n for n in min(postings, key=len) if all(n in p for p in postings)]
        if len(candidates) <= FEW:
            return self._verified(candidates, word)
        exact = self._at_positions(candidates, cover)
        return exact if whole else self._verified(exact, word)

    def _indexed(self, word: str) -> bool:
        """Whether the whole word is a gram: a pair, or one longer than a common gram."""
        return len(word) == 2 or word[1:] in self._common or word[:-1] in self._common

    def _cover(self, word: str) -> list[tuple[int, str]]:
        """(offset, gram): grams that are not common and together hold every character of the word."""
        usable: set[tuple[int, int]] = set()
        at_hand = {(i, i + 2) for i in range(len(word) - 1)}
        while at_hand:
            start, end = at_hand.pop()
            if word[start:end] not in self._common:
                usable.add((start, end))
                continue
            at_hand |= {(s, e) for s, e in ((start - 1, end), (start, end + 1)) if s >= 0 and e <= len(word)}
        cover, covered = [], 0
        while covered < len(word):
            start, end = max(
                (span for span in usable if span[0] <= covered < span[1]), key=lambda s: (s[1], -s[0])
            )
            cover.append((start, word[start:end]))
            covered = end
        return cover

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
        units, more, others = [*task[9:], [], [], []][:3]
        return Passage(
            join([*record["sections"][task[2]][1:], *units, *others]),
            join([task[3], *more]),
        )

    @cached_property
    def _common(self) -> frozenset[str]:
        return frozenset(self.manifest["common"])

    def _passages(self, gram: str) -> dict[int, int]:
        shard = self._shard(shard_of(gram, self.manifest["shards"]))
        return read_passages(shard.get(gram, b""))

    def _at_positions(self, candidates: Iterable[int], cover: list[tuple[int, str]]) -> dict[int, bool]:
        """Those candidates in which the grams stand at the given distances -> whether in the head."""
        placed = []
        for offset, gram in cover:
            number = shard_of(gram, self.manifest["shards"])
            shard = self._shard(number)
            pieces = split_lengths(self._bytes(f"positions/{number}"), len(shard))
            piece = dict(zip(shard, pieces, strict=True))[gram]
            placed.append((offset, read_positions(piece, read_passages(shard[gram]))))
        found = {}
        for candidate in candidates:
            in_text, in_head = (
                set.intersection(*({p - o for p in places[candidate][area]} for o, places in placed))
                for area in (0, 1)
            )
            if in_text or in_head:
                found[candidate] = bool(in_head)
        return found

    def _verified(self, candidates: Iterable[int], word: str) -> dict[int, bool]:
        passages = ((n, self.passage(n)) for n in candidates)
        return {n: word in p.head for n, p in passages if word in p.head or word in p.text}

    @cached_property
    def _scanned(self) -> list[tuple[int, Passage]]:
        numbers = (
            number
            for start, count in zip(self.starts, self.manifest["tasks"], strict=True)
            for number in range(start, start + FIRST_TASK + count)
        )
        return [(number, self.passage(number)) for number in numbers]

    def _shard(self, number: int) -> dict[str, bytes]:
        return read_shard(self._bytes(f"grams/{number}"))

    def _bytes(self, name: str) -> bytes:
        return unpack(self._read(f"search/{name}.bin"))

    def _read_block(self, number: int) -> list[dict[str, Any]]:
        if "everything" in self.manifest:
            return list(self.manifest["everything"])
        return list(_json(self._bytes(f"blocks/{number}")))

    def _record(self, number: int, ordinal: int) -> dict[str, Any]:
        """The record of a document, with the tasks of the block that holds passage `number`."""
        block = number // self.manifest["block"] if "block" in self.manifest else 0
        return next(record for record in self._block(block) if record["n"] == ordinal)

    def _task(self, number: int) -> tuple[dict[str, Any], list[Any]]:
        ordinal = self.ordinal(number)
        record = self._record(number, ordinal)
        return record, record["tasks"][number - self.starts[ordinal] - FIRST_TASK - record["first"]]

    def facts(self, number: int) -> facets.Facts:
        ordinal = self.ordinal(number)
        if "everything" in self.manifest:
            record, task = self._task(number)
            parts = task[4:9]
        else:
            segment = self._segment(number // self.manifest["segment"])
            record = next(r for r in segment if r["n"] == ordinal)
            parts = record["tasks"][number - self.starts[ordinal] - FIRST_TASK - record["first"]]
        return facets.of_task(record, parts)

    def admits(self, number: int, filters: Mapping[str, str]) -> bool:
        return facets.admits(self.facts(number), filters)

    def _read_segment(self, number: int) -> list[dict[str, Any]]:
        return list(_json(self._bytes(f"facets/{number}")))

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


def _json(data: bytes) -> Any:
    return json.loads(data.decode("utf-16-le"))
