"""Whether a peer made the same pages: the same addresses, and in their tables the same tasks in
the same order, with the same words, units and deadlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import html
from records import ROLES, Record

FOLDERS = ("documents", "units", "deadlines")
"""Where the pages stand that all builders make."""


class DifferentError(Exception):
    """The peer's pages are not the same: the figures would compare unlike things."""


def pages(site: Path) -> set[str]:
    """Paths of the pages that count."""
    return {
        file.relative_to(site).as_posix()
        for folder in FOLDERS
        for file in (site / folder).rglob("index.html")
    }


def check(records: Record, ours: Path, theirs: Path, samples: int = 300) -> int:
    """How many pages both have. DifferentError where the sets differ, or a sample of the pages
    lacks a row or words of a row."""
    mine, other = pages(ours), pages(theirs)
    if mine != other:
        only = sorted(mine - other)[:5], sorted(other - mine)[:5]
        raise DifferentError(f"only ours: {only[0]}, only theirs: {only[1]}")
    wanted = list(_wanted(records))
    for path, rows in wanted[:: max(1, len(wanted) // samples)]:
        for site in (ours, theirs):
            found = list(_rows(site / path))
            if len(found) != len(rows):
                raise DifferentError(f"{site / path}: {len(found)} rows, not {len(rows)}")
            for words, row in zip(rows, found, strict=True):
                missing = [word for word in words if "".join(word.split()) not in row]
                if missing:
                    raise DifferentError(f"{site / path}: {missing} not in {row}")
    return len(mine)


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
        ids = [id_ for group in deadline["groups"] for id_ in group["tasks"]]
        yield f"{deadline['url']}index.html", [(*_words(tasks[id_]), tasks[id_]["from"]) for id_ in ids]
    for region in records["regions"]:
        units = sorted(region["units"], key=lambda unit: bool(unit["collective"]))
        rows = [(unit["name"], *(str(count) for count in unit["counts"] if count)) for unit in units]
        yield f"{region['url']}index.html", rows


def _words(task: Record) -> tuple[str, ...]:
    units = (unit["name"] for role in ROLES for unit in task[role])
    return (task["number"], task["text"], *units, task["deadline"]["printed"], task["deadline"]["day"])


def _rows(file: Path) -> Iterator[str]:
    """The words of each row of a table, and of each line of an original, without white space."""
    (article,) = html.fromstring(file.read_bytes().decode()).xpath("//article")
    if file.parent.name == "original":
        # Ours and Hugo's lines are items of a list, MkDocs' are paragraphs; theirs begin with the number.
        lines = article.xpath(".//li[starts-with(@id, 'L')] | .//p[a[@id]]")
        yield from (words for words in map(_words_in, lines) if words and not words.isdecimal())
    else:
        yield from map(_words_in, article.xpath(".//tbody/tr"))


def _words_in(element: html.HtmlElement) -> str:
    return "".join("".join(element.itertext()).split())
