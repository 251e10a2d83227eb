"""The indexes of the Library: units, their duties, what is due when, old addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from qingdan.loader.naming import Units, spelled, with_digest
from qingdan.model import Document, Duties, Party, Task, TaskList, Unit


def settle_slugs(documents: Iterable[Document]) -> list[Document]:
    """The documents, units that share a slug told apart.

    Only units that no registry holds can share one: names that sound the same in pinyin.
    """
    names: dict[str, set[str]] = {}
    units: dict[tuple[str, str], Unit] = {}
    found = list(documents)
    for document in found:
        for unit in units_of(document):
            names.setdefault(unit.id, set()).add(unit.name)
            units[unit.id, unit.name] = unit
    renamed = {
        (id_, name): replace(units[id_, name], slug=with_digest(units[id_, name].slug, name))
        for id_, shared in names.items()
        if len(shared) > 1
        for name in sorted(shared)[1:]
    }
    return [_renamed(document, renamed) for document in found] if renamed else found


def units_of(document: Document) -> Iterable[Unit]:
    """The units that tasks of a document name, each object once, in order."""
    # By identity: a document's tasks share the objects of its region.
    parties = {id(party): party for task in document.tasks for party in task.named}
    return {id(party.unit): party.unit for party in parties.values()}.values()


def _renamed(document: Document, renamed: Mapping[tuple[str, str], Unit]) -> Document:
    def party(old: Party) -> Party:
        return Party(old.name, renamed.get((old.unit.id, old.unit.name), old.unit))

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
