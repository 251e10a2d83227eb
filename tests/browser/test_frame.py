"""The frame of generated pages, which moves without the theme's script: colours, contents, header,
the way back up, what is folded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

Site = Any
Open = Callable[..., AbstractContextManager[Page]]

DOCUMENT = "documents/shaoxing-2022/"
SCHEME = "document.body.dataset.mdColorScheme"
BUTTONS = "[...document.querySelectorAll('[data-md-component=palette] label')].map(l => l.checkVisibility())"
ACTIVE = "[...document.querySelectorAll('.md-sidebar--secondary .md-nav__link--active')].map(a => a.hash)"
TOP = "document.querySelector('.md-top')"


def test_only_pages_written_by_hand_load_the_theme_s_script(site: Site) -> None:
    for path in site.pages:
        page = site.folder / path / "index.html" if path.endswith("/") or not path else site.folder / path
        html = page.read_text("utf-8")
        if 'class="md-header"' not in html:  # redirects, cards, the review alone
            continue
        by_hand = "assets/javascripts/bundle." in html
        assert by_hand != ("assets/frame.js" in html), path
        assert by_hand == ('id="__config"' in html), path
        if path in site.kinds.values() and path.split("/")[0] in ("", "documents", "units", "deadlines"):
            assert not by_hand, path


@pytest.mark.parametrize(("scheme", "shown"), [("dark", "slate"), ("light", "default")])
def test_colours_follow_the_device_then_the_reader_on_both_kinds_of_page(
    browser: Browser, address: str, scheme: Any, shown: str
) -> None:
    other = {"slate": "default", "default": "slate"}[shown]
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    for path in (DOCUMENT, "about/"):  # nothing chosen: the device's
        page.goto(address + path)
        assert page.evaluate(SCHEME) == shown
        assert page.evaluate(BUTTONS).count(True) == 1
    page.goto(address + DOCUMENT)
    page.locator("[data-md-component=palette] label:visible").click()
    assert page.evaluate(SCHEME) == other
    assert page.evaluate(BUTTONS).count(True) == 1
    tint = page.evaluate("document.querySelector('meta[name=theme-color]').content")
    assert tint == page.evaluate("getComputedStyle(document.querySelector('.md-header')).backgroundColor")
    for path in ("", "about/", DOCUMENT):  # chosen on one: kept on all
        page.goto(address + path)
        assert page.evaluate(SCHEME) == other, path
    page.locator("[data-md-component=palette] input").nth(0 if other == "default" else 1).press("Enter")
    assert page.evaluate(SCHEME) == shown
    page.goto(address + "about/")
    assert page.evaluate(SCHEME) == shown
    context.close()


def test_the_colour_is_right_before_anything_is_painted(browser: Browser, address: str) -> None:
    """Scripts that wait for the page are held back: what shows then is what early.js made."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.route("**/assets/frame.js*", lambda route: route.abort())
    page.goto(address + DOCUMENT)
    assert page.evaluate(SCHEME) == "slate"
    assert page.evaluate(BUTTONS).count(True) == 1
    context.close()


def test_the_contents_light_the_section_that_is_read(opened: Open) -> None:
    with opened(DOCUMENT) as page:
        assert page.evaluate(ACTIVE) == []
        for link in ("#section-1-7", "#section-1-2", "#related"):
            page.goto(page.url.partition("#")[0] + link)
            page.wait_for_function(f"JSON.stringify({ACTIVE}) === '{json.dumps([link])}'")
        passed = page.locator(".md-sidebar--secondary .md-nav__link--passed").count()
        assert passed > 15
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_function(f"{ACTIVE}.length === 0")
        assert page.locator(".md-nav__link--passed").count() == 0
        page.evaluate("scrollTo(0, 1e6)")
        page.wait_for_function(f"{ACTIVE}[0] === '#cite'")


def test_the_contents_stay_in_the_window_and_show_the_lit_entry(opened: Open) -> None:
    with opened(DOCUMENT, 1400) as page:
        page.set_viewport_size({"width": 1400, "height": 420})
        page.goto(page.url + "#section-1-18")
        lit = page.locator(".md-sidebar--secondary .md-nav__link--active")
        page.wait_for_function(f"{ACTIVE}[0] === '#section-1-18'")
        page.wait_for_function(
            "a => { const b = a.getBoundingClientRect(); return b.top > 40 && b.bottom <= innerHeight; }",
            arg=lit.element_handle(),
        )
        wrap = page.locator(".md-sidebar--secondary .md-sidebar__scrollwrap").bounding_box()
        assert wrap
        assert wrap["y"] >= 48
        assert wrap["y"] + wrap["height"] <= 420


