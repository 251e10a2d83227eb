"""Memory 记忆: what earlier runs worked out, in .cache/qingdan/, so that only what changed is done.

It may be deleted at any time. An entry is used only if it is whole, this program wrote it, and
what it was made from is still the same; all others are as good as none, and are written anew.

Entries are pickles, and a pickle is a program for the one who reads it. So each begins with a
digest of itself and of the program: chance damage and entries of another version are never read.
Against an entry made on purpose (a cache that a stranger may write to) the reader helps itself to
nothing but the frozen classes of the model and dates; it calls no function that an entry names.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from qingdan.build.packed import FindParty, pack, unpack
from qingdan.files import digest, key_of

if TYPE_CHECKING:
    from qingdan.model import Document

_DIGEST = 32
"""Bytes before an entry."""


class Memory:
    """The entries of one kind: a folder, one file each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def recall(self, name: str, party: FindParty | None = None) -> Any:
        """The entry with this name; None where there is none that can be used."""
        try:
            data = (self._folder / name).read_bytes()
        except OSError:
            return None
        content = memoryview(data)[_DIGEST:]
        return unpack(content, party) if data[:_DIGEST] == _seal(content) else None

    def keep(self, name: str, entry: object) -> bool:
        """Write an entry, whole or not at all; whether the disk took it. One that refuses costs time
        later, nothing else."""
        content = pack(entry)
        beside = self._folder / f".{name}.{os.getpid()}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(_seal(content) + content)
            beside.replace(self._folder / name)
        except OSError:
            beside.unlink(missing_ok=True)
            return False
        return True

    def forget_others(self, names: set[str]) -> None:
        """Remove the entries that are not among these."""
        try:
            for path in self._folder.iterdir():
                if path.name not in names:
                    path.unlink(missing_ok=True)
        except OSError:  # another run tidies too
            pass


class InMind:
    """A memory of a process that asks again: entries are read once. Whoever asks finds out himself whether
    an entry is still right, as ever."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._known: dict[str, Any] = {}

    def recall(self, name: str) -> Any:
        """See `Memory.recall`."""
        if name not in self._known:
            self._known[name] = self._memory.recall(name)
        return self._known[name]

    def keep(self, name: str, entry: object) -> bool:
        """See `Memory.keep`."""
        self._known[name] = entry
        return self._memory.keep(name, entry)


def memory_of(content: Path, cache: Path, kind: str) -> Memory:
    """The memory of one content folder; by its place, so that two folders do not forget each other."""
    return Memory(cache / kind / key_of(str(content.resolve())))


_DRAWERS = 32
"""So many files hold the pieces of a kind: an edit of one document writes one of them."""


class PiecesInMemory:
    """`exports.Pieces` that lasts from one run to the next. Drawers of pieces are read when one of them
    is asked for; `keep` writes those in which something is new, and forgets what was not asked for."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._before: dict[str, dict[str, tuple[str, bytes]]] = {}
        self._now: dict[str, dict[str, tuple[str, bytes]]] = {}

    def of(self, kind: str, document: Document, key: str, make: Callable[[], bytes]) -> bytes:
        """See `Pieces.of`."""
        drawer = f"{kind}.{crc32(document.id.encode('utf-8', 'surrogatepass')) % _DRAWERS}"
        before = self._before.get(drawer)
        if before is None:
            before = self._before[drawer] = self._memory.recall(drawer) or {}
        mark = f"{document.digest} {key}"
        known = before.get(document.id)
        if known is None or known[0] != mark:
            known = mark, make()
        self._now.setdefault(drawer, {})[document.id] = known
        return known[1]

    def keep(self) -> None:
        """Write what is new."""
        for drawer, pieces in self._now.items():
            before = self._before[drawer]
            if pieces.keys() != before.keys() or any(
                piece is not before[id_] for id_, piece in pieces.items()
            ):
                self._memory.keep(drawer, pieces)


def _seal(content: bytes | memoryview) -> bytes:
    return blake2b(content, digest_size=_DIGEST, key=program().encode()).digest()


@cache
def program() -> str:
    """Digest of the package's source and of what is installed beside it: another version of either
    makes everything anew."""
    package = Path(__file__).resolve().parents[1]
    parts = [path.read_bytes() for path in sorted(package.rglob("*.py"))]
    for folder in sys.path:
        if folder.endswith(("site-packages", "dist-packages")) and Path(folder).is_dir():
            parts += sorted(path.name.encode() for path in Path(folder).glob("*-info"))
    return digest(b"\0".join([sys.version.encode(), *parts]))
