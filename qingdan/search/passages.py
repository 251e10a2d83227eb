"""What can be found, and what a result shows: passages and records of each document.

A passage is what a hit is counted in: every task is one, and every document has two
(what names it; what it says besides its tasks). A passage has two parts: its *head*
(section, units, deadline; for a document title, 文号, issuer, place) and its *text*.
A hit in a head ranks above one in a text.

Records are plain lists and mappings for JSON; docs/reference/search-index.md lists them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple

from qingdan.model import Document, Heading, Library, Paragraph, Party, Task, Text
from qingdan.search.analysis import (
    SEPARATOR,
    fold,
    fold_again,
    with_arabic_numerals,
    with_chinese_numerals,
)

NAMES, SAYS, FIRST_TASK = 0, 1, 2
"""Passages of a document: what names it, what it says, then its tasks in order."""


class Passage(NamedTuple):
    """Folded fields, joined by SEPARATOR."""

    head: str
    text: str


class Entry(NamedTuple):
    """A document as search sees it."""

    record: dict[str, Any]
    """All of it but what `says` and `tasks` hold."""
    says: list[str]
    """Paragraphs of the document's own text, for the block that holds passage SAYS."""
    tasks: list[list[Any]]
    """The records of its tasks."""
    passages: list[Passage]


def by_age(library: Library) -> list[Document]:
    """The oldest document first, so that a new one comes last and moves no older one."""
    return sorted(library.documents, key=_age)


def entries(library: Library) -> Iterator[Entry]:
    """Oldest document first."""
    return map(entry_of, by_age(library))


def _age(document: Document) -> tuple[date, str]:
    return document.dated or date(document.year or 1, 1, 1), document.id


def entry_of(document: Document) -> Entry:
    """A document as search sees it."""
    sections: dict[tuple[str | int, ...], int] = {}
    parties: dict[tuple[str | int, ...], int] = {}
    deadlines: dict[tuple[str, str], int] = {}

    def party(named: Party) -> int:
        return parties.setdefault(_party(named), len(parties))

    tasks, passages = [], []
    for task in document.tasks:
        due = (task.due.text or "", task.due.slug)
        said = fold(task.text.value)
        cells = _cells(task, said)
        fields = [
            task.anchor.removeprefix("task-"),
            task.number if f"task-{task.number}" != task.anchor else 0,
            sections.setdefault((task.list_ordinal, *task.section), len(sections)),
            task.text.value,
            [party(p) for p in task.lead],
            [party(p) for p in task.responsible],
            [party(p) for p in task.supporting],
            deadlines.setdefault(due, len(deadlines)),
            task.status,
            _told(task, cells[0]),
            *cells[1:],
        ]
        while not fields[-1]:
            fields.pop()
        tasks.append(fields)
        passages.append(_task_passage(task, said, *cells))
    names = _names(document)
    says = _says(document)
    record = {
        "id": document.id,
        "title": document.title.value,
        "number": _value(document.number),
        "region": [document.region.slug, document.region.path or document.region.name],
        "year": document.year or 0,
        "date": document.dated.isoformat() if document.dated else "",
        "names": names[2:],
        "lists": [_value(part.title) for part in document.lists],
        "sections": [list(s) for s in sections],
        "parties": [list(p) for p in parties],
        "due": [list(d) for d in deadlines],
    }
    own = [Passage(join_fields(names), ""), Passage("", join_fields(says))]
    return Entry(record, says, tasks, own + passages)


def _party(named: Party) -> tuple[str | int, ...]:
    """Printed name, slug, registered name (0 where it is the same), aliases."""
    unit = named.unit
    other = 0 if named.name == unit.name else unit.name
    return (named.name, unit.slug, other, *unit.aliases) if other or unit.aliases else (named.name, unit.slug)


