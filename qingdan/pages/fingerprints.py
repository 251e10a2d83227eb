"""Fingerprints of texts: which of many share a run of characters (winnowing: Schleimer, Wilkerson, Aiken
2003). Of every window of a text the smallest hash of its pieces is kept, so that two texts with a common
run share at least one. All is counted in whole arrays: 25,000 tasks have three million pieces. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

PIECE = 7
"""Characters of a piece; the shortest run that can be found."""
_NEAR = 3
"""With so many of those that share a fingerprint a text is compared: the next ones in order."""
_FEW = 24
"""A fingerprint of more texts than this says nothing of any two of them."""
_BLOCK = 400_000
"""Characters that are looked at together: arrays of all would take a hundred bytes for each."""

_Numbers = NDArray[np.uint64]
_Places = NDArray[np.int32]


def nearest(
    texts: Sequence[str], groups: Sequence[str], *, run: int, most: int
) -> Iterator[tuple[int, list[tuple[int, int, int]]]]:
    """(text, [(other text, place, other place)]), the likest first, at most `most`; texts of one group
    are not compared. Places are of the rarest piece that both have. Every run of `run` characters counts
    that at most `_FEW` texts have.
    """
    numbers: dict[str, int] = {}
    group = np.array([numbers.setdefault(g, len(numbers)) for g in groups], np.int32)
    found = [_fingerprints(texts[begin:end], begin, run) for begin, end in _blocks(texts)]
    if found:
        hashes, task, place = (np.concatenate(column) for column in zip(*found, strict=True))
        yield from _nearest(_pairs(hashes, task, place, group), len(texts), most)


def _blocks(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where blocks of texts begin and end."""
    begin = size = 0
    for end, text in enumerate(texts, 1):
        size += len(text)
        if size >= _BLOCK or end == len(texts):
            yield begin, end
            begin, size = end, 0


def _fingerprints(texts: Sequence[str], first: int, run: int) -> tuple[_Numbers, _Places, _Places]:
    """(hash, text, place in it) of every fingerprint; texts are counted from `first`."""
    lengths = np.array([len(t) for t in texts], np.int64)
    letters = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32).astype(np.uint64)
    if len(letters) < run:
        return np.zeros(0, np.uint64), np.zeros(0, np.int32), np.zeros(0, np.int32)
    window = run - PIECE + 1
    task = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
    begins = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    pieces = len(letters) - PIECE + 1
    hashes = np.zeros(pieces, np.uint64)
    for i in range(PIECE):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + letters[i : i + pieces]
    hashes ^= hashes >> np.uint64(29)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(32)
    windows = pieces - window + 1
    least = hashes[:windows].copy()
    where = np.zeros(windows, np.int64)
    for i in range(1, window):
        smaller = hashes[i : i + windows] < least
        least[smaller] = hashes[i : i + windows][smaller]
        where[smaller] = i
    # windows that reach into the next text are none
    whole = task[:windows] == task[run - 1 : run - 1 + windows]
    places = (np.arange(windows) + where)[whole]  # they never go back: equal ones stand side by side
    kept = places[np.concatenate(([True], places[1:] != places[:-1]))] if len(places) else places
    return hashes[kept], task[kept] + np.int32(first), (kept - begins[task[kept]]).astype(np.int32)


class _Pairs(NamedTuple):
    """Fingerprints that two tasks share, the rarest first; `one` stands before `other` in the library."""

    one: _Places
    other: _Places
    here: _Places
    there: _Places
    weight: NDArray[np.float64]
    """The fewer tasks have it, the more it weighs."""


def _pairs(hashes: _Numbers, task: _Places, place: _Places, documents: _Places) -> _Pairs:
    """A fingerprint of several tasks pairs each with the next ones only; one of many none."""
    order = np.argsort(hashes, kind="stable")
    hashes, task, place = hashes[order], task[order], place[order]
    begins = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
    sizes = np.diff(np.concatenate((begins, [len(hashes)])))
    size = np.repeat(sizes, sizes)
    few = (size > 1) & (size <= _FEW)
    hashes, task, place, size = hashes[few], task[few], place[few], size[few]
    parts = []
    if len(hashes):
        for step in range(1, _NEAR + 1):
            same = (hashes[:-step] == hashes[step:]) & (documents[task[:-step]] != documents[task[step:]])
            first = np.flatnonzero(same)
            second = first + step
            parts.append((task[first], task[second], place[first], place[second], size[first]))
    if not parts:
        none = np.zeros(0, np.int32)
        return _Pairs(none, none, none, none, np.zeros(0))
    one, other, here, there, sizes = (np.concatenate(c) for c in zip(*parts, strict=True))
    order = np.argsort(sizes, kind="stable")
    return _Pairs(one[order], other[order], here[order], there[order], 1 / sizes[order])


def _nearest(pairs: _Pairs, tasks: int, most: int) -> Iterator[tuple[int, list[tuple[int, int, int]]]]:
    """(task, [(other task, place, other place)]), the likest first; places are of their rarest piece."""
    if not len(pairs.one):
        return
    order = np.argsort(pairs.one.astype(np.int64) * tasks + pairs.other, kind="stable")
    one, other, here, there, weight = (c[order] for c in pairs)
    begins = np.flatnonzero(np.concatenate(([True], (one[1:] != one[:-1]) | (other[1:] != other[:-1]))))
    total = np.add.reduceat(weight, begins).round(9)
    one, other, here, there = (c[begins] for c in (one, other, here, there))
    mirrored = ((one, other), (other, one), (here, there), (there, here), (total, total))
    one, other, here, there, total = (np.concatenate(c) for c in mirrored)
    order = np.lexsort((other, -total, one))
    one, other, here, there = (c[order] for c in (one, other, here, there))
    begins = np.flatnonzero(np.concatenate(([True], one[1:] != one[:-1])))
    counts = np.diff(np.concatenate((begins, [len(one)])))
    kept = np.flatnonzero(np.arange(len(one)) - np.repeat(begins, counts) < most)
    ends = begins + np.minimum(counts, most)
    rows = list(zip(other[kept].tolist(), here[kept].tolist(), there[kept].tolist(), strict=True))
    at = 0
    for task, count in zip(one[begins].tolist(), (ends - begins).tolist(), strict=True):
        yield task, rows[at : at + count]
        at += count
