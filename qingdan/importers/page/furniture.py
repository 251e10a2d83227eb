"""Furniture of pages: running heads, running feet and page numbers, told by place and repetition."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from qingdan.importers.page.lines import TextLine
from qingdan.importers.page.tables import TablePart

_MARGIN = 0.13
"""Share of the page's height, at the top and at the bottom, in which furniture stands."""
_MOST = 3
"""Lines of furniture at each end of a page."""
_NUMBER = re.compile(
    r"[-—–－―─·•\s]{0,6}[0-9０-９]{1,4}[-—–－―─·•\s]{0,6}|第\s*[0-9]{1,4}\s*页.{0,16}|共\s*[0-9]{1,4}\s*页.{0,16}"
    r"|[0-9]{1,4}\s*/\s*[0-9]{1,4}|[Pp]age\s*[0-9]{1,4}.{0,12}|[-—–－]?\s*[ivxIVX]{1,6}\s*[-—–－]?"
)
Parts = Sequence[list[TextLine] | TablePart]


def tell(pages: Sequence[Parts], heights: Sequence[float]) -> None:
    """Mark lines that are furniture as frame."""
    seen: dict[tuple[str, str], list[TextLine]] = defaultdict(list)
    for parts, height in zip(pages, heights, strict=True):
        for zone, line in _candidates(parts, height):
            if _NUMBER.fullmatch(line.text.strip()):
                line.frame = True
            else:
                seen[zone, _pattern(line.text)].append(line)
    for lines in seen.values():
        places = [line.top for line in lines]
        if len(lines) >= 3 and max(places) - min(places) < 4 * lines[0].size:
            for line in lines:
                line.frame = True


def _candidates(parts: Parts, height: float) -> Iterator[tuple[str, TextLine]]:
    """The first and last lines of a page that stand in its margins."""
    lines = [line for part in parts if isinstance(part, list) for line in part if not line.turned]
    lines.sort(key=lambda line: line.top)
    for line in lines[:_MOST]:
        if line.bottom < height * _MARGIN:
            yield "top", line
    for line in lines[::-1][:_MOST]:
        if line.top > height * (1 - _MARGIN):
            yield "bottom", line


def _pattern(text: str) -> str:
    """The text with its numbers made alike."""
    return re.sub("[0-9０-９]+", "#", "".join(text.split()))