def _cells(task: Task, said: str) -> list[list[str]]:
    """The cells of units as printed, other columns, and other names of what the cells name: names
    of units in the registry, and dates in the other numerals (十二月底 for 12月底)."""
    units = [_value(task.cells.get(name)) for name in ("lead", "responsible", "supporting", "deadline")]
    more = [task.cells[name].value for name in ("goal", "measures", "remark") if name in task.cells]
    printed = SEPARATOR.join(map(fold_again, units))
    others: dict[str, None] = {}
    for party in task.named:
        unit = party.unit
        plain = not unit.aliases and unit.name == party.name
        for name in (party.name,) if plain else (party.name, unit.name, *unit.aliases):
            if fold_again(name) not in printed:
                others[name] = None
    if task.due.text and fold_again(task.due.text) not in printed:
        others[task.due.text] = None
    due = fold_again(task.due.text or units[3])
    others |= dict.fromkeys(other for other in _numerals(due) if other not in printed)
    if (arabic := with_arabic_numerals(said)) != said:
        others |= dict.fromkeys(t for t in _DATE.findall(arabic) if t not in said)
    return [units, more, list(others)]


def _told(task: Task, units: list[str]) -> list[str | int]:
    """The printed cells, 0 for those that hold what the record tells besides: the names of the units, the
    deadline. The last ones that are 0 are left out."""
    names = ["、".join(party.name for party in of) for of in (task.lead, task.responsible, task.supporting)]
    known = [*names, task.due.text or ""]
    told: list[str | int] = [0 if cell == same else cell for cell, same in zip(units, known, strict=True)]
    while told and told[-1] == 0:
        told.pop()
    return told


def cells_of(record: Mapping[str, Any], task: Sequence[Any]) -> tuple[list[str], list[str], list[str]]:
    """The cells again, from a task's record: of units and deadline as printed; other columns; other names."""
    told, more, others = [*task[9:], [], [], []][:3]
    known = ["、".join(record["parties"][i][0] for i in of) for of in task[4:7]] + [record["due"][task[7]][0]]
    cells = [str(same if cell == 0 else cell) for cell, same in zip_longest(told, known, fillvalue=0)]
    return cells, more, others


@lru_cache(1 << 12)
def _numerals(due: str) -> tuple[str, ...]:
    """The deadline in the other numerals, if there are others."""
    return tuple(t for t in (with_arabic_numerals(due), with_chinese_numerals(due)) if t and t != due)


_DATE = re.compile(r"(?:\d{1,4}年)?(?:\d{1,2}(?:月(?:\d{1,2}[日号])?|个?季度)[底末前]*)|\d{4}年[底末前]*")
"""A date in a text that was printed in Chinese numerals."""


def _task_passage(task: Task, said: str, units: list[str], more: list[str], others: list[str]) -> Passage:
    head = SEPARATOR.join(filter(None, map(fold_again, (*task.section, *units, *others))))
    return Passage(head, SEPARATOR.join(filter(None, (said, *map(fold, more)))))


def _names(document: Document) -> list[str]:
    """What names a document; the first two are shown apart."""
    lists = [_value(part.title) for part in document.lists]
    title = document.title.value
    return [
        title,
        _value(document.number),
        _value(document.issuer),
        (document.region.path or "").replace("/", ""),
        *(t for t in dict.fromkeys(lists) if t and t != title),
    ]


def _says(document: Document) -> list[str]:
    """The notice's own words. Leftovers are no part of it: a damaged passage is never published."""
    said = [_value(document.addressees), *_value(document.body).split("\n")]
    said += [b.value for b in document.basis]
    for part in document.lists:
        below: list[str] = []
        for entry in part.entries:
            if isinstance(entry, Heading):
                below.append(entry.text.value)
            elif isinstance(entry, Paragraph):
                said += [*below, *entry.text.value.split("\n")]
                below = []
            else:
                below = []
        said += below
    for annex in document.annexes:
        said += [_value(annex.title), *annex.text.value.split("\n")]
    said += [c.value for c in document.copies_text]
    return [s for s in said if s.strip()]


def _value(text: Text | None) -> str:
    return text.value if text else ""


def join_fields(fields: Iterable[str]) -> str:
    """The fields folded, with SEPARATOR between them; empty ones left out."""
    return SEPARATOR.join(filter(None, map(fold, fields)))
