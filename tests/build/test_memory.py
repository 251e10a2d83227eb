"""What is remembered between builds never shows: after any edit, accident or malice the site is, byte
for byte, what a build without memory makes."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from qingdan.build import Options, build, check, memory, reader
from qingdan.loader import load
from qingdan.model import Heading, Paragraph, Task
from qingdan.problems import Severity

from .conftest import Cold, change, digests
from .edits import EDITS, UNSEEN, progress

Same = Callable[[Options], None]


@pytest.fixture
def assert_as_cold(cold: Cold) -> Same:
    """`assert_as_cold(options)`: a build with what is remembered gives what one without it gives."""

    def same(options: Options) -> None:
        outcome = build(options)
        assert outcome.ok, (outcome.problems, outcome.findings)
        assert digests(options.output) == cold(options)

    return same


# A failing example is told as it is: making it shorter would take a hundred builds.
@settings(
    max_examples=3,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.sampled_from(sorted(EDITS)), min_size=2, max_size=4, unique=True))
@example(["words", "a document more"])  # two documents of the same bytes
def test_any_edits_give_what_a_cold_build_gives(
    small: Options, tmp_path_factory: pytest.TempPathFactory, cold: Cold, names: list[str]
) -> None:
    root = tmp_path_factory.mktemp("edited")
    shutil.copytree(small.root, root, dirs_exist_ok=True)
    options = replace(small, root=root, content=root / "content", output=root / "site")
    assert build(options).ok
    for name in names:
        try:
            EDITS[name](root)
        except (AssertionError, FileNotFoundError):  # done already, or nothing to undo
            continue
        # Some pairs of edits make the content wrong: then the old site stays, and the next edit counts.
        if build(options).ok:
            assert digests(options.output) == cold(options), name
    shutil.rmtree(root)


def test_each_edit_shows(small: Options, assert_as_cold: Same) -> None:
    assert build(small).ok
    before = digests(small.output)
    for name, edit in EDITS.items():
        edit(small.root)
        assert_as_cold(small)
        after = digests(small.output)
        assert (after != before) == (name not in UNSEEN), name
        before = after


def test_nothing_changed_loads_nothing(small: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build(small)
    assert any(p.severity is Severity.WARNING for p in first.problems)

    def never(*_: object) -> object:
        raise AssertionError("read although nothing changed")

    with monkeypatch.context() as patch:
        patch.setattr("qingdan.build.reading.read_content", never)
        again = build(small)
    assert again.problems == first.problems
    assert (again.documents, again.tasks) == (first.documents, first.tasks) == (2, 75)
    assert again.written is not None
    assert again.written.new == 0


def test_a_check_of_the_same_content_loads_nothing(small: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    change(small.content / "documents/shaoxing-2022.yaml", "完成时限: 全年", "完成时限: 全天")
    first = check(small.content, cache=small.cache)
    assert not first.ok
    with monkeypatch.context() as patch:
        patch.setattr("qingdan.build.reading.read_content", None)
        assert check(small.content, cache=small.cache).problems == first.problems
    change(small.content / "documents/shaoxing-2022.yaml", "完成时限: 全天", "完成时限: 全年")
    assert check(small.content, cache=small.cache).problems == check(small.content).problems
    assert check(small.content, cache=small.cache).ok


def test_only_what_changed_is_read_anew(small: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build(small).ok
    read: list[str] = []
    anew = reader.read_file
    monkeypatch.setattr(reader, "read_file", lambda f, d: (read.append(f.path.stem), anew(f, d))[1])
    progress(small.root)
    assert build(small).ok
    assert read == ["zhejiang-2021"]
    change(small.content / "units/shaoxing.yaml", "- 名称: 市财政局\n", "- 名称: 市财政局\n  别名: [财政]\n")
    assert build(small).ok
    assert read[1:] == ["shaoxing-2022"], "the registry of its region changed"


def test_an_entry_gives_back_what_was_packed(site: Options) -> None:
    progress(site.root)
    for document in load(site.content).library.documents:
        parties = {party.name: party for task in document.tasks for party in task.named}
        again = memory.unpack(memory.pack(document), parties.__getitem__)
        assert again == document
        assert {type(entry) for part in again.lists for entry in part.entries} <= {Heading, Paragraph, Task}


def spoilt(data: bytes) -> Iterator[bytes]:
    """Ways in which a file of the memory may be damaged."""
    yield b""
    yield data[: len(data) // 2]
    yield data[:40] + bytes([data[40] ^ 1]) + data[41:] if len(data) > 41 else b"x"
    yield b"\0" * len(data)


@pytest.mark.parametrize("way", range(4))
def test_a_damaged_memory_is_none(small: Options, way: int, assert_as_cold: Same) -> None:
    assert build(small).ok
    first = check(small.content).problems
    spoiled = [p for p in small.cache.rglob("*") if p.is_file() and "shell" not in p.parts]
    assert len(spoiled) > 5
    for path in spoiled:
        path.write_bytes([*spoilt(path.read_bytes())][way])
    assert check(small.content, cache=small.cache).problems == first
    progress(small.root)
    assert_as_cold(small)


class Evil:
    """A pickle that runs a command when it is read."""

    def __init__(self, proof: Path) -> None:
        self._proof = proof

    def __reduce__(self) -> object:
        return os.system, (f"touch {self._proof}",)


@pytest.mark.parametrize("sealed", [False, True])
def test_a_stranger_s_entry_runs_nothing(
    small: Options, tmp_path: Path, sealed: bool, assert_as_cold: Same
) -> None:
    assert build(small).ok
    proof = tmp_path / "proof"
    bad = pickle.dumps((Evil(proof), Evil(proof)))
    for path in (*(small.cache / "documents").rglob("*-20*"), *(small.cache / "heads").iterdir()):
        path.write_bytes((memory._seal(bad) if sealed else b"") + bad)
    progress(small.root)
    assert_as_cold(small)
    assert not proof.exists()


def test_another_program_remembers_nothing(small: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build(small).ok
    read: list[str] = []
    anew = reader.read_file
    monkeypatch.setattr(reader, "read_file", lambda f, d: (read.append(f.path.stem), anew(f, d))[1])
    for module in ("memory", "inputs", "session"):
        monkeypatch.setattr(f"qingdan.build.{module}.program", lambda: "another")
    outcome = build(small)
    assert outcome.ok
    assert read == ["shaoxing-2022", "zhejiang-2021"]
    assert outcome.written is not None
    assert outcome.written.new == 0, "the same bytes keep their time stamps"


def test_time_stamps_count_for_nothing(small: Options, assert_as_cold: Same) -> None:
    assert build(small).ok
    for path in small.content.rglob("*"):
        os.utime(path, (0, 0))
    again = build(small)
    assert again.library is None
    # The same size, and an old time stamp: as after a clock that was set back.
    change(small.content / "documents/zhejiang-2021.yaml", "浙江省", "浙江省")
    path = small.root / "docs/about.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("。", "！", 1), "utf-8")
    os.utime(path, (0, 0))
    assert_as_cold(small)


def test_a_moved_site_is_built_as_well(small: Options, assert_as_cold: Same) -> None:
    assert build(small).ok
    moved = small.root.with_name("elsewhere")
    small.root.rename(moved)
    options = replace(small, root=moved, content=moved / "content", output=moved / "site")
    assert_as_cold(options)
    progress(moved)
    assert_as_cold(options)


def test_another_day_is_another_site(small: Options, assert_as_cold: Same) -> None:
    assert build(small).ok
    assert_as_cold(replace(small, as_of=date(2022, 10, 1)))
    assert_as_cold(replace(small, as_of=date(2022, 10, 2)))
    assert_as_cold(small)


def test_a_changed_site_is_made_whole_again(small: Options, assert_as_cold: Same) -> None:
    assert build(small).ok
    (small.output / "index.html").write_text("spam")
    (small.output / "data/tasks.csv").unlink()
    assert_as_cold(small)


def test_what_a_killed_build_left_is_removed(small: Options, assert_as_cold: Same) -> None:
    assert build(small).ok
    (small.root / ".site.building-99999999/x").mkdir(parents=True)
    for path in (small.cache / "documents").iterdir():
        (path / ".shaoxing-2022.99999999").write_bytes(b"half")
    progress(small.root)
    assert_as_cold(small)
    assert sorted(p.name for p in small.root.glob(".site*")) == [".site.spare"]
    assert not [*(small.cache / "documents").rglob(".*9")]


def test_two_builds_at_once_leave_a_whole_site(small: Options, root: Path, assert_as_cold: Same) -> None:
    assert build(small).ok
    progress(small.root)
    (small.root / "build_site.py").write_text((root / "build_site.py").read_text("utf-8"), "utf-8")
    command = [sys.executable, "build_site.py", "--jobs", "1"]
    both = [
        subprocess.Popen(
            command, cwd=small.root, env={**os.environ, "PYTHONPATH": str(root)}, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    said = [one.communicate()[1].decode() for one in both]
    assert 0 in [one.returncode for one in both], said
    assert not any("Traceback" in words for words in said), said
    assert_as_cold(small)


def test_pieces_are_made_for_what_changed_and_little_is_written(site: Options, tmp_path: Path) -> None:
    documents = list(load(site.content).library.documents)
    made: list[str] = []

    def run(key: str) -> dict[str, int]:
        pieces = memory.PiecesInMemory(memory.Memory(tmp_path))
        for document in documents:

            def make(id_: str = document.id) -> bytes:
                made.append(id_)
                return f"{id_} {key}".encode()

            mark = key if document is documents[0] else ""
            assert pieces.of("tasks.csv", document, mark, make).startswith(document.id.encode())
        pieces.keep()
        return {file.name: file.stat().st_ino for file in tmp_path.iterdir()}

    first = run("")
    assert made == [document.id for document in documents]
    assert run("") == first, "nothing is new, nothing is written"
    second = run("changed")
    assert made == [*(document.id for document in documents), documents[0].id]
    assert second.keys() == first.keys()
    assert sum(first[name] != second[name] for name in first) == 1
    assert len(first) > 1
