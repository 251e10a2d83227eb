"""The home page, and the page of the search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from markupsafe import Markup

from qingdan.model import Task
from qingdan.pages import changes, charts, due, figures, linked_data, today
from qingdan.pages.page import Page, PageSpec
from qingdan.pages.reports import passed, passed_sentence, told_passed
from qingdan.pages.scope import ALWAYS_THE_SAME, Scope, newest_first
from qingdan.words import day, deadline_name, short_title

_NEWEST = 6
_NEXT_DAYS = 3
_TASKS_A_DAY = 3
_PASSED_DAYS = 3
"""So many days that have passed are named where no day is to come."""
_TEXT = 60
"""Longest text of a task in characters where only a hint of it is shown."""


def pages(scope: Scope) -> Iterator[PageSpec]:
    """Home and search."""
    as_of = scope.as_of.isoformat()
    yield scope.spec("index.html", "home", lambda: _home(scope), scope.library_key, as_of)
    yield scope.spec("search/index.html", "search", lambda: _search(scope), ALWAYS_THE_SAME)


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
        as_of=scope.as_of.isoformat(),
        as_of_day=day(scope.as_of),
        days=today.days(library),
        newest=day(newest) if (newest := changes.newest(library)) else "",
        coming=[_due(scope, d, tasks) for d, tasks in coming if d],
        passed=_passed(scope, named=0 if coming else _PASSED_DAYS),
        now=_now(scope),
        months=charts.columns(months) if (months := figures.timeline(scope)) else "",
        figures=_figures(scope),
    )
    return Page(
        path="index.html",
        kind="home",
        title="首页",
        description=site.description or f"{site.name}：任务、责任单位、完成时限，逐项公开，可以搜索。",
        body=body,
        head=scope.templates.render("today_head") + linked_data.dataset(library, scope.absolute("")),
    )


def _now(scope: Scope) -> list[Mapping[str, object]]:
    """What is due, what has passed, what is done, in three numbers; None for a number that nobody knows:
    where nothing was reported, nothing is known to be done or not done."""
    seen = due.seen_from(scope.library, scope.as_of)
    return [
        {
            "url": f"deadlines/{due.MONTH.slug}/",
            "slug": due.MONTH.slug,
            "name": f"{due.month_name(scope)}到期",
            "count": len(seen.month),
            "told": "时限在这个月",
        },
        {
            "url": f"deadlines/{due.PASSED.slug}/",
            "slug": due.PASSED.slug,
            "name": due.PASSED.name,
            "count": len(seen.passed),
            "told": "没有报送完成",
        },
        {
            "url": f"deadlines/{due.COMPLETED.slug}/",
            "slug": due.COMPLETED.slug,
            "name": due.COMPLETED.name,
            "count": len(seen.completed) if seen.reported else None,
            "told": "有关单位报送" if seen.reported else "未报送进展",
        },
    ]


def _figures(scope: Scope) -> list[Markup]:
    found = (
        figures.progress(sorted(scope.library.documents, key=newest_first)),
        figures.units(scope, scope.library.units.values(), regions=True),
        figures.regions(scope),
    )
    return [charts.bars(f) for f in found if f]


def _passed(scope: Scope, named: int) -> Mapping[str, object] | None:
    """The days that are over, the last `named` of them by name; None where there is none."""
    days = passed(scope.library.due, scope.as_of)
    tasks = [t for _, on_day in days for t in on_day]
    if not tasks:
        return None
    return {
        "told": passed_sentence(tasks),
        "days": [
            {
                "url": on_day[0].due.url,
                "iso": d.isoformat(),
                "name": day(d),
                "told": told_passed(on_day),
                "count": len(on_day),
            }
            for d, on_day in days[:named]
        ],
    }


def _due(scope: Scope, when: date, tasks: tuple[Task, ...]) -> Mapping[str, object]:
    return {
        "url": tasks[0].due.url,
        "name": deadline_name(tasks[0].due),
        "iso": when.isoformat(),
        "count": len(tasks),
        "tasks": [
            {
                "url": t.url,
                "text": _cut(t.text.value),
                "units": Markup(scope.fragments.units(t.lead or t.responsible)),  # noqa: S704 - escaped there
            }
            for t in tasks[:_TASKS_A_DAY]
        ],
        "more": max(0, len(tasks) - _TASKS_A_DAY),
    }


def _cut(text: str) -> str:
    return text if len(text) <= _TEXT else text[:_TEXT].rstrip("，、；。,;") + "……"


def _search(scope: Scope) -> Page:
    return Page(
        path="search/index.html",
        kind="search",
        title="搜索",
        description="在全部任务和文件里搜索，可以按地区、单位、分工、时限、年度缩小范围。",
        body=scope.templates.render("search", crumbs=[("首页", ""), ("搜索", None)]),
        head=scope.templates.render("search_head"),
    )
