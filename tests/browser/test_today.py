"""The reader's own day: a site read on a later one says what the site of that later day says."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from qingdan.build import Options, build
from tests.browser.conftest import ROOT, serving

Day = Callable[[date], str]
BUILT = date(2022, 6, 20)
DAYS = [date(2022, 6, 20), date(2022, 6, 30), date(2022, 7, 1), date(2022, 12, 31), date(2026, 11, 27)]
REPORTED = {
    "完成时限: 三季度前": "{日期: 2022-11-01, 状态: 进行中}",
    "完成时限: 12月底前": "{日期: 2022-12-01, 状态: 已完成}",
    "完成时限: 二季度前": "{日期: 2022-06-01, 状态: 未开始}",
}
HOME = """() => ({
  tiles: [...document.querySelectorAll('.qd-now b')].map(b => b.textContent),
  coming: [...document.querySelectorAll('.qd-coming h3')].map(h =>
    [h.querySelector('time').dateTime, /[0-9]+ 项/.exec(h.textContent)[0], h.querySelector('a').href]),
  told: [...document.querySelectorAll('.qd-none, .qd-passed')].map(p => p.textContent),
  lately: [...document.querySelectorAll('.qd-lately li')].map(li => li.textContent),
})"""
CALENDAR = """() => ({
  told: document.querySelector('.qd-passed').textContent,
  past: [...document.querySelectorAll('.qd-months li:has(> small)')]
   .map(e => e.querySelector('time').dateTime),
})"""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five notices, with a report of each sort."""
    folder = tmp_path_factory.mktemp("today") / "content"
    shutil.copytree(ROOT / "content", folder)
    file = folder / "documents/shaoxing-2022.yaml"
    text = file.read_text("utf-8")
    for line, report in REPORTED.items():
        assert line in text
        text = text.replace(line, f"{line}\n    进展: [{report}]", 1)
    file.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def of_day(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """`of_day(date)`: the address of the site as built for a day."""
    folder = tmp_path_factory.mktemp("sites")
    with serving(folder) as address:

        def made(day: date) -> str:
            if not (folder / f"{day}").exists():
                outcome = build(Options(root=ROOT, content=content, output=folder / f"{day}", as_of=day))
                assert outcome.ok
            return f"{address}{day}/"

        yield made


def read(browser: Browser, address: str, look: str, clock: date, *, scripts: bool) -> Any:
    """What a page says on a day."""
    context = browser.new_context(java_script_enabled=scripts, locale="zh-CN")
    page = context.new_page()
    if scripts:
        page.clock.set_fixed_time(f"{clock}T20:00:00+08:00")
    page.goto(address)
    found = page.evaluate(look)
    context.close()
    return found


@pytest.mark.parametrize("day", DAYS)
def test_home_and_calendar_say_on_a_later_day_what_its_own_site_says(
    browser: Browser, of_day: Day, day: date
) -> None:
    for path, look in (("", HOME), ("deadlines/", CALENDAR)):
        later = read(browser, of_day(BUILT) + path, look, day, scripts=True)
        own = read(browser, of_day(day) + path, look, day, scripts=False)
        if path == "":
            for found in (later, own):
                found["coming"] = [[d, n, h.split("/deadlines/")[1]] for d, n, h in found["coming"]]
        assert later == own


@pytest.mark.parametrize("day", DAYS)
def test_the_lists_of_a_day_say_what_they_leave_out_later(browser: Browser, of_day: Day, day: date) -> None:
    look = partial(read, browser, scripts=True)
    listed = "() => document.querySelectorAll('tr[data-task]').length"
    words = "() => document.querySelector('.qd-today').textContent"
    for slug in ("passed", "this-month"):
        rows = look(f"{of_day(BUILT)}deadlines/{slug}/", listed, day)
        said = look(f"{of_day(BUILT)}deadlines/{slug}/", words, day)
        wanted = look(f"{of_day(day)}deadlines/{slug}/", listed, day)
        same = (day.year, day.month) == (BUILT.year, BUILT.month) if slug == "this-month" else wanted == rows
        if same:
            assert said == ""
        elif slug == "passed":
            assert f"时限已过的一共 {wanted} 项" in said
            assert f"以后的 {wanted - rows} 项" in said
        else:
            assert (f"到期的共 {wanted} 项" if wanted else "没有写明在") in said
            assert f"今天是{day.year}年{day.month}月{day.day}日" in said


def test_a_clock_before_the_day_of_the_site_changes_nothing(browser: Browser, of_day: Day) -> None:
    address = of_day(date(2022, 12, 31))
    for path, look in (("", HOME), ("deadlines/", CALENDAR)):
        bare = read(browser, address + path, look, BUILT, scripts=False)
        assert read(browser, address + path, look, BUILT, scripts=True) == bare


def test_a_day_s_page_counts_from_today(browser: Browser, of_day: Day) -> None:
    address = f"{of_day(BUILT)}deadlines/2022-12-31/"
    words = "() => document.querySelector('.qd-intro').textContent"
    before = read(browser, address, words, date(2022, 12, 30), scripts=True)
    assert before.endswith("今天看，还有 1 天。")
    after = read(browser, address, words, date(2023, 1, 2), scripts=True)
    assert "今天看，已过 2 天，已完成 1 项，未报送进展 11 项。" in after
    bare = read(browser, address, words, date(2023, 1, 2), scripts=False)
    assert bare.endswith("以前完成。")


def test_the_line_in_the_picture_of_months_stands_at_today_or_nowhere(browser: Browser, of_day: Day) -> None:
    """Where a site made on that day would draw it, as long as the picture shows that month."""
    look = """() => [...document.querySelectorAll('#chart-months .qd-day text, #chart-2022 .qd-day text')]
        .map(t => parseFloat(t.getAttribute('x')))"""
    told = "() => document.querySelector('figure figcaption span').textContent"
    (built,) = read(browser, of_day(BUILT), look, BUILT, scripts=False)
    later = date(2022, 9, 20)
    (moved,) = read(browser, of_day(BUILT), look, later, scripts=True)
    assert moved == pytest.approx(built + 3 * 100 / 12)
    assert "竖线是今天（2022年9月20日）。" in read(browser, of_day(BUILT), told, later, scripts=True)
    calendar = f"{of_day(BUILT)}deadlines/"
    (own,) = read(browser, f"{of_day(later)}deadlines/", look, later, scripts=False)
    assert read(browser, calendar, look, later, scripts=True) == [pytest.approx(own, abs=0.01)]
    for address in (of_day(BUILT), calendar):
        assert read(browser, address, look, date(2026, 11, 27), scripts=True) == []
        assert "竖线" not in read(browser, address, told, date(2026, 11, 27), scripts=True)
