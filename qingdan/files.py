"""Files in memory, and the only place that writes them.

Stages make `File` objects; the build writes them into a folder beside the old
one and renames it into place. A build that fails or is killed leaves the old
folder whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


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
