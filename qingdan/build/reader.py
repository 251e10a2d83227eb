"""The reader: each file of units/ and documents/, from memory where nothing it is made of has changed,
else read anew, in processes where there are enough of them.

It is the `Reads` of the loader. What comes of a document besides (its original, how that bears it
out) is found here afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from qingdan import checks
from qingdan.build.kept import Head, Kept, KeptRegistry, ReadText
from qingdan.build.later import Later
from qingdan.build.originals import path_of, read_original
from qingdan.build.packed import FindParty, pack, unpack
from qingdan.checks.case import Case, Shared, unreadable_lines, without_told
from qingdan.loader import Anew, ContentFile, Directory, ReadFile, ReadRegistry, Source, read_file
from qingdan.loader.decoding import decode
from qingdan.model import Document, OriginalText
from qingdan.processes import parted, share
from qingdan.text.passages import Alignment

_PART = 25
"""Documents that a process reads at a time; fewer in all are read sooner without processes."""


class _Read(NamedTuple):
    """A document that was read now."""

    head: Head
    document: Document
    original: ReadText
    alignment: Alignment | None


class _Sent(NamedTuple):
    """The same as it travels from one process to another."""

    head: Head
    document: bytes
    rest: bytes


class Reader:
    """Reads the files of one content folder."""

    def __init__(
        self, content: Path, kept: Kept | None, jobs: int, files: Mapping[str, str] | None = None
    ) -> None:
        """`files`: SHA-256 by path below the folder, as far as they are known."""
        self._content = content
        self._kept = kept
        self._jobs = jobs
        self._files = files or {}
        self._read: dict[str, _Read] = {}
        """What was read now, by document id; the rest is in memory."""
        self._heads: dict[str, Head] = {}
        self._at: dict[str, tuple[ContentFile, Directory]] = {}
        self.originals = Later(self._text)
        self.alignments = Later(self._alignment)
        self.digests: dict[str, str] = {}
        """Document id -> SHA-256 of its original, where it could be read."""
        self.names: dict[str, str] = {}
        """Document id -> name of its original."""

    # ------------------------------------------------------------ units/

    def registry(self, file: ContentFile) -> ReadRegistry:
        """See `Reads.registry`."""
        sha = self._sha256(file.path) if self._kept and not self._is_link(file.path) else ""
        if self._kept and sha and (found := self._kept.registry(file.place, sha)):
            registry, known = found
            self._kept.registries[file.place] = known
            return ReadRegistry(registry, known.problems, partial(_decoded, file))
        read = Anew().registry(file)
        if self._kept and read.registry and read.registry.digest == sha:
            self._kept.registries[file.place] = KeptRegistry(sha, pack(read.registry), read.problems)
        return read

    # ------------------------------------------------------------ documents/

    def documents(self, files: Sequence[ContentFile], directory: Directory) -> Iterator[ReadFile]:
        """See `Reads.documents`."""
        known = [self._recalled(file, directory) for file in files]
        missing = [file for file, head in zip(files, known, strict=True) if head is None]
        made = iter(self._made(missing, directory))
        for file, head in zip(files, known, strict=True):
            found = head or next(made)
            if isinstance(found, ReadFile):  # it could not be read: nothing more to say of it
                yield found
                continue
            id_ = found.summary.id
            self._heads[id_] = found
            self._at[id_] = file, directory
            if self._kept:
                self._kept.heads[id_] = found
            self.names[id_] = found.file
            if found.has_text:
                self.originals.ids[id_] = None
                self.digests[id_] = found.original
            if found.proved:
                self.alignments.ids[id_] = None
            document = partial(self._document, id_)
            yield ReadFile(found.problems, partial(_decoded, file), found.summary, document)

    def _recalled(self, file: ContentFile, directory: Directory) -> Head | None:
        """The head of a file, where all that it was made from is as it was."""
        head = self._kept.head(file.path.stem) if self._kept else None
        if (
            head is None
            or self._is_link(file.path)
            or head.place != file.place
            or head.registry != directory.key_of(head.summary.region.path or "", head.summary.id)
            or head.yaml != self._sha256(file.path)
            or head.original != self._sha256_of_original(head.file)
        ):
            return None
        return head

    def _made(self, files: Sequence[ContentFile], directory: Directory) -> Iterator[Head | ReadFile]:
        """Read files anew, and remember what they came to."""
        if len(files) <= _PART or self._jobs <= 1:
            for file in files:
                read = self._anew(file, directory)
                if isinstance(read, _Read):
                    self._remember(read)
                    self._read[read.head.summary.id] = read
                yield read.head if isinstance(read, _Read) else read
            return
        import_module("qingdan.importers")  # once, before processes part

        def read_part(part: range) -> list[Head | _Sent | ReadFile]:
            return [self._sent(self._anew(files[i], directory)) for i in part]

        for found in share(read_part, parted(len(files), self._jobs, _PART), self._jobs):
            for one in found:
                if isinstance(one, _Sent):
                    self._received(one, directory)
                yield one.head if isinstance(one, _Sent) else one

    def _anew(self, file: ContentFile, directory: Directory) -> _Read | ReadFile:
        """One document, its original, and the rules that look at nothing else."""
        read = read_file(file, directory)
        document, source = read.document, read.source
        if read.summary is None or not isinstance(document, Document) or not isinstance(source, Source):
            return read
        name = document.original.file if document.original else ""
        head = Head(
            place=file.place,
            yaml=document.digest,
            registry=directory.key_of(document.region.path or "", document.id),
            file=name,
            original=self._sha256_of_original(name),
            problems=read.problems,
            summary=read.summary,
            has_text=False,
            proved=False,
        )
        original = self._original(document, head)
        units = directory.units_of(document.region.path or "", document.id)
        alone = Shared.alone(units.region, units.registered)
        case = Case(document, original.text, {file.place: source}, alone, unreadable_lines(read.problems))
        told = {problem.rule for problem in original.problems}
        rules = [rule for rule in checks.ALONE if not (told and rule.id == "missing-original")]
        found = checks.check_case(case, rules)
        alignment = case.alignment if case.alignment and case.alignment.proved else None
        head = head._replace(
            original=original.text.sha256 if original.text else head.original,
            problems=(*without_told(read.problems, found), *original.problems, *found),
            has_text=original.text is not None,
            proved=alignment is not None,
        )
        return _Read(head, document, original, alignment)

    def _original(self, document: Document, head: Head) -> ReadText:
        """The original, read anew only where no version of the document named it before."""
        known = self._kept.text(head) if self._kept and head.original else None
        if known is None:
            text, problems = read_original(document, self._content)
            known = ReadText(text, tuple(problems))
        return known

    # ------------------------------------------------------------ memory and processes

    def _remember(self, read: _Read) -> bool:
        return self._kept is not None and self._kept.keep(*read)

    def _sent(self, read: _Read | ReadFile) -> Head | _Sent | ReadFile:
        """What another process need be told: where memory has taken the document, its head."""
        if isinstance(read, ReadFile):
            return read
        if self._remember(read):
            return read.head
        return _Sent(read.head, pack(read.document), pack((tuple(read.original), read.alignment)))

    def _received(self, sent: _Sent, directory: Directory) -> None:
        summary = sent.head.summary
        document = unpack(sent.document, _party(directory, sent.head))
        original, alignment = unpack(sent.rest)
        self._read[summary.id] = _Read(sent.head, document, ReadText._make(original), alignment)

    def _known(self, id_: str) -> _Read:
        """What a document came to that memory was to know: read anew where it does not."""
        found = self._read.get(id_)
        if found is None:
            read = self._anew(*self._at[id_])
            if not isinstance(read, _Read):
                raise OSError(f"{self._at[id_][0].place} 刚才改动了，请再运行一次")
            found = self._read[id_] = read
        return found

    def _document(self, id_: str) -> Document:
        if id_ not in self._read and self._kept:
            head = self._heads[id_]
            document = self._kept.document(head, _party(self._at[id_][1], head))
            if document is not None:
                return document
        return self._known(id_).document

    def _text(self, id_: str) -> OriginalText:
        found = self._rest(id_)[0]
        assert found is not None  # its head says so
        return found

    def _alignment(self, id_: str) -> Alignment:
        found = self._rest(id_)[1]
        assert found is not None  # its head says so
        return found

    def _rest(self, id_: str) -> tuple[OriginalText | None, Alignment | None]:
        known = self._kept.original(self._heads[id_]) if self._kept and id_ not in self._read else None
        if known is None:
            read = self._known(id_)
            known = read.original.text, read.alignment
        return known

    # ------------------------------------------------------------ digests

    def _is_link(self, path: Path) -> bool:
        """Links are looked at anew in every run: where they lead may change."""
        return not self._files and path.is_symlink()

    def _sha256(self, path: Path) -> str:
        """Of a file of the content folder; empty where it cannot be read."""
        try:
            known = self._files.get(path.relative_to(self._content).as_posix())
            return known or (sha256(path.read_bytes()).hexdigest() if path.is_file() else "")
        except (OSError, ValueError):
            return ""

    def _sha256_of_original(self, name: str) -> str:
        """Of an original; empty where there is none to read."""
        known = self._files.get(f"originals/{name}") if name else None
        if known:
            return known
        path = path_of(name, self._content) if name else None
        try:
            return sha256(path.read_bytes()).hexdigest() if path and path.is_file() else ""
        except OSError:
            return ""


def _party(directory: Directory, head: Head) -> FindParty:
    """Who is meant by the names of a document."""
    units = directory.units_of(head.summary.region.path or "", head.summary.id)
    for name, slug in head.summary.unregistered:
        units.learn(name, slug)
    return units.party


def _decoded(file: ContentFile) -> Source:
    return decode(file.place, file.path.read_bytes())[0]
