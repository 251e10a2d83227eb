"""Archive: the zip that a workbook or a text document is. Thousands of them share most of their parts, so
a part is deflated once; `zipfile` reads what stands here (tests hold that)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import NamedTuple

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION, _DEFLATED, _TIME, _DATE = 20, 8, 0, 0x21
"""1980-01-01: a zip knows no time before it, and the clock is no part of what we write."""

LEVEL = 1
"""Of deflate, for what is made thousands of times: a higher one takes half as long again to save a
twentieth."""


class Part(NamedTuple):
    """One file of a zip, deflated."""

    name: str
    """In ASCII."""
    deflated: bytes
    crc: int
    size: int


def part(name: str, content: bytes, level: int = 9) -> Part:
    """A file of this content."""
    return Part(name, zlib.compress(content, level, -15), zlib.crc32(content), len(content))


def joined(parts: Sequence[Part]) -> bytes:
    """The zip of these files."""
    out: list[bytes] = []
    listed: list[bytes] = []
    offset = 0
    for name, deflated, crc, size in parts:
        path = name.encode("ascii")
        told = (_VERSION, 0, _DEFLATED, _TIME, _DATE, crc, len(deflated), size, len(path), 0)
        head = _LOCAL.pack(b"PK\3\4", *told)
        listed += [_CENTRAL.pack(b"PK\1\2", _VERSION, *told, 0, 0, 0, 0, offset), path]
        out += [head, path, deflated]
        offset += len(head) + len(path) + len(deflated)
    central = b"".join(listed)
    end = _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(central), offset, 0)
    return b"".join([*out, central, end])
