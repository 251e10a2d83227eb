"""Names that lead elsewhere: units to the registry, tasks to tasks of a higher level."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from qingdan.checks.case import Case, Finding, Shared, Where, owner
from qingdan.loader import Summary
from qingdan.model import Task
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
            if party.unit.place is None:
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


def _cell_with(case: Case, task: Task, name: str) -> Where:
    """Place and excerpt of a name in the units cells of a task; white space inside it is passed over."""
    for cell in (task.cells.get(role) for role in ("lead", "responsible", "supporting")):
        if cell is None:
            continue
        places = [i for i, c in enumerate(cell.value) if not c.isspace()]
        at = "".join(cell.value.split()).find(name)
        if at >= 0:
            return case.at(cell, places[at], places[at + len(name) - 1] + 1)
    return case.at_place(task.place)


def has_unknown(summary: Summary, shared: Shared) -> bool:
    """Whether `unknown_superior` finds something."""
    return any(id_ not in shared.task_ids for id_ in summary.superior)


def unknown_superior(case: Case) -> Iterator[Finding]:
    """上级任务 names a task that is in the library."""
    for task in case.document.tasks:
        for id_ in task.superior:
            if id_ in case.shared.task_ids:
                continue
            place, excerpts = case.at_place(task.place)
            near = get_close_matches(id_, case.shared.task_ids, 1, 0.6)
            message = f"{owner(task)}的上级任务“{id_}”不存在。"
            guess = f"是不是“{near[0]}”？" if near else ""
            hint = f"{guess}写成「文件编号/任务编号」，例如 zhejiang-2021/一(一)-1。"
            others = (id_.split("/", 1)[0],)
            yield Finding(place, message, hint, Severity.ERROR, excerpts, task.id, others=others)
