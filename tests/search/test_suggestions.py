"""What the search boxes offer, and what they propose where nothing was found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from qingdan.model import Library
from qingdan.search.codec import unpack
from qingdan.search.nearest import nearest
from qingdan.search.reader import Reader
from qingdan.search.suggestions import pinyin

Ask = Callable[[str, str], Page]


@pytest.mark.parametrize(
    ("name", "initials", "whole"),
    [
        ("市发改委", "sfgw", "shifagaiwei"),
        ("市政府办公室（市外办）", "szfbgsswb", "shizhengfubangongshishiwaiban"),
        ("A", "", ""),
    ],
)
def test_pinyin(name: str, initials: str, whole: str) -> None:
    assert pinyin(name) == (initials, whole)


@pytest.mark.parametrize(
    ("name", "slug", "initials", "whole"),
    [
        ("长兴县财政局", "chang-xing-xian-cai-zheng-ju", "cxxczj", "changxingxiancaizhengju"),
        ("各区、县（市）政府", "ge-qu-xian-shi-zheng-fu", "gqxszf", "gequxianshizhengfu"),
        ("税务局", "tax-office-one", "swj", "shuiwuju"),
        ("税务局", "shui-wu", "swj", "shuiwuju"),
        ("税务局", "", "swj", "shuiwuju"),
    ],
)
def test_pinyin_as_the_slug_spells_it(name: str, slug: str, initials: str, whole: str) -> None:
    assert pinyin(name, slug) == (initials, whole)


def test_the_registry_spells_what_the_dictionary_mistakes(library: Library) -> None:
    """人行 is no 人行道, and 市长三角 no 市长: the registry knows, and agrees in all else."""
    differing = {u.name for u in library.units.values() if pinyin(u.name, u.slug) != pinyin(u.name)}
    assert differing == {"人行嘉兴市中心支行", "市长三角发展办"}


def test_units_documents_and_headings_are_offered_once(library: Library, index: dict[str, bytes]) -> None:
    offered = json.loads(unpack(index["search/suggest.bin"]).decode("utf-16-le"))
    names = [unit[0] for unit in offered["units"]]
    assert len(names) == len(set(names))
    assert {u.name for i, u in library.units.items() if any(library.duties[i][:3])} == set(names)
    newest = max(library.documents, key=lambda d: str(d.dated or d.year or ""))
    assert offered["documents"][0][2] == newest.id
    assert {h for t in library.tasks() for h in t.section if len(h) <= 30} <= {
        h for h, _ in offered["headings"]
    }
    assert len(index["search/suggest.bin"]) < 10_000


@pytest.fixture
def boxed(page: Page, site: str, served: tuple[Path, str]) -> Page:
    """A page with a search box of its own, beside the search page."""
    folder = served[0] / "small/site/about"
    folder.mkdir(exist_ok=True)
    folder.joinpath("index.html").write_text(
        '<!doctype html><html lang="zh"><meta charset="utf-8"><title>关于</title>'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; "
        "style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'\">"
        '<link rel="icon" href="../assets/favicon.svg"><link rel="stylesheet" href="../assets/qingdan.css">'
        '<script src="../assets/search-suggest.js" defer></script>'
        '<main><form role="search" action="../search/">'
        '<input type="search" name="q" aria-label="搜索" data-qd-search-key>'
        "<button>搜索</button></form></main></html>",
        encoding="utf-8",
    )
    page.goto(site.replace("/search/", "/about/"))
    return page


def offers(page: Page) -> list[str]:
    return page.locator(".qd-suggest-text").all_inner_texts()


def type_in(page: Page, text: str) -> None:
    box = page.locator("[name=q]")
    box.fill("")
    box.press_sequentially(text)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("fgw", "市发改委"),
        ("sczj", "市财政局"),
        ("shicaizheng", "市财政局"),
        ("caizhengju", "市财政局"),
        ("财政", "市财政局"),
        ("財政", "市财政局"),
        ("〔2022〕4", "绍政办综〔2022〕4号"),
        ("[2022]4", "绍政办综〔2022〕4号"),
        ("绍兴市人民", "绍兴市人民政府办公室关于印发2022年绍兴市政务公开重点工作任务清单的通知"),
        ("疫情防控加大", "（四）聚焦常态化疫情防控加大公开力度"),
    ],
)
def test_what_is_typed_is_offered(boxed: Page, typed: str, offered: str) -> None:
    type_in(boxed, typed)
    boxed.wait_for_selector("[role=option]")
    assert offered in offers(boxed)


def test_tasks_are_offered_where_nothing_else_is(boxed: Page, reader: Reader) -> None:
    type_in(boxed, "码赋码")
    option = boxed.locator("[role=option][data-kind=task]").first
    option.wait_for()
    assert all("码赋码" in text for text in offers(boxed))
    assert len(offers(boxed)) == min(4, len(reader.search("码赋码").tasks))
    task = reader.search("码赋码").tasks[0]
    document, number = task.split("/")
    boxed.route(
        "**/documents/**", lambda route: route.fulfill(body="<title>文件</title>", content_type="text/html")
    )
    option.click()
    boxed.wait_for_url(lambda url: unquote(url).endswith(f"/documents/{document}/#task-{number}"))


def test_no_tasks_are_looked_for_where_names_fit(boxed: Page) -> None:
    fetched: list[str] = []
    boxed.on("request", lambda request: fetched.append(request.url))
    type_in(boxed, "财政")
    boxed.wait_for_selector("[role=option]")
    boxed.wait_for_timeout(600)
    assert not [url for url in fetched if "index" in url]


def test_nothing_is_fetched_before_a_box_is_used_and_little_then(boxed: Page) -> None:
    fetched: list[Any] = []
    boxed.wait_for_load_state("networkidle")
    boxed.on("response", lambda response: fetched.append(response))
    boxed.wait_for_timeout(200)
    assert not fetched
    boxed.locator("[name=q]").focus()
    boxed.wait_for_timeout(500)
    names = sorted(response.url.rsplit("/", 1)[-1] for response in fetched)
    assert names == ["search-text.js", "suggest.bin"]


def test_keys_choose_and_escape_gives_back_what_was_typed(boxed: Page) -> None:
    box = boxed.locator("[name=q]")
    assert box.get_attribute("role") == "combobox"
    type_in(boxed, "财政")
    boxed.wait_for_selector("[role=option]")
    assert box.get_attribute("aria-expanded") == "true"
    boxed.keyboard.press("ArrowDown")
    first = offers(boxed)[0]
    active = str(box.get_attribute("aria-activedescendant"))
    assert boxed.locator(f"#{active}").get_attribute("aria-selected") == "true"
    assert box.input_value() == first
    boxed.keyboard.press("ArrowUp")
    assert box.input_value() == "财政"
    boxed.keyboard.press("ArrowUp")
    assert box.input_value() == offers(boxed)[-1]
    boxed.keyboard.press("Escape")
    assert box.input_value() == "财政"
    assert not boxed.locator("[role=option]").count()
    assert box.get_attribute("aria-expanded") == "false"
    type_in(boxed, "财政局")
    boxed.wait_for_selector("[role=option]")
    boxed.keyboard.press("ArrowDown")
    chosen = box.input_value()
    boxed.keyboard.press("Enter")
    boxed.wait_for_selector("[data-total]")
    assert boxed.locator("[name=q]").input_value() == chosen
    assert int(str(boxed.locator("[data-total]").get_attribute("data-total"))) > 0


def test_a_document_is_gone_to_and_markup_stays_text(boxed: Page) -> None:
    type_in(boxed, "<b>")
    boxed.wait_for_timeout(300)
    assert not boxed.locator(".qd-suggest b").count()
    type_in(boxed, "绍政办综")
    boxed.wait_for_selector("[role=option]")
    with boxed.expect_navigation():
        boxed.locator("[role=option][data-kind=number]").first.click()
    boxed.wait_for_load_state("networkidle")
    assert boxed.url.endswith("/documents/shaoxing-2022/")
    boxed.faults.clear()  # type: ignore[attr-defined] # this site has no such page


def test_without_its_file_the_box_still_searches(boxed: Page) -> None:
    boxed.route("**/suggest.bin", lambda route: route.abort())
    type_in(boxed, "财政")
    boxed.keyboard.press("Enter")
    boxed.wait_for_selector("[data-total]")
    boxed.faults.clear()  # type: ignore[attr-defined] # the browser itself reports the request


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("市财正局", "市财政局"),  # wrong
        ("市财局政", "市财政局"),  # changed places
        ("市财政政局", "市财政局"),  # too many
        ("常态化疫情防空", "常态化疫情防控"),
        ("疫清防控", "疫情防控"),
        ("信息公幵 疫情", "信息公开 疫情"),
    ],
)
def test_the_nearest_is_proposed(ask: Ask, site: str, reader: Reader, typed: str, meant: str) -> None:
    page = ask(site, f"?q={typed}")
    proposed = page.locator(".qd-search-nearest a")
    proposed.first.wait_for()
    texts = proposed.all_inner_texts()
    assert meant in texts
    assert texts == nearest(reader._index, typed)
    for text in texts:
        found = reader.search(text)
        assert found.tasks or found.documents
    proposed.filter(has_text=meant).first.click()
    page.wait_for_function("q => document.querySelector('[data-total]')?.dataset.query === q", arg=meant)
    assert int(str(page.locator("[data-total]").get_attribute("data-total"))) == len(
        reader.search(meant).tasks
    )


def test_the_nearest_is_proposed_in_a_large_library(ask: Ask, large_site: str, large_reader: Reader) -> None:
    page = ask(large_site, "?q=市财正局")
    page.locator(".qd-search-nearest a").first.wait_for()
    assert "市财政局" in page.locator(".qd-search-nearest a").all_inner_texts()


def test_nonsense_gets_no_proposal(ask: Ask, site: str) -> None:
    page = ask(site, "?q=魑魅魍魉")
    page.wait_for_timeout(500)
    assert not page.locator(".qd-search-nearest").count()
    expect(page.locator(".qd-search-empty")).to_be_visible()
