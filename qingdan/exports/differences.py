"""Differences 不同: two editions of the open data held against each other, record by record. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from qingdan.exports import records
from qingdan.exports.edition import Edition
from qingdan.exports.fields import DOCUMENT, TASK, Field

Record = Mapping[str, Any]


class Data(NamedTuple):
    """What is compared of an edition."""

    documents: Sequence[Record]
    """As in documents.json."""
    tasks: Sequence[Record]
    """As in tasks.json."""

    @classmethod
    def of(cls, edition: Edition) -> Data:
        """The records of an edition that is not written."""
        return cls(
            [records.document(edition, d) for d in edition.library.documents],
            [records.task(edition, part, task) for _, part, task in edition.rows()],
        )


class Difference(NamedTuple):
    """One thing that is not as it was."""

    kind: str
    """added, removed, renumbered, changed."""
    document: str
    """Its id."""
    task: str | None
    """The task's id; None where it is the document's."""
    field: str | None = None
    """Key of the record, where something of it changed."""
    before: Any = None
    after: Any = None


_DERIVED = frozenset({"id", "url", "document", "status"})
"""Keys that follow from others, or from where the site is published."""


def differences(old: Data, new: Data) -> Iterator[Difference]:
    """What changed, document by document in the order of their ids; first the document's own."""
    before, after = _by_id(old.documents), _by_id(new.documents)
    tasks_before, tasks_after = _grouped(old.tasks), _grouped(new.tasks)
    for id_ in sorted(before.keys() | after.keys()):
        if id_ not in before:
            yield Difference("added", id_, None, after=after[id_]["title"])
        elif id_ not in after:
            yield Difference("removed", id_, None, before=before[id_]["title"])
        else:
            yield from _changed(id_, None, before[id_], after[id_], DOCUMENT)
            yield from _of_tasks(id_, tasks_before.get(id_, {}), tasks_after.get(id_, {}))


def _of_tasks(
    document: str, before: Mapping[str, Record], after: Mapping[str, Record]
) -> Iterator[Difference]:
    gone = [id_ for id_ in before if id_ not in after]
    fresh = [id_ for id_ in after if id_ not in before]
    was = _moved(before, gone, after, fresh)
    for id_, record in after.items():
        if id_ in before:
            yield from _changed(document, id_, before[id_], record, TASK)
        elif id_ in was:
            yield Difference("renumbered", document, id_, "id", was[id_], id_)
            yield from _changed(document, id_, before[was[id_]], record, TASK)
        else:
            yield Difference("added", document, id_, after=record["text"])
    for id_ in gone:
        if id_ not in was.values():
            yield Difference("removed", document, id_, before=before[id_]["text"])


def _moved(
    before: Mapping[str, Record], gone: Sequence[str], after: Mapping[str, Record], fresh: Sequence[str]
) -> dict[str, str]:
    """New id -> old id, of tasks whose words are the same and stand once on either side."""
    old, new = _once(before, gone), _once(after, fresh)
    return {new[text]: old[text] for text in new if text in old}


def _once(tasks: Mapping[str, Record], ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for id_ in ids:
        found.setdefault(tasks[id_]["text"], []).append(id_)
    return {text: same[0] for text, same in found.items() if len(same) == 1}


def _changed(
    document: str, task: str | None, before: Record, after: Record, fields: Iterable[Field]
) -> Iterator[Difference]:
    for field in fields:
        was, is_ = before.get(field.name), after.get(field.name)
        if field.name not in _DERIVED and was != is_:
            yield Difference("changed", document, task, field.name, was, is_)


def _by_id(rows: Iterable[Record]) -> dict[str, Record]:
    return {row["id"]: row for row in rows}


def _grouped(tasks: Iterable[Record]) -> dict[str, dict[str, Record]]:
    found: dict[str, dict[str, Record]] = {}
    for task in tasks:
        found.setdefault(task["document"], {})[task["id"]] = task
    return found
