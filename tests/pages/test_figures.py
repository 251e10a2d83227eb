"""Pictures say what the data say: every number in the drawing, in the table and in the words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from qingdan.model import Heading
from qingdan.pages import charts
from qingdan.pages.charts import Bar, Chart
from qingdan.pages.due import seen_from
from tests.pages.conftest import Edit, Input, replaced

Site = dict[str, bytes]
SERIES = ("甲", "乙")


def tree(site: Site, path: str) -> html.HtmlElement:
    return html.fromstring(site[f"{path}index.html"].decode())


def drawn(bars: tuple[Bar, ...], *, standing: bool = False) -> html.HtmlElement:
    chart = Chart("chart-x", "题", "一句话。", SERIES, bars, "名称")
    make = charts.columns if standing else charts.bars
    return html.fragment_fromstring(str(make(chart)))


def percent(element: html.HtmlElement, name: str) -> float:
    return float(element.get(name).rstrip("%em"))


numbers = st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 5_000)), min_size=1, max_size=12)


@given(numbers)
def test_bars_lie_inside_the_figure_in_proportion_and_one_behind_the_other(
    parts: list[tuple[int, int]],
) -> None:
    figure = drawn(tuple(Bar(f"第{i}", p) for i, p in enumerate(parts)))
    longest = max(map(sum, parts)) or 1
    told_apart = all(any(p[n] for p in parts) for n in (0, 1))
    for row, part in zip(figure.xpath(".//table[@class='qd-bars']//tr"), parts, strict=True):
        (number,) = row.xpath("td/span/text()")
        assert number == str(sum(part))
        if not sum(part):
            assert not row.xpath(".//svg")
            continue
        (bar,) = row.xpath(".//svg")
        assert percent(bar, "width") == pytest.approx(sum(part) / longest * 84, abs=0.02)
        rects = row.xpath(".//rect")
        if not told_apart:
            assert [dict(rect.attrib) for rect in rects] == [{}]  # the style sheet fills the bar
            continue
        assert len(rects) == sum(1 for n in part if n)
        x = 0.0
        for rect, n in zip(rects, [n for n in part if n], strict=True):
            assert percent(rect, "x") == pytest.approx(x, abs=0.02)
            assert percent(rect, "width") == pytest.approx(n / sum(part) * 100, abs=0.02)
            x += n / sum(part) * 100
        assert x == pytest.approx(100)


@given(numbers)
def test_columns_stand_on_the_base_and_below_the_top(parts: list[tuple[int, int]]) -> None:
    figure = drawn(tuple(Bar(f"第{i}", p, short=str(i)) for i, p in enumerate(parts)), standing=True)
    for group, part in zip(figure.xpath(".//svg/g"), parts, strict=True):
        rects = group.xpath("./rect[@class='qd-part']")
        assert len(rects) == sum(1 for n in part if n)
        if rects:
            foot = percent(rects[0], "y") + percent(rects[0], "height")
            assert foot == pytest.approx(11, abs=0.02)
            assert percent(rects[-1], "y") >= 2.99


def test_a_picture_is_told_and_tabled_and_differs_by_pattern() -> None:
    figure = drawn((Bar("甲<单位>", (2, 1), "units/a/"), Bar("乙", (0, 4))))
    assert figure.get("aria-labelledby") == figure.xpath(".//figcaption/b/@id")[0]
    rows = [[c.text_content() for c in r] for r in figure.xpath(".//table//tr")]
    assert rows == [["甲<单位>", "3（甲 2，乙 1）"], ["乙", "4（乙）"]]
    assert set(figure.xpath(".//svg/@aria-hidden")) == {"true"}
    assert charts.patterns("", html.tostring(figure, encoding="unicode"))
    assert figure.xpath(".//rect[@class='qd-part']/@fill") == [
        "url(#qd-p1)", "url(#qd-p2)",  # the key
        "url(#qd-p1)", "url(#qd-p2)", "url(#qd-p2)",
    ]  # fmt: skip
    standing = drawn((Bar("甲<单位>", (2, 1)), Bar("乙", (0, 4))), standing=True)
    numbers = [[c.text_content() for c in r] for r in standing.xpath(".//table//tr")]
    assert numbers == [["名称", "甲", "乙", "共"], ["甲<单位>", "2", "1", "3"], ["乙", "", "4", "4"]]
    assert set(figure.xpath(".//th/a/@href")) == {"\ufffdunits/a/"}  # the mark of the root, as lxml reads it


def test_a_single_part_needs_no_key() -> None:
    figure = drawn((Bar("甲", (2, 0)), Bar("乙", (4, 0))))
    assert not figure.xpath(".//ul[@class='qd-key']")
    rows = [[c.text_content() for c in r] for r in figure.xpath(".//table//tr")]
    assert rows == [["甲", "2"], ["乙", "4"]]  # the bars are the table of their numbers
    assert not charts.patterns(html.tostring(figure, encoding="unicode"))


def test_the_months_of_home_count_the_tasks_due_in_them(real: Input, site: Site) -> None:
    (figure,) = tree(site, "").xpath("//figure[@id='chart-months']")
    shown = {a.get("aria-label").split("：")[0]: a.get("aria-label") for a in figure.xpath(".//svg/a")}
    due = Counter(f"{d.year}年{d.month}月" for t in real.library.tasks() if (d := t.due.date))
    assert {month: f"{month}：{n} 项" for month, n in due.items()} == shown
    assert figure.xpath(".//svg/@role") == ["group"]
    assert figure.xpath(".//svg/desc/text()")[0] in figure.find("figcaption").text_content()
    # the day of counting stands in its month, the fourth of twelve
    (line,) = figure.xpath(".//*[@class='qd-day']/line")
    assert 25 < percent(line, "x1") < 100 / 3


def test_long_after_all_deadlines_home_shows_the_months_that_had_some(real: Input) -> None:
    late = real.but(as_of=date(2030, 1, 1)).files()["index.html"].read()
    (figure,) = html.fromstring(late.decode()).xpath("//figure[@id='chart-months']")
    assert figure.xpath(".//*[@class='qd-under']/text()") == [str(m) for m in range(1, 13)]
    assert not figure.xpath(".//*[@class='qd-day']")


def test_parts_of_a_document_are_counted_below_their_heading(real: Input, site: Site) -> None:
    document = real.library.document("shaoxing-2022")
    (figure,) = tree(site, document.url).xpath("//figure[@id='chart-parts']")
    found: Counter[str] = Counter()
    anchor = ""
    for entry in document.lists[0].entries:
        if isinstance(entry, Heading):
            anchor = entry.anchor if entry.level == 1 else anchor
        else:
            found[f"#{anchor}"] += 1
    shown = {row.xpath("th/a/@href")[0]: int(row.find("td").text_content()) for row in figure.xpath(".//tr")}
    assert shown == found


def test_no_picture_of_progress_where_nothing_was_reported(
    site: Site, edited: Callable[[Edit], Input]
) -> None:
    assert not [p for p, c in site.items() if b'id="chart-progress"' in c]
    edit: Edit = lambda content: replaced(  # noqa: E731
        content / "documents/shaoxing-2022.yaml",
        "    完成时限: 12月底前\n",
        "    完成时限: 12月底前\n    进展: [{日期: 2022-07-01, 状态: 已完成}]\n",
    )
    files = edited(edit).files()
    for path in ("index.html", "documents/shaoxing-2022/index.html"):
        (figure,) = html.fromstring(files[path].read().decode()).xpath("//figure[@id='chart-progress']")
        assert "已完成 1 项，未报送 49 项" in figure.find("figcaption").text_content()
    done = html.fromstring(files["deadlines/completed/index.html"].read().decode())
    assert done.xpath("//tr/@data-task") == ["shaoxing-2022/3"]


def test_the_heat_of_a_region_has_every_task_of_the_units_it_shows(real: Input, site: Site) -> None:
    for region in real.library.regions:
        for row in tree(site, region.url).xpath("//table[@class='qd-heat']/tbody/tr"):
            (unit,) = [u for u in real.library.units.values() if row.xpath(".//a/@href")[0].endswith(u.url)]
            duties = real.library.duties[unit.id]
            tasks = {t.id for t in (*duties.lead, *duties.responsible, *duties.supporting)}
            assert sum(int(td.text) for td in row.iter("td") if td.text) == len(tasks)
            for td in row.iter("td"):
                assert bool(td.text) == bool(td.get("class"))


@pytest.mark.parametrize("as_of", [date(2022, 6, 1), date(2022, 6, 30), date(2022, 8, 26), date(2026, 1, 1)])
def test_views_of_deadlines_are_counted_from_the_day_that_they_print(real: Input, as_of: date) -> None:
    files = real.but(as_of=as_of).files()
    dated = [t for t in real.library.tasks() if t.due.date]
    month = {t.id for t in dated if (t.due.date.year, t.due.date.month) == (as_of.year, as_of.month)}  # type: ignore[union-attr]
    for slug, wanted in (
        ("this-month", month),
        ("passed", {t.id for t in dated if t.due.date and t.due.date < as_of}),
        ("completed", set()),
    ):
        page = html.fromstring(files[f"deadlines/{slug}/index.html"].read().decode())
        assert set(page.xpath("//tr/@data-task")) == wanted
        words = "".join(page.xpath("//main")[0].text_content().split())
        assert slug == "completed" or f"从{as_of.year}年{as_of.month}月{as_of.day}日算" in words
        assert wanted or re.search("没有", words)


@pytest.mark.parametrize(("status", "late"), [("已完成", False), ("已取消", False), ("进行中", True)])
def test_a_done_or_cancelled_task_is_not_among_those_whose_day_has_passed(
    edited: Callable[[Edit], Input], status: str, late: bool
) -> None:
    line = f"    完成时限: 二季度前\n    进展: [{{日期: 2022-07-01, 状态: {status}}}]\n"
    changed = edited(lambda c: replaced(c / "documents/shaoxing-2022.yaml", "    完成时限: 二季度前\n", line))
    (task,) = [t for t in changed.library.tasks() if t.progress]
    assert (task in seen_from(changed.library, date(2022, 8, 26)).passed) == late
