"""The geometry of pages, by itself: rulings, glyphs, lines, paragraphs, documents."""

# ruff: noqa: E501 - pages stand in one piece

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.importers.blocks import Line, Table
from qingdan.importers.composing import CellText, Composer
from qingdan.importers.page import Glyph, Paper, Ruling, Sheet
from qingdan.importers.page.rulings import lattices
from qingdan.importers.page.sheet import upright
from qingdan.importers.page.tables import TablePart, joined, joins


def words(x: float, top: float, text: str, size: float = 10) -> list[Glyph]:
    """A line of text; wide characters are a square, others half of one."""
    out, at = [], x
    for c in text:
        wide = size if ord(c) > 0x2000 else size / 2
        out.append(Glyph(c, at, top, at + wide, top + size, size))
        at += wide
    return out


def flat(y: float, x0: float, x1: float) -> Ruling:
    return Ruling(x0, y, x1, y)


def tall(x: float, y0: float, y1: float) -> Ruling:
    return Ruling(x, y0, x, y1)


def box(xs: Sequence[float], ys: Sequence[float]) -> list[Ruling]:
    """All lines of a grid."""
    return [*(flat(y, xs[0], xs[-1]) for y in ys), *(tall(x, ys[0], ys[-1]) for x in xs)]


def sheet(glyphs: Sequence[Glyph], rulings: Sequence[Ruling] = (), number: int = 1) -> Sheet:
    return Sheet(number, 600, 800, glyphs, rulings)


def composed(*sheets: Sheet) -> Composer:
    paper, composer = Paper(), Composer()
    for s in sheets:
        paper.add(s)
    paper.compose(composer)
    return composer


def cells(composer: Composer) -> list[list[list[str | None]]]:
    return [[[c and c.text for c in row] for row in b.rows] for b in composer.blocks if isinstance(b, Table)]


def test_a_date_at_the_right_edge_does_not_go_on_below_at_the_left_one() -> None:
    texts = ["甲" * 40, "乙" * 40, "丙" * 20, "二〇二四年三月五日", "附件", "丁" * 40, "戊" * 40]
    edge = {"二〇二四年三月五日": 450 - 90}
    glyphs = [g for k, t in enumerate(texts) for g in words(edge.get(t, 50), 100 + 16 * k, t)]
    lines = composed(sheet(glyphs)).lines
    assert lines == [texts[0] + texts[1] + texts[2], texts[3], texts[4], texts[5] + texts[6]]


def test_a_grid_of_rulings_is_a_lattice() -> None:
    (found,) = lattices(box((10, 50, 90), (10, 30, 50)))
    assert (found.rows, found.columns, len(found.boxes)) == (2, 2, 4)
    at = found.box_at(60, 40)
    assert at
    assert (at.row, at.column) == (1, 1)
    assert found.box_at(95, 40) is None


def test_doubled_thin_and_broken_rulings_are_one() -> None:
    rulings = [*box((10, 50, 90), (10, 30, 50)), *box((10.8, 50.5, 90.4), (10.6, 30.9, 50.2))]
    rulings += [Ruling(10, 29.5, 48, 30.2), Ruling(49, 29.5, 90, 30.2)]
    (found,) = lattices(rulings)
    assert (found.rows, found.columns) == (2, 2)


def test_missing_rulings_merge_cells() -> None:
    rulings = [flat(10, 10, 90), flat(30, 50, 90), flat(50, 10, 90), *(tall(x, 10, 50) for x in (10, 50, 90))]
    (found,) = lattices(rulings)
    assert [(b.row, b.column, b.rows, b.columns) for b in found.boxes] == [
        (0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1),
    ]  # fmt: skip


def test_open_sides_are_closed() -> None:
    rulings = [flat(y, 10, 90) for y in (10, 30, 50)] + [tall(50, 10, 50)]
    (found,) = lattices(rulings)
    assert (found.rows, found.columns) == (2, 2)


def test_a_frame_and_a_rule_are_no_tables() -> None:
    assert lattices(box((10, 90), (10, 90))) == []
    assert lattices([flat(10, 10, 90), flat(12, 10, 90)]) == []


def test_cells_of_several_lines_and_forced_breaks() -> None:
    glyphs = (
        words(12, 12, "一二三四五六七八九十")
        + words(12, 24, "续完。")
        + words(120, 12, "市公安局")
        + words(120, 24, "市财政局")
    )
    glyphs += words(12, 52, "甲乙丙丁甲乙丙丁甲乙") + words(120, 52, "某某市人民政府办公室")
    composer = composed(sheet(glyphs, box((10, 115, 225), (10, 50, 70))))
    assert cells(composer) == [
        [
            ["一二三四五六七八九十续完。", "市公安局\n市财政局"],
            ["甲乙丙丁甲乙丙丁甲乙", "某某市人民政府办公室"],
        ]
    ]


def test_a_narrow_label_set_downwards_is_one_word() -> None:
    glyphs = [g for k, c in enumerate("基础设施") for g in words(12, 12 + 12 * k, c)] + words(40, 20, "任务")
    assert cells(composed(sheet(glyphs, box((10, 24, 90), (10, 65, 80))))) == [
        [["基础设施", "任务"], ["", ""]]
    ]


def test_quarter_turns() -> None:
    turned = [Glyph(c, 300, 100 + 10 * k, 310, 110 + 10 * k, 10, 1) for k, c in enumerate("竖着的一行")]
    found = upright(sheet(turned, [tall(295, 100, 150)]))
    assert (found.width, found.height) == (800, 600)
    assert [g.text for g in sorted(found.glyphs, key=lambda g: g.x0)] == list("竖着的一行")
    assert len({round(g.top) for g in found.glyphs}) == 1
    assert found.rulings[0].horizontal


