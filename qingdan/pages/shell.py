"""Shells 外壳: the frame that the theme renders once a kind of page, and into
which each page is set. Pure: a shell is split at its slots when it is made;
filling one encodes what is the page's own, and joins.

Slots are marks in the HTML, `@@qd:title@@`. They are made by `build.shell`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from qingdan.files import Piece
from qingdan.pages.markup import escaped
from qingdan.pages.page import PIECE, ROOT, Page, TocEntry, address, root_from
from qingdan.regexes import regex

SLOTS = ("title", "description", "canonical", "head", "body", "toc")
_SLOT = regex("@@qd:([a-z]+)@@")
_SLOT_MARK, _ESCAPED_MARK = "@@qd:", "&#64;&#64;qd:"


def slot(name: str) -> str:
    """The mark of a slot."""
    return f"@@qd:{name}@@"


_ID, _TEXT = slot("id"), slot("text")


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
    _parts: tuple[_Part, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        parts = _SLOT.split(self.html)
        unknown = set(parts[1::2]) - set(SLOTS)
        missing = {"title", "body"} - set(parts[1::2])
        if unknown or missing:
            raise ShellError(f"{self.kind}: unknown slots {sorted(unknown)}, missing {sorted(missing)}")
        cut = [_cut(text, slot) for text, slot in zip(parts[::2], [*parts[1::2], ""], strict=True)]
        object.__setattr__(self, "_parts", tuple(cut))

    def fill(self, page: Page) -> list[bytes | Piece]:
        """The whole page, in pieces. ShellError where it stands deeper or shallower than the shell."""
        if page.path.count("/") != self.depth:
            raise ShellError(f"{page.path} is not {self.depth} folders deep, as shell {self.kind} needs")
        root = root_from(page.path)
        values: Mapping[str, str] = {
            "title": escaped(page.title),
            "description": escaped(page.description),
            "canonical": escaped(self.site_url + address(page.path)),
            "head": page.head,
            "body": page.body,
            "toc": toc_html(page.toc, self.toc),
            "": "",
        }
        filled: list[bytes | Piece] = []
        text = ""
        for before, piece, behind, name in self._parts:
            text += before
            if piece:
                filled += (text.encode(), piece)
                text = behind
            value = placed(values[name], root)
            if name == "body" and page.pieces is not None:
                value, *others = value.split(PIECE)
                for shared, between in zip(others[::2], others[1::2], strict=True):
                    if text := text + value:
                        filled.append(text.encode())
                    filled.append(page.pieces[shared])
                    text, value = "", between
            text += value
        filled.append(text.encode())
        return filled


class _Part(NamedTuple):
    """A stretch of the frame, and the slot behind it."""

    before: str
    """All of it, where there is no piece."""
    piece: Piece | None
    behind: str
    slot: str
    """Empty behind the last stretch."""


def _cut(text: str, slot: str) -> _Part:
    """A slot may stand inside a tag: the piece is what lies between such tags."""
    begin, end = text.find("<"), text.rfind(">") + 1
    if not 0 <= begin < end:
        return _Part(text, None, "", slot)
    return _Part(text[:begin], Piece(text[begin:end].encode()), text[end:], slot)


def placed(html: str, root: str) -> str:
    """What a page holds, with the way to the site's root put in; words of the content that look like a
    slot stay words."""
    return html.replace(ROOT, root).replace(_SLOT_MARK, _ESCAPED_MARK)


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
        pieces.append(template.replace(_ID, escaped(entry.id)).replace(_TEXT, escaped(entry.text)))
    pieces += [markup.close] * len(open_)
    return "".join(pieces)
