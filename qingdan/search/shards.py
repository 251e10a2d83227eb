"""Pages, lists and summaries as bytes: what grams/, lists/, positions/ and summaries/ hold.

A *list* says of a common beginning, or of a single character, in which passages it
stands; a *summary* of a long list, what its first results are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qingdan.search.codec import ONE, THREE, TWO, encode, encode_one, shard_of
from qingdan.search.gram_file import LABELLED, OVERFULL, named_pieces
from qingdan.search.layout import Layout
from qingdan.search.passages import FIRST_TASK, NAMES
from qingdan.search.suffixes import (
    AT_ONCE,
    BEGINS,
    DEPTH,
    HEAD,
    WHOLE,
    Ints,
    Line,
    Pages,
    pages_of,
    parts,
)

SUMMARISED = 1500
"""A list of more passages than this has a summary."""
FIRST_TASKS, FIRST_DOCUMENTS = 50, 20
"""What a summary tells."""

Bytes = NDArray[np.uint8]
_Part = tuple[int, str, bytes, bytes, bytes, bytes]
"""Of one shard, from some first characters: how many pages; characters of their keys; how many each adds
and its kind; how many it keeps; how long its data are; the data."""


class Shards(NamedTuple):
    """The bytes of all files of each kind, not packed."""

    grams: list[bytes]
    lists: list[bytes]
    positions: list[bytes]
    summaries: list[bytes]
    common: list[str]
    """The beginnings that are no grams, sorted."""


def shards_of(line: Line, layout: Layout, most: int) -> Shards:
    """Everything that is looked up."""
    made = _Made(line, layout)
    for places in parts(line):
        pages = pages_of(line, places, most)
        made.add_pages(pages)
        made.add_positions(pages)
        made.add_common(pages)
        made.add_characters(places)
    return made.shards()


def shards_of_roots(line: Line, layout: Layout, most: int, places: Mapping[int, Ints]) -> Shards:
    """The pages and positions of some grams only: length of a gram -> all places of those so long."""
    made = _Made(line, layout)
    for length, of_length in places.items():
        pages = pages_of(line, of_length, most, length)
        made.add_pages(pages)
        made.add_positions(pages)
        made.add_common(pages)
    return made.shards()


def encode_array(values: Ints) -> tuple[Bytes, Ints]:
    """`codec.encode` of an array, and how many bytes each number took."""
    sizes = np.ones(len(values), np.int64)
    if not len(values) or int(values.max()) < ONE:
        return values.astype(np.uint8), sizes
    two, three = np.flatnonzero(values >= ONE), np.flatnonzero(values >= TWO)
    sizes[two] += 1
    sizes[three] += 1
    large = three[values[three] >= THREE]
    others = [encode_one(int(value)) for value in values[large]]
    sizes[large] = [len(code) for code in others]
    starts = np.cumsum(sizes) - sizes
    out = np.zeros(int(starts[-1] + sizes[-1]), np.uint8)
    out[starts] = values.astype(np.uint8)
    two = two[values[two] < TWO]
    number = values[two] - ONE + (192 << 8)
    out[starts[two]], out[starts[two] + 1] = number >> 8, number & 255
    three = three[values[three] < THREE]
    number = values[three] - TWO + (248 << 16)
    for shift in (16, 8, 0):
        out[starts[three] + (16 - shift) // 8] = number >> shift & 255
    for at, code in zip(starts[large], others, strict=True):
        out[at : at + len(code)] = np.frombuffer(code, np.uint8)
    return out, sizes


class _Made:
    """Bytes in the making."""

    def __init__(self, line: Line, layout: Layout) -> None:
        self._line, self._layout = line, layout
        self._grams: list[list[_Part]] = [[] for _ in range(layout.grams)]
        self._lists: list[dict[str, bytes]] = [{} for _ in range(layout.lists)]
        self._positions: list[dict[str, bytes]] = [{} for _ in range(layout.positions)]
        self._summaries: list[dict[str, object]] = [{} for _ in range(layout.summaries)]
        self._summary = Summary(layout).of
        self._common: list[str] = []

    def add_pages(self, pages: Pages) -> None:
        """Pages, by the shard of their gram."""
        line, starts = pages.line, pages.starts[:-1]
        size = np.diff(pages.starts)
        shard = self._shards_of(pages)
        kept = pages.kind >= 0
        by_shard = np.flatnonzero(kept)[np.argsort(shard[kept], kind="stable")]
        if not len(by_shard):
            return
        at = pages.places[starts]
        key_length = pages.length + (pages.kind == LABELLED)
        keep = _shared(line, at, key_length, pages.first)
        streams = [((key_length - keep) * 3 + pages.kind)[by_shard], keep[by_shard]]
        columns = np.arange(DEPTH)
        added = (columns >= keep[by_shard, None]) & (columns < key_length[by_shard, None])
        names = line.points(at[by_shard, None] + columns)[added].tobytes().decode("utf-32-le")
        name_ends = np.cumsum(added.sum(axis=1))
        rank = np.full(len(starts), -1)
        rank[by_shard] = np.arange(len(by_shard))
        page, number, flag = _entries(line, pages, np.repeat(rank, size), size)
        new = np.ones(len(page), np.bool_)
        new[1:] = page[1:] != page[:-1]
        gap = np.diff(number, prepend=0)
        gap[new] = number[new]
        data, sizes = encode_array(gap * 4 + flag)
        lengths = np.add.reduceat(sizes, np.flatnonzero(new))
        cut = [_cut(*encode_array(numbers)) for numbers in (*streams, lengths)]
        cut.append(_cut(data, lengths))
        edges = np.searchsorted(shard[by_shard], np.arange(self._layout.grams + 1))
        for i in np.flatnonzero(np.diff(edges)):
            low, high = int(edges[i]), int(edges[i + 1])
            text = names[_end(name_ends, low) : _end(name_ends, high)]
            self._grams[i].append((high - low, text, *(piece(low, high) for piece in cut)))

    def add_positions(self, pages: Pages) -> None:
        """Where in their passages the places of overfull pages stand."""
        overfull = np.flatnonzero(pages.kind == OVERFULL)
        if not len(overfull):
            return
        starts, sizes = pages.starts[:-1][overfull], np.diff(pages.starts)[overfull]
        ends = np.cumsum(sizes)
        inside = np.arange(int(ends[-1])) + np.repeat(starts - (ends - sizes), sizes)
        data, of_place = _positions(self._line, pages.places[inside], ends - sizes)
        piece = _cut(data, np.add.reduceat(of_place, ends - sizes))
        at = pages.places[starts]
        points = self._line.points(at[:, None] + np.arange(DEPTH))
        text = points.tobytes().decode("utf-32-le")
        shards = _hashes(points.T, np.full(len(at), DEPTH)) & np.uint32(self._layout.positions - 1)
        for i, shard in enumerate(shards.tolist()):
            self._positions[shard][text[i * DEPTH : (i + 1) * DEPTH]] = piece(i, i + 1)

    def add_common(self, pages: Pages) -> None:
        """The lists of common beginnings."""
        for some in _at_once(pages.common):
            starts, ends, lengths = np.array(some).T
            sizes = ends - starts
            of = np.repeat(np.arange(len(some)), sizes)
            at = pages.places[np.arange(len(of)) + np.repeat(starts - (np.cumsum(sizes) - sizes), sizes)]
            marks = self._marks(of, at, lengths[of])
            grams = [_words(self._line, int(pages.places[start]), length) for start, _, length in some]
            self._common += grams
            self._keep_lists(grams, marks)

    def add_characters(self, places: Ints) -> None:
        """The lists of single characters."""
        marks = self._marks(self._line.points(places).astype(np.int64), places, 1)
        self._keep_lists([chr(point) for point in np.unique(marks >> 34).tolist()], marks)

    def _marks(self, of: Ints, at: Ints, length: Ints | int) -> Ints:
        """What tells grams apart << 34 | number of a passage << 2 | how it stands there at best, sorted."""
        line = self._line
        flags = line.flags[at]
        whole = (flags == BEGINS) & (line.codes[at + length] <= line.boundary)
        marks = of << 34 | line.numbers[at].astype(np.int64) << 2 | np.where(whole, 2, flags > 0)
        marks.sort()
        best: Ints = marks[np.append(marks[1:] >> 2 != marks[:-1] >> 2, True)]
        return best

    def _keep_lists(self, grams: list[str], marks: Ints) -> None:
        """The lists of these grams, and the summaries of long ones."""
        of, numbers, how = marks >> 34, marks >> 2 & (1 << 32) - 1, marks & 3
        first = np.flatnonzero(np.append(True, of[1:] != of[:-1]))
        gaps = np.diff(numbers, prepend=0)
        gaps[first] = numbers[first]
        piece = _cut(*encode_array(gaps << 2 | how))
        for gram, (low, high) in zip(grams, pairwise([*first.tolist(), len(marks)]), strict=True):
            self._lists[shard_of(gram, self._layout.lists)][gram] = piece(low, high)
            if high - low > SUMMARISED and (summary := self._summary(numbers[low:high], how[low:high])):
                self._summaries[shard_of(gram, self._layout.summaries)][gram] = summary

    def _shards_of(self, pages: Pages) -> Ints:
        """Which shard each page is in: `codec.shard_of` of its gram."""
        first = np.flatnonzero(pages.first)
        at, length = pages.places[pages.starts[first]], pages.root[first]
        following = (self._line.points(at + depth) for depth in range(DEPTH))
        value = _hashes(following, length) & np.uint32(self._layout.grams - 1)
        shards: Ints = value[np.cumsum(pages.first) - 1].astype(np.int64)
        return shards

    def shards(self) -> Shards:
        """All of them."""
        return Shards(
            [_gram_file(shard) for shard in self._grams],
            [named_pieces(shard) for shard in self._lists],
            [named_pieces(shard) for shard in self._positions],
            [summary_file(summaries) for summaries in self._summaries],
            sorted(self._common),
        )


def list_of(marks: Ints) -> bytes:
    """The bytes of a list: number of a passage << 2 | how it stands there, ascending."""
    return encode_array(np.diff(marks >> 2, prepend=0) << 2 | marks & 3)[0].tobytes()


class Summary:
    """Tells of long lists how many tasks and documents there are, and the first of both, in the order of
    reader.py."""

    def __init__(self, layout: Layout) -> None:
        self._starts = np.asarray(layout.starts, np.int64)
        first = np.zeros(layout.end + 1, np.int32)
        first[self._starts] = 1
        self._documents = np.cumsum(first, dtype=np.int32) - 1

    def of(self, numbers: Ints, how: Ints) -> list[object]:
        """Empty where there are no tasks."""
        documents = self._documents[numbers].astype(np.int64)
        which = numbers - self._starts[documents]
        tasks = which >= FIRST_TASK
        total = int(np.count_nonzero(tasks))
        if not total:
            return []
        first: list[int] = []
        for grade in (2, 1, 0):
            if len(first) < FIRST_TASKS:
                at = np.flatnonzero(tasks & (how == grade))
                # the newest document comes last, its tasks in order
                if len(at):
                    at = at[np.searchsorted(documents[at], documents[at[-FIRST_TASKS:]].min()) :]
                first += numbers[at[np.lexsort((numbers[at], -documents[at]))]].tolist()
        own, at = np.unique(documents[~tasks], return_index=True)
        names = which[~tasks][at] == NAMES
        grades = np.where(names, how[~tasks][at] + 1, 0)
        order = np.lexsort((-own, -grades))
        return [total, first[:FIRST_TASKS], len(own), own[order][:FIRST_DOCUMENTS].tolist()]


def _at_once(common: list[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
    """Some common beginnings at a time, so that little memory is needed."""
    some: list[tuple[int, int, int]] = []
    places = 0
    for one in common:
        some.append(one)
        places += one[1] - one[0]
        if places >= AT_ONCE:
            yield some
            some, places = [], 0
    if some:
        yield some


def _hashes(columns: Iterable[NDArray[np.uint32]], length: Ints) -> NDArray[np.uint32]:
    """What `codec.shard_of` works out for grams of these lengths, before it is cut: an array for the first
    characters of all, one for the second ones …"""
    value = np.full(len(length), 0x811C9DC5, np.uint32)
    for depth, points in enumerate(columns):
        mixed = (value ^ points) * np.uint32(0x01000193)
        value = np.where(length > depth, mixed, value)
    return value ^ value >> np.uint32(15)


def _end(ends: Ints, count: int) -> int:
    return int(ends[count - 1]) if count else 0


def _words(line: Line, place: int, length: int) -> str:
    return line.points(slice(place, place + length)).tobytes().decode("utf-32-le")


def _shared(line: Line, at: Ints, length: Ints, first: NDArray[np.bool_]) -> Ints:
    """How many characters the key of each page shares with the page before, in one gram."""
    shared = np.zeros(len(at), np.int64)
    going = ~first[1:]
    shorter = np.minimum(length[1:], length[:-1])
    for depth in range(DEPTH):
        points = line.codes[at + depth]
        going = going & (depth < shorter) & (points[1:] == points[:-1])
        shared[1:] += going
    return shared


def _entries(line: Line, pages: Pages, page: Ints, size: Ints) -> tuple[Ints, Ints, Ints]:
    """(page, number of passage, flag) of what stands on the pages, sorted; of each passage once a page.
    `page` is the wanted number of the page of each place, `size` the places of each page."""
    places = pages.places
    flags = line.flags[places].astype(np.int64)
    may_be_whole = np.flatnonzero((flags == BEGINS) & np.repeat(pages.kind != LABELLED, size))
    length = np.repeat(pages.length, size)[may_be_whole]
    at = places[may_be_whole]
    flags[may_be_whole[line.codes[at + length] <= line.boundary]] = WHOLE
    marks = page << 34 | line.numbers[places].astype(np.int64) << 2 | flags
    marks = np.sort(marks[page >= 0])
    marks = marks[np.append(marks[1:] >> 2 != marks[:-1] >> 2, True)]
    return marks >> 34, marks >> 2 & (1 << 32) - 1, marks & 3


def _positions(line: Line, places: Ints, starts: Ints) -> tuple[Bytes, Ints]:
    """The places of several pages, which begin at `starts`: for each passage how many there are; of each how
    far it is from the one before, and how it stands. With the bytes, how many each place took."""
    numbers, offsets = line.numbers[places], line.offsets(places)
    new = np.append(True, numbers[1:] != numbers[:-1])
    new[starts] = True
    steps = np.diff(offsets, prepend=0)
    steps[new] = offsets[new]
    flags = line.flags[places]
    how = (flags >= HEAD) * 4 + (flags == BEGINS) * 2 + (line.codes[places + DEPTH] <= line.boundary)
    firsts = np.flatnonzero(new)
    counts = np.diff(np.append(firsts, len(places)))
    data, sizes = encode_array(np.insert(steps * 8 + how, firsts, counts))
    is_count = np.zeros(len(sizes), np.bool_)
    is_count[firsts + np.arange(len(firsts))] = True
    of_place = sizes[~is_count]
    of_place[firsts] += sizes[is_count]
    return data, of_place


def _cut(data: Bytes, sizes: Ints) -> Callable[[int, int], bytes]:
    """What cuts pieces out of the bytes: those of the items from one number to another."""
    ends = np.cumsum(sizes)
    return lambda low, high: data[_end(ends, low) : _end(ends, high)].tobytes()


def _gram_file(found: list[_Part]) -> bytes:
    count = sum(part[0] for part in found)
    names = "".join(part[1] for part in found).encode()
    streams = (b"".join(part[i] for part in found) for i in range(2, 6))  # type: ignore[misc]
    return encode([count, len(names)]) + names + b"".join(streams)


def summary_file(summaries: Mapping[str, object]) -> bytes:
    """A file of summaries."""
    return json.dumps(dict(sorted(summaries.items())), separators=(",", ":")).encode()
