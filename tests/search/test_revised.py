"""An index of which only what changed is made is, byte for byte, the one that is made as a whole."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from qingdan.files import File
from qingdan.model import Document, Library, Progress, Task, Text
from qingdan.search import layout, revised, writer
from qingdan.search.parts import Remembered
from qingdan.search.passages import by_age

from .multiplied import multiplied


class _Memory(dict[str, Any]):
    def recall(self, name: str) -> Any:
        return self.get(name)

    def keep(self, name: str, entry: object) -> None:
        self[name] = entry


class _Site:
    """A site whose search index is built again and again, as the build does it."""

    def __init__(self) -> None:
        self.memory = _Memory()
        self.files: dict[str, tuple[str, bytes]] = {}
        self.made: list[str] = []

    def written(self, path: str, key: str) -> bytes | None:
        known, content = self.files.get(path, ("", b""))
        return content if key and known == key else None

    def build(self, library: Library) -> None:
        remembered = Remembered(self.memory, self.written)
        before, now = self.files, {}
        self.made = []
        for file in writer.files(library, remembered=remembered):
            if file.path in before and before[file.path][0] == file.key:
                now[file.path] = before[file.path]
            else:
                self.made.append(file.path)
                now[file.path] = (file.key, file.read())
        remembered.keep()
        self.files = now

    def changed(self, before: Mapping[str, tuple[str, bytes]], kind: str) -> list[str]:
        return [p for p in self.made if f"/{kind}/" in p and self.files[p][1] != before[p][1]]


def _whole(library: Library) -> dict[str, bytes]:
    return {file.path: file.read() for file in writer.files(library)}


def _edited(library: Library, ordinal: int, edit: Callable[[Task], Task], task: int = 0) -> Library:
    document = library.documents[ordinal]
    part = document.lists[0]
    chosen = part.tasks[task % len(part.tasks)]
    entries = tuple(edit(e) if isinstance(e, Task) and e is chosen else e for e in part.entries)
    lists = (replace(part, entries=entries), *document.lists[1:])
    changed = replace(document, lists=lists, digest=document.digest + "'")
    return _with(library, ordinal, changed)


def _with(library: Library, ordinal: int, *changed: Document) -> Library:
    documents = library.documents
    return replace(library, documents=(*documents[:ordinal], *changed, *documents[ordinal + 1 :]))


def _saying(text: str) -> Callable[[Task], Task]:
    return lambda task: replace(task, cells={**task.cells, "text": Text(text, task.text.place)})


@pytest.fixture(scope="module")
def large(library: Library) -> Library:
    """888 tasks: more than one file holds, and no more than is needed, for it is built again and again."""
    return multiplied(library, 20)


@pytest.fixture(scope="module")
def built(large: Library) -> _Site:
    site = _Site()
    site.build(large)
    return site


@pytest.fixture
def site(built: _Site) -> _Site:
    """A copy, so that it is built once."""
    site = _Site()
    site.memory |= built.memory
    site.files |= built.files
    return site


def test_nothing_changed_nothing_made(site: _Site, large: Library) -> None:
    site.build(large)
    assert site.made == []


@pytest.mark.parametrize(("common", "whole"), [(layout.COMMON, 2), (60, 11)])
def test_any_edits_give_what_a_whole_build_gives(
    common: int, whole: int, large: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where long beginnings are common; `whole`: how often at most one becomes common or rare."""
    monkeypatch.setattr(layout, "COMMON", common)
    monkeypatch.setattr(layout, "COMMON_SHARE", 10**9)
    site = _Site()
    site.build(large)
    revise, revisions = revised.revise, []
    monkeypatch.setattr(revised, "revise", lambda *given: revisions.append(revise(*given)) or revisions[-1])
    chance = random.Random(6)
    library = large
    for step in range(12):
        for _ in range(chance.choice([1, 1, 3])):
            ordinal = chance.randrange(len(library.documents))
            said = chance.choice(library.documents[ordinal].tasks).text.value
            at, other = chance.randrange(len(said)), chance.choice(large.documents[0].tasks).text.value
            text = chance.choice(
                [
                    said[:at] + "另行通知" + said[at:], said[:at] + said[at + 4 :], said[:at] or "空",
                    other, said + other, "、" + said, "𠮷" + said, "公" * 30,
                ]
            )  # fmt: skip
            library = _edited(library, ordinal, _saying(text), step)
        site.build(library)
        assert {path: content for path, (_, content) in site.files.items()} == _whole(library), step
    assert revisions.count(None) <= whole
    assert len(revisions) == 12


def test_progress_leaves_what_words_are_looked_up_in(site: _Site, large: Library) -> None:
    def reported(task: Task) -> Task:
        done = Progress(date=large.documents[0].signed, status="已完成", note=None, link="", place=task.place)
        return replace(task, progress=(done,))

    site.build(_edited(large, 0, reported))
    assert {path.split("/")[1] for path in site.made} == {"index.bin", "blocks", "facets"}


def test_a_new_document_and_one_that_goes(site: _Site, large: Library) -> None:
    """The newest comes last and moves no other; without it, all is as before."""
    newest = by_age(large)[-1]
    more = replace(newest, id=newest.id + "-b", digest="new")
    library = replace(large, documents=(*large.documents, more))
    site.build(library)
    assert {path: content for path, (_, content) in site.files.items()} == _whole(library)
    site.build(large)
    assert {path: content for path, (_, content) in site.files.items()} == _whole(large)


def test_a_lost_file_is_made_with_all_others(site: _Site, large: Library) -> None:
    library = _edited(large, 3, _saying("换了一句话"))
    for path in list(site.files):
        if "/grams/" in path:
            site.files[path] = ("another", b"")
    site.build(library)
    assert {path: content for path, (_, content) in site.files.items()} == _whole(library)


def test_a_memory_that_is_behind_is_not_believed(site: _Site, large: Library) -> None:
    """A build that failed after it had made its files: what it remembers is not what stands there."""
    before = site.files
    site.build(_edited(large, 3, _saying("换了一句话")))
    site.files = before
    library = _edited(large, 4, _saying("又换了一句话"))
    site.build(library)
    assert {path: content for path, (_, content) in site.files.items()} == _whole(library)


def test_many_changes_are_made_as_a_whole(site: _Site, library: Library, large: Library) -> None:
    other = multiplied(library, 50, seed=2)
    marked = tuple(replace(d, digest=f"{n}") for n, d in enumerate(other.documents))
    changed = replace(other, documents=marked)
    assert sum(len(d.tasks) for d in marked) > revised.MOST_PASSAGES
    site.build(changed)
    assert {path: content for path, (_, content) in site.files.items()} == _whole(changed)


def test_keys_are_those_of_contents(site: _Site, large: Library) -> None:
    """Two libraries that differ in one text: no file has the same key and other bytes."""
    one = {file.path: file for file in writer.files(large)}
    two: dict[str, File] = {f.path: f for f in writer.files(_edited(large, 0, _saying("别的")))}
    for path, file in two.items():
        if one[path].key == file.key:
            assert one[path].read() == file.read(), path
