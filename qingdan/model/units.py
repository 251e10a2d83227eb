"""Regions 地区 and units 单位, and a unit as one task names it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from qingdan.problems import Place


class Region(NamedTuple):
    """A 地区, or one document that prints none (then `path` is None: two such
    documents may be of different places, so their units are kept apart)."""

    path: str | None
    """From the province down, `浙江省/绍兴市`; None where no place is printed."""
    slug: str
    """`shaoxing`; for a document without a place, the document's id."""

    @property
    def name(self) -> str:
        """The last part of the path: 绍兴市."""
        return self.path.rsplit("/", 1)[-1] if self.path else "地区未注明"

    @property
    def level(self) -> str:
        """省级, 市级 or 县级, by the depth of the path; empty where no place is printed."""
        if not self.path:
            return ""
        return ("省级", "市级", "县级", "乡级")[min(self.path.count("/"), 3)]

    @property
    def url(self) -> str:
        return f"units/{self.slug}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A 单位: a name within a region. 市财政局 of 绍兴 is not 市财政局 of 嘉兴."""

    region: Region
    name: str
    """As the registry writes it; for units that are not in it, as printed (spaces dropped)."""
    slug: str
    aliases: tuple[str, ...] = ()
    collective: bool = False
    """Whether it is a 泛称 (各区、县（市）政府) that stands for others."""
    members: tuple[str, ...] = ()
    """Names of the units that a collective is known, from print, to include."""
    source: str = ""
    """出处: on what ground the registry says so."""
    old_slugs: tuple[str, ...] = ()
    place: Place | None = None
    """In the registry; None for a unit that is not in it (its slug is not frozen then)."""
    id: str = field(init=False, compare=False)
    """`shaoxing/shi-fa-gai-wei`. Kept, because indexes ask for it hundreds of thousands of times."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", f"{self.region.slug}/{self.slug}")

    @property
    def url(self) -> str:
        return f"units/{self.region.slug}/{self.slug}/"


class Party(NamedTuple):
    """A unit as one task names it."""

    name: str
    """As printed, spaces dropped."""
    unit: Unit
