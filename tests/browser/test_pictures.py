"""Takes the pictures of the README and of the guide: `make pictures`."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from qingdan import cli
from tests.browser import gallery

ROOT = Path(__file__).parent.parent.parent
IMAGES = ROOT / "docs/images"
MOST = 2_000_000
"""Bytes of all pictures of the gallery."""
DOCS = ("about", "accessibility", "data", "guide", "how-to-read", "reference", "speed")
"""Pages of docs/: one of them, the glossary, stands for all."""
SKIPPED = "`make pictures` takes it; a picture differs from one machine's fonts to another's"


@pytest.mark.pictures
def test_the_readme_shows_the_home_page(
    opened: Callable[..., AbstractContextManager[Page]], renew: bool
) -> None:
    if not renew:
        pytest.skip(SKIPPED)
    with opened("", 1280) as page:
        page.wait_for_timeout(300)
        page.screenshot(path=IMAGES / "home.png")
    assert (IMAGES / "home.png").stat().st_size < 400_000


@pytest.mark.pictures
def test_the_guide_shows_the_review_page(browser: Browser, tmp_path: Path, renew: bool) -> None:
    """Of an original with something to look at: the second place, reached by key."""
    if not renew:
        pytest.skip(SKIPPED)
    page_file = tmp_path / "review.html"
    original = ROOT / "tests/importers/samples/zone-mix.txt"
    assert cli.main(["import", str(original), "--review", str(page_file), "--json"]) == 0
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN")
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.keyboard.press("F8")
    page.keyboard.press("F8")
    page.wait_for_timeout(300)
    page.screenshot(path=IMAGES / "review.png")
    context.close()
    assert (IMAGES / "review.png").stat().st_size < 400_000


@pytest.mark.pictures
def test_the_gallery_shows_every_kind_of_page(browser: Browser, address: str, renew: bool) -> None:
    if not renew:
        pytest.skip(SKIPPED)
    gallery.take(browser, address)
    gallery.PAGE.write_text(gallery.text(), "utf-8")


def test_the_gallery_is_whole_and_light() -> None:
    """Every picture that the page names is there, no other is, and together they are small."""
    pictures = {p.name: p.stat().st_size for p in gallery.IMAGES.iterdir()}
    assert gallery.PAGE.read_text("utf-8") == gallery.text()
    named = set(re.findall(r"images/pages/([\w.-]+)", gallery.text()))
    assert set(pictures) == named
    assert len(named) > 30
    assert sum(pictures.values()) < MOST
    assert min(pictures.values()) > 3_000


def test_every_kind_of_page_is_in_the_gallery(site: Any) -> None:
    shown = {path.partition("#")[0].partition("?")[0] for _, path in gallery.KINDS.values()}
    assert shown <= {*site.pages, ""}
    depth = {(p.split("/")[0], p.count("/")) for p in site.pages if not p.startswith(DOCS)}
    assert depth <= {(p.split("/")[0], p.count("/")) for p in shown}
