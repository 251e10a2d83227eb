"""Related tasks, on the real documents: what a person would call the same task comes first."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from qingdan.cli import main
from qingdan.model import Library, Task, Text
from qingdan.search.local.indexed import Indexed
from qingdan.search.local.related import LEAST, related

from .test_local import indexed

ALIKE = {
    "shaoxing-2022/12": ("deqing-2022/一(四)-1", "unnamed-city-2022/8"),
    "shaoxing-2022/3": ("deqing-2022/一(一)-2", "deqing-2022/3"),
    "shaoxing-2022/37": ("deqing-2022/三(十一)-1", "unnamed-city-2022/17", "deqing-2022/19"),
    "unnamed-city-2022/17": ("shaoxing-2022/37",),
    "unnamed-city-2022/9": ("shaoxing-2022/10",),
    "deqing-2022/19": ("shaoxing-2022/37",),
    "deqing-2022/1": ("deqing-2022/一(一)-1",),
    "deqing-2022/3": ("deqing-2022/一(一)-2",),
}
"""Task -> the tasks that say the same, read by a person: the likest of all."""


@pytest.fixture(scope="module")
def index(library: Library) -> Indexed:
    return indexed(library)


@pytest.mark.parametrize("task_id", ALIKE)
def test_the_same_task_elsewhere_comes_first(task_id: str, index: Indexed) -> None:
    found = [one.task_id for one in related(index, task_id, 5)]
    assert tuple(found[: len(ALIKE[task_id])]) == ALIKE[task_id]


def test_never_itself_and_never_far_off(index: Indexed, library: Library) -> None:
    for task in library.tasks():
        found = related(index, task.id, 10)
        assert task.id not in [one.task_id for one in found]
        assert [one.likeness for one in found] == sorted((one.likeness for one in found), reverse=True)
        assert all(LEAST * 0.8 <= one.likeness <= 1 for one in found)
        assert [one.task_id for one in related(index, task.id, 3)] == [one.task_id for one in found[:3]]


def test_a_copy_is_the_likest_then_one_with_few_words_changed(library: Library) -> None:
    source = library.document("jiaxing-2020")

    def copied(id_: str, change: str) -> object:
        def entry(it: object) -> object:
            if not isinstance(it, Task):
                return it
            text = Text(it.text.value.replace("信息", change), it.place)
            return replace(it, id=f"{id_}/{it.id.split('/', 1)[1]}", cells={**it.cells, "text": text})

        lists = tuple(replace(part, entries=tuple(map(entry, part.entries))) for part in source.lists)
        return replace(source, id=id_, lists=lists)

    documents = (*library.documents, copied("copy-2024", "信息"), copied("other-2025", "资料"))
    index = indexed(replace(library, documents=documents))  # type: ignore[arg-type]
    for task in source.tasks:
        if task.text.value.count("信息") != 1 or len(task.text.value) < 30:
            continue
        number = task.id.split("/", 1)[1]
        first, second = related(index, task.id, 2)
        assert (first.task_id, first.likeness) == (f"copy-2024/{number}", 1.0)
        assert second.task_id == f"other-2025/{number}"


def test_no_such_task(index: Indexed) -> None:
    for id_ in ("", "shaoxing-2022", "shaoxing-2022/", "shaoxing-2022/999", "x/1", "shaoxing-2022/1/2"):
        with pytest.raises(KeyError):
            related(index, id_, 3)


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--related", "shaoxing-2022/12", "--json", "--region", "deqing"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["related"] == "shaoxing-2022/12"
    assert found["tasks"][0]["id"] == "deqing-2022/一(四)-1"
    assert 0.3 < found["tasks"][0]["likeness"] < 1
    assert {task["document"] for task in found["tasks"]} == {"deqing-2022"}
    assert main(["search", "--related", "shaoxing-2022/999"]) == 2
    assert "没有编号是「shaoxing-2022/999」的任务" in capsys.readouterr().err
    assert main(["search", "公开", "--related", "shaoxing-2022/1"]) == 2
