"""OLE compound files (the containers of .doc, .xls, .wps, .et): what kind of file one is.

Only the directory is read ([MS-CFB]); what stands in the streams is for others.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_END = 0xFFFF_FFFA
"""Sector numbers from here on are none."""
_SMALL = 4096
"""Streams below this size are kept in pieces."""
_PIECE = 64
_MOST = 4096
"""So many sectors of the directory are looked at."""


def is_ole(data: bytes) -> bool:
    """Whether the bytes begin as an OLE file does."""
    return data.startswith(MAGIC)


def names(data: bytes) -> frozenset[str]:
    """Names of the streams and storages at the top; none where the file is damaged."""
    return frozenset(_top(data))


def stream(data: bytes, name: str) -> bytes:
    """The bytes of a stream at the top; none for a damaged or a missing one."""
    top = _top(data)
    if name not in top:
        return b""
    begin, size = struct.unpack_from("<II", top[name], 116)
    if size >= _SMALL:
        return b"".join(_sectors(data, begin, -(-size // _size(data))))[:size]
    return _small(data, begin, size)


def _small(data: bytes, begin: int, size: int) -> bytes:
    """A small stream: pieces of 64 bytes in a stream of the root, with a table of chains of their own."""
    (directory,) = struct.unpack_from("<I", data, 48)
    root = next(_sectors(data, directory, 1), b"")[:_ENTRY]
    if len(root) < _ENTRY:
        return b""
    where, length = struct.unpack_from("<II", root, 116)
    pieces = b"".join(_sectors(data, where, -(-length // _size(data))))
    (first,) = struct.unpack_from("<I", data, 60)
    chains = b"".join(_sectors(data, first, _MOST))
    found = []
    for _ in range(-(-size // _PIECE)):
        if begin >= _END or (begin + 1) * 4 > len(chains):
            break
        found.append(pieces[begin * _PIECE : (begin + 1) * _PIECE])
        (begin,) = struct.unpack_from("<I", chains, begin * 4)
    return b"".join(found)[:size]


def _top(data: bytes) -> dict[str, bytes]:
    """The directory's entries at the top, by name."""
    if not is_ole(data) or len(data) < 512 or _size(data) not in (512, 4096):
        return {}
    (begin,) = struct.unpack_from("<I", data, 48)
    blocks = list(_sectors(data, begin, _MOST))
    entries = [block[k : k + _ENTRY] for block in blocks for k in range(0, len(block), _ENTRY)]
    if not entries:
        return {}
    found: dict[str, bytes] = {}
    waiting, seen = [_child(entries[0])], set[int]()
    while waiting:
        at = waiting.pop()
        if at >= len(entries) or at in seen:
            continue
        seen.add(at)
        waiting += struct.unpack_from("<II", entries[at], 68)
        found[_name(entries[at])] = entries[at]
    return found


def _size(data: bytes) -> int:
    """Of a sector, in bytes."""
    return 1 << min(int(struct.unpack_from("<H", data, 30)[0]), 16)


def _sectors(data: bytes, begin: int, most: int) -> Iterator[bytes]:
    """The sectors of a chain, in order, as far as they are there."""
    size = _size(data)
    table = _table(data)
    sector = begin
    for _ in range(most):
        block = data[(sector + 1) * size : (sector + 2) * size]
        if sector >= _END or len(block) < size:
            return
        yield block
        which, at = divmod(sector, size // 4)
        if which >= len(table):
            return
        where = (table[which] + 1) * size + at * 4
        if where + 4 > len(data):
            return
        (sector,) = struct.unpack_from("<I", data, where)


def _table(data: bytes) -> list[int]:
    """The sectors that hold the table of chains."""
    size = _size(data)
    found = list(struct.unpack_from("<109I", data, 76))
    (more,) = struct.unpack_from("<I", data, 68)
    for _ in range(_MOST):
        block = data[(more + 1) * size : (more + 2) * size]
        if more >= _END or len(block) < size:
            break
        *sectors, more = struct.unpack(f"<{size // 4}I", block)
        found += sectors
    return [s for s in found if s < _END]


def _name(entry: bytes) -> str:
    (length,) = struct.unpack_from("<H", entry, 64)
    return entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")


def _child(entry: bytes) -> int:
    (child,) = struct.unpack_from("<I", entry, 76)
    return int(child)
