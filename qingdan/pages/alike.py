"""Alike 相近: tasks of other documents that use the same words, for a section of a document's page.

Two tasks are alike when they share a run of characters that few tasks have. Nothing more is claimed: the
page shows the run, and the reader judges. The same library gives the same pairs, whatever was built before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

from qingdan.files import key_of
from qingdan.model import Task
from qingdan.regexes import regex

RUN = 12
"""A shared run of so many characters is always found, and a shorter one is not shown."""
MOST = 3
"""Tasks shown beside a task."""
_IGNORED = regex(r"[\W_]+")
"""Punctuation and spaces say nothing."""
_COUNTED = regex(r"[^\W_]+")

Found = Mapping[str, Sequence[tuple[str, int, int]]]
"""Task id -> (other task's id, start, end) of the tasks of other documents that are likest, at most MOST, the
likest first. The longest run that both share about their rarest piece stands from start to end of the one's
text, ignored characters left out (`Places`)."""

Marks = Mapping[str, tuple[str, Sequence[str]]]
"""Document id -> digest of what was found of its tasks, and the ids of the documents of the others."""


def marks(found: Found) -> Marks:
    """By these a page knows that its section is as it was: of tens of thousands of tasks in a tenth of the
    time that looking through what was found takes."""
    told: dict[str, list[str]] = {}
    others: dict[str, dict[str, None]] = {}
    for task, ones in found.items():
        document = task.partition("/")[0]
        told.setdefault(document, []).append(f"{task} {ones}")
        others.setdefault(document, {}).update((id_.partition("/")[0], None) for id_, _, _ in ones)
    return {document: (key_of(*told[document]), tuple(others[document])) for document in told}


def alike(tasks: Sequence[Task]) -> Found:
    """tasks: of the whole library, in its order."""
    from qingdan.pages.fingerprints import nearest  # numpy takes its time to load

    texts = [_IGNORED.sub("", t.text.value) for t in tasks]
    found: dict[str, Sequence[tuple[str, int, int]]] = {}
    for number, others in nearest(texts, [t.document_id for t in tasks], run=RUN, most=MOST):
        shown = []
        for other, here, there in others:
            start, end = _run(texts[number], here, texts[other], there)
            if end - start >= RUN:
                shown.append((tasks[other].id, start, end))
        if shown:
            found[tasks[number].id] = shown
    return found


class Places:
    """Where the characters of a text stand that are not ignored."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = [match.span() for match in _COUNTED.finditer(text)]
        self._counted = [0, *accumulate(end - begin for begin, end in self._spans)]

    def words(self, start: int, end: int) -> str:
        """The run from start to end, as it stands in the text, punctuation and all."""
        return self._text[self._at(start) : self._at(end - 1) + 1]

    def _at(self, number: int) -> int:
        """The place of a character that is not ignored, counted from 0."""
        i = bisect_right(self._counted, number) - 1
        return self._spans[i][0] + number - self._counted[i]


def _run(a: str, i: int, b: str, j: int) -> tuple[int, int]:
    """Where the longest run that both texts have about these places stands in the first."""
    before = 0
    most = min(i, j)
    while before < most and a[i - before - 1] == b[j - before - 1]:
        before += 1
    return i - before, i + _same(a, i, b, j)


_STEP = 8
"""Characters that are compared at once."""


def _same(a: str, i: int, b: str, j: int) -> int:
    """How many characters are the same from these places on."""
    most = min(len(a) - i, len(b) - j)
    count = 0
    while count < most and a[i + count : i + count + _STEP] == b[j + count : j + count + _STEP]:
        count += _STEP
    while count < most and a[i + count] == b[j + count]:
        count += 1
    return min(count, most)
