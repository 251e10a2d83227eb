"""Damaged passages: not one of their words is left in what is published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.pages.redaction import MARK, redact


@pytest.mark.parametrize(
    ("lines", "damaged", "shown"),
    [
        (("抄送:甲,乙赌场广告,丙",), ["乙赌场广告"], (f"抄送:甲,{MARK},丙",)),
        (("前 赌 场　广\t告 后",), ["赌场广告"], (f"前 {MARK} 后",)),
        (("前赌", "", "  场后"), ["赌场"], (f"前{MARK}", "", "后")),
        (("赌场", "好", "赌场"), ["赌场"], (MARK, "好", MARK)),
        (("甲赌场", "乙广告"), ["赌场", "广告"], (f"甲{MARK}", f"乙{MARK}")),
        (("(.*)a+b",), [".*"], (f"({MARK})a+b",)),
        (("好", "好"), [], ("好", "好")),
        (("好",), ["  "], ("好",)),
    ],
)
def test_a_mark_stands_in_its_place(
    lines: tuple[str, ...], damaged: list[str], shown: tuple[str, ...]
) -> None:
    assert redact(lines, damaged) == shown


def test_what_cannot_be_found_hides_the_whole() -> None:
    assert redact(("一行", "又一行"), ["赌场"]) is None


SPACE = st.sampled_from(["", " ", "\n", "　", "\n\n "])


@given(
    before=st.text("甲乙丙 \n", max_size=12),
    passage=st.text("赌场abc.*(", min_size=1, max_size=12),
    after=st.text("甲乙丙 \n", max_size=12),
    data=st.data(),
)
def test_no_word_of_it_is_left_and_lines_keep_their_numbers(
    before: str, passage: str, after: str, data: st.DataObject
) -> None:
    spread = passage[0] + "".join(data.draw(SPACE) + c for c in passage[1:])
    lines = tuple((before + spread + after).split("\n"))
    shown = redact(lines, [passage])
    assert shown is not None
    assert len(shown) == len(lines)
    left = "".join("".join(shown).split()).replace(MARK, "")
    assert left == "".join((before + after).split())
