"""Whatever tables a format gives, with merged cells and lines between them: a draft that is proved."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from qingdan.importers.blocks import Block, Cell, Line, Mark, Reading, Table
from qingdan.importers.drafting import draft_of
from qingdan.model import OriginalText
from qingdan.problems import has_errors

from .test_any_text import PIECES

NAMES = [
    "序号", "工作任务", "类别", "牵头单位", "责任单位", "配合单位", "完成时限", "备注", "责任人", "措施", "",
]  # fmt: skip
CELLS = [
    "", "", "1", "2", "3", "一、", "一、加强公开", "推进政务公开，完善目录。", "修路", "市发改委",
    "市财政局\n市教育局", "各区、县（市）政府", "年底前", "全年", "6月底前", "张三", "无", "/", "注：下同",
    "列第一位者为牵头单位，下同", "公(gong)开", "365bet官网",
]  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> list[list[tuple[str, int, int] | None]]:
    """Rows of cells (words, rows, columns); None where a merged cell covers."""
    width, height = draw(st.integers(1, 6)), draw(st.integers(1, 7))
    grid: list[list[tuple[str, int, int] | None]] = [[None] * width for _ in range(height)]
    taken: set[tuple[int, int]] = set()
    for r in range(height):
        for k in range(width):
            if (r, k) in taken:
                continue
            rows = draw(st.sampled_from([1, 1, 1, 1, 2, 3]))
            columns = draw(st.sampled_from([1, 1, 1, 1, 1, 2, width]))
            columns = min(columns, next((n for n in range(width - k) if (r, k + n) in taken), width - k))
            rows = min(rows, height - r)
            taken |= {(r + i, k + j) for i in range(rows) for j in range(columns)}
            words = draw(st.sampled_from(NAMES if r == 0 and draw(st.integers(0, 4)) else CELLS))
            grid[r][k] = (words, rows, columns)
    return grid


def reading(parts: list[Any]) -> Reading:
    """The parts as a format module gives them: a row is a line of the original, cells joined by tab."""
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
            line, row = "", []
            for k, cell in enumerate(cells):
                line += "\t" if k else ""
                at = Mark(len(lines) + 1, len(line) + 1)
                row.append(None if cell is None else Cell(cell[0], at, cell[1], cell[2]))
                line += cell[0].replace("\n", " ") if cell else ""
            lines.append(line)
            rows.append(tuple(row))
        blocks.append(Table(tuple(rows), mark))
    return Reading(OriginalText("content/originals/x.docx", "0" * 64, tuple(lines)), tuple(blocks), ())


@given(st.lists(st.one_of(tables(), st.sampled_from(PIECES)), min_size=1, max_size=6))
def test_any_tables_are_proved(parts: list[Any]) -> None:
    found = draft_of(reading(parts), "x")
    if found.original is None:
        assert has_errors(found.problems)
        return
    assert found.document is not None
    assert found.alignment is not None
    assert found.alignment.proved, (found.yaml, found.alignment)
