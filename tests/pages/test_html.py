"""Every page is HTML as the standard has it: parsed by its own algorithm, without one error.

`make validate` asks more (what may stand in what) with html-validate; it wants Node.js.
"""

from __future__ import annotations

from collections import Counter

import pytest
from tinyhtml5.parser import HTMLParser

from tests.pages.conftest import Input


def errors(page: str) -> list[str]:
    """What the standard's parser complains of, and ids that stand twice."""
    parser = HTMLParser(namespace_html_elements=False)
    tree = parser.parse(page)
    ids = Counter(e.get("id") for e in tree.iter() if e.get("id"))
    return [*map(str, parser.errors), *(f"doubled id {i}" for i, n in ids.items() if n > 1)]


def test_every_page_parses_without_an_error(real: Input, site: dict[str, bytes]) -> None:
    docs = {f.path: f.read() for f in real.shells.files if f.path.endswith(".html")}
    pages = {p: c.decode() for p, c in {**site, **docs}.items() if p.endswith(".html")}
    assert len(pages) > 150
    assert {p: e for p, c in pages.items() if (e := errors(c))} == {}


@pytest.mark.parametrize(
    "wrong",
    [
        "<p>a<div>b</div></p>",
        "<b><i>x</b></i>",
        "<table><p>x</p></table>",
        '<a href="x" href="y">z</a>',
        "&nosuch;",
        '<p id="a"></p><p id="a"></p>',
    ],
)
def test_errors_are_found(wrong: str) -> None:
    assert errors(f"<!doctype html><html><head><title>t</title></head><body>{wrong}</body></html>")
