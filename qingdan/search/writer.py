"""The index as files. Small libraries are one file that a browser scans; larger ones are
shards of grams, blocks of records and segments of facets, each fetched when needed.

The format is described in docs/reference/search-index.md. Everything depends on the
library alone: same library, same bytes.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from qingdan.files import File, key_of
from qingdan.model import Document, Library
from qingdan.search import layout as laid_out
from qingdan.search.analysis import SEPARATOR
from qingdan.search.codec import pack
from qingdan.search.layout import KINDS, SEGMENT, SLOT, Layout
from qingdan.search.parts import Remembered, State, parts_of
from qingdan.search.passages import FIRST_TASK, SAYS, Entry, by_age, entry_of
from qingdan.search.suggestions import offered, suggestions
from qingdan.text.traditional import SIMPLIFIED

if TYPE_CHECKING:
    from qingdan.search.parts import Revision
    from qingdan.search.shards import Shards

FORMAT = 4
"""Raised whenever an older reader would misread the files."""
_MOST_ENTRIES = 5000
"""Documents whose records are kept while the index is made; those of others are made once more."""
_LEVELS = {"grams": 4, "lists": 4, "positions": 4, "blocks": 5}
"""How hard the files of a kind are packed: level 7 takes twice as long and saves half a hundredth."""
_STRATEGIES = {"lists": zlib.Z_FILTERED}
"""Numbers that hardly repeat are 3 % smaller so."""


def files(library: Library, *, scripts: bool = False, remembered: Remembered | None = None) -> Iterator[File]:
    """All files of the index, below search/. Nothing is encoded until a content is asked for.

    `scripts`: every file also as a script, for pages opened from a disk, which may load scripts
    but not fetch. A small library always has them. `remembered`: what the last build left, so that only
    what changed is made.
    """
    index = Index(by_age(library), remembered or Remembered())
    found = offered(library, index.parts)
    suggest = File("search/suggest.bin", lambda: pack(suggestions(found)), _key(repr(found)))
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


def packed(kind: str, data: bytes) -> bytes:
    """The bytes of a file of this kind."""
    return pack(data, _LEVELS.get(kind, 7), _STRATEGIES.get(kind, zlib.Z_DEFAULT_STRATEGY))


def _plain(index: Index) -> Iterator[File]:
    yield File("search/index.bin", index.manifest, index.digest)
    table = "".join(SIMPLIFIED) + "".join(SIMPLIFIED.values())
    yield File("search/traditional.bin", lambda: pack(table.encode()), _key(table))
    if index.small:
        return
    yield from index.shards()
    counts = index.layout
    for i in range(0, counts.end, counts.block):
        yield index.block(i)
    for i in range(0, counts.end, SEGMENT):
        yield index.segment(i)


class Index:
    """What is to be written, laid out; encoded on demand."""

    def __init__(self, documents: Sequence[Document], remembered: Remembered) -> None:
        self._documents, self._remembered = documents, remembered
        self._entries: dict[str, Entry] = {}
        self.parts = parts_of(documents, self._entry, remembered)
        characters = sum(sum(part.sizes) - len(part.sizes) for part in self.parts)
        self.layout = Layout(tuple(len(part.sizes) // 2 - FIRST_TASK for part in self.parts), characters)

    @property
    def small(self) -> bool:
        return self.layout.small

    @cached_property
    def digest(self) -> str:
        """Of all that the index depends on, the program included."""
        return _key(*(m for part in self.parts for m in (part.words, part.record, key_of(part.facets))))

    def _entry(self, document: Document) -> Entry:
        known = self._entries.get(document.id)
        if known is None:
            known = entry_of(document)
            if len(self._entries) < _MOST_ENTRIES:
                self._entries[document.id] = known._replace(passages=[])
        return known

    # ------------------------------------------------------------ what words are looked up in

    @cached_property
    def _shards(self) -> Shards:
        # NumPy is loaded where there is enough to sort
        from qingdan.search.shards import shards_of
        from qingdan.search.suffixes import line_of

        sizes = [size for part in self.parts for size in part.sizes]
        line = line_of([part.line for part in self.parts], sizes, self.layout.numbers)
        return shards_of(line, self.layout, self.layout.most)

    @cached_property
    def _revision(self) -> Revision | None:
        """What of the last build's shards stays as it was; None where all are made."""
        state = self._remembered.state
        if not state:
            return None
        if state.shape == self.layout.shape and state.documents == self._words:
            return state.as_it_is()  # NumPy need not be loaded
        from qingdan.search.revised import revise

        return revise(self._remembered, self._documents, self.parts, self.layout)

    def _common(self) -> Sequence[str]:
        return self._revision.common if self._revision else self._shards.common

    def shards(self) -> Iterator[File]:
        """The files of grams, lists, positions and summaries."""
        revision = self._revision
        keys: dict[str, str] = {}
        for kind in KINDS:
            for i in range(getattr(self.layout, kind)):
                path = f"search/{kind}/{i}.bin"
                if revision and path not in revision.changed:
                    keys[path] = revision.keys[path]
                else:
                    keys[path] = self.digest
                yield File(path, self._shard(kind, i, path), keys[path])
        self._remembered.remember(lambda: self._state(keys))

    def _state(self, keys: dict[str, str]) -> State:
        return State(self.layout.shape, tuple(self._common()), self._words, keys)

    @cached_property
    def _words(self) -> dict[str, tuple[int, str]]:
        """See `State.documents`."""
        firsts = zip(self._documents, self.layout.starts, self.parts, strict=True)
        return {document.id: (first, part.words) for document, first, part in firsts}

    def _shard(self, kind: str, number: int, path: str) -> Callable[[], bytes]:
        changed = self._revision.changed.get(path) if self._revision else None
        return lambda: packed(kind, getattr(self._shards, kind)[number] if changed is None else changed)

    def manifest(self) -> bytes:
        """search/index.bin: how the index is laid out; in a small library the records too."""
        pairs = "".join(part.traditional for part in self.parts)
        known: dict[str, Any] = {
            "format": FORMAT,
            "version": self.digest[:12],
            "fold": "".join(sorted({pairs[i : i + 2] for i in range(0, len(pairs), 2)})),
            "tasks": list(self.layout.tasks),
            "slot": SLOT,
        }
        if self.small:
            known["everything"] = self.records(0, self.layout.end)
        else:
            known |= {
                "common": SEPARATOR.join(self._common()),
                "grams": self.layout.grams,
                "lists": self.layout.lists,
                "positions": self.layout.positions,
                "summaries": self.layout.summaries,
                "block": self.layout.block,
                "segment": SEGMENT,
            }
        return pack(_json(known))

    # ------------------------------------------------------------ what is shown, and filtered by

    def block(self, start: int) -> File:
        """The records of so many passages."""
        end = start + self.layout.block
        marks = ((n, self.parts[n].record) for n, _ in self._overlapping(start, end))
        key = _key(start, self.layout.block, *marks)
        path = f"search/blocks/{start // self.layout.block}.bin"
        return File(path, lambda: packed("blocks", _json(self.records(start, end))), key)

    def segment(self, start: int) -> File:
        """The facets of so many passages."""
        end = start + SEGMENT
        marks = ((n, self.parts[n].facets) for n, _ in self._overlapping(start, end))
        path = f"search/facets/{start // SEGMENT}.bin"
        return File(path, lambda: pack(_json(self.facets(start, end))), _key(start, SEGMENT, *marks))

    def records(self, start: int, end: int) -> list[dict[str, Any]]:
        """The documents of passages `start` to `end`, each with those of its tasks that are among them."""
        found = []
        for ordinal, first in self._overlapping(start, end):
            entry = self._entry(self._documents[ordinal])
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
        for ordinal, first in self._overlapping(start, end):
            record, tasks = json.loads(self.parts[ordinal].facets)
            low = max(start - first - FIRST_TASK, 0)
            shown = tasks[low : max(end - first - FIRST_TASK, 0)]
            found.append({"n": ordinal, **record, "first": low, "tasks": shown})
        return found

    def _overlapping(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """(ordinal, number of the first passage) of each document that has some of these passages."""
        starts = self.layout.starts
        low = max(bisect_right(starts, start) - 1, 0)
        for ordinal in range(low, bisect_left(starts, end)):
            if starts[ordinal] + FIRST_TASK + self.layout.tasks[ordinal] > start:
                yield ordinal, starts[ordinal]


def _json(value: object) -> bytes:
    """JSON in UTF-16: packed, Chinese text is then 5 % smaller than in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le")


def _key(*parts: object) -> str:
    """A digest of these and of what of the program the bytes depend on."""
    settings = {name: value for name, value in vars(laid_out).items() if isinstance(value, int)}
    return key_of(f"{FORMAT} {sorted(settings.items())}", *map(str, parts))
