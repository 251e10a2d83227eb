"""When tasks fall due: by month, by deadline, and how the deadlines are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from qingdan.model import Deadline, Duties, Task
from qingdan.pages.charts import Bar, Chart
from qingdan.pages.figures.bounds import KIND_NAMES, KINDS, MOST, ROLES
from qingdan.pages.scope import Scope
from qingdan.words import day, deadline_name

_MONTHS = 12
_BEFORE = 3
"""So many of the months shown lie before the day of counting."""
_ENDED = ("已完成", "已取消")
_FEW = 6
"""So few tasks are seen at once in the list itself."""


def month_anchor(year: int, month: int) -> str:
    """Id of a month in the calendar of deadlines."""
    return f"month-{year}-{month:02}"


def timeline(scope: Scope) -> Chart | None:
    """The months about the day of counting: how many tasks fall due in each, how many are done."""
    due = _dated(scope)
    if not due:
        return None
    now = scope.as_of.year * 12 + scope.as_of.month - 1
    first = now - _BEFORE
    months = {d.year * 12 + d.month - 1 for d in due}
    if not any(first <= m < first + _MONTHS for m in months):
        # Nothing about the day of counting: the twelve months up to the last that has a deadline.
        first = max(months) - _MONTHS + 1
    shown = range(first, first + _MONTHS)
    bars = tuple(_month(due, m) for m in shown)
    before = sum(len(t) for d, t in due.items() if d.year * 12 + d.month - 1 < first)
    after = sum(len(t) for d, t in due.items() if d.year * 12 + d.month - 1 >= first + _MONTHS)
    mark = None
    if now in shown:
        part = (scope.as_of.day - 0.5) / 31
        mark = (now - first + part, f"{scope.as_of.month}月{scope.as_of.day}日")
    busiest = max(bars, key=lambda b: b.total)
    told = f"写明日期的任务里，{busiest.name}到期的最多，{busiest.total} 项。"
    if mark:
        told += f"竖线是{day(scope.as_of)}，从这一天算。"
    if beyond := "、".join(x for x in (_beyond(before, "以前"), _beyond(after, "以后")) if x):
        told += f"图外还有{beyond}到期的。"
    return Chart("chart-months", "每月到期的任务", told, ("已报送完成", "其余"), bars, "月份", mark)


def _beyond(count: int, when: str) -> str:
    return f"更{'早' if when == '以前' else '晚'}的 {count} 项" if count else ""


def year_columns(scope: Scope, year: int) -> Chart | None:
    """The twelve months of one year."""
    due = {d: t for d, t in _dated(scope).items() if d.year == year}
    bars = tuple(_month(due, year * 12 + m) for m in range(12))
    if sum(1 for b in bars if b.total) < 2:
        return None
    busiest = max(bars, key=lambda b: b.total)
    dated = sum(b.total for b in bars)
    told = f"{year}年写明日期的 {dated} 项里，{busiest.short}月到期的最多，{busiest.total} 项。"
    mark = None
    if scope.as_of.year == year:
        mark = (
            scope.as_of.month - 1 + (scope.as_of.day - 0.5) / 31,
            f"{scope.as_of.month}月{scope.as_of.day}日",
        )
        told += f"竖线是{day(scope.as_of)}，从这一天算。"
    title, table = f"{year}年每月到期的任务", f"#calendar-{year}"
    return Chart(f"chart-{year}", title, told, ("已报送完成", "其余"), bars, "月份", mark, table)


def _dated(scope: Scope) -> Mapping[date, Sequence[Task]]:
    return {t[0].due.date: t for t in scope.library.due.values() if t[0].due.date}


def _month(due: Mapping[date, Sequence[Task]], index: int) -> Bar:
    """One month, counted from the year 0; it leads to its only day, or to its place in the calendar."""
    year, month = divmod(index, 12)
    days = {d: t for d, t in due.items() if (d.year, d.month) == (year, month + 1)}
    tasks = [t for on_day in days.values() for t in on_day]
    done = sum(t.status in _ENDED for t in tasks)
    url = ""
    if len(days) == 1:
        url = tasks[0].due.url
    elif days:
        url = f"deadlines/#{month_anchor(year, month + 1)}"
    name, group = f"{year}年{month + 1}月", f"{year}年"
    return Bar(name, (done, len(tasks) - done), url, str(month + 1), group)


def kinds(scope: Scope) -> Chart | None:
    """How the tasks say when: a day, the whole year, for long, not at all."""
    found = Counter(t.due.kind for t in scope.library.tasks())
    bars = tuple(
        Bar(KIND_NAMES[k], (found[k],), "" if k in ("by", "year") else f"deadlines/{k}/")
        for k in KINDS
        if found[k]
    )
    if len(bars) < 2:
        return None
    dated = found["by"]
    told = f"{sum(found.values())} 项任务里，{dated} 项写明了日期，其余没有写到哪一天。"
    return Chart("chart-kinds", "时限怎么写的", told, ("任务",), bars, "写法")


def deadlines(scope: Scope, tasks: Sequence[Task]) -> Chart | None:
    """The deadlines of a document's tasks, in order."""
    bars = _by_deadline(scope, tasks, lambda _: 0, 1)
    if not 2 <= len(bars) <= MOST:
        return None
    most = max(bars, key=lambda b: b.total)
    told = f"全部 {len(tasks)} 项，{most.name}的最多，{most.total} 项。"
    return Chart("chart-deadlines", "什么时候完成", told, ("任务",), bars, "时限")


def duties(scope: Scope, found: Duties) -> Chart | None:
    """The deadlines of one unit's tasks, by its role."""
    roles: dict[str, int] = {}
    tasks: dict[str, Task] = {}
    for n, own in enumerate((found.lead, found.responsible, found.supporting)):
        for task in own:
            roles.setdefault(task.id, n)
            tasks[task.id] = task
    if len(tasks) < _FEW:
        return None
    bars = _by_deadline(scope, tasks.values(), lambda t: roles[t.id], len(ROLES))
    if not 2 <= len(bars) <= MOST:
        return None
    most = max(bars, key=lambda b: b.total)
    told = f"全部 {len(tasks)} 项，{most.name}的最多，{most.total} 项。"
    return Chart("chart-deadlines", "什么时候完成", told, ROLES, bars, "时限")


def _by_deadline(
    scope: Scope, tasks: Iterable[Task], series: Callable[[Task], int], count: int
) -> tuple[Bar, ...]:
    """A bar a deadline, in the order of deadlines; `series` says which part a task belongs to."""
    found: dict[str, tuple[Deadline, list[int]]] = {}
    for task in scope.by_deadline(tasks):
        due = task.due
        slug = due.slug
        if slug not in found:
            found[slug] = due, [0] * count
        found[slug][1][series(task)] += 1
    return tuple(Bar(deadline_name(due), tuple(parts), due.url) for due, parts in found.values())
