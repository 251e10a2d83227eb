"""The model as the records of the open data: keys and their order are contract
(`fields` describes them); keys marked there as optional follow the others and
stand only where they hold something."""

from __future__ import annotations

from typing import Any

from qingdan.exports.edition import Edition, plain_title
from qingdan.model import Deadline, Document, Party, Task, TaskList, Text, Unit

Record = dict[str, Any]


def task(edition: Edition, part: TaskList, it: Task) -> Record:
    """One entry of tasks.json."""
    record: Record = {
        "id": it.id,
        "url": edition.url(it.url),
        "document": it.document_id,
        "list": _title(part.title),
        "kind": part.kind,
        "number": it.number,
        "section": list(it.section),
        "text": it.text.value,
        "lead_units": _names(it.lead),
        "responsible_units": _names(it.responsible),
        "supporting_units": _names(it.supporting),
        "deadline": _deadline(it.deadline),
        "status": it.status,
        "progress": [
            {"date": p.date.isoformat(), "status": p.status, "note": p.note, "link": p.link or None}
            for p in it.progress
        ],
    }
    for name in ("goal", "measures", "remark"):
        if name in it.cells:
            record[name] = it.cells[name].value
    if it.adjustments:
        record["adjustments"] = [
            {
                "before": a.before,
                "after": a.after,
                "date": a.date.isoformat() if a.date else None,
                "basis": a.basis or None,
                "deadline": _deadline(a.deadline),
            }
            for a in it.adjustments
        ]
    if it.superior:
        record["superior"] = list(it.superior)
    if it.corrections:
        record["corrections"] = [
            {"field": c.field, "original": "" if c.damaged else c.original.value, "reason": c.reason}
            for c in it.corrections
        ]
    return record


def document(edition: Edition, it: Document) -> Record:
    """One entry of documents.json."""
    return {
        "id": it.id,
        "url": edition.url(it.url),
        "title": plain_title(it.title.value),
        "number": _value(it.number),
        "issuer": _value(it.issuer),
        "region": it.region.path,
        "year": it.year,
        "signed": it.signed.isoformat() if it.signed else None,
        "printed": it.printed.isoformat() if it.printed else None,
        "basis": [text.value for text in it.basis],
        "copies": list(it.copies),
        "lists": [
            {"title": _title(part.title), "kind": part.kind, "tasks": len(part.tasks)} for part in it.lists
        ],
        "original": _original(edition, it),
    }


def unit(edition: Edition, it: Unit) -> Record:
    """One entry of units.json."""
    duties = edition.library.duties[it.id]
    return {
        "id": it.id,
        "url": edition.url(it.url),
        "region": it.region.path,
        "name": it.name,
        "aliases": list(it.aliases),
        "collective": it.collective,
        "lead": [t.id for t in duties.lead],
        "responsible": [t.id for t in duties.responsible],
        "supporting": [t.id for t in duties.supporting],
        "members": list(it.members),
    }


def _original(edition: Edition, it: Document) -> Record | None:
    if it.original is None:
        return None
    sha256 = edition.originals.get(it.id) or it.original.sha256 or None
    return {"file": it.original.file, "sha256": sha256}


def _deadline(it: Deadline) -> Record:
    return {"text": it.text, "kind": it.kind, "date": it.date.isoformat() if it.date else None}


def _names(parties: tuple[Party, ...]) -> list[str]:
    return [party.name for party in parties]


def _value(text: Text | None) -> str | None:
    return text.value if text else None


def _title(text: Text | None) -> str | None:
    return plain_title(text.value) if text else None
