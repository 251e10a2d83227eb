"""Memory 记忆: what earlier runs worked out, in .cache/qingdan/, so that only what changed is done.

It may be deleted at any time. An entry is used only if it is whole, this program wrote it, and
what it was made from is still the same; all others are as good as none, and are written anew.

Entries are pickles, and a pickle is a program for the one who reads it. So each begins with a
digest of itself and of the program: chance damage and entries of another version are never read.
Against an entry made on purpose (a cache that a stranger may write to) the reader helps itself to
nothing but the frozen classes of the model and dates; it calls no function that an entry names.
"""

from __future__ import annotations

import copyreg
import io
import os
import pickle
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache, partial
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path
from typing import Any
from zlib import crc32

from qingdan import model, problems
from qingdan.files import digest
from qingdan.loader import Registry, Summary
from qingdan.model import Document, Party
from qingdan.problems import Severity
from qingdan.text.passages import Alignment, Passage, Span

_DIGEST = 32
"""Bytes before an entry."""

FindParty = Callable[[str], Party]
"""Gives the unit of a name. Units are no part of an entry: the registry of today says who is meant."""


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


def pack(entry: object) -> bytes:
    """Bytes from which `unpack` makes the same object."""
    out = io.BytesIO()
    packer = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
    packer.dispatch_table = _REDUCED
    packer.dump(entry)
    return out.getvalue()


def unpack(content: bytes | memoryview, party: FindParty | None = None) -> Any:
    """What `pack` was given; None where the bytes are none of ours."""
    try:
        return _Unpacker(io.BytesIO(content), party).load()
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError, KeyError, IndexError):
        return None


def _party(name: str) -> Party:
    raise NotImplementedError  # stands in entries for the `party` of `unpack`


_KNOWN: dict[tuple[str, str], type] = {
    (found.__module__, name): found
    for of in (model, problems)
    for name, found in vars(of).items()
    if isinstance(found, type) and found.__module__.startswith(of.__name__)
}
_KNOWN |= {
    (kind.__module__, kind.__name__): kind for kind in (date, Alignment, Passage, Span, Summary, Registry)
}

_MADE: dict[tuple[str, str], Callable[..., Any]] = dict(_KNOWN)
"""What makes the objects of these classes from what stands in an entry."""
_REDUCED = copyreg.dispatch_table.copy()
_REDUCED[Severity] = lambda severity: (Severity, (severity.value,))


def _teach(name: tuple[str, str], kind: type[Any]) -> None:
    """How objects of a class are packed and made: without a call of Python code for each of them, or
    of each of its fields, which took two thirds of the time."""
    if issubclass(kind, tuple):
        _REDUCED[kind] = lambda made: (kind, (tuple(made),))
        _MADE[name] = partial(tuple.__new__, kind)
    elif is_dataclass(kind):
        # `Unit.id` and its like are made from other fields, and are kept as well.
        names = [field.name for field in fields(kind)]
        values = attrgetter(*names) if len(names) > 1 else lambda made: (getattr(made, names[0]),)
        puts = [kind.__dict__[name].__set__ for name in names]

        def make(*values: Any) -> Any:
            made = object.__new__(kind)
            for put, value in zip(puts, values, strict=True):
                put(made, value)
            return made

        _REDUCED[kind] = lambda made: (kind, values(made))
        _MADE[name] = make


for _name, _kind in _KNOWN.items():
    _teach(_name, _kind)
_REDUCED[Party] = lambda party: (_party, (party.name,))


class _Unpacker(pickle.Unpickler):
    """Knows the classes of the model, and nothing else."""

    def __init__(self, file: io.BytesIO, party: FindParty | None) -> None:
        super().__init__(file)
        self._party = party

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (__name__, _party.__name__) and self._party:
            return self._party
        found = _MADE.get((module, name))
        if found is None:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


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
