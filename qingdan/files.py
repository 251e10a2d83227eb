"""Files in memory, and the only place that writes them.

Stages make `File` objects. `write_tree` puts them into a folder beside the
site and `swap` renames that folder into place, so a build that fails or is
killed leaves the old site whole. What has not changed since the last build is
taken over from the old folder (a hard link where the file system has them) and
keeps its time stamp, so that rsync and caches profit.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from qingdan.processes import parted, share


@dataclass(frozen=True, slots=True)
class File:
    """One file of the site, not yet written."""

    path: str
    """Below the site's root, with `/`."""
    content: bytes | Callable[[], bytes]
    """The bytes, or what makes them when they are needed."""
    key: str = ""
    """Digest of all that the content depends on. Where the last build wrote the same path with
    the same key, its file is taken over and `content` is not called. Empty: always made anew."""
    group: str = ""
    """Files of one group share work that is done once a process (one search index), so one process
    makes them all."""

    def read(self) -> bytes:
        """The bytes."""
        return self.content if isinstance(self.content, bytes) else self.content()


class Row(NamedTuple):
    """What the last build knows of one file that it wrote."""

    key: str
    digest: str
    size: int
    mtime_ns: int


Manifest = Mapping[str, Row]
"""Path -> row, of one built site."""


class Written(NamedTuple):
    """What `write_tree` did."""

    manifest: dict[str, Row]
    new: int
    """Files made anew or changed."""
    kept: int
    """Files taken over from the last build."""
    size: int
    """Bytes of all files."""
    inspected: dict[str, object]
    """Path -> what `inspect` returned for its content."""


class DoubledPathError(ValueError):
    """Two stages made the same file: a bug, never a fault of the content."""


def digest(data: bytes) -> str:
    """A short digest of bytes: 32 hexadecimal digits."""
    return blake2b(data, digest_size=16).hexdigest()


def key_of(*parts: str) -> str:
    """One key from many parts, in order."""
    return digest("\0".join(parts).encode("utf-8", "surrogatepass"))


def write_tree(
    files: Iterable[File],
    folder: Path,
    previous: Path,
    manifest: Manifest,
    *,
    jobs: int = 1,
    inspect: Callable[[str, bytes], object] | None = None,
) -> Written:
    """Write all files into `folder` (which must not exist), taking over from `previous`, the last
    built site with its `manifest`, what has the same key or the same bytes.

    `inspect` is called with (path, content) for each file whose content was made; what it
    returns (None aside) comes back in `Written.inspected`. With `jobs` > 1 and many files to
    make, processes share the work, where the system can fork.
    """
    wanted = list(files)
    paths = {f.path for f in wanted}
    if len(paths) != len(wanted):
        known: set[str] = set()
        doubled = sorted({f.path for f in wanted if f.path in known or known.add(f.path)})  # type: ignore[func-returns-value]
        raise DoubledPathError(", ".join(doubled))
    folder.mkdir(parents=True)
    for parent in sorted({str(PurePosixPath(p).parent) for p in paths}):
        (folder / parent).mkdir(parents=True, exist_ok=True)

    writer = _Writer(folder, previous, manifest, inspect)
    rows: dict[str, Row] = {}
    to_make = [f for f in wanted if not writer.take_over(f, rows)]
    kept = len(wanted) - len(to_make)
    made = _make_all(writer, to_make, jobs)
    inspected: dict[str, object] = {}
    for file, (row, same, found) in zip(to_make, made, strict=True):
        rows[file.path] = row
        kept += same
        if found is not None:
            inspected[file.path] = found
    return Written(rows, len(wanted) - kept, kept, sum(r.size for r in rows.values()), inspected)


_WORTH_PROCESSES = 400
"""Fewer files than this are made sooner than processes start."""


_Made = tuple[Row, bool, object]
"""Row, whether the last build wrote the same bytes, what `inspect` returned."""


def same_as_before(files: Sequence[File], previous: Path, manifest: Manifest) -> Written | None:
    """What `write_tree` would do where every file has its old key and stands there untouched, and
    nothing else stood in the site; None where there is something to write."""
    if manifest.keys() != {f.path for f in files}:
        return None
    for file in files:
        row = manifest[file.path]
        if not _unchanged(file, row) or not _stands(previous / file.path, row):
            return None
    return Written(dict(manifest), 0, len(files), sum(r.size for r in manifest.values()), {})


def _unchanged(file: File, row: Row) -> bool:
    """Whether the last build wrote just this, as far as is known without making it."""
    if file.key:
        return file.key == row.key
    return isinstance(file.content, bytes) and digest(file.content) == row.digest


