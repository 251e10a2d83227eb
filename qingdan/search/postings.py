"""Postings: for every pair of neighbouring characters the passages that hold it, and where.

A gram is a pair, or a longer run: a gram that stands in too many places is *common*, and
is indexed once more together with each neighbour, before and behind it, so that no phrase
longer than the gram ever needs its long list of positions.

A shard is two files with the same grams in the same order: one says in which passages a
gram stands, one at which positions (only needed for phrases with many candidates, and
not kept for common grams). Single characters have shards of their own, without positions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from operator import add
from typing import NamedTuple

from qingdan.search.analysis import SEPARATOR
from qingdan.search.codec import decode, encode, gaps, shard_of
from qingdan.search.passages import Passage

_POSITIONS = 20
"""Bits for a position: a passage of more than a million characters is none of ours."""
_HEAD = 1 << _POSITIONS
_PASSAGE = _POSITIONS + 1
_MASK = _HEAD - 1

IN_TEXT, IN_HEAD, SEVERAL, SEVERAL_AND_HEAD = range(4)
"""How a gram stands in a passage: once in its text; once in its head; more often, not in its
head; more often, in its head too."""


LONGEST = 6
"""Characters of the longest gram; it keeps its positions however common it is."""


class Shard(NamedTuple):
    """The bytes of one shard, not packed."""

    passages: bytes
    positions: bytes


class Grams(NamedTuple):
    """All grams of a library."""

    places: dict[str, list[int]]
    """Gram -> places (passage, area, position in one number), ascending."""
    common: tuple[str, ...]
    """Those without positions, sorted."""


def grams(passages: Mapping[int, Passage], most: int) -> Grams:
    """Every pair, and longer grams around those that stand in more than `most` places."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, (head, text) in passages.items():
        base = number << _PASSAGE
        for at, pair in enumerate(map(add, text, text[1:]), base):
            places[pair].append(at)
        for at, pair in enumerate(map(add, head, head[1:]), base | _HEAD):
            places[pair].append(at)
    for pair in [pair for pair in places if SEPARATOR in pair]:
        del places[pair]
    common: set[str] = set()
    crowded = {pair for pair, listed in places.items() if len(listed) > most}
    while crowded:
        common |= crowded
        longer = _with_neighbours(crowded, places, passages)
        places |= longer
        length = len(next(iter(crowded))) + 1
        crowded = {gram for gram, listed in longer.items() if len(listed) > most and length < LONGEST}
    return Grams(dict(places), tuple(sorted(common)))


def _with_neighbours(
    crowded: set[str], places: Mapping[str, list[int]], passages: Mapping[int, Passage]
) -> dict[str, list[int]]:
    """The grams one longer that begin or end with a crowded one, all of these being of one length.
    Each comes from one list of places, so its own is in order."""
    longer: defaultdict[str, list[int]] = defaultdict(list)
    for gram in crowded:
        length = len(gram)
        for place in places[gram]:
            passage = passages[place >> _PASSAGE]
            words = passage.head if place & _HEAD else passage.text
            at = place & _MASK
            if at + length < len(words) and words[at + length] != SEPARATOR:
                longer[words[at : at + length + 1]].append(place)
            if at and words[at - 1] != SEPARATOR and words[at - 1 : at + length - 1] not in crowded:
                longer[words[at - 1 : at + length]].append(place - 1)
    return longer


def gram_shards(found: Grams, shards: int) -> list[Shard]:
    """The shards of all grams. Empties `found.places` to give the memory back."""
    groups: list[list[str]] = [[] for _ in range(shards)]
    for gram in sorted(found.places):
        groups[shard_of(gram, shards)].append(gram)
    common = frozenset(found.common)
    made = []
    for group in groups:
        coded = [_code(found.places.pop(gram), positioned=gram not in common) for gram in group]
        passages, positions = [p for p, _ in coded], [p for _, p in coded]
        made.append(Shard(_file(group, passages), _lengths_and_bytes(positions)))
    return made


def character_shards(passages: Iterable[tuple[int, Passage]], shards: int) -> list[bytes]:
    """The shards of single characters: numbers of passages, doubled, plus one for a hit in the head."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, (head, text) in passages:
        in_head = set(head)
        for character in in_head:
            places[character].append(number << 1 | 1)
        for character in set(text) - in_head:
            places[character].append(number << 1)
    groups: list[list[str]] = [[] for _ in range(shards)]
    for character in sorted(places):
        if character != SEPARATOR:
            groups[shard_of(character, shards)].append(character)
    return [_file(group, [_code_characters(places[c]) for c in group]) for group in groups]


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


def _code(places: list[int], *, positioned: bool) -> tuple[bytes, bytes]:
    """Passages and, if wanted, positions of one gram. The inner loop of the whole index."""
    numbers = [place >> _PASSAGE for place in places]
    counts = Counter(numbers)
    if len(counts) == len(numbers):
        steps = gaps(numbers)
        coded = [step << 2 | place >> _POSITIONS & 1 for step, place in zip(steps, places, strict=True)]
        return encode(coded), encode([place & _MASK for place in places]) if positioned else b""
    hows, positions, at = [], [], 0
    for count in counts.values():
        place = places[at]
        if count == 1:
            hows.append(place >> _POSITIONS & 1)
            positions.append(place & _MASK)
        else:  # places in the text come before those in the head
            how = SEVERAL_AND_HEAD if places[at + count - 1] & _HEAD else SEVERAL
            hows.append(how)
            if positioned:
                positions += _several(places[at : at + count], how)
        at += count
    coded = [step << 2 | how for step, how in zip(gaps(list(counts)), hows, strict=True)]
    return encode(coded), encode(positions) if positioned else b""


def _several(places: list[int], how: int) -> list[int]:
    if len(places) == 2 and how == SEVERAL:
        first = places[0] & _MASK
        return [2, first, places[1] - places[0]]
    in_text = [place & _MASK for place in places if not place & _HEAD]
    if how == SEVERAL:
        return [len(in_text), *gaps(in_text)]
    in_head = [place & _MASK for place in places if place & _HEAD]
    return [len(in_text), len(in_head), *gaps(in_text), *gaps(in_head)]


def _code_characters(places: list[int]) -> bytes:
    numbers = gaps([place >> 1 for place in places])
    return encode([gap << 1 | place & 1 for gap, place in zip(numbers, places, strict=True)])


def _file(listed: list[str], pieces: list[bytes]) -> bytes:
    names = SEPARATOR.join(listed).encode()
    return encode([len(listed), len(names)]) + names + _lengths_and_bytes(pieces)


def _lengths_and_bytes(pieces: list[bytes]) -> bytes:
    return encode([len(piece) for piece in pieces]) + b"".join(pieces)
