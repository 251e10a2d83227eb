"""Reading: the content folder is loaded and checked, each document by itself and from memory where
nothing it is made of has changed; then the checks that look at several documents.

What one document comes to is a pure function of its YAML, its original and the registry of its
region. That makes it safe to share among processes and to remember.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, TypeVar

from qingdan import checks
from qingdan.build.memory import Memory, pack, unpack
from qingdan.build.originals import path_of, read_original
from qingdan.checks.case import Case, Shared
from qingdan.loader import ContentFile, Directory, Loaded, ReadDocument, ReadFile, Source, load, read_file
from qingdan.loader.decoding import decode
from qingdan.model import OriginalText
from qingdan.problems import Place, Problem, error, in_order
from qingdan.processes import parted, share
from qingdan.text.passages import Alignment


class Reading(NamedTuple):
    """A content folder, read and checked."""

    loaded: Loaded
    problems: list[Problem]
    """All of them, in order of place."""
    originals: Mapping[str, OriginalText]
    """By document id: those that could be read."""
    alignments: Mapping[str, Alignment]
    """By document id: each document that its original bears out, held against it."""


class _Entry(NamedTuple):
    """What one document came to, as memory keeps it."""

    yaml: str
    """SHA-256 of the YAML file."""
    region: str
    """Path, or empty: with the document's id it says whose registry was asked."""
    registry: str
    """`Directory.key_of` that registry."""
    original: str
    """SHA-256 of the original; empty where there is none."""
    document: bytes
    text: bytes
    """The `OriginalText`, None for none."""
    told: tuple[Problem, ...]
    """What the loader found."""
    found: tuple[Problem, ...]
    """What reading the original and the rules found that look at this document alone."""
    alignment: bytes
    """The `Alignment`; None where there is none, or where it has faults."""
    file: str
    """Name of the original, to find it again; empty where none is named."""
    place: str
    """The content folder's name and the file's `Place.file`: problems name them."""


def read_content(
    content: Path, memory: Memory | None, jobs: int, only: Sequence[Path] | None = None
) -> Reading:
    """Load and check a content folder; with `only`, these documents of it. Bad content never raises."""
    reader = _Reader(content, memory, jobs)
    loaded = load(content, only, reader.read)
    together = _checked_together(loaded, reader.originals)
    everything = (*loaded.problems, *reader.problems, *together, *_without_documents(loaded, content))
    if memory is not None and only is None:
        memory.forget_others(reader.names)
    return Reading(loaded, in_order(everything), reader.originals, reader.alignments)


class _Reader:
    """Reads the documents of one content folder; what is not about loading gathers beside."""

    def __init__(self, content: Path, memory: Memory | None, jobs: int) -> None:
        self._content = content
        self._memory = memory
        self._jobs = jobs
        self.names: set[str] = set()
        """Of the entries that belong to this content."""
        self.problems: list[Problem] = []
        self.originals = _Packed[OriginalText]()
        self.alignments = _Packed[Alignment]()

    def read(self, files: Sequence[ContentFile], directory: Directory) -> Iterator[ReadFile]:
        """A `loader.library.ReadAll`."""
        self.names = {file.path.stem for file in files}
        known = [self._recalled(file, directory) for file in files]
        missing = [file for file, found in zip(files, known, strict=True) if found is None]
        made = iter(self._made(missing, directory))
        for file, found in zip(files, known, strict=True):
            entry, source = found or next(made)
            if isinstance(entry, ReadFile):  # it could not be read: nothing more to say of it
                yield entry
                continue
            document = unpack(entry.document, directory.units_of(entry.region, file.path.stem).party)
            self.problems += entry.found
            self.alignments.add(document.id, entry.alignment)
            self.originals.add(document.id, entry.text)
            yield ReadFile(ReadDocument(document, entry.told), source)

    def _recalled(self, file: ContentFile, directory: Directory) -> tuple[_Entry, partial[Source]] | None:
        """The entry of a file, where all that it was made from is as it was."""
        entry = self._memory.recall(file.path.stem) if self._memory else None
        if not isinstance(entry, tuple) or len(entry) != len(_Entry._fields) or file.path.is_symlink():
            return None
        known = _Entry._make(entry)
        try:
            data = file.path.read_bytes()
        except OSError:
            return None
        if known.yaml != sha256(data).hexdigest() or known.place != _place_of(file, self._content):
            return None
        if known.registry != directory.key_of(known.region, file.path.stem):
            return None
        if known.original != _digest_of(known.file, self._content):
            return None
        return known, partial(_decoded, file.place, data)

    def _made(
        self, files: Sequence[ContentFile], directory: Directory
    ) -> Iterator[tuple[_Entry | ReadFile, Source | partial[Source] | None]]:
        """Read files anew, in processes where there are enough of them, and remember what they came to."""

        def read_part(part: range) -> list[_Entry | ReadFile]:
            found = [_read(files[i], directory, self._content) for i in part]
            for i, entry in zip(part, found, strict=True):
                if self._memory and isinstance(entry, _Entry):
                    self._memory.keep(files[i].path.stem, tuple(entry))
            return found

        if files:
            import_module("qingdan.importers")  # once, before processes part
        parts = parted(len(files), self._jobs, _PART)
        read = share(read_part, parts, self._jobs if len(files) > _PART else 1)
        for file, entry in zip(files, (entry for entries in read for entry in entries), strict=True):
            yield entry, partial(_reread, file)


