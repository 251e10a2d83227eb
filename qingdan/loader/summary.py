"""Summaries 提要: what the rest of the content must know of a document without reading it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from qingdan.model import Document, Region, Task


class Summary(NamedTuple):
    """Of one document."""

    id: str
    region: Region
    number: str
    """文号, without white space; empty where none is printed."""
    tasks: tuple[str, ...]
    """Ids of its tasks."""
    superior: tuple[str, ...]
    """Ids of tasks of a higher level that its tasks carry out."""
    unregistered: tuple[tuple[str, str], ...]
    """(name, slug) of the units that its tasks name and no registry holds, each once."""
    newest: date | None = None
    """The last day on which something is said to have happened to its tasks; None where nothing has."""


def summary_of(document: Document) -> Summary:
    """The summary of a document as it was read, before slugs are settled among documents."""
    tasks = document.tasks
    return Summary(
        id=document.id,
        region=document.region,
        number="".join(document.number.value.split()) if document.number else "",
        tasks=tuple(task.id for task in tasks),
        superior=tuple(dict.fromkeys(id_ for task in tasks for id_ in task.superior)),
        unregistered=tuple(
            {
                (unit.name, unit.slug): None
                for task in tasks
                for unit in {id(party): party.unit for party in task.named}.values()
                if unit.place is None
            }
        ),
        newest=max((day for task in tasks for day in _days(task)), default=None),
    )


def _days(task: Task) -> Iterator[date]:
    yield from (report.date for report in task.progress)
    yield from (adjustment.date for adjustment in task.adjustments if adjustment.date)
