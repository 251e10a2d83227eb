"""All registries together: which units the names of a document mean, and old addresses."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from qingdan.files import key_of
from qingdan.loader.naming import Units, slug_of, with_digest
from qingdan.loader.registry import Registry
from qingdan.model import Region
from qingdan.problems import Problem, error


class Directory:
    """The units of every region, by its path or, where a document prints none, by the document."""

    def __init__(self, registries: Iterable[Registry] = (), *, whole: bool = True) -> None:
        self.whole = whole
        """Whether every file of the registry could be read."""
        self._registries = {_key(registry.region): registry for registry in registries}
        self._units = {
            key: Units(registry.region, registry.units) for key, registry in self._registries.items()
        }
        self._slugs = {registry.region.slug for registry in self._registries.values()}

    @classmethod
    def of(cls, registries: Iterable[Registry], *, whole: bool = True) -> tuple[Directory, list[Problem]]:
        """The directory of these registries, and what is wrong among them."""
        kept: dict[tuple[str | None, str], Registry] = {}
        slugs: dict[str, Registry] = {}
        problems = []
        for registry in registries:
            region = registry.region
            other = kept.get(_key(region))
            if other is not None:
                message = f"「{region.path or region.slug}」已经有一份名录：{other.place.file}。"
                problems.append(error(registry.place, "doubled-region", message, "把两份名录合成一份。"))
                continue
            if region.slug in slugs:
                message = f"网址名「{region.slug}」已经给了 {slugs[region.slug].place.file}。"
                problems.append(error(registry.place, "doubled-region", message, "换一个网址名。"))
                continue
            kept[_key(region)] = slugs[region.slug] = registry
        return cls(kept.values(), whole=whole), problems

    def units_of(self, path: str, document: str) -> Units:
        """The units of the region, or of the document where the path is empty."""
        key = (path, "") if path else (None, document)
        found = self._units.get(key)
        if found is None:
            found = self._units[key] = Units(self._unregistered(path, document))
        return found

    def has_registry(self, path: str, document: str) -> bool:
        """Whether a registry was written for the region or document."""
        return ((path, "") if path else (None, document)) in self._registries

    def key_of(self, path: str, document: str) -> str:
        """Digest of all that reading a document of this region, or without one, takes from here."""
        registry = self._registries.get((path, "") if path else (None, document))
        if registry:
            return key_of(registry.digest)
        return key_of(
            str(self.whole), self.alike(path) if path else "", self._unregistered(path, document).slug
        )

    def alike(self, path: str) -> str:
        """The region of a registry that differs from this one by / or 省, 市, 县, 区 only; empty
        where there is none."""
        bare = _bare(path)
        return next((p for p, _ in self._registries if p and p != path and _bare(p) == bare), "")

    def all(self) -> list[Units]:
        """Of every registry."""
        return [self._units[key] for key in self._registries]

    def registries(self) -> Iterable[Registry]:
        """Every registry."""
        return self._registries.values()

    def _unregistered(self, path: str, document: str) -> Region:
        slug = slug_of(path.replace("/", "")) if path else document
        return Region(path or None, with_digest(slug, path) if slug in self._slugs else slug)


def _bare(path: str) -> str:
    return re.sub("[/省市县区]", "", path)


def _key(region: Region) -> tuple[str | None, str]:
    return (region.path, "") if region.path else (None, region.slug)


def index_redirects(directory: Directory, taken: Container[str]) -> tuple[dict[str, str], list[Problem]]:
    """Old address -> new one, for changed slugs of regions and units; and slugs that were given
    up and taken again. `taken`: addresses of all units and of their regions."""
    found: dict[str, str] = {}
    problems = []
    for registry in directory.registries():
        region = registry.region
        pairs = [(f"units/{old}/", region.url, registry.place) for old in registry.old_slugs]
        for unit in registry.units:
            pairs += [
                (f"units/{old_region}/{old}/", unit.url, unit.place or registry.place)
                for old_region in (region.slug, *registry.old_slugs)
                for old in (unit.slug, *unit.old_slugs)
            ]
        for old, new, place in pairs:
            if old == new:
                continue
            if old in taken or found.get(old, new) != new:
                message = f"旧网址 {old} 现在是别的单位或地区的网址，不能转到 {new}。"
                hint = "用过的网址名不再给别的单位：换一个新的网址名。"
                problems.append(error(place, "doubled-address", message, hint))
            found[old] = new
    return dict(sorted(found.items())), problems
