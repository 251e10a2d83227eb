"""What is known of how far tasks are, counted. Pure. Nothing here says that a task is late: a day
that has passed without a report is just that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from qingdan.model import Task
from qingdan.vocabulary import NOT_REPORTED, STATUSES


def statuses(tasks: Iterable[Task]) -> list[tuple[str, int]]:
    """(status, how many tasks stand at it), each task once; empty where nothing was reported."""
    found = Counter(t.status for t in {t.id: t for t in tasks}.values())
    if set(found) <= {NOT_REPORTED}:
        return []
    return [(s, found[s]) for s in (*reversed(STATUSES), NOT_REPORTED) if found[s]]


def told(tasks: Iterable[Task]) -> str:
    """The same as a phrase: 「已完成 1 项，未报送进展 2 项」; empty where there is no task."""
    found = Counter(t.status for t in tasks)
    if set(found) == {NOT_REPORTED}:
        return "都未报送进展"
    return "，".join(
        f"{'未报送进展' if s == NOT_REPORTED else s} {found[s]} 项"
        for s in (*reversed(STATUSES), NOT_REPORTED)
        if found[s]
    )


def passed(due: Mapping[str, tuple[Task, ...]], as_of: date) -> list[tuple[date, tuple[Task, ...]]]:
    """The days before `as_of` with the tasks due on them, the newest first. due: by slug."""
    days = [(tasks[0].due.date, tasks) for tasks in due.values()]
    return sorted(((d, t) for d, t in days if d and d < as_of), reverse=True, key=lambda p: p[0])
