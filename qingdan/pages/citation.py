"""How a document or a task is cited 引用, and how a mistake in it is reported 纠错. Both are made here
once a document, with gaps that the page's script fills for a single task; without a script they are
those of the document."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from qingdan.model import Document, Site
from qingdan.vocabulary import CORRECTION_GAPS

_ITEM, _TODAY, _URL = "{item}", "{today}", "{url}"


class Citation(NamedTuple):
    """A citation after GB/T 7714: author, title with number, [EB/OL], date of the document, date of
    reading, address. What the document does not print is left out."""

    pattern: str
    """With the gaps {item} (：第 3 项), {today} ([2026-11-25]) and {url}."""
    text: str
    """Of the document, without the day of reading, which no build knows."""


def cite(document: Document, address: str) -> Citation:
    """address: absolute; empty where the site does not know its own."""
    author = f"{document.issuer.value}. " if document.issuer else ""
    number = f": {document.number.value}" if document.number else ""
    dated = f". ({_iso(document.dated)})" if document.dated else ". "
    pattern = f"{author}{document.title.value}{number}{_ITEM}[EB/OL]{dated}{_TODAY}. {_URL}"
    text = f"{author}{document.title.value}{number}[EB/OL]{dated.rstrip()}"
    text = text.rstrip(".") + "."
    return Citation(pattern, f"{text} {address}" if address else text)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def report(site: Site) -> str:
    """The address that a mistake is reported to, with the gaps of `CORRECTION_GAPS` in it: the form
    of site.yaml, else a letter to its mailbox; empty where it gives neither."""
    if site.correction_url:
        return site.correction_url
    if not site.email:
        return ""
    subject = quote("纠错：") + "{编号}"
    lines = ["编号：{编号}", "网址：{网址}", "网页上的文字：{原文}", "", "哪里不对：", ""]
    return f"mailto:{site.email}?subject={subject}&body=" + "%0D%0A".join(_quoted(line) for line in lines)


def _quoted(line: str) -> str:
    """Percent-encoded, the gaps aside."""
    for gap in CORRECTION_GAPS:
        if gap in line:
            before, after = line.split(gap)
            return quote(before) + gap + quote(after)
    return quote(line)


def fill(pattern: str, values: dict[str, str]) -> str:
    """The address with its gaps filled; a gap without a value is empty."""
    for gap in CORRECTION_GAPS:
        pattern = pattern.replace(gap, quote(values.get(gap, "")))
    return pattern
