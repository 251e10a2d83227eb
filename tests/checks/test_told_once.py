"""One slip of the hand in a real notice is told once: the fault itself, not what follows from it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qingdan.build.reading import read_content
from qingdan.problems import Problem, in_order

Lines = list[str]
ID = "shaoxing-2022"


@pytest.fixture
def copied(tmp_path: Path, content: Path) -> Path:
    shutil.copytree(content, tmp_path / "content")
    return tmp_path / "content"


def _line(lines: Lines, pattern: str) -> int:
    return next(n for n, line in enumerate(lines) if re.search(pattern, line))


def _edit(pattern: str, old: str, new: str) -> Callable[[Lines], int]:
    def edit(lines: Lines) -> int:
        at = _line(lines, pattern)
        assert old in lines[at]
        lines[at] = lines[at].replace(old, new, 1)
        return at + 1

    return edit


def _renumbered(lines: Lines) -> int:
    first = _line(lines, "序号: 20$")
    for at in range(first, len(lines)):
        lines[at] = re.sub(r"序号: (\d+)", lambda m: f"序号: {int(m[1]) + 1}", lines[at])
    return first + 1


def _deleted(lines: Lines) -> int:
    at = _line(lines, "序号: 2$")
    del lines[at : _line(lines, "序号: 3$")]
    return _line(lines, "序号: 1$") + 1  # it belongs behind this row


def _moved(lines: Lines) -> int:
    first, end, last = (_line(lines, f"序号: {n}$") for n in (2, 3, 6))
    row = lines[first:end]
    lines[last:last] = row
    del lines[first:end]
    return _line(lines, "序号: 2$") + 2


def _without_heading(lines: Lines) -> int:
    at = _line(lines, "^  - （二）")
    del lines[at]
    return _line(lines, "序号: 3$") + 1  # it belongs behind this row


SLIPS = {
    "unit": _edit("单位: 市财政局", "市财政局", "市财攻局"),
    "two units of a cell": _edit("单位: 市发改委、市建设局", "市建设局", "市建投局"),
    "comment": _edit("单位: 市发改委、市建设局", "、市建设局", " #、市建设局"),
    "role": _edit("牵头单位: 市市场监管局", "牵头", "责任"),
    "deadline": _edit("时限: 12月底前", "12月底前", "12月低前"),
    "no such month": _edit("时限: 三季度前", "三季度前", "13月底前"),
    "too early": _edit("时限: 三季度前", "三季度前", "2019年3月底前"),
    "month beside a date in the text": _edit("时限: 三季度前", "三季度前", "二季度前"),
    "no number": _edit("序号: 9$", "9", "''"),
    "other number": _edit("序号: 9$", "9", "19"),
    "full-width number": _edit("序号: 12$", "12", "１２"),
    "heading": _edit("^  - （二）", "（二）", "（五）"),
    "year": _edit("^年度", "2022", "2012"),
    "date of the signature": _edit("^成文日期", "2022", "2023"),
    "unseen character": _edit("单位: 市财政局", "市财政局", "市财\u200b政局"),
    "control character": _edit("单位: 市财政局", "市财政局", "市财\b政局"),
    "unseen character in a key": _edit("单位: 市财政局", "牵头", "牵\u200b头"),
    "other original": _edit("文件: shaoxing", "shaoxing-2022", "jiaxing-2020"),
    "column of the header": _edit("表头", ", 完成时限", ""),
    "renumbered": _renumbered,
    "row deleted": _deleted,
    "row moved": _moved,
    "heading deleted": _without_heading,
}


def found(content: Path) -> list[Problem]:
    return read_content(content, None, 1).problems


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_once_and_its_line_is_shown(slip: Callable[[Lines], int], copied: Path) -> None:
    usual = {p.message for p in found(copied)}
    file = copied / "documents" / f"{ID}.yaml"
    lines = file.read_text("utf-8").split("\n")
    line = slip(lines)
    file.write_text("\n".join(lines), "utf-8", newline="")
    problems = found(copied)
    # A renumbered row is called by its new number.
    told = [p for p in problems if p.message not in usual and p.rule != "contradicting-date"]
    assert len(told) == 1, told
    own = {e.place.line for p in told for e in p.excerpts if e.place.file.endswith(f"{ID}.yaml")}
    assert line in own
    assert problems == in_order(problems)
