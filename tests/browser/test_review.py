"""The original beside its fields, in a browser: the site's pages, and the page of `qingdan import --review`
opened as a file under its own strict policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from qingdan import cli

ROOT = Path(__file__).parent.parent.parent
SAMPLES = ROOT / "tests/importers/samples"
Site = Any
Open = Callable[..., AbstractContextManager[Page]]
Review = Callable[..., AbstractContextManager[Page]]

# Whether what is lit can be seen in its own pane (or, on a phone, on the screen).
SEEN = """selector => { const one = document.querySelector(selector);
  const pane = matchMedia('(min-width: 60em)').matches ? one.closest('.rv-pane').getBoundingClientRect()
    : {top: 0, bottom: innerHeight};
  const box = one.getBoundingClientRect();
  const [top, bottom] = [Math.max(pane.top, 0), Math.min(pane.bottom, innerHeight)];
  return box.height > 0 && box.bottom > top && box.top < bottom; }"""
LIT = "[...document.querySelectorAll('.rv-on')].map(e => e.id || e.getAttribute('href'))"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path | str], Path]:
    """The page of an original, or of a text."""
    folder = tmp_path_factory.mktemp("reviews")

    def make(original: Path | str) -> Path:
        if isinstance(original, str):
            path = folder / "made.txt"
            path.write_text(original, "utf-8")
            original = path
        page = folder / f"{original.stem}.html"
        assert cli.main(["import", str(original), "--review", str(page), "--json"]) in (0, 1)
        return page

    return make


@pytest.fixture
def reading(browser: Browser, made: Callable[[Path | str], Path]) -> Review:
    """`with reading(original, width=390) as page:` - opened as a file, held to silence: nothing on the
    console (what the policy forbids is told there), nothing asked of anybody."""

    @contextmanager
    def open_(original: Path | str, width: int = 1280, *, scripts: bool = True) -> Iterator[Page]:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=scripts, locale="zh-CN"
        )
        context.set_default_timeout(20_000)
        page, heard = context.new_page(), []
        page.on("console", lambda m: heard.append(m.text))
        page.on("pageerror", lambda fault: heard.append(str(fault)))
        file = made(original).as_uri()
        page.on("request", lambda r: None if r.url.split("#")[0] == file else heard.append(r.url))
        try:
            page.goto(file)
            yield page
        finally:
            context.close()
        assert heard == []

    return open_


def test_pointing_at_either_side_lights_and_shows_the_other(reading: Review) -> None:
    with reading(ROOT / "content/originals/shaoxing-2022.txt") as page:
        page.hover("#p25")
        page.wait_for_selector("#f25.rv-on")
        assert set(page.evaluate(LIT)) == {"p25", "f25"}
        last = page.locator(".rv-fields dl a[id^=f]").last
        last.scroll_into_view_if_needed()
        number = last.get_attribute("id")[1:]  # type: ignore[index]
        last.hover()
        page.wait_for_selector(f"#p{number}.rv-on")
        page.wait_for_timeout(200)
        assert page.evaluate(SEEN, f"#p{number}")


def test_the_keyboard_goes_along_the_passages_and_across(reading: Review) -> None:
    with reading(ROOT / "content/originals/zhejiang-2021.txt") as page:
        page.focus("#p20")
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.getAttribute('href')")
        assert page.evaluate(SEEN, f"{here}.rv-on")
        page.keyboard.press("Enter")
        assert page.evaluate("'#' + document.activeElement.id") == here
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.getAttribute('href')") == here


def test_a_field_printed_in_pieces_is_lit_whole(reading: Review) -> None:
    """The body is cut by the 文号 in it."""
    with reading(ROOT / "content/originals/shaoxing-2022.txt") as page:
        body = page.locator(".rv-fields .b").first
        body.hover()
        number = body.get_attribute("id")[1:]  # type: ignore[index]
        page.wait_for_selector(f"#p{number}.rv-on")
        assert page.locator(f'.rv-original a[href="#f{number}"].rv-on').count() > 1


def test_each_note_jumps_to_its_place_and_keys_go_on(reading: Review) -> None:
    with reading(SAMPLES / "destroyed.txt") as page:
        count = page.locator(".rv-note").count()
        assert count == 6
        page.locator(".rv-jump").nth(2).click()
        page.wait_for_timeout(200)
        assert page.evaluate("document.activeElement.id") == "w3"
        assert page.evaluate(SEEN, "#w3")
        assert page.inner_text(".rv-said").startswith(f"3 / {count}")
        page.keyboard.press("F8")
        assert page.evaluate("document.activeElement.id") == "w4"
        page.keyboard.press("Shift+F8")
        page.keyboard.press("Shift+F8")
        assert page.evaluate("document.activeElement.id") == "w2"
        page.get_by_role("button", name="下一处").click()
        assert page.locator(".rv-now").get_attribute("id") == "q3"


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_a_tap_changes_sides(reading: Review, width: int) -> None:
    with reading(SAMPLES / "zone-mix.txt", width) as page:
        assert page.evaluate(SIDEWAYS) <= 0
        assert page.locator("#rv-fields").is_hidden()
        page.click("#p20")
        assert page.locator("#rv-original").is_hidden()
        assert page.evaluate(SEEN, "#f20.rv-on")
        assert page.evaluate(SIDEWAYS) <= 0
        page.click("#f20")
        assert page.evaluate(SEEN, "#p20.rv-on")
        page.get_by_role("link", name="数据", exact=True).click()
        assert page.evaluate(SEEN, "#f20.rv-on")


def test_without_script_both_sides_are_read_and_linked(reading: Review) -> None:
    for width in (320, 1280):
        with reading(SAMPLES / "zone-mix.txt", width, scripts=False) as page:
            assert page.locator(".rv-fields").is_visible()
            assert page.locator(".rv-step").is_hidden()
            page.click("#p20")
            assert page.url.endswith("#f20")
            page.click("#f20")
            assert page.url.endswith("#p20")


def test_it_prints_both_sides_whole(reading: Review) -> None:
    for width in (390, 1280):
        with reading(SAMPLES / "zone-mix.txt", width) as page:
            page.emulate_media(media="print")
            for side in (".rv-original", ".rv-fields"):
                box = page.evaluate(
                    "s => { const e = document.querySelector(s);"
                    " return [e.clientHeight, e.scrollHeight, getComputedStyle(e).overflowY]; }",
                    side,
                )
                assert box[0] == box[1] > 400
                assert box[2] == "visible"


def test_long_originals_stay_usable(reading: Review) -> None:
    """Ten thousand lines: what is far away is found, lit and shown."""
    rows = "".join(
        f"{i}\t推进第{i}项工作\t市发改委、市财政局\t{i % 12 + 1}月底前\n" for i in range(1, 10_001)
    )
    with reading(f"2023年任务清单\n序号\t任务\t责任单位\t完成时限\n{rows}") as page:
        page.evaluate("document.querySelector('#L9000 a').focus()")
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.getAttribute('href')")
        page.wait_for_timeout(300)
        assert page.evaluate(SEEN, f"{here}.rv-on")
        spent = page.evaluate(
            "() => { const begin = performance.now(); for (let i = 0; i < 20; i++) {"
            " document.querySelector(`#p${20000 + i}`).focus(); } return performance.now() - begin; }"
        )
        assert spent < 5000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_bars_the_way(reading: Review, width: int, scheme: str) -> None:
    """No finding of axe, in any state: with notes, without, with the legend open, on the other side."""
    for sample in ("destroyed.txt", "gambling.txt", "md-table.txt"):
        with reading(SAMPLES / sample, width) as page:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.click("summary")
            assert _axe(page) == []
            page.locator(".rv-original a[id^=p]").last.click()
            assert _axe(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_bars_the_way_on_the_site(site: Site, opened: Open, scheme: str) -> None:
    for width in (390, 1280):
        with opened(site.kinds["original"], width) as page:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.wait_for_timeout(300)
            assert _axe(page, ".md-content") == []


def _axe(page: Page, within: str | None = None) -> list[str]:
    found = Axe().run(page, within).response["violations"]
    return [f"{v['id']}: {n['html'][:120]} {n['failureSummary']}" for v in found for n in v["nodes"][:3]]


def test_the_line_that_a_task_names_is_lit_and_seen(site: Site, opened: Open) -> None:
    document = next(d for d in site.documents if d["id"] == "jiaxing-2020")
    with opened(document["url"]) as page:
        link = page.locator(".qd-from a", has_text="原件第").last
        line = link.get_attribute("href").rpartition("#")[2]  # type: ignore[union-attr]
        link.click()
        page.wait_for_load_state()
        page.wait_for_timeout(400)
        assert page.evaluate(SEEN, f"#{line}")
        assert page.locator(f"#{line}:target").count() == 1


def test_on_the_site_a_field_leads_to_its_task(site: Site, opened: Open) -> None:
    for width in (320, 1280):
        with opened("documents/shaoxing-2022/original/", width) as page:
            assert page.evaluate(SIDEWAYS) <= 0
            page.click("#p30")
            page.wait_for_timeout(200)
            assert page.evaluate(SEEN, "#f30.rv-on")
            page.get_by_role("link", name="任务页").first.click()
            page.wait_for_url("**/documents/shaoxing-2022/#task-1")
