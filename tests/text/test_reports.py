"""The cell of a ledger that tells reports and moved deadlines: what is written is read back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.text.reports import Move, Report, Told, parse, write
from qingdan.vocabulary import STATUSES

DAY = date(2022, 9, 1)
PAIRS = [
    ("2022年9月1日 进行中", Told((Report(DAY, "进行中"),))),
    ("2022年9月1日 已完成：开了会。", Told((Report(DAY, "已完成", "开了会。"),))),
    (
        "2022年9月1日 进行中：一\n二\n链接：https://e.cn/a",
        Told((Report(DAY, "进行中", "一\n二", "https://e.cn/a"),)),
    ),
    ("时限调整：6月底前 → 9月底前", Told(moves=(Move("6月底前", "9月底前"),))),
    ("时限调整：6月底前 → 9月底前（2022年9月1日）", Told(moves=(Move("6月底前", "9月底前", DAY),))),
    ("时限调整：6月底前 → 9月底前（依据：会议）", Told(moves=(Move("6月底前", "9月底前", None, "会议"),))),
    (
        "时限调整：6月底前 → 9月底前（2022年9月1日，依据：某政办〔2022〕9号（摘要））",
        Told(moves=(Move("6月底前", "9月底前", DAY, "某政办〔2022〕9号（摘要）"),)),
    ),
]


@pytest.mark.parametrize(("words", "told"), PAIRS)
def test_each_form_is_written_and_read(words: str, told: Told) -> None:
    assert write(told) == words
    assert parse(words) == told


@pytest.mark.parametrize(
    "words",
    [
        "", "正在推进", "2022年9月 进行中", "2022年13月1日 进行中", "9月1日 进行中", "2022年9月1日 快了",
        "链接：https://e.cn/a", "说明\n2022年9月1日 进行中", "时限调整：改到9月底前", "时限调整：a → b\n另说",
    ],
)  # fmt: skip
def test_other_words_are_none_of_ours(words: str) -> None:
    assert parse(words) is None


LINE = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12).filter(
    lambda line: parse(line) is None and not line.startswith("链接：")
)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
NOTE = st.lists(LINE, max_size=3).map("\n".join)
REPORT = st.builds(Report, DAYS, st.sampled_from(STATUSES), NOTE, st.just("https://e.cn/a"))
WORD = st.text("月底前年季度1290", min_size=1, max_size=8)
MOVE = st.builds(Move, WORD, WORD, st.none() | DAYS, st.text("会议〔2022〕9号（，）", max_size=9))


@given(st.builds(Told, st.lists(REPORT, max_size=3).map(tuple), st.lists(MOVE, max_size=2).map(tuple)))
def test_all_that_is_written_is_read_back(told: Told) -> None:
    assert parse(write(told)) == told or told == Told()