_PART = 25
"""Documents that a process reads at a time; fewer in all are read sooner without processes."""


def _read(file: ContentFile, directory: Directory, content: Path) -> _Entry | ReadFile:
    """One document, its original, and the rules that look at nothing else."""
    read = read_file(file, directory)
    document, source = read.read.document, read.source
    if document is None or not isinstance(source, Source):
        return read
    text, found = read_original(document, content)
    units = directory.units_of(document.region.path or "", document.id)
    case = Case(document, text, {file.place: source}, Shared.alone(units.region, units.registered))
    told = {problem.rule for problem in found}
    rules = [rule for rule in checks.ALONE if not (told and rule.id == "missing-original")]
    found += checks.check_case(case, rules)
    alignment = case.alignment if case.alignment and case.alignment.proved else None
    name = document.original.file if document.original else ""
    return _Entry(
        yaml=document.digest,
        region=document.region.path or "",
        registry=directory.key_of(document.region.path or "", document.id),
        original=text.sha256 if text else _digest_of(name, content),
        document=pack(document),
        text=pack(text),
        told=read.read.problems,
        found=tuple(found),
        alignment=pack(alignment),
        file=name,
        place=_place_of(file, content),
    )


def _place_of(file: ContentFile, content: Path) -> str:
    return f"{content.name}\0{file.place}"


def _digest_of(name: str, content: Path) -> str:
    """SHA-256 of an original; empty where there is none to read."""
    path = path_of(name, content) if name else None
    try:
        return sha256(path.read_bytes()).hexdigest() if path else ""
    except OSError:
        return ""


def _decoded(place: str, data: bytes) -> Source:
    return decode(place, data)[0]


def _reread(file: ContentFile) -> Source:
    return _decoded(file.place, file.path.read_bytes())


Kept = TypeVar("Kept")


class _Packed(Mapping[str, Kept]):
    """By document id: what is unpacked when somebody asks."""

    def __init__(self) -> None:
        self._packed: dict[str, bytes] = {}
        self._read: dict[str, Kept] = {}

    def add(self, id_: str, packed: bytes) -> None:
        if packed != _NOTHING:
            self._packed[id_] = packed

    def __getitem__(self, id_: str) -> Kept:
        found = self._read.get(id_)
        if found is None:
            found = self._read[id_] = unpack(self._packed[id_])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


_NOTHING = pack(None)


def _checked_together(loaded: Loaded, originals: Mapping[str, OriginalText]) -> Iterator[Problem]:
    """What the rules find that look at several documents."""
    shared = Shared(loaded.library)
    for document in loaded.library.documents:
        case = Case(document, originals.get(document.id), loaded.sources, shared)
        yield from checks.check_case(case, checks.TOGETHER)


def _without_documents(loaded: Loaded, content: Path) -> Iterator[Problem]:
    """No document at all is most likely a wrong folder or half a checkout: an empty site must not
    take the place of a full one."""
    folder = f"{content.name}/documents"
    if not any(file.startswith(f"{folder}/") for file in loaded.sources):
        message = "content/documents/ 里一份文件也没有，网站不生成。"
        hint = "看看是不是在别的文件夹里运行，文件是不是没有取全。"
        yield error(Place(folder), "no-documents", message, hint)
