"""Damaged passages 损坏: words that were overwritten or injected are never published, neither
as text nor as a link. What holds them is shown with a mark in their place, or not at all. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MARK = "〔此处损坏，未公开〕"


def redact(lines: Sequence[str], damaged: Iterable[str]) -> tuple[str, ...] | None:
    """The lines with MARK in place of each damaged passage, wherever it stands; None where a
    passage can't be found, for then nobody can say what of the lines is safe.

    White space inside and around a passage is disregarded; a passage that runs over several
    lines leaves its mark on the first.
    """
    text = "\n".join(lines)
    for passage in sorted({"".join(d.split()) for d in damaged}, key=len, reverse=True):
        if not passage:
            continue
        spaced = re.compile(r"\s*".join(map(re.escape, passage)))
        text, found = spaced.subn(lambda m: MARK + "\n" * m.group().count("\n"), text)
        if not found:
            return None
    return tuple(text.split("\n"))
