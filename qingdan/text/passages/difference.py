"""Which characters of one text stand, in the same order, in another: in time proportional to their length.

Long pieces that occur equally often in both texts fix the frame (so rows that
moved do not pull their neighbours along); what lies between them is compared
with shorter and shorter pieces, the small rest character by character.
"""

from __future__ import annotations

from bisect import bisect_left
from difflib import SequenceMatcher
from typing import NamedTuple

_PIECES = (24, 12, 6, 3)
"""Lengths of the pieces, one level after the other."""
_SMALL = 40_000
"""Product of two lengths up to which characters are compared one by one."""


class Change(NamedTuple):
    """`a[a_start:a_end]` stands where the other text has `b[b_start:b_end]`."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


def matching(a: str, b: str) -> list[int]:
    """For each character of `a` its position in `b`, rising; -1 where it has none."""
    out = [-1] * len(a)
    todo = [(0, len(a), 0, len(b), 0)]
    while todo:
        a0, a1, b0, b1, level = todo.pop()
        while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
            out[a0] = b0
            a0, b0 = a0 + 1, b0 + 1
        while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
            a1, b1 = a1 - 1, b1 - 1
            out[a1] = b1
        if a0 == a1 or b0 == b1:
            continue
        if (a1 - a0) * (b1 - b0) <= _SMALL:
            matcher = SequenceMatcher(None, a[a0:a1], b[b0:b1], autojunk=False)
            for i, j, n in matcher.get_matching_blocks():
                out[a0 + i : a0 + i + n] = range(b0 + j, b0 + j + n)
        elif level < len(_PIECES):
            start_a, start_b = a0, b0
            for i, j, n in _anchors(a, a0, a1, b, b0, b1, _PIECES[level]):
                out[i : i + n] = range(j, j + n)
                todo.append((start_a, i, start_b, j, level + 1))
                start_a, start_b = i + n, j + n
            todo.append((start_a, a1, start_b, b1, level + 1))
    return out


def changes(a: str, b: str) -> list[Change]:
    """The places where two texts differ, in order."""
    found: list[Change] = []
    at_a = at_b = 0
    for i, j in [*((i, j) for i, j in enumerate(matching(a, b)) if j >= 0), (len(a), len(b))]:
        if i > at_a or j > at_b:
            found.append(Change(at_a, i, at_b, j))
        at_a, at_b = i + 1, j + 1
    return found


def similarity(a: str, b: str) -> float:
    """From 0 to 1: the part of both texts that they share."""
    if not a and not b:
        return 1.0
    return 2 * sum(j >= 0 for j in matching(a, b)) / (len(a) + len(b))


def _anchors(a: str, a0: int, a1: int, b: str, b0: int, b1: int, size: int) -> list[tuple[int, int, int]]:
    """Pieces that occur equally often in both windows, the first paired with the first, as the longest
    rising chain of (a, b, length), joined."""
    in_a, in_b = _pieces(a, a0, a1, size), _pieces(b, b0, b1, size)
    pairs = [
        pair
        for piece, at_a in in_a.items()
        if len(at_a) == len(at_b := in_b.get(piece, ()))
        for pair in zip(at_a, at_b, strict=True)
    ]
    pairs.sort()
    chain = _rising(pairs)
    joined: list[tuple[int, int, int]] = []
    for i, j in chain:
        if joined:
            last_i, last_j, n = joined[-1]
            if i < last_i + n or j < last_j + n:
                if i - last_i == j - last_j:
                    joined[-1] = (last_i, last_j, i - last_i + size)
                continue
        joined.append((i, j, size))
    return joined


def _pieces(text: str, start: int, end: int, size: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for i in range(start, end - size + 1):
        found.setdefault(text[i : i + size], []).append(i)
    return found


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of pairs, sorted by the first, that rises in the second, too."""
    ends: list[int] = []
    holders: list[int] = []
    before = [-1] * len(pairs)
    for n, (_, j) in enumerate(pairs):
        k = bisect_left(ends, j)
        before[n] = holders[k - 1] if k else -1
        if k == len(ends):
            ends.append(j)
            holders.append(n)
        else:
            ends[k], holders[k] = j, n
    chain: list[tuple[int, int]] = []
    n = holders[-1] if holders else -1
    while n >= 0:
        chain.append(pairs[n])
        n = before[n]
    return chain[::-1]
