"""Precompressed files: beside a text, the same bytes compressed, for servers that send them as they are
(nginx gzip_static, Caddy precompressed, GitLab Pages). Same bytes in, same bytes out, on one version
of the library.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from posixpath import splitext
from types import MappingProxyType
from typing import NamedTuple

_TEXTS = (".atom", ".css", ".csv", ".htm", ".html", ".ics", ".js", ".json", ".svg", ".txt", ".xml", ".yaml")
_LEAST = 1024
"""Smaller texts fit one packet anyway."""


class Packer(NamedTuple):
    """One way to compress."""

    suffix: str
    """Behind the file's name: `.gz`."""
    mark: str
    """How it is done: another mark, and all is done anew."""
    pack: Callable[[bytes], bytes]

    def key(self, digest: str) -> str:
        """Key of the packed form of a file with this digest."""
        return f"{digest} {self.mark}"


class MissingPackerError(Exception):
    """The library for a way to compress is not installed."""


def _gzip() -> Packer:
    return Packer(".gz", f"gzip 9 {zlib.ZLIB_RUNTIME_VERSION}", lambda data: zlib.compress(data, 9, wbits=31))


def _brotli() -> Packer:
    from importlib.metadata import PackageNotFoundError, version  # 10 ms that hardly anyone needs

    try:
        brotli, release = import_module("brotli"), version("brotli")
    except (ImportError, PackageNotFoundError):
        raise MissingPackerError("br") from None
    compress: Callable[..., bytes] = brotli.compress
    # 7 of 11: a fiftieth of the time of 11, for 4 % more bytes.
    return Packer(".br", f"brotli 7 {release}", lambda d: compress(d, mode=brotli.MODE_TEXT, quality=7))


PACKERS: Mapping[str, Callable[[], Packer]] = MappingProxyType({"gz": _gzip, "br": _brotli})
"""By the name that a person gives."""


def packed_names(path: str, size: int, packers: Sequence[Packer]) -> Iterator[tuple[str, Packer]]:
    """Names of the packed forms of a file; none of what is small, or compressed in itself."""
    if packers and size >= _LEAST and splitext(path)[1].lower() in _TEXTS:
        for packer in packers:
            yield path + packer.suffix, packer
