"""What all pages are made from, and the keys by which unchanged pages are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import attrgetter
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

from qingdan.files import File, key_of
from qingdan.loader import Source
from qingdan.model import Document, Library, OriginalText, Region, Task, Unit
from qingdan.pages.alike import Found, Marks
from qingdan.pages.fragments import Fragments
from qingdan.pages.page import Page, PageSpec
from qingdan.pages.shell import Shell
from qingdan.pages.templates import Templates
from qingdan.problems import Problem
from qingdan.text.passages import Alignment, align
from qingdan.words import by_deadline


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
    digests: Mapping[str, str]
    """SHA-256 of each of them: to know whether one changed, nobody reads it."""
    shells: Mapping[str, Shell]
    as_of: date
    """The day from which due is counted."""
    alignments: Mapping[str, Alignment] = field(default_factory=dict)
    """By document id, as far as somebody has made them already."""
    yaml: Mapping[str, Source] = field(default_factory=dict)
    """Each YAML file by its place's file name, for download."""
    read_original: Callable[[Document], bytes] | None = None
    """The bytes of a document's original, for download; None: none is offered."""
    alike: Found = field(default_factory=dict)
    """Tasks of other documents that use the same words (`pages.alike`)."""
    alike_marks: Marks = field(default_factory=dict)
    """Of the same, by document id."""
    templates: Templates = field(default_factory=Templates)
    fragments: Fragments = field(default_factory=Fragments)
    offered: dict[str, Sequence[Download]] = field(default_factory=dict)
    """Document id -> files for download, as far as pages have asked."""

    def spec(self, path: str, kind: str, render: Callable[[], Page], *shown: str) -> PageSpec:
        """A page. `shown`: digests of the parts of the library that it shows; where it shows none it
        says ALWAYS_THE_SAME. Shell, templates and site.yaml are part of every key. A page that
        declares nothing is rendered in every build.

        tests/pages/test_keys.py holds that no page changes under the same key.
        """
        key = key_of(self._bases[kind], path, *shown) if shown else ""
        return PageSpec(path, kind, key, render)

    @cached_property
    def _bases(self) -> Mapping[str, str]:
        of_all = (self.templates.digest(), repr(self.library.site))
        return {kind: key_of(*of_all, shell.digest, shell.site_url) for kind, shell in self.shells.items()}

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
    def _order(self) -> Mapping[str, int]:
        """Task id -> its rank by deadline; the same for tasks that are due at the same time."""
        keys = {id_: by_deadline(task) for id_, task in self._tasks.items()}
        ranks = {key: rank for rank, key in enumerate(sorted(set(keys.values())))}
        return {id_: ranks[key] for id_, key in keys.items()}

    def by_deadline(self, tasks: Iterable[Task]) -> list[Task]:
        """Tasks in the order of their deadlines; those of one deadline as they were."""
        order = self._order
        return sorted(tasks, key=lambda task: order[task.id])

    def alignment(self, document: Document) -> Alignment | None:
        """The document held against its original; None without one."""
        text = self.originals.get(document.id)
        if text is None:
            return None
        return self.alignments.get(document.id) or align(text.lines, document)

    @cached_property
    def numbered(self) -> Mapping[str, Document]:
        """Documents by 文号, spaces dropped."""
        return {"".join(d.number.value.split()): d for d in self.library.documents if d.number}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Digest of how tasks of a document are named on other pages, by document id: its title, its
        lists', its place and the numbers of its tasks."""
        return {
            d.id: key_of(
                d.title.value,
                str(d.region.path),
                *(str(part.title) for part in d.lists),
                *(f"{t.number} {'number' in t.cells}" for t in d.tasks),
            )
            for d in self.library.documents
        }

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
        """Digest of what a listing can show of each document's tasks, by document id: its id, which is
        in their addresses, the YAML, and names and addresses of the units."""
        return {
            document.id: key_of(
                document.id,
                document.digest,
                *sorted(self.unit_keys[id_] for id_ in self._named[document.id]),
            )
            for document in self.library.documents
        }

    @cached_property
    def _named(self) -> Mapping[str, Sequence[str]]:
        """Document id -> ids of the units that its tasks name."""
        return {
            document.id: [
                party.unit.id for party in {id(p): p for task in document.tasks for p in task.named}.values()
            ]
            for document in self.library.documents
        }

    @cached_property
    def _documents_naming(self) -> Mapping[str, Sequence[str]]:
        """Unit id -> keys of the documents whose tasks name it, in order."""
        found: dict[str, dict[str, None]] = {id_: {} for id_ in self.library.units}
        for document in self.library.documents:
            key = self.row_keys[document.id]
            for id_ in self._named[document.id]:
                found[id_][key] = None
        return {id_: tuple(keys) for id_, keys in found.items()}

    @cached_property
    def duties_keys(self) -> Mapping[str, str]:
        """Digest of a unit and of what a listing of its tasks can show, by unit id."""
        keys = {}
        for id_, duties in self.library.duties.items():
            through = {id(unit): unit.id for unit, _ in duties.through}.values()
            documents = dict.fromkeys(key for u in (id_, *through) for key in self._documents_naming[u])
            keys[id_] = key_of(self.unit_keys[id_], "/", *through, "/", *documents)
        return keys

    @cached_property
    def library_key(self) -> str:
        """Digest of all documents and units."""
        return key_of(*self.row_keys.values(), "/", *self.unit_keys.values())

    def rows_key(self, tasks: Iterable[Task]) -> str:
        """Digest of what a listing of these tasks shows, in library order."""
        ids = dict.fromkeys(map(_document_id, tasks))
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


ALWAYS_THE_SAME = "/"
"""What a page shows of the library that shows nothing of it."""

_document_id = attrgetter("document_id")


def newest_first(document: Document) -> tuple[int, int, str]:
    """Sort key: newest 成文日期 first; those without any date by year, then last."""
    dated = document.dated
    if dated:
        return 0, -dated.toordinal(), document.id
    return (0, -date(document.year, 1, 1).toordinal(), document.id) if document.year else (1, 0, document.id)
