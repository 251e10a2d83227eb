"""The index of documents: by level and region, and by year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from qingdan.model import Document, Region
from qingdan.pages.page import Page, PageSpec, TocEntry
from qingdan.pages.scope import Scope, newest_first
from qingdan.words import day, short_title

_LEVELS = ("省级", "市级", "县级", "乡级", "")
_UNPRINTED = "地区未注明"


def pages(scope: Scope) -> Iterator[PageSpec]:
    """The one page."""
    yield scope.spec("documents/index.html", "documents", lambda: _page(scope), scope.library_key)


def _page(scope: Scope) -> Page:
    library = scope.library
    levels = []
    toc = []
    for i, level in enumerate(_LEVELS, 1):
        regions = [r for r in library.regions if r.level == level and r in scope.documents_of]
        if not regions:
            continue
        name = level or _UNPRINTED
        toc.append(TocEntry(1, f"level-{i}", name))
        groups = _unprinted(scope, regions) if not level else [_region(scope, r) for r in regions]
        toc += [TocEntry(2, str(g["id"]), str(g["name"])) for g in groups if g["name"]]
        levels.append({"id": f"level-{i}", "name": name, "regions": groups})
    years = _years(scope)
    if years:
        toc.append(TocEntry(1, "years", "按年度"))
        toc += [TocEntry(2, str(y["id"]), str(y["name"])) for y in years]
    body = scope.templates.render(
        "documents",
        crumbs=[("首页", ""), ("文件", None)],
        toc=toc,
        levels=levels,
        years=years,
        count=len(library.documents),
        switch=switch_rows(
            [(str(y["name"]), str(y["value"]), str(y["id"])) for y in years],
            [
                (r.name, r.slug, f"region-{r.slug}")
                for r in library.regions
                if r in scope.documents_of and r.path
            ],
        ),
    )
    return Page(
        path="documents/index.html",
        kind="documents",
        title="文件",
        description=f"公开的 {len(library.documents)} 份任务清单文件，按地区和年度排列。",
        body=body,
        toc=tuple(toc),
    )


def switch_rows(
    years: Sequence[tuple[str, str, str]], regions: Sequence[tuple[str, str, str]]
) -> list[tuple[str, str, Sequence[tuple[str, str, str]]]]:
    """The rows of the switch by year and region: (words, value, id of the part of the page that it
    leads to without a script). A row of one choice is none; more than SWITCHED are no switch."""
    rows = (("年度", "year", years), ("地区", "region", regions))
    return [(label, name, links) for label, name, links in rows if 1 < len(links) <= SWITCHED]


SWITCHED = 40


def _years(scope: Scope) -> list[Mapping[str, object]]:
    found: dict[int, list[Document]] = defaultdict(list)
    for document in sorted(scope.library.documents, key=newest_first):
        found[document.year or 0].append(document)
    return [
        {
            "id": f"year-{year}",
            "name": f"{year}年" if year else "年度未注明",
            "value": year,
            "rows": [_row(d) for d in found[year]],
        }
        for year in sorted(found, reverse=True)
    ]


def _region(scope: Scope, region: Region) -> Mapping[str, object]:
    return {
        "id": f"region-{region.slug}",
        "name": region.name,
        "path": (region.path or "").rpartition("/")[0].replace("/", " "),
        "rows": [_row(d) for d in scope.documents_of[region]],
    }


def _unprinted(scope: Scope, regions: list[Region]) -> list[Mapping[str, object]]:
    """Documents that print no place stand together: each is a region of its own only inside."""
    documents = sorted((d for r in regions for d in scope.documents_of[r]), key=newest_first)
    return [{"id": "region-none", "name": "", "path": "", "rows": [_row(d) for d in documents]}]


def _row(document: Document) -> Mapping[str, object]:
    return {
        "url": document.url,
        "title": document.title.value,
        "short": short_title(document),
        "number": document.number.value if document.number else "",
        "region": document.region.name,
        "years": document.year or 0,
        "regions": document.region.slug,
        "year": f"{document.year}年" if document.year else "",
        "dated": day(document.dated) if document.dated else "",
        "tasks": len(document.tasks),
    }
