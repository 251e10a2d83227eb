"""Shells: cut at their slots once, filled by joining strings."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from qingdan.pages.page import ROOT, Page, TocEntry
from qingdan.pages.shell import Shell, ShellError, TocMarkup, slot, toc_html

MARKUP = TocMarkup(
    f'<li><a href="#{slot("id")}">{slot("text")}</a></li>',
    f'<li><a href="#{slot("id")}">{slot("text")}</a><nav><ul>',
    "</ul></nav></li>",
)
FRAME = (
    f"<title>{slot('title')} - X</title>{slot('head')}"
    f"<ul>{slot('toc')}</ul><b>{slot('title')}</b>{slot('body')}"
)


def page(**changes: object) -> Page:
    values = {"path": "a/b/index.html", "kind": "k", "title": "T", "description": "D", "body": "<p>B</p>"}
    return Page(**{**values, **changes})  # type: ignore[arg-type]


def test_every_slot_is_filled_each_time_it_stands() -> None:
    shell = Shell("k", FRAME, 2, MARKUP)
    filled = shell.fill(page(head="<meta>", toc=(TocEntry(1, "i", "t"),)))
    assert filled == ('<title>T - X</title><meta><ul><li><a href="#i">t</a></li></ul><b>T</b><p>B</p>')


def test_words_are_escaped_and_bodies_are_not() -> None:
    shell = Shell("k", FRAME, 2, MARKUP)
    filled = shell.fill(page(title='<i>"&', toc=(TocEntry(1, "x", "<b>"),)))
    assert "<title>&lt;i&gt;&#34;&amp; - X</title>" in filled
    assert ">&lt;b&gt;</a>" in filled
    assert "<p>B</p>" in filled


def test_a_slot_in_the_words_of_a_page_is_only_words() -> None:
    shell = Shell("k", FRAME, 2, MARKUP)
    filled = shell.fill(page(title=slot("body"), body="x"))
    assert filled.count("x") == 1


@pytest.mark.parametrize(
    ("depth", "path", "root"),
    [(0, "index.html", "./"), (1, "a/index.html", "../"), (2, "a/b/index.html", "../../")],
)
def test_addresses_lead_to_the_root_from_the_depth_of_the_page(depth: int, path: str, root: str) -> None:
    shell = Shell("k", FRAME, depth, MARKUP)
    filled = shell.fill(page(path=path, body=f'<a href="{ROOT}units/">', head=f'<link href="{ROOT}a.css">'))
    assert f'<a href="{root}units/">' in filled
    assert f'<link href="{root}a.css">' in filled
    assert ROOT not in filled


@pytest.mark.parametrize("path", ["a/index.html", "a/b/c/index.html"])
def test_a_page_at_another_depth_is_refused(path: str) -> None:
    with pytest.raises(ShellError, match="2 folders deep"):
        Shell("k", FRAME, 2, MARKUP).fill(page(path=path))


@pytest.mark.parametrize("broken", [FRAME.replace(slot("body"), ""), FRAME + slot("boby")])
def test_a_shell_with_missing_or_unknown_slots_is_refused(broken: str) -> None:
    with pytest.raises(ShellError):
        Shell("k", broken, 2, MARKUP)


def test_canonical_is_the_address_below_the_site() -> None:
    frame = f'<link href="{slot("canonical")}">' + FRAME
    shell = Shell("k", frame, 2, MARKUP, site_url="https://example.org/x/")
    assert '<link href="https://example.org/x/a/b/">' in shell.fill(page())


@given(st.lists(st.integers(1, 4), max_size=30))
def test_contents_nest_by_level_and_lose_nothing(levels: list[int]) -> None:
    entries = [TocEntry(level, f"id{i}", f"text{i}") for i, level in enumerate(levels)]
    made = toc_html(entries, MARKUP)
    assert re.findall(r'href="#(\w+)"', made) == [e.id for e in entries]
    if not entries:
        return
    tree = html.fragment_fromstring(f"<ul>{made}</ul>")
    depths = [sum(1 for _ in a.iterancestors("ul")) for a in tree.iter("a")]
    for (level, depth), (next_level, next_depth) in zip(
        zip(levels, depths, strict=True), list(zip(levels, depths, strict=True))[1:], strict=False
    ):
        assert next_depth == depth + 1 if next_level > level else next_depth <= depth
