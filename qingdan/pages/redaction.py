"""Damaged passages 损坏: words that were overwritten or injected are never published, neither
as text nor as a link. What holds them is shown with a mark in their place, or not at all. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MARK = "〔此处损坏，未公开〕"


def redact(lines: Sequence[str], damaged: Iterable[str]) -> tuple[str, ...] | None:
    """The lines with MARK in place of each damaged passage, wherever it stands; None where a
    passage can't be found, for then nobody can say what of the lines is safe.

    White space inside and around a passage is disregarded; a passage that runs over several
    lines leaves its mark on the first.
    """
    result = list(lines)
    for passage in sorted({"".join(d.split()) for d in damaged}, key=len, reverse=True):
        if not passage:
            continue
        found = False
        while (span := _find(result, passage)) is not None:
            found = True
            (first, start), (last, end) = span
            if first == last:
                result[first] = result[first][:start] + MARK + result[first][end:]
            else:
                result[first] = result[first][:start] + MARK
                result[last] = result[last][end:]
                result[first + 1 : last] = [""] * (last - first - 1)
        if not found:
            return None
    return tuple(result)


_Position = tuple[int, int]


def _find(lines: Sequence[str], passage: str) -> tuple[_Position, _Position] | None:
    """Where the passage stands: (line, column) of its first character and behind its last, from 0."""
    positions = [(i, j) for i, line in enumerate(lines) for j, c in enumerate(line) if not c.isspace()]
    text = "".join(lines[i][j] for i, j in positions)
    at = text.find(passage)
    if at < 0:
        return None
    line, column = positions[at + len(passage) - 1]
    return positions[at], (line, column + 1)
