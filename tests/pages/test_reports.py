"""What staff add after the print: progress, extended deadlines, corrections, tasks of a higher level;
and words that would be markup if they were not escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from tests.pages.conftest import Edit, Input, replaced

SHAOXING = "documents/shaoxing-2022.yaml"
DEADLINE = "    完成时限: 12月底前\n"
Element = html.HtmlElement


@pytest.fixture
def made(edited: Callable[[Edit], Input]) -> Callable[[str], tuple[Input, Callable[[str], Element]]]:
    """The site with lines added below the deadline of shaoxing-2022/3, and a way to read its pages."""

    def make(lines: str) -> tuple[Input, Callable[[str], Element]]:
        def edit(content: Path) -> None:
            replaced(content / SHAOXING, DEADLINE, DEADLINE + lines)

        site = edited(edit)
        files = site.files()
        return site, lambda path: html.fromstring(files[f"{path}index.html"].read().decode())

    return make


Made = Callable[[str], tuple[Input, Callable[[str], Element]]]


def text(element: Element) -> str:
    return " ".join(element.text_content().split())


def test_progress_is_shown_newest_first_and_nothing_reported_is_not_zero(made: Made) -> None:
    _, page = made(
        "    进展:\n"
        "    - {日期: 2022-07-01, 状态: 进行中, 说明: 印了方案}\n"
        "    - {日期: 2022-12-01, 状态: 已完成, 说明: 网上公开, 链接: 'https://example.org/a?b=1&c=2'}\n"
    )
    tree = page("documents/shaoxing-2022/")
    (cell,) = tree.xpath("//tr[@id='task-3']/td[@class='qd-progress']")
    assert text(cell) == "已完成 2022年12月1日 已完成：网上公开 佐证 2022年7月1日 进行中：印了方案"
    assert cell.xpath(".//a/@href") == ["https://example.org/a?b=1&c=2"]
    assert {text(c) for c in tree.xpath("//tr[not(@id='task-3')]/td[@class='qd-progress']")} == {"未报送"}
    assert [text(li) for li in tree.xpath("//ul[@class='qd-statuses']/li")] == ["已完成 1 项", "未报送 49 项"]
    assert "%" not in text(tree.xpath("//main")[0])
    unit = page("units/shaoxing/shi-cai-zheng-ju/")
    (status,) = unit.xpath("//tr[@data-task='shaoxing-2022/3']//span[@class='qd-status']")
    assert status.text == "已完成"
    # a document without any report has no column of reports
    assert not page("documents/jiaxing-2020/").xpath("//td[@class='qd-progress']")


def test_an_extended_deadline_stands_beside_the_printed_one_and_moves_the_task(made: Made) -> None:
    site, page = made(
        "    调整:\n    - {原定: 12月底前, 调整后: 2023年3月底前, 日期: 2022-12-20, 依据: 市政府会议}\n"
    )
    (cell,) = page("documents/shaoxing-2022/").xpath("//tr[@id='task-3']/td[@class='qd-deadline']")
    assert text(cell) == (
        "12月底前2022年12月31日已调整为 2023年3月底前2023年3月31日（2022年12月20日，市政府会议）"
    )
    assert page("deadlines/2023-03-31/").xpath("//tr/@data-task") == ["shaoxing-2022/3"]
    assert "shaoxing-2022/3" not in page("deadlines/2022-12-31/").xpath("//tr/@data-task")
    assert "deadlines/2023-03-31/index.html" in site.files()


def test_a_correction_says_what_is_printed(made: Made) -> None:
    _, page = made("    更正:\n    - {字段: 完成时限, 原文: 12 月底前, 理由: 印刷多了空格}\n")
    notes = page("documents/shaoxing-2022/").xpath("//tr[@id='task-3']//p[@class='qd-note']")
    assert [text(n) for n in notes] == ["完成时限一栏，原件印作“12 月底前”，这里已更正：印刷多了空格"]


def test_a_task_of_a_higher_level_is_a_link_where_the_library_has_it(made: Made) -> None:
    _, page = made("    上级任务: [zhejiang-2021/一(一)-1, 国务院-2022/7]\n")
    shown = page("documents/shaoxing-2022/").xpath("//tr[@id='task-3']//p[@class='qd-from']")
    told = [text(p) for p in shown]
    assert told[0] == "上级任务：2021年浙江省政务公开工作要点 一(一)-1"
    assert told[1] == "上级任务：国务院-2022/7"
    assert shown[0].xpath("./a/@href") == ["../../documents/zhejiang-2021/#task-一(一)-1"]
    assert not shown[1].xpath("./a")


HOSTILE = """<script>alert(1)</script>"><img src=x onerror=alert(1)>&amp;'"""


