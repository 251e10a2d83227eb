"""The command line's index: the same hits as the reader of the site's files and as a plain scan; kept up
to date, made anew when damaged, shared by processes."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.util.filelock import FileLock
from whoosh.writing import SegmentWriter

from qingdan.model import Library
from qingdan.search import facets
from qingdan.search.local import kept
from qingdan.search.local.indexed import Indexed
from qingdan.search.local.schema import Codec, InMemory, schema
from qingdan.search.local.written import items, write
from qingdan.search.reader import ORDERS, Reader

from .asking import filters_of
from .plain_scan import fields, scan
from .test_reader import HOSTILE, substrings


def indexed(library: Library) -> Indexed:
    index = InMemory().create_index(schema())
    write(index, items(library))
    return Indexed(index.reader())


def test_indexes_in_memory_keep_their_passing_files_apart(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    one, other = InMemory().create_index(schema()), InMemory().create_index(schema())
    written = [SegmentWriter(index, codec=Codec()) for index in (one, other)]
    for writer in written:
        writer.add_document(document="a")
    for writer in written:
        writer.commit()
    assert [index.doc_count() for index in (one, other)] == [1, 1]
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def local(library: Library) -> Reader:
    return Reader(indexed(library))


@pytest.fixture(scope="module")
def large_local(large: Library) -> Reader:
    return Reader(indexed(large))


# --- the same hits


def _same(local: Reader, other: Reader, query: str, filters: dict[str, str]) -> None:
    for order in ORDERS:
        assert local.search(query, filters, order) == other.search(query, filters, order), (query, filters)


def _filters(library: Library, chance: random.Random) -> dict[str, str]:
    """Some filters that a random task passes, or all but one of them."""
    wanted = filters_of(library, chance.choice(list(library.tasks())), chance)
    wanted["role"] = chance.choice([wanted["role"], *facets.ROLES])
    return {name: wanted[name] for name in chance.sample(sorted(wanted), k=chance.randrange(4))}


@given(data=st.data())
def test_pieces_of_tasks_are_found_as_by_the_others(
    data: st.DataObject, library: Library, local: Reader, reader: Reader
) -> None:
    tasks = list(library.tasks())
    task = tasks[data.draw(st.integers(0, len(tasks) - 1), label="task")]
    choices = [f for f in fields(task) if f]
    field = choices[data.draw(st.integers(0, len(choices) - 1), label="field")]
    start = data.draw(st.integers(0, len(field) - 1), label="start")
    piece = field[start : start + data.draw(st.integers(1, 40), label="length")]
    filters = _filters(library, random.Random(data.draw(st.integers(0, 9999), label="filters")))
    _same(local, reader, piece, filters)
    assert set(local.search(piece).tasks) == scan(library, piece)


def test_a_large_library_gives_what_the_plain_scan_gives(large: Library, large_local: Reader) -> None:
    for piece in substrings(large, 40, 21):
        assert set(large_local.search(piece).tasks) == scan(large, piece), piece


def test_a_large_library_gives_the_order_of_the_shards(
    large: Library, large_local: Reader, large_reader: Reader
) -> None:
    chance = random.Random(8)
    for piece in substrings(large, 25, 22):
        _same(large_local, large_reader, piece, _filters(large, chance))


@pytest.mark.parametrize(
    "query",
    [
        "政务公开 财政", "公开 -疫情", "“放管服”改革", "“健康码”", "绍兴市", "徵求意見", "绍政办综[2022]4号",
        '"信息 公开"', "-疫情", "十二月底", "公" * 3000, "各區、縣（市）政府", "2022",
        "单位:财政局", "公开 牵头：财政局", "公开 -单位:财政局", "时限:十二月底", "年度:2022 疫情",
        "文号:绍政办综",
    ],
)  # fmt: skip
def test_signs_and_spellings_mean_the_same(query: str, local: Reader, reader: Reader) -> None:
    _same(local, reader, query, {})
    _same(local, reader, query, {"role": "lead", "status": "未报送"})


def test_hostile_queries_are_answered_as_by_the_other_reader(local: Reader, reader: Reader) -> None:
    for query in HOSTILE:
        _same(local, reader, query, {})


def test_a_library_without_documents(library: Library) -> None:
    from dataclasses import replace

    empty = Reader(indexed(replace(library, documents=())))
    assert empty.search("公开").tasks == empty.search("", {"region": "x"}).tasks == ()


# --- kept up to date


@pytest.fixture
def copied(tmp_path: Path, content: Path) -> Path:
    shutil.copytree(content, tmp_path / "content")
    return tmp_path / "content"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "search"


def _contents(index: Indexed) -> list[object]:
    """All that an index says, in its order."""
    numbers = [n for ordinal in range(len(index.rows)) for n in index.tasks_of(ordinal)]
    return [
        index.rows,
        [index.document(n) for n in range(len(index.rows))],
        [(index.passage(n), index.facts(n), index.shown(n)) for n in numbers],
        [sorted(index.lookup(word).items()) for word in ("公", "公开", "政务公开", "12月底前", "财政")],
    ]


def _fresh(content: Path, tmp_path: Path) -> Indexed:
    return kept.opened(content, tmp_path / f"fresh-{time.time_ns()}").indexed


def test_nothing_changed_nothing_written(copied: Path, folder: Path) -> None:
    first = kept.opened(copied, folder)
    assert (first.written, first.indexed.tasks, first.unread) == (5, 222, ())
    before = kept.read_state(folder)
    again = kept.opened(copied, folder)
    assert (again.written, again.dropped) == (0, 0)
    assert _contents(again.indexed) == _contents(first.indexed)
    assert before
    assert kept.read_state(folder) == before


def test_only_what_changed_is_written(copied: Path, folder: Path, tmp_path: Path) -> None:
    kept.opened(copied, folder)
    path = copied / "documents/shaoxing-2022.yaml"
    path.write_text(path.read_text("utf-8").replace("全年", "年底前", 1), "utf-8")
    changed = kept.opened(copied, folder)
    assert (changed.written, changed.dropped) == (1, 0)
    assert _contents(changed.indexed) == _contents(_fresh(copied, tmp_path))
    (copied / "documents/jiaxing-2020.yaml").unlink()
    fewer = kept.opened(copied, folder)
    assert (fewer.written, fewer.dropped, fewer.indexed.tasks) == (0, 1, 152)
    assert _contents(fewer.indexed) == _contents(_fresh(copied, tmp_path))


def test_a_change_of_the_registry_reaches_its_documents(copied: Path, folder: Path, tmp_path: Path) -> None:
    kept.opened(copied, folder)
    path = next((copied / "units").rglob("shaoxing.yaml"))
    path.write_text(
        path.read_text("utf-8").replace("名称: 市财政局", "名称: 市财政局\n  别名: [管钱的]", 1), "utf-8"
    )
    changed = kept.opened(copied, folder)
    assert changed.written == 1
    assert Reader(changed.indexed).search("管钱的").tasks
    assert _contents(changed.indexed) == _contents(_fresh(copied, tmp_path))


def test_many_changes_equal_a_fresh_index(copied: Path, folder: Path, tmp_path: Path) -> None:
    """Enough of them that segments are put together."""
    chance = random.Random(4)
    paths = sorted((copied / "documents").rglob("*.yaml"))
    texts = {path: path.read_text("utf-8") for path in paths}
    for step in range(14):
        path = chance.choice(paths)
        if path.exists() and chance.random() < 0.3:
            path.unlink()
        else:
            path.write_text(texts[path].replace("公开", f"公开第{step}次", chance.randrange(1, 9)), "utf-8")
        now = kept.opened(copied, folder).indexed
        assert len(now._leaves) <= 5
    assert _contents(now) == _contents(_fresh(copied, tmp_path))


def test_a_file_that_was_only_touched_is_not_read_again(copied: Path, folder: Path) -> None:
    kept.opened(copied, folder)
    for path in (copied / "documents").iterdir():
        os.utime(path, ns=(1, 1))
    heard: list[str] = []
    again = kept.opened(copied, folder, heard.append)
    assert (again.written, heard) == (0, [])


def test_a_change_of_the_same_size_in_the_same_moment_is_seen(copied: Path, folder: Path) -> None:
    kept.opened(copied, folder)
    path = copied / "documents/shaoxing-2022.yaml"
    stat = path.stat()
    path.write_text(
        path.read_text("utf-8").replace("建设高水平网络大城市", "建设高水平网络小城市", 1), "utf-8"
    )
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    state = kept.read_state(folder)
    assert state
    if stat.st_mtime_ns >= state.seen_ns - kept._TOO_NEW:
        assert kept.opened(copied, folder).written == 1


def test_a_document_with_errors_is_named_and_the_others_are_found(copied: Path, folder: Path) -> None:
    path = copied / "documents/shaoxing-2022.yaml"
    path.write_text("标题: [", "utf-8")
    for _ in range(2):  # the second time from what is kept
        opened = kept.opened(copied, folder)
        assert [u.place.split(":")[0] for u in opened.unread] == ["content/documents/shaoxing-2022.yaml"]
        assert opened.indexed.tasks == 172


# --- damaged, foreign, locked


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and "lock" not in path.name.lower())


def _spoil(path: Path, how: str) -> None:
    stat, data = path.stat(), path.read_bytes()
    if how == "gone":
        path.unlink()
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "cut":
        path.write_bytes(data[: len(data) // 2])
    else:  # bytes of the same size and time: only reading can tell
        chance = random.Random(len(data))
        path.write_bytes(chance.randbytes(len(data)))
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


@pytest.mark.filterwarnings(
    "ignore:unclosed file"
)  # Whoosh leaves that of a damaged segment to the collector
@pytest.mark.parametrize("how", ["gone", "empty", "cut", "noise"])
def test_a_damaged_index_is_made_anew(how: str, copied: Path, folder: Path) -> None:
    first = _contents(kept.opened(copied, folder).indexed)
    for name in [path.relative_to(folder).parts[-1] for path in _files(folder)]:
        wanted = [p for p in _files(folder) if p.suffix == Path(name).suffix]
        _spoil(wanted[0], how)
        assert _contents(kept.opened(copied, folder).indexed) == first, name


@pytest.mark.filterwarnings("ignore:unclosed file")
def test_damage_that_shows_only_while_answering(copied: Path, tmp_path: Path) -> None:
    from qingdan.search.local import command

    cache = tmp_path / "cache"
    folder = kept.folder_of(copied, cache)
    kept.opened(copied, folder)
    segment = next(p for p in _files(folder) if p.suffix == ".seg")
    stat, data = segment.stat(), bytearray(segment.read_bytes())
    while (at := data.find(b"W3Bl")) > 0:
        data[at : at + 4] = b"XXXX"  # the head of the postings of one gram
    segment.write_bytes(data)
    os.utime(segment, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    said: list[str] = []
    assert command.run(copied, cache, command.Asked("公开", {}), command.Wanted(), said.append) == 0
    assert any("找到 209 项任务" in line for line in said)


def test_another_program_makes_it_anew(copied: Path, folder: Path) -> None:
    kept.opened(copied, folder)
    state = folder / "state.json"
    said = json.loads(state.read_text("utf-8"))
    state.write_text(json.dumps({**said, "program": "older"}), "utf-8")
    assert kept.opened(copied, folder).written == 5
    for nonsense in ("", "{", "[]", '{"program": 1}', json.dumps({**said, "files": {"x": [1]}})):
        state.write_text(nonsense, "utf-8")
        assert kept.opened(copied, folder).written == 5, nonsense


def test_a_folder_that_cannot_be_written(copied: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", "utf-8")
    opened = kept.opened(copied, tmp_path / "cache" / "search")
    assert opened.indexed.tasks == 222
    assert "临时" in opened.note


def test_a_lock_that_is_not_given_up(copied: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    lock = FileLock(str(folder / "lock"))
    assert lock.acquire()
    try:
        opened = kept.opened(copied, folder, wait=0.1)
    finally:
        lock.release()
    assert opened.indexed.tasks == 222
    assert "另一个程序" in opened.note
    assert kept.opened(copied, folder).note == ""


def test_processes_at_once(copied: Path, tmp_path: Path, root: Path) -> None:
    """Six that search while the content changes: each answers, and at the end the index is right."""
    (tmp_path / "mkdocs.yml").write_text("", "utf-8")
    command = [sys.executable, "-m", "qingdan", "search", "公开", "--content", str(copied), "--limit", "1"]
    running = []
    path = copied / "documents/shaoxing-2022.yaml"
    text = path.read_text("utf-8")
    for step in range(6):
        path.write_text(text.replace("全年", f"全年{'。' * step}", 1), "utf-8")
        running.append(
            subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        )
    for process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert "找到 209 项任务" in err
        assert len(out.splitlines()) == 6
    folder = kept.folder_of(copied, tmp_path / ".cache" / "qingdan")
    assert _contents(kept.opened(copied, folder).indexed) == _contents(_fresh(copied, tmp_path))
