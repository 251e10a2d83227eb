"""tasks.json, documents.json, units.json and their schemas: one record a line, so that
two editions can be compared line by line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial

from qingdan.exports import records
from qingdan.exports.edition import Edition
from qingdan.exports.fields import DOCUMENT, TASK, UNIT, Field, json_schema
from qingdan.files import key_of
from qingdan.model import Document, Task, TaskList

_line = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode
_BETWEEN = b",\n"


def tasks(edition: Edition) -> bytes:
    """tasks.json."""
    return array(_piece(edition, document) for document in edition.library.documents)


def lines(edition: Edition, document: Document) -> list[bytes]:
    """The lines of a document's tasks. JSON holds no line break within one."""
    piece = _piece(edition, document)
    return piece.split(_BETWEEN) if piece else []


def _piece(edition: Edition, document: Document) -> bytes:
    return edition.pieces.of("tasks.json", document, edition.root, partial(_tasks_of, edition, document))


def array(parts: Iterable[bytes]) -> bytes:
    """A whole file of these lines."""
    lines = _BETWEEN.join(filter(None, parts))
    return b"[\n" + lines + b"\n]\n" if lines else b"[]\n"


def line(edition: Edition, part: TaskList, task: Task) -> bytes:
    """The line of one task."""
    return _line(records.task(edition, part, task)).encode()


def whole(edition: Edition, document: Document, lines: Callable[[Task], bytes]) -> bytes:
    """One document with its tasks, as `qingdan import --json` gives a draft: an entry of documents.json,
    in which each list has its tasks in the place of their number."""
    record = records.document(edition, document)
    lists = []
    for entry, part in zip(record.pop("lists"), document.lists, strict=True):
        told = _line({"title": entry["title"], "kind": entry["kind"]})[:-1].encode()
        lists.append(told + b', "tasks": ' + array(map(lines, part.tasks)).rstrip() + b"}")
    original = record.pop("original")
    begin = _line(record)[:-1].encode()
    end = f', "original": {_line(original)}}}\n'.encode()
    return begin + b', "lists": [' + b",\n".join(lists) + b"]" + end


def _tasks_of(edition: Edition, document: Document) -> bytes:
    return _BETWEEN.join(line(edition, part, task) for part in document.lists for task in part.tasks)


def documents(edition: Edition) -> bytes:
    """documents.json."""
    return array(
        edition.pieces.of(
            "documents.json",
            document,
            key_of(edition.root, edition.originals.get(document.id, "")),
            partial(_document, edition, document),
        )
        for document in edition.library.documents
    )


def _document(edition: Edition, document: Document) -> bytes:
    return _line(records.document(edition, document)).encode()


def units(edition: Edition) -> bytes:
    """units.json."""
    return array(_line(records.unit(edition, unit)).encode() for unit in edition.library.units.values())


def tasks_schema(_: Edition) -> bytes:
    """tasks.schema.json."""
    return _schema("tasks.json：任务", TASK)


def documents_schema(_: Edition) -> bytes:
    """documents.schema.json."""
    return _schema("documents.json：文件", DOCUMENT)


def units_schema(_: Edition) -> bytes:
    """units.schema.json."""
    return _schema("units.json：单位", UNIT)


def _schema(title: str, fields: tuple[Field, ...]) -> bytes:
    return (json.dumps(json_schema(title, fields), ensure_ascii=False, indent=2) + "\n").encode()
