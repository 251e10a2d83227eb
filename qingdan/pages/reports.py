"""What is known of how far tasks are, counted. Pure. A day that has passed without a report is just that:
late is only what was reported as not done after its day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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


LATE = "已逾期"
SILENT = "到期后没有再报送"
STANDINGS = ("已完成", "已取消", LATE, SILENT, NOT_REPORTED)
"""What can be known of a task whose day has passed, in the order in which it is told."""
ENDED = frozenset({"已完成", "已取消"})


def standing(task: Task) -> str:
    """What is known of a task once its day has passed: one of STANDINGS."""
    if task.status in ENDED or not task.progress:
        return task.status
    day = task.due.date
    return LATE if day and task.progress[-1].date > day else SILENT


def told_passed(tasks: Iterable[Task]) -> str:
    """The standings as a phrase: 「已逾期 1 项，未报送进展 2 项」. templates/theme/assets/today.js says
    the same of the days that pass after the build."""
    found = Counter(map(standing, tasks))
    if set(found) == {NOT_REPORTED}:
        return "都未报送进展"
    return "，".join(
        f"{'未报送进展' if s == NOT_REPORTED else s} {found[s]} 项" for s in STANDINGS if found[s]
    )


def passed_sentence(tasks: Sequence[Task]) -> str:
    """How many tasks' days have passed, and what is known of them."""
    return f"日子已过的共 {len(tasks)} 项，{told_passed(tasks)}。"


def passed(due: Mapping[str, tuple[Task, ...]], as_of: date) -> list[tuple[date, tuple[Task, ...]]]:
    """The days before `as_of` with the tasks due on them, the newest first. due: by slug."""
    days = [(tasks[0].due.date, tasks) for tasks in due.values()]
    return sorted(((d, t) for d, t in days if d and d < as_of), reverse=True, key=lambda p: p[0])
