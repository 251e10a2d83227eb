"""Only those shards of an index made anew in which something changed: the twin, byte for byte, of making
all of them.

An edit changes what follows a dozen places before it; what follows any other place stays. So the pages of
few beginnings are made anew from all places of these, and put among the pages that stay; of lists, only the
items of the passages that changed. Whenever it is not certain that all else stays (a beginning becomes
common, documents move), nothing is revised, and all shards are made.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from qingdan.model import Document
from qingdan.search.analysis import LAST_BOUNDARY, SEPARATOR
from qingdan.search.codec import Numbers, shard_of, unpack
from qingdan.search.gram_file import OVERFULL, Group, gram_file, groups_of, named, named_pieces
from qingdan.search.layout import Layout
from qingdan.search.parts import Part, Remembered, Revision, State
from qingdan.search.shards import SUMMARISED, Summary, list_of, shards_of_roots, summary_file
from qingdan.search.suffixes import BEGINS, DEPTH, HEAD, TEXT, Ints, Line, ranks_of

MOST_PASSAGES = 400
"""More changed passages than this: making all shards is quicker."""
_WIDTH = DEPTH + 2


class _Changed(NamedTuple):
    """What changed in some passages."""

    grams: set[str]
    """Beginnings, of DEPTH characters and one more, of which there are more or fewer, or at other ends."""
    lists: dict[str, dict[int, int | None]]
    """Character or common beginning -> passage -> how it stands there now; None: no more."""
    placed: set[str]
    """Beginnings of DEPTH characters that stand at other positions of their passages."""


class _NotCertainError(Exception):
    """All shards are to be made."""


def revise(
    remembered: Remembered, documents: Sequence[Document], parts: Sequence[Part], layout: Layout
) -> Revision | None:
    """None where all shards are to be made."""
    state = remembered.state
    if state is None or state.shape != layout.shape:
        return None
    passages = _passages(state, remembered, documents, parts, layout)
    if passages is None or len(passages) > MOST_PASSAGES:
        return None
    if not passages:
        return state.as_it_is()
    try:
        return _Revising(state, remembered, parts, layout).revision(passages)
    except _NotCertainError:
        return None


_Fields = tuple[str, str] | None
"""Text and head of a passage, bounded."""


def _passages(
    state: State, remembered: Remembered, documents: Sequence[Document], parts: Sequence[Part], layout: Layout
) -> dict[int, tuple[_Fields, _Fields]] | None:
    """Number -> what the passage was and what it is, of those that changed; None where it isn't known."""
    before: dict[int, _Fields] = {}
    after: dict[int, _Fields] = {}
    gone = dict(state.documents)
    for document, part, start in zip(documents, parts, layout.starts, strict=True):
        known = gone.pop(document.id, None)
        if known == (start, part.words):
            continue
        if known is not None and known[0] != start:
            return None
        after |= enumerate(_fields(part), start)
        if known is not None:
            gone[document.id] = known
    for id_, (start, words) in gone.items():
        entry = remembered.before.get(id_)
        if entry is None or (was := Part(*entry[1])).words != words:
            return None
        before |= enumerate(_fields(was), start)
    numbers = sorted(before.keys() | after.keys())
    pairs = ((n, before.get(n), after.get(n)) for n in numbers)
    return {n: (was, now) for n, was, now in pairs if was != now}


def _fields(part: Part) -> Iterator[tuple[str, str]]:
    at = 0
    for text, head in zip(part.sizes[::2], part.sizes[1::2], strict=True):
        yield part.line[at : at + text - 1], part.line[at + text : at + text + head - 1]
        at += text + head


