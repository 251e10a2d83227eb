"""Markdown: the notice as it is checked, and the marks part by part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.importers import md, read_blocks
from qingdan.importers.blocks import Line, Table
from qingdan.importers.drafting import draft

from . import web_pages
from .notices import IDS, Grid, Part, Title, notice, same

PLACE = "content/originals/x.md"


def rendered(parts: tuple[Part, ...]) -> str:
    """Pipe tables, but HTML for merged cells in columns that have no heading row for it."""
    out = []
    for part in parts:
        if isinstance(part, Grid):
            if any(s and s.rows > 1 for row in part.rows for s in row):
                out.append(web_pages.table(part))
                continue
            rows = ["| " + " | ".join(s.text if s else "" for s in row) + " |" for row in part.rows]
            rows.insert(1, "|" + " --- |" * len(part.rows[0]))
            out.append("\n".join(rows))
        else:
            out.append(f"# **{part}**" if isinstance(part, Title) else part)
    return "\n\n".join(out) + "\n"


@pytest.mark.parametrize("id_", IDS)
def test_markdown_gives_the_checked_document(id_: str) -> None:
    found = draft("x.md", rendered(notice(id_)).encode(), PLACE, "x")
    assert found.alignment is not None
    assert found.alignment.proved
    same(id_, found.yaml)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 标题 #\n## **二级**\n#无空格\n", ["标题", "二级", "无空格", ""]),
        ("标题\n===\n\n二\n--\n", ["标题", "", "二", ""]),
        ("**甲**乙*丙*__丁__~~戊~~`己`\\*庚\\*", ["甲乙丙丁戊己*庚*"]),
        ("2 * 3 * 4，a_b_c，5*6", ["2 * 3 * 4，a_b_c，5*6"]),
        ("[附件](a.doc)、![图](b.png)、<https://x.cn/a>、&nbsp;&lt;", ["附件、图、https://x.cn/a、\xa0<"]),
        ("- 甲\n* 乙\n+ [x] 丙\n3. 丁\n> 戊\n", ["甲", "乙", "丙", "3. 丁", "戊", ""]),
        ("甲<br>乙<b>丙</b>\\\n丁", ["甲", "乙丙", "丁"]),
        ("```\n# 原样 **x**\n```\n甲", ["# 原样 **x**", "甲"]),
        ("甲<!-- 注\n释 -->乙\n\n---\n***\n", ["甲", "乙", "", ""]),
        ("1\\. 甲", ["1. 甲"]),
    ],
)
def test_marks_are_taken_off(text: str, expected: list[str]) -> None:
    found = md.read("x.md", text.encode(), PLACE)
    assert found.original
    assert list(found.original.lines) == expected


def test_front_matter_is_frame() -> None:
    found = md.read("x.md", "---\ntitle: 甲\n---\n乙\n".encode(), PLACE)
    assert [(b.text, b.frame) for b in found.blocks if isinstance(b, Line)] == [
        ("title: 甲", True), ("乙", False), ("", False),
    ]  # fmt: skip


def test_tables() -> None:
    text = "序号 | 任务\n--|:-:\n1 | 甲\\|乙<br>丙\n2 | 丁 | 多\n\n| 不是表 |\n"
    found = md.read("x.md", text.encode(), PLACE)
    (table,) = [b for b in found.blocks if isinstance(b, Table)]
    assert [[c.text if c else None for c in row] for row in table.rows] == [
        ["序号", "任务", ""], ["1", "甲|乙\n丙", ""], ["2", "丁", "多"],
    ]  # fmt: skip


def test_the_name_decides_between_markdown_and_plain_text() -> None:
    data = "**甲**".encode()
    assert [read_blocks(n, data, PLACE).original.lines for n in ("a.md", "a.txt")] == [("甲",), ("**甲**",)]  # type: ignore[union-attr]


@given(st.text(st.sampled_from("甲乙 *_`~\\|<>[]()!#-\n&;1."), max_size=60))
def test_no_wide_character_is_lost(text: str) -> None:
    found = md.read("x.md", ("丙" + text).encode(), PLACE)
    assert found.original
    for character in "甲乙":
        # Comments, tags and addresses of links are not shown.
        shown = "".join(found.original.lines).count(character)
        assert shown <= text.count(character)
        if not set("<![(") & set(text) and "```" not in text:
            assert shown == text.count(character), found.original.lines