def test_the_way_back_up_is_offered_on_the_way_up_and_never_takes_focus_before(opened: Open) -> None:
    with opened(DOCUMENT) as page:
        hidden = f"{TOP}.hidden && {TOP}.tabIndex === -1"
        assert page.evaluate(hidden)
        page.evaluate("scrollTo(0, 2000)")
        page.wait_for_timeout(100)
        assert page.evaluate(hidden)
        page.evaluate("scrollBy(0, -200)")
        page.wait_for_function(f"!{TOP}.hidden && {TOP}.tabIndex === 0")
        page.locator(".md-top").click()
        page.wait_for_function("scrollY === 0")
        page.wait_for_function(hidden)


def test_the_header_names_the_page_once_its_heading_is_gone(opened: Open) -> None:
    with opened(DOCUMENT) as page:
        title = page.locator("[data-md-component=header-title]")
        shadow = page.locator(".md-header--shadow")
        assert "active" not in (title.get_attribute("class") or "")
        assert shadow.count() == 0
        page.evaluate("scrollTo(0, 1500)")
        page.wait_for_selector(".md-header__title--active")
        page.wait_for_selector(".md-header--shadow")
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_selector(".md-header__title:not(.md-header__title--active)")
        page.wait_for_selector(".md-header:not(.md-header--shadow)")


def test_what_is_folded_opens_where_a_link_leads_and_for_print(opened: Open) -> None:
    closed = "document.querySelectorAll('main details:not([open])').length"
    with opened(DOCUMENT) as page:
        before = page.evaluate(closed)
        assert before > 1
        page.evaluate(
            """() => { const box = document.querySelector('main details:not([open])');
              box.lastElementChild.id = 'folded-here'; location.hash = '#folded-here'; }"""
        )
        page.wait_for_function(f"{closed} === {before - 1}")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(closed) == 0
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.evaluate(closed) == before - 1


def test_the_drawer_closes_behind_a_link_within_the_page(opened: Open) -> None:
    with opened("units/", 390) as page:
        page.locator(".qd-menu").click()
        assert page.evaluate("document.getElementById('__drawer').checked")
        page.evaluate("location.hash = '#main'")
        page.wait_for_function("!document.getElementById('__drawer').checked")
        assert page.locator(".qd-menu").get_attribute("aria-expanded") == "false"


def test_a_name_that_is_cut_is_told_in_full(opened: Open) -> None:
    with opened(DOCUMENT, 1000) as page:
        page.evaluate("scrollTo(0, 1500)")
        page.wait_for_selector(".md-header__title--active")
        name = page.locator("[data-md-component=header-topic] .md-ellipsis")
        assert name.evaluate("e => e.offsetWidth < e.scrollWidth")
        name.hover()
        assert name.get_attribute("title") == name.inner_text()


@pytest.mark.parametrize("path", ["", DOCUMENT, "documents/", "units/", "deadlines/", "deadlines/passed/"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_script_makes_the_browser_lay_out_while_the_page_loads(
    browser: Browser, address: str, path: str, width: int
) -> None:
    """A script that asks for a place or a style makes the browser work before it would, and again after:
    on a phone the theme's own cost a third of all work. Counted, not timed."""
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    page.goto(address + path, wait_until="networkidle")
    trace = json.loads(browser.stop_tracing())["traceEvents"]
    context.close()
    spans = [e for e in trace if e.get("ph") == "X"]
    scripts = [e for e in spans if e["name"] == "EvaluateScript" and "assets/" in e["args"]["data"]["url"]]
    assert len(scripts) > 3
    assert list(_within(spans, scripts)) == []


def _within(spans: list[dict[str, Any]], scripts: list[dict[str, Any]]) -> Iterator[str]:
    for work in spans:
        if work["name"] not in ("Layout", "UpdateLayoutTree"):
            continue
        for script in scripts:
            same = (work["pid"], work["tid"]) == (script["pid"], script["tid"])
            if same and script["ts"] <= work["ts"] < script["ts"] + script["dur"]:
                yield f"{work['name']} in {script['args']['data']['url']}"
