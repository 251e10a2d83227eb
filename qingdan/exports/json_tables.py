"""tasks.json, documents.json, units.json and their schemas: one record a line, so that
two editions can be compared line by line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial

from qingdan.exports import records
from qingdan.exports.edition import Edition
from qingdan.exports.fields import DOCUMENT, TASK, UNIT, Field, json_schema
from qingdan.model import Document

_line = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


def tasks(edition: Edition) -> bytes:
    """tasks.json."""
    parts = (
        edition.pieces.of("tasks.json", document, edition.root, partial(_tasks_of, edition, document))
        for document in edition.library.documents
    )
    lines = b",\n".join(filter(None, parts))
    return b"[\n" + lines + b"\n]\n" if lines else b"[]\n"


def _tasks_of(edition: Edition, document: Document) -> bytes:
    lines = (_line(records.task(edition, part, task)) for part in document.lists for task in part.tasks)
    return ",\n".join(lines).encode()


def documents(edition: Edition) -> bytes:
    """documents.json."""
    return _array(records.document(edition, document) for document in edition.library.documents)


def units(edition: Edition) -> bytes:
    """units.json."""
    return _array(records.unit(edition, unit) for unit in edition.library.units.values())


def tasks_schema(_: Edition) -> bytes:
    """tasks.schema.json."""
    return _schema("tasks.json：任务", TASK)


def documents_schema(_: Edition) -> bytes:
    """documents.schema.json."""
    return _schema("documents.json：文件", DOCUMENT)


def units_schema(_: Edition) -> bytes:
    """units.schema.json."""
    return _schema("units.json：单位", UNIT)


def _array(items: Iterable[records.Record]) -> bytes:
    lines = ",\n".join(map(_line, items))
    return f"[\n{lines}\n]\n".encode() if lines else b"[]\n"


def _schema(title: str, fields: tuple[Field, ...]) -> bytes:
    return (json.dumps(json_schema(title, fields), ensure_ascii=False, indent=2) + "\n").encode()
