"""Deadlines seen from one day: what falls due in its month, what has passed, what is done. The pages
stand beside those of the single deadlines; the day is printed on each, and holds whenever it is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from qingdan.files import key_of
from qingdan.model import Library, Task
from qingdan.pages import today
from qingdan.pages.listing import Rows
from qingdan.pages.page import Page, PageSpec, TocEntry
from qingdan.pages.reports import ENDED, LATE, standing, told, told_passed
from qingdan.pages.scope import Scope
from qingdan.pages.terms import term
from qingdan.words import by_deadline, day, item_name, short_title

MANY = 600
"""Pages with more tasks name them by document and number: whole rows would be megabytes."""
NAMED = 3000
"""And with more than these they count them, by day or by document, and link to where they stand:
10,329 names alone are 33,000 elements and 1.6 MB."""


class View(NamedTuple):
    """One way to look at the deadlines."""

    slug: str
    name: str


MONTH = View("this-month", "本月到期")
PASSED = View("passed", "时限已过")
COMPLETED = View("completed", "已完成")


class Due(NamedTuple):
    """The tasks of the three views."""

    month: tuple[Task, ...]
    """Due from the first to the last day of the month of the day of counting."""
    passed: tuple[Task, ...]
    """Due before the day of counting, and reported neither completed nor cancelled."""
    completed: tuple[Task, ...]
    reported: bool
    """Whether any progress was ever reported."""


def seen_from(library: Library, as_of: date) -> Due:
    """The views of a library from a day."""
    dated = [t for tasks in library.due.values() if tasks[0].due.date for t in tasks]
    month, passed = [], []
    for task in dated:
        when = task.due.date
        assert when
        if (when.year, when.month) == (as_of.year, as_of.month):
            month.append(task)
        if when < as_of and task.status not in ENDED:
            passed.append(task)
    completed = [t for t in library.tasks() if t.status == "已完成"]
    reported = any(t.progress for t in library.tasks())
    return Due(tuple(month), tuple(reversed(passed)), tuple(completed), reported)


def links(scope: Scope) -> list[tuple[str, str]]:
    """(name, address) of the views that stand on the site, for the row of links on each of them."""
    found = [(_name(scope, v), f"deadlines/{v.slug}/") for v in (MONTH, PASSED, COMPLETED)]
    for slug, name in (("ongoing", "长期"), ("none", "未注明")):
        if slug in scope.library.due:
            found.append((name, f"deadlines/{slug}/"))
    return [*found, ("按日期看", "deadlines/")]


def month_name(scope: Scope) -> str:
    """2022年8月: the month of the day of counting."""
    return f"{scope.as_of.year}年{scope.as_of.month}月"


def _name(scope: Scope, view: View) -> str:
    """As it is true on any day: which month is this one, only the reader's clock knows."""
    return f"{month_name(scope)}到期" if view is MONTH else view.name


def _title(scope: Scope, view: View) -> str:
    return "已报送完成的任务" if view is COMPLETED else f"{_name(scope, view)}的任务"


def pages(scope: Scope, rows: Rows) -> Iterator[PageSpec]:
    """One page a view. They stand even when nothing falls into them: their addresses are known."""
    seen = seen_from(scope.library, scope.as_of)
    as_of = scope.as_of.isoformat()
    for view, tasks in ((MONTH, seen.month), (PASSED, seen.passed), (COMPLETED, seen.completed)):
        yield scope.spec(
            f"deadlines/{view.slug}/index.html",
            "deadline",
            lambda v=view, t=tasks: _page(scope, rows, v, t),  # type: ignore[misc]
            scope.rows_key(tasks),
            key_of(*(t.id for t in tasks), *map(str, links(scope)), str(seen.reported)),
            *(() if view is COMPLETED else (as_of, today.days(scope.library))),
        )


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
        found.append(_Near("之后最近的到期日", tasks[0].due.url, day(when), len(tasks)))
    if before:
        when, tasks = max(before, key=lambda p: p[0])
        found.append(_Near("之前最近的到期日", tasks[0].due.url, day(when), len(tasks)))
    return found


