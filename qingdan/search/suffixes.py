"""All beginnings of two characters or more, at every place of a library, parted into *pages*.

The places are sorted by what follows them, so all places of a phrase are neighbours. A
page is a run of them: small ones under a common beginning are put together, so that what
is not told apart by a page can be verified on few texts; and no page is large unless
everything on it goes on alike for DEPTH characters.

Done with NumPy on whole arrays, some first characters at a time: the memory needed does
not grow with the library beyond a few bytes a character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qingdan.search.analysis import LAST_BOUNDARY, SEPARATOR
from qingdan.search.gram_file import LABELLED, OVERFULL, UNLABELLED

DEPTH = 12
"""Characters by which places are sorted."""
FEW = 6
"""A page of more places than this, unless they are near each other, is parted further."""
CELL = 64
"""Passages that are near: FEW cells are read at the cost of FEW texts."""
AT_ONCE = 500_000
"""Places that are sorted at a time, or a part of all; a single first character may have more."""
_SHARE = 32
"""Which part: they need a hundred bytes each while they are sorted."""
TEXT, HEAD, BEGINS, WHOLE = range(4)
"""How a place stands in its passage: in the text; in the head; there at the beginning of a name; there the
whole of a name (in a page whose places all go on differently, where only this flag can tell)."""

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
Codes = NDArray[Any]
"""Unsigned, of two bytes or four."""


class Line(NamedTuple):
    """All passages in one line, SEPARATOR before, between and behind. Some bytes a character: of a million
    tasks there are two hundred million characters."""

    codes: Codes
    """Code points by rank: SEPARATOR is 0."""
    alphabet: NDArray[np.uint32]
    """Rank -> code point."""
    boundary: int
    """Ranks up to this are boundaries."""
    numbers: NDArray[np.int32]
    """Number of the passage."""
    offsets: Callable[[Ints], Ints]
    """Offsets of places in their passages (text, SEPARATOR, head)."""
    flags: NDArray[np.uint8]
    """TEXT, HEAD or BEGINS."""

    def points(self, at: Ints | slice) -> NDArray[np.uint32]:
        """Code points at some places."""
        points: NDArray[np.uint32] = self.alphabet[self.codes[at]]
        return points


def line_of(texts: Sequence[str], sizes: Sequence[int], passages: Sequence[int]) -> Line:
    """Of passages as `parts.bounded_line` has them, one piece of them after the other, with these numbers."""
    size, tail = sum(map(len, texts)), DEPTH + 1
    parts = np.array(sizes, np.int64).reshape(-1, 2)
    whole = parts.sum(axis=1)
    keys = np.array(passages, np.int64)
    numbers = np.zeros(1 + size + tail, np.int32)
    numbers[1 : size + 1] = np.repeat(keys.astype(np.int32), whole)
    there = np.zeros(0x110000, np.bool_)
    there[ord(SEPARATOR)] = True
    for text in texts:
        there[_points(text)] = True
    alphabet, ranks, boundary = _ranks(there)
    codes = np.zeros(1 + size + tail, ranks.dtype)
    at = 1
    for text in texts:
        codes[at : at + len(text)] = ranks[_points(text)]
        at += len(text)
    flags = np.zeros(1 + size + tail, np.uint8)
    flags[1 : size + 1] = np.repeat(np.tile(np.array([0, 1], np.uint8), len(parts)), parts.ravel())
    flags[1:][(flags[1:] > 0) & (codes[:-1] <= boundary)] = BEGINS
    begins = np.zeros(int(keys.max(initial=0)) + 1, np.int64)
    begins[keys] = 1 + np.cumsum(whole) - whole
    return Line(codes, alphabet, boundary, numbers, lambda at: at - begins[numbers[at]], flags)


def ranks_of(points: NDArray[np.uint32]) -> tuple[Codes, NDArray[np.uint32], int]:
    """Code points by rank, SEPARATOR first; what they are; the last rank that is a boundary."""
    there = np.zeros(0x110000, np.bool_)
    there[points] = True
    alphabet, ranks, boundary = _ranks(there)
    return ranks[points], alphabet, boundary


def _ranks(there: NDArray[np.bool_]) -> tuple[NDArray[np.uint32], Codes, int]:
    """The code points that are there; the rank of each; the last rank that is a boundary."""
    alphabet = np.flatnonzero(there).astype(np.uint32)
    ranks = np.cumsum(there, dtype=np.uint32) - 1
    boundary = int(np.count_nonzero(there[: ord(LAST_BOUNDARY) + 1])) - 1
    return alphabet, ranks.astype(np.uint16 if len(alphabet) < 1 << 16 else np.uint32), boundary


def _points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


@dataclass(frozen=True, slots=True)
class Pages:
    """Some pages, in the order of their places; arrays have one item a page unless said otherwise."""

    line: Line
    places: Ints
    """Sorted by what follows; one item a place."""
    starts: Ints
    """Of each page in `places`; one item more, the end of the last."""
    length: Ints
    """Characters of the beginning that all places of the page share."""
    kind: Ints
    """UNLABELLED, LABELLED or OVERFULL."""
    root: Ints
    """Characters of the gram by which the page is looked up."""
    first: NDArray[np.bool_]
    """Whether it is the first page of its gram."""
    common: list[tuple[int, int, int]]
    """(start, end, length): the places of beginnings that are too many for one gram."""


def parts(line: Line) -> Iterator[Ints]:
    """The places of some first characters at a time, in the order of these; ascending."""
    at_once = max(AT_ONCE, len(line.codes) // _SHARE)
    counts = np.bincount(line.codes)
    counts[0] = 0
    low = 1
    while low < len(counts):
        high = low + 1
        total = counts[low]
        while high < len(counts) and total + counts[high] <= at_once:
            total += counts[high]
            high += 1
        yield np.flatnonzero((line.codes >= low) & (line.codes < high))
        low = high


def pages_of(line: Line, places: Ints, most: int, root: int = 2) -> Pages:
    """The pages of the places, which ascend. A beginning of `root` characters or more with more than `most`
    of them is common: no gram of its own, but longer ones."""
    for depth in range(1, root):
        places = places[line.codes[places + depth] > 0]
    places, codes = _sorted(line, places)
    made = _Made(line, places, codes, most)
    if len(places):
        changes = np.zeros(len(places), np.bool_)
        changes[0] = True
        for column in codes[:root]:
            changes[1:] |= column[1:] != column[:-1]
        starts = np.flatnonzero(changes)
        made.descend(starts, np.append(starts[1:], len(places)), root)
    return made.pages()


def _sorted(line: Line, places: Ints) -> tuple[Ints, list[Codes]]:
    """Ascending places sorted by the DEPTH characters that follow, then by place; and these characters, an
    array for each depth: 0 behind the end of a field."""
    if not len(places):
        return places, [line.codes[:0]] * DEPTH
    bits = max(int(line.codes.max()).bit_length(), 1)
    bits_of_order = len(places).bit_length()
    at = places.copy()
    alive = np.ones(len(places), np.bool_)
    words: list[tuple[Words, int]] = []
    depth = 0
    while depth < DEPTH:
        # as many characters at a time as go into a word behind the number of the group they are in
        take = min(DEPTH - depth, (64 - bits_of_order * bool(words)) // bits)
        word = np.zeros(len(places), np.uint64)
        for _ in range(take):
            codes = line.codes.take(at, mode="clip")
            codes *= alive
            np.not_equal(codes, 0, out=alive)
            word <<= np.uint64(bits)
            word |= codes
            at += 1
        words.append((word, take))
        depth += take
    order = np.argsort(words[0][0])
    key = words[0][0][order]
    for word, take in words[1:]:
        key = _groups(key) << np.uint64(take * bits)
        key |= word[order]
        by_key = np.argsort(key)
        order, key = order[by_key], key[by_key]
    # equal ones by place
    key = _groups(key) << np.uint64(bits_of_order)
    key |= order.astype(np.uint64)
    key.sort()
    key &= np.uint64((1 << bits_of_order) - 1)
    order = key.astype(np.int64)
    mask = np.uint64((1 << bits) - 1)
    columns: list[Codes] = []
    for word, take in words:
        there = word[order]
        shifts = (np.uint64((take - 1 - i) * bits) for i in range(take))
        columns += [(there >> shift & mask).astype(line.codes.dtype) for shift in shifts]
    return places[order], columns


def _groups(key: Words) -> Words:
    """The number of each run of equal ones among sorted ones."""
    new = np.zeros(len(key), np.uint64)
    new[1:] = key[1:] != key[:-1]
    return np.cumsum(new, out=new)


class _Made:
    """Pages in the making, by depth."""

    def __init__(self, line: Line, places: Ints, codes: list[Codes], most: int) -> None:
        self._line, self._places, self._codes, self._most = line, places, codes, most
        self._cells = line.numbers[places] // CELL
        self._found: list[tuple[Ints, Ints, Ints, Ints]] = []  # start, length, kind, root
        self._roots: list[Ints] = []
        self._common: list[tuple[int, int, int]] = []

    def descend(self, starts: Ints, ends: Ints, depth: int) -> None:
        """Grams of this length, at these runs of places; then what is parted further."""
        inner: tuple[Ints, Ints, Ints] = (starts[:0], starts[:0], starts[:0])
        while True:
            # new grams of this length, and inner nodes of shorter grams
            self._roots.append(starts)
            few = self._few(starts, ends)
            self._add(starts[few], depth, UNLABELLED, depth)
            starts, ends = starts[~few], ends[~few]
            if depth == DEPTH:
                self._add(starts, depth, OVERFULL, depth)
                self._add(inner[0], depth, OVERFULL, inner[2])
                return
            crowded = ends - starts > self._most
            common = starts[crowded], ends[crowded]
            self._common += [(int(s), int(e), depth) for s, e in zip(*common, strict=True)]
            roots = np.full(len(starts) - len(common[0]), depth)
            nodes = (
                np.concatenate([inner[0], starts[~crowded]]),
                np.concatenate([inner[1], ends[~crowded]]),
                np.concatenate([inner[2], roots]),
            )
            inner = self._part(*nodes, depth)
            starts, ends, _ = self._children(*common, depth)
            # what a common beginning ends with is in its list, and needs no gram
            goes_on = self._codes[depth][starts] > 0
            self._leave(starts[~goes_on], depth + 1)
            starts, ends = starts[goes_on], ends[goes_on]
            depth += 1

    def _leave(self, starts: Ints, depth: int) -> None:
        """Runs that stand on no page: marked, so that the pages before them end there."""
        self._add(starts, depth, -1, depth)

    def _part(self, starts: Ints, ends: Ints, root: Ints, depth: int) -> tuple[Ints, Ints, Ints]:
        """The children of nodes: pages of the small ones; returned are the others."""
        below, below_ends, parent = self._children(starts, ends, depth)
        size = below_ends - below
        code = self._codes[depth][below]
        few = self._few(below, below_ends) | (code == 0)  # nothing follows the end of a field
        small = few & (size <= FEW)
        edge = code <= self._line.boundary
        # small neighbours share a page, as long as they begin in the same FEW places of their run
        new = np.ones(len(below), np.bool_)
        alike = small[1:] & small[:-1] & (parent[1:] == parent[:-1]) & (edge[1:] == edge[:-1])
        run = np.cumsum(np.append(True, ~alike)[: len(below)])
        run_start = below[np.searchsorted(run, run)] if len(below) else below
        bucket = (below - run_start) // FEW
        new[1:] = ~alike | (bucket[1:] != bucket[:-1])
        page = few & new
        self._add(below[page], depth, LABELLED, root[parent[page]])
        return below[~few], below_ends[~few], root[parent[~few]]

    def _children(self, starts: Ints, ends: Ints, depth: int) -> tuple[Ints, Ints, Ints]:
        """The runs of places within the given ones that share one character more; whose they are."""
        sizes = ends - starts
        if not len(sizes):
            return starts, ends, starts
        parent = np.repeat(np.arange(len(starts)), sizes)
        inside = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes) + starts[parent]
        codes = self._codes[depth][inside]
        new = np.ones(len(inside), np.bool_)
        new[1:] = (codes[1:] != codes[:-1]) | (parent[1:] != parent[:-1])
        at = np.flatnonzero(new)
        sizes = np.diff(np.append(at, len(inside)))
        return inside[at], inside[at] + sizes, parent[at]

    def _few(self, starts: Ints, ends: Ints) -> NDArray[np.bool_]:
        """Whether all places of each run are few, or near each other."""
        few = ends - starts <= FEW
        many = np.flatnonzero(~few)
        if len(many):
            bounds = np.stack([starts[many], ends[many]], axis=1).ravel()
            padded = np.append(self._cells, 0)
            low = np.minimum.reduceat(padded, bounds)[::2]
            high = np.maximum.reduceat(padded, bounds)[::2]
            few[many] = high - low < FEW
        return few

    def _add(self, starts: Ints, length: int, kind: int, root: Ints | int) -> None:
        count = len(starts)
        self._found.append(
            (starts, np.full(count, length), np.full(count, kind), np.broadcast_to(np.asarray(root), count))
        )

    def pages(self) -> Pages:
        """All of them."""
        size = len(self._places)
        if not self._found:
            none = np.zeros(0, np.int64)
            return Pages(self._line, self._places, np.zeros(1, np.int64), none, none, none, none > 0, [])
        starts, length, kind, root = (np.concatenate(part) for part in zip(*self._found, strict=True))
        order = np.argsort(starts, kind="stable")
        starts, length, kind, root = starts[order], length[order], kind[order], root[order]
        is_root = np.zeros(size + 1, np.bool_)
        is_root[np.concatenate(self._roots)] = True
        return Pages(
            self._line,
            self._places,
            np.append(starts, size),
            length,
            kind,
            root,
            is_root[starts],
            self._common,
        )
