"""Excerpts 摘录: the tasks that one page lists, in its order, for the files that stand beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qingdan.model import Duties, Task
from qingdan.vocabulary import ROLES
from qingdan.words import by_deadline

THROUGH = "统称"
"""The role of a unit that a task reaches through a collective that includes it."""


class Listed(NamedTuple):
    """A task as a page lists it."""

    task: Task
    role: str = ""
    """On a unit's page, what the unit is in it: 牵头; 牵头、责任 where it is both."""


def of_unit(duties: Duties) -> Sequence[Listed]:
    """The tasks of a unit, each once: by its first role, then by deadline; those that reach it through
    collectives come last."""
    roles: dict[str, list[str]] = {}
    listed: dict[str, Task] = {}
    for role, word in ROLES.items():
        tasks: Sequence[Task] = getattr(duties, role)
        for task in sorted(tasks, key=by_deadline):
            words = roles.setdefault(task.id, [])
            listed.setdefault(task.id, task)
            if word not in words:
                words.append(word)
    for task in sorted((task for _, task in duties.through), key=by_deadline):
        listed.setdefault(task.id, task)
        roles.setdefault(task.id, [THROUGH])
    return [Listed(task, "、".join(roles[id_])) for id_, task in listed.items()]


def of_tasks(tasks: Sequence[Task]) -> Sequence[Listed]:
    """The tasks of a deadline, in library order."""
    return [Listed(task) for task in tasks]
