"""The folder of the next site, file by file: what the last build wrote is taken over, the rest is written.

Tens of thousands of small files go through here, so it calls `os` with plain strings, makes each
folder once, and asks the system of each file no more than it must.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from qingdan.files.file import File, digest
from qingdan.files.manifest import Row
from qingdan.files.packing import Packer, packed_names
from qingdan.files.standing import file_stands, unchanged

Result = TypeVar("Result")

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


@dataclass(slots=True)
class NextFolder:
    """A folder that becomes the site."""

    folder: str
    previous: str
    """Where the last site stands."""
    rows: Mapping[str, Row]
    """Of the last build."""
    at_hand: Mapping[str, Row | None]
    """What stands in the folder already."""
    packers: Sequence[Packer] = ()
    packed: int = 0
    """How many packed forms it made."""
    _made: set[str] = field(default_factory=set)
    """Folders below that are known to stand."""

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
        for path in found if self.packers else ():
            self.pack(path, rows)
        return True

    def write(self, file: File, content: bytes) -> tuple[Row, bool]:
        """Write the content unless the last build wrote the same bytes; whether it did."""
        mark = digest(content)
        row = self.rows.get(file.path)
        if row and row.digest == mark and self._link(file.path, row):
            return (row if row.key == file.key else row._replace(key=file.key)), True
        self._clear(file.path)
        out = self._in_folder(file.path, lambda target: os.open(target, _NEW, 0o666))
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(out, left) :]
            stamp = os.fstat(out).st_mtime_ns
        finally:
            os.close(out)
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
            parent = _parent(path)
            with suppress(OSError):  # it holds something else, or it is gone
                while parent:
                    os.rmdir(f"{self.folder}/{parent}")
                    self._made.discard(parent)
                    parent = _parent(parent)

    def _link(self, path: str, row: Row) -> bool:
        target = f"{self.folder}/{path}"
        if self.at_hand.get(path) is not None and file_stands(target, row):
            return True
        source = f"{self.previous}/{path}"
        if not file_stands(source, row):
            return False  # somebody changed it: make it anew
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

    def _in_folder(self, path: str, action: Callable[[str], Result]) -> Result:
        """Do it to the path in the new folder; its parents are made where they are missing."""
        target = f"{self.folder}/{path}"
        parent = _parent(path)
        if parent and parent not in self._made:
            try:
                os.mkdir(f"{self.folder}/{parent}")
            except FileExistsError:
                pass
            except FileNotFoundError:
                os.makedirs(f"{self.folder}/{parent}", exist_ok=True)
            self._made.add(parent)
        try:
            return action(target)
        except FileExistsError:
            os.unlink(target)
        return action(target)


def _parent(path: str) -> str:
    return path.rpartition("/")[0]
