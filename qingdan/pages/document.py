"""The page of one document: the notice, its lists as printed, what is known of the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from qingdan import offers
from qingdan.model import Document, Entry, Heading, Leftover, Paragraph, Task, TaskList
from qingdan.pages import changes, charts, citation, figures, linked_data, meta, originals, qr, related
from qingdan.pages.cells import UNIT_FIELDS, Cells
from qingdan.pages.columns import Column, columns
from qingdan.pages.fragments import feeds, offered, paragraphs
from qingdan.pages.markup import escaped
from qingdan.pages.page import ROOT, Page, PageSpec, TocEntry
from qingdan.pages.redaction import MARK
from qingdan.pages.reports import statuses
from qingdan.pages.scope import Scope
from qingdan.pages.terms import term
from qingdan.vocabulary import CORRECTION_GAPS
from qingdan.words import day, short_title

_PROSE_UNITS = Column("units", "责任分工", printed=False)
_PROGRESS = Column("progress", "进展", printed=False)


class Table(NamedTuple):
    """One list, ready."""

    id: str
    title: str
    prose: bool
    size: int
    """How many tasks."""
    columns: Sequence[Column]
    headings: Sequence[Heading]
    rows: Markup
    """Of its body: headings, paragraphs and tasks."""
    terms: Sequence[Markup] = ()
    """The words of its header that a reader may not know."""

    @property
    def many(self) -> bool:
        """Whether units must stand narrower, to leave room for the text."""
        return len(self.columns) > _ROOMY

    @property
    def scrolls(self) -> bool:
        """Whether a desk's screen is too narrow for it."""
        return len(self.columns) > _FITTING


_ROOMY, _FITTING = 5, 7
"""So many columns have room on a desk's screen, and fit it at all."""


def page(scope: Scope, document: Document) -> PageSpec:
    """The page of a document."""
    return scope.spec(
        f"{document.url}index.html", "document", lambda: _page(scope, document), *_shown(scope, document)
    )


def _shown(scope: Scope, document: Document) -> Iterator[str]:
    """All that the page shows besides what its shell and templates say."""
    yield scope.row_keys[document.id]
    yield from originals.shown(scope, document)
    yield from related.shown(scope, document)
    for subject in (document.id, *(t.id for t in document.tasks)):
        yield from (p.public for p in scope.notes.get(subject, ()))
    for basis in document.basis:
        found = scope.numbered.get("".join(basis.value.split()))
        yield found.url if found else ""
    for words, url in _others(scope, document):
        yield f"{words} {url}"
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
    related_ = related.section(scope, document)
    toc = list(_toc(document, tables, annexes, related=bool(related_)))
    region = document.region
    taken = offers.of_document(scope.library, document)
    body = scope.templates.render(
        "document",
        crumbs=[("首页", ""), ("文件", "documents/"), (short_title(document), None)],
        title=document.title.value,
        toc=toc,
        facts=list(_facts(scope, document)),
        notes=_notes(scope, document),
        statuses=statuses(document.tasks),
        offers=offered(taken, scope.absolute(""), document.url),
        figures=_figures(scope, document),
        addressees=document.addressees.value if document.addressees else "",
        body=paragraphs(document.body.value) if document.body else "",
        issuer=document.issuer.value if document.issuer else "",
        signed=day(document.signed) if document.signed else "",
        copies=MARK.join(t.value for t in document.copies_text),
        tables=tables,
        annexes=annexes,
        related=related_,
        downloads=originals.downloads(scope, document),
        original_url=originals.page_url(document) if document.id in scope.originals else "",
        source_url=document.original.url if document.original else "",
        leftovers=[_leftover(x) for x in document.leftovers],
        **_cited(scope, document),
    )
    count = len(document.tasks)
    issuer = document.issuer.value if document.issuer else region.name
    return Page(
        path=f"{document.url}index.html",
        kind="document",
        title=document.title.value,
        description=f"{issuer}：{short_title(document)}，共 {count} 项任务，逐项列出责任单位和完成时限。",
        # programs read it; it need not stand in the way of what people came for
        body=body + linked_data.document(document, scope.absolute(document.url)),
        toc=tuple(toc),
        head=meta.article(document, scope.library.site, scope.absolute(document.url)) + feeds(taken),
    )


def _cited(scope: Scope, document: Document) -> Mapping[str, object]:
    """How to cite the document, where to report a mistake in it, and the code that leads back to it
    from paper (only where the site knows its address)."""
    address = scope.absolute(document.url)
    pattern = citation.report(scope.library.site)
    title = document.title.value
    gaps = dict(zip(CORRECTION_GAPS, (document.id, title, title, address), strict=True))
    return {
        "id": document.id,
        "address": address,
        "citation": citation.cite(document, address),
        "report": pattern,
        "report_url": citation.fill(pattern, gaps),
        "code": qr.code(address) if address else "",
    }


def _figures(scope: Scope, document: Document) -> list[Markup]:
    found = (
        figures.progress([document], one=True),
        figures.parts(document),
        figures.deadlines(scope, document.tasks),
    )
    return [charts.bars(f) for f in found if f]


def _notes(scope: Scope, document: Document) -> list[str]:
    """What readers are told of the source as a whole; of damage in any case."""
    notes = [p.public for p in scope.notes.get(document.id, ())]
    if any(x.damaged for x in document.leftovers) and not any("损坏" in n for n in notes):
        notes.insert(0, "原件有文字损坏，没有采用，也没有猜测补上。")
    return notes


