"""Libraries of any size made from the real one: clauses mixed anew, so that no two tasks are copies."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from qingdan.model import Document, Library, Task, TaskList, Text

_CLAUSE = re.compile(r"[^，。；,;]+[，。；,;]?")


def multiplied(library: Library, documents: int, seed: int = 1) -> Library:
    """A library of so many documents; tasks keep units, deadlines and sections, their texts are mixed
    from the clauses of all tasks."""
    chance = random.Random(seed)
    clauses = [c for task in library.tasks() for c in _CLAUSE.findall(task.text.value)]
    made = []
    for i in range(documents):
        source = library.documents[i % len(library.documents)]
        made.append(_another(source, f"{source.id}-{i:05d}", chance, clauses))
    return replace(library, documents=tuple(made))


def _another(source: Document, id_: str, chance: random.Random, clauses: list[str]) -> Document:
    shift = timedelta(days=chance.randrange(1000))
    return replace(
        source,
        id=id_,
        signed=source.signed and source.signed - shift,
        number=source.number
        and Text(re.sub(r"\d+号", f"{chance.randrange(200)}号", source.number.value), source.place),
        lists=tuple(_list(part, id_, chance, clauses) for part in source.lists),
    )


def _list(part: TaskList, id_: str, chance: random.Random, clauses: list[str]) -> TaskList:
    def entries() -> Iterator[object]:
        for entry in part.entries:
            if isinstance(entry, Task):
                text = "".join(chance.choice(clauses) for _ in range(chance.randrange(3, 9)))
                cells = {**entry.cells, "text": Text(text, entry.place)}
                entry = replace(entry, id=f"{id_}/{entry.id.split('/', 1)[1]}", cells=cells)
            yield entry

    return replace(part, entries=tuple(entries()))  # type: ignore[arg-type]
