"""What a page is before it stands in its shell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from qingdan.files import Piece

ROOT = Markup("\x00")
"""Stands in bodies where the way to the site's root belongs (`../../`). Fragments that many
pages share hold it, and the shell puts in the right number of steps for each page. YAML
refuses this character, so no content can hold it."""


PIECE = "\x01"
"""Stands in bodies before and behind the name of a piece that many pages share; the shell puts the
piece in as it is, encoded once for all of them."""


class TocEntry(NamedTuple):
    """One line of a page's table of contents."""

    level: int
    """From 1."""
    id: str
    """The id of the element that it leads to."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A rendered page without its frame."""

    path: str
    """Below the site's root: `documents/shaoxing-2022/index.html`."""
    kind: str
    """Which shell it goes into: `document`."""
    title: str
    description: str
    body: str
    """HTML; addresses begin with ROOT."""
    pieces: Mapping[str, Piece] | None = None
    """By name: what the marks of pieces stand for; None for a body without any."""
    toc: tuple[TocEntry, ...] = ()
    head: str = ""
    """HTML for the end of <head>; addresses begin with ROOT."""


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page that is rendered when it is needed."""

    path: str
    kind: str
    key: str
    """Digest of all that the page shows, its shell and templates included."""
    render: Callable[[], Page]


def root_from(path: str) -> str:
    """The way from a page to the site's root."""
    return "../" * path.count("/") or "./"


def address(path: str) -> str:
    """The address of a page: its path without `index.html`."""
    return path.removesuffix("index.html")
