"""The index as files. Small libraries are one file that a browser scans; larger ones are
shards of postings, blocks of records and segments of facets, each fetched when needed.

The format is described in docs/reference/search-index.md. Everything depends on the
library alone: same library, same bytes.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

from qingdan import __version__
from qingdan.files import File
from qingdan.model import Library
from qingdan.search.analysis import corpus_pairs
from qingdan.search.codec import pack
from qingdan.search.grams import Grams, characters
from qingdan.search.grams import grams as find_grams
from qingdan.search.passages import FIRST_TASK, SAYS, Entry, Passage, entries
from qingdan.search.postings import Shard, character_shard, gram_shard, in_shards
from qingdan.search.traditional import SIMPLIFIED

FORMAT = 1
"""Raised whenever an older reader would misread the files."""
SLOT = 32
"""A document's passages begin at a multiple of this, so that a task more moves no other document."""
SEGMENT = 8192
"""Passages whose facets are in one file."""
SMALL_TASKS, SMALL_CHARACTERS = 800, 200_000
"""Up to here all is one file, which is then smaller than what a first search would fetch."""
COMMON, COMMON_SHARE = 6000, 2000
"""A gram in more places than the first, and than this part of all characters, is common."""
_CHARACTERS_A_SHARD = 6000
_FEWEST_SHARDS, _MOST_SHARDS = 64, 1024
_MOST_BLOCKS = 1600


def files(library: Library) -> Iterator[File]:
    """All files of the index, below search/. Nothing is encoded until a content is asked for."""
    index = Index(list(entries(library)))
    yield File("search/index.bin", index.manifest, index.digest)
    table = "".join(SIMPLIFIED) + "".join(SIMPLIFIED.values())
    yield File("search/traditional.bin", lambda: pack(table.encode()), _digest(table.encode()))
    if index.small:
        return
    for i in range(index.shards):
        yield File(f"search/grams/{i}.bin", lambda i=i: pack(index.gram_shard(i).passages), index.digest)  # type: ignore[misc]
        yield File(f"search/positions/{i}.bin", lambda i=i: pack(index.gram_shard(i).positions), index.digest)  # type: ignore[misc]
    for i in range(index.character_shards):
        yield File(f"search/characters/{i}.bin", lambda i=i: pack(index.character_shard(i)), index.digest)  # type: ignore[misc]
    for i in range(0, index.end, index.block):
        content = _json(index.records(i, i + index.block))
        yield File(f"search/blocks/{i // index.block}.bin", lambda c=content: pack(c), _digest(content))  # type: ignore[misc]
    for i in range(0, index.end, SEGMENT):
        content = _json(index.facets(i, i + SEGMENT))
        yield File(f"search/facets/{i // SEGMENT}.bin", lambda c=content: pack(c), _digest(content))  # type: ignore[misc]


