"""Two editions held against each other: every change is told once, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from qingdan.exports.differences import Data, Difference, differences


def task(id_: str, text: str = "", **others: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "url": f"/documents/{id_}",
        "document": id_.split("/", maxsplit=1)[0],
        "text": text or id_,
        "progress": [],
        **others,
    }


def document(id_: str, **others: Any) -> dict[str, Any]:
    return {"id": id_, "url": f"/documents/{id_}/", "title": f"题{id_}", "number": None, **others}


OLD = Data([document("a"), document("b")], [task("a/1"), task("a/2"), task("b/1")])


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (OLD, []),
        (
            Data([document("a", url="https://x/a/"), OLD.documents[1]], OLD.tasks),  # published elsewhere
            [],
        ),
        (
            Data([*OLD.documents, document("c")], [*OLD.tasks, task("c/1")]),
            [Difference("added", "c", None, after="题c")],
        ),
        (Data(OLD.documents[:1], OLD.tasks[:2]), [Difference("removed", "b", None, before="题b")]),
        (
            Data([document("a", number="某〔2022〕1号"), OLD.documents[1]], OLD.tasks),
            [Difference("changed", "a", None, "number", None, "某〔2022〕1号")],
        ),
        (
            Data(OLD.documents, [task("a/1", "改了"), *OLD.tasks[1:]]),
            [Difference("changed", "a", "a/1", "text", "a/1", "改了")],
        ),
        (
            Data(OLD.documents, [task("a/1"), task("b/1")]),
            [Difference("removed", "a", "a/2", before="a/2")],
        ),
        (
            Data(OLD.documents, [*OLD.tasks, task("b/2")]),
            [Difference("added", "b", "b/2", after="b/2")],
        ),
        (
            Data(OLD.documents, [task("a/1"), task("a/9", "a/2", goal="新"), task("b/1")]),
            [
                Difference("renumbered", "a", "a/9", "id", "a/2", "a/9"),
                Difference("changed", "a", "a/9", "goal", None, "新"),
            ],
        ),
    ],
)
def test_each_change_is_told_once(new: Data, told: list[Difference]) -> None:
    assert list(differences(OLD, new)) == told


def test_the_way_back_tells_as_much() -> None:
    new = Data([document("a", number="1号"), document("c")], [task("a/1", "改"), task("a/3"), task("c/1")])
    there, back = list(differences(OLD, new)), list(differences(new, OLD))
    assert len(there) == len(back) > 4
    swapped = {"added": "removed", "removed": "added"}
    assert sorted((swapped.get(d.kind, d.kind), d.document, d.task or "") for d in there) == sorted(
        (d.kind, d.document, d.task or "") for d in back
    )


def test_of_two_tasks_with_the_same_words_nobody_knows_which_moved() -> None:
    old = Data([document("a")], [task("a/1", "同"), task("a/2", "同")])
    new = Data([document("a")], [task("a/3", "同"), task("a/4", "同")])
    assert [d.kind for d in differences(old, new)] == ["added", "added", "removed", "removed"]
