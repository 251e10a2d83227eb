"""`--serve` keeps in mind what it can; what it serves is, byte for byte, what a cold build makes."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from qingdan.build import Options, Outcome, kept, memory, new_session, reader
from qingdan.build import builder as building
from qingdan.build.builder import Builder
from qingdan.files import digest

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
def builder(small: Options, told: list[Outcome], monkeypatch: pytest.MonkeyPatch) -> Iterator[Builder]:
    monkeypatch.setattr(building, "_IDLE", 3600)  # the site is written when a test says so
    made = Builder(small, lambda _: None, told.append)
    made.first()
    assert told[-1].ok
    yield made
    made.stop()


def pages_of(site: dict[str, str]) -> dict[str, str]:
    return {path: found for path, found in site.items() if path.endswith(".html")}


def shown(builder: Builder, options: Options) -> dict[str, str]:
    """Digests of the pages as the server gives them."""
    found = {}
    for file in options.output.rglob("*.html"):
        path = file.relative_to(options.output).as_posix()
        with suppress(FileNotFoundError):
            data = builder.read(path)
            found[path] = digest(file.read_bytes() if data is None else data)
    return found


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
            if told[-1].ok:
                new = pages_of(cold(small))
                assert {p: d for p, d in shown(builder, small).items() if new.get(p) != d} == {}, name
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


def test_pages_come_first_and_the_site_later(small: Options, builder: Builder, cold: Cold) -> None:
    before = tree(small.output)
    change(small.root / SHAOXING, "完成时限: 全年", "完成时限: 全年 ")
    progress(small.root)
    builder.build()
    assert builder.read("documents/zhejiang-2021/index.html") != before["documents/zhejiang-2021/index.html"]
    assert shown(builder, small).items() >= pages_of(cold(small)).items()
    assert tree(small.output) == before, "not yet"
    builder.rest()
    builder.stop()
    assert digests(small.output) == cold(small)
    assert builder.read("documents/zhejiang-2021/index.html") is None, "the written one is right"


def test_what_was_not_written_is_written_by_the_next_build(
    small: Options, builder: Builder, cold: Cold
) -> None:
    progress(small.root)
    builder.build()
    builder.rest()
    progress(small.root)
    builder.build()
    builder.stop()  # as if the person had gone before the site was written
    again = Builder(small, lambda _: None, lambda _: None)
    again.first()
    assert digests(small.output) == cold(small)


def test_a_change_while_the_site_is_written_is_shown_and_then_written(
    small: Options, builder: Builder, cold: Cold
) -> None:
    for wait in (0.0, 0.3, 0.6, 1.2):  # before it begins to write, while it writes, after it
        progress(small.root)
        builder.build()
        behind = Thread(target=builder.rest)
        behind.start()
        time.sleep(wait)
        progress(small.root)
        builder.build()
        assert shown(builder, small).items() >= pages_of(cold(small)).items()
        behind.join()
        assert shown(builder, small).items() >= pages_of(cold(small)).items()
    builder.rest()
    builder.stop()
    assert digests(small.output) == cold(small)


def test_a_writer_that_is_killed_leaves_the_old_site(small: Options, builder: Builder, cold: Cold) -> None:
    old = tree(small.output)
    progress(small.root)
    builder.build()
    builder.stop()
    builder._writer.begin(lambda: time.sleep(60))
    builder._writer.give_up()
    builder._writer.wait()
    assert tree(small.output) == old
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


def test_pages_come_and_go(small: Options, builder: Builder, told: list[Outcome]) -> None:
    EDITS["a document more"](small.root)  # its page offers data that is not made yet
    builder.build()
    assert told[-1].ok
    new = "documents/shaoxing-2023/index.html"
    assert builder.read(new)
    builder.rest()
    assert (small.output / new).is_file()
    EDITS["a document less"](small.root)
    builder.build()
    with pytest.raises(FileNotFoundError):
        builder.read(new)
    assert (small.output / new).is_file(), "not yet"
    builder.stop()


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
