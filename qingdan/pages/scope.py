"""What all pages are made from, and the keys by which unchanged pages are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

from qingdan.files import File, key_of
from qingdan.model import Document, Library, OriginalText, Region, Task, Unit
from qingdan.pages.fragments import Fragments
from qingdan.pages.page import Page, PageSpec
from qingdan.pages.shell import Shell
from qingdan.pages.templates import Templates
from qingdan.problems import Problem
from qingdan.text.passages import Alignment


class Download(NamedTuple):
    """One file that a document's page offers."""

    label: str
    file: File

    @property
    def name(self) -> str:
        return PurePosixPath(self.file.path).name

    @property
    def url(self) -> str:
        return quote(self.file.path)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """One build's input to pages. Everything here is read only; what is derived is made once."""

    library: Library
    problems: Sequence[Problem]
    originals: Mapping[str, OriginalText]
    """By document id."""
    shells: Mapping[str, Shell]
    as_of: date
    """The day from which due is counted."""
    alignments: Mapping[str, Alignment] = field(default_factory=dict)
    """By document id, as far as somebody has made them already."""
    yaml: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Lines of each YAML file by its place's file name, for download."""
    read_original: Callable[[Document], bytes] | None = None
    """The bytes of a document's original, for download; None: none is offered."""
    templates: Templates = field(default_factory=Templates)
    fragments: Fragments = field(default_factory=Fragments)
    lines: dict[str, Mapping[str, int]] = field(default_factory=dict)
    """Document id -> task id -> line of the original, as far as pages have asked."""
    offered: dict[str, Sequence[Download]] = field(default_factory=dict)
    """Document id -> files for download, as far as pages have asked."""

    def spec(self, path: str, kind: str, render: Callable[[], Page], *shown: str) -> PageSpec:
        """A page whose key covers `shown`, its shell and the templates."""
        return PageSpec(path, kind, key_of(self._base, self.shells[kind].digest, path, *shown), render)

    @cached_property
    def _base(self) -> str:
        shell = next(iter(self.shells.values()), None)
        return key_of(self.templates.digest(), shell.site_url if shell else "", repr(self.library.site))

    def absolute(self, path: str) -> str:
        """The whole address of a page; empty where the site does not know its own."""
        shell = next(iter(self.shells.values()), None)
        return shell.site_url + path if shell and shell.site_url else ""

    @cached_property
    def _tasks(self) -> Mapping[str, Task]:
        return {t.id: t for t in self.library.tasks()}

    def task(self, id_: str) -> Task | None:
        """The task with this id, where the library holds it."""
        return self._tasks.get(id_)

    @cached_property
    def numbered(self) -> Mapping[str, Document]:
        """Documents by 文号, spaces dropped."""
        return {"".join(d.number.value.split()): d for d in self.library.documents if d.number}

    @cached_property
    def notes(self) -> Mapping[str, Sequence[Problem]]:
        """Problems that readers are told of, by the id of the task or document they are about."""
        found: dict[str, list[Problem]] = defaultdict(list)
        for problem in self.problems:
            if problem.public and problem.subject:
                found[problem.subject].append(problem)
        return found

    @cached_property
    def unit_keys(self) -> Mapping[str, str]:
        """Digest of what a page can show of each unit, by unit id."""
        return {
            id_: key_of(
                id_, u.name, str(u.region.path), str(u.collective), u.source, *u.aliases, "/", *u.members
            )
            for id_, u in self.library.units.items()
        }

    @cached_property
    def row_keys(self) -> Mapping[str, str]:
        """Digest of what a listing can show of each document's tasks, by document id: the YAML,
        and names and addresses of the units."""
        keys = {}
        of_unit = self.unit_keys
        for document in self.library.documents:
            ids = {id(p.unit): p.unit for t in document.tasks for _, p in t.parties()}
            units = sorted(of_unit.get(u.id) or key_of(u.id, u.name) for u in ids.values())
            keys[document.id] = key_of(document.digest, *units)
        return keys

    @cached_property
    def library_key(self) -> str:
        """Digest of all documents and units."""
        site = repr(self.library.site)
        return key_of(site, *self.row_keys.values(), *self.unit_keys.values())

    def rows_key(self, tasks: Iterable[Task]) -> str:
        """Digest of what a listing of these tasks shows."""
        ids = sorted({t.document_id for t in tasks})
        return key_of(*(self.row_keys[i] for i in ids))

    @cached_property
    def units_of(self) -> Mapping[Region, Sequence[Unit]]:
        """The units of each region, most tasks first, then by name."""
        found: dict[Region, list[Unit]] = defaultdict(list)
        for unit in self.library.units.values():
            found[unit.region].append(unit)
        for units in found.values():
            units.sort(key=lambda u: (-self.totals[u.id], u.slug))
        return found

    @cached_property
    def named(self) -> Mapping[str, Sequence[Unit]]:
        """Units by name, in the order of regions."""
        found: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.library.units.values():
            found[unit.name].append(unit)
        return found

    @cached_property
    def totals(self) -> Mapping[str, int]:
        """How many tasks name each unit, by unit id; a task that names it twice counts once."""
        return {
            id_: len({t.id for t in (*duties.lead, *duties.responsible, *duties.supporting)})
            for id_, duties in self.library.duties.items()
        }

    @cached_property
    def documents_of(self) -> Mapping[Region, Sequence[Document]]:
        """The documents of each region, newest first."""
        found: dict[Region, list[Document]] = defaultdict(list)
        for document in self.library.documents:
            found[document.region].append(document)
        for documents in found.values():
            documents.sort(key=newest_first)
        return found


def newest_first(document: Document) -> tuple[int, int, str]:
    """Sort key: newest 成文日期 first; those without any date by year, then last."""
    dated = document.dated
    if dated:
        return 0, -dated.toordinal(), document.id
    return (0, -date(document.year, 1, 1).toordinal(), document.id) if document.year else (1, 0, document.id)
