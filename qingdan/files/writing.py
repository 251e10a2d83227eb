"""Write the next site into a folder beside the old one: what is made, by which process, and what is
taken over; `next_folder` does it for each file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, Protocol

from qingdan.files.file import Batch, Content, DoubledPathError, File, digest, joined
from qingdan.files.manifest import Batched, Manifest, Row
from qingdan.files.next_folder import NextFolder
from qingdan.files.packing import Packer
from qingdan.files.standing import Written
from qingdan.processes import parted, share


class Inspector(Protocol):
    """Looks at what is made, in the process that makes it."""

    def look(self, path: str, content: Content) -> None:
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
    writer = NextFolder(str(folder), str(previous), manifest.rows, at_hand, packers)

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


def _make(
    folder: NextFolder, work: Batch | Sequence[File], inspector: Callable[[], Inspector] | None
) -> _Done:
    """Make files; those of a batch are listed first, and taken over one by one where they are as before."""
    looking = inspector() if inspector else None
    rows: dict[str, Row] = {}
    made: list[str] = []
    listed = list(work.files()) if isinstance(work, Batch) else work
    _refuse_doubled(file.path for file in listed)
    new = -folder.packed
    for file in listed:
        if isinstance(work, Batch) and folder.take_over(file, rows):
            continue
        found = file.made()
        if looking:
            looking.look(file.path, found)
        rows[file.path], same = folder.write(file, content := joined(found))
        made.append(file.path)
        new += not same
        folder.pack(file.path, rows, content)
    if isinstance(work, Batch):
        work.done()
    kept = len(rows) - new - folder.packed
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


def _holds_only(folder: str, paths: Iterable[str]) -> bool:
    """Whether nothing stands in a folder but (some of) these files: a file that somebody put into the
    old site must not come back."""
    files: dict[str, set[str]] = {"": set()}
    folders: dict[str, set[str]] = {"": set()}
    for path in paths:
        parent, _, name = path.rpartition("/")
        if parent not in files:
            _know_folder(parent, files, folders)
        files[parent].add(name)
    for below, names in files.items():
        try:
            with os.scandir(f"{folder}/{below}") as found:
                entries = list(found)
        except FileNotFoundError:
            continue  # what was in it is gone
        inner = {entry.name for entry in entries if entry.is_dir(follow_symlinks=False)}
        if not (inner <= folders[below] and {entry.name for entry in entries} - inner <= names):
            return False
    return True


def _know_folder(path: str, files: dict[str, set[str]], folders: dict[str, set[str]]) -> None:
    while path not in files:
        files[path] = set()
        folders.setdefault(path, set())
        parent, _, name = path.rpartition("/")
        folders.setdefault(parent, set()).add(name)
        path = parent