def _title(text: object, instead: str) -> str:
    return str(text) if text else instead


def _toc(
    document: Document, tables: Sequence[Table], annexes: Sequence[Mapping[str, object]], *, related: bool
) -> Iterator[TocEntry]:
    if document.body or document.addressees:
        yield TocEntry(1, "notice", "通知正文")
    for table in tables:
        yield TocEntry(1, table.id, table.title)
        for heading in table.headings:
            if heading.level <= _TOC_DEPTH:
                yield TocEntry(1 + heading.level, heading.anchor, heading.text.value)
    for annex in annexes:
        yield TocEntry(1, str(annex["id"]), str(annex["title"]))
    if related:
        yield TocEntry(1, "related", "别的文件里相近的任务")
    yield TocEntry(1, "source", "原件和下载")
    yield TocEntry(1, "cite", "引用和纠错")


_TOC_DEPTH = 2
"""Headings below （一） would make the contents longer than the page."""


def _facts(scope: Scope, document: Document) -> Iterator[tuple[str, object]]:
    """The record block: label and value of what is printed or given; what is not is left out."""
    region = document.region
    link = Markup('<a href="{}{}">{}</a>')
    place = (
        link.format(ROOT, region.url, region.path.replace("/", " "))
        if region.path
        else Markup("原件没有印出（{}）").format(link.format(ROOT, region.url, "本文件的单位"))
    )
    rows: tuple[tuple[str, object], ...] = (
        (term("index"), document.index_number),
        (term("number"), _whole(document.number.value) if document.number else ""),
        (term("issuer"), document.issuer),
        ("发布机构", document.publisher),
        ("地区", place),
        ("年度", f"{document.year}年" if document.year else ""),
        ("其他文件", Markup("、").join(link.format(ROOT, u, words) for words, u in _others(scope, document))),
        (term("signed"), _day(document.signed)),
        (term("printed"), _day(document.printed)),
        ("发布日期", _day(document.published)),
        (term("validity"), document.validity),
        ("最近更新", _updated(document)),
        (term("basis"), Markup("、").join(_basis(scope, b.value) for b in document.basis)),
        ("任务", f"{len(document.tasks)} 项"),
    )
    yield from ((name, value) for name, value in rows if value)


_OTHERS = 12
"""So many documents of the same place are named."""


def _others(scope: Scope, document: Document) -> list[tuple[str, str]]:
    """Words and address of the newest other documents of the same place: the year, where one has it alone."""
    region = document.region
    if not region.path:
        return []
    here = scope.documents_of[region]
    years = Counter(d.year for d in here)
    others = [d for d in here if d is not document][:_OTHERS]
    return [(f"{d.year}年" if d.year and years[d.year] == 1 else short_title(d), d.url) for d in others]


def _whole(number: str) -> Markup:
    """A 文号, which no line breaks."""
    return Markup('<span class="qd-whole">{}</span>').format(number)


def _day(value: date | None) -> str:
    return day(value) if value else ""


def _updated(document: Document) -> Markup | str:
    """What was reported and moved on the newest days; empty where the page shows print alone."""
    days = changes.summary(document)
    if not days:
        return ""
    return Markup('{}（<a href="{}changes/">全部变动</a>）').format("；".join(days), ROOT)


def _basis(scope: Scope, number: str) -> Markup:
    found = scope.numbered.get("".join(number.split()))
    if found is None:
        return _whole(number)
    return Markup('<a href="{}{}">{}</a>').format(ROOT, found.url, _whole(number))


def _leftover(leftover: Leftover) -> tuple[str, str]:
    return MARK if leftover.damaged else leftover.text.value, leftover.reason


def _table(scope: Scope, document: Document, part: TaskList, lines: Mapping[str, int]) -> Table:
    prose = part.kind == "prose"
    found = columns(part)
    shown = [c for c in found.columns if not (prose and c.field in UNIT_FIELDS)]
    if prose and len(shown) < len(found.columns):
        shown.append(_PROSE_UNITS)
    if any(t.progress for t in part.tasks):
        shown.append(_PROGRESS)
    cells = Cells(scope, document, lines, shown)
    return Table(
        id=f"list-{part.ordinal}",
        title=_title(part.title, f"清单{part.ordinal}" if len(document.lists) > 1 else "任务清单"),
        prose=prose,
        size=len(part.tasks),
        columns=shown,
        headings=[e for e in part.entries if isinstance(e, Heading)],
        rows=Markup("".join([_row(e, cells, found.group) + "\n" for e in part.entries])),  # noqa: S704
        terms=_terms(part),
    )


def _terms(part: TaskList) -> list[Markup]:
    found = [
        f for f in ("lead", "responsible", "supporting", "deadline") if any(f in t.cells for t in part.tasks)
    ]
    if any(p.unit.collective for t in part.tasks for _, p in t.parties()):
        found.append("collective")
    return [term(f) for f in found]


def _row(entry: Entry, cells: Cells, group: str) -> str:
    """group: the printed name of a column whose cells stand as heading rows."""
    if isinstance(entry, Task):
        return cells.row(entry)
    words = escaped(entry.text.value)
    if isinstance(entry, Paragraph):
        return f'<tr class="qd-paragraph"><td colspan="{cells.width}">{words}</td></tr>'
    grouped = f"<small>{escaped(group)}</small> " if group else ""
    return (
        f'<tr id="{escaped(entry.anchor)}" class="qd-heading qd-heading-{entry.level}">'
        f'<th scope="colgroup" colspan="{cells.width}">{grouped}{words}</th></tr>'
    )
