"""Pages are verified before they are published: each kind of fault is found."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.build import verify as verifying
from qingdan.build.linked import Linked
from qingdan.build.links import read_page, resolve
from qingdan.build.look import Look, Noted
from qingdan.build.verify import check_links, check_noted, verify
from qingdan.files import Content, File, Manifest, Piece, Row, write_tree


@pytest.mark.parametrize(
    ("page", "address", "target"),
    [
        ("index.html", "documents/", ("documents/index.html", "")),
        ("documents/a/index.html", "../../units/x/y/#top", ("units/x/y/index.html", "top")),
        ("documents/a/index.html", "#task-一(一)-1", ("documents/a/index.html", "task-一(一)-1")),
        ("documents/a/index.html", "#task-%E4%B8%80", ("documents/a/index.html", "task-一")),
        ("documents/a/index.html", "../../assets/x.css?v=1", ("assets/x.css", "")),
        ("documents/a/index.html", ".", ("documents/a/index.html", "")),
        ("documents/a/index.html", "../..", ("index.html", "")),
        ("404.html", "/repo/units/", ("units/index.html", "")),
        ("404.html", "/repo/", ("index.html", "")),
        ("a.html", "mailto:a@b.cn", None),
        ("a.html", "webcal://x/y", None),
    ],
)
def test_resolve(page: str, address: str, target: tuple[str, str] | None) -> None:
    assert resolve(page, address, "/repo/") == target


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<img src="https://x.cn/a.png">', "从别的网站加载"),
        ("<script src=//x.cn/a.js></script>", "从别的网站加载"),
        ('<link rel="stylesheet" href="https://x.cn/a.css">', "从别的网站加载"),
        ('<a href="https://x.cn/">ok</a><img src="https://x.cn/">', "从别的网站加载"),
        ("<style>@import 'https://x.cn/a.css'</style>", "样式引用了别的网站"),
        ('<p style="background:url(//x.cn/a)">', "样式引用了别的网站"),
        ("<p>@@qd:body@@</p>", "空位"),
    ],
)
def test_what_is_wrong_with_one_page(html: str, said: str) -> None:
    (finding,) = read_page("a.html", html.encode()).findings
    assert said in finding.what


def test_people_may_be_led_out_and_canonical_may_be_absolute() -> None:
    page = b'<link rel="canonical" href="https://me.cn/a/"><a href="https://gov.cn/x">x</a>'
    assert read_page("a/index.html", page).findings == ()


def test_links_of_a_page_from_its_bytes() -> None:
    page = b"""<a href="../../">home<a href='../'>up<a href=../b/#t>b<a href="#here">here<a href="">self"""
    assert read_page("documents/a/index.html", page).links == {
        ("index.html", ""),
        ("documents/index.html", ""),
        ("documents/b/index.html", "t"),
        ("documents/a/index.html", "here"),
        ("documents/a/index.html", ""),
    }


def test_words_of_running_text_are_no_links() -> None:
    page = b"<p class=x>write src=a.png or href='b/' in the text</p><img\nsrc=c.png>"
    assert read_page("index.html", page).links == {("c.png", "")}


