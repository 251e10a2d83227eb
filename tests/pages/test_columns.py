"""Columns are read back from the rows and the printed names."""

from __future__ import annotations

import pytest

from qingdan.model import Deadline, Task, TaskList, Text
from qingdan.pages.columns import columns
from qingdan.problems import Place
from tests.pages.conftest import Input

HERE = Place("content/documents/x.yaml", 1, 1)


def table(header: list[str], *rows: list[str]) -> TaskList:
    tasks = tuple(
        Task(
            id=f"x/{i}",
            anchor=f"task-{i}",
            number=str(i),
            list_ordinal=1,
            section=(),
            cells={name: Text("字", HERE) for name in row},
            deadline=Deadline(None, "none"),
            place=HERE,
        )
        for i, row in enumerate(rows, 1)
    )
    return TaskList(
        ordinal=1,
        title=None,
        kind="table",
        header=tuple(Text(h, HERE) for h in header),
        entries=tasks,
        place=HERE,
    )


def named(part: TaskList) -> list[tuple[str, str, bool]]:
    return [tuple(c) for c in columns(part).columns]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("id_", "ordinal", "expected", "group"),
    [
        ("shaoxing-2022", 1, "序号 重点工作 牵头单位 责任单位 完成时限", ""),
        ("deqing-2022", 2, "序号 重点任务 牵头单位 完成时限", ""),
        ("deqing-2022", 3, "序号 目标任务 责任单位 完成时限", "名称"),
        ("unnamed-city-2022", 1, "序号* 工作要求 责任单位 时限", "工作任务"),
        ("jiaxing-2020", 1, "序号 重点工作 牵头单位 责任单位", ""),
        ("zhejiang-2021", 1, "编号* 内容* 牵头单位* 责任单位*", ""),
    ],
)
def test_columns_of_the_real_lists(real: Input, id_: str, ordinal: int, expected: str, group: str) -> None:
    """A star marks a name that is ours, because none is printed."""
    found = columns(real.library.document(id_).lists[ordinal - 1])
    shown = [c.name + ("" if c.printed else "*") for c in found.columns]
    if id_ == "zhejiang-2021":
        assert set(shown) == set(expected.split())
    else:
        assert shown == expected.split()
    assert found.group == group


def test_a_column_that_some_rows_lack_stands_where_the_others_have_it() -> None:
    part = table([], ["number", "text", "deadline"], ["number", "text", "lead", "deadline"])
    assert [c.field for c in columns(part).columns] == ["number", "text", "lead", "deadline"]


def test_an_unknown_name_goes_to_the_one_column_that_is_left() -> None:
    part = table(["序号", "干什么", "谁来干"], ["number", "text", "lead"])
    assert named(part) == [("number", "序号", True), ("text", "干什么", True), ("lead", "谁来干", True)]


def test_names_that_do_not_fit_in_number_are_not_guessed() -> None:
    part = table(["序号", "干什么", "谁来干", "几时完"], ["number", "text", "lead"])
    assert named(part) == [("number", "序号", True), ("text", "内容", False), ("lead", "牵头单位", False)]
    assert columns(part).group == "干什么、谁来干、几时完"


def test_spaces_inside_a_printed_name_go() -> None:
    part = table(["序 号", "重点\n工作"], ["number", "text"])
    assert named(part) == [("number", "序号", True), ("text", "重点工作", True)]
