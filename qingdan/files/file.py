"""Files of the site before they are written, and digests by which they are known again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any


class Piece:
    """Bytes that several files hold. Whoever looks through files needs to look through it only once.

    It stands for itself: HTML that begins with `<` and ends with `>`, no attribute of which goes on
    outside of it.
    """

    __slots__ = ("content", "seen")

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.seen: tuple[object, Any] | None = None
        """Who looked at it last, and what that one noted."""


Content = bytes | Sequence[bytes | Piece]
"""What a file holds: whole, or in pieces."""


def joined(content: Content) -> bytes:
    """The bytes of a file."""
    if isinstance(content, bytes):
        return content
    return b"".join([part if isinstance(part, bytes) else part.content for part in content])


@dataclass(frozen=True, slots=True)
class File:
    """One file of the site, not yet written."""

    path: str
    """Below the site's root, with `/`."""
    content: bytes | Callable[[], Content]
    """The bytes, or what makes them when they are needed."""
    key: str = ""
    """Digest of all that the content depends on. Where the last build wrote the same path with
    the same key, its file is taken over and `content` is not called. Empty: always made anew."""

    def made(self) -> Content:
        """What it holds, as it was made."""
        return self.content if isinstance(self.content, bytes) else self.content()

    def read(self) -> bytes:
        """The bytes."""
        return joined(self.made())


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that are made from shared work (one search index), so one process lists and makes them."""

    name: str
    files: Callable[[], Iterable[File]]
    key: str = ""
    """Digest of all that its files depend on: where it is that of the last build, they are taken
    over and not even listed. Empty: always listed."""
    done: Callable[[], object] = lambda: None
    """Called in that process when all of them are made."""


class DoubledPathError(ValueError):
    """Two stages made the same file: a bug, never a fault of the content."""


def digest(data: bytes) -> str:
    """A short digest of bytes: 32 hexadecimal digits."""
    return blake2b(data, digest_size=16).hexdigest()


def key_of(*parts: str) -> str:
    """One key from many parts, in order."""
    return digest("\0".join(parts).encode("utf-8", "surrogatepass"))


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name[:40]}.{os.getpid()}")
    try:
        beside.write_text(text, "utf-8", newline="\n")
        beside.replace(path)
    finally:  # a full disk, a person's Ctrl-C
        beside.unlink(missing_ok=True)
