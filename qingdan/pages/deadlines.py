"""Deadlines 时限: a calendar of months, and a page a deadline with the printed words and the
rules that read them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from qingdan import offers
from qingdan.model import Region, Task
from qingdan.pages import charts, figures, today
from qingdan.pages import due as due_views
from qingdan.pages.documents import SWITCHED, switch_rows
from qingdan.pages.fragments import offered
from qingdan.pages.listing import Rows
from qingdan.pages.page import Page, PageSpec, TocEntry
from qingdan.pages.reports import passed, passed_sentence, statuses, told_passed
from qingdan.pages.scope import Scope
from qingdan.words import day, deadline_name


def pages(scope: Scope, rows: Rows) -> Iterator[PageSpec]:
    """The calendar, and one page a deadline that tasks have."""
    as_of = scope.as_of.isoformat()
    yield scope.spec("deadlines/index.html", "deadlines", lambda: _index(scope), scope.library_key, as_of)
    for slug, tasks in scope.library.due.items():
        yield scope.spec(
            f"deadlines/{slug}/index.html",
            "deadline",
            lambda s=slug, t=tasks: _page(scope, rows, s, t),  # type: ignore[misc]
            scope.rows_key(tasks),
            str(_has_passed(scope, tasks)),
            *map(str, due_views.links(scope)),
        )
    yield from due_views.pages(scope, rows)


def _index(scope: Scope) -> Page:
    due = scope.library.due
    years: dict[int, dict[int, list[Mapping[str, object]]]] = defaultdict(lambda: defaultdict(list))
    whole: dict[int, Mapping[str, object]] = {}
    others = []
    named = [r for r in scope.library.regions if r.path and r in scope.documents_of]
    for slug, tasks in due.items():
        first = tasks[0].due
        entry = {"url": first.url, "name": deadline_name(first), "count": len(tasks)}
        if first.date:
            past = first.date < scope.as_of
            days = years[first.date.year][first.date.month]
            days.append(
                {
                    **entry,
                    "regions": _regions(scope, tasks, named),
                    "day": first.date.day,
                    "iso": slug,
                    "past": past,
                }
            )
        elif first.kind == "year" and first.year:
            whole[first.year] = entry
        else:
            others.append(entry)
    blocks = [
        {**_year(year, years.get(year, {}), whole.get(year)), "figure": _drawn(scope, year)}
        for year in sorted({*years, *whole}, reverse=True)
    ]
    toc = [TocEntry(1, str(b["id"]), str(b["name"])) for b in blocks]
    if others:
        toc.append(TocEntry(1, "others", "没有写明日期的"))
    body = scope.templates.render(
        "deadlines",
        crumbs=[("首页", ""), ("时限", None)],
        toc=toc,
        years=blocks,
        others=others,
        as_of=scope.as_of.isoformat(),
        as_of_day=day(scope.as_of),
        days=today.days(scope.library),
        passed=_passed(scope),
        views=due_views.links(scope),
        offers=offered(offers.of_deadlines(scope.library), scope.absolute(""), "deadlines/"),
        switch=switch_rows(
            [(str(b["name"]), str(b["value"]), str(b["id"])) for b in blocks],
            [(r.name, r.slug, "main") for r in named],
        ),
        kinds=charts.bars(kinds) if (kinds := figures.kinds(scope)) else "",
    )
    return Page(
        path="deadlines/index.html",
        kind="deadlines",
        title="时限",
        description="每个月有哪些任务到期，哪些任务全年做、长期做，哪些没有注明时限。",
        body=body,
        head=scope.templates.render("today_head"),
        toc=tuple(toc),
    )


def _regions(scope: Scope, tasks: Sequence[Task], named: Sequence[Region]) -> str:
    """How many of the tasks each region has, for the switch: `shaoxing:3 deqing:11`; empty where
    there are too many regions for one."""
    if not 1 < len(named) <= SWITCHED:
        return ""
    found = Counter(scope.library.document_of(t).region.slug for t in tasks)
    return " ".join(f"{slug}:{n}" for slug, n in sorted(found.items()))


def _drawn(scope: Scope, year: int) -> str:
    figure = figures.year_columns(scope, year)
    return charts.columns(figure) if figure else ""


def _passed(scope: Scope) -> str:
    """How many days' tasks are over, and what was reported of them; empty where none is."""
    tasks = [t for _, on_day in passed(scope.library.due, scope.as_of) for t in on_day]
    return passed_sentence(tasks) if tasks else ""


