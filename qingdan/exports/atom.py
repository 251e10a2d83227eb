"""Atom feeds (RFC 4287): of the site (feed.xml), of each document and of each unit.

An entry is a new document, a report of progress, or a deadline that was changed. Each is made once and
joined into all feeds that hold it, so it is the same in all. Its id and its moment come from the data:
readers see an entry when something was reported, not when a file was committed. A change of a deadline
whose day is not known has no moment, and so no entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from qingdan import __version__
from qingdan.exports.addresses import as_uri, ascii_host
from qingdan.exports.edition import Edition, first_date, plain_title
from qingdan.exports.xml_text import attribute, words
from qingdan.model import Document, Task, Unit
from qingdan.vocabulary import DEADLINE_KINDS

ENTRIES = 300
"""How many entries the site's feed holds: readers fetch it whole every time."""
ENTRIES_OF_ONE = 60
"""The same for a document or a unit."""
_SHOWN = 40
"""Characters of a task's text in a title."""


class Entry(NamedTuple):
    """One entry, ready."""

    day: date
    """Its moment."""
    id: str
    content: bytes


class Feeds:
    """The feeds of one edition."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        host = urlsplit(edition.site_url).hostname or "qingdan.invalid"
        self._authority = f"tag:{ascii_host(host)},2026:"
        """Of tag URIs (RFC 4151): the site's host; where none is known, a name that can never be one,
        so that ids do not change with the place of a trial site."""
        self._base = as_uri(edition.url("")) if edition.site_url else ""
        self._of_documents: dict[str, Entry] = {}
        self._of_tasks: dict[str, Sequence[Entry]] = {}

    def of_site(self) -> bytes:
        """data/feed.xml."""
        library = self._edition.library
        entries = [entry for document in library.documents for entry in self._all(document)]
        site = library.site
        return self._feed("data/feed.xml", "feed", "", site.name, site.description, entries, ENTRIES)

    def of_document(self, document: Document) -> bytes:
        """The feed of one document."""
        title = f"{plain_title(document.title.value)}：进展"
        return self._feed(
            f"{document.url}feed.xml",
            f"{document.url}feed",
            document.url,
            title,
            "",
            self._all(document),
            ENTRIES_OF_ONE,
        )

    def of_unit(self, unit: Unit) -> bytes:
        """The feed of one unit: the documents that name it, what was reported of its tasks."""
        library = self._edition.library
        duties = library.duties[unit.id]
        tasks = {t.id: t for t in (*duties.lead, *duties.responsible, *duties.supporting)}
        documents = dict.fromkeys(t.document_id for t in tasks.values())
        entries = [self._of_document(library.document(id_)) for id_ in documents]
        for task in tasks.values():
            if task.progress or task.adjustments:
                entries += self._of_task(task)
        title = f"{unit.name}（{unit.region.name}）：任务和进展"
        path = f"{unit.url}feed.xml"
        return self._feed(path, f"{unit.url}feed", unit.url, title, "", entries, ENTRIES_OF_ONE)

    def _all(self, document: Document) -> Iterator[Entry]:
        yield self._of_document(document)
        for task in document.tasks:
            if task.progress or task.adjustments:
                yield from self._of_task(task)

    def _feed(
        self, path: str, id_: str, page: str, title: str, subtitle: str, entries: Iterable[Entry], most: int
    ) -> bytes:
        """`path`: where the feed stands; `page`: whose feed it is."""
        shown = sorted(entries, key=lambda e: (-e.day.toordinal(), e.id))[:most]
        site = self._edition.library.site
        # Entries are the same in all feeds: where the site's address is not known, theirs begin at its root.
        base = "" if self._base else f' xml:base="{"../" * path.count("/")}"'
        head = [
            '<?xml version="1.0" encoding="utf-8"?>',
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN"{base}>',
            f"  <id>{self._tag(id_)}</id>",
            f"  <title>{words(title)}</title>",
        ]
        if subtitle:
            head.append(f"  <subtitle>{words(subtitle)}</subtitle>")
        head += [
            f"  <updated>{_moment(shown[0].day if shown else self._edition.as_of)}</updated>",
            f"  <author><name>{words(site.sponsor or site.name)}</name></author>",
            f'  <link rel="self" type="application/atom+xml" href={self._href(path)}/>',
            f"  {self._link(page)}",
            f'  <generator version="{__version__}">qingdan</generator>',
            "",
        ]
        return b"".join(["\n".join(head).encode(), *(entry.content for entry in shown), b"</feed>\n"])

    def _of_document(self, document: Document) -> Entry:
        made = self._of_documents.get(document.id)
        if made is None:
            made = self._of_documents[document.id] = self._entry(
                first_date(document, self._edition.as_of),
                document.url.removesuffix("/"),
                document.url,
                plain_title(document.title.value),
                "".join(_told(document)),
                document,
            )
        return made

    def _of_task(self, task: Task) -> Sequence[Entry]:
        made = self._of_tasks.get(task.id)
        if made is None:
            made = self._of_tasks[task.id] = tuple(self._entries(task))
        return made

    def _entries(self, task: Task) -> Iterator[Entry]:
        document = self._edition.library.document_of(task)
        text = "".join(task.text.value.split())
        name = text[:_SHOWN] + "……" if len(text) > _SHOWN else text
        where = f"《{plain_title(document.title.value)}》{task.number}"
        id_ = f"{document.url}{task.anchor}"
        of_day: Counter[date] = Counter()
        for report in task.progress:
            of_day[report.date] += 1
            nth = f"-{of_day[report.date]}" if of_day[report.date] > 1 else ""
            said = f"{where}：{report.status}。{report.note}"
            yield self._entry(
                report.date,
                f"{id_}/progress-{report.date.isoformat()}{nth}",
                task.url,
                f"{report.status}：{name}",
                said,
                document,
            )
        for i, change in enumerate(task.adjustments, 1):
            if change.date:
                basis = f"依据：{change.basis}。" if change.basis else ""
                said = f"{where}：时限原定{change.before}，调整为{change.after}。{basis}"
                title = f"时限调整为{change.after}：{name}"
                yield self._entry(change.date, f"{id_}/adjustment-{i}", task.url, title, said, document)

    def _entry(self, day: date, id_: str, page: str, title: str, summary: str, document: Document) -> Entry:
        lines = [
            "  <entry>",
            f"    <id>{self._tag(id_)}</id>",
            f"    <title>{words(title)}</title>",
            f"    {self._link(page)}",
            f"    <updated>{_moment(day)}</updated>",
        ]
        if page != document.url or document.dated:
            lines.append(f"    <published>{_moment(day)}</published>")
        if document.issuer:
            lines.append(f"    <author><name>{words(document.issuer.value)}</name></author>")
        if document.region.path:
            lines.append(f"    <category term={attribute(document.region.path)}/>")
        lines += [f"    <summary>{words(summary)}</summary>", "  </entry>", ""]
        return Entry(day, id_, "\n".join(lines).encode())

    def _link(self, page: str) -> str:
        return f'<link rel="alternate" type="text/html" href={self._href(page)}/>'

    def _href(self, path: str) -> str:
        return attribute(self._base + as_uri(path) or "./")

    def _tag(self, name: str) -> str:
        return words(self._authority + as_uri(name))


def _told(document: Document) -> Iterator[str]:
    """What is new in a new document."""
    if document.number:
        yield f"{document.number.value}。"
    tasks = document.tasks
    kinds: Counter[str] = Counter(task.due.kind for task in tasks)
    yield f"共 {len(tasks)} 项任务"
    if tasks:
        counts = (f"{word} {kinds[kind]} 项" for kind, word in DEADLINE_KINDS.items() if kinds[kind])
        yield f"（时限：{'，'.join(counts)}）"
    yield "。"
    days = sorted({task.due.date for task in tasks if task.due.date})
    if days:
        yield f"最早 {days[0].isoformat()} 截止，最晚 {days[-1].isoformat()} 截止。"
    if not document.dated:
        yield "原件没有印成文日期。"


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
