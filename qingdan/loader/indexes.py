"""The indexes of the Library: units, their duties, what is due when, old addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from qingdan.loader.naming import Units, spelled, with_digest
from qingdan.loader.summary import Summary
from qingdan.model import Document, Duties, Party, Task, TaskList, Unit


def settle_slugs(summaries: Iterable[Summary]) -> dict[tuple[str, str], str]:
    """(unit id, name) -> another slug, of the units that must be told apart.

    Only units that no registry holds can share one: names that sound the same in pinyin.
    """
    names: dict[str, dict[str, str]] = {}
    for summary in summaries:
        for name, slug in summary.unregistered:
            names.setdefault(f"{summary.region.slug}/{slug}", {})[name] = slug
    return {
        (id_, name): with_digest(slug, name)
        for id_, shared in names.items()
        if len(shared) > 1
        for name, slug in sorted(shared.items())[1:]
    }


def units_of(document: Document) -> Iterable[Unit]:
    """The units that tasks of a document name, each object once, in order."""
    # By identity: a document's tasks share the objects of its region.
    parties = {id(party): party for task in document.tasks for party in task.named}
    return {id(party.unit): party.unit for party in parties.values()}.values()


def addresses(
    registered: Iterable[Units], summaries: Iterable[Summary], slugs: Mapping[tuple[str, str], str]
) -> frozenset[str]:
    """The addresses of all units and of their regions."""
    found: set[str] = set()
    for units in registered:
        if units.registered:
            found.add(units.region.url)
        found.update(unit.url for unit in units.registered)
    for region, name, slug in ((s.region, *unit) for s in summaries for unit in s.unregistered):
        found.add(region.url)
        found.add(f"{region.url}{slugs.get((f'{region.slug}/{slug}', name), slug)}/")
    return frozenset(found)


def settled(document: Document, slugs: Mapping[tuple[str, str], str]) -> Document:
    """The document with the slugs that `settle_slugs` gave."""
    parties: dict[str, Party] = {}  # tasks share them

    def party(old: Party) -> Party:
        slug = slugs.get((old.unit.id, old.unit.name)) if old.unit.place is None else None
        if slug is None:
            return old
        return parties.setdefault(old.name, Party(old.name, replace(old.unit, slug=slug)))

    def task(old: Task) -> Task:
        return replace(
            old,
            lead=tuple(map(party, old.lead)),
            responsible=tuple(map(party, old.responsible)),
            supporting=tuple(map(party, old.supporting)),
        )

    def part(old: TaskList) -> TaskList:
        return replace(old, entries=tuple(task(e) if isinstance(e, Task) else e for e in old.entries))

    return replace(document, lists=tuple(map(part, document.lists)))


def index_units(documents: Iterable[Document], registered: Iterable[Units]) -> dict[str, Unit]:
    """Every unit by id, sorted by region, then slug."""
    found = {unit.id: unit for units in registered for unit in units.registered}
    for document in documents:
        for unit in units_of(document):
            found.setdefault(unit.id, unit)
    return dict(sorted(found.items(), key=lambda item: (*_region_order(item[1]), item[1].slug)))


def _region_order(unit: Unit) -> tuple[bool, str, str]:
    return (unit.region.path is None, unit.region.path or "", unit.region.slug)


def index_duties(documents: Iterable[Document], units: Mapping[str, Unit]) -> dict[str, Duties]:
    """The tasks of every unit, by role and through collectives."""
    roles: tuple[dict[str, list[Task]], ...] = ({}, {}, {})
    through: dict[str, list[tuple[Unit, Task]]] = {}
    reached = _members(units)
    for document in documents:
        for task in document.tasks:
            named: dict[str, None] = {}
            for found, parties in zip(roles, (task.lead, task.responsible, task.supporting), strict=True):
                for party in parties:
                    id_ = party.unit.id
                    named[id_] = None
                    mine = found.setdefault(id_, [])
                    if not mine or mine[-1] is not task:  # two names of one unit
                        mine.append(task)
            for id_ in named:
                for member in reached.get(id_, ()):
                    if member not in named:
                        through.setdefault(member, []).append((units[id_], task))
    lead, responsible, supporting = roles
    return {
        id_: Duties(
            lead=tuple(lead.get(id_, ())),
            responsible=tuple(responsible.get(id_, ())),
            supporting=tuple(supporting.get(id_, ())),
            through=tuple(through.get(id_, ())),
        )
        for id_ in units
    }


def _members(units: Mapping[str, Unit]) -> dict[str, tuple[str, ...]]:
    """Collective -> ids of all it includes, those of collectives within it too."""
    names = {
        (unit.region.slug, spelled(name)): id_
        for id_, unit in units.items()
        if unit.place is not None
        for name in (unit.name, *unit.aliases)
    }

    def direct(unit: Unit) -> Iterator[str]:
        for member in unit.members:
            if id_ := names.get((unit.region.slug, spelled(member))):
                yield id_

    reached = {}
    for id_, unit in units.items():
        if not unit.members:
            continue
        seen: dict[str, None] = {}
        waiting = list(direct(unit))[::-1]
        while waiting:
            member = waiting.pop()
            if member != id_ and member not in seen:
                seen[member] = None
                waiting += list(direct(units[member]))[::-1]
        reached[id_] = tuple(seen)
    return reached


def index_due(documents: Iterable[Document]) -> dict[str, tuple[Task, ...]]:
    """Tasks by the slug of the deadline that counts: days in order, then years, ongoing, none."""
    found: dict[str, list[Task]] = {}
    for document in documents:
        for task in document.tasks:
            found.setdefault(task.due.slug, []).append(task)

    def order(slug: str) -> tuple[int, str]:
        kind = 3 if slug == "none" else 2 if slug == "ongoing" else 1 if slug.endswith("year") else 0
        return kind, slug

    return {slug: tuple(found[slug]) for slug in sorted(found, key=order)}
