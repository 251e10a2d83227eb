"""The reader's tools: find, filter and sort tables, see one year or region, cite a task, count from today."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

Site = Any
Open = Callable[..., AbstractContextManager[Page]]

ROWS = """[...document.querySelectorAll('tr[data-task]')].filter(r => r.checkVisibility())
  .map(r => r.dataset.task)"""
HEADS = "[...document.querySelectorAll('tr.qd-heading')].filter(r => r.checkVisibility()).length"


def test_a_table_is_narrowed_counted_and_the_address_says_how(site: Site, opened: Open) -> None:
    with opened("documents/shaoxing-2022/") as page:
        before, headings = page.evaluate(ROWS), page.evaluate(HEADS)
        page.get_by_label("在表里找").fill("财政 局")
        wanted = [t["id"] for t in site.tasks if t["document"] == "shaoxing-2022"]
        shown = page.evaluate(ROWS)
        assert 0 < len(shown) < len(wanted)
        assert page.locator(".qd-tools [role=status]").inner_text() == f"显示 {len(shown)} 项，共 50 项。"
        assert 0 < page.evaluate(HEADS) < headings
        page.reload()
        assert page.evaluate(ROWS) == shown
        page.get_by_role("button", name="全部显示").click()
        assert page.evaluate(ROWS) == before == wanted
        assert urlsplit(page.url).query == ""
        page.locator(".qd-tools select").first.select_option("全年")
        assert len(page.evaluate(ROWS)) == sum(
            t["document"] == "shaoxing-2022" and t["deadline"]["text"] == "全年" for t in site.tasks
        )


def test_a_column_sorts_both_ways_and_back_by_mouse_and_keyboard(site: Site, opened: Open) -> None:
    due = {t["id"]: t["deadline"]["date"] or "9" for t in site.tasks}
    with opened("documents/shaoxing-2022/") as page:
        before = page.evaluate(ROWS)
        head = page.locator("main th.qd-deadline")
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == "ascending"
        days = [due[i] for i in page.evaluate(ROWS)]
        assert [d for d in days if d != "9"] == sorted(d for d in days if d != "9")
        assert days[0] != "9"
        assert page.evaluate(HEADS) == 0
        head.get_by_role("button").press("Enter")
        assert head.get_attribute("aria-sort") == "descending"
        head.get_by_role("button").press("Enter")
        assert head.get_attribute("aria-sort") is None
        assert page.evaluate(ROWS) == before
        assert page.evaluate(HEADS) > 0


def test_on_a_phone_the_order_is_chosen_from_a_list_and_no_hidden_button_takes_focus(opened: Open) -> None:
    with opened("units/jiaxing/", 390) as page:
        assert page.locator("thead button").count() == 0
        page.get_by_label("排序").first.select_option(label="牵头，正序")
        counts = page.evaluate(
            "[...document.querySelector('#units ~ table').tBodies[0].rows].map(r => r.cells[1].innerText)"
        )
        numbers = [int(c) if c.strip() else 10**6 for c in counts]  # no task at all comes last
        assert len(set(numbers)) > 2
        assert numbers == sorted(numbers)


def test_tasks_of_several_documents_are_chosen_by_document(opened: Open) -> None:
    with opened("deadlines/2022-10-31/") as page:
        chooser = page.locator(".qd-tools").first.get_by_label("文件")
        assert chooser.locator("option").count() > 2  # all, and each of several documents
        name = chooser.locator("option").nth(1).inner_text()
        chooser.select_option(label=name)
        shown = page.locator("section:has(.qd-tools) >> nth=0").locator("tbody tr:visible .qd-from a")
        assert all(text.startswith(name) for text in shown.all_inner_texts())
        assert "document=" in page.url


def test_a_date_in_the_words_says_how_it_is_read_to_a_finger_and_to_a_key(opened: Open) -> None:
    with opened("documents/shaoxing-2022/", 375) as page:
        date = page.locator("#task-37 .qd-date").last
        told = page.locator("#task-37 .qd-date + .qd-role")
        date.click()
        assert "文中提到的时间" in told.inner_text()
        date.press("Enter")
        assert told.count() == 0
        date.press("Space")
        assert told.is_visible()
        assert date.get_attribute("aria-expanded") == "true"


def test_from_a_task_to_those_that_are_like_it(opened: Open) -> None:
    with opened("documents/shaoxing-2022/#task-12") as page:
        page.get_by_role("button", name="相近的任务").click()
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#task-12"
        assert page.locator(".qd-related details").evaluate("e => e.open")


def test_a_link_to_a_row_that_is_filtered_out_shows_it(opened: Open) -> None:
    with opened("documents/shaoxing-2022/?find=%E8%B4%A2%E6%94%BF%E5%B1%80#task-1") as page:
        assert page.locator("#task-1").is_visible()


@pytest.mark.parametrize("path", ["documents/", "units/", "deadlines/"])
def test_the_switch_shows_one_region_says_so_and_is_a_link_without_scripts(
    site: Site, opened: Open, path: str
) -> None:
    with opened(path) as page:
        chooser = page.get_by_role("navigation", name="按年度、地区看")
        chooser.get_by_role("link", name="德清县").click()
        assert parse_qs(urlsplit(page.url).query) == {"region": ["deqing"]}
        assert chooser.get_by_role("link", name="德清县").get_attribute("aria-current") == "true"
        shown = page.evaluate(
            """[...document.querySelectorAll('[data-regions]')].filter(e => e.checkVisibility())
              .map(e => e.dataset.regions)"""
        )
        assert shown
        assert all("deqing" in s for s in shown)
        if path == "deadlines/":
            numbers = page.locator("[data-all]:visible").all_inner_texts()
            days = [t for t in site.tasks if t["document"] == "deqing-2022" and t["deadline"]["date"]]
            assert sum(int(n.split()[0]) for n in numbers) == len(days)
        page.reload()
        assert chooser.get_by_role("link", name="德清县").get_attribute("aria-current") == "true"
        chooser.get_by_role("link", name="全部").last.click()
        assert urlsplit(page.url).query == ""
    with opened(path, scripts=False) as page:
        for link in page.locator(".qd-switch a:visible").all():
            target = link.get_attribute("href")
            assert target
            assert page.locator(target).count() == 1


def test_one_task_is_cited_and_copied(opened: Open, address: str) -> None:
    with opened("documents/shaoxing-2022/") as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.locator("#task-3 .qd-number a").click()
        tools = page.locator("#task-3 .qd-task-tools")
        tools.get_by_role("button", name="复制链接").click()
        page.wait_for_function("document.querySelector('.qd-task-tools [role=status]').textContent")
        assert page.evaluate("navigator.clipboard.readText()") == f"{address}documents/shaoxing-2022/#task-3"
        tools.get_by_role("button", name="复制引用").click()
        page.wait_for_timeout(100)
        cited = page.evaluate("navigator.clipboard.readText()")
        assert ": 绍政办综〔2022〕4号: 第 3 项[EB/OL]. (2022-06-01)[20" in cited
        assert cited.endswith("/documents/shaoxing-2022/#task-3")
        page.locator("#task-4 .qd-number a").click()
        assert page.locator(".qd-task-tools").count() == 1


SHIFT = """new Promise(done => { let sum = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 400); })"""


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_a_page_loads(opened: Open, width: int) -> None:
    for path in ("", "documents/shaoxing-2022/", "deadlines/passed/", "units/"):
        with opened(path, width) as page:
            assert page.evaluate(SHIFT) < 0.05, path


def test_what_changed_since_the_last_look_is_marked(opened: Open) -> None:
    with opened("changes/") as page:
        assert page.locator(".qd-since").inner_text() == ""
        assert page.locator(".qd-fresh").count() == 0
        # as if the newest had not been there the last time, the day before
        page.evaluate(
            """() => { const [key] = Object.keys(localStorage).filter(k => k.endsWith('qd-changes'));
              const seen = JSON.parse(localStorage[key]);
              localStorage[key] = JSON.stringify({day: '2022年1月1日', marks: seen.marks.slice(1)});
              sessionStorage.clear(); }"""
        )
        for _ in range(2):  # and it stays marked while the reader looks about
            page.reload()
            assert page.locator(".qd-since").inner_text() == "2022年1月1日看过以后，多了 1 处，标着“新”。"
            assert page.locator(".qd-changes > li").first.locator(".qd-fresh").count() == 1
            assert page.locator(".qd-fresh").count() == 1
