"""Every page as a file: links and anchors lead somewhere, nothing points outside, ids are unique."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from lxml import html

Site = Any
"""conftest's Site: with import-mode=importlib one test file cannot import another."""
ROOT = Path(__file__).parent.parent.parent

# Words of the content that lead outside, each with a mark that says so; pages themselves fetch nothing.
LINK = ("a", "href")
FETCHED = (
    ("link", "href"),
    ("script", "src"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("form", "action"),
)
OUTSIDE_RELATIONS = {"canonical"}


class Crawl:
    """All pages, parsed."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.trees = {
            page: html.fromstring((site.folder / self.file(page)).read_bytes()) for page in site.pages
        }
        self.ids = {page: Counter(tree.xpath("//@id")) for page, tree in self.trees.items()}

    @staticmethod
    def file(page: str) -> str:
        return page + "index.html" if page.endswith("/") or not page else page

    def references(self, *kinds: tuple[str, str]) -> Iterator[tuple[str, str]]:
        """(page, reference) of all elements of such kinds."""
        for page, tree in self.trees.items():
            for tag, attribute in kinds:
                for element in tree.iter(tag):
                    value = element.get(attribute)
                    if value is not None and element.get("rel") not in OUTSIDE_RELATIONS:
                        yield page, value

    def resolve(self, page: str, reference: str) -> tuple[str, str]:
        """(path below the site's root, fragment) that a reference on a page leads to."""
        parts = urlsplit(reference)
        if not parts.path:
            return page, unquote(parts.fragment)
        start = "" if parts.path.startswith("/") else str(PurePosixPath(self.file(page)).parent)
        pieces: list[str] = []
        for piece in (start + "/" + unquote(parts.path)).split("/"):
            if piece == "..":
                assert pieces, f"{page}: {reference} leads out of the site"
                pieces.pop()
            elif piece not in ("", "."):
                pieces.append(piece)
        path = "/".join(pieces)
        is_folder = parts.path.endswith(("/", "/.", "/..")) or parts.path in (".", "..")
        return (f"{path}/" if path and is_folder else path), unquote(parts.fragment)


@pytest.fixture(scope="module")
def crawl(site: Site) -> Crawl:
    return Crawl(site)


def test_every_internal_link_leads_to_a_file(crawl: Crawl) -> None:
    @cache
    def stands(path: str) -> bool:
        return (crawl.site.folder / crawl.file(path)).is_file()

    dead = [
        (page, ref)
        for page, ref in crawl.references(LINK, *FETCHED)
        if not urlsplit(ref).scheme and not ref.startswith("//") and not stands(crawl.resolve(page, ref)[0])
    ]
    assert dead == []


def test_every_anchor_stands_on_its_page(crawl: Crawl) -> None:
    dead = []
    for page, ref in crawl.references(LINK):
        if urlsplit(ref).scheme:
            continue
        path, fragment = crawl.resolve(page, ref)
        if fragment and path in crawl.ids and fragment not in crawl.ids[path]:
            dead.append((page, ref))
    assert dead == []


def test_no_page_fetches_anything_from_outside(crawl: Crawl) -> None:
    assert [(p, r) for p, r in crawl.references(*FETCHED) if urlsplit(r).scheme not in ("", "data")] == []
    styles = [*crawl.site.folder.rglob("*.css")]
    assert styles
    for style in styles:
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", style.read_text("utf-8")), style


def test_links_are_relative_so_that_the_site_works_below_any_path(crawl: Crawl) -> None:
    rooted = [(p, r) for p, r in crawl.references(LINK, *FETCHED) if r.startswith("/") and p != "404.html"]
    assert rooted == []


def test_links_out_of_the_site_are_plain_web_links(crawl: Crawl) -> None:
    schemes = {urlsplit(r).scheme for _, r in crawl.references(LINK)}
    assert schemes <= {"", "http", "https", "mailto", "tel"}


def test_ids_are_unique_on_their_page(crawl: Crawl) -> None:
    doubled = {p: [i for i, n in ids.items() if n > 1] for p, ids in crawl.ids.items()}
    assert {p: d for p, d in doubled.items() if d} == {}


def test_every_page_is_chinese_has_one_heading_a_title_and_a_description(crawl: Crawl) -> None:
    for page, tree in crawl.trees.items():
        if tree.xpath("//meta[@http-equiv='refresh']"):
            continue  # a redirect
        assert tree.get("lang", "").startswith("zh"), page
        assert len(tree.xpath("//h1")) == 1, page
        assert tree.findtext(".//title", "").strip(), page
        assert tree.xpath("//meta[@name='viewport']"), page


def test_titles_tell_pages_apart(crawl: Crawl) -> None:
    titles = Counter(
        tree.findtext(".//title", "")
        for tree in crawl.trees.values()
        if not tree.xpath("//meta[@http-equiv='refresh']")
    )
    assert {t: n for t, n in titles.items() if n > 1} == {}


def test_every_task_has_its_row_and_every_address_of_the_data_its_page(crawl: Crawl) -> None:
    for record in (*crawl.site.tasks, *crawl.site.documents, *crawl.site.units):
        path, fragment = crawl.resolve("", record["url"])
        assert path in crawl.ids, record["url"]
        assert not fragment or crawl.ids[path][fragment] == 1, record["url"]


def test_no_damaged_passage_is_published(crawl: Crawl) -> None:
    """The advertisement that overwrote one 抄送 unit of deqing-2022 stands nowhere on the site."""
    root = crawl.site.folder
    source = yaml.load((ROOT / "content/documents/deqing-2022.yaml").read_text("utf-8"), yaml.BaseLoader)
    damaged = [x["文字"] for x in source["未采用"] if "损坏" in x["理由"]]
    assert damaged
    for path in root.rglob("*"):
        if path.suffix in {".html", ".json", ".csv", ".xml", ".ics", ".txt"}:
            text = path.read_text("utf-8")
            assert not [d for d in damaged if d in text], path
