"""Takes the pictures of the README and of the guide: `make pictures`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from qingdan import cli

ROOT = Path(__file__).parent.parent.parent
IMAGES = ROOT / "docs/images"
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
