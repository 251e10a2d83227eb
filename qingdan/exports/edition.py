"""What every export is made from: the library, and how this edition is addressed and dated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from qingdan.exports.pieces import Anew, Pieces
from qingdan.model import Document, Library, Task, TaskList


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of the open data. Reads no clock: the same edition makes the same bytes."""

    library: Library
    as_of: date
    """The day for which the data stand."""
    site_url: str = ""
    """Where the site is published; empty where that is not known."""
    originals: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each original that was read, by document id."""
    pieces: Pieces = field(default_factory=Anew)
    """What each document gives to the exports that list all."""

    def url(self, path: str) -> str:
        """The address of a page: absolute where the site's own is known, else from its root (`/`)."""
        return f"{self.root}{path}"

    @property
    def root(self) -> str:
        """`site_url` with exactly one `/` at the end; `/`, the root of the site, where it is not known."""
        return self.site_url.rstrip("/") + "/"

    def rows(self) -> Iterator[tuple[Document, TaskList, Task]]:
        """Every task with its list and document, in library order."""
        for document in self.library.documents:
            for part in document.lists:
                for task in part.tasks:
                    yield document, part, task


def first_date(document: Document, as_of: date) -> date:
    """The day since when a document is there: signed, printed. One that prints no date at all stands at
    the first day of its year, and one that has no year either at `as_of`: readers of calendars and
    feeds insist on a date."""
    days = [day for day in (document.signed, document.printed) if day]
    if days:
        return max(days)
    return date(document.year, 1, 1) if document.year else as_of


def revised(document: Document, as_of: date) -> date:
    """The day of the newest thing that a document says of itself, progress and adjustments included."""
    return max([first_date(document, as_of), *(day for task in document.tasks for day in dates_of(task))])


def dates_of(task: Task) -> Iterator[date]:
    """The days on which something about a task changed: progress, adjustment."""
    for report in task.progress:
        yield report.date
    for change in task.adjustments:
        if change.date:
            yield change.date


def newest(document: Document) -> date | None:
    """The same; None where neither print nor a report gives a day."""
    days = [day for day in (document.signed, document.printed) if day]
    days += [day for task in document.tasks for day in dates_of(task)]
    return max(days, default=None)


def plain_title(title: str) -> str:
    """A title as the open data give it: without the spaces that only set its print."""
    return "".join(title.split())
