"""Deadlines seen from one day: what falls due this month, what is overdue, what is done. The pages
stand beside those of the single deadlines; the day is printed on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from qingdan.files import key_of
from qingdan.model import Library, Task
from qingdan.pages.listing import Rows
from qingdan.pages.page import Page, PageSpec, TocEntry
from qingdan.pages.reports import told
from qingdan.pages.scope import Scope
from qingdan.pages.terms import term
from qingdan.words import by_deadline, day, item_name, short_title

MANY = 600
"""Pages with more tasks name them by document and number: whole rows would be megabytes."""


class View(NamedTuple):
    """One way to look at the deadlines."""

    slug: str
    name: str
    title: str
    """Of its page."""


MONTH = View("this-month", "本月到期", "本月到期的任务")
OVERDUE = View("overdue", "已逾期", "已逾期的任务")
COMPLETED = View("completed", "已完成", "已报送完成的任务")


class Due(NamedTuple):
    """The tasks of the three views."""

    month: tuple[Task, ...]
    """Due from the first to the last day of the month of the day of counting."""
    overdue: tuple[Task, ...]
    """Due before the day of counting, and reported neither completed nor cancelled."""
    completed: tuple[Task, ...]
    reported: bool
    """Whether any progress was ever reported."""


def seen_from(library: Library, as_of: date) -> Due:
    """The views of a library from a day."""
    dated = [t for tasks in library.due.values() if tasks[0].due.date for t in tasks]
    month, overdue = [], []
    for task in dated:
        when = task.due.date
        assert when
        if (when.year, when.month) == (as_of.year, as_of.month):
            month.append(task)
        if when < as_of and task.status not in ("已完成", "已取消"):
            overdue.append(task)
    completed = [t for t in library.tasks() if t.status == "已完成"]
    reported = any(t.progress for t in library.tasks())
    return Due(tuple(month), tuple(reversed(overdue)), tuple(completed), reported)


def links(scope: Scope) -> list[tuple[str, str]]:
    """(name, address) of the views that stand on the site, for the row of links on each of them."""
    found = [(v.name, f"deadlines/{v.slug}/") for v in (MONTH, OVERDUE, COMPLETED)]
    for slug, name in (("ongoing", "长期"), ("none", "未注明")):
        if slug in scope.library.due:
            found.append((name, f"deadlines/{slug}/"))
    return [*found, ("按日期看", "deadlines/")]


def pages(scope: Scope, rows: Rows) -> Iterator[PageSpec]:
    """One page a view. They stand even when nothing falls into them: their addresses are known."""
    seen = seen_from(scope.library, scope.as_of)
    as_of = scope.as_of.isoformat()
    for view, tasks in ((MONTH, seen.month), (OVERDUE, seen.overdue), (COMPLETED, seen.completed)):
        yield scope.spec(
            f"deadlines/{view.slug}/index.html",
            "deadline",
            lambda v=view, t=tasks: _page(scope, rows, v, t),  # type: ignore[misc]
            scope.rows_key(tasks),
            key_of(*(t.id for t in tasks), *map(str, links(scope)), str(seen.reported)),
            "" if view is COMPLETED else as_of,
            *_about(scope, view, seen),
        )


def _about(scope: Scope, view: View, seen: Due) -> list[str]:
    """What a page says of days outside its list."""
    return [f"{near.url} {near.tasks}" for near in _near(scope)] if view is MONTH and not seen.month else []


class _Near(NamedTuple):
    told: str
    url: str
    name: str
    tasks: int


def _near(scope: Scope) -> list[_Near]:
    """The nearest deadlines before and after this month."""
    first = scope.as_of.replace(day=1)
    dated = [(t[0].due.date, t) for t in scope.library.due.values() if t[0].due.date]
    before = [(d, t) for d, t in dated if d and d < first]
    after = [(d, t) for d, t in dated if d and d > scope.as_of]
    found = []
    if after:
        when, tasks = min(after, key=lambda p: p[0])
        found.append(_Near("下一次到期", tasks[0].due.url, day(when), len(tasks)))
    if before:
        when, tasks = max(before, key=lambda p: p[0])
        found.append(_Near("上一次到期", tasks[0].due.url, day(when), len(tasks)))
    return found


def _page(scope: Scope, rows: Rows, view: View, tasks: Sequence[Task]) -> Page:
    groups: dict[str, list[Task]] = defaultdict(list)
    for task in tasks if view is not COMPLETED else sorted(tasks, key=by_deadline):
        groups[_group(scope, view, task)].append(task)
    many = len(tasks) > MANY
    sections = [
        {
            "id": f"group-{i}",
            "name": name,
            "url": scope.library.document_of(found[0]).url if view is COMPLETED else found[0].due.url,
            "iso": found[0].due.date.isoformat() if view is not COMPLETED and found[0].due.date else "",
            "left": left(found[0].due.date, scope.as_of) if view is not COMPLETED else "",
            "count": len(found),
            "rows": "" if many else rows.table(found),
            "documents": by_document(scope, found) if many else (),
        }
        for i, (name, found) in enumerate(groups.items(), 1)
    ]
    toc = [TocEntry(1, str(s["id"]), f"{s['name']}（{s['count']}）") for s in sections]
    body = scope.templates.render(
        "due",
        crumbs=[("首页", ""), ("时限", "deadlines/"), (view.name, None)],
        views=links(scope),
        here=view.name,
        toc=toc,
        title=view.title,
        told=_told(scope, view, tasks),
        near=[n._asdict() for n in _near(scope)] if view is MONTH and not tasks else [],
        sections=sections,
    )
    return Page(
        path=f"deadlines/{view.slug}/index.html",
        kind="deadline",
        title=view.title,
        description=f"{view.title}：{len(tasks)} 项，从{day(scope.as_of)}算。"
        if view is not COMPLETED
        else f"{view.title}：{len(tasks)} 项。",
        body=body,
        toc=tuple(toc),
    )


def _group(scope: Scope, view: View, task: Task) -> str:
    if view is COMPLETED:
        document = scope.library.document_of(task)
        return document.title.value
    assert task.due.date
    return day(task.due.date)


def left(when: date | None, as_of: date) -> str:
    """还有 35 天, 已过 3 天, 当天; empty without a day."""
    if when is None:
        return ""
    days = (when - as_of).days
    return f"还有 {days} 天" if days > 0 else f"已过 {-days} 天" if days else "当天"


def _told(scope: Scope, view: View, tasks: Sequence[Task]) -> Markup:
    counted = Markup("{}。").format(term("as-of", f"从{day(scope.as_of)}算"))
    if view is MONTH:
        month = f"{scope.as_of.year}年{scope.as_of.month}月"
        if not tasks:
            return Markup("{}没有写明在这个月到期的任务。{}").format(month, counted)
        return Markup("{}到期的共 {} 项，{}。{}").format(month, len(tasks), told(tasks), counted)
    if view is OVERDUE:
        if not tasks:
            return Markup("没有{}的任务：写明日期的，或者还没有到期，或者已经报送完成。{}").format(
                term("overdue", "已经逾期"), counted
            )
        return Markup("共 {} 项：写明的日子已经过了，而没有报送完成。没有报送不等于没有做。{}{}").format(
            len(tasks), _reports(tasks), counted
        )
    if not tasks:
        return Markup("还没有单位报送完成任务。{}不等于没有做。").format(term("not-reported", "没有报送"))
    return Markup("共 {} 项。进展由有关单位报送，本站照登，不评价。").format(len(tasks))


def _reports(tasks: Iterable[Task]) -> str:
    return f"其中{told(tasks)}。"


def by_document(scope: Scope, tasks: Sequence[Task]) -> list[Mapping[str, object]]:
    """The tasks named by document and number, where whole rows would be too many."""
    found: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        found[task.document_id].append(task)
    rows: list[Mapping[str, object]] = []
    for id_, own in found.items():
        document = scope.library.document(id_)
        rows.append(
            {
                "region": document.region.name,
                "title": short_title(document),
                "url": document.url,
                "tasks": [{"id": t.id, "url": t.url, "name": item_name(t)} for t in own],
            }
        )
    return rows
