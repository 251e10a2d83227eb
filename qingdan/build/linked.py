"""Linked 链接所指: which anchors of which pages links lead to, kept from one build to the next, so that an
anchor that goes, and to which nobody linked, costs nothing: ten thousand pages need not be read for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qingdan.build.links import Seen, anchors
from qingdan.build.memory import Memory
from qingdan.files import Manifest, Row, Written, key_of


@dataclass(slots=True)
class Linked:
    """Of one site, as it was built last; `verify` makes it that of the new one."""

    anchors: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    """Path of a page -> digest of its bytes, and those of its anchors that links were found to lead to."""
    files: set[str] = field(default_factory=set)
    """Files that are no pages, to which links lead that do not start from their own folder."""
    whole: bool = False
    """Whether no link of the site leads to another anchor of another page, and none from elsewhere to
    another such file."""

    def found(self, path: str, digest: str, fragments: Iterable[str]) -> None:
        """Note anchors that links lead to."""
        known = self.anchors.get(path)
        more = frozenset(fragments)
        self.anchors[path] = digest, more | known[1] if known and known[0] == digest else more

    def to_file(self, path: str, start: str = "/") -> None:
        """Note a link to a file that is no page; `start`: the folder from which its address starts."""
        if start != path.rpartition("/")[0]:
            self.files.add(path)

    def of_page(self, path: str, seen: Seen, files: Mapping[str, Row]) -> None:
        """Note all links of a page."""
        for to, fragment in seen.links:
            if not to.endswith(".html"):
                self.to_file(to)
            elif to != path and fragment and to in files:
                self.found(to, files[to].digest, [fragment])

    def known(self, path: str, digest: str) -> frozenset[str]:
        """Anchors that a page with this digest is known to have."""
        known = self.anchors.get(path)
        return known[1] if known and known[0] == digest else frozenset()

    def gone(self, written: Written, folder: Path) -> set[tuple[str, str]]:
        """(page, anchor): those that links led to and that the pages made now no longer have; they are
        forgotten."""
        rows, lost = written.manifest.rows, set()
        for path in written.made:
            known = self.anchors.get(path)
            if known is None or known[0] == rows[path].digest:
                continue
            stay = known[1] & anchors((folder / path).read_bytes()) if known[1] else known[1]
            lost |= {(path, anchor) for anchor in known[1] - stay}
            self.anchors[path] = rows[path].digest, stay
        return lost


class Recalled:
    """The same, kept in a memory. The manifest of a build says of which build it must be: one of another
    build does not know all links."""

    def __init__(self, memory: Memory, before: Manifest) -> None:
        self._memory = memory
        self._mark = str(before.note.get("links", ""))
        entry = memory.recall("linked")
        mark, known, to = entry if isinstance(entry, tuple) and len(entry) == 3 else ("", {}, ())
        self.linked = Linked(known, {*to}, whole=bool(mark) and mark == self._mark)

    def keep(self, written: Written) -> str:
        """Keep it for the build after `written`, for whose manifest this gives the mark."""
        rows = written.manifest.rows
        made = sorted(path for path in written.made if path.endswith(".html"))
        if made or not self.linked.whole:
            mark = key_of(self._mark, *(f"{path} {rows[path].digest}" for path in made))
            known = {path: found for path, found in self.linked.anchors.items() if path in rows}
            self._mark = mark if self.linked.whole else ""
            self._memory.keep("linked", (self._mark, known, tuple(sorted(self.linked.files))))
        return self._mark
