"""Pieces: what one document gives to an export that lists all of them, so that an edit of one
document does not cost the making of all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from qingdan.model import Document


class Pieces(Protocol):
    """Knows pieces from before, or has them made."""

    def of(self, kind: str, document: Document, key: str, make: Callable[[], bytes]) -> bytes:
        """The piece of this kind: what `make` gives, or gave when the document's YAML and `key`,
        the digest of all else that it depends on, were the same."""
        ...


class Anew:
    """Knows nothing from before."""

    def of(self, _kind: str, _document: Document, _key: str, make: Callable[[], bytes]) -> bytes:
        """The piece, made now."""
        return make()
