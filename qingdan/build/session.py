"""A session: what a process that builds one site again and again (`--serve`) keeps in mind.

Nothing in it is believed unseen: everything is known by a digest of what it was made from, or by what
the system says of the file, so that a build of a session gives what a build by itself gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from qingdan import files
from qingdan.build.inputs import Inputs
from qingdan.build.memory import InMind, Memory, program
from qingdan.build.options import Options

if TYPE_CHECKING:
    from qingdan.build.kept import Kept
    from qingdan.build.shell import ShellSet
    from qingdan.model import Site
    from qingdan.pages.templates import Templates


class Session:
    """Of one site; also what a build by itself is made with, and then thrown away."""

    def __init__(self, options: Options, *, living: bool = False) -> None:
        """`living`: whether there will be another build."""
        self.inputs = Inputs(options.content, options.root, options.cache)
        self._content, self._cache, self._living = options.content, options.cache, living
        self._manifest_at = options.manifest
        self._output = options.output
        self._site: tuple[int, int, int] | None = None
        """By what the folder of the site is known that the manifest tells of."""
        self._in_mind: dict[str, InMind] = {}
        self._kept: Kept | None = None
        self._manifest: tuple[tuple[int, int, int], files.Manifest] | None = None
        self._shells: tuple[tuple[str, Site, str], ShellSet] | None = None
        self._root = options.root
        self._templates: tuple[str, Templates] | None = None

    def kept(self) -> Kept:
        """What documents came to."""
        if self._kept is None:
            from qingdan.build.kept import Kept

            self._kept = Kept(self._content, self._cache, living=self._living)
        return self._kept

    def in_mind(self, kind: str, memory: Memory) -> InMind:
        """A memory of which the entries stay in mind."""
        return self._in_mind.setdefault(kind, InMind(memory))

    def manifest(self) -> files.Manifest:
        """What the last build wrote, be it one of this session or of another process."""
        path = self._manifest_at
        stamp = _stamp(path)
        if self._manifest is None or stamp is None or self._manifest[0] != stamp:
            self._manifest = (stamp or _NO_FILE, files.load_manifest(path, program()))
        return self._manifest[1]

    def rows_that_stand(self) -> Mapping[str, files.Row]:
        """What is known of the written site; nothing where another has just taken its place, of which
        `look_at_written` has not heard."""
        known = self._manifest
        return known[1].rows if known and self._site == _stamp(self._output) else {}

    def look_at_written(self) -> None:
        """Take note of what another process has written."""
        self.manifest()
        self._site = _stamp(self._output)

    def save_manifest(self, manifest: files.Manifest) -> None:
        """Write it, and keep it in mind."""
        path = self._manifest_at
        files.save_manifest(path, manifest, program())
        stamp = _stamp(path)
        self._manifest = (stamp, manifest) if stamp else None
        self._site = _stamp(self._output)

    def shells(self, site: Site, offline: str) -> ShellSet:
        """What MkDocs makes of docs/ and the theme (see `make_shell`); looked for again only where
        something has changed that it is made of."""
        from qingdan.build.shell import make_shell

        mark = self.inputs.frame_digest()
        key = mark, site, offline
        if not mark or self._shells is None or self._shells[0] != key:
            self._shells = key, make_shell(self._root / "mkdocs.yml", self._cache, site, offline=offline)
        return self._shells[1]

    def templates(self, folder: Path) -> Templates:
        """The templates of the pages, compiled once as long as no file of theirs changes."""
        from qingdan.pages.templates import Templates

        made = Templates(folder)
        digest = made.digest()
        if self._templates is None or self._templates[0] != digest:
            self._templates = digest, made
        return self._templates[1]


_NO_FILE = (0, 0, 0)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
