"""Takes the picture of the README: `make pictures`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Page

PICTURE = Path(__file__).parent.parent.parent / "docs/images/home.png"


@pytest.mark.pictures
def test_the_readme_shows_the_home_page(
    opened: Callable[..., AbstractContextManager[Page]], renew: bool
) -> None:
    if not renew:
        pytest.skip("`make pictures` takes it; a picture differs from one machine's fonts to another's")
    with opened("", 1280) as page:
        page.wait_for_timeout(300)
        page.screenshot(path=PICTURE)
    assert PICTURE.stat().st_size < 400_000
