"""Damaged passages 损坏: words that were overwritten or injected are never published, neither
as text nor as a link. What holds them is shown with a mark in their place, or not at all. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from qingdan.model import Document
from qingdan.text.passages import Span
from qingdan.text.passages.difference import matching

MARK = "〔此处损坏，未公开〕"


def damaged(document: Document) -> list[str]:
    """The passages of a document that are never published."""
    passages = [x.text.value for x in document.leftovers if x.damaged]
    return passages + [c.original.value for t in document.tasks for c in t.corrections if c.damaged]


def redact(lines: Sequence[str], passages: Iterable[str]) -> tuple[str, ...] | None:
    """The lines with MARK in place of each damaged passage, wherever it stands; None where a
    passage can't be found, for then nobody can say what of the lines is safe.

    White space inside and around a passage is disregarded; a passage that runs over several
    lines leaves its mark on the first.
    """
    spans = find(lines, passages)
    if spans is None:
        return None
    shown = list(lines)
    for line, start, end, first in reversed([*on_lines(spans, lines)]):
        text = shown[line - 1]
        shown[line - 1] = text[:start] + (MARK if first else "") + text[end:]
    return tuple(shown)


def find(lines: Sequence[str], passages: Iterable[str]) -> tuple[Span, ...] | None:
    """Where damaged passages stand, in order and apart from each other; None where one can't be found."""
    wanted = {squeezed for p in passages if (squeezed := "".join(p.split()))}
    if not wanted:
        return ()
    text = "\n".join(lines)
    found: list[tuple[int, int]] = []
    for passage in wanted:
        spaced = re.compile(r"\s*".join(map(re.escape, passage)))
        stands = [m.span() for m in spaced.finditer(text)]
        if not stands:
            return None
        found += stands
    ends: list[list[int]] = []
    for start, end in sorted(found):
        if ends and start <= ends[-1][1]:
            ends[-1][1] = max(ends[-1][1], end)
        else:
            ends.append([start, end])
    starts = _starts(lines)
    return tuple(Span(_place(starts, start), _place(starts, end)) for start, end in ends)


def on_lines(spans: Iterable[Span], lines: Sequence[str]) -> Iterator[tuple[int, int, int, bool]]:
    """(line from 1, first column from 0, end, whether it begins the span) of each line of each span."""
    for (first, begin), (last, end) in spans:
        for line in range(first, min(last, len(lines)) + 1):
            start = begin - 1 if line == first else 0
            yield line, start, end - 1 if line == last else len(lines[line - 1]), line == first


def injected(printed: str, kept: str) -> list[tuple[int, int]] | None:
    """The characters (start, end) of a damaged cell, as printed, that its correction took away; None
    where the two differ in more than that: then nothing of the printed cell is safe."""
    positions = [i for i, c in enumerate(printed) if not c.isspace()]
    where = matching("".join(kept.split()), "".join(printed[i] for i in positions))
    if -1 in where:
        return None
    stays = {positions[j] for j in where}
    runs: list[tuple[int, int]] = []
    for i in (i for i in positions if i not in stays):
        if runs and not printed[runs[-1][1] : i].strip():
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs


def _starts(lines: Sequence[str]) -> list[int]:
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return starts


def _place(starts: Sequence[int], position: int) -> tuple[int, int]:
    line = bisect_right(starts, position)
    return line, position - starts[line - 1] + 1
