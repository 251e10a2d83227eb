"""What filters ask of a task, and how many tasks each of their values would leave."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

ROLES = ("lead", "responsible", "supporting")
NAMES = ("region", "year", "document", "unit", "role", "due", "status")
"""The filters, as the address of the search page names them."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Facts(NamedTuple):
    """What filters ask of one task."""

    region: str
    year: str
    document: str
    due: str
    """`2022-12` for a day of that month, else the deadline's slug."""
    status: str
    parties: frozenset[tuple[str, str]]
    """(unit id, role)."""


def of_task(record: Mapping[str, Any], parts: list[Any]) -> Facts:
    """`record` of the document; `parts` of the task's record: three lists of parties, due, status."""
    region = record["region"][0]
    due = record["due"][parts[3]][1]
    parties = (
        (f"{region}/{record['parties'][i][1]}", role)
        for role, listed in zip(ROLES, parts, strict=False)
        for i in listed
    )
    return of_document(record)._replace(
        due=due[:7] if _DAY.fullmatch(due) else due, status=parts[4], parties=frozenset(parties)
    )


def of_document(record: Mapping[str, Any]) -> Facts:
    """What a document itself has."""
    return Facts(record["region"][0], str(record["year"] or ""), record["id"], "", "", frozenset())


def admits(task: Facts, filters: Mapping[str, str], but: str = "") -> bool:
    """Whether the task passes all filters except `but`. Unit and role must hold for one party."""
    for name in ("region", "year", "document", "due", "status"):
        if name != but and filters.get(name, getattr(task, name)) != getattr(task, name):
            return False
    unit = None if but == "unit" else filters.get("unit")
    role = None if but == "role" else filters.get("role")
    return (not unit and not role) or any(
        unit in (None, party) and role in (None, as_role) for party, as_role in task.parties
    )


def count(name: str, tasks: Iterable[Facts], filters: Mapping[str, str]) -> dict[str, int]:
    """How many tasks each value of the facet would leave."""
    counts: Counter[str] = Counter()
    for task in tasks:
        if not admits(task, filters, name):
            continue
        if name == "unit":
            role = filters.get("role")
            counts.update({unit for unit, as_role in task.parties if role in (None, as_role)})
        elif name == "role":
            unit = filters.get("unit")
            counts.update({as_role for party, as_role in task.parties if unit in (None, party)})
        else:
            counts[getattr(task, name)] += 1
    return dict(counts)
