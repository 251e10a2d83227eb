"""Inputs: one digest of all that a build, or a check, is made from. Where it is that of the last one,
so is all that follows, and nothing need be loaded to say so.

Contents count, not time stamps: a checkout, a moved folder or a wrong clock changes nothing.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from qingdan.build.memory import Memory, program
from qingdan.files import digest, key_of

_SETTLED = 3_000_000_000
"""Nanoseconds. A file that was changed less than this before it was read may be changed once more
without a new time stamp (FAT counts in steps of two seconds)."""


class _Stamp(NamedTuple):
    """What the system says of a file, and what it held then."""

    file: int
    size: int
    modified: int
    changed: int
    """When contents, name or rights were last touched; nobody can set it, other than `modified`."""
    sha256: str


class Seen:
    """The files of one folder and their digests. A file of which the system says that nobody has
    touched it since it was last read is not read again (as git does it)."""

    def __init__(self, folder: Path, memory: Memory | None = None) -> None:
        self._folder = str(folder)
        self._memory = memory
        self._name = key_of(str(folder.resolve()))
        self._stamps: dict[str, _Stamp] = {}
        entry = memory.recall(self._name) if memory else None
        if isinstance(entry, dict):
            self._stamps = {path: _Stamp._make(stamp) for path, stamp in entry.items()}

    def look(self) -> Mapping[str, str] | None:
        """Path below the folder -> SHA-256 of each file, in order; folders end with / and have none.
        None where the folder holds a link or something that cannot be read: of such a folder nothing
        is known beforehand."""
        found: dict[str, str] = {}
        stamps: dict[str, _Stamp] = {}
        try:
            for path, entry in _below(self._folder, ""):
                if entry is None:
                    found[path] = ""
                    continue
                stamp, settled = self._stamp(path, entry)
                found[path] = stamp.sha256
                if settled:
                    stamps[path] = stamp
        except OSError:
            return None
        if stamps != self._stamps:
            self._stamps = stamps
            if self._memory:
                self._memory.keep(self._name, {path: tuple(stamp) for path, stamp in stamps.items()})
        return found

    def _stamp(self, path: str, entry: os.DirEntry[str]) -> tuple[_Stamp, bool]:
        """The stamp of a file, and whether it may be relied on the next time."""
        found = entry.stat(follow_symlinks=False)
        now = (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        known = self._stamps.get(path)
        if known is not None and known[:4] == now:
            return known, True
        begun = time.time_ns()
        with open(entry.path, "rb") as file:
            stamp = _Stamp(*now, sha256(file.read()).hexdigest())
        # Windows has no time of the last touch: there every file is read.
        return stamp, os.name == "posix" and max(now[2:]) + _SETTLED < begun


class Inputs:
    """What a content folder, or a site, is made from."""

    def __init__(self, content: Path, root: Path | None = None, cache: Path | None = None) -> None:
        """`root`: the folder with docs/ and templates/; None for the content alone."""
        memory = Memory(cache / "seen") if cache else None
        self._name = content.resolve().name
        self._root = root
        self._content = Seen(content, memory)
        self._others = [Seen(root / name, memory) for name in ("docs", "templates")] if root else []
        self.files: Mapping[str, str] | None = None
        """Of the content folder, as they were when it was last looked at; see `Seen.look`."""

    def look_at_content(self) -> Mapping[str, str] | None:
        """See `files`: as they are now."""
        self.files = self._content.look()
        return self.files

    def content_digest(self) -> str:
        """Of the content folder: its name, and names and bytes of everything in it. Empty where
        nothing is known of it beforehand."""
        return self._digest([self._content], self._name, program())

    def site_digest(self, as_of: date | None) -> str:
        """Of all that a site is made from: content, docs/, templates/, mkdocs.yml, the variables that
        it names, the day, the program. Empty as above."""
        settings = self._settings()
        found = self._digest([self._content, *self._others], self._name, program(), str(as_of), *settings)
        return found if settings else ""

    def frame_digest(self) -> str:
        """The same without the content."""
        settings = self._settings()
        seen = [folder.look() for folder in self._others]
        if not settings or any(files is None for files in seen):
            return ""
        return key_of(*settings, *_told(seen))

    def _settings(self) -> list[str]:
        """Digest of mkdocs.yml, and the variables that it names; nothing where it is not there."""
        assert self._root is not None
        try:
            settings = (self._root / "mkdocs.yml").read_bytes()
        except OSError:
            return []
        named = re.findall(r"!ENV\s*\[?\s*(\w+)", settings.decode("utf-8", "replace"))
        variables = [f"{name}={os.environ.get(name, '')}" for name in named]
        return [digest(settings), *variables] if settings else []

    def _digest(self, folders: list[Seen], *parts: str) -> str:
        seen = [folder.look() for folder in folders]
        self.files = seen[0]
        if any(files is None for files in seen):
            return ""
        return key_of(*parts, *_told(seen))


def _told(seen: Sequence[Mapping[str, str] | None]) -> Iterator[str]:
    return (f"{path} {sha}" for files in seen if files for path, sha in files.items())


def _below(folder: str, path: str) -> Iterator[tuple[str, os.DirEntry[str] | None]]:
    """Everything below a folder, in order: folders (without entry), files."""
    with os.scandir(f"{folder}/{path}") as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        name = f"{path}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield f"{name}/", None
            yield from _below(folder, f"{name}/")
        elif entry.is_file(follow_symlinks=False):
            yield name, entry
        else:
            raise OSError(f"{entry.path} is neither file nor folder")
