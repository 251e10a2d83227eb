"""What stands in a ledger: titles, columns and rows, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from qingdan.exports.columns import NAMES_JOINT
from qingdan.exports.edition import Edition, newest
from qingdan.exports.excerpts import THROUGH, Listed
from qingdan.model import Document, Heading, Party, Task, TaskList, Unit
from qingdan.text import reports
from qingdan.vocabulary import LEDGER, ROLES
from qingdan.words import day, deadline_name, item_name, list_title


class Column(NamedTuple):
    """One column."""

    title: str
    key: str
    """`role` and `order` are a row's own; all others a field of `Cells`."""
    width: int
    """Its share of the page."""
    centred: bool = False


class Cells(NamedTuple):
    """What a task gives to the columns."""

    number: str
    text: str
    document: str
    lead: str
    responsible: str
    supporting: str
    deadline: str
    goal: str
    measures: str
    remark: str
    status: str
    reports: str


_NUMBER = Column("序号", "number", 12, centred=True)
_ORDER = Column("序号", "order", 10, centred=True)
_TEXT = Column("任务", "text", 72)
_DOCUMENT = Column(LEDGER.document, "document", 34)
_ROLE = Column(LEDGER.role, "role", 13, centred=True)
_UNITS = (
    Column("牵头单位", "lead", 27),
    Column("责任单位", "responsible", 30),
    Column("配合单位", "supporting", 26),
)
_DEADLINE = Column("完成时限", "deadline", 19, centred=True)
_OTHERS = (
    Column("目标", "goal", 30),
    Column("措施", "measures", 36),
    Column("备注", "remark", 22),
)
_STATE = (Column(LEDGER.status, "status", 15, centred=True), Column(LEDGER.reports, "reports", 36))

OF_UNIT = (_ORDER, _TEXT, _DOCUMENT, _ROLE, *_UNITS, _DEADLINE, *_STATE)
OF_DEADLINE = (_ORDER, _TEXT, _DOCUMENT, *_UNITS, _DEADLINE, *_STATE)


class Entry(NamedTuple):
    """A row of a task, or words across the columns."""

    task: Task | None
    role: str = ""
    words: str = ""
    heading: bool = False
    """Whether they head the rows below."""


class Sheet(NamedTuple):
    """One table with what stands above it."""

    title: str
    told: Sequence[str]
    """Lines below the title."""
    columns: Sequence[Column]
    entries: Sequence[Entry]
    shares: bool = False
    """Whether others list the same rows."""


class Contents:
    """Says what stands in the ledgers of one edition; what one task gives is said once."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._cells: dict[str, Cells] = {}
        self._newest: dict[str, date | None] = {}

    def of_document(self, document: Document) -> list[Sheet]:
        """A sheet a list."""
        told = [*_record(document), self._state(len(document.tasks), [document])]
        return [
            Sheet((part.title or document.title).value, told, columns_of(part), list(_entries(part)))
            for part in document.lists
        ]

    def of_unit(self, unit: Unit, listed: Sequence[Listed]) -> Sheet:
        """The sheet of a unit."""
        place = f"（{unit.region.name}）" if unit.region.path else ""
        years = {self._edition.library.document_of(it.task).year for it in listed}
        year = years.pop() if len(years) == 1 else None
        return self._listed(f"{unit.name}{f'{year}年' if year else ''}任务台账{place}", OF_UNIT, listed)

    def of_deadline(self, listed: Sequence[Listed]) -> Sheet:
        """The sheet of a deadline."""
        return self._listed(f"{deadline_name(listed[0].task.due)}任务台账", OF_DEADLINE, listed)

    def cells(self, task: Task) -> Cells:
        """The text of a task's cells."""
        found = self._cells.get(task.id)
        if found is None:
            found = self._cells[task.id] = _cells(self._edition.library.document_of(task), task)
        return found

    def _listed(self, title: str, columns: Sequence[Column], listed: Sequence[Listed]) -> Sheet:
        library = self._edition.library
        documents = [library.document(id_) for id_ in {it.task.document_id: None for it in listed}]
        told = [_sources(documents), self._state(len(listed), documents, _counts(listed))]
        return Sheet(title, told, columns, [Entry(it.task, it.role) for it in listed], shares=True)

    def _state(self, count: int, documents: Sequence[Document], counts: str = "") -> str:
        """How many tasks, and how new what is said of them: never the clock's day."""
        told = f"共 {count} 项" + (f"（{counts}）" if counts else "")
        days = [found for document in documents if (found := self._day(document))]
        return f"{told}　数据截至：{day(max(days))}" if days else told

    def _day(self, document: Document) -> date | None:
        if document.id not in self._newest:
            self._newest[document.id] = newest(document)
        return self._newest[document.id]


def _record(document: Document) -> Iterator[str]:
    """Where the lists come from, as record blocks say it."""
    yield f"文件名称：{document.title.value}"
    pairs = (
        ("文号", document.number.value if document.number else ""),
        ("发文机关", document.issuer.value if document.issuer else ""),
        ("成文日期", day(document.signed) if document.signed else ""),
    )
    if told := "　".join(f"{name}：{value}" for name, value in pairs if value):
        yield told


def columns_of(part: TaskList) -> tuple[Column, ...]:
    """The columns of a document's list: of the printed ones those that it has."""
    held = {name for task in part.tasks for name in task.cells}
    roles = {role for task in part.tasks for role, _ in task.parties()}
    units = [column for column in _UNITS if column.key in roles]
    timed = [_DEADLINE] if "deadline" in held else []
    others = [column for column in _OTHERS if column.key in held]
    return (_NUMBER, _TEXT, *units, *timed, *others, *_STATE)


def _entries(part: TaskList) -> Iterator[Entry]:
    for entry in part.entries:
        if isinstance(entry, Task):
            yield Entry(entry)
        elif isinstance(entry, Heading):
            yield Entry(None, words=entry.text.value, heading=True)
        else:
            yield Entry(None, words=entry.text.value)


_NAMED = 5
"""So many source documents are named above the table; each row names its own."""


def _sources(documents: Sequence[Document]) -> str:
    named = "；".join(
        f"《{d.title.value}》" + (f"（{d.number.value}）" if d.number else "") for d in documents[:_NAMED]
    )
    return f"来源：{named}" + (f"；等 {len(documents)} 份" if len(documents) > _NAMED else "")


def _counts(listed: Sequence[Listed]) -> str:
    counts = [(word, sum(word in it.role for it in listed)) for word in (*ROLES.values(), THROUGH)]
    return "、".join(f"{word} {n} 项" for word, n in counts if n)


def _cells(document: Document, task: Task) -> Cells:
    held = {name: text.value for name, text in task.cells.items()}
    told = reports.Told(
        tuple(reports.Report(p.date, p.status, p.note, p.link) for p in task.progress),
        tuple(reports.Move(a.before, a.after, a.date, a.basis) for a in task.adjustments),
    )
    return Cells(
        number=task.number,
        text=task.text.value,
        document=f"{list_title(document, task)} {item_name(task)}",
        lead=_names(task.lead),
        responsible=_names(task.responsible),
        supporting=_names(task.supporting),
        deadline=task.deadline.text or "",
        goal=held.get("goal", ""),
        measures=held.get("measures", ""),
        remark=held.get("remark", ""),
        status=task.status,
        reports=reports.write(told),
    )


def _names(parties: tuple[Party, ...]) -> str:
    return NAMES_JOINT.join(p.name for p in parties)