class _Revising:
    """One run."""

    def __init__(self, state: State, remembered: Remembered, parts: Sequence[Part], layout: Layout) -> None:
        self._state, self._remembered, self._layout = state, remembered, layout
        self._common = frozenset(state.common)
        self._parts = parts
        self._known_positions: dict[int, dict[str, bytes]] = {}

    def revision(self, passages: Mapping[int, tuple[_Fields, _Fields]]) -> Revision:
        """Raises _NotCertainError."""
        changed = self._compared(passages)
        roots = {root for gram in changed.grams if (root := self._root(gram))}
        placed = {root for gram in changed.placed if self._has_positions(gram) and (root := self._root(gram))}
        grams, positions = self._made(roots | placed)
        found, overfull = self._grams(roots, grams)
        found |= self._positions(overfull, positions)
        found |= self._lists(changed.lists)
        return Revision(self._state.common, self._state.keys, found)

    # ------------------------------------------------------------ what changed

    def _compared(self, passages: Mapping[int, tuple[_Fields, _Fields]]) -> _Changed:
        grams: set[str] = set()
        placed: set[str] = set()
        lists: defaultdict[str, dict[int, int | None]] = defaultdict(dict)
        for number, (was, now) in passages.items():
            before, after = _places(was), _places(now)
            counted, counted_now = (Counter(p[:2] for p in places) for places in (before, after))
            grams |= {gram for gram, _ in (counted - counted_now) | (counted_now - counted)}
            at, at_now = (
                {(p[0][:DEPTH], p[1], p[2], p[0][DEPTH:]) for p in places} for places in (before, after)
            )
            placed |= {gram for gram, *_ in at ^ at_now if len(gram) == DEPTH}
            marks, marks_now = self._marks(before), self._marks(after)
            for name in marks.keys() | marks_now.keys():
                if marks.get(name) != marks_now.get(name):
                    lists[name][number] = marks_now.get(name)
        return _Changed(grams, lists, placed)

    def _marks(self, places: Iterable[_Place]) -> dict[str, int]:
        """How every character and every common beginning stands in a passage, at best."""
        marks: dict[str, int] = {}
        for gram, flag, _ in places:
            length = 1
            while True:
                ends = gram[length : length + 1] <= LAST_BOUNDARY
                how = 2 if flag == BEGINS and ends else int(flag > TEXT)
                marks[gram[:length]] = max(marks.get(gram[:length], 0), how)
                length += 1
                if length > len(gram) or gram[:length] not in self._common:
                    break
        return marks

    def _root(self, gram: str) -> str:
        """The beginning by which the pages of a place are looked up; empty where it has none."""
        length = 2
        while gram[:length] in self._common and length < len(gram):
            length += 1
        return gram[:length] if length <= len(gram) and gram[:length] not in self._common else ""

    # ------------------------------------------------------------ the files of the last build

    def _read(self, kind: str, number: int) -> bytes:
        path = f"search/{kind}/{number}.bin"
        data = self._remembered.written(path, self._state.keys.get(path, ""))
        if data is None:
            raise _NotCertainError
        return unpack(data)

    def _positions_in(self, number: int) -> dict[str, bytes]:
        if number not in self._known_positions:
            self._known_positions[number] = named(self._read("positions", number))
        return self._known_positions[number]

    def _has_positions(self, gram: str) -> bool:
        return gram in self._positions_in(shard_of(gram, self._layout.positions))

    # ------------------------------------------------------------ pages

    @cached_property
    def _whole(self) -> str:
        return SEPARATOR + "".join(part.line for part in self._parts) + SEPARATOR * _WIDTH

    def _still_common(self, gram: str, passages: int) -> bool:
        """Whether there are more places of it than one gram has; as many at least as passages."""
        most = self._layout.most
        return passages > most or sum(1 for _ in _every(gram, self._whole)) > most

    def _made(self, roots: set[str]) -> tuple[dict[str, Group], dict[str, bytes]]:
        """The pages of these beginnings, and the positions of what is on them, made from all places."""
        whole = self._whole
        found: dict[int, list[int]] = defaultdict(list)
        for root in roots:
            places = list(_every(root, whole))
            if len(places) > self._layout.most and len(root) < DEPTH:
                raise _NotCertainError
            found[len(root)] += places
        if not any(found.values()):
            return {}, {}
        by_length = {length: np.array(sorted(places), np.int64) for length, places in found.items()}
        line, at = _excerpt(whole, by_length, self._parts, self._layout)
        made = shards_of_roots(line, self._layout, self._layout.most, at)
        if made.common:
            raise _NotCertainError
        groups = (group for data in made.grams for group in groups_of(data))
        return {self._root(group[0].shared): group for group in groups}, {
            gram: data for shard in made.positions for gram, data in named(shard).items()
        }

    def _grams(self, roots: set[str], made: Mapping[str, Group]) -> tuple[dict[str, bytes], set[str]]:
        """The files of these beginnings; and what was overfull in them."""
        by_shard: dict[int, set[str]] = defaultdict(set)
        for root in roots:
            by_shard[shard_of(root, self._layout.grams)].add(root)
        found: dict[str, bytes] = {}
        overfull: set[str] = set()
        for number, of_shard in by_shard.items():
            groups = {self._root(group[0].shared): group for group in groups_of(self._read("grams", number))}
            for root in of_shard:
                overfull |= {page.key for page in groups.pop(root, []) if page.kind == OVERFULL}
                if root in made:
                    groups[root] = made[root]
            found[f"search/grams/{number}.bin"] = gram_file(groups[root] for root in sorted(groups))
        return found, overfull

    def _positions(self, gone: set[str], made: Mapping[str, bytes]) -> dict[str, bytes]:
        by_shard: dict[int, set[str]] = defaultdict(set)
        for gram in gone | made.keys():
            by_shard[shard_of(gram, self._layout.positions)].add(gram)
        found = {}
        for number, grams in by_shard.items():
            before = self._positions_in(number)
            after = {gram: data for gram, data in before.items() if gram not in grams}
            after |= {gram: made[gram] for gram in grams & made.keys()}
            if after != before:
                found[f"search/positions/{number}.bin"] = named_pieces(after)
        return found

    # ------------------------------------------------------------ lists

    def _lists(self, changed: Mapping[str, Mapping[int, int | None]]) -> dict[str, bytes]:
        numbers_of = sorted({shard_of(name, self._layout.lists) for name in changed})
        lists = {number: named(self._read("lists", number)) for number in numbers_of}
        summaries: dict[int, dict[str, object]] = {}
        summary_of = Summary(self._layout).of
        for name, items in changed.items():
            of_shard = lists[shard_of(name, self._layout.lists)]
            marks = dict(_marks_in(of_shard.get(name, b"")))
            for passage, how in items.items():
                if how is None:
                    marks.pop(passage, None)
                else:
                    marks[passage] = how
            if name in self._common and not self._still_common(name, len(marks)):
                raise _NotCertainError
            numbers = np.array(sorted(marks), np.int64)
            how_all = np.array([marks[n] for n in sorted(marks)], np.int64)
            if len(numbers):
                of_shard[name] = list_of(numbers << 2 | how_all)
            else:
                del of_shard[name]
            shard = shard_of(name, self._layout.summaries)
            if shard not in summaries:
                summaries[shard] = json.loads(self._read("summaries", shard))
            summaries[shard].pop(name, None)
            if len(numbers) > SUMMARISED and (summary := summary_of(numbers, how_all)):
                summaries[shard][name] = summary
        found = {f"search/lists/{n}.bin": named_pieces(of_shard) for n, of_shard in lists.items()}
        return found | {f"search/summaries/{n}.bin": summary_file(s) for n, s in summaries.items()}