def test_words_of_the_content_are_never_markup(edited: Callable[[Edit], Input]) -> None:
    """In a title, a heading, a text, a unit, a deadline, a remark, a reason, an original."""

    def edit(content: Path) -> None:
        quoted = "'" + HOSTILE.replace("'", "''") + "'"
        words = (
            f"标题: {quoted}\n文号: {quoted}\n发文机关: {quoted}\n年度: 2022\n主送: {quoted}\n"
            f"正文: {quoted}\n抄送: {quoted}\n依据: [{quoted}]\n原件: {{文件: evil.txt}}\n清单:\n"
            f"- 名称: {quoted}\n  表头: [序号, {quoted}]\n  条目:\n  - {quoted}\n  - 段落: {quoted}\n"
            f"  - 序号: 1\n    内容: {quoted}\n    牵头单位: {quoted}\n    完成时限: {quoted}\n"
            f"    备注: {quoted}\n    进展:\n    - {{日期: 2022-01-01, 状态: 进行中, 说明: {quoted}}}\n"
            f"附录:\n- 名称: {quoted}\n  内容: {quoted}\n未采用:\n- 文字: {quoted}\n  理由: {quoted}\n"
        )
        (content / "documents" / "evil.yaml").write_text(words, "utf-8")
        (content / "originals" / "evil.txt").write_text(HOSTILE, "utf-8")

    site = edited(edit)
    assert [t.id for t in site.library.document("evil").tasks] == ["evil/1"]
    for path, file in site.files().items():
        if not path.endswith(".html"):
            continue
        tree = html.fromstring(file.read().decode())
        assert not tree.xpath("//img"), path
        assert not tree.xpath("//*[@onerror]"), path
        data = tree.xpath("//script[@type='application/ld+json']")  # a browser does not run it
        assert all(json.loads(s.text) for s in data), path
        scripts = tree.xpath("//script[not(@type='application/ld+json')]")
        assert all("alert(1)" not in (s.text or "") for s in scripts), path
    files = site.files()
    shown = (
        html.fromstring(files["documents/evil/index.html"].read().decode()).xpath("//main")[0].text_content()
    )
    assert shown.count(HOSTILE) >= 14


def passed(site: Input, path: str) -> str:
    return text(html.fromstring(site.files()[f"{path}index.html"].read().decode()).xpath("//main")[0])


def test_after_all_days_home_says_so_and_counts_what_was_not_reported(real: Input) -> None:
    late = real.but(as_of=date(2026, 11, 21))
    days = {t.due.date: len(ts) for ts in real.library.due.values() if (t := ts[0]).due.date}
    home = passed(late, "")
    assert "写明日期的任务，时限都已过。" in home
    assert f"日子已过的共 {sum(days.values())} 项，都未报送进展。" in home
    tree = html.fromstring(late.files()["index.html"].read().decode())
    shown = tree.xpath("//section[@class='qd-next']//time/@datetime")
    assert shown == [d.isoformat() for d in sorted((d for d in days if d), reverse=True)[:3]]
    assert f"日子已过的共 {sum(days.values())} 项" in passed(late, "deadlines/")
    assert "时限已过，都未报送进展。" in passed(late, "deadlines/2022-09-30/")
    # the word stands with what it means: nothing is said of what nobody reported
    assert "没有报送完成" in home
    words = f"共 {sum(days.values())} 项时限已过，都未报送进展。没有报送不等于没有做。从2026年11月21日算。"
    assert words in passed(late, "deadlines/passed/")
    assert not [p for p, f in late.files().items() if p.endswith(".html") and "逾期" in f.read().decode()]


