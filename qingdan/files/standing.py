"""What of the last build still stands: its files as it left them, and whether there is anything to do."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from qingdan.files.file import Batch, File, digest
from qingdan.files.manifest import Manifest, Row
from qingdan.files.packing import Packer, packed_names


class Written(NamedTuple):
    """What `write_tree` did."""

    manifest: Manifest
    """Without a note."""
    new: int
    """Files made anew or changed."""
    kept: int
    """Files taken over from the last build."""
    made: frozenset[str]
    """Paths whose content was made, be it as before."""
    noted: list[object]
    """What the inspectors noted."""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(row.size for row in self.manifest.rows.values())


def same_as_before(
    files: Sequence[File | Batch], previous: Path, manifest: Manifest, packers: Sequence[Packer] = ()
) -> Written | None:
    """What `write_tree` would do where every file has its old key and stands there untouched, and
    nothing else stood in the site; None where there is something to write."""
    wanted: set[str] = set()
    for item in files:
        if isinstance(item, Batch):
            before = manifest.batches.get(item.name)
            if before is None or not item.key or before.key != item.key:
                return None
            wanted.update(before.paths)
        else:
            row = manifest.rows.get(item.path)
            if row is None or not unchanged(item, row):
                return None
            wanted.add(item.path)
    for path in [*wanted]:
        row = manifest.rows.get(path)
        if row is None:
            return None
        for name, packer in packed_names(path, row.size, packers):
            packed = manifest.rows.get(name)
            if packed is None or packed.key != packer.key(row.digest):
                return None
            wanted.add(name)
    return stands(previous, manifest) if manifest.rows.keys() == wanted else None


def stands(previous: Path, manifest: Manifest) -> Written | None:
    """The last build as one that wrote nothing; None where a file is not as it left it."""
    folder = str(previous)
    if not manifest.rows or not all(file_stands(f"{folder}/{p}", row) for p, row in manifest.rows.items()):
        return None
    return Written(manifest, 0, len(manifest.rows), frozenset(), [])


def unchanged(file: File, row: Row) -> bool:
    """Whether the last build wrote just this, as far as is known without making it."""
    if file.key:
        return file.key == row.key
    return isinstance(file.content, bytes) and digest(file.content) == row.digest


def file_stands(path: str, row: Row) -> bool:
    """Whether the file is there as the last build wrote it."""
    try:
        found = os.stat(path)
    except OSError:
        return False
    return found.st_mtime_ns == row.mtime_ns and found.st_size == row.size
