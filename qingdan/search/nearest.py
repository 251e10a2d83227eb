""" "Did you mean": what stands in the texts and differs from a word by one character that is wrong, missing,
too many, or changed places with its neighbour.

Nothing is guessed: every proposal was read in a text, and is searched for before it is shown. The twin of
templates/theme/assets/search-nearest.js.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from qingdan.search.analysis import SEPARATOR, fold
from qingdan.search.layout import SMALL_TASKS
from qingdan.search.passages import Passage
from qingdan.search.query import parse
from qingdan.search.reader import Reader
from qingdan.search.searched import Searched

LONGEST = 24
"""Characters of a word for which something near is looked for."""
MOST_READ = 24
"""Passages of a large library that are read for a word."""
MOST = 4
"""Proposals."""


class Readable(Searched, Protocol):
    """An index that also gives the words of its passages."""

    def passage(self, number: int) -> Passage:
        """A passage, folded."""

    def units(self) -> Iterable[tuple[str, int, str, str]]:
        """Name of a unit, tasks that name it, initials and whole pinyin of the name; most tasks first."""


def nearest(index: Readable, raw: str, filters: Mapping[str, str] | None = None) -> list[str]:
    """Queries that find something, the nearest first, instead of one that finds nothing. Of a word in Latin
    letters: units whose name is spelt so in pinyin."""
    latin = fold(raw).replace("'", "")
    if re.fullmatch("[a-z]{2,40}", latin) and (named := _spelt(index, latin)):
        return named
    words = parse(raw).words
    reader = Reader(index)
    numbers = list(_all_passages(index))
    small = len(index.all_tasks()) <= SMALL_TASKS
    proposals: list[str] = []
    for word in words:
        if not 2 <= len(word) <= LONGEST or index.lookup(word):
            continue
        passages = map(index.passage, numbers if small else _holding(index, word))
        fields = [field for head, text in passages for field in f"{head}{SEPARATOR}{text}".split(SEPARATOR)]
        for other in _in_order(word, near(word, fields, small=small))[:MOST]:
            query = " ".join(other if one == word else one for one in words)
            found = reader.find(query, filters)
            if found.tasks or found.documents:
                proposals.append(query)
            if len(proposals) == MOST:
                return proposals
    return proposals


def _spelt(index: Readable, latin: str) -> list[str]:
    """The units that a search box offers for these letters: see templates/theme/assets/search-suggest.js."""
    fits = []
    for name, _, initials, whole in index.units():
        if latin in (initials, whole):
            fits.append((1, name))
        elif initials.startswith(latin) or whole.startswith(latin):
            fits.append((2, name))
        elif initials.endswith(latin) or whole.endswith(latin):
            fits.append((3, name))
        elif latin in initials or (len(latin) > 3 and latin in whole):
            fits.append((4, name))
    return [name for _, name in sorted(fits, key=lambda fit: fit[0])[:MOST]]


def near(word: str, fields: Iterable[str], *, small: bool) -> Counter[str]:
    """What is one edit away from the word -> in how many fields it was read."""
    counts: Counter[str] = Counter()
    size = len(word)
    pieces = _pieces(word, small=small)
    for field in fields:
        seen: set[str] = set()
        for offset, piece in pieces:
            at = field.find(piece)
            while at >= 0:
                for start in range(max(0, at - offset - 1), at - offset + 2):
                    for length in range(max(2, size - 1), size + 2):
                        other = field[start : start + length]
                        if (
                            len(other) == length
                            and _is_word(other)
                            and other not in word
                            and one_edit(word, other)
                        ):
                            seen.add(other)
                at = field.find(piece, at + 1)
        counts.update(filter(_is_word, seen))
    return counts


def one_edit(one: str, other: str) -> bool:
    """Whether one edit leads from one to the other."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    if not left and not right:
        return False
    return (len(left) <= 1 and len(right) <= 1) or (len(left) == 2 and left == right[::-1])


def _pieces(word: str, *, small: bool) -> list[tuple[int, str]]:
    """Pieces of the word, one of which an edit leaves whole, and where they begin."""
    size, half = len(word), len(word) // 2
    if size < 3:
        return list(enumerate(word)) if small else []
    spans = [(0, 2), (1, 3)] if size == 3 else [(0, half), (half, size), (half - 1, half + 1)]
    if small:
        spans += [(0, 1), (size - 1, size)]
    return [(start, word[start:end]) for start, end in spans if small or end - start > 1]


def _holding(index: Searched, word: str) -> list[int]:
    """Passages that hold a piece of the word, the newest of each first."""
    newest = [sorted(index.lookup(piece), reverse=True) for _, piece in _pieces(word, small=False)]
    chosen: dict[int, None] = {}
    for i in range(max(map(len, newest), default=0)):
        chosen.update(dict.fromkeys(hits[i] for hits in newest if i < len(hits)))
        if len(chosen) >= MOST_READ:
            break
    return list(chosen)


def _all_passages(index: Searched) -> Iterator[int]:
    for ordinal, start in enumerate(index.starts):
        yield from range(start, index.tasks_of(ordinal).stop)


def _is_word(text: str) -> bool:
    """Whether it begins and ends with a letter or a digit, and is more than one character."""
    return len(text) > 1 and all(unicodedata.category(c)[0] in "LN" for c in (text[0], text[-1]))


def _in_order(word: str, counts: Mapping[str, int]) -> list[str]:
    """A wrong character in the middle leaves the length; what begins and ends alike is nearer."""

    def key(other: str) -> tuple[int, int, int, str]:
        ends = (other[0] == word[0]) + (other[-1] == word[-1])
        return -ends, -counts[other], -(len(other) == len(word)), other

    return sorted(counts, key=key)
