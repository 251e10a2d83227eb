"""Files of the last build, read again by a build that makes something of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qingdan.files.file import digest
from qingdan.files.manifest import Manifest


def earlier(folder: Path, manifest: Manifest) -> Callable[[str, str], bytes | None]:
    """Gives the bytes of a file of the site in `folder` by its path and key; None where the last build
    wrote none with this key, or somebody changed it since."""

    def read(path: str, key: str) -> bytes | None:
        row = manifest.rows.get(path)
        if row is None or not key or row.key != key:
            return None
        try:
            content = (folder / path).read_bytes()
        except OSError:
            return None
        return content if digest(content) == row.digest else None

    return read
