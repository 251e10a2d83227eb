"""Write the next site into a folder beside the old one.

Thousands of small files go through here, so this is the one module that calls `os` with plain
strings where pathlib would double the time.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from posixpath import dirname
from typing import IO, NamedTuple, Protocol, TypeVar

from qingdan.files.file import Batch, DoubledPathError, File, digest
from qingdan.files.manifest import Batched, Manifest, Row
from qingdan.files.packing import Packer, packed_names
from qingdan.files.standing import Written, file_stands, unchanged
from qingdan.processes import parted, share

Result = TypeVar("Result")


class Inspector(Protocol):
    """Looks at what is made, in the process that makes it."""

    def look(self, path: str, content: bytes) -> None:
        """Take note of a file."""

    def noted(self) -> object:
        """The notes, to be sent to the process that asked."""


def write_tree(
    files: Iterable[File | Batch],
    folder: Path,
    previous: Path,
    manifest: Manifest,
    *,
    spare: Path | None = None,
    jobs: int = 1,
    inspector: Callable[[], Inspector] | None = None,
    packers: Sequence[Packer] = (),
) -> Written:
    """Write all files into `folder` (which must not exist), taking over from `previous`, the last
    built site with its `manifest`, what has the same key or the same bytes.

    `spare` is the site before that one, as far as the manifest knows it: it becomes `folder`, and
    only where it differs from the new site something is done. Each file whose content is made is
    shown to an inspector. `packers` put packed forms beside texts. With `jobs` > 1 and many files to
    make, processes share the work, where the system can fork.
    """
    batches = [item for item in files if isinstance(item, Batch)]
    wanted = [item for item in files if isinstance(item, File)]
    _refuse_doubled(file.path for file in wanted)
    at_hand = _reuse(folder, previous, manifest, spare)
    writer = _Writer(str(folder), str(previous), manifest.rows, at_hand, packers)

    # What is certainly gone goes first: a folder may stand now where a file stood.
    kept_back = {p for before in manifest.batches.values() for p in before.paths}
    if packers:
        named = (*kept_back, *(file.path for file in wanted))
        kept_back.update(path + packer.suffix for path in named for packer in packers)
    writer.remove(at_hand.keys() - {file.path for file in wanted} - kept_back)

    rows: dict[str, Row] = {}
    to_make: list[Batch | list[File]] = []
    known: dict[str, Batched] = {}
    for batch in batches:
        before = manifest.batches.get(batch.name)
        if before and batch.key and before.key == batch.key and writer.take_over_all(before.paths, rows):
            known[batch.name] = before
        else:
            to_make.append(batch)
    alone = [file for file in wanted if not writer.take_over(file, rows)]
    jobs = jobs if to_make or len(alone) >= _WORTH_PROCESSES else 1
    to_make += [[alone[i] for i in part] for part in parted(len(alone), jobs, _PART)]
    kept = len(rows) - writer.packed
    made: set[str] = set()
    noted: list[object] = []
    for work, done in zip(to_make, share(lambda w: _make(writer, w, inspector), to_make, jobs), strict=True):
        made.update(done.made)
        kept += done.kept
        noted.append(done.noted)
        if isinstance(work, Batch):
            known[work.name] = Batched(work.key, tuple(done.paths))
        if doubled := rows.keys() & done.rows.keys():
            raise DoubledPathError(", ".join(sorted(doubled)))
        rows |= done.rows
    writer.remove((at_hand.keys() & kept_back) - rows.keys())
    result = Manifest(rows, known, _differing(rows, manifest.rows) if previous.is_dir() else None)
    return Written(result, len(rows) - kept, kept, frozenset(made), [n for n in noted if n is not None])


def with_file(written: Written, folder: Path, path: str) -> Written:
    """The same with a file more, which was made from all the others and stands in the folder already."""
    content, stamp = (folder / path).read_bytes(), (folder / path).stat().st_mtime_ns
    rows = {**written.manifest.rows, path: Row("", digest(content), len(content), stamp)}
    return written._replace(manifest=replace(written.manifest, rows=rows), new=written.new + 1)


def _differing(new: Mapping[str, Row], old: Mapping[str, Row]) -> tuple[str, ...] | None:
    """Paths in which the old site, soon the spare, differs from the new one; None where it is unknown."""
    if not old:
        return None
    paths = {
        p for p, row in new.items() if (was := old.get(p)) is not row and (not was or was[1:] != row[1:])
    }
    return tuple(sorted(paths | (old.keys() - new.keys())))


_WORTH_PROCESSES = 400
"""Fewer files than this are made sooner than processes start."""
_PART = 250
"""Files that a process makes at a time."""


class _Done(NamedTuple):
    """What came of one piece of work."""

    rows: dict[str, Row]
    paths: list[str]
    """Without packed forms."""
    made: list[str]
    kept: int
    noted: object


def _make(writer: _Writer, work: Batch | Sequence[File], inspector: Callable[[], Inspector] | None) -> _Done:
    """Make files; those of a batch are listed first, and taken over one by one where they are as before."""
    looking = inspector() if inspector else None
    rows: dict[str, Row] = {}
    made: list[str] = []
    listed = list(work.files()) if isinstance(work, Batch) else work
    _refuse_doubled(file.path for file in listed)
    new = -writer.packed
    for file in listed:
        if isinstance(work, Batch) and writer.take_over(file, rows):
            continue
        content = file.read()
        if looking:
            looking.look(file.path, content)
        rows[file.path], same = writer.write(file, content)
        made.append(file.path)
        new += not same
        writer.pack(file.path, rows, content)
    if isinstance(work, Batch):
        work.done()
    kept = len(rows) - new - writer.packed
    return _Done(rows, [file.path for file in listed], made, kept, looking.noted() if looking else None)


def _refuse_doubled(paths: Iterable[str]) -> None:
    known: set[str] = set()
    doubled = sorted({p for p in paths if p in known or known.add(p)})  # type: ignore[func-returns-value]
    if doubled:
        raise DoubledPathError(", ".join(doubled))


def _reuse(folder: Path, previous: Path, manifest: Manifest, spare: Path | None) -> Mapping[str, Row | None]:
    """Turn the spare into `folder`: path -> row of what stands there; None where that is not known."""
    if spare is not None and manifest.spare is not None and previous.is_dir():
        at_hand: dict[str, Row | None] = dict(manifest.rows)
        at_hand.update(dict.fromkeys(manifest.spare))
        with suppress(OSError):  # there is none, or another build was quicker
            spare.rename(folder)
            if _holds_only(str(folder), at_hand):
                return at_hand
            shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return {}


@dataclass(slots=True)
class _Writer:
    folder: str
    previous: str
    rows: Mapping[str, Row]
    """Of the last build."""
    at_hand: Mapping[str, Row | None]
    """What stands in the folder already."""
    packers: Sequence[Packer] = ()
    packed: int = 0
    """How many packed forms it made."""

    def take_over(self, file: File, rows: dict[str, Row]) -> bool:
        """Take the file of the last build over when it has the same key and was not touched since."""
        row = self.rows.get(file.path)
        if row is None or not unchanged(file, row) or not self._link(file.path, row):
            return False
        rows[file.path] = row
        self.pack(file.path, rows)
        return True

    def take_over_all(self, paths: Iterable[str], rows: dict[str, Row]) -> bool:
        """The same for a batch: all of its files, or none."""
        found: dict[str, Row] = {}
        for path in paths:
            row = self.rows.get(path)
            if row is None or not self._link(path, row):
                return False
            found[path] = row
        rows |= found
        for path in found:
            self.pack(path, rows)
        return True

    def write(self, file: File, content: bytes) -> tuple[Row, bool]:
        """Write the content unless the last build wrote the same bytes; whether it did."""
        mark = digest(content)
        row = self.rows.get(file.path)
        if row and row.digest == mark and self._link(file.path, row):
            return (row if row.key == file.key else row._replace(key=file.key)), True
        self._clear(file.path)
        with self._opened(file.path) as out:
            out.write(content)
            out.flush()
            stamp = os.fstat(out.fileno()).st_mtime_ns
        return Row(file.key, mark, len(content), stamp), False

    def pack(self, path: str, rows: dict[str, Row], content: bytes | None = None) -> None:
        """Put the packed forms beside a file that stands, those of the last build where they are its own."""
        for name, packer in packed_names(path, rows[path].size, self.packers):
            key = packer.key(rows[path].digest)
            row = self.rows.get(name)
            if row and row.key == key and self._link(name, row):
                rows[name] = row
                continue
            if content is None:
                with open(f"{self.folder}/{path}", "rb") as file:
                    content = file.read()
            rows[name], _ = self.write(File(name, b"", key), packer.pack(content))
            self.packed += 1

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files, and the folders that held nothing else."""
        for path in paths:
            self._clear(path)
            parent = dirname(path)
            with suppress(OSError):  # it holds something else, or it is gone
                while parent:
                    os.rmdir(f"{self.folder}/{parent}")
                    parent = dirname(parent)

    def _link(self, path: str, row: Row) -> bool:
        source, target = f"{self.previous}/{path}", f"{self.folder}/{path}"
        if not file_stands(source, row):
            return False  # somebody changed it: make it anew
        if self.at_hand.get(path) is not None and file_stands(target, row):
            return True
        self._clear(path)
        try:
            self._in_folder(path, lambda to: os.link(source, to))
        except OSError:  # no hard links here (FAT, some network folders)
            shutil.copy2(source, target)
        return True

    def _clear(self, path: str) -> None:
        """What stands there is a link to a file of the old site: it is removed, never written into."""
        if path in self.at_hand:
            with suppress(FileNotFoundError):
                os.unlink(f"{self.folder}/{path}")

    def _opened(self, path: str) -> IO[bytes]:
        return self._in_folder(path, lambda target: open(target, "xb"))

    def _in_folder(self, path: str, action: Callable[[str], Result]) -> Result:
        """Do it to the path in the new folder; its parents are made where they are missing."""
        target = f"{self.folder}/{path}"
        try:
            return action(target)
        except FileNotFoundError:
            os.makedirs(dirname(target), exist_ok=True)
        except FileExistsError:
            os.unlink(target)
        return action(target)


def _holds_only(folder: str, paths: Iterable[str]) -> bool:
    """Whether nothing stands in a folder but (some of) these files: a file that somebody put into the
    old site must not come back."""
    known = set(paths)
    waiting = [""]
    while waiting:
        below = waiting.pop()
        with os.scandir(f"{folder}/{below}") as entries:
            for entry in entries:
                path = f"{below}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{path}/")
                elif path not in known:
                    return False
    return True