_Place = tuple[str, int, int]
"""DEPTH characters of a field and one more, or as many as there are; TEXT, HEAD or BEGINS; where in the
passage."""


def _places(fields: _Fields) -> list[_Place]:
    if fields is None:
        return []
    text, head = fields
    found = []
    at = 0
    for flag, part in ((TEXT, text), (HEAD, head)):
        for field in part.split(SEPARATOR):
            for i in range(len(field)):
                begins = flag == HEAD and (not i or field[i - 1] <= LAST_BOUNDARY)
                found.append((field[i : i + DEPTH + 1], BEGINS if begins else flag, at + i))
            at += len(field) + 1
    return found


def _every(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _marks_in(data: bytes) -> Iterator[tuple[int, int]]:
    number = 0
    for value in Numbers(data):
        number += value >> 2
        yield number, value & 3


def _excerpt(
    whole: str, by_length: Mapping[int, Ints], parts: Sequence[Part], layout: Layout
) -> tuple[Line, dict[int, Ints]]:
    """A line of nothing but some places and what follows them; where they are in it."""
    points = np.frombuffer(whole.encode("utf-32-le"), np.uint32)
    sizes = np.array([size for part in parts for size in part.sizes], np.int64)
    ends = 1 + np.cumsum(sizes)
    numbers = np.array(layout.numbers, np.int32)
    places = np.concatenate(list(by_length.values()))
    rows = points[places[:, None] + np.arange(_WIDTH)]
    rows[np.logical_or.accumulate(rows == ord(SEPARATOR), axis=1)] = ord(SEPARATOR)
    rows[:, -1] = ord(SEPARATOR)
    field = np.searchsorted(ends, places, side="right")
    begin = (ends - sizes)[field // 2 * 2]
    flags = np.where(field % 2 == 0, TEXT, np.where(points[places - 1] <= ord(LAST_BOUNDARY), BEGINS, HEAD))
    at = np.arange(len(places)) * _WIDTH
    line_numbers, offsets = np.zeros(rows.size, np.int32), np.zeros(rows.size, np.int64)
    line_flags = np.zeros(rows.size, np.uint8)
    line_numbers[at], offsets[at], line_flags[at] = numbers[field // 2], places - begin, flags
    flat = rows.ravel()
    codes, alphabet, boundary = ranks_of(flat)
    cut = np.cumsum([len(of) for of in by_length.values()])[:-1]
    line = Line(codes, alphabet, boundary, line_numbers, offsets.__getitem__, line_flags)
    return line, dict(zip(by_length, np.split(at, cut), strict=True))
