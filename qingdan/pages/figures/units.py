"""Units and regions: who has most tasks, and when they fall due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from qingdan.model import Region, Task, Unit
from qingdan.pages.charts import Bar, Chart
from qingdan.pages.figures.bounds import KIND_NAMES, KINDS, MOST, ROLES
from qingdan.pages.figures.due import month_anchor
from qingdan.pages.scope import Scope
from qingdan.words import by_deadline, deadline_name, short_title


def regions(scope: Scope) -> Chart | None:
    """The regions by level: how many tasks, and how they say when."""
    rows = []
    for region in sorted(scope.documents_of, key=_level):
        tasks = [t for d in scope.documents_of[region] for t in d.tasks]
        found = Counter(t.due.kind for t in tasks)
        name = f"{region.name}（{region.level}）" if region.level else _unprinted(scope, region)
        rows.append(Bar(name, tuple(found[k] for k in KINDS), region.url))
    if len(rows) < 2:
        return None
    shown = tuple(rows if len(rows) <= MOST else sorted(rows, key=lambda b: -b.total)[:MOST])
    most = max(rows, key=lambda b: b.total)
    told = f"{most.name}的任务最多，{most.total} 项。"
    if without := [b.name for b in shown if b.total and b.parts[KINDS.index("none")] == b.total]:
        told += f"{without[0]}的任务都没有注明时限。"
    if len(rows) > len(shown):
        told += f"图上是任务最多的 {len(shown)} 个，共 {len(rows)} 个地区。"
    return Chart("chart-regions", "各地的任务，时限怎么写", told, tuple(KIND_NAMES.values()), shown, "地区")


def _unprinted(scope: Scope, region: Region) -> str:
    return short_title(scope.documents_of[region][0]) + "（地区未注明）"


_LEVELS = ("省级", "市级", "县级", "乡级", "")


def _level(region: Region) -> tuple[int, str]:
    return _LEVELS.index(region.level), region.path or region.slug


def units(
    scope: Scope, found: Iterable[Unit], *, id_: str = "chart-units", regions: bool = False
) -> Chart | None:
    """The units with most tasks by role; collectives stand for others and are left out.

    regions: whether to name the region of each."""
    single = [u for u in found if not u.collective and scope.totals[u.id]]
    single.sort(key=lambda u: (-scope.totals[u.id], u.id))
    if len(single) < 2 or scope.totals[single[0].id] < 2:
        return None
    bars = tuple(_unit_bar(scope, u, named=regions) for u in single[:MOST])
    top = single[0]
    told = f"{bars[0].name}最多，{scope.totals[top.id]} 项。"
    if len(single) > len(bars):
        told += f"图上是任务最多的 {len(bars)} 个，共 {len(single)} 个单位，不含统称。"
    return Chart(id_, "任务最多的单位", told, ROLES, bars, "单位")


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
    single = [u for u in found if not u.collective and scope.totals[u.id] > 1][:MOST]
    counts: dict[str, Counter[str]] = {}
    due: dict[str, Task] = {}
    for unit in single:
        own = scope.library.duties[unit.id]
        tasks = {t.id: t for t in (*own.lead, *own.responsible, *own.supporting)}.values()
        counts[unit.id] = Counter(_bucket(t) for t in tasks)
        due |= {_bucket(t): t for t in tasks}
    if len(single) < 2 or not 2 <= len(due) <= MOST:
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
