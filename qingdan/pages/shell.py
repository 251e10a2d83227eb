"""Shells 外壳: the frame that the theme renders once a kind of page, and into
which each page is set. Pure: a shell is split at its slots when it is made;
filling one joins strings.

Slots are marks in the HTML, `@@qd:title@@`. They are made by `build.shell`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import escape

from qingdan.pages.page import ROOT, Page, TocEntry, address

SLOTS = ("title", "description", "canonical", "head", "body", "toc")
_SLOT = re.compile("@@qd:([a-z]+)@@")
_SLOT_MARK, _ESCAPED_MARK = "@@qd:", "&#64;&#64;qd:"


def slot(name: str) -> str:
    """The mark of a slot."""
    return f"@@qd:{name}@@"


class ShellError(ValueError):
    """A page that does not fit its shell, or a shell without the slots it needs: a bug."""


class TocMarkup(NamedTuple):
    """How the theme writes its table of contents; `@@qd:id@@` and `@@qd:text@@` stand for an entry's."""

    leaf: str
    """An entry without entries below it."""
    open: str
    """The beginning of an entry that has some, up to the first of them."""
    close: str


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of one kind of page."""

    kind: str
    html: str
    depth: int
    """How many folders deep its pages stand: `documents/x/index.html` is 2. The theme's own
    addresses in the frame are right for this depth only."""
    toc: TocMarkup
    site_url: str = ""
    digest: str = ""
    """Of the frame: part of the key of every page in it."""
    _parts: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """Text and names of slots by turns."""

    def __post_init__(self) -> None:
        parts = tuple(_SLOT.split(self.html))
        unknown = set(parts[1::2]) - set(SLOTS)
        missing = {"title", "body"} - set(parts[1::2])
        if unknown or missing:
            raise ShellError(f"{self.kind}: unknown slots {sorted(unknown)}, missing {sorted(missing)}")
        object.__setattr__(self, "_parts", parts)

    def fill(self, page: Page) -> str:
        """The whole page. ShellError where it stands deeper or shallower than the shell."""
        if page.path.count("/") != self.depth:
            raise ShellError(f"{page.path} is not {self.depth} folders deep, as shell {self.kind} needs")
        root = "../" * self.depth or "./"
        values: Mapping[str, str] = {
            "title": str(escape(page.title)),
            "description": str(escape(page.description)),
            "canonical": str(escape(self.site_url + address(page.path))),
            "head": page.head.replace(ROOT, root),
            "body": page.body.replace(ROOT, root),
            "toc": toc_html(page.toc, self.toc),
        }
        parts = list(self._parts)
        for i in range(1, len(parts), 2):
            # Words of the content that look like a slot stay words.
            parts[i] = values[parts[i]].replace(_SLOT_MARK, _ESCAPED_MARK)
        return "".join(parts)


def toc_html(entries: Iterable[TocEntry], markup: TocMarkup) -> str:
    """The entries, nested by level, in the theme's markup."""
    pieces: list[str] = []
    open_: list[int] = []  # levels of the entries that are not closed yet
    rows = list(entries)
    for i, entry in enumerate(rows):
        while open_ and open_[-1] >= entry.level:
            pieces.append(markup.close)
            open_.pop()
        nested = i + 1 < len(rows) and rows[i + 1].level > entry.level
        template = markup.open if nested else markup.leaf
        if nested:
            open_.append(entry.level)
        pieces.append(
            template.replace(slot("id"), str(escape(entry.id))).replace(slot("text"), str(escape(entry.text)))
        )
    pieces += [markup.close] * len(open_)
    return "".join(pieces)