def _stands(path: Path, row: Row) -> bool:
    """Whether the file is there as the last build wrote it."""
    try:
        found = path.stat()
    except OSError:
        return False
    return (found.st_size, found.st_mtime_ns) == (row.size, row.mtime_ns)


@dataclass(slots=True)
class _Writer:
    folder: Path
    previous: Path
    manifest: Manifest
    inspect: Callable[[str, bytes], object] | None

    def take_over(self, file: File, rows: dict[str, Row]) -> bool:
        """Take the file of the last build over when it has the same key and was not touched since."""
        row = self.manifest.get(file.path)
        if row is None or not _unchanged(file, row):
            return False
        if not self._link(file.path, row):
            return False
        rows[file.path] = row
        return True

    def make(self, file: File) -> _Made:
        """Make the content; write it unless the last build wrote the same bytes."""
        content = file.read()
        found = self.inspect(file.path, content) if self.inspect else None
        mark = digest(content)
        row = self.manifest.get(file.path)
        if row and row.digest == mark and self._link(file.path, row):
            return row._replace(key=file.key), True, found
        target = self.folder / file.path
        target.write_bytes(content)
        return Row(file.key, mark, len(content), target.stat().st_mtime_ns), False, found

    def _link(self, path: str, row: Row) -> bool:
        source = self.previous / path
        if not _stands(source, row):
            return False  # somebody changed it: make it anew
        target = self.folder / path
        try:
            os.link(source, target)
        except OSError:  # no hard links here (FAT, some network folders)
            shutil.copy2(source, target)
        return True


def _make_all(writer: _Writer, wanted: Sequence[File], jobs: int) -> list[_Made]:
    """Each group in one process, the others some at a time; in the order of `wanted`."""
    if len(wanted) < _WORTH_PROCESSES:
        jobs = 1
    groups: dict[str, list[int]] = {}
    for i, file in enumerate(wanted):
        groups.setdefault(file.group, []).append(i)
    alone = groups.pop("", [])
    chunks = [*groups.values(), *([alone[i] for i in part] for part in parted(len(alone), jobs, 250))]
    made = share(lambda chunk: [writer.make(wanted[i]) for i in chunk], chunks, jobs)
    found = dict(
        zip((i for chunk in chunks for i in chunk), (one for ones in made for one in ones), strict=True)
    )
    return [found[i] for i in range(len(wanted))]


def swap(new: Path, target: Path) -> None:
    """Put the folder `new` in the place of `target`. The old one is removed only afterwards."""
    old = _old_name(target)
    if target.exists():
        if old.exists():
            shutil.rmtree(old)
        target.rename(old)
    new.rename(target)
    if old.exists():
        shutil.rmtree(old)


def recover(target: Path) -> None:
    """Undo a swap that was killed half-way, and remove what killed builds left behind."""
    old = _old_name(target)
    if old.exists():
        if target.exists():
            shutil.rmtree(old)
        else:
            old.rename(target)
    for stale in target.parent.glob(f".{target.name}.building-*"):
        if not _alive(stale.name.rsplit("-", 1)[-1]):
            shutil.rmtree(stale, ignore_errors=True)


def _alive(pid: str) -> bool:
    """Whether a process with this number runs (another build of the same site)."""
    if not pid.isdigit() or os.name == "nt":
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return int(pid) != os.getpid()


def building_name(target: Path) -> Path:
    """The folder beside `target` in which the next site is written."""
    return target.with_name(f".{target.name}.building-{os.getpid()}")


def _old_name(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def load_manifest(path: Path, program: str) -> dict[str, Row]:
    """The manifest of the last build; empty where there is none or it is damaged: then all is made
    anew. One that another `program` (a digest) wrote has no keys: all is made anew, and what comes
    out the same keeps its time stamp."""
    try:
        found = json.loads(path.read_text("utf-8"))
        same = found["program"] == program
        rows = {p: Row(*row) for p, row in found["files"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
    return rows if same else {p: row._replace(key="") for p, row in rows.items()}


def save_manifest(path: Path, manifest: Manifest, program: str) -> None:
    """Write the manifest, whole or not at all."""
    found = {"program": program, "files": manifest}
    write_text(path, json.dumps(found, ensure_ascii=False, separators=(",", ":")))


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name[:40]}.{os.getpid()}")
    try:
        beside.write_text(text, "utf-8", newline="\n")
        beside.replace(path)
    finally:  # a full disk, a person's Ctrl-C
        beside.unlink(missing_ok=True)
