"""Every kind of page in a real browser: quiet, fits a phone, works without scripts, prints."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from playwright.sync_api import Page

Site = Any
Open = Callable[..., AbstractContextManager[Page]]

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What stands out of the window to the right although nothing around it scrolls.
CUT = """() => [...document.querySelectorAll('main *')].filter(e => {
  const box = e.getBoundingClientRect();
  if (!box.width || box.right <= document.documentElement.clientWidth + 1) return false;
  for (let p = e.parentElement; p; p = p.parentElement)
    if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(p).overflowX)) return false;
  return getComputedStyle(e).position !== 'absolute';
}).map(e => e.outerHTML.slice(0, 120)).slice(0, 5)"""
STICKY = """id => Math.max(...[...document.querySelectorAll('.md-header, main thead, main thead th')]
  .filter(e => ['sticky', 'fixed'].includes(getComputedStyle(e).position))
  .filter(e => !e.closest('table') || e.closest('table').querySelector(`tr[data-task="${id}"]`))
  .map(e => e.getBoundingClientRect()).filter(box => box.top < 200).map(box => box.bottom))"""


@pytest.mark.parametrize("widths", [(390, 320), (1280,)], ids=["phone", "desktop"])
def test_every_kind_of_page_is_quiet_and_never_scrolls_sideways(
    site: Site, opened: Open, widths: tuple[int, ...]
) -> None:
    wide = {}
    with opened("", widths[0]) as page:
        start = page.url
        for kind, path in site.kinds.items():
            page.set_viewport_size({"width": widths[0], "height": 800})
            page.goto(start + path)
            for width in widths:
                page.set_viewport_size({"width": width, "height": 800})
                if page.evaluate(SIDEWAYS) > 0 or page.evaluate(CUT):
                    wide[kind, width] = (page.evaluate(SIDEWAYS), page.evaluate(CUT))
    assert wide == {}


@pytest.mark.parametrize(
    "kind", ["home", "zhejiang-2021", "original", "unit", "day", "search", "how-to-read"]
)
def test_pages_work_below_another_path(site: Site, opened: Open, kind: str) -> None:
    with opened("some/where/" + site.kinds[kind]) as page:
        assert page.evaluate("document.styleSheets.length") > 1
        page.locator(".md-tabs a", has_text="单位").click()
        page.wait_for_url("**/some/where/units/")


def test_no_page_needs_a_script_or_style_inside_it(site: Site, opened: Open) -> None:
    """Under the policy that the guide gives for servers every kind of page stays quiet (a breach is an
    error on the console), and theme and tools still work."""
    with opened("strict/") as page:
        start = page.url
        for kind, path in site.kinds.items():
            if not kind.startswith(("guide/", "reference/")):
                page.goto(start + path)
        page.goto(start + "documents/shaoxing-2022/")
        assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
        page.get_by_label("在表里找").fill("财政局")
        assert "显示" in page.locator(".qd-tools [role=status]").inner_text()
        page.locator("label[for=__palette_1]").click()
        page.reload()
        assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"


def test_an_unknown_address_gets_the_404_page_and_a_way_on(opened: Open) -> None:
    with opened("no/such/page/", quiet=False) as page:
        assert page.locator("h1").count() == 1
        assert page.evaluate(SIDEWAYS) <= 0
        page.locator("article a", has_text="文件").first.click()
        page.wait_for_load_state()
        assert page.url.endswith("/documents/")


def test_without_scripts_indexes_and_tables_are_there(site: Site, opened: Open) -> None:
    with opened("documents/", scripts=False) as page:
        links = set(
            page.locator("main :not(svg) > a").evaluate_all("all => all.map(a => new URL(a.href).pathname)")
        )
        assert {"/" + d["url"] for d in site.documents} <= links
    with opened("units/", scripts=False) as page:
        assert page.locator("main a[href]").count() > 5
    with opened("deadlines/", scripts=False) as page:
        links = set(
            page.locator("main :not(svg) > a").evaluate_all("all => all.map(a => new URL(a.href).pathname)")
        )
        days = {t["deadline"]["date"] for t in site.tasks if t["deadline"]["date"]}
        assert {f"/deadlines/{day}/" for day in days} <= links
    with opened("search/", scripts=False) as page:
        assert page.locator("article noscript p", has_text="JavaScript").is_visible()
    for document in site.documents:
        with opened(document["url"], scripts=False) as page:
            wanted = sum(part["tasks"] for part in document["lists"])
            rows = page.locator("tr[data-task]")
            assert rows.count() == wanted
            assert rows.first.is_visible()
            assert rows.last.is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_permalink_brings_its_task_into_view(site: Site, opened: Open, width: int) -> None:
    for document in site.documents:
        tasks = [t for t in site.tasks if t["document"] == document["id"]]
        task = tasks[len(tasks) // 2]
        with opened(task["url"], width) as page:
            row = page.locator(f"tr[data-task='{task['id']}']")
            page.wait_for_function("scrollY > 0")
            box = row.bounding_box()
            assert box is not None
            # what stays at the top while the page scrolls: the site's header, and the table's
            covered = page.evaluate(STICKY, task["id"])
            assert covered <= box["y"] + 1 < 800, document["id"]


def test_the_printed_table_is_shown_cell_by_cell(site: Site, opened: Open) -> None:
    """The page shows a task's printed words: its text and its deadline stand in its row."""
    with opened("documents/shaoxing-2022/") as page:
        for task in (t for t in site.tasks if t["document"] == "shaoxing-2022"):
            row = page.locator(f"tr[data-task='{task['id']}']").inner_text()
            assert "".join(task["text"].split()) in "".join(row.split())
            assert task["deadline"]["text"] in row
            for name in task["lead_units"]:
                assert name in "".join(row.split())


