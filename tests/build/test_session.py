"""`--serve` keeps in mind what it can; what it serves is, byte for byte, what a cold build makes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from qingdan.build import Options, Outcome, kept, memory, new_session, reader
from qingdan.build.serve import Builder

from .conftest import Cold, change, digests, tree
from .edits import EDITS, SHAOXING, progress

BROKEN = "序号: 1\n    内容：坏\n"


def _spoil(root: Path) -> None:
    path = root / SHAOXING
    path.write_text(path.read_text("utf-8").replace("序号: 1\n", BROKEN, 1), "utf-8")


def _mend(root: Path) -> None:
    path = root / SHAOXING
    path.write_text(path.read_text("utf-8").replace(BROKEN, "序号: 1\n"), "utf-8")


@pytest.fixture
def told() -> list[Outcome]:
    return []


@pytest.fixture
def builder(small: Options, told: list[Outcome]) -> Builder:
    made = Builder(small, lambda _: None, told.append)
    made.first()
    assert told[-1].ok
    return made


@pytest.mark.parametrize("seed", [7])
def test_after_twenty_edits_the_site_is_that_of_a_cold_build(
    small: Options, builder: Builder, told: list[Outcome], seed: int, cold: Cold
) -> None:
    chance = random.Random(seed)
    edits = {**EDITS, "spoil": _spoil, "mend": _mend}
    for number in range(20):
        name = chance.choice(sorted(edits))
        try:
            edits[name](small.root)
        except (AssertionError, FileNotFoundError):  # done already, or nothing to undo
            progress(small.root)
        builder.build()
        if number % 7 == 3:
            _mend(small.root)
            builder.build()
            builder.rest()
            if told[-1].ok:
                assert digests(small.output) == cold(small), name
    _mend(small.root)
    builder.build()
    builder.stop()
    # Where edits have made the content wrong, the last good site stands.
    if told[-1].ok:
        Builder.rest(Builder(small, lambda _: None, told.append))
        assert digests(small.output) == cold(small)


def test_pages_come_first_and_the_rest_later(
    small: Options, builder: Builder, told: list[Outcome], cold: Cold
) -> None:
    progress(small.root)
    builder.build()
    builder.rest()
    before = tree(small.output)
    change(small.root / SHAOXING, "完成时限: 全年", "完成时限: 全年 ")
    progress(small.root)
    builder.build()
    first = tree(small.output)
    assert first["documents/zhejiang-2021/index.html"] != before["documents/zhejiang-2021/index.html"]
    assert first["data/tasks.json"] == before["data/tasks.json"], "not yet"
    builder.rest()
    builder.stop()
    after = tree(small.output)
    assert after["data/tasks.json"] != before["data/tasks.json"]
    assert digests(small.output) == cold(small)


def test_a_site_left_in_a_hurry_is_made_whole_by_the_next_build(
    small: Options, builder: Builder, cold: Cold
) -> None:
    progress(small.root)
    builder.build()
    builder.rest()
    progress(small.root)
    builder.build()
    builder.stop()  # as if the person had gone before the rest was made
    again = Builder(small, lambda _: None, lambda _: None)
    again.first()
    assert digests(small.output) == cold(small)


def test_a_broken_edit_is_told_and_mended(small: Options, builder: Builder, told: list[Outcome]) -> None:
    good = tree(small.output)
    _spoil(small.root)
    builder.build()
    assert not told[-1].ok
    assert "full-width-colon" in {p.rule for p in told[-1].problems}
    assert tree(small.output) == good
    _mend(small.root)
    builder.build()
    builder.stop()
    assert told[-1].ok
    assert tree(small.output) == good


def test_a_page_does_not_wait_for_the_data_it_leads_to(
    small: Options, builder: Builder, told: list[Outcome], cold: Cold
) -> None:
    EDITS["a document more"](small.root)  # its page offers data of its own
    builder.build()
    assert told[-1].ok
    assert (small.output / "documents/shaoxing-2023/index.html").is_file()
    assert not (small.output / "documents/shaoxing-2023/shaoxing-2023.csv").exists(), "not yet"
    builder.rest()
    builder.stop()
    assert told[-1].ok
    assert digests(small.output) == cold(small)


def test_only_the_changed_document_is_read(
    small: Options, builder: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress(small.root)
    builder.build()
    read: list[str] = []
    anew = reader.read_file
    monkeypatch.setattr(reader, "read_file", lambda f, d: (read.append(f.path.stem), anew(f, d))[1])
    unpacked: list[object] = []
    again = memory.unpack
    monkeypatch.setattr(kept, "unpack", lambda data, *party: (unpacked.append(party), again(data, *party))[1])
    progress(small.root)
    builder.build()
    builder.stop()
    assert read == ["zhejiang-2021"]
    assert unpacked == [()], "the text of the original, of which the YAML alone has changed; no document"


def test_a_session_sees_what_another_process_built(small: Options, builder: Builder, cold: Cold) -> None:
    progress(small.root)
    other = Builder(small, lambda _: None, lambda _: None)
    other.first()
    EDITS["site"](small.root)
    builder.build()
    builder.rest()
    builder.stop()
    assert digests(small.output) == cold(small)


def test_a_session_for_one_build_keeps_nothing(small: Options) -> None:
    assert new_session(small).kept()._living is None
