"""The page of one document: the notice, its lists as printed, what is known of the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from qingdan.model import Document, Entry, Heading, Leftover, Paragraph, Task, TaskList
from qingdan.pages import originals
from qingdan.pages.columns import Column, columns
from qingdan.pages.fragments import deadline_link, paragraphs
from qingdan.pages.page import ROOT, Page, PageSpec, TocEntry
from qingdan.pages.redaction import MARK
from qingdan.pages.scope import Scope
from qingdan.pages.words import day, item_name, list_title, short_title
from qingdan.text.deadlines import mentions
from qingdan.vocabulary import NOT_REPORTED, ROLES, STATUSES

_UNIT_FIELDS = ("lead", "responsible", "supporting")
_PROSE_UNITS = Column("units", "责任分工", printed=False)
_PROGRESS = Column("progress", "进展", printed=False)


class Cell(NamedTuple):
    """One cell of a row, ready."""

    field: str
    label: str
    html: Markup


class Row(NamedTuple):
    """One entry of a list, ready: a heading, a paragraph or a task."""

    kind: str
    id: str = ""
    task: str = ""
    level: int = 0
    text: str = ""
    cells: Sequence[Cell] = ()


class Table(NamedTuple):
    """One list, ready."""

    id: str
    title: str
    prose: bool
    size: int
    """How many tasks."""
    columns: Sequence[Column]
    group: str
    rows: Sequence[Row]


def pages(scope: Scope) -> Iterator[PageSpec]:
    """One page a document."""
    for document in scope.library.documents:
        yield scope.spec(
            f"{document.url}index.html",
            "document",
            lambda d=document: _page(scope, d),  # type: ignore[misc]
            *_shown(scope, document),
        )


def _shown(scope: Scope, document: Document) -> Iterator[str]:
    """All that the page shows besides what its shell and templates say."""
    yield scope.row_keys[document.id]
    yield from originals.shown(scope, document)
    for subject in (document.id, *(t.id for t in document.tasks)):
        yield from (p.public for p in scope.notes.get(subject, ()))
    for basis in document.basis:
        found = scope.numbered.get("".join(basis.value.split()))
        yield found.url if found else ""
    for id_ in (s for t in document.tasks for s in t.superior):
        superior = scope.task(id_)
        yield short_title(scope.library.document_of(superior)) if superior else ""


def _page(scope: Scope, document: Document) -> Page:
    lines = originals.task_lines(scope, document)
    tables = [_table(scope, document, part, lines) for part in document.lists]
    annexes = [
        {"id": f"annex-{i}", "title": _title(a.title, f"附录{i}"), "html": paragraphs(a.text.value)}
        for i, a in enumerate(document.annexes, 1)
    ]
    toc = list(_toc(document, tables, annexes))
    region = document.region
    body = scope.templates.render(
        "document",
        crumbs=[("首页", ""), ("文件", "documents/"), (short_title(document), None)],
        title=document.title.value,
        toc=toc,
        facts=list(_facts(scope, document)),
        notes=[p.public for p in scope.notes.get(document.id, ())],
        damaged=any(leftover.damaged for leftover in document.leftovers),
        statuses=_statuses(document),
        addressees=document.addressees.value if document.addressees else "",
        body=paragraphs(document.body.value) if document.body else "",
        issuer=document.issuer.value if document.issuer else "",
        signed=day(document.signed) if document.signed else "",
        copies=MARK.join(t.value for t in document.copies_text),
        tables=tables,
        annexes=annexes,
        downloads=originals.downloads(scope, document),
        original_url=originals.page_url(document) if document.id in scope.originals else "",
        source_url=document.original.url if document.original else "",
        leftovers=[_leftover(x) for x in document.leftovers],
    )
    count = len(document.tasks)
    issuer = document.issuer.value if document.issuer else region.name
    return Page(
        path=f"{document.url}index.html",
        kind="document",
        title=document.title.value,
        description=f"{issuer}：{short_title(document)}，共 {count} 项任务，逐项列出责任单位和完成时限。",
        body=body,
        toc=tuple(toc),
    )


def _title(text: object, instead: str) -> str:
    return str(text) if text else instead


def _toc(
    document: Document, tables: Sequence[Table], annexes: Sequence[Mapping[str, object]]
) -> Iterator[TocEntry]:
    if document.body or document.addressees:
        yield TocEntry(1, "notice", "通知正文")
    for table in tables:
        yield TocEntry(1, table.id, table.title)
        for row in table.rows:
            if row.kind == "heading" and row.level <= _TOC_DEPTH:
                yield TocEntry(1 + row.level, row.id, row.text)
    for annex in annexes:
        yield TocEntry(1, str(annex["id"]), str(annex["title"]))
    yield TocEntry(1, "source", "原件和下载")


_TOC_DEPTH = 2
"""Headings below （一） would make the contents longer than the page."""


def _facts(scope: Scope, document: Document) -> Iterator[tuple[str, Markup]]:
    """The record block: label and value of what is printed; what is not is left out."""

    def words(value: object) -> Markup:
        return Markup("{}").format(value)

    if document.number:
        yield "文号", words(document.number.value)
    if document.issuer:
        yield "发文机关", words(document.issuer.value)
    region = document.region
    if region.path:
        link = Markup('<a href="{}{}">{}</a>').format(ROOT, region.url, region.path.replace("/", " "))
        yield "地区", link
    else:
        yield (
            "地区",
            Markup('原件没有印出（<a href="{}{}">本文件的单位</a>）').format(ROOT, region.url),
        )
    if document.year:
        yield "年度", words(f"{document.year}年")
    if document.signed:
        yield "成文日期", words(day(document.signed))
    if document.printed:
        yield "印发日期", words(day(document.printed))
    if document.basis:
        yield "依据", Markup("、").join(_basis(scope, b.value) for b in document.basis)
    yield "任务", words(f"{len(document.tasks)} 项")


def _basis(scope: Scope, number: str) -> Markup:
    found = scope.numbered.get("".join(number.split()))
    if found is None:
        return Markup("{}").format(number)
    return Markup('<a href="{}{}">{}</a>').format(ROOT, found.url, number)


def _statuses(document: Document) -> list[tuple[str, int]]:
    """How many tasks stand at each status; empty where nothing was reported at all."""
    found = Counter(t.status for t in document.tasks)
    if set(found) <= {NOT_REPORTED}:
        return []
    return [(s, found[s]) for s in (*reversed(STATUSES), NOT_REPORTED) if found[s]]


def _leftover(leftover: Leftover) -> tuple[str, str]:
    return MARK if leftover.damaged else leftover.text.value, leftover.reason


def _table(scope: Scope, document: Document, part: TaskList, lines: Mapping[str, int]) -> Table:
    prose = part.kind == "prose"
    found = columns(part)
    shown = [c for c in found.columns if not (prose and c.field in _UNIT_FIELDS)]
    if prose and len(shown) < len(found.columns):
        shown.append(_PROSE_UNITS)
    if any(t.progress for t in part.tasks):
        shown.append(_PROGRESS)
    maker = _Cells(scope, document, lines)
    return Table(
        id=f"list-{part.ordinal}",
        title=_title(part.title, f"清单{part.ordinal}" if len(document.lists) > 1 else "任务清单"),
        prose=prose,
        size=len(part.tasks),
        columns=shown,
        group=found.group,
        rows=[_row(entry, shown, maker) for entry in part.entries],
    )


def _row(entry: Entry, shown: Sequence[Column], maker: _Cells) -> Row:
    if isinstance(entry, Heading):
        return Row("heading", id=entry.anchor, level=entry.level, text=entry.text.value)
    if isinstance(entry, Paragraph):
        return Row("paragraph", text=entry.text.value)
    cells = [Cell(c.field, c.name, maker.cell(entry, c.field)) for c in shown]
    return Row("task", id=entry.anchor, task=entry.id, cells=cells)


class _Cells:
    """Makes the cells of one document's tasks."""

    def __init__(self, scope: Scope, document: Document, lines: Mapping[str, int]) -> None:
        self._scope = scope
        self._document = document
        self._lines = lines

    def cell(self, task: Task, field: str) -> Markup:
        if field == "number":
            return Markup('<a class="qd-no" href="#{}" title="这一项的固定链接">{}</a>').format(
                task.anchor, task.number
            )
        if field == "text":
            return self._text(task)
        if field == "deadline":
            return self._deadline(task)
        if field == "units":
            return self._prose_units(task)
        if field == "progress":
            return self._progress(task)
        words = task.cells.get(field)
        if words is None:
            return Markup()
        if field in _UNIT_FIELDS:
            return self._scope.fragments.printed_units(words.value, field, task)
        return Markup("<br>").join(words.value.splitlines())

    def _text(self, task: Task) -> Markup:
        """The words, dates in them marked, and below them what belongs to this task alone."""
        return Markup(  # noqa: S704 - rendered with escaping
            self._scope.templates.render(
                "task_text",
                text=self._mentions(task.text.value),
                notes=[p.public for p in self._scope.notes.get(task.id, ())],
                corrections=task.corrections,
                superior=[self._superior(id_) for id_ in task.superior],
                line=self._lines.get(task.id),
                original=originals.page_url(self._document),
            ).strip()
        )

    def _mentions(self, text: str) -> Markup:
        html, at = Markup(), 0
        for found in mentions(text, self._document.year):
            read = f"读作{day(found.date)}（{found.rule}）" if found.date else found.rule
            html += text[at : found.start]
            html += Markup('<span class="qd-date" title="文中提到的时间，{}">{}</span>').format(
                read, found.text
            )
            at = found.end
        return html + text[at:]

    def _superior(self, id_: str) -> tuple[str, str]:
        """(words, address) of a task of a higher level; no address where the library lacks it."""
        task = self._scope.task(id_)
        if task is None:
            return id_, ""
        return f"{list_title(self._scope.library.document_of(task), task)} {item_name(task)}", task.url

    def _deadline(self, task: Task) -> Markup:
        html = deadline_link(task.deadline) if task.deadline.text else Markup()
        for change in task.adjustments:
            told = "，".join(x for x in (day(change.date) if change.date else "", change.basis) if x)
            html += Markup('<span class="qd-adjusted">已调整为 {}{}</span>').format(
                deadline_link(change.deadline), f"（{told}）" if told else ""
            )
        return html

    def _prose_units(self, task: Task) -> Markup:
        lines = []
        for field in _UNIT_FIELDS:
            words = task.cells.get(field)
            if words is not None:
                printed = self._scope.fragments.printed_units(words.value, field, task)
                lines.append(Markup('<span class="qd-as">{}</span> {}').format(ROLES[field], printed))
        return Markup("<br>").join(lines)

    def _progress(self, task: Task) -> Markup:
        return Markup(  # noqa: S704 - rendered with escaping
            self._scope.templates.render(
                "task_progress",
                status=task.status,
                reports=[
                    {"day": day(p.date), "status": p.status, "note": p.note, "link": p.link}
                    for p in reversed(task.progress)
                ],
            ).strip()
        )
