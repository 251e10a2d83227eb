"""Alike 相近: tasks of other documents that use the same words, for a section of a document's page.

Two tasks are alike when they share a run of characters that few tasks have. Nothing more is claimed: the
page shows the run, and the reader judges. The same library gives the same pairs, whatever was built before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
text, ignored characters left out (`places`)."""


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


def places(text: str) -> list[int]:
    """Where the characters stand that are not ignored: the run from start to end is
    `text[places[start] : places[end - 1] + 1]`, punctuation and all."""
    return [i for m in _COUNTED.finditer(text) for i in range(m.start(), m.end())]


def _run(a: str, i: int, b: str, j: int) -> tuple[int, int]:
    """Where the longest run that both texts have about these places stands in the first."""
    return i - _same(a[:i][::-1], b[:j][::-1]), i + _same(a[i:], b[j:])


def _same(a: str, b: str) -> int:
    """How many characters both begin with."""
    count = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        count += 1
    return count
