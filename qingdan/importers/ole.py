"""OLE compound files (the containers of .doc, .xls, .wps, .et): what kind of file one is.

Only the directory is read ([MS-CFB]); what stands in the streams is for others.
"""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_END = 0xFFFF_FFFA
"""Sector numbers from here on are none."""
_MOST = 4096
"""So many directory entries are looked at."""


def is_ole(data: bytes) -> bool:
    """Whether the bytes begin as an OLE file does."""
    return data.startswith(MAGIC)


def names(data: bytes) -> frozenset[str]:
    """Names of the streams and storages at the top; none where the file is damaged."""
    if not is_ole(data) or len(data) < 512:
        return frozenset()
    entries = _entries(data)
    if not entries:
        return frozenset()
    found: set[str] = set()
    waiting, seen = [_child(entries[0])], set[int]()
    while waiting:
        at = waiting.pop()
        if at >= len(entries) or at in seen:
            continue
        seen.add(at)
        left, right = struct.unpack_from("<II", entries[at], 68)
        found.add(_name(entries[at]))
        waiting += [left, right]
    return frozenset(found)


def _entries(data: bytes) -> list[bytes]:
    """The directory's entries, in file order."""
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        return []
    size = 1 << shift
    fat = [s for s in struct.unpack_from("<109I", data, 76) if s < _END]
    (sector,) = struct.unpack_from("<I", data, 48)
    entries: list[bytes] = []
    while sector < _END and len(entries) < _MOST:
        begin = (sector + 1) * size
        block = data[begin : begin + size]
        if len(block) < size:
            return []
        entries += [block[k : k + _ENTRY] for k in range(0, size, _ENTRY)]
        table, at = divmod(sector, size // 4)
        if table >= len(fat):
            break
        where = (fat[table] + 1) * size + at * 4
        if where + 4 > len(data):
            return []
        (sector,) = struct.unpack_from("<I", data, where)
    return entries


def _name(entry: bytes) -> str:
    (length,) = struct.unpack_from("<H", entry, 64)
    return entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")


def _child(entry: bytes) -> int:
    (child,) = struct.unpack_from("<I", entry, 76)
    return int(child)
