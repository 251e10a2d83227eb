"""Units 单位: the index, a page a region, a page a unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from markupsafe import Markup

from qingdan import offers
from qingdan.model import Duties, Region, Task, Unit
from qingdan.pages import charts, figures, linked_data
from qingdan.pages.documents import switch_rows
from qingdan.pages.fragments import feeds, offered
from qingdan.pages.listing import Rows
from qingdan.pages.page import Page, PageSpec, TocEntry
from qingdan.pages.reports import statuses
from qingdan.pages.scope import Scope

_SHOWN, _SHOWN_OF_MANY = 12, 3
_MANY_REGIONS = 60
"""So many units of each region stand in the index; the region's page has all."""


def pages(scope: Scope, rows: Rows) -> Iterator[PageSpec]:
    """The index, the regions, the units."""
    yield scope.spec("units/index.html", "units", lambda: _index(scope), scope.library_key)
    for region in scope.library.regions:
        units = scope.units_of.get(region, ())
        yield scope.spec(
            f"{region.url}index.html",
            "region",
            lambda r=region: _region(scope, r),  # type: ignore[misc]
            *(scope.duties_keys[u.id] for u in units),
            *(d.digest for d in scope.documents_of.get(region, ())),
        )
    for unit in scope.library.units.values():
        yield scope.spec(
            f"{unit.url}index.html",
            "unit",
            lambda u=unit: _unit(scope, rows, u),  # type: ignore[misc]
            scope.duties_keys[unit.id],
            *(scope.unit_keys[m.id] for m in _members(scope, unit).values()),
            *(scope.unit_keys[u.id] for u in _namesakes(scope, unit)),
        )


def _index(scope: Scope) -> Page:
    named = [r for r in scope.library.regions if scope.units_of.get(r)]
    limit = _SHOWN if len(named) <= _MANY_REGIONS else _SHOWN_OF_MANY
    regions = [_region_row(scope, r, limit) for r in named]
    toc = [TocEntry(1, str(r["id"]), str(r["title"])) for r in regions]
    count = len(scope.library.units)
    body = scope.templates.render(
        "units",
        crumbs=[("首页", ""), ("单位", None)],
        toc=toc,
        regions=regions,
        count=count,
        switch=switch_rows(
            [(f"{y}年", str(y), "main") for y in sorted(_all_years(scope), reverse=True)],
            [(r.name, r.slug, f"region-{r.slug}") for r in named if r.path],
        ),
    )
    return Page(
        path="units/index.html",
        kind="units",
        title="单位",
        description=f"任务清单点名的 {count} 个单位，按地区排列，每个单位牵头、负责、配合哪些任务。",
        body=body,
        toc=tuple(toc),
    )


def _all_years(scope: Scope) -> set[int]:
    return {d.year for d in scope.library.documents if d.year}


def _years(scope: Scope, duties: Duties) -> str:
    """The years of the documents that name a unit, for the switch."""
    ids = {t.document_id for t in (*duties.lead, *duties.responsible, *duties.supporting)}
    return " ".join(sorted({str(scope.library.document(i).year or 0) for i in ids}))


def _region_row(scope: Scope, region: Region, limit: int | None = None) -> Mapping[str, object]:
    units = scope.units_of.get(region, ())
    single = [u for u in units if not u.collective]
    return {
        "id": f"region-{region.slug}",
        "slug": region.slug,
        "title": _region_title(scope, region),
        "path": (region.path or "").rpartition("/")[0].replace("/", " "),
        "url": region.url,
        "count": len(units),
        "units": [_unit_row(scope, u) for u in (single if limit is None else units[:limit])],
        "collectives": [_unit_row(scope, u) for u in units if u.collective],
        "more": 0 if limit is None else max(0, len(units) - limit),
    }


def _region_title(scope: Scope, region: Region) -> str:
    """The name of a region; for a document without a place, the document's title."""
    documents = scope.documents_of.get(region, ())
    if region.path is None and documents:
        return f"{region.name}：{documents[0].title.value}"
    return region.name


def _unit_row(scope: Scope, unit: Unit) -> Mapping[str, object]:
    duties = scope.library.duties[unit.id]
    return {
        "url": unit.url,
        "name": unit.name,
        "aliases": "、".join(unit.aliases),
        "collective": unit.collective,
        "lead": len(duties.lead),
        "responsible": len(duties.responsible),
        "supporting": len(duties.supporting),
        "through": len(duties.through),
        "total": scope.totals[unit.id],
        "years": _years(scope, duties),
    }


def _region(scope: Scope, region: Region) -> Page:
    row = _region_row(scope, region)
    title = _region_title(scope, region)
    documents = [
        {"url": d.url, "title": d.title.value, "tasks": len(d.tasks)}
        for d in scope.documents_of.get(region, ())
    ]
    heat = figures.heat(scope, scope.units_of.get(region, ()))
    toc = [
        TocEntry(1, id_, text)
        for id_, text, wanted in (
            ("documents", "文件", documents),
            ("heat", "单位和时限", heat),
            ("units", "单位", row["units"]),
            ("collectives", "统称", row["collectives"]),
        )
        if wanted
    ]
    figure = figures.units(scope, scope.units_of.get(region, ()))
    body = scope.templates.render(
        "region",
        crumbs=[("首页", ""), ("单位", "units/"), (title, None)],
        toc=toc,
        title=title,
        region=row,
        documents=documents,
        figure=charts.bars(figure) if figure else "",
        heat=heat,
    )
    return Page(
        path=f"{region.url}index.html",
        kind="region",
        title=f"{title}的单位",
        description=f"{title}的任务清单点名的 {row['count']} 个单位，以及各自的任务数。",
        body=body,
        toc=tuple(toc),
    )


