"""Offers 下载与订阅: what a page gives its readers to take away, as data. Pages show them in one block,
exports make the files; both ask here, so that no link leads nowhere.

Another format adds its offers to the three functions at the end, and `exports` its files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qingdan.model import Document, Library, Task, Unit
from qingdan.vocabulary import FILE_KINDS
from qingdan.words import deadline_name, short_title


class Offer(NamedTuple):
    """One link of the block."""

    kind: str
    """Of a file its suffix (`FILE_KINDS`); else what it is: `calendar`."""
    label: str
    """What the reader is told it is for."""
    href: str
    """Below the site's root; or a whole address with its scheme (`webcal:`)."""
    name: str = ""
    """The name that the file gets on the reader's disk, where twenty of them lie side by side; empty
    for what is opened and not saved."""


_LEDGER = "任务台账"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
_LONGEST = 70
"""Characters before the last word: names end at 255 bytes, and Chinese takes three each."""


def of_document(library: Library, document: Document) -> Sequence[Offer]:
    """What the page of a document offers; nothing where it holds no task."""
    if not any(part.tasks for part in document.lists):
        return ()
    words = (short_title(document),)
    return tuple(_files(library.site.downloads.document, document.url, document.id, words))


def of_unit(library: Library, unit: Unit) -> Sequence[Offer]:
    """What the page of a unit offers; nothing where no task is its own."""
    duties = library.duties[unit.id]
    if not any(duties):
        return ()
    region = unit.region
    words = (region.name if region.path else region.slug, unit.name)
    return tuple(_files(library.site.downloads.unit, unit.url, "tasks", words))


def of_deadline(library: Library, tasks: Sequence[Task]) -> Sequence[Offer]:
    """What the page of a deadline offers; `tasks` are those that are due then."""
    due = tasks[0].due
    return tuple(_files(library.site.downloads.deadline, due.url, "tasks", (deadline_name(due),)))


def _files(kinds: Sequence[str], folder: str, stem: str, words: Sequence[str]) -> Iterator[Offer]:
    name = file_name(*words)
    for kind in kinds:
        yield Offer(kind, FILE_KINDS[kind].label, f"{folder}{stem}.{kind}", f"{name}.{kind}")


def file_name(*words: str) -> str:
    """A name for a table of tasks, without suffix, that every system takes: 绍兴市_市发展改革委_任务台账."""
    told = "_".join(_NOT_IN_NAMES.sub("", word) for word in words)
    return f"{told[:_LONGEST].strip('._')}_{_LEDGER}"
