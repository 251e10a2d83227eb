"""Changes 变动: what the data itself says happened, and on which day: a document was signed, a unit
reported, a deadline was moved. Nothing is taken from a clock or from an earlier build, so the page is the
same whenever and wherever it is made; what was corrected without a day is told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from qingdan.model import Document, Library, Task
from qingdan.pages.columns import FIELD_NAMES
from qingdan.pages.page import Page, PageSpec, TocEntry
from qingdan.pages.scope import Scope
from qingdan.words import day, item_name, short_title

DAYS = 100
"""So many days are told one by one; older ones stand on the pages of their documents."""
_ITEMS = 30
"""So many tasks of one document are named on one day."""
_ON_DOCUMENT = 3
"""So many days are named on a document's page."""


class Change(NamedTuple):
    """One thing that happened."""

    day: date | None
    """None where the data names none."""
    kind: str
    """成文, 印发, 网上发布, 报送进展, 调整时限, 更正文字."""
    task: Task | None
    """None where it is the document's."""
    words: str
    """What it came to, in short: 已完成; 12月底前改为2023年3月底前."""


_ORDER = ("成文", "印发", "网上发布", "报送进展", "调整时限", "更正文字")


def changes(document: Document) -> Iterator[Change]:
    """All changes that the document's data tells."""
    total = f"{len(document.tasks)} 项任务"
    for kind, when in (
        ("成文", document.signed),
        ("印发", document.printed if not document.signed else None),
        ("网上发布", document.published),
    ):
        if when:
            yield Change(when, kind, None, total)
    for task in document.tasks:
        for report in task.progress:
            yield Change(report.date, "报送进展", task, report.status)
        for moved in task.adjustments:
            basis = f"（{moved.basis}）" if moved.basis else ""
            yield Change(moved.date, "调整时限", task, f"{moved.before}改为{moved.after}{basis}")
        for correction in task.corrections:
            yield Change(None, "更正文字", task, f"{FIELD_NAMES.get(correction.field, correction.field)}一栏")


def newest(library: Library) -> date | None:
    """The newest day on which something happened; None where the data names none."""
    return max((c.day for d in library.documents for c in changes(d) if c.day), default=None)


def summary(document: Document) -> list[str]:
    """The newest days on which something was added to what is printed, for the document's own page."""
    found: dict[date, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for change in changes(document):
        if change.day and change.task:
            found[change.day][change.kind].add(change.task.id)
    return [
        f"{day(when)}" + "、".join(f"{kind} {len(kinds[kind])} 项" for kind in _ORDER if kind in kinds)
        for when, kinds in sorted(found.items(), reverse=True)[:_ON_DOCUMENT]
    ]


def pages(scope: Scope) -> Iterator[PageSpec]:
    """The page of all changes."""
    yield scope.spec("changes/index.html", "changes", lambda: _page(scope), scope.library_key)


def _page(scope: Scope) -> Page:
    dated: dict[date, list[tuple[Document, Change]]] = defaultdict(list)
    undated: list[tuple[Document, Change]] = []
    for document in scope.library.documents:
        for change in changes(document):
            (dated[change.day] if change.day else undated).append((document, change))
    days = sorted(dated, reverse=True)
    sections = [
        {"id": when.isoformat(), "name": day(when), "entries": list(_entries(dated[when]))}
        for when in days[:DAYS]
    ]
    toc = [TocEntry(1, str(s["id"]), str(s["name"])) for s in sections]
    if undated:
        toc.append(TocEntry(1, "undated", "没有写明日期的"))
    body = scope.templates.render(
        "changes",
        crumbs=[("首页", ""), ("变动", None)],
        toc=toc,
        sections=sections,
        undated=list(_entries(undated)),
        more=max(0, len(days) - DAYS),
        newest=day(days[0]) if days else "",
    )
    return Page(
        path="changes/index.html",
        kind="changes",
        title="变动",
        description="哪一天印发了文件、报送了进展、调整了时限，按日期列出，新的在前。",
        body=body,
        toc=tuple(toc),
    )


def _entries(found: Sequence[tuple[Document, Change]]) -> Iterator[Mapping[str, object]]:
    """One entry for each document and kind of change."""
    groups: dict[tuple[str, str], list[Change]] = defaultdict(list)
    documents = {document.id: document for document, _ in found}
    for document, change in found:
        groups[document.id, change.kind].append(change)
    for (id_, kind), own in sorted(groups.items(), key=lambda g: (_ORDER.index(g[0][1]), g[0][0])):
        document = documents[id_]
        of_tasks = [(c.task, c.words) for c in own if c.task]
        yield {
            "kind": kind,
            "title": short_title(document),
            "region": document.region.name if document.region.path else "",
            "url": document.url,
            "told": f"{len({t.id for t, _ in of_tasks})} 项" if of_tasks else own[0].words,
            "tasks": [
                {"url": task.url, "id": task.id, "name": item_name(task), "words": words}
                for task, words in of_tasks[:_ITEMS]
            ],
            "more": max(0, len(of_tasks) - _ITEMS),
        }
