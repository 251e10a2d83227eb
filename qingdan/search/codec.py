"""Numbers as bytes, and bytes as gzip: the lowest level of the index files.

A number below 240 is one byte, below 4,080 two, any other 255 and seven bits a byte.
Gaps between hits are mostly small, so most of the index is one byte a hit; gzip then
finds the runs.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from operator import sub

_ONE, _TWO = 240, 240 + 15 * 256


def _encode(number: int) -> bytes:
    if number < _ONE:
        return bytes((number,))
    if number < _TWO:
        high, low = divmod(number - _ONE, 256)
        return bytes((_ONE + high, low))
    number -= _TWO
    out = bytearray((255,))
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


_SMALL = [_encode(number) for number in range(_TWO)]


def encode(numbers: Iterable[int]) -> bytes:
    """Non-negative whole numbers, one after the other."""
    listed = numbers if isinstance(numbers, list) else list(numbers)
    largest = max(listed, default=0)
    if largest < _ONE:
        return bytes(listed)
    if largest < _TWO:
        return b"".join(map(_SMALL.__getitem__, listed))
    return b"".join(map(_encode, listed))


def decode(data: bytes) -> Iterator[int]:
    """The numbers again; IndexError where the data ends within one."""
    at, end = 0, len(data)
    while at < end:
        first = data[at]
        at += 1
        if first < _ONE:
            yield first
        elif first < 255:
            yield (first - _ONE) * 256 + data[at] + _ONE
            at += 1
        else:
            number = shift = 0
            while True:
                byte = data[at]
                at += 1
                number |= (byte & 127) << shift
                shift += 7
                if byte < 128:
                    break
            yield number + _TWO


def gaps(ascending: list[int]) -> list[int]:
    """First number, then the differences."""
    return ascending[:1] + list(map(sub, ascending[1:], ascending))


def pack(data: bytes) -> bytes:
    """gzip without a date: the same data, the same bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def unpack(data: bytes) -> bytes:
    """zlib.error where the data is cut off or damaged."""
    unpacker = zlib.decompressobj(31)
    plain = unpacker.decompress(data)
    if not unpacker.eof or unpacker.unused_data:
        raise zlib.error("not one whole gzip member")
    return plain


def shard_of(gram: str, shards: int) -> int:
    """Which of `shards` (a power of two) holds the gram: FNV-1a over its code points."""
    value = 0x811C9DC5
    for character in gram:
        value = (value ^ ord(character)) * 0x01000193 & 0xFFFFFFFF
    return (value ^ value >> 15) & (shards - 1)
