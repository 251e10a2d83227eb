"""What memory keeps of a content folder: what each document and each registry came to.

Heads are small, stand in one file and are read in every run; what is large stands in files of its
own, and is read when somebody asks for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from qingdan.build.memory import FindParty, Memory, pack, unpack
from qingdan.files import key_of
from qingdan.loader import Registry, Summary
from qingdan.model import Document, OriginalText
from qingdan.problems import Problem
from qingdan.text.passages import Alignment


class Head(NamedTuple):
    """What one document came to, in short."""

    place: str
    """`Place.file`: problems name it."""
    yaml: str
    """SHA-256 of the YAML file."""
    registry: str
    """`Directory.key_of` the registry that was asked."""
    file: str
    """Name of the original; empty where none is named."""
    original: str
    """SHA-256 of the original; empty where there is none."""
    problems: tuple[Problem, ...]
    """What the loader found, what reading the original and the rules that look at this document alone."""
    summary: Summary
    has_text: bool
    """Whether the original could be read."""
    proved: bool
    """Whether it bears out the document."""

    @property
    def mark(self) -> str:
        """Digest of all that the document was made from."""
        return key_of(self.place, self.yaml, self.registry, self.file, self.original)


class ReadText(NamedTuple):
    """What an original came to."""

    text: OriginalText | None
    problems: tuple[Problem, ...]


class KeptRegistry(NamedTuple):
    """What one file of units/ came to."""

    yaml: str
    """SHA-256 of the file."""
    registry: bytes
    problems: tuple[Problem, ...]


class Kept:
    """The memory of one content folder; by its place, so that two folders do not forget each other."""

    def __init__(self, content: Path, cache: Path) -> None:
        self._name = key_of(str(content.resolve()))
        self._heads = Memory(cache / "heads")
        self._documents = Memory(cache / "documents" / self._name)
        entry = self._heads.recall(self._name)
        heads, registries = entry if isinstance(entry, tuple) and len(entry) == 2 else ({}, {})
        self._before: dict[str, tuple[Any, ...]] = heads
        self._registries_before: dict[str, tuple[Any, ...]] = registries
        self.heads: dict[str, Head] = {}
        """Of this run, by document id."""
        self.registries: dict[str, KeptRegistry] = {}
        """Of this run, by place."""

    def head(self, id_: str) -> Head | None:
        """Of the last run."""
        entry = self._before.get(id_)
        return Head._make(entry) if entry else None

    def registry(self, place: str, yaml: str) -> tuple[Registry, KeptRegistry] | None:
        """A registry, where its file is still the same."""
        entry = self._registries_before.get(place)
        if not entry or entry[0] != yaml:
            return None
        known = KeptRegistry._make(entry)
        registry = unpack(known.registry)
        return (registry, known) if isinstance(registry, Registry) else None

    def save(self) -> None:
        """Write the heads where something is new, and forget the documents that are gone."""
        heads = {id_: tuple(head) for id_, head in self.heads.items()}
        registries = {place: tuple(registry) for place, registry in self.registries.items()}
        if heads != self._before or registries != self._registries_before:
            self._heads.keep(self._name, (heads, registries))
            self._documents.forget_others({name for id_ in heads for name in (id_, f"{id_}.original")})

    # ------------------------------------------------------------ what is large

    def keep(self, head: Head, document: Document, read: ReadText, alignment: Alignment | None) -> bool:
        """Write what a document came to. Whether the disk took it."""
        original = (head.mark, _of_original(head), pack(tuple(read)), pack(alignment))
        return self._documents.keep(f"{head.summary.id}.original", original) and self._documents.keep(
            head.summary.id, (head.mark, pack(document))
        )

    def document(self, head: Head, party: FindParty) -> Document | None:
        """The document; `party` gives the units that its tasks name."""
        entry = self._documents.recall(head.summary.id)
        if not isinstance(entry, tuple) or len(entry) != 2 or entry[0] != head.mark:
            return None
        found = unpack(entry[1], party)
        return found if isinstance(found, Document) else None

    def original(self, head: Head) -> tuple[OriginalText | None, Alignment | None] | None:
        """The original and how it bears out the document; None where it is not known."""
        entry = self._documents.recall(f"{head.summary.id}.original")
        if not isinstance(entry, tuple) or len(entry) != 4 or entry[0] != head.mark:
            return None
        read, alignment = _as_read(entry[2]), unpack(entry[3])
        if read is None or bool(read.text) != head.has_text or bool(alignment) != head.proved:
            return None
        return read.text, alignment

    def text(self, head: Head) -> ReadText | None:
        """What an original came to that an earlier version of the document named as well."""
        entry = self._documents.recall(f"{head.summary.id}.original")
        if not isinstance(entry, tuple) or len(entry) != 4 or entry[1] != _of_original(head):
            return None
        return _as_read(entry[2])


def _of_original(head: Head) -> str:
    """Digest of all that reading the original depends on."""
    return key_of(head.place.split("/", 1)[0], head.file, head.original)


def _as_read(packed: bytes) -> ReadText | None:
    found = unpack(packed)
    return ReadText._make(found) if isinstance(found, tuple) and len(found) == 2 else None
