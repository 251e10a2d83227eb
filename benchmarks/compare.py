"""Whether a peer made the same pages: the same addresses, and in their tables the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import html

FOLDERS = ("documents", "units", "deadlines")
"""Where the pages stand that all builders make."""


class DifferentError(Exception):
    """The peer's pages are not the same: the figures would compare unlike things."""


def pages(site: Path) -> set[str]:
    """Paths of the pages that count."""
    return {
        file.relative_to(site).as_posix()
        for folder in FOLDERS
        for file in (site / folder).rglob("index.html")
    }


def check(ours: Path, theirs: Path, samples: int = 200) -> int:
    """How many pages both have. DifferentError where the sets differ, or the rows of a sample."""
    mine, other = pages(ours), pages(theirs)
    if mine != other:
        only = sorted(mine - other)[:5], sorted(other - mine)[:5]
        raise DifferentError(f"only ours: {only[0]}, only theirs: {only[1]}")
    paths = sorted(path for path in mine if path.count("/") > 1)
    for path in paths[:: max(1, len(paths) // samples)]:
        for a, b in zip(_rows(ours / path), _rows(theirs / path), strict=True):
            if a != b:
                raise DifferentError(f"{path}:\n  ours   {a}\n  theirs {b}")
    return len(mine)


def _rows(file: Path) -> Iterator[str]:
    """The words of each table row and of each line of an original, without white space."""
    (article,) = html.fromstring(file.read_bytes().decode()).xpath("//article")
    for row in article.xpath(".//tr[td or th[@colspan]]"):
        words = "".join("".join(row.itertext()).split())
        if words:
            yield words
