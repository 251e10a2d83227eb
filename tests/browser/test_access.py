"""The 无障碍 tool and the keyboard: large type, high contrast, reading aloud, no place hidden from view."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from playwright.sync_api import Page

Site = Any
Open = Callable[..., AbstractContextManager[Page]]

LARGE = "qdAccess.choose({size: 'large'})"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('a, button, input, select, summary')]
  .filter(e => !e.matches('.md-toggle, .md-option'))
  .filter(e => !e.closest('svg')) // each column of a picture stands in the table below it too
  .map(e => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => e.checkVisibility({visibilityProperty: true}) && box.width > 2 && box.height < 43.5)
  .map(([e, box]) => [box.height, e.outerHTML.slice(0, 120)]).slice(0, 6)"""
# A voice that says nothing: notes each sentence and ends it at once, or when told to.
VOICE = """
  window.said = []; window.hold = false;
  class Speech { constructor(text) { this.text = text; } }
  const voice = {
    getVoices: () => [{lang: 'zh-CN', name: 'test'}],
    speak(speech) { said.push([speech.text, document.querySelector('.qd-reading')?.id || '']);
      window.current = speech; if (!window.hold) setTimeout(() => speech.onend(), 0); },
    cancel() {} };
  Object.defineProperty(window, 'speechSynthesis', {value: voice});
  window.SpeechSynthesisUtterance = Speech;
"""
STOP = """() => { const focus = document.activeElement;
  const e = focus.matches('.md-option') ? focus.nextElementSibling : focus; // its ring
  const box = e.getClientRects()[0] || e.getBoundingClientRect();
  const [x, y] = [box.left + Math.min(box.width, 20) / 2, box.top + Math.min(box.height, 20) / 2];
  const at = document.elementFromPoint(x, y);
  return {tag: e.tagName, text: (e.getAttribute('aria-label') || e.textContent).trim().slice(0, 30),
    html: e.outerHTML.slice(0, 100), shown: box.bottom > 0 && box.top < innerHeight && box.right > 0
      && box.left < innerWidth && (e === at || e.contains(at) || (at && at.contains(e))) }; }"""


def test_the_tool_opens_below_the_header_is_remembered_and_needs_no_mouse(opened: Open) -> None:
    with opened("documents/", 390) as page:
        opener = page.get_by_role("button", name="无障碍")
        assert opener.get_attribute("aria-expanded") == "false"
        opener.focus()
        page.keyboard.press("Enter")
        assert opener.get_attribute("aria-expanded") == "true"
        assert page.evaluate("document.activeElement.textContent") == "大字版"
        before = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        assert page.get_by_role("button", name="大字版").get_attribute("aria-pressed") == "true"
        assert page.get_by_role("button", name="高对比").get_attribute("aria-pressed") == "true"
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.textContent") == "无障碍"
        page.reload()
        chosen = page.evaluate("({...document.documentElement.dataset})")
        assert (chosen["qdSize"], chosen["qdContrast"]) == ("large", "high")
        after = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
        assert after >= before * 1.25


def test_without_scripts_the_tool_is_a_link_to_its_page(opened: Open) -> None:
    with opened("", scripts=False) as page:
        page.locator(".qd-access-open").click()
        page.wait_for_load_state()
        assert page.url.endswith("/accessibility/")


@pytest.mark.parametrize("width", [320, 1280])
def test_large_type_never_scrolls_sideways_and_targets_are_large(
    site: Site, opened: Open, width: int
) -> None:
    wide, small = {}, {}
    with opened("", width) as page:
        start = page.url
        page.evaluate(LARGE)
        for kind, path in site.kinds.items():
            if kind.startswith(("guide", "reference/")):
                continue
            page.goto(start + path)
            if page.evaluate(SIDEWAYS) > 0:
                wide[kind] = page.evaluate(SIDEWAYS)
            if found := page.evaluate(SMALL):
                small[kind] = found
        size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
        assert size >= 24
    assert (wide, small) == ({}, {})


