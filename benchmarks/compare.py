"""Whether a peer made the same pages: the same addresses, in their tables the same tasks in the same
order with the same words, units and deadlines, and how much of our pages' words it has at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lxml import html
from records import ROLES, Record

FOLDERS = ("documents", "units", "deadlines")
"""Where the pages stand that all builders make."""


class DifferentError(Exception):
    """The peer's pages are not the same: the figures would compare unlike things."""


class Same(NamedTuple):
    """What the comparison found."""

    pages: int
    """That both have."""
    words: float
    """The part of the characters of our pages that stand on its pages too, on a sample."""


def wanted_pages(records: Record) -> set[str]:
    """Paths of the pages that count. Ours has a few more (what is due this month, what is overdue),
    which are views of the same tasks and are asked of nobody."""
    urls = {f"{folder}/" for folder in FOLDERS}
    for name in ("documents", "regions", "units", "deadlines"):
        urls.update(record["url"] for record in records[name])
    urls.update(document["original_url"] for document in records["documents"])
    return {f"{url}index.html" for url in urls}


def check(records: Record, ours: Path, theirs: Path, share: float = 0.0, samples: int = 300) -> Same:
    """DifferentError where a page is missing or too many, where a page of a sample lacks a row or words
    of a row, or where theirs have less than this share of our words."""
    wanted = wanted_pages(records)
    found = {
        file.relative_to(theirs).as_posix()
        for folder in FOLDERS
        for file in (theirs / folder).rglob("index.html")
    }
    if wanted != found:
        only = sorted(wanted - found)[:5], sorted(found - wanted)[:5]
        raise DifferentError(f"missing: {only[0]}, too many: {only[1]}")
    rows_of = list(_wanted(records))
    total = common = 0
    for path, rows in rows_of[:: max(1, len(rows_of) // samples)]:
        articles = [_article(site / path) for site in (ours, theirs)]
        for site, article in zip((ours, theirs), articles, strict=True):
            _check_rows(site / path, article, rows)
        mine, other = (Counter(_words_in(article)) for article in articles)
        total += mine.total()
        common += (mine & other).total()
    words = common / total if total else 1.0
    if words < share:
        raise DifferentError(f"{theirs} has only {words:.1%} of the words of our pages")
    return Same(len(wanted), words)


def _check_rows(file: Path, article: html.HtmlElement, rows: Sequence[tuple[str, ...]]) -> None:
    found = list(_rows(file, article))
    if len(found) != len(rows):
        raise DifferentError(f"{file}: {len(found)} rows, not {len(rows)}")
    for words, row in zip(rows, found, strict=True):
        missing = [word for word in words if "".join(word.split()) not in row]
        if missing:
            raise DifferentError(f"{file}: {missing} not in {row}")


def _wanted(records: Record) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """Path of each page with rows -> for each row, the words that must stand in it."""
    tasks = records["tasks"]
    for document in records["documents"]:
        rows = [
            _words(tasks[entry["task"]]) if "task" in entry else (entry["heading"],)
            for entry in document["entries"]
        ]
        yield f"{document['url']}index.html", rows
        lines = [(line["text"],) for line in document["lines"] if line["text"].strip()]
        yield f"{document['original_url']}index.html", lines
    for unit in records["units"]:
        ids: Sequence[str] = [id_ for role in ROLES for id_ in unit[role]]
        yield f"{unit['url']}index.html", [(*_words(tasks[id_]), tasks[id_]["from"]) for id_ in ids]
    for deadline in records["deadlines"]:
        if any(section.get("documents") for section in deadline.get("sections", ())):
            continue  # too many for rows: names alone
        ids = [id_ for group in deadline["groups"] for id_ in group["tasks"]]
        yield f"{deadline['url']}index.html", [(*_words(tasks[id_]), tasks[id_]["from"]) for id_ in ids]
    for region in records["regions"]:
        units = sorted(region["units"], key=lambda unit: bool(unit["collective"]))
        rows = [(unit["name"], *(str(count) for count in unit["counts"] if count)) for unit in units]
        yield f"{region['url']}index.html", rows


def _words(task: Record) -> tuple[str, ...]:
    units = (unit["name"] for role in ROLES for unit in task[role])
    return (task["number"], task["text"], *units, task["deadline"]["printed"], task["deadline"]["day"])


def _article(file: Path) -> html.HtmlElement:
    """What readers see: without what a page says to programs."""
    (article,) = html.fromstring(file.read_bytes().decode()).xpath("//article")
    for script in article.xpath(".//script"):
        script.drop_tree()
    return article


def _rows(file: Path, article: html.HtmlElement) -> Iterator[str]:
    """The words of each row of a table, and of each line of an original, without white space. Tables
    of numbers beside a chart and of units by deadline are no rows: the Markdown builders have none."""
    if file.parent.name == "original":
        # Ours and Hugo's lines are items of a list, MkDocs' are paragraphs; theirs begin with the number.
        lines = article.xpath(".//li[starts-with(@id, 'L')] | .//p[a[starts-with(@id, 'L')]]")
        yield from (words for words in map(_words_in, lines) if words and not words.isdecimal())
    else:
        rows = article.xpath(".//table[not(ancestor::figure) and not(@class='qd-heat')]/tbody/tr")
        yield from map(_words_in, rows)


def _words_in(element: html.HtmlElement) -> str:
    return "".join("".join(element.itertext()).split())
