"""Tables drawn with lines in a text file: what was drawn is what is read."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from qingdan.importers import drawn, txt
from qingdan.importers.blocks import Table

_WORDS = st.text("市财政局完善平台、，。（）2023年abc", max_size=30).map(lambda t: "".join(t.split()))
_SETS = (("┌─┬┐", "├─┼┤", "└─┴┘", "│"), ("┏━┳┓", "┣━╋┫", "┗━┻┛", "┃"), ("+-++", "+=++", "+-++", "|"))


def _draw(rows: list[list[str]], style: int, width: int) -> list[str]:
    """The rows drawn, each cell broken over lines of `width` characters."""
    top, middle, bottom, side = _SETS[style]

    def rule(chars: str) -> str:
        return chars[0] + chars[2].join([chars[1] * (width + 2)] * len(rows[0])) + chars[3]

    lines = [rule(top)]
    for k, row in enumerate(rows):
        pieces = [re.findall(f".{{1,{width}}}", cell) for cell in row]
        for n in range(max(1, *map(len, pieces))):
            parts = (piece[n] if n < len(piece) else "" for piece in pieces)
            lines.append(side + side.join(f" {part:<{width}} " for part in parts) + side)
        lines.append(rule(bottom if k == len(rows) - 1 else middle))
    return lines


@given(st.data(), st.integers(2, 6), st.integers(0, 2), st.integers(3, 12))
def test_what_was_drawn_is_read(data: st.DataObject, columns: int, style: int, width: int) -> None:
    row = st.lists(_WORDS, min_size=columns, max_size=columns)
    rows = [["序号", *["任务"] * (columns - 1)], *data.draw(st.lists(row, max_size=5))]
    lines = ["通知", *_draw(rows, style, width), "落款"]
    found = txt.read("x.txt", "\n".join(lines).encode(), "x.txt")
    assert isinstance(found.blocks[1], Table)
    cells = [[cell.text.replace(" ", "") for cell in row if cell] for row in found.blocks[1].rows]
    assert cells == rows
    assert found.original is not None
    assert found.original.lines[-1] == "落款"


@given(st.lists(st.text("┌┐└┘├┤┬┴┼─│+-=| 字1", max_size=20), max_size=12))
def test_nothing_is_lost_in_any_drawing(lines: list[str]) -> None:
    found = drawn.find(lines)
    for table in found:
        drawing = re.sub(r"[┌┐└┘├┤┬┴┼─│+\-=| ]", "", "".join(lines[table.start : table.end]))
        words = "".join(cell.text for row in table.rows for cell in row)
        assert sorted(re.sub(r"[┌┐└┘├┤┬┴┼─+\-= ]", "", words)) == sorted(drawing)