def _members(scope: Scope, unit: Unit) -> Mapping[str, Unit]:
    """Units that a collective is known to include, by the name that the registry gives."""
    if not unit.members:
        return {}
    here = {u.name: u for u in scope.units_of[unit.region]}
    return {name: here[name] for name in unit.members if name in here}


_NAMESAKES = 12
"""So many units of the same name elsewhere are named."""


def _namesakes(scope: Scope, unit: Unit) -> Sequence[Unit]:
    """Units of other regions that bear the same name: other units, which readers mistake for this."""
    others = (u for u in scope.named[unit.name] if u.region != unit.region and u.region.path)
    return list(islice(others, _NAMESAKES))


_ROLES: Sequence[tuple[str, str, str, str]] = (
    ("lead", "牵头", "牵头单位", "是该单位的任务，"),
    ("responsible", "负责", "责任单位", "里有该单位的任务，"),
    ("supporting", "配合", "配合单位", "里有该单位的任务，"),
)
"""Role, its verb, the word for its units, and what follows the word in a sentence."""


def _unit(scope: Scope, rows: Rows, unit: Unit) -> Page:
    duties = scope.library.duties[unit.id]
    roles = []
    for role, title, word, told in _ROLES:
        tasks: Sequence[Task] = getattr(duties, role)
        if tasks:
            roles.append(_section(scope, rows, role, f"{title}的任务", word, told, tasks))
    through = _through(scope, rows, duties)
    toc = [TocEntry(1, str(s["id"]), f"{s['title']}（{s['count']}）") for s in roles]
    if through:
        toc.append(TocEntry(1, "through", f"通过统称涉及的任务（{len(duties.through)}）"))
        toc += [TocEntry(2, str(s["id"]), f"{s['title']}（{s['count']}）") for s in through]
    region_title = _region_title(scope, unit.region)
    members = _members(scope, unit)
    figure = figures.duties(scope, duties)
    taken = offers.of_unit(scope.library, unit)
    body = scope.templates.render(
        "unit",
        crumbs=[("首页", ""), ("单位", "units/"), (region_title, unit.region.url), (unit.name, None)],
        toc=toc,
        name=unit.name,
        region=region_title,
        region_url=unit.region.url,
        aliases="、".join(unit.aliases),
        collective=unit.collective,
        members=[(name, members[name].url if name in members else "") for name in unit.members],
        source=unit.source,
        namesakes=Markup(  # noqa: S704 - escaped there
            "、".join(map(scope.fragments.placed, _namesakes(scope, unit)))
        ),
        counts=_counts(duties),
        statuses=statuses((*duties.lead, *duties.responsible, *duties.supporting)),
        offers=offered(taken, scope.absolute(""), unit.url),
        roles=roles,
        through=through,
        figure=charts.bars(figure) if figure else "",
    )
    total = scope.totals[unit.id]
    return Page(
        path=f"{unit.url}index.html",
        kind="unit",
        pieces=rows.pieces(f"{unit.url}index.html"),
        title=f"{unit.name}（{unit.region.name}）",
        description=f"{unit.region.name}{unit.name}在公开的任务清单里有 {total} 项任务，按完成时限排列。",
        body=body,
        toc=tuple(toc),
        head=feeds(taken) + linked_data.unit(unit, scope.absolute(unit.url)),
    )


def _section(
    scope: Scope, rows: Rows, id_: str, title: str, word: str, told: str, tasks: Sequence[Task]
) -> Mapping[str, object]:
    return {
        "id": id_,
        "title": title,
        "word": word,
        "told": told,
        "count": len(tasks),
        "rows": rows.table(scope.by_deadline(tasks)),
    }


def _through(scope: Scope, rows: Rows, duties: Duties) -> list[Mapping[str, object]]:
    """The tasks that reach a unit through collectives, one section a collective."""
    found: dict[str, tuple[Unit, list[Task]]] = {}
    for collective, task in duties.through:
        found.setdefault(collective.id, (collective, []))[1].append(task)
    return [
        {
            "id": f"through-{collective.slug}",
            "title": collective.name,
            "url": collective.url,
            "count": len(tasks),
            "rows": rows.short(scope.by_deadline(tasks)),
        }
        for collective, tasks in found.values()
    ]


def _counts(duties: Duties) -> list[tuple[str, int, str]]:
    """What is counted, how many, and the id of its section."""
    counts = [(title, len(getattr(duties, role)), role) for role, title, _, _ in _ROLES]
    counts.append(("通过统称", len(duties.through), "through"))
    return [count for count in counts if count[1]]
