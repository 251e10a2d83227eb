"""Tasks 任务 and the lists 清单 that hold them: deadlines, reports, headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from qingdan.model.units import Party
from qingdan.model.words import Text, is_damage
from qingdan.problems import Place
from qingdan.vocabulary import NOT_REPORTED

ListKind = Literal["table", "prose"]
DeadlineKind = Literal["by", "year", "ongoing", "none"]
Role = Literal["lead", "responsible", "supporting"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A 时限: the printed words, and how they were read."""

    text: str | None
    """As printed; None where nothing is printed."""
    kind: DeadlineKind
    date: date | None = None
    """The last day, for kind `by`."""
    year: int | None = None
    """The year, for kind `year` (None where the document has none)."""
    rule: str = ""
    """The rule that read it, in Chinese: 「某月底前」读作该月最后一天. Empty where no rule did."""

    @property
    def slug(self) -> str:
        """`2022-12-31`, `2022-year`, `ongoing` or `none`."""
        if self.kind == "by" and self.date:
            return self.date.isoformat()
        if self.kind == "year":
            return f"{self.year}-year" if self.year else "year"
        return self.kind

    @property
    def url(self) -> str:
        return f"deadlines/{self.slug}/"


class Progress(NamedTuple):
    """One report of 进展."""

    date: date
    status: str
    note: str
    link: str
    place: Place


class Adjustment(NamedTuple):
    """One 调整 of a deadline: the old words stay."""

    before: str
    after: str
    date: date | None
    basis: str
    deadline: Deadline
    """`after`, read by the same rules."""
    place: Place


class Correction(NamedTuple):
    """One 更正: where the YAML differs from print on purpose."""

    field: str
    """Name of the field in the model (`deadline`)."""
    original: Text
    """What is printed."""
    reason: str
    place: Place

    @property
    def damaged(self) -> bool:
        """Whether what is printed was overwritten or injected: never published, as text or link."""
        return is_damage(self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading row of a list."""

    text: Text
    level: int
    """From 1; read from its numbering (一、 1 · （一） 2 · 1. 3); an unnumbered one is one
    below the nearest numbered heading above it."""
    anchor: str
    """Id of the row on the document's page: `section-1-3` is the third heading of list 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Words inside a list that are neither heading nor task: 总体要求, a note, an ending."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A 任务: one row of the printed table, or one clause closed by its unit bracket."""

    id: str
    """`shaoxing-2022/1`, unique in the library and stable: document id / anchor without `task-`."""
    anchor: str
    """Id of the row on the document's page: `task-1`. In a list whose numbers an earlier
    list of the document has already used, `task-<ordinal of the list>-1`."""
    number: str
    """As printed; where none is printed, labels of the headings and ordinal: `一(一)-1`."""
    list_ordinal: int
    """Which list of the document, from 1."""
    section: tuple[str, ...]
    """The headings above it, outermost first, as printed."""
    cells: Mapping[str, Text]
    """The printed fields by name, in the order of the YAML = of the printed columns:
    number, text, lead, responsible, supporting, deadline, goal, measures, remark."""
    lead: tuple[Party, ...] = ()
    responsible: tuple[Party, ...] = ()
    supporting: tuple[Party, ...] = ()
    deadline: Deadline
    """As printed."""
    progress: tuple[Progress, ...] = ()
    """Oldest first."""
    adjustments: tuple[Adjustment, ...] = ()
    superior: tuple[str, ...] = ()
    """Ids of the tasks of a higher level that it carries out."""
    superior_text: Text | None = None
    """As they are written."""
    corrections: tuple[Correction, ...] = ()
    pinned: bool = False
    """Whether 编号 fixes the id."""
    place: Place

    @property
    def text(self) -> Text:
        """内容: what is to be done."""
        return self.cells["text"]

    @property
    def document_id(self) -> str:
        return self.id.split("/", 1)[0]

    @property
    def url(self) -> str:
        return f"documents/{self.document_id}/#{self.anchor}"

    @property
    def due(self) -> Deadline:
        """The deadline that counts now: the last adjustment's, else the printed one."""
        return self.adjustments[-1].deadline if self.adjustments else self.deadline

    @property
    def status(self) -> str:
        """Of the last report; 未报送 where there is none, which is not 0 %."""
        return self.progress[-1].status if self.progress else NOT_REPORTED

    @property
    def named(self) -> tuple[Party, ...]:
        """Every party of the task, in the order lead, responsible, supporting."""
        return (*self.lead, *self.responsible, *self.supporting)

    def parties(self) -> Iterator[tuple[Role, Party]]:
        """Every (role, party) of the task, in the order lead, responsible, supporting."""
        for party in self.lead:
            yield "lead", party
        for party in self.responsible:
            yield "responsible", party
        for party in self.supporting:
            yield "supporting", party


Entry = Heading | Paragraph | Task


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskList:
    """A 清单 of a document."""

    ordinal: int
    """From 1."""
    title: Text | None
    kind: ListKind
    header: tuple[Text, ...] = ()
    """The names of the printed columns."""
    entries: tuple[Entry, ...]
    place: Place
    tasks: tuple[Task, ...] = field(init=False, repr=False, compare=False)
    """Of the entries. Kept, because everybody asks for them."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "tasks", tuple(e for e in self.entries if isinstance(e, Task)))
