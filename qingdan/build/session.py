"""A session: what a process that builds one site again and again (`--serve`) keeps in mind.

Nothing in it is believed unseen: everything is known by a digest of what it was made from, or by what
the system says of the file, so that a build of a session gives what a build by itself gives.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from qingdan import files
from qingdan.build.inputs import Inputs
from qingdan.build.memory import program

if TYPE_CHECKING:
    from qingdan.build.kept import Kept
    from qingdan.pages.templates import Templates


class Session:
    """Of one site; also what a build by itself is made with, and then thrown away."""

    def __init__(self, content: Path, root: Path, cache: Path, *, living: bool = False) -> None:
        """`living`: whether there will be another build."""
        self.inputs = Inputs(content, root, cache)
        self.swapping = Lock()
        """Held while the new site takes the place of the old one."""
        self.swaps = 0
        """How often that has happened."""
        self._content, self._cache, self._living = content, cache, living
        self._kept: Kept | None = None
        self._manifest: tuple[tuple[int, int, int], files.Manifest] | None = None
        self._templates: tuple[str, Templates] | None = None

    def kept(self) -> Kept:
        """What documents came to."""
        if self._kept is None:
            from qingdan.build.kept import Kept

            self._kept = Kept(self._content, self._cache, living=self._living)
        return self._kept

    def manifest(self, path: Path) -> files.Manifest:
        """What the last build wrote, be it one of this session or of another process."""
        stamp = _stamp(path)
        if self._manifest is None or stamp is None or self._manifest[0] != stamp:
            return files.load_manifest(path, program())
        return self._manifest[1]

    def save_manifest(self, path: Path, manifest: files.Manifest) -> None:
        """Write it, and keep it in mind."""
        files.save_manifest(path, manifest, program())
        stamp = _stamp(path)
        self._manifest = (stamp, manifest) if stamp else None

    def templates(self, folder: Path) -> Templates:
        """The templates of the pages, compiled once as long as no file of theirs changes."""
        from qingdan.pages.templates import Templates

        made = Templates(folder)
        digest = made.digest()
        if self._templates is None or self._templates[0] != digest:
            self._templates = digest, made
        return self._templates[1]


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
