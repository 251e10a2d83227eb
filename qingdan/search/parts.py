"""What the index needs of each document besides what it shows: made from the document and the names of its
units alone, and kept from one build to the next while these stay."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, Protocol
from zlib import crc32

from qingdan.files import digest, key_of
from qingdan.model import Document, Unit
from qingdan.search.analysis import SEPARATOR, bounded, corpus_pairs
from qingdan.search.facets import short
from qingdan.search.passages import Entry, Passage


class Memory(Protocol):
    """Keeps entries, by name, from one build to the next: strings, numbers, tuples, mappings."""

    def recall(self, name: str) -> Any:
        """The entry; None where there is none that can be used."""

    def keep(self, name: str, entry: object) -> object:
        """Keep an entry."""


class Part(NamedTuple):
    """What the index needs of a document."""

    line: str
    """Its passages, one after the other: see `bounded_line`."""
    sizes: tuple[int, ...]
    words: str
    """Digest of the passages."""
    record: str
    """Digest of the record, with all tasks."""
    facets: str
    """What the facets hold of it, as JSON: its record in short, and of each task what filters ask for."""
    traditional: str
    """The traditional characters in it with their simplified forms."""
    units: Mapping[str, int]
    """Id of a unit -> how many tasks name it."""
    headings: Mapping[str, int]
    """Heading -> how many tasks stand below it."""


_DRAWERS = 32
"""So many entries of memory hold the parts: an edit of one document writes one of them anew."""


def _drawer(number: int) -> str:
    return f"parts.{number}"


def _drawer_of(document_id: str) -> str:
    return _drawer(crc32(document_id.encode("utf-8", "surrogatepass")) % _DRAWERS)


Written = Callable[[str, str], bytes | None]
"""Path and key of a file -> what the last build wrote there with that key; None where it is not there."""
Made = Callable[[Document], Entry]
"""Gives the entry of a document."""


def bounded_line(passages: Iterable[Passage]) -> tuple[str, tuple[int, ...]]:
    """Passages one after the other, bounded, SEPARATOR behind text and head of each; and their sizes, those
    SEPARATORs counted: of a text, of its head, of the next text …"""
    pieces = [part for head, text in passages for part in (text, head)]
    return bounded("".join([part + SEPARATOR for part in pieces])), tuple(len(part) + 1 for part in pieces)


def part_of(document: Document, entry: Entry) -> Part:
    """What the index needs of a document."""
    line, sizes = bounded_line(entry.passages)
    record = _json([entry.record, entry.says, entry.tasks])
    facets = [short(entry.record), [task[4:9] for task in entry.tasks]]
    units: Counter[str] = Counter()
    headings: Counter[str] = Counter()
    for task in document.tasks:
        units.update({party.unit.id for party in task.named})
        headings.update(set(task.section))
    return Part(
        line,
        sizes,
        key_of(line, str(sizes)),
        digest(record.encode("utf-8", "surrogatepass")),
        _json(facets),
        corpus_pairs(record),
        dict(units),
        dict(headings),
    )


class Revision(NamedTuple):
    """What becomes of the last build's shards."""

    common: Sequence[str]
    keys: Mapping[str, str]
    """Path -> key of the file of the last build."""
    changed: Mapping[str, bytes]
    """Path -> new content, not packed."""


class State(NamedTuple):
    """Of which library the last build's shards are."""

    shape: tuple[int, ...]
    """Files of each kind, and the places of a beginning that is not common."""
    common: tuple[str, ...]
    documents: Mapping[str, tuple[int, str]]
    """Id -> number of the first passage, digest of the passages."""
    keys: Mapping[str, str]
    """Path of a shard -> key of its file."""

    def as_it_is(self) -> Revision:
        """Where no words changed."""
        return Revision(self.common, self.keys, {})


class Remembered:
    """What one build leaves to the next, and how the next finds the files of the last."""

    def __init__(self, memory: Memory | None = None, written: Written = lambda _path, _key: None) -> None:
        self._memory = memory
        self.written = written
        self.now: dict[str, Any] = {}
        """Id of a document -> mark and part, of this build."""
        self._state: Callable[[], State | None] = lambda: None

    @cached_property
    def before(self) -> dict[str, Any]:
        """The same of the last build."""
        drawers = [self._memory.recall(_drawer(i)) for i in range(_DRAWERS)] if self._memory else []
        return {id_: part for drawer in drawers if drawer for id_, part in drawer.items()}

    @cached_property
    def state(self) -> State | None:
        """Of the last build; None where there is none."""
        state = self._memory.recall("shards") if self._memory else None
        return State(*state) if state else None

    def remember(self, state: Callable[[], State]) -> None:
        """What will be true when all files of this build are made."""
        self._state = state

    def keep(self) -> None:
        """Leave it to the next build: to be called when all files are made."""
        if self._memory is None:
            return
        new = [id_ for id_, one in self.now.items() if self.before.get(id_) is not one]
        changed = {_drawer_of(id_) for id_ in (*new, *(self.before.keys() - self.now.keys()))}
        drawers: dict[str, dict[str, Any]] = {name: {} for name in sorted(changed)}
        for id_, one in self.now.items():
            if (name := _drawer_of(id_)) in drawers:
                drawers[name][id_] = one
        for name, drawer in drawers.items():
            self._memory.keep(name, drawer)
        state = self._state()
        if state and state != self.state:
            self._memory.keep("shards", tuple(state))


def parts_of(documents: Sequence[Document], entry: Made, remembered: Remembered) -> list[Part]:
    """The part of each document, known or made."""
    for document in documents:
        mark = _mark(document)
        known = remembered.before.get(document.id)
        if known is None or known[0] != mark:
            known = mark, tuple(part_of(document, entry(document)))
        remembered.now[document.id] = known
    return [Part(*part) for _, part in remembered.now.values()]


def _mark(document: Document) -> str:
    """What the part of a document depends on: its YAML, and who is meant by the names in it."""
    units: dict[str, Unit] = {}
    for task in document.tasks:
        for party in task.named:
            units[party.name] = party.unit
    named = (f"{name} {u.id} {u.name} {u.region.path} {u.aliases}" for name, u in units.items())
    return key_of(document.digest, document.region.slug, *named)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
