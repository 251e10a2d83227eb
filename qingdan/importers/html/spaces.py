"""Spaces: white space of a page as a browser shows it."""

from __future__ import annotations

import re

TAB = "\x1f"
"""Stands for a tab while white space is collapsed."""
SPACE = re.compile("[ \t\n\r\f]+")
_WIDE = (
    "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\u2014\u2018-\u201d\u2026"
)
_POINT = "!-/:-@"
_BROKEN = re.compile(
    f"(?<=[{_WIDE}])[ \t]*[\n\r]\\s*(?=[{_WIDE}{_POINT}])|(?<=[{_POINT}])[ \t]*[\n\r]\\s*(?=[{_WIDE}])"
)
"""A line break of the file between wide characters, or one and a point, is none of the text."""


def collapsed(text: str) -> str:
    """White space as a browser shows it."""
    if "\n" in text or "\r" in text:
        text = _BROKEN.sub("", text)
    return SPACE.sub(" ", text).strip(" \xa0\u3000").replace(TAB, "\t")
