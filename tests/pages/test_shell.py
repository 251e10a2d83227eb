"""Shells: cut at their slots once, filled by joining strings."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from qingdan.files import Piece, joined
from qingdan.pages.page import PIECE, ROOT, Page, TocEntry
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


def filled(shell: Shell, page: Page) -> str:
    return joined(shell.fill(page)).decode()


def test_every_slot_is_filled_each_time_it_stands() -> None:
    shell = Shell("k", FRAME, 2, MARKUP)
    html = filled(shell, page(head="<meta>", toc=(TocEntry(1, "i", "t"),)))
    assert html == ('<title>T - X</title><meta><ul><li><a href="#i">t</a></li></ul><b>T</b><p>B</p>')


def test_words_are_escaped_and_bodies_are_not() -> None:
    shell = Shell("k", FRAME, 2, MARKUP)
    html = filled(shell, page(title='<i>"&', toc=(TocEntry(1, "x", "<b>"),)))
    assert "<title>&lt;i&gt;&#34;&amp; - X</title>" in html
    assert ">&lt;b&gt;</a>" in html
    assert "<p>B</p>" in html


def test_a_slot_in_the_words_of_a_page_is_only_words() -> None:
    shell = Shell("k", FRAME, 2, MARKUP)
    html = filled(shell, page(title=slot("body"), body="x"))
    assert html.count("x") == 1


@pytest.mark.parametrize(
    ("depth", "path", "root"),
    [(0, "index.html", "./"), (1, "a/index.html", "../"), (2, "a/b/index.html", "../../")],
)
def test_addresses_lead_to_the_root_from_the_depth_of_the_page(depth: int, path: str, root: str) -> None:
    shell = Shell("k", FRAME, depth, MARKUP)
    html = filled(shell, page(path=path, body=f'<a href="{ROOT}units/">', head=f'<link href="{ROOT}a.css">'))
    assert f'<a href="{root}units/">' in html
    assert f'<link href="{root}a.css">' in html
    assert ROOT not in html


def test_pieces_stand_where_they_are_named_and_are_not_copied() -> None:
    pieces = {"r1": Piece(b"<tr>1</tr>"), "r2": Piece(b"<tr>2</tr>")}
    body = f"<p>B</p>{PIECE}r1{PIECE}{PIECE}r2{PIECE}<i>{PIECE}r1{PIECE}</i>"
    shell = Shell("k", FRAME, 2, MARKUP)
    assert "<p>B</p><tr>1</tr><tr>2</tr><i><tr>1</tr></i>" in filled(shell, page(body=body, pieces=pieces))
    once, again = (shell.fill(page(body=body, pieces=pieces)) for _ in range(2))
    shared = [part for part in once if isinstance(part, Piece)]
    assert [part for part in again if isinstance(part, Piece)] == shared
    assert [part for part in shared if part in pieces.values()] == [pieces["r1"], pieces["r2"], pieces["r1"]]


def test_pieces_of_a_frame_are_whole_elements_between_the_slots() -> None:
    frame = f'<a href="x"><meta content="{slot("description")}"><link href="y">\n{FRAME}'
    parts = Shell("k", frame, 2, MARKUP).fill(page())
    pieces = [part.content for part in parts if isinstance(part, Piece)]
    assert b'<link href="y">\n<title>' in pieces
    assert all(piece[:1] == b"<" and piece[-1:] == b">" for piece in pieces)


@pytest.mark.parametrize("path", ["a/index.html", "a/b/c/index.html"])
def test_a_page_at_another_depth_is_refused(path: str) -> None:
    with pytest.raises(ShellError, match="2 folders deep"):
        filled(Shell("k", FRAME, 2, MARKUP), page(path=path))


@pytest.mark.parametrize("broken", [FRAME.replace(slot("body"), ""), FRAME + slot("boby")])
def test_a_shell_with_missing_or_unknown_slots_is_refused(broken: str) -> None:
    with pytest.raises(ShellError):
        Shell("k", broken, 2, MARKUP)


def test_canonical_is_the_address_below_the_site() -> None:
    frame = f'<link href="{slot("canonical")}">' + FRAME
    shell = Shell("k", frame, 2, MARKUP, site_url="https://example.org/x/")
    assert '<link href="https://example.org/x/a/b/">' in filled(shell, page())


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