def test_dead_links_and_anchors(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b/index.html").write_text('<p id="here">', "utf-8")
    seen = {"a.html": read_page("a.html", b'<a href="b/#here">1<a href="b/#gone">2<a href="c/">3')}
    found = check_links(seen, {"a.html", "b/index.html"}, tmp_path)
    assert sorted(f.what for f in found) == [
        "链接指向 b/index.html 里不存在的位置 #gone",
        "链接指向不存在的 c/index.html",
    ]


def looked_at(page: str, html: Content) -> Noted:
    look = Look()
    look.look(page, html)
    return look.noted()


def test_a_look_notes_what_pages_share_and_suspects_what_is_odd() -> None:
    noted = looked_at(
        "units/r/u/index.html",
        b'<svg fill="url(#p)"/><a href="../../../documents/a/#t">1<a href="../../">2<a href="#i">3<p id="i">',
    )
    assert noted.links == {("", b"documents/a/"): {b"t"}, ("units", b""): {b""}}
    assert noted.suspects == {}


@pytest.mark.parametrize(
    "html",
    [
        b'<a href="#gone">',
        b'<p style="background:url(//x.cn/a)">',
        b"<style>@import 'https://x.cn/a.css'</style>",
        b'<img src="https://x.cn/a.png">',
        b'<a href="/absolute/">',
        b"<p>@@qd:body@@</p>",
    ],
)
def test_a_page_with_something_odd_is_read_closely(html: bytes) -> None:
    noted = looked_at("documents/a/index.html", html)
    assert noted.suspects == {"documents/a/index.html": read_page("documents/a/index.html", html)}


SHARED = [
    b'<a href="../../documents/a/#t">',
    b'<a href="../">up</a>',
    b'<a href="#here">',
    b'<p id="here">',
    b'<a href="mailto:a@b.cn">',
    b'<img src="https://x.cn/a.png">',
    b"<p>@@qd:body@@</p>",
    b'<svg fill="url(#p)"/>',
]


@given(st.lists(st.tuples(st.sampled_from(SHARED), st.booleans()), max_size=6))
def test_pages_in_pieces_are_looked_at_as_whole_ones_are(parts: list[tuple[bytes, bool]]) -> None:
    pieces = {html: Piece(html) for html in SHARED}
    whole, cut = Look(), Look()
    for page in ("units/r/index.html", "documents/b/index.html"):
        whole.look(page, b"".join(html for html, _ in parts))
        cut.look(page, [pieces[html] if shared else html for html, shared in parts])
    assert cut.noted() == whole.noted()


def test_a_second_look_at_the_same_piece_notes_all_of_it_again() -> None:
    piece = Piece(SHARED[0])
    assert [looked_at("units/r/index.html", [piece]).links for _ in range(2)] == [
        {("", b"documents/a/"): {b"t"}}
    ] * 2


def test_what_a_look_noted_is_checked_against_the_site(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b/index.html").write_text('<p id="here">', "utf-8")
    noted = looked_at(
        "a/index.html", b'<a href="../b/#here">1<a href="../b/#gone">2<a href="../c/">3<a href="../b/#top">4'
    )
    rows = {"a/index.html": Row("", "1", 0, 0), "b/index.html": Row("", "2", 0, 0)}
    linked = Linked()
    wrong = ["链接指向 b/index.html 里不存在的位置 #gone", "链接指向不存在的 c/index.html"]
    for _ in range(2):
        found = check_noted([noted], rows, tmp_path, "", 1, linked)
        assert sorted(f.what for f in found) == wrong
        assert linked.anchors == {"b/index.html": ("2", frozenset({"here"}))}


def test_an_anchor_once_found_is_sought_again_only_where_its_page_is_another(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_text('<p id="here">', "utf-8")
    noted = looked_at("a.html", b'<a href="b.html#here">')
    linked = Linked()

    def check(digest: str) -> list[str]:
        rows = {"b.html": Row("", digest, 0, 0)}
        return [f.what for f in check_noted([noted], rows, tmp_path, "", 1, linked)]

    assert check("1") == []
    (tmp_path / "b.html").unlink()
    assert check("1") == []
    (tmp_path / "b.html").write_text("<p>", "utf-8")
    assert check("2") == ["链接指向 b.html 里不存在的位置 #here"]
    assert linked.anchors == {"b.html": ("2", frozenset())}


@pytest.mark.parametrize("left", [[File("单位/b&c/index.html", b"<p>", "new")], []], ids=["anchor", "page"])
@pytest.mark.parametrize(
    "address",
    [
        "../单位/b&amp;c/#task-一(一)-1",
        "../%E5%8D%95%E4%BD%8D/b%26c/#task-%E4%B8%80%28%E4%B8%80%29-1",
        "../%E5%8D%95%E4%BD%8D/b&c/#task-%E4%B8%80(%E4%B8%80)-1",
        "../单位/b&c/index.html#task-一(一)-1",
    ],
)
def test_a_page_that_was_not_made_is_looked_at_again_where_something_is_gone(
    tmp_path: Path, left: list[File], address: str
) -> None:
    page = File("a/index.html", f'<a href="{address}">'.encode(), "a")
    old, new = tmp_path / "old", tmp_path / "new"
    both = [page, File("单位/b&c/index.html", '<p id="task-一(一)-1">'.encode(), "b")]
    first = write_tree(both, old, tmp_path / "none", Manifest(), inspector=Look)
    assert verify(first, Manifest(), old, tmp_path / "none", "", 1) == []
    second = write_tree([page, *left], new, old, first.manifest, inspector=Look)
    assert "a/index.html" not in second.made
    (found,) = verify(second, first.manifest, new, old, "", 1)
    assert found.path == "a/index.html"
    assert "不存在" in found.what


def test_an_anchor_that_goes_costs_nothing_where_nobody_linked_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def page(ids: str) -> bytes:
        return "".join(f"<p id={one}>" for one in ids).encode()

    linking = File("a.html", b'<a href="b.html#x">', "a")
    odd = File("c.html", b'<a href="/b.html#y">', "c")
    linked, before, previous = Linked(), Manifest(), tmp_path / "none"
    read: list[list[str]] = []
    looking = verifying.look_at
    monkeypatch.setattr(verifying, "look_at", lambda p, *rest: (read.append(p), looking(p, *rest))[1])
    for ids, said in (("xyz", ""), ("xy", ""), ("xyw", ""), ("x", "#y"), ("y", "#x")):
        folder = tmp_path / f"{ids}-{len(read)}"
        written = write_tree(
            [linking, odd, File("b.html", page(ids), ids)], folder, previous, before, inspector=Look
        )
        known = replace(linked, anchors=dict(linked.anchors))
        found = verify(written, before, folder, previous, "", 1, known)
        assert [f.what for f in found] == ([f"链接指向 b.html 里不存在的位置 {said}"] if said else [])
        assert read == ([] if not said else [["a.html", "c.html"]])
        read.clear()
        if not said:
            linked, before, previous = known, written.manifest, folder


def test_where_not_all_links_are_known_all_pages_are_looked_at(tmp_path: Path) -> None:
    pages = [File("a.html", b'<a href="b.html#x">', "a"), File("b.html", b"<p id=x><p id=y>", "b")]
    old, new = tmp_path / "old", tmp_path / "new"
    first = write_tree(pages, old, tmp_path / "none", Manifest(), inspector=Look)
    second = write_tree(
        [pages[0], File("b.html", b"<p id=x>", "b2")], new, old, first.manifest, inspector=Look
    )
    linked = Linked()
    assert verify(second, first.manifest, new, old, "", 1, linked) == []
    assert linked.whole
    assert linked.anchors["b.html"][1] == {"x"}


def test_a_file_that_goes_is_sought_below_its_folder_where_only_pages_there_led_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = File("d/x/index.html", b'<a href="own.csv"><a href="both.csv">', "d")
    below = File("d/x/original/index.html", b'<a href="../own.csv">', "o")
    far = File("a.html", b'<a href="d/x/both.csv">', "a")
    data = [File(f"d/x/{name}.csv", name.encode(), name) for name in ("own", "both")]
    linked, old = Linked(), tmp_path / "old"
    first = write_tree([beside, below, far, *data], old, tmp_path / "none", Manifest(), inspector=Look)
    assert verify(first, Manifest(), old, tmp_path / "none", "", 1, linked) == []
    looking, read = verifying.look_at, []
    monkeypatch.setattr(verifying, "look_at", lambda p, *rest: (read.append(p), looking(p, *rest))[1])
    for at, left in enumerate((data[1:], data[:1])):
        new = tmp_path / f"new{at}"
        beside = File("d/x/index.html", b"<p>", "d2")
        second = write_tree([beside, below, far, *left], new, old, first.manifest, inspector=Look)
        known = replace(linked, anchors=dict(linked.anchors))
        found = verify(second, first.manifest, new, old, "", 1, known)
        assert [(f.path, f.what) for f in found] == [
            ("d/x/original/index.html", "链接指向不存在的 d/x/own.csv"),
            ("a.html", "链接指向不存在的 d/x/both.csv"),
        ][at : at + 1]
    assert read == [["d/x/original/index.html"], ["a.html", "d/x/original/index.html"]]