def test_the_day_itself_has_not_passed(real: Input) -> None:
    on_it = real.but(as_of=date(2022, 6, 30))
    assert "时限已过" not in passed(on_it, "deadlines/2022-06-30/").split("共 3 项。")[1]
    assert "日子已过的共" not in passed(on_it, "")
    assert "日子已过的共 3 项" in passed(real.but(as_of=date(2022, 7, 1)), "")


@pytest.mark.parametrize(
    ("reports", "told"),
    [
        ("{日期: 2023-01-05, 状态: 进行中}", "已逾期 1 项"),
        ("{日期: 2023-01-05, 状态: 未开始}", "已逾期 1 项"),
        ("{日期: 2022-12-31, 状态: 进行中}", "到期后没有再报送 1 项"),
        ("{日期: 2022-12-01, 状态: 未开始}", "到期后没有再报送 1 项"),
        ("{日期: 2022-12-01, 状态: 进行中}, {日期: 2023-02-01, 状态: 已完成}", "已完成 1 项"),
        ("{日期: 2023-02-01, 状态: 已取消}", "已取消 1 项"),
    ],
)
def test_late_is_only_what_was_reported_as_not_done_after_its_day(
    made: Made, reports: str, told: str
) -> None:
    site, _ = made(f"    进展: [{reports}]\n")
    late = site.but(as_of=date(2023, 3, 1))
    rest = len(site.library.due["2022-12-31"]) - 1
    assert f"时限已过，{told}，未报送进展 {rest} 项。" in passed(late, "deadlines/2022-12-31/")
    tree = html.fromstring(late.files()["deadlines/passed/index.html"].read().decode())
    named = tree.xpath("//section[@class='qd-late']//@data-task")
    assert named == (["shaoxing-2022/3"] if told.startswith("已逾期") else [])
    listed = "shaoxing-2022/3" in tree.xpath("//tr/@data-task")
    assert listed == told.startswith(("已逾期", "到期后"))


def test_what_is_printed_holds_whenever_it_is_read(real: Input) -> None:
    """No page says how many days are left or which month is this one: that is the reader's clock's part."""
    for path, file in real.but(as_of=date(2022, 6, 20)).files().items():
        if path.endswith(".html"):
            main = text(html.fromstring(file.read().decode()).xpath("//main")[0])
            assert not re.search("还有 ?[0-9]+ ?天|已过 ?[0-9]+ ?天|本月到期", main), path


def test_a_day_that_passed_tells_done_from_not_reported(made: Made) -> None:
    site, _ = made("    进展:\n    - {日期: 2022-12-01, 状态: 已完成}\n")
    tasks = len(site.library.due["2022-12-31"])
    late = site.but(as_of=date(2023, 1, 10))
    assert f"时限已过，已完成 1 项，未报送进展 {tasks - 1} 项。" in passed(late, "deadlines/2022-12-31/")


COLUMNS = "备注: 甲\n    目标: 乙\n    措施: 丙\n    配合单位: 市审计局\n"


def test_a_table_of_many_columns_can_be_moved_sideways_by_keyboard(
    edited: Callable[[Edit], Input],
) -> None:
    def edit(content: Path) -> None:
        words = "标题: 很宽的表\n年度: 2022\n清单:\n- 条目:\n  - 序号: 1\n    内容: 做好工作。\n"
        wide = words + "    牵头单位: 市发改委\n    责任单位: 市财政局\n    完成时限: 全年\n    " + COLUMNS
        (content / "documents" / "wide.yaml").write_text(wide, "utf-8")

    files = edited(edit).files()
    tree = html.fromstring(files["documents/wide/index.html"].read().decode())
    (frame,) = tree.xpath("//div[@class='qd-scroll']")
    assert (frame.get("role"), frame.get("tabindex")) == ("region", "0")
    assert frame.get("aria-label")
    assert len(frame.xpath(".//tr[@data-task]/td")) == 9
    narrow = html.fromstring(files["documents/shaoxing-2022/index.html"].read().decode())
    assert not narrow.xpath("//div[@class='qd-scroll']")
