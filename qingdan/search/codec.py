"""Numbers as bytes, and bytes as gzip: the lowest level of the index files.

A number below 240 is one byte, below 4,080 two, any other 255 and seven bits a byte.
Gaps between hits are mostly small, so most of the index is one byte a hit; gzip then
finds the runs.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping

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


class _Codes(dict[int, bytes]):
    """Number -> its bytes, each made once: looking up is five times as fast as making."""

    def __missing__(self, number: int) -> bytes:
        code = self[number] = _encode(number)
        return code


CODES: Mapping[int, bytes] = _Codes()
"""The bytes of any non-negative whole number."""


def encode(numbers: Iterable[int]) -> bytes:
    """Non-negative whole numbers, one after the other."""
    return b"".join(map(CODES.__getitem__, numbers))


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


def pack(data: bytes) -> bytes:
    """gzip without a date: the same data, the same bytes. Level 9 takes twice as long as 7 and
    saves 0.15 %."""
    packer = zlib.compressobj(7, zlib.DEFLATED, 31)
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
