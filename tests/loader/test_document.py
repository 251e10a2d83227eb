"""The reading rules of DESIGN.md, as they come out of one document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from qingdan.loader import ReadDocument
from qingdan.model import Document, Heading, Paragraph, Task

Read = Callable[..., ReadDocument]

HEAD = "标题: 2022年绍兴市政务公开工作重点任务清单\n年度: 2022\n"
SHAOXING = """\
地区: 浙江省/绍兴市
网址名: shaoxing
单位:
- {名称: 市发改委, 网址名: shi-fa-gai-wei, 别名: [市发展改革委]}
- {名称: 市政务数据办（市跑改办）, 网址名: shi-zheng-wu-shu-ju-ban}
泛称:
- {名称: 各区、县（市）政府, 网址名: ge-qu-xian-shi-zheng-fu}
"""


def rows(*entries: str, head: str = HEAD) -> str:
    """A document with one list of these entries, each without its dash and indentation."""
    lines = ["清单:", "- 名称: 重点任务清单", "  条目:"]
    for entry in entries:
        first, *others = entry.split("\n")
        lines += [f"  - {first}", *(f"    {line}" for line in others)]
    return head + "\n".join(lines) + "\n"


def document(read: ReadDocument) -> Document:
    assert read.document, read.problems
    return read.document


def names(parties: tuple[object, ...]) -> list[str]:
    return [party.name for party in parties]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "value", ["1.10", "no", "12:30", "01", "0x1F", "2022-06-01", "~", "null", "1e3", "yes"]
)
def test_every_scalar_stays_text(read: Read, value: str) -> None:
    task = document(read(rows(f"序号: 1\n内容: {value}"))).tasks[0]
    assert task.text.value == value


def test_words_have_their_place(read: Read) -> None:
    text = rows("序号: 7\n内容: '预算公开'\n措施: |-\n\n    试点\n    推广\n备注: \"备案\"")
    task = document(read(text)).tasks[0]
    lines = text.split("\n")
    for name, word in (("number", "7"), ("text", "预算公开"), ("measures", "试点"), ("remark", "备案")):
        place = task.cells[name].place
        assert lines[place.line - 1][place.column - 1 :].startswith(word)
    assert task.cells["measures"].value == "试点\n推广"


def test_cells_keep_the_order_of_the_printed_columns(read: Read) -> None:
    task = document(read(rows("完成时限: 全年\n内容: 试点\n责任单位:\n牵头单位: 市发改委\n编号: 9"))).tasks[0]
    assert list(task.cells) == ["deadline", "text", "lead"]


def test_byte_order_mark_and_windows_line_ends(read: Read) -> None:
    plain = document(read(rows("序号: 1\n内容: 试点")))
    windows = document(read("\ufeff" + rows("序号: 1\n内容: 试点").replace("\n", "\r\n")))
    assert windows.tasks == plain.tasks


def test_spaces_inside_titles_go(read: Read) -> None:
    text = rows("内容: 试点", head="标题: 关于印发2022年 绍兴市　清单的通知\n年度: 2022\n")
    read_ = document(read(text.replace("重点任务清单", "2022 年重点任务清单")))
    assert read_.title.value == "关于印发2022年绍兴市清单的通知"
    assert read_.lists[0].title
    assert read_.lists[0].title.value == "2022年重点任务清单"


def test_levels_and_sections(read: Read) -> None:
    found = document(
        read(
            rows(
                "一、深化主动公开",
                "（一）聚焦战略定位",
                "内容: 甲",
                "专题栏目",
                "内容: 乙",
                "（二）聚焦营商环境",
                "内容: 丙",
                "二、强化监督",
                "内容: 丁",
            )
        )
    )
    headings = [e for e in found.lists[0].entries if isinstance(e, Heading)]
    assert [(h.level, h.anchor) for h in headings] == [
        (1, "section-1-1"),
        (2, "section-1-2"),
        (3, "section-1-3"),
        (2, "section-1-4"),
        (1, "section-1-5"),
    ]
    assert [t.section for t in found.tasks] == [
        ("一、深化主动公开", "（一）聚焦战略定位"),
        ("一、深化主动公开", "（一）聚焦战略定位", "专题栏目"),
        ("一、深化主动公开", "（二）聚焦营商环境"),
        ("二、强化监督",),
    ]
    assert [t.number for t in found.tasks] == ["一(一)-1", "一(一)-2", "一(二)-1", "二-1"]
    assert found.tasks[0].id == "shaoxing-2022/一(一)-1"


def test_rows_without_number_or_heading_are_counted(read: Read) -> None:
    found = document(read(rows("总体安排", "内容: 甲", "段落: 注", "内容: 乙")))
    assert [t.number for t in found.tasks] == ["1", "2"]
    assert isinstance(found.lists[0].entries[2], Paragraph)


def test_a_list_whose_numbers_were_used_is_told_apart_whole(read: Read) -> None:
    second = "- 名称: 附表\n  条目:\n  - {序号: 2, 内容: 丙}\n  - {序号: 9, 内容: 丁}\n"
    third = "- 名称: 附表二\n  条目:\n  - {序号: 31, 内容: 戊}\n"
    text = rows("{序号: 1, 内容: 甲}", "{序号: 2, 内容: 乙}") + second + third
    assert [t.anchor for t in document(read(text)).tasks] == [
        "task-1",
        "task-2",
        "task-2-2",
        "task-2-9",
        "task-31",
    ]


def test_numbers_that_begin_anew_under_each_heading(read: Read) -> None:
    found = document(read(rows("一、公开", "{序号: 1, 内容: 甲}", "二、监督", "{序号: 1, 内容: 乙}")))
    assert [(t.number, t.anchor) for t in found.tasks] == [("1", "task-一-1"), ("1", "task-二-1")]


def test_a_number_that_stands_twice_makes_two_ids(read: Read) -> None:
    found = document(read(rows("{序号: 1, 内容: 甲}", "{序号: 1, 内容: 乙}")))
    assert [t.id for t in found.tasks] == ["shaoxing-2022/1", "shaoxing-2022/1-2"]


def test_numbers_are_made_fit_for_addresses(read: Read) -> None:
    found = document(
        read(rows("{序号: '1 / 2', 内容: 甲}", "{序号: '#3%', 内容: 乙}", "{序号: '％', 内容: 丙}"))
    )
    assert [t.anchor for t in found.tasks] == ["task-1-2", "task-3", "task-％"]
    assert found.tasks[0].number == "1 / 2"


def test_a_pinned_id_stays(read: Read) -> None:
    task = document(read(rows("{序号: 5, 内容: 甲, 编号: 3}"))).tasks[0]
    assert (task.number, task.id, task.pinned) == ("5", "shaoxing-2022/3", True)


def test_units_of_the_registry_and_others(read: Read) -> None:
    text = rows(
        "内容: 甲\n牵头单位: 市发展改革委、市政务数据办 (市跑改办)\n责任单位: 市档案馆，各区、县（市）政府",
        head=HEAD + "地区: 浙江省/绍兴市\n",
    )
    task = document(read(text, SHAOXING)).tasks[0]
    assert [(p.name, p.unit.name) for p in task.lead] == [
        ("市发展改革委", "市发改委"),
        ("市政务数据办(市跑改办)", "市政务数据办（市跑改办）"),
    ]
    other, collective = task.responsible
    assert (other.unit.id, other.unit.place) == ("shaoxing/shi-dang-an-guan", None)
    assert collective.unit.collective
    assert collective.unit.place


def test_a_slug_that_the_registry_has_given_is_not_given_again(read: Read) -> None:
    head = HEAD + "地区: 浙江省/绍兴市\n"
    task = document(read(rows("内容: 甲\n牵头单位: 市发该委", head=head), SHAOXING)).tasks[0]
    assert task.lead[0].unit.slug != "shi-fa-gai-wei"
    assert task.lead[0].unit.slug.startswith("shi-fa-gai-wei-")


def test_a_cell_may_be_a_list(read: Read) -> None:
    task = document(read(rows("内容: 甲\n牵头单位: [市发改委, '各区、县（市）政府']"))).tasks[0]
    assert names(task.lead) == ["市发改委", "各区、县（市）政府"]
    assert task.cells["lead"].value == "市发改委\n各区、县（市）政府"


@pytest.mark.parametrize(
    "said",
    [
        "段落: 注：责任单位列第一位者为牵头单位，下同",
        "'责任单位（列第一位者为牵头单位，下同）'",
        "内容: 丙\n备注: 排在第一位的部门为牵头部门，下同",
    ],
)
def test_first_is_lead_holds_from_there_on(read: Read, said: str) -> None:
    before, *_, after = document(
        read(rows("内容: 甲\n责任单位: 市发改委、市财政局", said, "内容: 乙\n责任单位: 市发改委、市财政局"))
    ).tasks
    assert (names(before.lead), names(before.responsible)) == ([], ["市发改委", "市财政局"])
    assert (names(after.lead), names(after.responsible)) == (["市发改委"], ["市财政局"])


def test_first_is_lead_says_nothing_of_rows_with_a_lead(read: Read) -> None:
    text = rows("内容: 甲\n牵头单位: 市档案馆\n责任单位: 市发改委、市财政局")
    text = text.replace("清单:\n", "正文: 责任单位列第一位者为牵头单位。\n清单:\n")
    task = document(read(text)).tasks[0]
    assert (names(task.lead), names(task.responsible)) == (["市档案馆"], ["市发改委", "市财政局"])


def test_a_note_below_the_last_row_holds_for_the_whole_list(read: Read) -> None:
    said = "段落: 注：责任单位排在第一位的为牵头单位"
    task = document(read(rows("内容: 甲\n责任单位: 市发改委、市财政局", said))).tasks[0]
    assert (names(task.lead), names(task.responsible)) == (["市发改委"], ["市财政局"])


@pytest.mark.parametrize(
    "said", ["无牵头单位的，责任单位即为牵头单位", "（没有牵头单位的，由责任单位作为牵头单位。）"]
)
def test_responsible_units_lead_where_the_document_says_so(read: Read, said: str) -> None:
    text = rows("内容: 甲\n责任单位: 市发改委、市财政局", "内容: 乙\n牵头单位: 市档案馆\n责任单位: 市教育局")
    first, second = document(read(text.replace("清单:\n", f"正文: {said}\n清单:\n"))).tasks
    assert (names(first.lead), names(first.responsible)) == (["市发改委", "市财政局"], [])
    assert (names(second.lead), names(second.responsible)) == (["市档案馆"], ["市教育局"])


def test_deadlines_and_what_counts_now(read: Read) -> None:
    task = document(
        read(rows("内容: 甲\n完成时限: 9月底前\n调整: [{原定: 9月底前, 调整后: 12月底前}]"))
    ).tasks[0]
    assert (task.deadline.date, task.due.date) == (date(2022, 9, 30), date(2022, 12, 31))


def test_the_year_of_the_signature_serves_where_none_is_written(read: Read) -> None:
    found = read(rows("内容: 甲\n完成时限: 9月底前", head="标题: 清单\n成文日期: 2021-05-12\n"))
    assert document(found).tasks[0].deadline.date == date(2021, 9, 30)
    assert "no-year" in {problem.rule for problem in found.problems}


def test_a_deadline_is_one_wherever_it_stands(read: Read) -> None:
    task = document(read(rows("内容: 甲\n责任单位: 市发改委，6月底完成"))).tasks[0]
    assert names(task.responsible) == ["市发改委"]
    assert task.deadline.date == date(2022, 6, 30)


def test_progress_is_sorted_and_absent_progress_is_not_zero(read: Read) -> None:
    first, second = document(
        read(
            rows(
                "内容: 甲\n进展:\n- {日期: 2022-09-01, 状态: 已完成}\n- {日期: 2022-07-01, 状态: 进行中}",
                "内容: 乙",
            )
        )
    ).tasks
    assert [p.date.month for p in first.progress] == [7, 9]
    assert (first.status, second.status) == ("已完成", "未报送")


def test_what_a_document_carries(read: Read) -> None:
    head = """\
