"""How much the network carries: a document of 50 tasks, and a first visit of any kind of page."""

from __future__ import annotations

import gzip
from posixpath import dirname, join, normpath

from lxml import html

from tests.pages.conftest import Input

DOCUMENT, FIRST = 60_000, 200_000
"""Bytes, packed: of the page of a document with 50 tasks; of all that a first visit must load."""


def packed(content: bytes) -> int:
    return len(gzip.compress(content, mtime=0))


def test_a_document_of_fifty_tasks_is_light(real: Input, site: dict[str, bytes]) -> None:
    assert len(real.library.document("shaoxing-2022").tasks) == 50
    for document in real.library.documents:
        assert packed(site[f"{document.url}index.html"]) < DOCUMENT, document.id


def test_a_first_visit_is_light(real: Input, site: dict[str, bytes]) -> None:
    """The page, and every style sheet and script that it names."""
    assets = {f.path: f.read() for f in real.shells.files}
    seen = []
    for path, content in site.items():
        if not path.endswith(".html"):
            continue
        named = {
            normpath(join(dirname(path), address.partition("?")[0]))
            for address in html.fromstring(content.decode()).xpath(
                "//script/@src | //link[@rel='stylesheet']/@href"
            )
        }
        assert named or b'http-equiv="refresh"' in content, path
        seen.append(len(named))
        assert packed(content) + sum(packed(assets[n]) for n in named) < FIRST, path
    assert max(seen) > 10