@dataclass
class Index:
    """What is to be written, laid out; encoded on demand."""

    listed: list[Entry]
    _last_shard: tuple[int, Shard] = field(init=False, default=(-1, Shard(b"", b"")))

    @cached_property
    def starts(self) -> list[int]:
        """Number of the first passage of each document."""
        starts, at = [], 0
        for entry in self.listed:
            starts.append(at)
            at = _round_up(at + len(entry.passages), SLOT)
        return starts

    @cached_property
    def end(self) -> int:
        """One past the last passage."""
        return self.starts[-1] + len(self.listed[-1].passages) if self.listed else 0

    @cached_property
    def size(self) -> int:
        """Characters of all passages."""
        return sum(len(p.head) + len(p.text) for e in self.listed for p in e.passages)

    @property
    def small(self) -> bool:
        tasks = sum(len(entry.tasks) for entry in self.listed)
        return tasks <= SMALL_TASKS and self.size <= SMALL_CHARACTERS

    @property
    def shards(self) -> int:
        """Of pairs: a power of two, which a growing library seldom changes."""
        wanted = min(max(self.size // _CHARACTERS_A_SHARD, _FEWEST_SHARDS), _MOST_SHARDS)
        return 1 << (wanted - 1).bit_length()

    @property
    def character_shards(self) -> int:
        return self.shards // 4

    @cached_property
    def block(self) -> int:
        """Passages whose records are in one file."""
        block = SLOT
        while self.end > block * _MOST_BLOCKS:
            block *= 2
        return block

    @cached_property
    def digest(self) -> str:
        """Of all that the index depends on."""
        state = sha256(
            f"{FORMAT} {SLOT} {SEGMENT} {SMALL_TASKS} {SMALL_CHARACTERS} {COMMON} {COMMON_SHARE}".encode()
        )
        for entry in self.listed:
            state.update(_json([entry.record, entry.says, entry.tasks, entry.passages]))
        return state.hexdigest()

    @cached_property
    def _grams(self) -> Grams:
        return find_grams(dict(self._numbered()), max(COMMON, self.size // COMMON_SHARE))

    @cached_property
    def _gram_groups(self) -> list[list[str]]:
        return in_shards(self._grams.places, self.shards)

    def gram_shard(self, number: int) -> Shard:
        """One shard, encoded when it is asked for: processes that write files share this work.
        The last one is kept, since its two files are asked for one after the other."""
        if self._last_shard[0] != number:
            self._last_shard = number, gram_shard(self._grams, self._gram_groups[number])
        return self._last_shard[1]

    @cached_property
    def _characters(self) -> dict[str, list[int]]:
        return characters(self._numbered())

    @cached_property
    def _character_groups(self) -> list[list[str]]:
        return in_shards(self._characters, self.character_shards)

    def character_shard(self, number: int) -> bytes:
        """One shard of single characters."""
        return character_shard(self._characters, self._character_groups[number])

    def manifest(self) -> bytes:
        """search/index.bin: how the index is laid out; in a small library the records too."""
        known: dict[str, Any] = {
            "format": FORMAT,
            "version": self.digest[:12],
            "fold": corpus_pairs(self._texts()),
            "tasks": [len(entry.tasks) for entry in self.listed],
            "slot": SLOT,
        }
        if self.small:
            known["everything"] = self.records(0, self.end)
        else:
            known |= {
                "common": sorted(self._grams.common),
                "shards": self.shards,
                "characters": self.character_shards,
                "block": self.block,
                "segment": SEGMENT,
            }
        return pack(_json(known))

    def records(self, start: int, end: int) -> list[dict[str, Any]]:
        """The documents of passages `start` to `end`, each with those of its tasks that are among them."""
        found = []
        for ordinal, first, entry in self._overlapping(start, end):
            low = max(start - first - FIRST_TASK, 0)
            record = {"n": ordinal, **entry.record, "first": low}
            record["tasks"] = entry.tasks[low : max(end - first - FIRST_TASK, 0)]
            if start <= first + SAYS < end:
                record["says"] = entry.says
            found.append(record)
        return found

    def facets(self, start: int, end: int) -> list[dict[str, Any]]:
        """The same documents with what filters ask for: of each task parties by role, due, status."""
        found = []
        for record in self.records(start, end):
            kept = ("n", "id", "title", "number", "region", "year", "parties", "due", "first")
            short = {key: record[key] for key in kept}
            short["tasks"] = [task[4:9] for task in record["tasks"]]
            found.append(short)
        return found

    def _overlapping(self, start: int, end: int) -> Iterator[tuple[int, int, Entry]]:
        low = max(bisect_right(self.starts, start) - 1, 0)
        for ordinal in range(low, bisect_left(self.starts, end)):
            first, entry = self.starts[ordinal], self.listed[ordinal]
            if first + len(entry.passages) > start:
                yield ordinal, first, entry

    def _numbered(self) -> Iterator[tuple[int, Passage]]:
        for first, entry in zip(self.starts, self.listed, strict=True):
            yield from enumerate(entry.passages, first)

    def _texts(self) -> str:
        """Every character that a record holds, once at least."""
        return "".join(json.dumps([e.record, e.says, e.tasks], ensure_ascii=False) for e in self.listed)


def _round_up(number: int, step: int) -> int:
    return -(-number // step) * step


def _json(value: object) -> bytes:
    """JSON in UTF-16: packed, Chinese text is then 5 % smaller than in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le")


def _digest(content: bytes) -> str:
    return sha256(f"{__version__} {FORMAT} ".encode() + content).hexdigest()
