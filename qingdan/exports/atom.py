"""feed.xml: an Atom feed (RFC 4287), one entry a document, newest first.

A document's moment is that of its newest date, signed, printed, progress or
adjustment: readers see an entry again when something was reported, not when a
file was committed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from qingdan import __version__
from qingdan.exports.addresses import as_uri, ascii_host
from qingdan.exports.edition import Edition, plain_title, revised
from qingdan.model import Document
from qingdan.vocabulary import DEADLINE_KINDS

ENTRIES = 300
"""How many documents the feed holds: readers fetch it whole every time."""

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def feed(edition: Edition) -> bytes:
    """feed.xml."""
    site = edition.library.site
    dated = sorted(
        ((revised(d, edition.as_of), d) for d in edition.library.documents),
        key=lambda pair: (-pair[0].toordinal(), pair[1].id),
    )[:ENTRIES]
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "zh-CN"})
    _add(root, "id", _tag(edition, "feed"))
    _add(root, "title", site.name)
    if site.description:
        _add(root, "subtitle", site.description)
    _add(root, "updated", _moment(dated[0][0] if dated else edition.as_of))
    _add(SubElement(root, "author"), "name", site.sponsor or site.name)
    SubElement(root, "link", {"rel": "self", "href": _address(edition, "data/feed.xml")})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": _address(edition, "")})
    _add(root, "generator", "qingdan").set("version", __version__)
    for day, document in dated:
        _entry(root, edition, document, day)
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'.encode()


def _entry(root: Element, edition: Edition, document: Document, day: date) -> None:
    entry = SubElement(root, "entry")
    _add(entry, "id", _tag(edition, f"documents/{document.id}"))
    _add(entry, "title", plain_title(document.title.value))
    link = {"rel": "alternate", "type": "text/html", "href": _address(edition, document.url)}
    SubElement(entry, "link", link)
    _add(entry, "updated", _moment(day))
    if document.dated:
        _add(entry, "published", _moment(document.dated))
    if document.issuer:
        _add(SubElement(entry, "author"), "name", document.issuer.value)
    if document.region.path:
        SubElement(entry, "category", {"term": document.region.path})
    _add(entry, "summary", "".join(_summary(document)))


def _summary(document: Document) -> Iterator[str]:
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
    reported = [task for task in tasks if task.progress]
    if reported:
        newest = max(task.progress[-1].date for task in reported)
        yield f"已报送进展 {len(reported)} 项，最近一次在 {newest.isoformat()}。"
    if not document.dated:
        yield "原件没有印成文日期。"


def _tag(edition: Edition, name: str) -> str:
    """A tag URI (RFC 4151). Its authority is the site's host; where none is known, a name
    that can never be one, so that the id does not change with the place of a trial site."""
    host = urlsplit(edition.site_url).hostname or "qingdan.invalid"
    return f"tag:{ascii_host(host)},2026:{as_uri(name)}"


def _address(edition: Edition, path: str) -> str:
    """Absolute where the site's address is known, else relative to the feed (data/feed.xml)."""
    return as_uri(edition.url(path)) if edition.site_url else as_uri(f"../{path}")


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _add(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = _NOT_XML.sub("", text)
    return element
