"""Files of pages and of named pieces, taken apart and put together again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from qingdan.search.analysis import SEPARATOR
from qingdan.search.codec import Numbers, encode

UNLABELLED, LABELLED, OVERFULL = range(3)
"""What a page holds: all places of a beginning, few; those that go on with some characters; all places of
a beginning of DEPTH characters, many."""


class Page(NamedTuple):
    """Places of a gram that go on alike (see suffixes.py)."""

    key: str
    """What they share; if labelled, and one character with which the first of them goes on."""
    kind: int
    data: bytes

    @property
    def shared(self) -> str:
        return self.key[:-1] if self.kind == LABELLED else self.key


Group = list[Page]
"""The pages of one gram, in order."""


def groups_of(data: bytes) -> list[Group]:
    """The pages in a file, by gram. ValueError where it is damaged."""
    numbers = Numbers(data)
    count, length = numbers.next(), numbers.next()
    names = numbers.piece(length).decode()
    heads = [divmod(numbers.next(), 3) for _ in range(count)]
    keeps = [numbers.next() for _ in range(count)]
    groups: list[Group] = []
    key, at = "", 0
    for (added, kind), keep, piece in zip(heads, keeps, numbers.pieces(count), strict=True):
        key = key[:keep] + names[at : at + added]
        at += added
        if not keep or not groups:
            groups.append([])
        groups[-1].append(Page(key, kind, piece))
    return groups


def gram_file(groups: Iterable[Group]) -> bytes:
    """The bytes that `groups_of` takes apart."""
    names: list[str] = []
    heads, keeps, pieces = [], [], []
    for group in groups:
        before = ""
        for key, kind, data in group:
            keep = _shared(before, key)
            names.append(key[keep:])
            heads.append((len(key) - keep) * 3 + kind)
            keeps.append(keep)
            pieces.append(data)
            before = key
    text = "".join(names).encode()
    start = encode([len(pieces), len(text)]) + text
    return start + encode(heads) + encode(keeps) + encode(map(len, pieces)) + b"".join(pieces)


def _shared(one: str, other: str) -> int:
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))


def named(data: bytes) -> dict[str, bytes]:
    """Name -> its bytes. ValueError where the file is damaged."""
    numbers = Numbers(data)
    count, length = numbers.next(), numbers.next()
    names = numbers.piece(length).decode().split(SEPARATOR) if length else []
    return dict(zip(names, numbers.pieces(count), strict=True))


def named_pieces(pieces: Mapping[str, bytes]) -> bytes:
    """Names and the bytes of each, sorted by name."""
    listed = sorted(pieces)
    names = SEPARATOR.join(listed).encode()
    lengths = encode(len(pieces[name]) for name in listed)
    return encode([len(listed), len(names)]) + names + lengths + b"".join(pieces[name] for name in listed)
