"""Addresses of the site as other formats want them."""

from __future__ import annotations

from urllib.parse import quote

_KEPT = ":/?#[]@!$&'()*+,;=%~-._"


def as_uri(address: str) -> str:
    """An address whose Chinese characters are percent-encoded: formats that say URI mean it."""
    return quote(address, safe=_KEPT)
