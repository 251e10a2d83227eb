"""The search page as a reader uses it."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import quote, unquote

from playwright.sync_api import Page

Site = Any
Open = Callable[..., AbstractContextManager[Page]]

RESULTS = ".qd-search-results"


def _answer(page: Page, query: str) -> tuple[int, list[str]]:
    """data-total, and the ids of all results over all pages of results."""
    page.wait_for_selector(f"{RESULTS}[data-query='{query}']", state="attached")
    total = int(page.locator(RESULTS).get_attribute("data-total") or "-1")
    ids: list[str] = []
    while True:
        start = len(ids) + 1
        page.wait_for_selector(f"{RESULTS}[start='{start}']", state="attached")
        ids += page.locator(f"{RESULTS} > [data-task]").evaluate_all("all => all.map(e => e.dataset.task)")
        further = page.locator(".qd-search-pages a", has_text="下一页")
        if not further.count():
            return total, ids
        further.click()


def _substrings(site: Site, count: int) -> list[str]:
    """Pieces of tasks as people type them: 2 to 10 characters, cut anywhere, always the same ones."""
    chance = random.Random(20220601)
    pieces = []
    while len(pieces) < count:
        text = chance.choice(site.tasks)["text"]
        begin = chance.randrange(len(text) - 2)
        piece = text[begin : begin + chance.randint(2, 10)]
        if all(0x4E00 <= ord(c) <= 0x9FFF for c in piece):
            pieces.append(piece)
    return pieces


def test_a_substring_of_a_task_finds_every_task_that_holds_it(site: Site, opened: Open) -> None:
    with opened("search/") as page:
        page.wait_for_selector("#qd-search input")
        for piece in _substrings(site, 40):
            page.goto(page.url.split("?")[0] + "?q=" + quote(piece))
            total, ids = _answer(page, piece)
            assert total == len(ids) == len(set(ids)), piece
            assert {t["id"] for t in site.tasks if piece in t["text"]} <= set(ids), piece


def test_results_lead_to_the_task(site: Site, opened: Open) -> None:
    task = site.tasks[2]
    with opened("search/?q=" + quote(task["text"][:12])) as page:
        _answer(page, task["text"][:12])
        page.locator(f"[data-task='{task['id']}'] a").first.click()
        page.wait_for_url(lambda url: unquote(url).endswith("/" + task["url"]))
        assert page.locator(f"tr[data-task='{task['id']}']").is_visible()
        page.go_back()
        _, ids = _answer(page, task["text"][:12])
        assert task["id"] in ids
        assert page.locator("#qd-search input[name=q]").input_value() == task["text"][:12]


def test_typing_searches_and_the_back_button_undoes_a_search(opened: Open) -> None:
    with opened("search/") as page:
        box = page.locator("#qd-search input[name=q]")
        box.fill("市财政局")
        box.press("Enter")
        first = _answer(page, "市财政局")
        box.fill("预算公开")
        box.press("Enter")
        assert _answer(page, "预算公开") != first
        page.go_back()
        assert _answer(page, "市财政局") == first


def test_the_home_page_box_and_the_header_lead_to_results(opened: Open) -> None:
    with opened("") as page:
        box = page.locator("main input[name=q]")
        box.fill("民生实事")
        box.press("Enter")
        page.wait_for_url("**/search/?q=*")
        assert _answer(page, "民生实事")[0] > 0


def test_what_stands_nowhere_is_not_found_and_says_so(opened: Open) -> None:
    with opened("search/?q=" + quote("绝无此事物")) as page:
        assert _answer(page, "绝无此事物") == (0, [])
        assert page.get_by_text("没有找到").first.is_visible()


def _choices(page: Page, name: str) -> list[str]:
    found = page.locator(f"#qd-filter-{name} option").evaluate_all("all => all.map(o => o.value)")
    return [value for value in found if value]


def test_filters_narrow_to_exactly_what_the_data_says(site: Site, opened: Open) -> None:
    by_id = {t["id"]: t for t in site.tasks}
    documents = {d["id"]: d for d in site.documents}
    facts: dict[str, Callable[[dict[str, Any], str], bool]] = {
        "document": lambda t, v: t["document"] == v,
        "year": lambda t, v: str(documents[t["document"]]["year"]) == v,
        "status": lambda t, v: t["status"] == v,
        "due": lambda t, v: (
            (t["deadline"]["date"] or "").startswith(v)
            if v[:1].isdigit() and "year" not in v
            else t["deadline"]["kind"] == v.split("-")[-1]
        ),
    }
    query = "公开"
    with opened("search/?q=" + quote(query)) as page:
        _, everything = _answer(page, query)
        for name, fits in facts.items():
            for value in _choices(page, name):
                page.goto(page.url.split("?")[0] + f"?q={quote(query)}&{name}={quote(value)}")
                _, ids = _answer(page, query)
                assert set(ids) == {i for i in everything if fits(by_id[i], value)}, (name, value)
            page.goto(page.url.split("?")[0] + f"?q={quote(query)}")
            _answer(page, query)


def test_choosing_a_filter_by_hand_changes_the_results(opened: Open) -> None:
    with opened("search/?q=" + quote("公开")) as page:
        before, _ = _answer(page, "公开")
        value = _choices(page, "year")[0]
        page.select_option("#qd-filter-year", value)
        page.wait_for_url("**year=*")
        page.wait_for_function(
            "n => document.querySelector('.qd-search-results').dataset.total !== String(n)", arg=before
        )
        assert 0 < _answer(page, "公开")[0] < before
        page.get_by_role("button", name="清除筛选").click()
        page.wait_for_function(
            "n => document.querySelector('.qd-search-results').dataset.total === String(n)", arg=before
        )


def test_markup_in_the_query_stays_text(opened: Open) -> None:
    query = "<img src=x onerror=document.title=1>公开"
    with opened("search/?q=" + quote(query)) as page:
        page.wait_for_selector(RESULTS, state="attached")
        assert page.locator("#qd-search img").count() == 0
        assert page.title() != "1"


def test_a_chip_takes_its_filter_off_and_the_keyboard_goes_on(opened: Open) -> None:
    with opened("search/?q=" + quote("公开") + "&role=lead&region=shaoxing", 390) as page:
        total, _ = _answer(page, "公开")
        assert page.locator(".qd-search-chosen a").all_text_contents() == ["地区：绍兴市×", "职责：牵头×"]
        assert not page.locator("details.qd-search-filters").evaluate("e => e.open")
        chip = page.get_by_role("link", name="去掉筛选 地区：绍兴市")
        chip.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "region=" not in url)
        page.wait_for_function(
            "n => document.querySelector('.qd-search-results').dataset.total !== String(n)", arg=total
        )
        assert page.evaluate("document.activeElement.matches('.qd-search-status')")
        assert page.locator(".qd-search-chosen a").all_text_contents() == ["职责：牵头×"]


def test_the_box_is_there_before_the_script_and_hidden_without(opened: Open) -> None:
    with opened("search/") as page:
        box = page.locator("#qd-search input[name=q]").bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] > 400
        borders = page.locator("#qd-search input[name=q]").evaluate("e => getComputedStyle(e).borderTopWidth")
        assert borders == "2px"
    with opened("search/", scripts=False) as page:
        assert not page.locator("#qd-search").is_visible()


def test_suggestions_of_the_header_stay_on_the_screen(opened: Open) -> None:
    with opened("documents/") as page:
        page.keyboard.press("f")
        page.keyboard.type("fgw")
        page.wait_for_selector("[role=option]")
        box = page.locator(".qd-suggest-box:visible").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1280
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        assert "市发改委" in page.locator(".qd-suggest-text").all_inner_texts()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=*")
        page.wait_for_selector(RESULTS, state="attached")
        assert int(page.locator(RESULTS).get_attribute("data-total") or "0") > 0


def test_what_is_looked_for_instead_stands_in_sight_and_no_filter_above_it(opened: Open) -> None:
    for width in (390, 1280):
        with opened("search/?q=" + quote("谁负责政务公开培训"), width) as page:
            said = page.locator(".qd-search-nearest")
            said.wait_for()
            assert not page.locator(".qd-search-filters").is_visible()
            assert page.locator(".qd-search-results").first.is_visible()
            box = said.bounding_box()
            assert box is not None
            assert box["y"] < 600
