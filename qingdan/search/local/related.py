"""Tasks like a task: in the same document, in another city's list, at another level, in another year.

Two tasks are alike as far as they share pairs of characters that few tasks have. Candidates are those
that hold the rarest pairs of the task, which Whoosh's postings tell; they are compared in full. A unit
of the same name (of whatever level: 市财政局, 县财政局) and a like heading count too, less than the words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from math import log, sqrt
from typing import NamedTuple

from qingdan.search.analysis import fold_again
from qingdan.search.local.indexed import Indexed
from qingdan.search.local.schema import grams

KEY_PAIRS = 48
"""Rare pairs of a task by which candidates are found."""
CANDIDATES = 200
"""Tasks that are compared in full."""
LEAST = 0.1
"""Shared words, as a part of all, below which two tasks are not related, whoever answers for them."""
_UNIT, _HEADING = 0.08, 0.08
"""What the same unit and the same heading add to the likeness, which is at most 1."""
_COLLECTIVE = re.compile("^(各|有关|相关|其他)")


class Related(NamedTuple):
    """A task that is like the one asked for."""

    number: int
    """In the index."""
    task_id: str
    likeness: float
    """0 to 1: 1 is the same words, the same unit and the same heading."""


def related(index: Indexed, task_id: str, most: int) -> list[Related]:
    """The `most` tasks that are likest, the likest first; of equals the newer. KeyError where there is
    no such task."""
    number = index.number_of(task_id)
    if number is None:
        raise KeyError(task_id)
    weights = _Weights(index)
    mine = _pairs(index.passage(number).text)
    candidates = _candidates(index, number, mine, weights)
    units, heading = _units_and_heading(index, number)
    found = []
    for other in candidates:
        words = _likeness(mine, _pairs(index.passage(other).text), weights)
        if words < LEAST:
            continue
        its_units, its_heading = _units_and_heading(index, other)
        same_unit = bool(units & its_units)
        same_heading = _likeness(heading, its_heading, weights) if heading and its_heading else 0.0
        whole = (1 - _UNIT - _HEADING) * words + _UNIT * same_unit + _HEADING * same_heading
        found.append((round(whole, 4), other))
    found.sort(key=lambda one: (-one[0], -index.ordinal(one[1]), one[1]))
    return [Related(other, index.task_id(other), whole) for whole, other in found[:most]]


class _Weights:
    """How much a pair says: the logarithm of how rare it is."""

    def __init__(self, index: Indexed) -> None:
        self.holding = cache(index.texts_with)
        """How many texts hold the pair."""
        self._weight = cache(lambda pair: max(log((index.tasks + 1) / (self.holding(pair) + 0.5)), 0.01))

    def __call__(self, pair: str) -> float:
        return self._weight(pair)


def _pairs(folded: str) -> frozenset[str]:
    return frozenset(gram for gram in grams(folded) if len(gram) == 2)


def _candidates(index: Indexed, number: int, mine: Iterable[str], weights: _Weights) -> list[int]:
    """The tasks that share most of the rarest pairs; those that only this task has tell nothing."""
    shared = sorted((-weights(pair), pair) for pair in mine if weights.holding(pair) > 1)
    keys = [pair for _, pair in shared[:KEY_PAIRS]]
    scores: defaultdict[int, float] = defaultdict(float)
    for pair in keys:
        for other in index.tasks_with(pair):
            scores[other] += weights(pair)
    scores.pop(number, None)
    return sorted(scores, key=lambda other: (-scores[other], other))[:CANDIDATES]


def _likeness(one: frozenset[str], other: frozenset[str], weights: _Weights) -> float:
    """What both have beside the mean of what each has, weighted; the geometric mean, so that a short
    task finds itself in the long one of another level."""
    both = sum(map(weights, one & other))
    return both / sqrt(sum(map(weights, one)) * sum(map(weights, other))) if both else 0.0


def _units_and_heading(index: Indexed, number: int) -> tuple[frozenset[str], frozenset[str]]:
    shown = index.shown(number)
    names = (fold_again(name) for name in (*shown["lead_units"], *shown["responsible_units"]))
    units = frozenset(re.sub("^[省市县区]", "", name) for name in names if not _COLLECTIVE.match(name))
    heading = fold_again(shown["section"][-1]) if shown["section"] else ""
    return units, _pairs(heading)
