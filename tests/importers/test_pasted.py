"""Pasted tables: what spreadsheets, Markdown and exports leave in a text file."""

from __future__ import annotations

import pytest

from qingdan.importers import txt
from qingdan.importers.blocks import Line, Table

from .conftest import SAMPLES


def blocks(text: str) -> list[str | list[list[str]]]:
    """Lines as text, tables as rows of words."""
    found = txt.read("甲.txt", text.encode(), "甲.txt").blocks
    return [
        block.text
        if isinstance(block, Line)
        else [[cell.text if cell else "" for cell in row] for row in block.rows]
        for block in found
    ]


def test_a_break_in_a_bar_table_parts_lines_and_is_no_word() -> None:
    text = "| 任务 | 单位 |\n|---|---|\n| 甲<br>乙 | 市公安局<BR/>市民政局 |\n后面"
    assert blocks(text) == [[["任务", "单位"], ["甲\n乙", "市公安局\n市民政局"]], "后面"]


def test_a_quoted_cell_over_lines_is_one_cell() -> None:
    text = '表\n任务\t单位\n甲\t"市公安局\n市""民""政局"\n"乙"\t丙\n'
    assert blocks(text) == ["表", [["任务", "单位"], ["甲", '市公安局\n市"民"政局'], ['"乙"', "丙"]], ""]


def test_values_parted_by_commas() -> None:
    text = '清单\n序号,任务,单位,时限\n1,甲,"市公安局,市民政局",6月\n2,乙,丙,7月\n完'
    header, first = ["序号", "任务", "单位", "时限"], ["1", "甲", "市公安局,市民政局", "6月"]
    assert blocks(text) == ["清单", [header, first, ["2", "乙", "丙", "7月"]], "完"]


@pytest.mark.parametrize(
    "text",
    [
        "各镇,各街道,各部门,各单位:\n一要,二要,三要,四要\n一是,二是,三是,四是",
        "1,2,3,4\n1,2,3,4\n1,2,3,4",
        "序号,任务,单位,时限\n1,甲,乙,丙",
        '推进"一网\n通办"改革',
        '任务\t单位\n"甲\t乙\n丙"丁\t戊',
    ],
)
def test_text_that_only_looks_so_stays_as_it_is(text: str) -> None:
    assert blocks(text) == text.split("\n")


def test_a_break_in_running_text_ends_the_line() -> None:
    assert blocks("甲。<br>责任单位：乙局<br>\n丙") == ["甲。", "责任单位：乙局", "", "丙"]


def test_files_without_such_marks_keep_their_lines() -> None:
    """Their problems name the lines that an editor shows."""
    for path in sorted(SAMPLES.glob("*.txt")):
        reading = txt.read(path.name, path.read_bytes(), path.name)
        if not any(isinstance(block, Table) for block in reading.blocks) and b"<br" not in path.read_bytes():
            assert reading.original is not None
            assert list(reading.original.lines) == txt._BREAK.split(txt.decode(path.read_bytes()) or "")
