"""Tables as formats give them: merged cells, headers of two levels, frames that are no lists."""

from __future__ import annotations

import pytest

from qingdan.importers.blocks import Block, Cell, Line, Mark, Reading, Table
from qingdan.importers.drafting import Drafted, draft_of
from qingdan.model import OriginalText

from .conftest import tree
from .rendered import NAMES, expected, named, tables

Grid = list[list[str | None]]
"""Words of the cells; None where a merged cell covers; `甲>` spans two columns, `甲v` two rows."""


def reading(*parts: str | Grid) -> Reading:
    """Lines and tables as a format module would give them."""
    blocks: list[Block] = []
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines.append(part)
            blocks.append(Line(part, Mark(len(lines), 1)))
            continue
        rows = []
        mark = Mark(len(lines) + 1, 1)
        for cells in part:
            row: list[Cell | None] = []
            texts = ["" if c is None else c.rstrip(">v") for c in cells]
            for k, c in enumerate(cells):
                at = Mark(len(lines) + 1, 1 + sum(len(t) + 1 for t in texts[:k]))
                columns = 1 + (c.count(">") if c else 0)
                row.append(None if c is None else Cell(texts[k], at, 1 + c.count("v"), columns))
            lines.append("\t".join(texts))
            rows.append(tuple(row))
        blocks.append(Table(tuple(rows), mark))
    return Reading(OriginalText("content/originals/x.docx", "0" * 64, tuple(lines)), tuple(blocks), ())


def drafted(*parts: str | Grid) -> Drafted:
    found = draft_of(reading(*parts), "x")
    assert found.alignment is not None
    assert found.alignment.proved, found.yaml
    return found


@pytest.mark.parametrize("names", NAMES, ids=lambda n: n[1])
def test_tables_of_the_checked_documents(names) -> None:
    for name, fields, rows in tables():
        width = len(fields)
        grid: Grid = [list(named(fields, names))]
        grid += [list(r) if len(r) > 1 else [r[0] + ">" * (width - 1), *[None] * (width - 1)] for r in rows]
        values = tree(drafted("2022年政务公开工作任务清单", "", grid).yaml)
        found = [
            e if isinstance(e, str) else {k: "".join(v.split()) for k, v in e.items()}
            for e in values["清单"][0]["条目"]
        ]
        assert found == expected(rows, fields, names), name


def test_a_group_cell_over_several_rows_heads_them() -> None:
    grid: Grid = [
        ["类别", "序号", "任务", "牵头单位", "完成时限"],
        ["基础设施v", "1", "升级骨干网络。", "市大数据局", "6月底前"],
        [None, "2", "建设灾备中心。", "市大数据局", "年底前"],
        ["数据共享", "3", "编制数据目录。", "市政务局", "9月底前"],
    ]
    (part,) = tree(drafted("2024年工作任务清单", grid).yaml)["清单"]
    assert [e if isinstance(e, str) else e["序号"] for e in part["条目"]] == [
        "基础设施",
        "1",
        "2",
        "数据共享",
        "3",
    ]


def test_a_header_of_two_levels() -> None:
    grid: Grid = [
        ["序号v", "任务v", "责任分工>", None, "时限v"],
        [None, None, "牵头单位", "配合单位", None],
        ["1", "推进跨省通办", "市政务局", "市公安局", "6月底前"],
        ["2", "清理证明事项", "市司法局", "", "持续推进"],
    ]
    (part,) = tree(drafted("2022年改革任务表", grid).yaml)["清单"]
    assert part["条目"] == [
        {
            "序号": "1",
            "内容": "推进跨省通办",
            "牵头单位": "市政务局",
            "配合单位": "市公安局",
            "完成时限": "6月底前",
        },
        {"序号": "2", "内容": "清理证明事项", "牵头单位": "市司法局", "完成时限": "持续推进"},
    ]


def test_a_name_over_two_columns_with_numbers_in_the_first() -> None:
    grid: Grid = [
        ["工作任务", "工作要求>", None, "责任单位", "时限"],
        ["一、推进决策公开v", "1", "编制事项目录。", "市司法局", "持续推进"],
        [None, "2", "公开执行情况。", "市审计局", "年底前"],
    ]
    (part,) = tree(drafted("2022年任务表", grid).yaml)["清单"]
    assert [e if isinstance(e, str) else e["序号"] for e in part["条目"]] == ["一、推进决策公开", "1", "2"]


