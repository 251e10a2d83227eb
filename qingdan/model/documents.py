"""Documents 文件: one notice with its lists, and what of it became no task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from qingdan.model.tasks import Task, TaskList
from qingdan.model.units import Region
from qingdan.model.words import Text, is_damage
from qingdan.problems import Place


class Annex(NamedTuple):
    """An 附录: what is annexed and is no list of tasks."""

    title: Text | None
    text: Text
    place: Place


class Leftover(NamedTuple):
    """One passage of 未采用."""

    text: Text
    reason: str
    place: Place

    @property
    def damaged(self) -> bool:
        """Whether it was overwritten or injected: never published, as text or link."""
        return is_damage(self.reason)


class Original(NamedTuple):
    """What a document says of its 原件."""

    file: str
    """Below content/originals/."""
    url: str
    sha256: str
    """As recorded in the YAML; empty where it records none."""
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A 文件: one YAML file, one notice, one page."""

    id: str
    """The stem of the YAML file: `shaoxing-2022`."""
    title: Text
    number: Text | None = None
    issuer: Text | None = None
    region: Region
    year: int | None = None
    signed: date | None = None
    printed: date | None = None
    index_number: str = ""
    """索引号, as the authority that publishes it gives it."""
    publisher: str = ""
    """发布机构: who published it on the web."""
    published: date | None = None
    """发布日期: when it was published on the web."""
    validity: str = ""
    """有效性, as declared; nothing is judged here."""
    addressees: Text | None = None
    basis: tuple[Text, ...] = ()
    copies_text: tuple[Text, ...] = ()
    """抄送 as printed: one text, or several where a damaged passage was left out between them."""
    copies: tuple[str, ...] = ()
    """抄送 split by the units rule."""
    body: Text | None = None
    original: Original | None = None
    lists: tuple[TaskList, ...]
    annexes: tuple[Annex, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    dates: Mapping[str, Place] = field(default_factory=dict)
    """Places of `region`, `year`, `signed`, `printed` in the YAML."""
    digest: str
    """SHA-256 of the YAML file: what is made from the document alone needs no remaking
    while it stays."""
    place: Place
    tasks: tuple[Task, ...] = field(init=False, repr=False, compare=False)
    """All tasks, in document order. Kept, because everybody asks for them."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "tasks", tuple(t for part in self.lists for t in part.tasks))

    @property
    def url(self) -> str:
        return f"documents/{self.id}/"

    @property
    def dated(self) -> date | None:
        """The day to sort by: 成文日期, else 印发日期."""
        return self.signed or self.printed
