"""Names that lead elsewhere: units to the registry, tasks to tasks of a higher level."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

from qingdan.checks.case import Case, Finding, Shared, Where, owner
from qingdan.loader import Summary
from qingdan.model import Task, Text
from qingdan.problems import Severity


def unknown_unit(case: Case) -> Iterator[Finding]:
    """Every unit is in the registry of its region: only then is its address frozen."""
    region = case.document.region
    known = case.shared.registered.get(region)
    if not known:
        return  # the loader says that there is no registry
    found: dict[str, tuple[Task, int]] = {}
    for task in case.document.tasks:
        for _, party in task.parties():
            if party.unit.place is None and not _is_told(case, task, party.name):
                first, times = found.get(party.name, (task, 0))
                found[party.name] = (first, times + 1)
    for name, (task, times) in found.items():
        place, excerpts = _cell_with(case, task, name)
        often = f"（共 {times} 处）" if times > 1 else ""
        near = get_close_matches(name, known, 1, 0.6)
        guess = f"是不是“{near[0]}”？是印出的另一种写法，就加进它的「别名」；" if near else ""
        message = f"“{name}”{often}不在{region.name}的单位名录里。"
        hint = f"{guess}照原件写的新单位，加进 content/units/ 的名录。"
        yield Finding(place, message, hint, Severity.WARNING, excerpts, task.id)


class _Standing(NamedTuple):
    """A name in a units cell."""

    role: str
    cell: Text
    start: int
    end: int


def _standing(task: Task, name: str) -> _Standing | None:
    """Where a name stands in the units cells of a task; white space inside it is passed over."""
    for role in ("lead", "responsible", "supporting"):
        cell = task.cells.get(role)
        if cell is None:
            continue
        places = [i for i, c in enumerate(cell.value) if not c.isspace()]
        at = "".join(cell.value.split()).find(name)
        if at >= 0:
            return _Standing(role, cell, places[at], places[at + len(name) - 1] + 1)
    return None


def _is_told(case: Case, task: Task, name: str) -> bool:
    """Whether its cell is told of as unlike the original, or the name as unreadable."""
    found = _standing(task, name)
    if found is None:
        return False
    lost = "\ufffd" in name and bool(case.spoiled)
    return lost or case.is_told(f"{task.id}:{found.role}")


def _cell_with(case: Case, task: Task, name: str) -> Where:
    found = _standing(task, name)
    return case.at(found.cell, found.start, found.end) if found else case.at_place(task.place)


def has_unknown(summary: Summary, shared: Shared) -> bool:
    """Whether `unknown_superior` finds something."""
    return any(id_ not in shared.task_ids or id_ in summary.tasks for id_ in summary.superior)


def unknown_superior(case: Case) -> Iterator[Finding]:
    """上级任务 names a task that is in the library."""
    for task in case.document.tasks:
        for id_ in task.superior:
            if id_ in case.shared.task_ids and id_ != task.id:
                continue
            at = task.superior_text.value.find(id_) if task.superior_text else -1
            if task.superior_text and at >= 0:
                place, excerpts = case.at(task.superior_text, at, at + len(id_))
            else:
                place, excerpts = case.at_place(task.place)
            if id_ == task.id:
                message, hint = f"{owner(task)}的上级任务写成了它自己。", "写上一级政府清单里的那一条。"
                yield Finding(place, message, hint, Severity.ERROR, excerpts, task.id)
                continue
            near = get_close_matches(id_, case.shared.task_ids, 1, 0.6)
            message = f"{owner(task)}的上级任务“{id_}”不存在。"
            guess = f"是不是“{near[0]}”？" if near else ""
            hint = f"{guess}写成「文件编号/任务编号」，例如 zhejiang-2021/一(一)-1。"
            others = (id_.split("/", 1)[0],)
            yield Finding(place, message, hint, Severity.ERROR, excerpts, task.id, others=others)
