"""Postings as bytes: for every gram (see grams.py) the passages that hold it, and where.

A shard is two files with the same grams in the same order: one says in which passages a
gram stands, one at which positions (only needed for phrases with many candidates, and
not kept for common grams). Single characters have shards of their own, without positions.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from qingdan.search.analysis import SEPARATOR
from qingdan.search.codec import CODES, decode, encode, shard_of
from qingdan.search.grams import Grams, Line, pick

IN_TEXT, IN_HEAD, SEVERAL, SEVERAL_AND_HEAD = range(4)
"""How a gram stands in a passage: once in its text; once in its head; more often, not in its
head; more often, in its head too."""
_ALL_BITS = (1 << 32) - 1


class Shard(NamedTuple):
    """The bytes of one shard, not packed."""

    passages: bytes
    positions: bytes


def in_shards(found: Iterable[str], shards: int) -> list[list[str]]:
    """What stands in each shard, sorted; SEPARATOR in none."""
    groups: list[list[str]] = [[] for _ in range(shards)]
    for gram in sorted(found):
        if gram != SEPARATOR:
            groups[shard_of(gram, shards)].append(gram)
    return groups


def gram_shard(found: Grams, group: list[str]) -> Shard:
    """The shard of these grams."""
    line, places, common = found
    coded = [_code(line, places[gram], positioned=gram not in common) for gram in group]
    return Shard(_file(group, [p for p, _ in coded]), _lengths_and_bytes([p for _, p in coded]))


def character_shard(places: Mapping[str, list[int]], group: list[str]) -> bytes:
    """The shard of these characters."""
    return _file(group, [_code_characters(places[character]) for character in group])


def read_shard(data: bytes) -> dict[str, bytes]:
    """Gram -> its bytes. Raises ValueError where the bytes are no shard."""
    header = decode(data)
    try:
        count, names_length = next(header), next(header)
    except (StopIteration, IndexError) as error:
        raise ValueError("not a shard") from error
    start = len(encode([count, names_length]))
    names = data[start : start + names_length].decode()
    listed = names.split(SEPARATOR) if names else []
    return dict(zip(listed, split_lengths(data[start + names_length :], count), strict=True))


def split_lengths(data: bytes, count: int) -> list[bytes]:
    """The `count` pieces of a file of positions. Raises ValueError where bytes lack."""
    numbers = decode(data)
    try:
        lengths = [next(numbers) for _ in range(count)]
    except (StopIteration, IndexError) as error:
        raise ValueError("not a shard") from error
    at = len(encode(lengths))
    if at + sum(lengths) != len(data):
        raise ValueError("not a shard")
    pieces = []
    for length in lengths:
        pieces.append(data[at : at + length])
        at += length
    return pieces


def read_passages(data: bytes) -> dict[int, int]:
    """Number of passage -> how the gram stands in it, ascending."""
    found, number = {}, 0
    for value in decode(data):
        number += value >> 2
        found[number] = value & 3
    return found


def read_characters(data: bytes) -> dict[int, int]:
    """Number of passage -> 1 where the character stands in its head, else 0; ascending."""
    found, number = {}, 0
    for value in decode(data):
        number += value >> 1
        found[number] = value & 1
    return found


def read_positions(data: bytes, passages: Mapping[int, int]) -> dict[int, tuple[list[int], list[int]]]:
    """Number of passage -> positions in its text, positions in its head."""
    numbers = decode(data)
    found: dict[int, tuple[list[int], list[int]]] = {}
    for number, how in passages.items():
        if how == IN_TEXT:
            found[number] = ([next(numbers)], [])
        elif how == IN_HEAD:
            found[number] = ([], [next(numbers)])
        else:
            counts = [next(numbers), next(numbers) if how == SEVERAL_AND_HEAD else 0]
            lists: tuple[list[int], list[int]] = ([], [])
            for positions, count in zip(lists, counts, strict=True):
                position = 0
                for _ in range(count):
                    position += next(numbers)
                    positions.append(position)
            found[number] = lists
    return found


def _code(line: Line, places: array[int], *, positioned: bool) -> tuple[bytes, bytes]:
    """Passages and, if wanted, positions of one gram. The inner loop of the whole index."""
    areas = pick(line.areas, places)
    steps = _steps(areas, 3)
    coded = list(pick(CODES, steps))
    positions = list(pick(line.positions, places)) if positioned else []
    for start, end in _same_passage(steps):
        how = SEVERAL_AND_HEAD if areas[end - 1] & 1 else SEVERAL  # the head comes last
        coded[start] = CODES[steps[start] | how]
        coded[start + 1 : end] = [b""] * (end - start - 1)
        if not positioned:
            continue
        for at in range(start + 1, end):
            if areas[at] == areas[at - 1]:
                positions[at] = CODES[places[at] - places[at - 1]]
        in_head = areas[start:end].count(areas[end - 1]) if how == SEVERAL_AND_HEAD else 0
        counts = CODES[end - start - in_head] + (CODES[in_head] if in_head else b"")
        positions[start] = counts + positions[start]
    return b"".join(coded), b"".join(positions)


def _steps(marks: Sequence[int], kind: int) -> tuple[int, ...]:
    """Of each mark how far it is above the one before, where the bits of `kind` count as nought.

    The marks, four bytes each, are subtracted as one long number; since none of the differences
    is negative, none borrows from the next. One by one it took three times as long.
    """
    layout = struct.Struct(f"<{len(marks)}I")
    packed = layout.pack(*marks)
    before = int.from_bytes(bytes(4) + packed[:-4], "little")
    mask = int.from_bytes((_ALL_BITS - kind).to_bytes(4, "little") * len(marks), "little")
    steps = int.from_bytes(packed, "little") - (before & mask)
    return layout.unpack(steps.to_bytes(len(packed), "little"))


def _same_passage(steps: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(start, end) of every run of places in one passage, where there are several."""
    start = end = 0
    for again in [at for at, step in enumerate(steps) if step < 2 and at]:
        if again != end:
            if end:
                yield start, end
            start = again - 1
        end = again + 1
    if end:
        yield start, end


def _code_characters(marks: list[int]) -> bytes:
    return encode(_steps(marks, 1))


def _file(listed: list[str], pieces: list[bytes]) -> bytes:
    names = SEPARATOR.join(listed).encode()
    return encode([len(listed), len(names)]) + names + _lengths_and_bytes(pieces)


def _lengths_and_bytes(pieces: list[bytes]) -> bytes:
    return encode([len(piece) for piece in pieces]) + b"".join(pieces)
