"""Where every gram and every character of a library stands, before any of it is encoded.

A gram is a pair, or a longer run: a gram that stands in too many places is *common*, and
is indexed once more together with each neighbour, before and behind it, so that no phrase
longer than the gram ever needs its long list of positions.
"""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple

from qingdan.search.analysis import SEPARATOR
from qingdan.search.codec import CODES
from qingdan.search.passages import Passage

LONGEST = 6
"""Characters of the longest gram; it keeps its positions however common it is."""
_POINT = (1 << 32) - 1
_NO_PLACES = partial(array, "I")


class Line(NamedTuple):
    """All passages in one line. A place is an offset in it; a gram's places are an array of
    numbers, and what belongs to them is picked from these tables: no object is made for a place."""

    words: str
    """Text and head of each passage, SEPARATOR before, between and behind."""
    areas: list[int]
    """Offset -> four times the number of the passage, plus one in the head."""
    positions: list[bytes]
    """Offset -> the encoded position in text or head."""


class Grams(NamedTuple):
    """All grams of a library."""

    line: Line
    places: dict[str, array[int]]
    """Gram -> its places, ascending."""
    common: frozenset[str]
    """Those without positions."""


def grams(passages: Mapping[int, Passage], most: int) -> Grams:
    """Every pair, and longer grams around those that stand in more than `most` places."""
    line = _line(passages)
    places = _pairs(line.words)
    common: set[str] = set()
    crowded = {pair for pair, listed in places.items() if len(listed) > most}
    while crowded:
        common |= crowded
        longer = _with_neighbours(crowded, places, line.words)
        places |= longer
        length = len(next(iter(crowded))) + 1
        crowded = {gram for gram, listed in longer.items() if len(listed) > most and length < LONGEST}
    return Grams(line, places, frozenset(common))


def _line(passages: Mapping[int, Passage]) -> Line:
    pieces = [SEPARATOR]
    line = Line("", [0], [b""])
    longest = max((len(part) for passage in passages.values() for part in passage), default=0)
    position_codes = [CODES[position] for position in range(longest + 1)]
    for number, (head, text) in passages.items():
        for part, in_head in ((text, 0), (head, 1)):
            pieces += part, SEPARATOR
            size = len(part) + 1
            line.areas.extend([number << 2 | in_head] * size)
            line.positions.extend(position_codes[:size])
    return line._replace(words="".join(pieces))


def _pairs(words: str) -> dict[str, array[int]]:
    """Every two neighbouring characters, unless one is SEPARATOR, and their places."""
    points = words.encode("utf-32-le")
    # Two neighbours of four bytes are one number of eight, read from every even offset and then
    # from every odd one. Numbers as keys take half the time of cut strings.
    pairs = array("Q", bytes(8 * (len(words) - 1)))
    for odd in (0, 1):
        whole = (len(words) - odd) // 2 * 8
        pairs[odd::2] = array("Q", points[odd * 4 : odd * 4 + whole])
    if sys.byteorder == "big":
        pairs.byteswap()
    places: defaultdict[int, array[int]] = defaultdict(_NO_PLACES)
    for place, pair in enumerate(pairs):
        places[pair].append(place)
    named = ((chr(pair & _POINT) + chr(pair >> 32), listed) for pair, listed in places.items())
    return {pair: listed for pair, listed in named if SEPARATOR not in pair}


def _with_neighbours(
    crowded: set[str], places: Mapping[str, array[int]], words: str
) -> dict[str, array[int]]:
    """The grams one longer that begin or end with a crowded one, all of these being of one length.
    Each comes from one list of places, so its own is in order."""
    length = len(next(iter(crowded)))
    behind, before = words[length:], SEPARATOR + words
    longer = {}
    for gram in crowded:
        for character, found in _split(places[gram], behind, 0):
            longer[gram + character] = found
        for character, found in _split(places[gram], before, 1):
            if character + gram[:-1] not in crowded:
                longer[character + gram] = found
    return longer


def _split(places: array[int], neighbours: str, back: int) -> Iterator[tuple[str, array[int]]]:
    """The places by the character that stands there in `neighbours`, each moved `back`."""
    split: defaultdict[str, array[int]] = defaultdict(_NO_PLACES)
    for place, character in zip(places, pick(neighbours, places), strict=True):
        split[character].append(place - back)
    split.pop(SEPARATOR, None)
    return iter(split.items())


def characters(passages: Iterable[tuple[int, Passage]]) -> dict[str, list[int]]:
    """Character -> numbers of passages, doubled, plus one for a hit in the head; ascending."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, (head, text) in passages:
        marks = dict.fromkeys(text, number << 1) | dict.fromkeys(head, number << 1 | 1)
        for character, mark in marks.items():
            places[character].append(mark)
    return places


def pick(table: Any, keys: Sequence[int]) -> tuple[Any, ...]:
    """`table[key]` of every key, in a third of the time of a loop."""
    return itemgetter(*keys)(table) if len(keys) > 1 else tuple(table[key] for key in keys)
