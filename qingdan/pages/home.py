"""The home page, and the page of the search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from qingdan.model import Task
from qingdan.pages.page import Page, PageSpec
from qingdan.pages.reports import passed, told
from qingdan.pages.scope import Scope, newest_first
from qingdan.pages.words import day, deadline_name, short_title

_NEWEST = 6
_NEXT_DAYS = 3
_TASKS_A_DAY = 3
_PASSED_DAYS = 3
"""So many days that have passed are named where no day is to come."""
_UNITS = 10
_TEXT = 60
"""Longest text of a task in characters where only a hint of it is shown."""


def pages(scope: Scope) -> Iterator[PageSpec]:
    """Home and search."""
    as_of = scope.as_of.isoformat()
    yield scope.spec("index.html", "home", lambda: _home(scope), scope.library_key, as_of)
    yield scope.spec("search/index.html", "search", lambda: _search(scope), repr(scope.library.site))


def _home(scope: Scope) -> Page:
    library = scope.library
    site = library.site
    documents = sorted(library.documents, key=newest_first)[:_NEWEST]
    days = [(tasks[0].due.date, tasks) for tasks in library.due.values() if tasks[0].due.date]
    coming = [(d, tasks) for d, tasks in days if d and d >= scope.as_of][:_NEXT_DAYS]
    body = scope.templates.render(
        "home",
        title=site.name,
        description=site.description
        or "政府印发的任务清单，一项一项公开：做什么，谁负责，什么时候完成，写在哪份文件里。",
        counts=[
            ("文件", len(library.documents), "documents/"),
            ("任务", sum(len(d.tasks) for d in library.documents), "search/"),
            ("单位", len(library.units), "units/"),
            ("地区", sum(1 for r in library.regions if r.path), "units/"),
        ],
        documents=[
            {
                "url": d.url,
                "title": short_title(d),
                "issuer": d.issuer.value if d.issuer else d.region.name,
                "dated": day(d.dated) if d.dated else (f"{d.year}年" if d.year else ""),
                "tasks": len(d.tasks),
            }
            for d in documents
        ],
        as_of=day(scope.as_of),
        coming=[_due(scope, d, tasks) for d, tasks in coming if d],
        passed=_passed(scope, named=0 if coming else _PASSED_DAYS),
        units=_units(scope),
    )
    return Page(
        path="index.html",
        kind="home",
        title="首页",
        description=site.description or f"{site.name}：任务、责任单位、完成时限，逐项公开，可以搜索。",
        body=body,
    )


def _passed(scope: Scope, named: int) -> Mapping[str, object] | None:
    """The days that are over, the last `named` of them by name; None where there is none."""
    days = passed(scope.library.due, scope.as_of)
    tasks = [t for _, on_day in days for t in on_day]
    if not tasks:
        return None
    return {
        "count": len(tasks),
        "told": told(tasks),
        "days": [
            {
                "url": on_day[0].due.url,
                "iso": d.isoformat(),
                "name": day(d),
                "told": told(on_day),
                "count": len(on_day),
            }
            for d, on_day in days[:named]
        ],
    }


def _due(scope: Scope, when: date, tasks: tuple[Task, ...]) -> Mapping[str, object]:
    left = (when - scope.as_of).days
    return {
        "url": tasks[0].due.url,
        "name": deadline_name(tasks[0].due),
        "iso": when.isoformat(),
        "left": "当天" if left == 0 else f"还有 {left} 天",
        "count": len(tasks),
        "tasks": [
            {
                "url": t.url,
                "text": _cut(t.text.value),
                "units": scope.fragments.units(t.lead or t.responsible),
            }
            for t in tasks[:_TASKS_A_DAY]
        ],
        "more": max(0, len(tasks) - _TASKS_A_DAY),
    }


def _cut(text: str) -> str:
    return text if len(text) <= _TEXT else text[:_TEXT].rstrip("，、；。,;") + "……"


def _units(scope: Scope) -> list[Mapping[str, object]]:
    """The units with most tasks; collectives stand for others and are left out."""
    units = [u for u in scope.library.units.values() if not u.collective]
    units.sort(key=lambda u: (-scope.totals[u.id], u.id))
    rows: list[Mapping[str, object]] = []
    for unit in units[:_UNITS]:
        duties = scope.library.duties[unit.id]
        rows.append(
            {
                "url": unit.url,
                "name": unit.name,
                "region": unit.region.name,
                "lead": len(duties.lead),
                "responsible": len(duties.responsible),
                "supporting": len(duties.supporting),
                "total": scope.totals[unit.id],
            }
        )
    return rows


def _search(scope: Scope) -> Page:
    return Page(
        path="search/index.html",
        kind="search",
        title="搜索",
        description="在全部任务和文件里搜索，可以按地区、单位、分工、时限、年度缩小范围。",
        body=scope.templates.render("search", crumbs=[("首页", ""), ("搜索", None)]),
        head=scope.templates.render("search_head"),
    )
