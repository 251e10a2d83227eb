"""The search page in real Chromium: what it shows, and how it behaves."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, Route, expect

from qingdan.model import Library
from qingdan.search import files
from qingdan.search.reader import Reader

from .conftest import PRELOAD, write_site
from .test_reader import HOSTILE

Ask = Callable[[str, str], Page]


def shown(page: Page) -> list[str]:
    return page.eval_on_selector_all("[data-task]", "found => found.map(li => li.dataset.task)")


def total(page: Page) -> int:
    return int(str(page.locator("[data-total]").get_attribute("data-total")))


def wait_for(page: Page, query: str) -> None:
    page.wait_for_function("q => document.querySelector('[data-total]')?.dataset.query === q", arg=query)


def wait_until(page: Page, true: Callable[[], bool]) -> None:
    for _ in range(200):
        if true():
            return
        page.wait_for_timeout(50)
    pytest.fail("it did not come true")


def test_results_are_those_of_the_reader(ask: Ask, site: str, reader: Reader) -> None:
    page = ask(site, "?q=健康码")
    expected = reader.search("健康码")
    assert shown(page) == list(expected.tasks)
    assert total(page) == len(expected.tasks)
    assert page.locator("[data-task] mark").first.inner_text() == "健康码"
    task = page.locator("[data-task='shaoxing-2022/11']")
    assert task.locator("a").first.get_attribute("href") == "../documents/shaoxing-2022/#task-11"
    expect(task.locator("a").first).to_be_visible()
    assert "false" not in page.locator("#qd-search").inner_text()
    assert "市疫情防控办" in task.inner_text()
    assert "（四）聚焦常态化疫情防控加大公开力度" in task.inner_text()
    assert task.get_by_role("link", name="全年").get_attribute("href") == "../deadlines/2022-year/"
    expect(page.locator(".qd-search-status")).to_have_text(f"找到 {len(expected.tasks)} 条任务。")
    assert page.locator(".qd-search-status").get_attribute("aria-live") == "polite"


def test_addresses_keep_numbers_of_any_form(ask: Ask, site: str) -> None:
    page = ask(site, "?q=" + quote("蓝天”“铁拳"))
    assert shown(page) == ["deqing-2022/一(二)-2"]
    address = page.locator("[data-task] a").first.evaluate("a => decodeURIComponent(a.href)")
    assert address.endswith("/small/site/documents/deqing-2022/#task-一(二)-2")


def test_documents_are_counted_apart(ask: Ask, site: str) -> None:
    page = ask(site, "?q=" + quote("绍政办综[2022]4号"))
    assert page.locator("[data-document]").count() == 1
    document = page.locator("[data-document='shaoxing-2022']")
    assert document.locator("a").get_attribute("href") == "../documents/shaoxing-2022/"
    assert document.locator("mark").inner_text() == "绍政办综〔2022〕4号"
    assert total(page) == 50
    assert "下面是这些文件的任务" in page.locator(".qd-search-notes").inner_text()


def test_no_hit_says_so_and_leads_on(ask: Ask, site: str) -> None:
    page = ask(site, "?q=没有的词语")
    assert total(page) == 0
    assert shown(page) == []
    advice = page.locator(".qd-search-empty")
    assert "没有找到含有“没有的词语”的任务和文件" in advice.inner_text()
    hrefs = [link.get_attribute("href") for link in advice.locator("a").all()]
    assert hrefs == ["../documents/", "../units/", "../deadlines/"]


def test_an_empty_query_explains(ask: Ask, site: str) -> None:
    page = ask(site, "")
    assert page.locator("[data-total]").count() == 0
    page.locator(".qd-search-empty a").first.click()
    wait_for(page, "政务公开")
    assert page.locator("input[name=q]").input_value() == "政务公开"


def test_typing_searches_and_the_history_remembers(ask: Ask, site: str, reader: Reader) -> None:
    page = ask(site, "?q=财政")
    box = page.locator("input[name=q]")
    box.fill("")
    box.press_sequentially("税务局", delay=20)
    wait_for(page, "税务局")
    assert total(page) == len(reader.search("税务局").tasks)
    assert "q=" + quote("税务局") in page.url
    box.press("End")
    box.press("Backspace")
    wait_for(page, "税务")
    page.go_back()  # all typing was one step
    wait_for(page, "财政")
    assert box.input_value() == "财政"
    page.go_forward()
    wait_for(page, "税务")


def test_an_input_method_at_work_is_left_alone(ask: Ask, site: str) -> None:
    page = ask(site, "?q=财政")
    session = page.context.new_cdp_session(page)
    box = page.locator("input[name=q]")
    box.fill("")
    wait_for_empty = "() => !document.querySelector('[data-total]')"
    page.wait_for_function(wait_for_empty)
    session.send("Input.imeSetComposition", {"text": "shui'wu", "selectionStart": 7, "selectionEnd": 7})
    page.wait_for_timeout(400)
    assert page.locator("[data-total]").count() == 0
    session.send("Input.insertText", {"text": "税务"})
    wait_for(page, "税务")


def test_filters_narrow_and_count(ask: Ask, site: str, reader: Reader) -> None:
    page = ask(site, "?q=公开")
    everything = reader.search("公开")
    regions = page.locator("select[name=region] option").all_inner_texts()
    assert regions[0] == "不限"
    assert f"绍兴市（{everything.counts['region']['shaoxing']}）" in regions
    page.locator("select[name=region]").select_option("shaoxing")
    page.wait_for_function("() => location.search.includes('region=shaoxing')")
    expected = reader.search("公开", {"region": "shaoxing"})
    expect(page.locator("[data-total]")).to_have_attribute("data-total", str(len(expected.tasks)))
    assert shown(page) == list(expected.tasks)[:50]
    page.locator("select[name=role]").select_option("lead")
    page.locator("select[name=unit]").select_option("shaoxing/shi-cai-zheng-ju")
    chosen = {"region": "shaoxing", "role": "lead", "unit": "shaoxing/shi-cai-zheng-ju"}
    expected = reader.search("公开", chosen)
    expect(page.locator("[data-total]")).to_have_attribute("data-total", str(len(expected.tasks)))
    assert "已选 3 项" in page.locator("summary").inner_text()
    page.go_back()
    expected = reader.search("公开", {"region": "shaoxing", "role": "lead"})
    expect(page.locator("[data-total]")).to_have_attribute("data-total", str(len(expected.tasks)))
    page.get_by_role("button", name="清除筛选").click()
    expect(page.locator("[data-total]")).to_have_attribute("data-total", str(len(everything.tasks)))
    assert page.url.endswith("?q=" + quote("公开"))


def test_filters_without_words_list_tasks(ask: Ask, site: str, reader: Reader) -> None:
    page = ask(site, "?due=2022-12&region=shaoxing")
    expected = reader.search("", {"due": "2022-12", "region": "shaoxing"})
    assert 0 < total(page) == len(expected.tasks)
    assert page.locator("select[name=due]").input_value() == "2022-12"


def test_results_page_by_page(ask: Ask, site: str, reader: Reader) -> None:
    page = ask(site, "?q=公开")
    expected = list(reader.search("公开").tasks)
    assert len(expected) > 150
    assert shown(page) == expected[:50]
    page.get_by_role("link", name="下一页").click()
    page.wait_for_function("() => location.search.includes('page=2')")
    page.wait_for_function(
        "id => document.querySelector('[data-task]').dataset.task === id", arg=expected[50]
    )
    assert shown(page) == expected[50:100]
    assert total(page) == len(expected)
    page.go_back()
    page.wait_for_function("id => document.querySelector('[data-task]').dataset.task === id", arg=expected[0])
    page.goto(f"{site}?q=公开&page=999")
    page.wait_for_selector("[data-total]")
    assert shown(page) == expected[(len(expected) - 1) // 50 * 50 :]


def test_keyboard_alone_is_enough(ask: Ask, site: str) -> None:
    page = ask(site, "?q=健康码")
    page.locator("input[name=q]").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('[data-task]').dataset.task") == shown(page)[0]
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == "q"


def test_hostile_queries_harm_nothing(ask: Ask, site: str) -> None:
    page = ask(site, "?q=公开")
    for query in HOSTILE:
        if any("\ud800" <= c <= "\udfff" for c in query):
            query = "公开"  # cannot be typed through the driver; see the next lines
        page.locator("input[name=q]").fill(query)
        page.keyboard.press("Enter")
    for code in ("'\\ud83d'", "'公开\\ud800'", "'\\ude00公开'"):
        page.evaluate(f"document.querySelector('[name=q]').value = {code}")
        page.locator("button[type=submit]").click()
    for query in ("<img src=x onerror=alert(1)>", "<b>公开</b>", "__proto__"):
        page.goto(site + "?q=" + quote(query) + "&region=" + quote(query))
        page.wait_for_selector("[data-total]")
        assert total(page) == 0
        assert page.locator("#qd-search img, #qd-search b").count() == 0
    for address in ("?q=%", "?q=%ED%A0%80", "?q=%FF", "?page=-1&q=公开", "?page=x&q=公开", "?q=公开&q=财政"):
        page.goto(site + address)
        page.wait_for_selector("[data-total], .qd-search-empty")


def test_a_phone_shows_everything_in_its_width(ask: Ask, page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    ask(site, "?q=公开")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert not page.locator("details.qd-search-filters").evaluate("details => details.open")


def test_a_large_library_fetches_little(ask: Ask, page: Page, large_site: str, large_reader: Reader) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.set_viewport_size({"width": 400, "height": 800})
    ask(large_site, "?q=" + quote("疫情防控"))
    expected = large_reader.search("疫情防控")
    assert total(page) == len(expected.tasks)
    assert shown(page)[:3] == list(expected.tasks[:3])
    expect(page.locator(".qd-search-later")).to_have_count(0)
    assert shown(page) == list(expected.tasks[:10])
    assert not [url for url in fetched if "/facets/" in url]  # until the filters are opened
    page.locator("summary").click()
    page.wait_for_selector("select[name=region] option:nth-child(2)", state="attached")
    page.locator("select[name=region]").select_option("shaoxing")
    expected = large_reader.search("疫情防控", {"region": "shaoxing"})
    expect(page.locator("[data-total]")).to_have_attribute("data-total", str(len(expected.tasks)))


def test_first_results_need_few_round_trips(page: Page, large_site: str) -> None:
    """After the page and its scripts: what the words and their phrase are looked up in, all at once; then the
    texts of those in sight. The others come later."""
    held: list[Route] = []
    page.set_viewport_size({"width": 400, "height": 300})
    page.route(re.compile(r"/search/(lists|grams|summaries|positions)/"), lambda route: held.append(route))
    page.goto(large_site + "?q=" + quote("公开 信息"))
    wait_until(page, lambda: len(held) == 3)
    blocks: list[Route] = []
    page.route(re.compile("/search/blocks/"), lambda route: blocks.append(route))
    for route in held:
        route.continue_()
    wait_until(page, lambda: bool(blocks))
    page.wait_for_timeout(300)
    assert len(blocks) <= 3
    assert len(held) == 3
    for route in blocks:
        route.continue_()
    page.unroute_all()
    page.wait_for_selector("[data-task]")
    assert len(shown(page)) >= 3


@pytest.mark.parametrize("fault", ["missing", "empty", "cut", "damaged", "another"])
def test_a_file_that_fails_is_named_and_can_be_tried_again(
    page: Page, served: tuple[Path, str], root: Path, index: dict[str, bytes], fault: str
) -> None:
    folder = write_site(served[0] / f"fault-{fault}", root, index)
    whole = index["search/index.bin"]
    damaged = {
        "empty": b"",
        "cut": whole[: len(whole) // 2],
        "damaged": whole[:200] + bytes(b ^ 255 for b in whole[200:260]) + whole[260:],
        "another": b"<!doctype html><title>404</title>",
    }
    file = folder / "search/index.bin"
    file.unlink() if fault == "missing" else file.write_bytes(damaged[fault])
    page.goto(f"{served[1]}/fault-{fault}/search/?q=公开")
    page.wait_for_selector(".qd-search-problem")
    said = page.locator(".qd-search-problem").inner_text()
    assert (
        "没有取到搜索数据文件 search/index.bin" if fault == "missing" else "search/index.bin 已损坏"
    ) in said
    page.faults.clear()  # type: ignore[attr-defined] # the browser itself reports the 404
    file.write_bytes(whole)
    page.get_by_role("button", name="重试").click()
    page.wait_for_selector("[data-task]")


def test_one_missing_block_leaves_the_other_results(
    page: Page, served: tuple[Path, str], root: Path, large_index: dict[str, bytes], large_reader: Reader
) -> None:
    folder = write_site(served[0] / "holes", root, large_index)
    expected = large_reader.search("疫情防控").tasks
    blocks = sorted((folder / "search/blocks").iterdir())
    for block in blocks[::2]:
        block.unlink()
    page.goto(f"{served[1]}/holes/search/?q=" + quote("疫情防控"))
    page.wait_for_selector("[data-total]")
    assert total(page) == len(expected)
    expect(page.locator(".qd-search-later")).to_have_count(0)
    assert set(shown(page)) < set(expected[:10])
    assert "没有取到搜索数据文件 search/blocks/" in page.locator("li.qd-search-problem").first.inner_text()
    page.faults.clear()  # type: ignore[attr-defined]


def test_an_old_browser_is_told_so(page: Page, site: str) -> None:
    page.add_init_script("delete window.DecompressionStream")
    page.goto(site + "?q=公开")
    page.wait_for_selector(".qd-search-problem")
    assert "这个浏览器太旧" in page.locator(".qd-search-problem").inner_text()


def test_results_in_other_orders(ask: Ask, site: str, reader: Reader) -> None:
    page = ask(site, "?q=公开&kind=by")
    page.locator("#qd-search-sort").select_option("due")
    page.wait_for_function("() => location.search.includes('sort=due')")
    expected = reader.search("公开", {"kind": "by"}, "due").tasks
    page.wait_for_function("id => document.querySelector('[data-task]').dataset.task === id", arg=expected[0])
    assert shown(page) == list(expected)[:50]
    page.goto(f"{site}?q=公开&sort=document")
    page.wait_for_selector("[data-total]")
    assert shown(page) == list(reader.search("公开", order="document").tasks)[:50]
    assert page.locator("#qd-search-sort").input_value() == "document"
    page.goto(f"{site}?q=公开&sort=constructor")
    page.wait_for_selector("[data-total]")
    assert shown(page) == list(reader.search("公开").tasks)[:50]


def test_words_of_fields_on_the_page(ask: Ask, site: str, reader: Reader) -> None:
    page = ask(site, "?q=" + quote("单位：财政局 年度:2022"))
    expected = reader.search("单位:财政局 年度:2022").tasks
    assert 0 < total(page) == len(expected)
    assert shown(page) == list(expected)


def test_a_common_word_is_answered_by_its_summary(
    ask: Ask, page: Page, large_site: str, large_reader: Reader
) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.set_viewport_size({"width": 400, "height": 800})
    ask(large_site, "?q=公开")
    expected = large_reader.search("公开")
    assert total(page) == len(expected.tasks)
    expect(page.locator(".qd-search-later")).to_have_count(0)
    assert shown(page) == list(expected.tasks[:10])
    assert page.locator("[data-total-documents]").get_attribute("data-total-documents") == str(
        len(expected.documents)
    )
    assert [url for url in fetched if "/summaries/" in url]
    assert not [url for url in fetched if "/lists/" in url or "/grams/" in url]


def test_it_works_on_without_a_network_once_loaded(ask: Ask, site: str, reader: Reader) -> None:
    page = ask(site, "?q=公开")
    page.context.set_offline(offline=True)
    page.locator("input[name=q]").fill("健康码")
    page.keyboard.press("Enter")
    wait_for(page, "健康码")
    assert total(page) == len(reader.search("健康码").tasks)


def test_a_page_opened_from_a_disk_searches(
    page: Page, tmp_path: Path, root: Path, index: dict[str, bytes], reader: Reader
) -> None:
    folder = write_site(tmp_path / "site", root, index)
    html = folder / "search/index.html"
    text = html.read_text("utf-8").replace(PRELOAD, "")  # there nothing can be fetched
    html.write_text(text.replace("'self'", "'self' file:"), "utf-8")
    page.goto(html.as_uri() + "?q=" + quote("健康码"))
    page.wait_for_selector("[data-task]")
    assert shown(page) == list(reader.search("健康码").tasks)
    page.goto(html.as_uri() + "?q=" + quote("政務公開"))
    page.wait_for_selector("[data-total]")
    assert total(page) == len(reader.search("政务公开").tasks)
    page.faults[:] = [f for f in page.faults if not f.startswith("file:")]  # type: ignore[attr-defined]


def test_a_large_library_opened_from_a_disk_has_its_files_as_scripts(
    page: Page, tmp_path: Path, root: Path, large: Library, large_reader: Reader
) -> None:
    scripts = {f.path: f.read() for f in files(large, scripts=True) if f.path.endswith(".js")}
    folder = write_site(tmp_path / "site", root, scripts)
    html = folder / "search/index.html"
    text = html.read_text("utf-8").replace(PRELOAD, "")  # there nothing can be fetched
    html.write_text(text.replace("'self'", "'self' file:"), "utf-8")
    page.goto(html.as_uri() + "?q=" + quote("疫情防控"))
    page.wait_for_selector("[data-task]")
    expect(page.locator(".qd-search-later")).to_have_count(0)
    assert shown(page) == list(large_reader.search("疫情防控").tasks[:10])
    page.faults[:] = [f for f in page.faults if not f.startswith("file:")]  # type: ignore[attr-defined]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, site: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for query in ("?q=公开&region=shaoxing", "?q=" + quote("市财正局"), ""):
        page.goto(site + query)
        page.wait_for_selector("[data-total], .qd-search-empty")
        found = Axe().run(page)
        assert found.response["violations"] == [], found.generate_report()