def test_a_page_is_read_aloud_from_the_top_in_order(site: Site, opened: Open) -> None:
    with opened("", 390) as page:
        page.add_init_script(VOICE)
        page.goto(page.url + "documents/shaoxing-2022/")
        page.get_by_role("button", name="无障碍").click()
        page.get_by_role("button", name="朗读这一页").click()
        page.wait_for_function("document.querySelector('.qd-access-status').textContent === '读完了。'")
        said = page.evaluate("said")
        whole = "".join("".join(s.split()) for s, _ in said)
        assert said[0] == ["绍兴市人民政府办公室关于印发2022年绍兴市政务公开重点工作任务清单的通知", "main"]
        assert all(len(s) <= 130 for s, _ in said)
        places = [
            whole.index("".join(t["text"].split())) for t in site.tasks if t["document"] == "shaoxing-2022"
        ]
        assert places == sorted(places)
        # a row says the names of its columns before its cells, on a phone as on a desk
        assert any(s.startswith("牵头单位：") or "。牵头单位：" in s for s, _ in said)
        assert "task-1" in {mark for _, mark in said}
        assert page.locator(".qd-reading").count() == 0


def test_reading_stops_goes_on_and_leaves_nothing_behind(opened: Open) -> None:
    with opened("", 1280) as page:
        page.add_init_script(VOICE)
        page.goto(page.url + "about/")
        page.evaluate("window.hold = true")
        page.get_by_role("button", name="无障碍").click()
        page.get_by_role("button", name="朗读这一页").click()
        page.evaluate("current.onend()")
        page.get_by_role("button", name="暂停").click()
        page.evaluate("current.onend()")  # the end that cancelling brings counts for nothing
        assert page.evaluate("said.length") == 2
        page.get_by_role("button", name="继续").click()
        assert page.evaluate("said[1][0] === said[2][0]")
        page.get_by_role("button", name="停止", exact=True).click()
        assert page.locator(".qd-reading, .qd-reading-bar").count() == 0
        page.evaluate("current.onerror({error: 'not-allowed'})")
        assert page.get_by_role("button", name="朗读这一页").is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_every_stop_of_the_keyboard_is_in_view_and_in_the_order_of_the_page(
    site: Site, opened: Open, width: int
) -> None:
    """No stop behind the header, off the screen or inside a closed drawer (WCAG 2.4.3, 2.4.7, 2.4.11)."""
    for path in ("", "deadlines/passed/", "units/"):
        with opened(path, width) as page:
            hidden, stops = [], []
            for _ in range(60):
                page.keyboard.press("Tab")
                stop = page.evaluate(STOP)
                if stop["tag"] == "BODY":
                    break
                stops.append(stop["text"])
                if not stop["shown"]:
                    hidden.append(stop)
            assert hidden == [], path
            assert stops[0] == "跳到正文"
            order = page.evaluate(
                """[...document.querySelectorAll('main a, main button, main summary, main input')]
                  .filter(e => e.checkVisibility({visibilityProperty: true})).length"""
            )
            assert len(stops) >= min(order, 40), path


def test_the_menu_of_a_phone_opens_by_keyboard(opened: Open) -> None:
    with opened("", 390) as page:
        menu = page.get_by_role("button", name="栏目")
        menu.focus()
        page.keyboard.press("Enter")
        assert menu.get_attribute("aria-expanded") == "true"
        page.wait_for_function("document.activeElement.closest('.md-sidebar--primary')")
        page.keyboard.press("Escape")
        assert menu.get_attribute("aria-expanded") == "false"
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "栏目"


def test_system_settings_are_heeded(opened: Open) -> None:
    with opened("documents/shaoxing-2022/") as page:
        page.emulate_media(reduced_motion="reduce")
        moving = page.evaluate(
            """[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);
              return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0; }).length"""
        )
        assert moving == 0
        page.emulate_media(forced_colors="active")
        ink = page.evaluate("getComputedStyle(document.querySelector('.qd-bars rect')).fill")
        assert ink in ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
