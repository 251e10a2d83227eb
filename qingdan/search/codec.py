"""Numbers as bytes, and bytes as gzip: the lowest level of the index files.

A number below 192 is one byte, below 14,528 two, below 473,280 three, any other 255 and
seven bits a byte. Gaps between hits are mostly small; gzip then finds the runs.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

ONE, TWO, THREE = 192, 192 + 56 * 256, 192 + 56 * 256 + 7 * 65536
"""The first numbers that need two, three and more bytes."""
_SECOND, _THIRD = 192, 248
"""First bytes of numbers of two and of three bytes."""


def encode_one(number: int) -> bytes:
    """A non-negative whole number."""
    if number < ONE:
        return bytes((number,))
    if number < TWO:
        return (number - ONE + (_SECOND << 8)).to_bytes(2, "big")
    if number < THREE:
        return (number - TWO + (_THIRD << 16)).to_bytes(3, "big")
    number -= THREE
    out = bytearray((255,))
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def encode(numbers: Iterable[int]) -> bytes:
    """Non-negative whole numbers, one after the other."""
    return b"".join(map(encode_one, numbers))


class Numbers:
    """Reads numbers, and pieces of bytes between them. ValueError where the bytes end within one."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def next(self) -> int:
        """The number that begins here."""
        first = self._byte()
        if first < _SECOND:
            return first
        if first < _THIRD:
            return ((first - _SECOND) << 8 | self._byte()) + ONE
        if first < 255:
            return ((first - _THIRD) << 16 | self._byte() << 8 | self._byte()) + TWO
        number = shift = 0
        while True:
            byte = self._byte()
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return number + THREE

    def piece(self, length: int) -> bytes:
        """The next `length` bytes."""
        found = self.data[self.at : self.at + length]
        if len(found) != length:
            raise ValueError("cut off")
        self.at += length
        return found

    def pieces(self, count: int) -> list[bytes]:
        """`count` lengths, and then as many pieces."""
        lengths = [self.next() for _ in range(count)]
        return [self.piece(length) for length in lengths]

    def __iter__(self) -> Iterator[int]:
        while self.at < len(self.data):
            yield self.next()

    def _byte(self) -> int:
        if self.at >= len(self.data):
            raise ValueError("cut off")
        self.at += 1
        return self.data[self.at - 1]


def pack(data: bytes, level: int = 7, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> bytes:
    """gzip without a date: the same data, the same bytes."""
    packer = zlib.compressobj(level, zlib.DEFLATED, 31, 9, strategy)
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
