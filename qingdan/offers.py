"""Offers 下载与订阅: what a page gives its readers to take away, as data. Pages show them in one block,
exports make the files; both ask here, so that no link leads nowhere.

Another format adds its offers to the functions below, and `exports` or `pages` its files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from qingdan.model import Deadline, Document, Library, Task, Unit
from qingdan.regexes import regex
from qingdan.vocabulary import FILE_KINDS
from qingdan.words import deadline_name, short_title


class Offer(NamedTuple):
    """One link of the block."""

    kind: str
    """As in `FILE_KINDS`."""
    label: str
    """What the reader is told it is for."""
    href: str
    """Below the site's root."""
    name: str = ""
    """The name that the file gets on the reader's disk, where twenty of them lie side by side; empty
    for what is opened and not saved."""


_LEDGER = "任务台账"
_NOT_IN_NAMES = regex(r'[\\/:*?"<>|\s\x00-\x1f]+')
_LONGEST = 70
"""Characters before the last word: names end at 255 bytes, and Chinese takes three each."""


def of_document(library: Library, document: Document) -> Sequence[Offer]:
    """What the page of a document offers; nothing where it holds no task."""
    tasks = document.tasks
    if not tasks:
        return ()
    kinds = library.site.downloads.document
    url, title = document.url, short_title(document)
    found = [*_files(kinds, url, document.id, (title,))]
    if "stratml" in kinds:
        found.append(_plain("stratml", f"{url}{STRATML}", name=file_name(title, last="规划.xml")))
        if reported(tasks):
            name = file_name(title, last="进展.xml")
            found.append(_plain("stratml", f"{url}{STRATML_REPORT}", "进展（StratML）", name))
    if "ics" in kinds and any(map(dated, tasks)):
        found.append(_calendar(f"{url}deadlines.ics", title))
    return (*found, *_followed(kinds, url))


def of_unit(library: Library, unit: Unit) -> Sequence[Offer]:
    """What the page of a unit offers; nothing where no task is its own."""
    duties = library.duties[unit.id]
    if not any(duties):
        return ()
    region = unit.region
    kinds = library.site.downloads.unit
    words = (region.name if region.path else region.slug, unit.name)
    found = [*_files(kinds, unit.url, "tasks", words)]
    if "ics" in kinds:
        for role, word in _DOES.items():
            if any(map(dated, getattr(duties, role))):
                found.append(_calendar(f"{unit.url}{role}.ics", *words, of=f"{word}的任务"))
    if any((duties.lead, duties.responsible, duties.supporting)):
        found += _followed(kinds, unit.url)
    return found


def of_deadline(library: Library, tasks: Sequence[Task]) -> Sequence[Offer]:
    """What the page of a deadline offers; `tasks` are those that are due then."""
    due = tasks[0].due
    kinds = library.site.downloads.deadline
    found = [*_files(kinds, due.url, "tasks", (deadline_name(due),))]
    return (*found, *(_of_year(due) if "ics" in kinds else ()))


def of_deadlines(library: Library) -> Sequence[Offer]:
    """What the page of all deadlines offers: a calendar of each year's days, one of what is due over
    the whole of it; the newest first."""
    if "ics" not in library.site.downloads.deadline:
        return ()
    found = {o.href: o for tasks in library.due.values() for o in _of_year(tasks[0].due)}
    return [found[href] for href in sorted(found, reverse=True)]


FEED, CARD = "feed.xml", "card.html"
STRATML, STRATML_REPORT = "stratml.xml", "stratml-progress.xml"
"""Names of files beside a page."""


def dated(task: Task) -> bool:
    """Whether a task's deadline names a day: calendars are for these."""
    return task.due.date is not None


def reported(tasks: Iterable[Task]) -> bool:
    """Whether progress of any of these tasks was reported."""
    return any(task.progress for task in tasks)


def _files(kinds: Sequence[str], folder: str, stem: str, words: Sequence[str]) -> Iterator[Offer]:
    name = file_name(*words)
    for kind in kinds:
        if kind not in _NO_TABLES:
            yield Offer(kind, FILE_KINDS[kind].label, f"{folder}{stem}.{kind}", f"{name}.{kind}")


_DOES = {"lead": "牵头", "responsible": "负责", "supporting": "配合"}
"""Role -> what a unit of it does with a task."""

_NO_TABLES = ("stratml", "ics", "atom", "card")


def _plain(kind: str, href: str, label: str = "", name: str = "") -> Offer:
    return Offer(kind, label or FILE_KINDS[kind].label, href, name)


def _calendar(href: str, *words: str, of: str = "") -> Offer:
    label = FILE_KINDS["ics"].label
    return Offer("ics", f"{label}：{of}" if of else label, href, file_name(*words, last=f"{of or label}.ics"))


def _of_year(due: Deadline) -> Iterator[Offer]:
    if due.date:
        yield _calendar(f"deadlines/{due.date.year}-by.ics", of=f"{due.date.year}年截止的任务")
    elif due.kind == "year" and due.year:
        yield _calendar(f"deadlines/{due.year}-year.ics", of=f"{due.year}年全年的任务")


def _followed(kinds: Sequence[str], url: str) -> Iterator[Offer]:
    """Feed and card: they are opened, not saved."""
    if "atom" in kinds:
        yield _plain("atom", f"{url}{FEED}")
    if "card" in kinds:
        yield _plain("card", f"{url}{CARD}")


def file_name(*words: str, last: str = _LEDGER) -> str:
    """A name for a file that every system takes: 绍兴市_市发展改革委_任务台账."""
    told = "_".join(map(_taken_by_systems, words))
    return "_".join(filter(None, (told[:_LONGEST].strip("._"), last)))


@lru_cache(maxsize=20_000)  # names of units come again in every region, those of regions for every unit
def _taken_by_systems(word: str) -> str:
    return _NOT_IN_NAMES.sub("", word)
