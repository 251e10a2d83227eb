"""Blocks and canonical text, made together: every mark points at its words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qingdan.importers.blocks import Table
from qingdan.importers.composing import CellText, Composer
from qingdan.importers.drafting import draft_of

from .conftest import tree

WORDS = st.text(st.sampled_from("甲乙丙，。 \n\t\r\x00\u3000"), max_size=8)


@given(st.lists(st.one_of(WORDS, st.lists(st.lists(st.one_of(st.none(), WORDS), min_size=1, max_size=4)))))
def test_marks_point_at_their_words(parts) -> None:
    composer = Composer()
    for part in parts:
        if isinstance(part, str):
            composer.line(part)
        else:
            composer.table([[None if c is None else CellText(c) for c in row] for row in part])
    for block in composer.blocks:
        cells = [c for row in block.rows for c in row if c] if isinstance(block, Table) else [block]
        for cell in cells:
            text = composer.lines[cell.mark.line - 1][cell.mark.column - 1 :]
            assert text.startswith(cell.text.replace("\n", " "))
    given_words = [c for part in parts for row in ([[part]] if isinstance(part, str) else part) for c in row]
    squeezed = "".join("".join(given_words_of.split()) for given_words_of in given_words if given_words_of)
    assert "".join("".join(composer.lines).split()) == squeezed.replace("\0", "")


def test_lines_of_the_frame_are_left_out_and_tell_of_the_record() -> None:
    composer = Composer()
    composer.line("政务公开 > 政策文件", frame=True)
    composer.line("文号\t甲政办〔2022〕4号", frame=True)
    composer.line("甲市2022年重点任务清单", style="title")
    composer.table(
        [[CellText(c) for c in row] for row in (["序号", "任务", "责任单位"], ["1", "办证", "市公安局"])]
    )
    found = draft_of(composer.reading("content/originals/x.html", b""), "x")
    assert found.alignment is not None
    assert found.alignment.proved
    values = tree(found.yaml)
    assert values["文号"] == "甲政办〔2022〕4号"
    assert {x["理由"] for x in values["未采用"]} == {"页面框架"}


def test_nothing_is_no_reading() -> None:
    assert Composer().reading("content/originals/x.html", b"").original is None