def _page(scope: Scope, rows: Rows, view: View, tasks: Sequence[Task]) -> Page:
    groups: dict[str, list[Task]] = defaultdict(list)
    for task in tasks if view is not COMPLETED else sorted(tasks, key=by_deadline):
        groups[_group(scope, view, task)].append(task)
    many, named = len(tasks) > MANY, len(tasks) <= NAMED
    sections = [
        {
            "id": f"group-{i}",
            "name": name,
            "url": scope.library.document_of(found[0]).url if view is COMPLETED else found[0].due.url,
            "iso": found[0].due.date.isoformat() if view is not COMPLETED and found[0].due.date else "",
            "count": len(found),
            "rows": "" if many else rows.table(found),
            "documents": by_document(scope, found) if many and named else (),
        }
        for i, (name, found) in enumerate(groups.items(), 1)
    ]
    toc = [TocEntry(1, str(s["id"]), f"{s['name']}（{s['count']}）") for s in sections if named]
    body = scope.templates.render(
        "due",
        crumbs=[("首页", ""), ("时限", "deadlines/"), (_name(scope, view), None)],
        views=links(scope),
        here=_name(scope, view),
        toc=toc,
        title=_title(scope, view),
        view=view.slug,
        as_of=scope.as_of.isoformat(),
        days=today.days(scope.library) if view is not COMPLETED else "",
        late=by_document(scope, [t for t in tasks if standing(t) == LATE]) if view is PASSED else (),
        told=_told(scope, view, tasks),
        near=[n._asdict() for n in _near(scope)] if view is MONTH and not tasks else [],
        sections=sections if named else (),
        counted=() if named else sections,
    )
    return Page(
        path=f"deadlines/{view.slug}/index.html",
        kind="deadline",
        pieces=rows.pieces(f"deadlines/{view.slug}/index.html"),
        title=_title(scope, view),
        description=f"{_title(scope, view)}：{len(tasks)} 项，从{day(scope.as_of)}算。"
        if view is not COMPLETED
        else f"{_title(scope, view)}：{len(tasks)} 项。",
        body=body,
        head=scope.templates.render("today_head"),
        toc=tuple(toc),
    )


def _group(scope: Scope, view: View, task: Task) -> str:
    if view is COMPLETED:
        document = scope.library.document_of(task)
        return document.title.value
    assert task.due.date
    return day(task.due.date)


def _told(scope: Scope, view: View, tasks: Sequence[Task]) -> Markup:
    counted = Markup("{}。").format(term("as-of", f"从{day(scope.as_of)}算"))
    if view is MONTH:
        month = month_name(scope)
        if not tasks:
            return Markup("没有写明在{}到期的任务。{}").format(month, counted)
        return Markup("{}到期的共 {} 项，{}。{}").format(month, len(tasks), told(tasks), counted)
    if view is PASSED:
        if not tasks:
            return Markup("没有{}的任务：写明日期的，或者还没有到期，或者已经报送完成、取消。{}").format(
                term("passed"), counted
            )
        return Markup("共 {} 项{}，{}。没有报送不等于没有做。{}").format(
            len(tasks), term("passed"), told_passed(tasks), counted
        )
    if not tasks:
        return Markup("还没有单位报送完成任务。{}不等于没有做。").format(term("not-reported", "没有报送"))
    return Markup("共 {} 项。进展由有关单位报送，本站照登，不评价。").format(len(tasks))


def by_document(scope: Scope, tasks: Sequence[Task]) -> list[Mapping[str, object]]:
    """The tasks named by document and number, where whole rows would be too many; or only counted."""
    named = len(tasks) <= NAMED
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
                "count": len(own),
                "tasks": [{"id": t.id, "url": t.url, "name": item_name(t)} for t in own] if named else (),
            }
        )
    return rows