def _year(
    year: int, months: Mapping[int, Sequence[Mapping[str, object]]], whole: Mapping[str, object] | None
) -> Mapping[str, object]:
    return {
        "id": f"year-{year}",
        "name": f"{year}年",
        "value": year,
        "calendar": f"calendar-{year}",
        "whole": whole,
        "months": [_month(year, m, months.get(m, ())) for m in range(1, 13)],
    }


def _month(year: int, month: int, days: Sequence[Mapping[str, object]]) -> Mapping[str, object]:
    return {"id": figures.month_anchor(year, month), "month": month, "days": days}


def _page(scope: Scope, rows: Rows, slug: str, tasks: Sequence[Task]) -> Page:
    due = tasks[0].due
    name = deadline_name(due)
    groups: dict[tuple[str, str], list[Task]] = defaultdict(list)
    for task in tasks:
        groups["".join((task.due.text or "").split()), task.due.rule].append(task)
    many = len(tasks) > due_views.MANY
    sections = [
        {
            "id": f"words-{i}",
            "text": text,
            "rule": rule,
            "count": len(found),
            "rows": "" if many else rows.table(found),
            "documents": due_views.by_document(scope, found) if many else (),
        }
        for i, ((text, rule), found) in enumerate(sorted(groups.items(), key=lambda g: (-len(g[1]), g[0])), 1)
    ]
    toc = [
        TocEntry(
            1,
            str(s["id"]),
            f"{'“' + str(s['text']) + '”' if s['text'] else '原文没有写时限'}（{s['count']}）",
        )
        for s in sections
    ]
    body = scope.templates.render(
        "deadline",
        crumbs=[("首页", ""), ("时限", "deadlines/"), (name, None)],
        toc=toc,
        views=due_views.links(scope),
        here={"ongoing": "长期", "none": "未注明"}.get(due.kind, ""),
        title=_title(name, due.kind),
        iso=due.date.isoformat() if due.date else "",
        told=_TOLD[due.kind],
        passed=_has_passed(scope, tasks),
        passed_told=told_passed(tasks) if due.date else "",
        count=len(tasks),
        statuses=statuses(tasks),
        offers=offered(offers.of_deadline(scope.library, tasks), scope.absolute(""), due.url),
        sections=sections,
    )
    return Page(
        path=f"deadlines/{slug}/index.html",
        kind="deadline",
        pieces=rows.pieces(f"deadlines/{slug}/index.html"),
        title=_title(name, due.kind),
        description=f"{_title(name, due.kind)}：{len(tasks)} 项，列出任务、责任单位和清单印出的时限原话。",
        body=body,
        head=scope.templates.render("today_head"),
        toc=tuple(toc),
    )


def _title(name: str, kind: str) -> str:
    return f"{name}到期的任务" if kind == "by" else f"{name}的任务"


_TOLD = {
    "by": "清单要求在这一天以前完成。",
    "year": "清单写的是全年，没有写到哪一天。",
    "ongoing": "清单写的是长期坚持、持续推进一类的话，没有写到哪一天。",
    "none": "清单没有写时限，或者写的话读不出日期。",
}


def _has_passed(scope: Scope, tasks: Sequence[Task]) -> bool:
    """Whether the day was over when the site was made: so it stays, whenever the page is read."""
    due = tasks[0].due.date
    return due is not None and due < scope.as_of
