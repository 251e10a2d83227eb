"""What readers take away: cards inside other pages, the offline edition opened from a disk."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from qingdan.build import offline
from tests.browser.conftest import serving

UNIT = "units/shaoxing/shi-fa-gai-wei/"
Site = Any


def test_a_card_can_stand_in_another_site_and_a_page_can_not(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    frames = "".join(
        f'<iframe id="{name}" src="{address}strict/{UNIT}{file}" width="340" height="170"></iframe>'
        for name, file in (("card", "card.html"), ("page", ""))
    )
    (tmp_path / "index.html").write_text(f"<!doctype html><title>甲</title>{frames}", "utf-8")
    (tmp_path / "404.html").touch()
    with serving(tmp_path) as elsewhere:
        context = browser.new_context()
        try:
            page = context.new_page()
            refused = []
            page.on("console", lambda m: refused.append(m.text))
            page.goto(elsewhere, wait_until="load")
            card = page.frame_locator("#card").locator("h1")
            assert card.text_content() == "市发改委"
            assert "市发改委" not in page.frame_locator("#page").locator("body").inner_text()
            assert any("frame-ancestors" in text for text in refused)
            # it fits its frame, and its style is there
            root = page.frame_locator("#card").locator("html")
            assert root.evaluate("e => [e.scrollWidth <= 340, e.scrollHeight <= 170]") == [True, True]
            assert card.evaluate("e => getComputedStyle(e).fontSize") == "18px"
        finally:
            context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [UNIT, "documents/deqing-2022/"])
def test_axe_finds_nothing_on_a_card(opened: Any, path: str, scheme: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with opened(f"{path}card.html", width=340) as page:
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        assert found.response["violations"] == [], found.generate_report()


def test_the_code_of_a_card_can_be_copied(opened: Any, address: str) -> None:
    with opened(UNIT) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.locator(".qd-takeaway summary").click()
        page.get_by_role("button", name="复制嵌入代码").click()
        page.get_by_text("已复制。").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f'<iframe src="{address}{UNIT}card.html" title="市发改委" width="340"')


@pytest.mark.parametrize("path", ["", UNIT, "documents/shaoxing-2022/"])
def test_linked_data_is_no_script_to_a_strict_server(opened: Any, path: str) -> None:
    """`opened` holds the page to silence: the browser would complain of an inline script."""
    with opened(f"strict/{path}") as page:
        text = page.locator('script[type="application/ld+json"]').text_content()
    assert json.loads(text)["@context"] == "https://schema.org"


@pytest.fixture(scope="module")
def disk(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The offline edition, unpacked."""
    folder = tmp_path_factory.mktemp("离线")
    paths = [p.relative_to(site.folder).as_posix() for p in site.folder.rglob("*") if p.is_file()]
    offline.pack(site.folder, paths, folder / "清单.zip")
    with zipfile.ZipFile(folder / "清单.zip") as packed:
        packed.extractall(folder)
    return folder


@pytest.fixture
def from_disk(browser: Browser, disk: Path) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(20_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda m: m.type in ("error", "warning") and faults.append(m.text))
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("request", lambda r: r.url.startswith(("file:", "data:")) or faults.append(r.url))
    page.goto((disk / offline.ENTRY).as_uri())
    yield page
    context.close()
    assert faults == []


def test_the_offline_edition_goes_from_home_to_a_document_to_search_to_a_unit(
    from_disk: Page, site: Site
) -> None:
    page = from_disk
    page.wait_for_url("**/site/index.html")
    page.locator(".md-tabs").get_by_role("link", name="文件").click()
    page.wait_for_url("**/site/documents/index.html")
    page.locator("main a[href*='shaoxing-2022/']").first.click()
    page.wait_for_url("**/documents/shaoxing-2022/index.html")
    box = page.get_by_role("combobox").first
    box.fill("政务公开")
    box.press("Enter")
    page.wait_for_url("**/search/index.html?q=*")
    page.wait_for_selector("[data-task]")
    wanted = [t["id"] for t in site.tasks if "政务公开" in t["text"]]
    assert int(page.locator("[data-total]").get_attribute("data-total") or 0) >= len(wanted)
    # another search, typed on the page itself
    page.locator("form.qd-find-large input[name=q]").fill("健康码")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('[data-task]')?.textContent.includes('健康码')")
    page.locator("[data-task] a[href*='/units/']").first.click()
    page.wait_for_url("**/units/*/*/index.html")
    page.locator("main a[href*='#task-']").first.click()
    page.wait_for_url("**/documents/*/index.html#task-*")


def test_no_link_of_the_offline_edition_leads_to_a_folder(disk: Path) -> None:
    """Seen by the browser's own reading of every page."""
    from lxml import html

    lost = []
    for path in (disk / "site").rglob("*.html"):
        for element in html.fromstring(path.read_bytes()).iter("a", "form", "link"):
            address = element.get("href") or element.get("action") or ""
            where = address.partition("#")[0].partition("?")[0]
            if where and ":" not in where and not (path.parent / where).is_file():
                lost.append((str(path), address))
    assert lost == []
