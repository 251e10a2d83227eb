"""What memory keeps of a content folder: what each document and each registry came to.

Heads are small, stand in one file and are read in every run; what is large stands in files of its
own, and is read when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from qingdan.build.memory import Memory
from qingdan.build.packed import FindParty, pack, unpack
from qingdan.files import key_of
from qingdan.loader import Registry, Summary
from qingdan.model import Document, OriginalText
from qingdan.problems import Problem
from qingdan.text.passages import Alignment

Value = TypeVar("Value")


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

    def __init__(self, content: Path, cache: Path, *, living: bool = False) -> None:
        """`living`: whether this process will ask again, so that what is read stays in it."""
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
        self._living: dict[tuple[str, str], tuple[str, Any]] | None = {} if living else None
        """(What, of which) -> digest of what it was made from, and what it came to."""

    def _still(self, what: str, of: str, mark: str, read: Callable[[], Value | None]) -> Value | None:
        """What is still there of an earlier run of this process, else what `read` gives."""
        if self._living is None:
            return read()
        known = self._living.get((what, of))
        if known is None or known[0] != mark:
            found = read()
            if found is None:
                return None
            known = self._living[what, of] = mark, found
        return known[1]

    def _forget(self) -> None:
        """What was made from what is no more."""
        if self._living:
            of = self.heads.keys() | self.registries.keys()
            self._living = {key: value for key, value in self._living.items() if key[1] in of}

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
        registry = self._still("registry", place, yaml, lambda: _as(Registry, unpack(known.registry)))
        return (registry, known) if registry else None

    def save(self) -> None:
        """Write the heads where something is new, forget the documents that are gone, and be ready for
        another run."""
        heads = {id_: tuple(head) for id_, head in self.heads.items()}
        registries = {place: tuple(registry) for place, registry in self.registries.items()}
        if heads != self._before or registries != self._registries_before:
            self._heads.keep(self._name, (heads, registries))
            self._documents.forget_others({name for id_ in heads for name in (id_, f"{id_}.original")})
            self._forget()
        self._before, self._registries_before = heads, registries
        self.heads, self.registries = {}, {}

    # ------------------------------------------------------------ what is large

    def keep(self, head: Head, document: Document, read: ReadText, alignment: Alignment | None) -> bool:
        """Write what a document came to. Whether the disk took it."""
        original = (head.mark, _of_original(head), pack(tuple(read)), pack(alignment))
        return self._documents.keep(f"{head.summary.id}.original", original) and self._documents.keep(
            head.summary.id, (head.mark, pack(document))
        )

    def document(self, head: Head, party: FindParty) -> Document | None:
        """The document; `party` gives the units that its tasks name."""

        def read() -> Document | None:
            entry = self._documents.recall(head.summary.id)
            if not isinstance(entry, tuple) or len(entry) != 2 or entry[0] != head.mark:
                return None
            return _as(Document, unpack(entry[1], party))

        return self._still("document", head.summary.id, head.mark, read)

    def original(self, head: Head) -> tuple[OriginalText | None, Alignment | None] | None:
        """The original and how it bears out the document; None where it is not known."""

        def read() -> tuple[OriginalText | None, Alignment | None] | None:
            entry = self._documents.recall(f"{head.summary.id}.original")
            if not isinstance(entry, tuple) or len(entry) != 4 or entry[0] != head.mark:
                return None
            found, alignment = _as_read(entry[2]), unpack(entry[3])
            if found is None or bool(found.text) != head.has_text or bool(alignment) != head.proved:
                return None
            return found.text, alignment

        return self._still("original", head.summary.id, head.mark, read)

    def text(self, head: Head) -> ReadText | None:
        """What an original came to that an earlier version of the document named as well."""
        entry = self._documents.recall(f"{head.summary.id}.original")
        if not isinstance(entry, tuple) or len(entry) != 4 or entry[1] != _of_original(head):
            return None
        return _as_read(entry[2])


def _of_original(head: Head) -> str:
    """Digest of all that reading the original depends on."""
    return key_of(head.place.split("/", 1)[0], head.file, head.original)


def _as(kind: type[Value], found: object) -> Value | None:
    return found if isinstance(found, kind) else None


def _as_read(packed: bytes) -> ReadText | None:
    found = unpack(packed)
    return ReadText._make(found) if isinstance(found, tuple) and len(found) == 2 else None
