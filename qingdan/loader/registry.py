"""单位名录: one file a region."""

from __future__ import annotations

from typing import NamedTuple

from qingdan.loader import complaints
from qingdan.loader.fields import Reader
from qingdan.loader.naming import spelled
from qingdan.loader.regions import read_region
from qingdan.loader.report import Report
from qingdan.loader.tree import Node, compose
from qingdan.model import Region, Text, Unit
from qingdan.problems import Place, Severity


class Registry(NamedTuple):
    """One file of the 单位名录."""

    region: Region
    units: tuple[Unit, ...]
    """Units, then collectives, as they stand in the file."""
    old_slugs: tuple[str, ...]
    """Of the region."""
    place: Place
    digest: str
    """SHA-256 of the file: documents of the region need no new reading while it stays."""


class _Written(NamedTuple):
    """A unit with the places of its words."""

    unit: Unit
    names: tuple[Text, ...]
    """名称, then 别名."""
    slug: Place
    members: tuple[Text, ...]


def read_registry(report: Report) -> Registry | None:
    """One file of the registry; None where it says of no region or document what its units are.
    Units with faults are left out (they are in the report)."""
    reader = Reader(report)
    root = compose(report)
    if root is None:
        if not report.problems:
            hint = "写上「地区」「网址名」和「单位」，或者删去这个文件。"
            report.error(Place(report.source.file), "empty-file", "这份名录是空的。", hint)
        return None
    if complaints.is_misfiled(reader, root, "registry"):
        return None
    fields = reader.fields(root, "registry")
    if fields is None:
        return None
    slug, old_slugs = reader.slug(fields), reader.slugs(fields, "old_slugs")
    path, document = read_region(reader, fields), reader.plain(fields, "document")
    if not path and not document:
        if not {"地区", "文件"} & reader.astray:
            hint = "加一行「地区: 浙江省/绍兴市」；没有印出地区的文件，写「文件: 」和它的编号。"
            reader.error(root, "missing-key", "名录里少了「地区」。", hint)
        return None
    if path and document:
        hint = "有地区的名录删去「文件」。"
        reader.error(fields["document"].at, "wrong-value", "「地区」和「文件」只能写一个。", hint)
    if not path and slug and slug != document:
        message = "没有地区的名录，网址名与文件的编号相同。"
        reader.error(fields["slug"].node, "wrong-value", message, f"改成「{document}」。")
    if not slug:
        return None
    region = Region(path or None, slug if path else document)
    written = [
        unit
        for name, kind in (("units", "unit"), ("collectives", "collective"))
        for item in reader.items(fields, name)
        if (unit := _unit(reader, item, kind, region)) is not None
    ]
    kept = _without_doubles(report, written)
    _check_members(report, kept)
    units = tuple(entry.unit for entry in kept)
    return Registry(region, units, old_slugs, Place(reader.file, 1, 1), report.source.sha256)


def _unit(reader: Reader, item: Node, kind: str, region: Region) -> _Written | None:
    own = reader.fields(item, kind)
    if own is None or "name" not in own:
        return None
    slug, old_slugs = reader.slug(own), reader.slugs(own, "old_slugs")
    if not slug:
        return None
    name = _joined(reader.text(own["name"].node))
    aliases = tuple(_joined(reader.text(node)) for node in reader.items(own, "aliases"))
    members = tuple(_joined(reader.text(node)) for node in reader.items(own, "members"))
    unit = Unit(
        region=region,
        name=name.value,
        slug=slug,
        aliases=tuple(alias.value for alias in aliases),
        collective=kind == "collective",
        members=tuple(member.value for member in members),
        source=reader.plain(own, "source"),
        old_slugs=old_slugs,
        place=name.place,
    )
    return _Written(unit, (name, *aliases), reader.place(own["slug"].node), members)


def _joined(text: Text) -> Text:
    """A name without spaces."""
    return Text("".join(text.value.split()), text.place)


def _without_doubles(report: Report, written: list[_Written]) -> list[_Written]:
    """The units whose names and slugs are their own; others are reported."""
    names: dict[str, Text] = {}
    slugs: dict[str, _Written] = {}
    kept = []
    for entry in written:
        other = slugs.setdefault(entry.unit.slug, entry)
        if other is not entry:
            message = f"网址名「{entry.unit.slug}」已经给了第 {other.slug.line} 行的「{other.unit.name}」。"
            hint = "同音的单位在网址名后面加一个区别，例如 -2；同一个单位只写一项。"
            _doubled(report, entry.slug, message, hint, len(entry.unit.slug), other.slug)
            continue
        for name in entry.names:
            first = names.setdefault(spelled(name.value), name)
            if first is not name:
                message = f"「{name.value}」已经写在第 {first.place.line} 行。"
                hint = "同一个单位只写一项，别的写法放进「别名」；不是同一个单位，就改名称。"
                _doubled(report, name.place, message, hint, len(name.value), first.place)
        kept.append(entry)
    return kept


def _doubled(report: Report, place: Place, message: str, hint: str, width: int, first: Place) -> None:
    report.add(Severity.ERROR, place, "doubled-unit", message, hint, width, (first,))


def _check_members(report: Report, written: list[_Written]) -> None:
    owners = {spelled(name.value): entry for entry in written for name in entry.names}
    for entry in written:
        seen: set[str] = set()
        for member in entry.members:
            word = spelled(member.value)
            whole, part = entry.unit.name, member.value
            if word not in owners:
                message = f"「{whole}」的成员「{part}」不在这份名录的单位里。"
                hint = "把它加进「单位」，或者改成名录里的写法。"
                report.error(member.place, "unknown-member", message, hint, len(part))
            elif word in seen:
                message = f"「{whole}」的成员里，「{part}」写了两次。"
                report.error(member.place, "doubled-unit", message, "删去一个。", len(part))
            elif _leads_to(owners[word], entry, owners):
                what = "就是它自己" if owners[word] is entry else f"又以「{whole}」为成员，绕了回来"
                message = f"「{whole}」的成员「{part}」{what}。"
                report.error(member.place, "circular-member", message, "照印出的名单写成员。", len(part))
            seen.add(word)


def _leads_to(start: _Written, goal: _Written, owners: dict[str, _Written]) -> bool:
    """Whether a unit is another one, or includes it."""
    seen: set[int] = set()
    waiting = [start]
    while waiting:
        entry = waiting.pop()
        if entry is goal:
            return True
        if id(entry) not in seen:
            seen.add(id(entry))
            waiting += [owners[word] for m in entry.members if (word := spelled(m.value)) in owners]
    return False
