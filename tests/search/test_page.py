"""The search page in real Chromium."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from qingdan.search.reader import Reader

Ask = Callable[[str, str], Page]


def shown(page: Page) -> list[str]:
    return [str(li.get_attribute("data-task")) for li in page.locator("[data-task]").all()]


def test_results_are_those_of_the_reader(ask: Ask, site: str, reader: Reader) -> None:
    page = ask(site, "?q=健康码")
    expected = reader.search("健康码")
    assert shown(page) == list(expected.tasks)
    assert page.locator("[data-total]").get_attribute("data-total") == str(len(expected.tasks))
    assert page.locator("[data-task] mark").first.inner_text() == "健康码"
    link = page.locator("[data-task='shaoxing-2022/11'] a").first
    assert link.get_attribute("href") == "../documents/shaoxing-2022/#task-11"