LONG = "这一行从左边写到右边一共写满了四十个字为止不多也不少正好占满一行的宽度再接下一行"


def test_paragraphs_go_over_pages_and_furniture_does_not_part_them() -> None:
    first = words(70, 700, LONG) + words(290, 770, "— 1 —")
    second = words(70, 80, "接着写完。") + words(90, 96, "另起一段。") + words(290, 770, "— 2 —")
    body = [g for k in range(8) for g in words(70, 100 + 16 * k + 300, LONG)]
    composer = composed(sheet(body + first), sheet(second, (), 2))
    lines = [(b.text, b.frame) for b in composer.blocks if isinstance(b, Line)]
    assert (LONG + "接着写完。") in {text for text, _ in lines}
    assert ("另起一段。", False) in lines
    assert ("— 1 —", True) in lines


def grid(*rows: Sequence[str | None], xs: Sequence[float] = (0, 20, 100, 150)) -> TablePart:
    return TablePart(tuple(xs), [[None if c is None else CellText(c) for c in row] for row in rows])


def texts(part: TablePart) -> list[list[str | None]]:
    return [[c and c.text for c in row] for row in part.rows]


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        # A row that was cut: its number stands on the first page.
        ([("1", "写到一半的", "市公安局")], [("", "话写完。", ""), ("2", "乙。", "市民政局")],
         [("1", "写到一半的话写完。", "市公安局"), ("2", "乙。", "市民政局")]),
        # The number, set in the middle of the row, stands on the second page.
        ([("1", "甲。", "市公安局"), ("", "写到一半的", "市财")], [("2", "话写完。", "政局")],
         [("1", "甲。", "市公安局"), ("2", "写到一半的话写完。", "市财政局")]),
        # A row without a number that is whole.
        ([("1", "甲。", "市公安局"), ("2", "乙。", "市民政局")], [("", "丙，没有序号，是另一条。", "市司法局")],
         [("1", "甲。", "市公安局"), ("2", "乙。", "市民政局"), ("", "丙，没有序号，是另一条。", "市司法局")]),
    ],
)  # fmt: skip
def test_rows_cut_by_page_breaks(above, below, expected) -> None:
    head = ("序号", "任务", "单位")
    assert joins(grid(head, *above), grid(*below))
    assert texts(joined(grid(head, *above), grid(*below))) == [list(head), *map(list, expected)]
    again = joined(grid(head, *above), grid(head, *below))
    assert texts(again) == [list(head), *map(list, expected)]
    assert again.repeated == ["序号\t任务\t单位"]


def test_a_cell_over_rows_that_a_page_break_cuts() -> None:
    above = TablePart(
        (0, 9, 99, 150),
        [[CellText("类", 2), CellText("1"), CellText("甲。")], [None, CellText("2"), CellText("乙。")]],
    )
    below = TablePart((0, 9, 99, 150), [[CellText(""), CellText("3"), CellText("丙。")]])
    made = joined(above, below)
    assert made.rows[0][0] == CellText("类", 3)
    assert made.rows[2][0] is None


def test_other_columns_are_another_table() -> None:
    assert not joins(grid(("a", "b", "c")), grid(("a", "b"), xs=(0, 75, 150)))
    assert not joins(grid(("a", "b", "c")), grid(("a", "b", "c"), xs=(0, 20, 100, 250)))


RANDOM = st.tuples(st.floats(20, 500), st.text(st.sampled_from("甲乙丙，。ab12 "), min_size=1, max_size=12))
LINES = st.tuples(st.floats(10, 560), st.floats(10, 760), st.floats(1, 500), st.booleans())


@given(st.lists(st.lists(RANDOM, max_size=12), min_size=1, max_size=4), st.lists(LINES, max_size=16))
def test_no_character_of_random_pages_is_lost(pages, lines) -> None:
    rulings = [flat(y, x, x + n) if level else tall(x, y, y + n) for x, y, n, level in lines]
    drawn = [[g for k, (x, text) in enumerate(page) for g in words(x, 20 + 60 * k, text)] for page in pages]
    composer = composed(*(sheet(glyphs, rulings, k) for k, glyphs in enumerate(drawn, 1)))
    read = sorted("".join("".join(composer.lines).split()))
    assert read == sorted(g.text for glyphs in drawn for g in glyphs if not g.text.isspace())


def test_items_that_follow_a_full_line_begin_paragraphs_where_nothing_is_set_in() -> None:
    """Text without indents shows no other sign; inside a bracket, or where text is set in, it is none."""
    flush = [
        "1.推进老旧小区改造", "牵头单位：市住建局", "责任单位：市财政局", "2.完善台账管理办法",
        "建成示范点，共十四个", "（牵头单位：市农业局", "责任单位：市商务局）", "3.5万人受益。",
    ]  # fmt: skip
    told = [
        b.text
        for b in composed(sheet([g for k, t in enumerate(flush) for g in words(60, 80 + 16 * k, t)])).blocks
    ]  # type: ignore[union-attr]
    assert told == [
        *flush[:3], "2.完善台账管理办法建成示范点，共十四个（牵头单位：市农业局责任单位：市商务局）3.5万人受益。",
    ]  # fmt: skip
    set_in = ["　　提高质量，做到", "1.推进老旧小区改造的", "2.完善台账管理的办法"] * 2
    glyphs = [
        g for k, t in enumerate(set_in) for g in words(80 if t[0] == "　" else 60, 80 + 16 * k, t.strip())
    ]
    told = [b.text for b in composed(sheet(glyphs)).blocks]  # type: ignore[union-attr]
    assert told == ["提高质量，做到1.推进老旧小区改造的2.完善台账管理的办法"] * 2
