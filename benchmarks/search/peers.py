"""The same texts for Material's own search and for Pagefind: a page for every task and document."""

from __future__ import annotations

import html
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, unquote

from playwright.sync_api import Page

from qingdan.model import Library

HERE = Path(__file__).parent
_CONFIG = """site_name: peers
theme: {name: material, language: zh, font: false, features: [search.share]}
plugins:
- search: {lang: zh, separator: '[\\s\\u200b\\-。、，；：（）]'}
nav: [{Home: index.md}]
validation: {nav: {omitted_files: ignore}}
"""


def install(cache: Path) -> Path:
    """The peers' packages, once; the folder to set as PYTHONPATH."""
    folder = cache / "search-peers"
    if not (folder / "ready").exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target"]
        subprocess.run([*pip, str(folder), "-r", str(HERE / "requirements.txt")], check=True)
        (folder / "ready").touch()
    return folder


def build(library: Library, packages: Path, work: Path) -> Path:
    """A site of Material with its own search and, over the same pages, Pagefind's index."""
    pages = work / "docs" / "p"
    pages.mkdir(parents=True)
    (work / "docs" / "index.md").write_text("# Home\n", "utf-8")
    (work / "mkdocs.yml").write_text(_CONFIG, "utf-8")
    for document in library.documents:
        names = [document.title.value, str(document.number or ""), str(document.issuer or "")]
        names += [str(part.title or "") for part in document.lists]
        body = [*names[1:], *str(document.body or "").split("\n")]
        _write(pages, f"doc:{document.id}", names[0], body)
        for task in document.tasks:
            units = [f"{name} {party.unit.name}" for name, party in task.parties()]
            cells = [text.value for text in task.cells.values()]
            _write(
                pages, task.id, task.text.value[:30], [*task.section, *cells, *units, document.title.value]
            )
    environment = {**os.environ, "PYTHONPATH": str(packages), "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=work, env=environment, check=True)
    site = work / "site"
    command = [
        sys.executable,
        "-m",
        "pagefind",
        "--site",
        str(site),
        "--root-selector",
        "article",
        "--force-language",
        "zh",
    ]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    (site / "pagefind.html").write_text("<!doctype html><meta charset=utf-8><title>x</title>", "utf-8")
    return site


def _write(pages: Path, id_: str, title: str, paragraphs: list[str]) -> None:
    lines = [f"# {html.escape(title)}", *(f"<p>{html.escape(p)}</p>" for p in paragraphs if p)]
    (pages / f"{quote(id_, safe='').replace('%', '_')}.md").write_text("\n\n".join(lines), "utf-8")


def id_of(address: str) -> str:
    """The id of a page by its address."""
    name = address.split("/p/", 1)[1].split("/", 1)[0] if "/p/" in address else ""
    return unquote(unquote(name).replace("_", "%"))


def material(page: Page, site: str, words: str) -> list[str]:
    """What Material's own search lists."""
    page.goto(f"{site}/?q={quote(words)}")
    # before it has an answer the line says that it is getting ready
    answered = page.locator(".md-search-result__meta", has_text="符合条件的结果")
    answered.wait_for(state="attached", timeout=60_000)
    page.wait_for_timeout(400)
    found = page.eval_on_selector_all(
        ".md-search-result__item > a, .md-search-result__item article > a", "all => all.map((a) => a.href)"
    )
    return list(dict.fromkeys(id_of(address) for address in found if "/p/" in address))


_PAGEFIND = """async (words) => {
  const pagefind = (window.pf = window.pf || await import("/pagefind/pagefind.js"));
  const found = await pagefind.search(words);
  return Promise.all(found.results.slice(0, 10).map(async (one) => (await one.data()).url));
}"""


def pagefind(page: Page, site: str, words: str) -> list[str]:
    """What Pagefind finds, the first ten."""
    if not page.url.endswith("/pagefind.html"):
        page.goto(f"{site}/pagefind.html")
    return list(dict.fromkeys(id_of(address) for address in page.evaluate(_PAGEFIND, words)))
