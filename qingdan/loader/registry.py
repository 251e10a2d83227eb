"""单位名录: one file a region -> units, and who is meant by a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from qingdan.loader.fields import Fields, Reader, Value
from qingdan.loader.report import Report
from qingdan.loader.tree import Scalar, Sequence, compose
from qingdan.model import Party, Region, Text, Unit
from qingdan.problems import Place, Severity
from qingdan.text import units as unit_words


class Registry(NamedTuple):
    """One file of the 单位名录."""

    region: Region
    units: tuple[Unit, ...]
    old_slugs: tuple[str, ...]
    """Of the region."""
    member_places: dict[tuple[str, str], Place]
    """(collective, member) -> where the member is written."""
    place: Place
    digest: str


class Units:
    """The units of one region: those of its registry, and those that only documents name."""

    def __init__(self, region: Region, registered: Iterable[Unit] = ()) -> None:
        self.region = region
        self.registered = tuple(registered)
        self._by_name: dict[str, Unit] = {}
        self._by_slug = {unit.slug: unit for unit in self.registered}
        self._parties: dict[str, Party] = {}
        for unit in self.registered:
            for name in (unit.name, *unit.aliases):
                self._by_name.setdefault(spelled(name), unit)

    def find(self, name: str) -> Unit | None:
        """The unit of the registry that has this name or alias."""
        return self._by_name.get(spelled(name))

    def party(self, name: str) -> Party:
        """The unit as a task names it; one that is not in the registry is made up from its name."""
        party = self._parties.get(name)
        if party is None:
            party = self._parties[name] = Party(name, self.find(name) or self._unregistered(name))
        return party

    def _unregistered(self, name: str) -> Unit:
        slug = slug_of(name)
        if slug in self._by_slug:
            slug = with_digest(slug, name)
        return Unit(region=self.region, name=name, slug=slug, collective=unit_words.is_collective(name))


def spelled(name: str) -> str:
    """A name without spaces, its brackets full-width: (市跑改办) and （市跑改办） are one spelling."""
    return "".join(name.split()).translate(_WIDE)


_WIDE = str.maketrans("()﹙﹚", "（）（）")


def slug_of(name: str) -> str:
    """A name in pinyin for addresses: 市发改委 -> shi-fa-gai-wei."""
    from pypinyin import lazy_pinyin  # its dictionary takes a while to load, and is seldom needed

    words = lazy_pinyin(name, errors=lambda rest: re.findall("[A-Za-z0-9]+", rest) or [""])
    slug = re.sub("[^a-z0-9]+", "-", "-".join(words).lower()).strip("-")
    return slug if 0 < len(slug) <= 80 else with_digest(slug[:60].strip("-"), name)


def with_digest(slug: str, name: str) -> str:
    """A slug that no other name has."""
    return f"{slug}-{sha256(name.encode('utf-8', 'replace')).hexdigest()[:6]}".strip("-")


def read_registry(report: Report) -> Registry | None:
    """One file of the registry; None where it cannot be used."""
    reader = Reader(report)
    root = compose(report)
    place = Place(report.source.file, 1, 1)
    if root is None:
        if not report.problems:
            report.error(
                Place(report.source.file),
                "empty-file",
                "这份名录是空的。",
                "写上「地区」「网址名」和「单位」，或者删去这个文件。",
            )
        return None
    fields = reader.fields(root, "registry")
    if fields is None:
        return None
    slug = reader.slug(fields)
    path, document = read_region(reader, fields), reader.plain(fields, "document")
    if not path and not document:
        reader.error(
            root,
            "missing-key",
            "名录里少了「地区」。",
            "加一行「地区: 浙江省/绍兴市」；没有印出地区的文件，写「文件: 」和它的编号。",
        )
        return None
    if path and document:
        report.error(
            reader.place(fields["document"].at),
            "wrong-value",
            "「地区」和「文件」只能写一个。",
            "有地区的名录删去「文件」。",
            2,
        )
    if not slug:
        return None
    region = Region(path or None, document if not path else slug)
    found = [unit for name in ("units", "collectives") for unit in _units(reader, fields, name, region)]
    places = {}
    for unit, texts in found:
        places.update({(unit.name, text.value): text.place for text in texts})
    kept = _without_doubles(report, [unit for unit, _ in found])
    _check_members(report, kept, places)
    return Registry(region, tuple(kept), _old_slugs(reader, fields), places, place, report.source.sha256)


def read_region(reader: Reader, fields: Fields) -> str:
    """地区, its parts without spaces; a full-width ／ or 、 in place of / is reported."""
    if "region" not in fields:
        return ""
    node = fields["region"].node
    word = "".join(reader.text(node).value.split())
    if re.search(r"[／、，,\\>-]", word) or any(not part for part in word.split("/")):
        parts = [part for part in re.split(r"[／/、，,\\>-]+", word) if part]
        reader.error(node, "wrong-value", "「地区」从省写起，用半角 / 隔开。", f"改成「{'/'.join(parts)}」。")
    return "/".join(part for part in re.split(r"[／/、，,\\>-]+", word) if part)


def _units(reader: Reader, fields: Fields, name: str, region: Region) -> list[tuple[Unit, tuple[Text, ...]]]:
    if name not in fields:
        return []
    node = fields[name].node
    assert isinstance(node, Sequence)
    found = []
    for item in node.items:
        own = reader.fields(item, "unit" if name == "units" else "collective")
        if own is None or "name" not in own:
            continue
        slug = reader.slug(own)
        if not slug:
            if "slug" not in own and isinstance(own["name"].node, Scalar):
                continue
            slug = slug_of(reader.plain(own, "name"))
        members = reader.texts(own["members"].node) if "members" in own else ()
        unit = Unit(
            region=region,
            name="".join(reader.plain(own, "name").split()),
            slug=slug,
            aliases=tuple("".join(t.value.split()) for t in _texts(reader, own.get("aliases"))),
            collective=name == "collectives",
            members=tuple("".join(text.value.split()) for text in members),
            source=reader.plain(own, "source"),
            old_slugs=_old_slugs(reader, own),
            place=reader.place(own["name"].node),
        )
        found.append((unit, tuple(Text("".join(t.value.split()), t.place) for t in members)))
    return found


def _texts(reader: Reader, value: Value | None) -> tuple[Text, ...]:
    return reader.texts(value.node) if value else ()


def _old_slugs(reader: Reader, fields: Fields) -> tuple[str, ...]:
    return tuple(text.value for text in _texts(reader, fields.get("old_slugs")))


def _without_doubles(report: Report, found: list[Unit]) -> list[Unit]:
    """The units whose names and slugs are their own."""
    names: dict[str, Unit] = {}
    slugs: dict[str, Unit] = {}
    kept = []
    for unit in found:
        assert unit.place is not None
        other = slugs.get(unit.slug)
        if other and other.place:
            report.add(
                Severity.ERROR, unit.place, "doubled-unit",
                f"网址名「{unit.slug}」已经给了第 {other.place.line} 行的「{other.name}」。",
                "同音的单位在网址名后面加一个区别，例如 -2。", len(unit.name), (other.place,),
            )  # fmt: skip
            continue
        slugs[unit.slug] = unit
        for name in (unit.name, *unit.aliases):
            other = names.get(spelled(name))
            if other and other.place:
                same = other is unit
                report.add(
                    Severity.ERROR, unit.place, "doubled-unit",
                    f"名称「{name}」写了两次" + ("。" if same else f"，另一处是第 {other.place.line} 行的「{other.name}」。"),
                    "同一个单位只写一项，别的写法放进「别名」；不是同一个单位，就改名称。",
                    len(unit.name), () if same else (other.place,),
                )  # fmt: skip
            else:
                names[spelled(name)] = unit
        kept.append(unit)
    return kept


def _check_members(report: Report, found: list[Unit], places: dict[tuple[str, str], Place]) -> None:
    known = {spelled(name) for unit in found for name in (unit.name, *unit.aliases)}
    for unit in found:
        for member in unit.members:
            if spelled(member) not in known:
                report.error(
                    places.get((unit.name, member), unit.place or Place(report.source.file)),
                    "unknown-member",
                    f"「{unit.name}」的成员「{member}」不在这份名录的单位里。",
                    "把它加进「单位」，或者改成名录里的写法。",
                    len(member),
                )
