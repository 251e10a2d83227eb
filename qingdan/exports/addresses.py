"""Addresses of the site as other formats want them."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

_KEPT = ":/?#[]@!$&'()*+,;=%~-._"


def as_uri(address: str) -> str:
    """An address in ASCII: formats that say URI mean it. Chinese in the path is percent-encoded,
    in the host's name it becomes punycode."""
    if not address.isascii():
        try:
            host = urlsplit(address).hostname or ""
            if not host.isascii():
                address = address.replace(host, ascii_host(host), 1)
        except ValueError:  # no address at all: quote what stands there
            pass
    return quote(address, safe=_KEPT)


def ascii_host(name: str) -> str:
    """The name of a host in ASCII: `xn--…` where it is Chinese. ValueError where it can be no host."""
    return name.encode("idna").decode()
