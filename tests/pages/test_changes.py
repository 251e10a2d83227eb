"""The page of changes: what the data dates, newest first, and nothing that it does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lxml import html

from tests.pages.conftest import Edit, Input, replaced

SHAOXING = "documents/shaoxing-2022.yaml"
DEADLINE = "    完成时限: 12月底前\n"
ADDED = (
    "    进展:\n    - {日期: 2022-07-01, 状态: 进行中}\n    - {日期: 2022-12-20, 状态: 进行中}\n"
    "    调整:\n    - {原定: 12月底前, 调整后: 2023年3月底前, 日期: 2022-12-20, 依据: 市政府会议}\n"
    "    更正:\n    - {字段: 完成时限, 原文: 12 月底前, 理由: 印刷多了空格}\n"
)


def shown(site: Input, path: str = "changes/") -> html.HtmlElement:
    return html.fromstring(site.files()[f"{path}index.html"].read().decode())


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_documents_stand_at_the_day_that_is_printed(real: Input) -> None:
    tree = shown(real)
    days = {h.get("id"): words(h.getparent()) for h in tree.xpath("//main//section/h2")}
    assert list(days) == sorted(days, reverse=True)
    signed = {d.signed.isoformat() for d in real.library.documents if d.signed}
    assert set(days) - {"undated"} == signed
    assert days["2022-06-01"] == "2022年6月1日 成文 2022年绍兴市政务公开重点工作任务清单（绍兴市），50 项任务"


def test_reports_moved_deadlines_and_corrections(edited: Callable[[Edit], Input]) -> None:
    def edit(content: Path) -> None:
        replaced(content / SHAOXING, DEADLINE, DEADLINE + ADDED)

    site = edited(edit)
    tree = shown(site)
    days = {h.get("id"): words(h.getparent()) for h in tree.xpath("//main//section/h2")}
    assert next(iter(days)) == "2022-12-20"
    title = "2022年绍兴市政务公开重点工作任务清单（绍兴市），1 项："
    assert days["2022-12-20"] == (
        f"2022年12月20日 报送进展 {title} 第 3 项 进行中 "
        f"调整时限 {title} 第 3 项 12月底前改为2023年3月底前（市政府会议）"
    )
    assert days["undated"].endswith(f"更正文字 {title} 第 3 项 完成时限一栏")
    facts = {words(d[0]): words(d[1]) for d in shown(site, "documents/shaoxing-2022/").xpath("//dl/div")}
    assert facts["最近更新"] == (
        "2022年12月20日报送进展 1 项、调整时限 1 项；2022年7月1日报送进展 1 项（全部变动）"
    )
    assert "最近更新" not in words(shown(site, "documents/jiaxing-2020/").xpath("//dl")[0])
    assert "最近的变动：2022年12月20日" in words(shown(site, "").xpath("//main")[0])


def test_the_day_of_counting_changes_nothing(real: Input) -> None:
    later = real.but(as_of=real.as_of.replace(year=2030))
    assert real.files()["changes/index.html"].read() == later.files()["changes/index.html"].read()
    assert real.files()["changes/index.html"].key == later.files()["changes/index.html"].key
