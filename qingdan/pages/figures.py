"""Which pictures each kind of page shows, and what they say. A picture that would say nothing, one
bar alone or all bars alike, is not made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from qingdan.model import Deadline, DeadlineKind, Document, Duties, Heading, Region, Task, Unit
from qingdan.pages.charts import Bar, Chart
from qingdan.pages.scope import Scope
from qingdan.vocabulary import NOT_REPORTED, STATUSES
from qingdan.words import by_deadline, day, deadline_name, short_title

_MONTHS = 12
_BEFORE = 3
"""So many of the months shown lie before the day of counting."""
_MOST = 12
"""Bars of one picture: more are not compared by eye."""
_ENDED = ("已完成", "已取消")
_KINDS: tuple[DeadlineKind, ...] = ("by", "year", "ongoing", "none")
_ROLES = ("牵头", "责任", "配合")


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
        Bar(_KIND_TOLD[k], (found[k],), "" if k in ("by", "year") else f"deadlines/{k}/")
        for k in _KINDS
        if found[k]
    )
    if len(bars) < 2:
        return None
    dated = found["by"]
    told = f"{sum(found.values())} 项任务里，{dated} 项写明了日期，其余没有写到哪一天。"
    return Chart("chart-kinds", "时限怎么写的", told, ("任务",), bars, "写法")


_KIND_TOLD = {"by": "写明日期", "year": "全年", "ongoing": "长期坚持", "none": "未注明"}


def regions(scope: Scope) -> Chart | None:
    """The regions by level: how many tasks, and how they say when."""
    rows = []
    for region in sorted(scope.documents_of, key=_level):
        tasks = [t for d in scope.documents_of[region] for t in d.tasks]
        found = Counter(t.due.kind for t in tasks)
        name = f"{region.name}（{region.level}）" if region.level else _unprinted(scope, region)
        rows.append(Bar(name, tuple(found[k] for k in _KINDS), region.url))
    if len(rows) < 2:
        return None
    shown = tuple(rows if len(rows) <= _MOST else sorted(rows, key=lambda b: -b.total)[:_MOST])
    most = max(rows, key=lambda b: b.total)
    told = f"{most.name}的任务最多，{most.total} 项。"
    if without := [b.name for b in shown if b.total and b.parts[_KINDS.index("none")] == b.total]:
        told += f"{without[0]}的任务都没有注明时限。"
    if len(rows) > len(shown):
        told += f"只画任务最多的 {len(shown)} 个，共 {len(rows)} 个。"
    return Chart("chart-regions", "各地的任务，时限怎么写", told, tuple(_KIND_TOLD.values()), shown, "地区")


def _unprinted(scope: Scope, region: Region) -> str:
    return short_title(scope.documents_of[region][0]) + "（地区未注明）"


_LEVELS = ("省级", "市级", "县级", "乡级", "")


def _level(region: Region) -> tuple[int, str]:
    return _LEVELS.index(region.level), region.path or region.slug


def units(
    scope: Scope, found: Iterable[Unit], *, id_: str = "chart-units", table: str = "", regions: bool = False
) -> Chart | None:
    """The units with most tasks by role; collectives stand for others and are left out.

    regions: whether to name the region of each."""
    single = [u for u in found if not u.collective and scope.totals[u.id]]
    single.sort(key=lambda u: (-scope.totals[u.id], u.id))
    if len(single) < 2 or scope.totals[single[0].id] < 2:
        return None
    bars = tuple(_unit_bar(scope, u, named=regions) for u in single[:_MOST])
    top = single[0]
    told = f"{bars[0].name}最多，{scope.totals[top.id]} 项。"
    if len(single) > len(bars):
        told += f"画任务最多的 {len(bars)} 个单位，共 {len(single)} 个；统称不算。"
    return Chart(id_, "任务最多的单位", told, _ROLES, bars, "单位", table=table)


def _unit_bar(scope: Scope, unit: Unit, *, named: bool) -> Bar:
    """A task that names the unit in two roles counts for the first."""
    duties = scope.library.duties[unit.id]
    seen: set[str] = set()
    parts = []
    for tasks in (duties.lead, duties.responsible, duties.supporting):
        own = {t.id for t in tasks} - seen
        seen |= own
        parts.append(len(own))
    name = f"{unit.name}（{unit.region.name}）" if named else unit.name
    return Bar(name, tuple(parts), unit.url)


def progress(documents: Sequence[Document], *, one: bool = False) -> Chart | None:
    """How far the tasks of each document are; None where nothing was reported, which is not 0 %."""
    told_of = [d for d in documents if any(t.progress for t in d.tasks)]
    if not told_of:
        return None
    bars = []
    for document in told_of[:_MOST]:
        found = Counter(t.status for t in document.tasks)
        parts = (found["已完成"], found["进行中"], found["未开始"] + found["已取消"], found[NOT_REPORTED])
        bars.append(Bar(short_title(document), parts, "" if one else document.url))
    tasks = [t for d in told_of for t in d.tasks]
    found = Counter(t.status for t in tasks)
    words = [f"{s} {found[s]} 项" for s in (*reversed(STATUSES), NOT_REPORTED) if found[s]]
    which = "这份文件" if one else f"报送过进展的 {len(told_of)} 份文件"
    told = f"{which}共 {len(tasks)} 项：{'，'.join(words)}。"
    series = ("已完成", "进行中", "未开始或已取消", "未报送")
    return Chart("chart-progress", "做到哪一步", told, series, tuple(bars), "文件")


def parts(document: Document) -> Chart | None:
    """The parts of a document: how many tasks below each heading of the first level."""
    bars: list[Bar] = []
    for part in document.lists:
        name = anchor = ""
        count = 0
        title = part.title.value if part.title else f"清单{part.ordinal}"
        for entry in part.entries:
            if isinstance(entry, Heading) and entry.level == 1:
                if count:
                    bars.append(Bar(name or title, (count,), f"#{anchor or f'list-{part.ordinal}'}"))
                name, anchor, count = "".join(entry.text.value.split()), entry.anchor, 0
            elif isinstance(entry, Task):
                count += 1
        if count:
            bars.append(Bar(name or title, (count,), f"#{anchor or f'list-{part.ordinal}'}"))
    if not 2 <= len(bars) <= _MOST:
        return None
    most = max(bars, key=lambda b: b.total)
    told = f"分 {len(bars)} 个部分，任务最多的是“{most.name}”，{most.total} 项。"
    return Chart("chart-parts", "各部分的任务", told, ("任务",), tuple(bars), "部分")


def deadlines(tasks: Sequence[Task]) -> Chart | None:
    """The deadlines of a document's tasks, in order."""
    bars = _by_deadline(tasks, lambda _: 0, 1)
    if not 2 <= len(bars) <= _MOST:
        return None
    most = max(bars, key=lambda b: b.total)
    told = f"{most.name}的最多，{most.total} 项，全部 {len(tasks)} 项。"
    return Chart("chart-deadlines", "什么时候完成", told, ("任务",), bars, "时限")


