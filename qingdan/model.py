"""The model: frozen objects without I/O. Every object knows its place in the
content (file:line:column) and its address on the site.

Addresses are relative to the site's root and have no leading slash
(`documents/shaoxing-2022/`), so that the site works below any path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from qingdan.problems import Place
from qingdan.vocabulary import DAMAGED, NOT_REPORTED, OFFERING

ListKind = Literal["table", "prose"]
DeadlineKind = Literal["by", "year", "ongoing", "none"]
Role = Literal["lead", "responsible", "supporting"]


class Text(NamedTuple):
    """Words of the content with the place where they begin."""

    value: str
    place: Place

    def __str__(self) -> str:
        return self.value


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
        return _is_damage(self.reason)


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
        return _is_damage(self.reason)


def _is_damage(reason: str) -> bool:
    return DAMAGED in reason or "注入" in reason


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


class Downloads(NamedTuple):
    """下载: which files the pages offer, by kind of page; kinds as in `vocabulary.FILE_KINDS`."""

    document: tuple[str, ...] = OFFERING["document"].files
    unit: tuple[str, ...] = OFFERING["unit"].files
    deadline: tuple[str, ...] = OFFERING["deadline"].files


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """content/site.yaml: empty where nothing was given; codes are never invented."""

    name: str = "政务任务清单公开"
    description: str = ""
    sponsor: str = ""
    operator: str = ""
    phone: str = ""
    email: str = ""
    correction_url: str = ""
    site_code: str = ""
    domain: str = ""
    column_type: str = ""
    keywords: str = ""
    editor: str = ""
    image: str = ""
    icp: str = ""
    police_record: str = ""
    downloads: Downloads = field(default_factory=Downloads)


class PrintedCell(NamedTuple):
    """A cell of a printed table: a piece of one line of the original."""

    line: int
    """From 1."""
    start: int
    end: int
    """Characters of the line, from 0; the end is exclusive."""
    rows: int = 1
    columns: int = 1
    """How many it covers."""


class PrintedTable(NamedTuple):
    """A table of an original whose format has tables."""

    line: int
    """Of its first row, from 1; every row is one line."""
    rows: tuple[tuple[PrintedCell, ...], ...]
    """The cells that begin in each row; those that a merged cell covers are left out."""


class OriginalText(NamedTuple):
    """An original, read: what checks prove the document against and pages show."""

    file: str
    """Place-like name: `content/originals/shaoxing-2022.txt`."""
    sha256: str
    """Of the bytes as received."""
    lines: tuple[str, ...]
    """The text, line by line, without line breaks."""
    tables: tuple[PrintedTable, ...] = ()
    """Which of the lines are rows of tables, as far as the format says."""


class Duties(NamedTuple):
    """The tasks of one unit by role, in library order."""

    lead: tuple[Task, ...] = ()
    responsible: tuple[Task, ...] = ()
    supporting: tuple[Task, ...] = ()
    through: tuple[tuple[Unit, Task], ...] = ()
    """Tasks that reach it through a collective that the registry says it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A 文库: all that was loaded, and the indexes that pages, search and exports share."""

    site: Site
    documents: tuple[Document, ...]
    """Sorted by id."""
    regions: tuple[Region, ...]
    """Of documents and registries, sorted by path (those without a path last)."""
    units: Mapping[str, Unit]
    """By unit id, sorted by region, then slug: all of the registries, and all that tasks name."""
    duties: Mapping[str, Duties]
    """By unit id; every unit has an entry."""
    due: Mapping[str, tuple[Task, ...]]
    """By deadline slug (of `Task.due`), days first and in order, then years, ongoing, none."""
    redirects: Mapping[str, str]
    """Old address -> new address, from 旧网址名."""

    def document(self, id_: str) -> Document:
        """The document with this id; KeyError where there is none."""
        return self._documents[id_]

    def document_of(self, task: Task) -> Document:
        """The document that holds the task."""
        return self._documents[task.document_id]

    def tasks(self) -> Iterator[Task]:
        """All tasks of all documents, in library order."""
        for document in self.documents:
            yield from document.tasks

    _documents: Mapping[str, Document] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_documents", {d.id: d for d in self.documents})
