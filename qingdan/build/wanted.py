"""Every file of the site, not yet made. What is made together, and takes long, comes first, so that
processes share it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from qingdan import exports, files, pages, search
from qingdan.build.memory import InMind, Memory, PiecesInMemory
from qingdan.build.originals import path_of
from qingdan.build.reading import Reading
from qingdan.build.shell import ShellSet
from qingdan.files import File
from qingdan.model import Document, Library
from qingdan.pages.alike import Found, Marks, alike, marks
from qingdan.pages.templates import Templates
from qingdan.search.parts import Remembered


class Alike:
    """Looks for the tasks that use the same words while the shell is made: most of it is done by numpy,
    which leaves the interpreter to others."""

    def __init__(self, library: Library, memory: Memory | InMind) -> None:
        """`memory`: of what was found before."""
        self._pool = ThreadPoolExecutor(1)
        self._found = self._pool.submit(_alike, library, memory)

    def found(self) -> tuple[Found, Marks]:
        """What was found. No thread is left when this returns: processes may part."""
        self._pool.shutdown()
        return self._found.result()


@dataclass(frozen=True, kw_only=True)
class Made:
    """What the files are made from."""

    reading: Reading
    shells: ShellSet
    as_of: date
    content: Path
    pieces: Memory
    """Of what documents gave to the exports that list all of them."""
    alike: Alike
    index: Remembered
    """What is known of the search index of the last build."""
    templates: Templates

    @cached_property
    def edition(self) -> exports.Edition:
        """For the exports."""
        return exports.Edition(
            library=self.reading.library,
            as_of=self.as_of,
            site_url=self.shells.site_url,
            originals=self.reading.digests,
        )

    @cached_property
    def pieces_in_memory(self) -> PiecesInMemory:
        """Read now."""
        return PiecesInMemory(self.pieces)

    @cached_property
    def exports(self) -> list[File]:
        """The open data, and the data beside the pages of deadlines: both are joined from pieces of all
        documents."""
        edition = replace(self.edition, pieces=self.pieces_in_memory)
        return [*exports.files(edition), *exports.beside.of_all(edition)]


def wanted(made: Made) -> Iterator[File | files.Batch]:
    """Every file of the site."""
    library = made.reading.library
    yield files.Batch(
        "search",
        lambda: search.files(library, remembered=made.index),
        _search_key(library),
        made.index.keep,
    )
    yield files.Batch("exports", lambda: made.exports, _key(made.exports), made.pieces_in_memory.keep)
    for part in exports.beside.parts(made.edition):
        yield files.Batch(f"beside {part.name}", part.files, part.key())
    yield from made.shells.files
    yield from wanted_pages(made)


def wanted_pages(made: Made) -> Iterator[File]:
    """The pages, and what else is made by itself; none is worked out before it is asked for."""
    reading = made.reading

    def read_original(document: Document) -> bytes:
        path = path_of(document.original.file, made.content) if document.original else None
        assert path is not None  # it was read a moment ago
        return path.read_bytes()

    yield from pages.files(
        reading.library,
        reading.problems,
        reading.originals,
        made.shells.shells,
        made.as_of,
        made.shells.site_url,
        docs=made.shells.docs,
        alignments=reading.alignments,
        yaml=reading.found.sources,
        read_original=read_original,
        templates=made.templates,
        digests=reading.digests,
        alike=made.alike.found(),
    )


def _alike(library: Library, memory: Memory | InMind) -> tuple[Found, Marks]:
    """Looked for again only where words changed."""
    tasks = list(library.tasks())
    key = files.key_of(*(part for t in tasks for part in (t.id, t.text.value)))
    entry = memory.recall("found")
    if isinstance(entry, tuple) and entry[0] == key:
        return entry[1], entry[2]
    found = alike(tasks)
    entry = key, found, marks(found)
    memory.keep("found", entry)
    return entry[1], entry[2]


def _key(listed: Iterable[File]) -> str:
    return files.key_of(*(part for file in listed for part in (file.path, file.key)))


def _search_key(library: Library) -> str:
    """Digest of all that the search index depends on: the documents, and who is meant by a name."""
    units = (f"{u.id} {u.name} {u.aliases} {u.region.path}" for u in library.units.values())
    return files.key_of(*(part for d in library.documents for part in (d.id, d.digest)), "/", *units)
