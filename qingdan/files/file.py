"""Files of the site before they are written, and digests by which they are known again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path


@dataclass(frozen=True, slots=True)
class File:
    """One file of the site, not yet written."""

    path: str
    """Below the site's root, with `/`."""
    content: bytes | Callable[[], bytes]
    """The bytes, or what makes them when they are needed."""
    key: str = ""
    """Digest of all that the content depends on. Where the last build wrote the same path with
    the same key, its file is taken over and `content` is not called. Empty: always made anew."""

    def read(self) -> bytes:
        """The bytes."""
        return self.content if isinstance(self.content, bytes) else self.content()


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
