"""The columns of a printed table, read back from the rows and the printed names. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qingdan.model import TaskList
from qingdan.vocabulary import HEADER_FIELDS, KEYS

FIELD_NAMES = {k.name: k.key for k in KEYS["task"]}
"""Field -> the word that stands for it where the table prints no name."""


_KNOWN = {name for names in HEADER_FIELDS.values() for name in names}


class Column(NamedTuple):
    """One column of the table as the page shows it."""

    field: str
    name: str
    printed: bool
    """Whether the name is the printed one, or ours because none is printed."""


class Columns(NamedTuple):
    """All columns, and the printed names that belong to none."""

    columns: tuple[Column, ...]
    group: str
    """The printed name of a column whose cells stand as heading rows (工作任务 over several
    rows); empty where there is none."""


def columns(part: TaskList) -> Columns:
    """The columns of a list, in printed order.

    Rows may lack cells and the header may lack names: fields come from the rows; a printed name
    goes to the field that it is known to name, the rest by position.
    """
    fields = _fields(part)
    own_numbers = "number" not in fields
    if own_numbers:
        fields.insert(0, "number")
    names = ["".join(t.value.split()) for t in part.header]
    given = _known(names, fields)
    free_names = [i for i in range(len(names)) if i not in given.values()]
    free_fields = [f for f in fields if f not in given]
    unknown = [i for i in free_names if names[i] not in _KNOWN]
    if len(unknown) == len(free_fields):
        given |= dict(zip(free_fields, unknown, strict=True))
        free_names = [i for i in free_names if i not in unknown]
    made = [
        Column(f, names[given[f]] if f in given else FIELD_NAMES.get(f, f), printed=f in given)
        for f in fields
    ]
    if own_numbers:
        made[0] = Column("number", "编号", printed=False)
    return Columns(tuple(made), "、".join(names[i] for i in free_names if names[i]))


def _fields(part: TaskList) -> list[str]:
    """The fields of all rows, each behind the field that it stands behind in its row."""
    fields: list[str] = []
    for task in part.tasks:
        at = 0
        for field in task.cells:
            if field in fields:
                at = fields.index(field) + 1
            else:
                fields.insert(at, field)
                at += 1
    return fields


def _known(names: Sequence[str], fields: Sequence[str]) -> dict[str, int]:
    """Field -> index of the printed name that is known to name it. Of two names for the content
    (工作任务, 工作要求) the later one is its column and the earlier groups rows."""
    given: dict[str, int] = {}
    for field in fields:
        known = HEADER_FIELDS.get(field, ())
        found = [i for i, name in enumerate(names) if name in known]
        if found:
            given[field] = found[-1] if field == "text" else found[0]
    return given
