"""The library 文库: all documents of a site with the indexes that pages, search and exports share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from qingdan.model.documents import Document
from qingdan.model.tasks import Task
from qingdan.model.units import Region, Unit
from qingdan.vocabulary import OFFERING


class Downloads(NamedTuple):
    """下载: which files the pages offer, by kind of page; kinds as in `vocabulary.FILE_KINDS`."""

    document: tuple[str, ...] = OFFERING["document"].files
    unit: tuple[str, ...] = OFFERING["unit"].files
    deadline: tuple[str, ...] = OFFERING["deadline"].files


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """content/site.yaml: empty where nothing was given; codes are never invented."""

    name: str = "政务任务清单公开"
    description: str = ""
    sponsor: str = ""
    operator: str = ""
    phone: str = ""
    email: str = ""
    correction_url: str = ""
    site_code: str = ""
    domain: str = ""
    column_type: str = ""
    keywords: str = ""
    editor: str = ""
    image: str = ""
    icp: str = ""
    police_record: str = ""
    downloads: Downloads = field(default_factory=Downloads)


class Duties(NamedTuple):
    """The tasks of one unit by role, in library order."""

    lead: tuple[Task, ...] = ()
    responsible: tuple[Task, ...] = ()
    supporting: tuple[Task, ...] = ()
    through: tuple[tuple[Unit, Task], ...] = ()
    """Tasks that reach it through a collective that the registry says it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A 文库: all that was loaded, and the indexes that pages, search and exports share."""

    site: Site
    documents: tuple[Document, ...]
    """Sorted by id."""
    regions: tuple[Region, ...]
    """Of documents and registries, sorted by path (those without a path last)."""
    units: Mapping[str, Unit]
    """By unit id, sorted by region, then slug: all of the registries, and all that tasks name."""
    duties: Mapping[str, Duties]
    """By unit id; every unit has an entry."""
    due: Mapping[str, tuple[Task, ...]]
    """By deadline slug (of `Task.due`), days first and in order, then years, ongoing, none."""
    redirects: Mapping[str, str]
    """Old address -> new address, from 旧网址名."""

    def document(self, id_: str) -> Document:
        """The document with this id; KeyError where there is none."""
        return self._documents[id_]

    def document_of(self, task: Task) -> Document:
        """The document that holds the task."""
        return self._documents[task.document_id]

    def tasks(self) -> Iterator[Task]:
        """All tasks of all documents, in library order."""
        for document in self.documents:
            yield from document.tasks

    _documents: Mapping[str, Document] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_documents", {d.id: d for d in self.documents})