def test_print_repeats_table_headers_and_leaves_out_navigation(site: Site, opened: Open) -> None:
    with opened(site.documents[-1]["url"]) as page:
        page.emulate_media(media="print")
        assert (
            page.evaluate("getComputedStyle(document.querySelector('main thead')).display")
            == "table-header-group"
        )
        for chrome in (".md-header", ".md-tabs", ".md-sidebar"):
            visible = page.locator(chrome).evaluate_all(
                "all => all.filter(e => e.offsetParent || e.offsetHeight).length"
            )
            assert visible == 0, chrome
        assert page.locator("tr[data-task]").first.is_visible()
        assert page.pdf().startswith(b"%PDF")


def test_the_keyboard_reaches_the_text_first(opened: Open) -> None:
    with opened("documents/") as page:
        page.keyboard.press("Tab")
        skip = page.evaluate("[document.activeElement.textContent.trim(), document.activeElement.hash]")
        assert "跳" in skip[0]
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == skip[1]
        assert page.locator(skip[1]).count() == 1


def test_dark_and_light_scheme_both_have_readable_text(opened: Open) -> None:
    """Text and ground of a table cell differ enough (WCAG AA: 4.5)."""
    for scheme in ("light", "dark"):
        with opened("documents/shaoxing-2022/") as page:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.reload()
            colours = page.evaluate(
                """() => {
                  const cell = document.querySelector('tr[data-task] td');
                  const pixel = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
                  const grounds = [];
                  for (let e = cell; e; e = e.parentElement)
                    grounds.unshift(getComputedStyle(e).backgroundColor);
                  const paint = colours => colours.map(colour => {
                    pixel.fillStyle = colour; pixel.fillRect(0, 0, 1, 1);
                    return [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3); }).pop();
                  const ground = paint(['white', ...grounds]);
                  return [ground, paint([getComputedStyle(cell).color])]; }"""
            )
            assert _contrast(*colours) >= 4.5, scheme


def _contrast(first: list[float], second: list[float]) -> float:
    def light(colour: list[float]) -> float:
        parts = [v / 255 for v in colour]
        parts = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((light(first), light(second)))
    return (high + 0.05) / (low + 0.05)