标题: 关于印发清单的通知
文号: 绍政办综〔2022〕4号
年度: 2022
成文日期: 2022-06-01
抄送: [市委宣传部，市委网信办，, ，市信访局]
依据: [国办发〔2022〕8号, 浙政办发〔2022〕30号]
原件: {文件: shaoxing-2022.txt, 网址: 'https://www.sx.gov.cn/a', 校验码: %s}
附录:
- {名称: 单位名单, 内容: 市发改委}
未采用:
- {文字: （此件公开发布）, 理由: 公开属性标注}
- {文字: 推广文字, 理由: 损坏：覆盖了一个单位}
""" % ("A" * 64)
    found = document(read(rows("内容: 甲\n上级任务: zhejiang-2021/一(一)-1，zhejiang-2021/2", head=head)))
    assert found.copies == ("市委宣传部", "市委网信办", "市信访局")
    assert [t.value for t in found.basis] == ["国办发〔2022〕8号", "浙政办发〔2022〕30号"]
    assert found.original
    assert found.original.sha256 == "a" * 64
    assert found.annexes[0].title
    assert [x.damaged for x in found.leftovers] == [False, True]
    assert found.tasks[0].superior == ("zhejiang-2021/一(一)-1", "zhejiang-2021/2")
    assert found.dates.keys() == {"year", "signed"}
    assert found.region.path is None
    assert found.region.slug == "shaoxing-2022"


def test_a_document_with_errors_is_left_out_and_all_are_shown(read: Read) -> None:
    found = read("标题：清单\n年度: 22\n成文日期: 6月\n清单:\n- 条目:\n  - 序号: 1\n    内荣: 甲\n")
    assert found.document is None
    assert [p.rule for p in found.problems if p.severity.name == "ERROR"] == [
        "full-width-colon",
        "wrong-date",
        "wrong-value",
        "unknown-key",
    ]


def test_task_is_whole(read: Read) -> None:
    found = document(read(rows("序号: 1\n内容: 甲\n更正: [{字段: 完成时限, 原文: 12 月底, 理由: 漏印}]")))
    task = found.tasks[0]
    assert isinstance(task, Task)
    assert task.corrections[0].field == "deadline"
    assert task.url == "documents/shaoxing-2022/#task-1"
