"""The index as files. Small libraries are one file that a browser scans; larger ones are
shards of grams, blocks of records and segments of facets, each fetched when needed.

The format is described in docs/reference/search-index.md. Everything depends on the
library alone: same library, same bytes.
"""

from __future__ import annotations

import json
from base64 import b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from qingdan.files import File
from qingdan.model import Library
from qingdan.search import layout as laid_out
from qingdan.search.analysis import SEPARATOR, corpus_pairs
from qingdan.search.codec import pack
from qingdan.search.layout import SEGMENT, SLOT, Layout
from qingdan.search.passages import FIRST_TASK, SAYS, Entry, entries
from qingdan.search.suggestions import suggestions
from qingdan.search.traditional import SIMPLIFIED

if TYPE_CHECKING:
    from qingdan.search.shards import Shards

FORMAT = 2
"""Raised whenever an older reader would misread the files."""


def files(library: Library, *, scripts: bool = False) -> Iterator[File]:
    """All files of the index, below search/. Nothing is encoded until a content is asked for.

    `scripts`: every file also as a script, for pages opened from a disk, which may load scripts
    but not fetch. A small library always has them.
    """
    index = Index(list(entries(library)))
    offered = suggestions(library)
    suggest = File("search/suggest.bin", lambda: pack(offered), _digest(offered))
    for file in (*_plain(index), suggest):
        yield file
        if scripts or index.small:
            yield as_script(file)


def as_script(file: File) -> File:
    """The same bytes in a script that hands them to the page: search/index.bin -> search/index.js."""
    name = file.path.removesuffix(".bin")

    def content() -> bytes:
        text = b64encode(file.read()).decode()
        return f'qingdanSearch.take("{name}","{text}");\n'.encode()

    return File(f"{name}.js", content, file.key)


def _plain(index: Index) -> Iterator[File]:
    yield File("search/index.bin", index.manifest, index.digest)
    table = "".join(SIMPLIFIED) + "".join(SIMPLIFIED.values())
    yield File("search/traditional.bin", lambda: pack(table.encode()), _digest(table.encode()))
    if index.small:
        return
    counts = index.layout
    for kind in ("grams", "lists", "positions", "summaries"):
        for i in range(getattr(counts, kind)):
            yield File(f"search/{kind}/{i}.bin", index.shard(kind, i), index.digest)
    for i in range(0, counts.end, counts.block):
        yield _listed(f"search/blocks/{i // counts.block}.bin", partial(index.records, i, i + counts.block))
    for i in range(0, counts.end, SEGMENT):
        yield _listed(f"search/facets/{i // SEGMENT}.bin", partial(index.facets, i, i + SEGMENT))


def _listed(path: str, records: Callable[[], object]) -> File:
    """A file of records. They are made twice, for the key and for the content: all texts of a library at
    once would be too much to hold."""
    return File(path, lambda: pack(_json(records())), _digest(_json(records())))


@dataclass
class Index:
    """What is to be written, laid out; encoded on demand."""

    listed: list[Entry]

    @cached_property
    def layout(self) -> Layout:
        characters = sum(len(p.head) + len(p.text) for e in self.listed for p in e.passages)
        return Layout(tuple(len(entry.tasks) for entry in self.listed), characters)

    @property
    def small(self) -> bool:
        return self.layout.small

    @cached_property
    def digest(self) -> str:
        """Of all that the index depends on, the program included."""
        state = sha256(_program().encode())
        for entry in self.listed:
            state.update(_json([entry.record, entry.says, entry.tasks, entry.passages]))
        return state.hexdigest()

    @cached_property
    def _shards(self) -> Shards:
        # NumPy is loaded where there is enough to sort
        from qingdan.search.shards import shards_of
        from qingdan.search.suffixes import line_of

        passages = {
            number: passage
            for first, entry in zip(self.layout.starts, self.listed, strict=True)
            for number, passage in enumerate(entry.passages, first)
        }
        return shards_of(line_of(passages), self.layout, self.layout.most)

    def shard(self, kind: str, number: int) -> Callable[[], bytes]:
        """What makes one file of grams, lists, positions or summaries."""
        return lambda: pack(getattr(self._shards, kind)[number])

    def manifest(self) -> bytes:
        """search/index.bin: how the index is laid out; in a small library the records too."""
        known: dict[str, Any] = {
            "format": FORMAT,
            "version": self.digest[:12],
            "fold": corpus_pairs(self._texts()),
            "tasks": list(self.layout.tasks),
            "slot": SLOT,
        }
        if self.small:
            known["everything"] = self.records(0, self.layout.end)
        else:
            known |= {
                "common": SEPARATOR.join(self._shards.common),
                "grams": self.layout.grams,
                "lists": self.layout.lists,
                "positions": self.layout.positions,
                "summaries": self.layout.summaries,
                "block": self.layout.block,
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
        starts = self.layout.starts
        low = max(bisect_right(starts, start) - 1, 0)
        for ordinal in range(low, bisect_left(starts, end)):
            first, entry = starts[ordinal], self.listed[ordinal]
            if first + len(entry.passages) > start:
                yield ordinal, first, entry

    def _texts(self) -> str:
        """Every character that a record holds, once at least."""
        return "".join(json.dumps([e.record, e.says, e.tasks], ensure_ascii=False) for e in self.listed)


def _json(value: object) -> bytes:
    """JSON in UTF-16: packed, Chinese text is then 5 % smaller than in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le")


def _digest(content: bytes) -> str:
    return sha256(_program().encode() + content).hexdigest()


def _program() -> str:
    """What of the program the bytes depend on."""
    settings = {name: value for name, value in vars(laid_out).items() if isinstance(value, int)}
    return f"{FORMAT} {sorted(settings.items())}"