def test_a_cell_over_two_rows_belongs_to_both() -> None:
    grid: Grid = [
        ["序号", "任务", "责任单位", "时限"],
        ["1", "开展普查登记", "市统计局v", "6月底前"],
        ["2", "发布普查公报", None, "年底前v"],
        ["3", "汇编普查资料", "市档案馆", None],
    ]
    found = drafted("2023年任务表", grid)
    assert found.problems == ()
    assert found.document is not None
    assert [t.responsible[0].name for t in found.document.tasks] == ["市统计局", "市统计局", "市档案馆"]
    assert [t.deadline.text for t in found.document.tasks] == ["6月底前", "年底前", "年底前"]
    (part,) = tree(found.yaml)["清单"]
    reason = "原件这一格与上面的行合并，只印一次，几行共用"
    assert part["条目"][1]["更正"] == [{"字段": "责任单位", "理由": reason}]
    assert "更正" not in part["条目"][0]


def test_content_over_several_numbers_is_the_content_of_each() -> None:
    grid: Grid = [
        ["序号", "任务", "责任单位", "时限"],
        ["1", "开展普查登记v", "市统计局", "6月底前"],
        ["2", None, "市档案馆", "年底前"],
    ]
    found = drafted("2023年任务表", grid)
    assert found.document is not None
    assert [t.text.value for t in found.document.tasks] == ["开展普查登记"] * 2


@pytest.mark.parametrize("numbered", [True, False])
def test_a_number_and_content_over_several_rows_are_one_task(numbered: bool) -> None:
    grid: Grid = [
        ["序号", "任务", "责任单位", "时限"],
        ["1v", "开展普查登记v", "市统计局", "6月底前v"],
        [None, None, "市档案馆", None],
        ["2", "发布普查公报", "市统计局", "年底前"],
    ]
    found = drafted("2023年任务表", grid if numbered else [row[1:] for row in grid])
    assert found.document is not None
    first, second = found.document.tasks
    assert [party.name for party in first.responsible] == ["市统计局", "市档案馆"]
    assert (first.deadline.text, second.deadline.text) == ("6月底前", "年底前")
    assert [(item.text.value, item.reason) for item in found.document.leftovers] == [
        ("市档案馆", "原件这一条占几行，这一栏每行各印一部分")
    ]


def test_a_title_row_inside_the_table_is_its_title() -> None:
    grid: Grid = [
        ["2023年重点任务清单>>>", None, None, None],
        ["序号", "任务", "责任单位", "时限"],
        ["1", "开展普查登记", "市统计局", "6月底前"],
    ]
    values = tree(drafted(grid).yaml)
    assert values["标题"] == "2023年重点任务清单"
    assert values["清单"][0]["名称"] == "2023年重点任务清单"
    assert len(values["清单"][0]["条目"]) == 1


def test_a_frame_is_no_list() -> None:
    found = drafted("关于开会的通知", [["时间", "地点"], ["9月1日", "一楼会议室"]])
    assert tree(found.yaml)["清单"] == []
    assert {p.rule for p in found.problems} == {"unplaced", "unknown-table", "no-tasks"}


def test_a_table_over_two_pages_with_its_header_again() -> None:
    head = ["序号", "任务", "责任单位", "时限"]
    first: Grid = [head, ["1", "开展普查登记", "市统计局", "6月底前"]]
    second: Grid = [head, ["2", "发布普查公报", "市统计局", "年底前"]]
    (part,) = tree(drafted("2023年任务表", first, second).yaml)["清单"]
    assert [e["序号"] for e in part["条目"]] == ["1", "2"]


def test_a_table_over_two_pages_without_header() -> None:
    head = ["序号", "任务", "责任单位", "时限"]
    first: Grid = [head, ["1", "开展普查登记", "市统计局", "6月底前"]]
    second: Grid = [["2", "发布普查公报", "市统计局", "年底前"]]
    (part,) = tree(drafted("2023年任务表", first, second).yaml)["清单"]
    assert [e["序号"] for e in part["条目"]] == ["1", "2"]