def duties(found: Duties) -> Chart | None:
    """The deadlines of one unit's tasks, by its role."""
    roles: dict[str, int] = {}
    tasks: dict[str, Task] = {}
    for n, own in enumerate((found.lead, found.responsible, found.supporting)):
        for task in own:
            roles.setdefault(task.id, n)
            tasks[task.id] = task
    bars = _by_deadline(list(tasks.values()), lambda t: roles[t.id], len(_ROLES))
    if not 2 <= len(bars) <= _MOST or len(tasks) < _FEW:
        return None
    most = max(bars, key=lambda b: b.total)
    told = f"它的 {len(tasks)} 项任务里，{most.name}的最多，{most.total} 项。"
    return Chart("chart-deadlines", "它的任务什么时候完成", told, _ROLES, bars, "时限")


_FEW = 6
"""So few tasks are seen at once in the list itself."""


def _by_deadline(tasks: Sequence[Task], series: object, count: int) -> tuple[Bar, ...]:
    """A bar a deadline, in the order of deadlines; `series` says which part a task belongs to."""
    assert callable(series)
    found: dict[str, list[int]] = {}
    first: dict[str, Deadline] = {}
    for task in sorted(tasks, key=by_deadline):
        slug = task.due.slug
        first.setdefault(slug, task.due)
        found.setdefault(slug, [0] * count)[series(task)] += 1
    return tuple(Bar(deadline_name(first[s]), tuple(n), first[s].url) for s, n in found.items())


class Heat(NamedTuple):
    """Units by deadlines: how many tasks of each unit fall due when. Shown as a table with shaded
    cells, because the numbers themselves are what is read."""

    told: str
    head: tuple[tuple[str, str], ...]
    """Name and address of each deadline."""
    rows: tuple[tuple[str, str, tuple[tuple[int, int], ...]], ...]
    """Name and address of a unit, and (tasks, shade from 0 to 4) for each deadline."""


def heat(scope: Scope, found: Sequence[Unit]) -> Heat | None:
    """The units of a region with most tasks, and the deadlines that they have."""
    single = [u for u in found if not u.collective and scope.totals[u.id] > 1][:_MOST]
    counts: dict[str, Counter[str]] = {}
    due: dict[str, Task] = {}
    for unit in single:
        own = scope.library.duties[unit.id]
        tasks = {t.id: t for t in (*own.lead, *own.responsible, *own.supporting)}.values()
        counts[unit.id] = Counter(_bucket(t) for t in tasks)
        due |= {_bucket(t): t for t in tasks}
    if len(single) < 2 or not 2 <= len(due) <= _MOST:
        return None
    order = sorted(due, key=lambda b: by_deadline(due[b]))
    most = max(n for c in counts.values() for n in c.values())
    rows = []
    for unit in single:
        numbers = [counts[unit.id][b] for b in order]
        rows.append((unit.name, unit.url, tuple((n, _shade(n, most)) for n in numbers)))
    top, bucket = max(((u, b) for u in single for b in order), key=lambda ub: counts[ub[0].id][ub[1]])
    told = f"最集中的是{top.name}：{_bucket_name(due[bucket])}，{most} 项。颜色越深，任务越多。"
    return Heat(told, tuple((_bucket_name(due[b]), _bucket_url(due[b])) for b in order), tuple(rows))


def _bucket(task: Task) -> str:
    """Years are told apart, days within a year only by quarter: more columns fit no screen."""
    when = task.due.date
    return f"{when.year}-{(when.month - 1) // 3}" if when else task.due.slug


def _bucket_name(task: Task) -> str:
    when = task.due.date
    return f"{when.year}年{'一二三四'[(when.month - 1) // 3]}季度" if when else deadline_name(task.due)


def _bucket_url(task: Task) -> str:
    when = task.due.date
    return f"deadlines/#{month_anchor(when.year, (when.month - 1) // 3 * 3 + 1)}" if when else task.due.url


def _shade(count: int, most: int) -> int:
    return -(-count * 4 // most) if most else 0
