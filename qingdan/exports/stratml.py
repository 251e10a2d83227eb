"""StratML (ISO 17469): a document as a strategic plan, part 1; with what was reported of its tasks, a
performance report, part 2.

A task is an Objective, the headings above it are its Goal, its units are Stakeholders. Part 1 has no
place for a deadline but words; part 2 measures each task: what is wanted by when, what was reported
when. Nothing is said that the document or a report does not say.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Literal

from qingdan.exports.addresses import as_uri
from qingdan.exports.edition import Edition, plain_title
from qingdan.exports.xml_text import words
from qingdan.model import Deadline, Document, Task
from qingdan.regexes import regex
from qingdan.vocabulary import ROLES

Part = Literal[1, 2]

_ROOTS: dict[Part, tuple[str, str]] = {
    1: ("StrategicPlan", 'xmlns="urn:ISO:std:iso:17469:tech:xsd:stratml_core"'),
    2: (
        "PerformancePlanOrReport",
        'xmlns="urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport" Type="Performance_Report"',
    ),
}
"""Name and attributes of the first element; neither may say the language."""


def plan(edition: Edition, document: Document, part: Part) -> bytes:
    """The XML of one part; the document has at least one task."""
    name, attributes = _ROOTS[part]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f"<{name} {attributes}>",
    ]
    return "\n".join([*lines, *_plan(edition, document, part), f"</{name}>", ""]).encode()


def _plan(edition: Edition, document: Document, part: Part) -> Iterator[str]:
    yield f"<Name>{words(plain_title(document.title.value))}</Name>"
    if document.number:
        yield f"<OtherInformation>文号：{words(document.number.value)}</OtherInformation>"
    yield "<StrategicPlanCore>"
    if document.issuer:
        yield f"<Organization><Name>{words(document.issuer.value)}</Name></Organization>"
    number = 0
    for listed in document.lists:
        for section, tasks in groupby(listed.tasks, lambda task: task.section):
            number += 1
            title = plain_title((listed.title or document.title).value)
            name = section[-1] if section else title
            yield "<Goal>"
            yield f"<Name>{words(name)}</Name>"
            yield f"<Description>{words(' / '.join((title, *section)))}</Description>"
            yield f"<SequenceIndicator>{number}</SequenceIndicator>"
            for task in tasks:
                yield from _objective(document, task, part)
            yield "</Goal>"
    yield "</StrategicPlanCore>"
    yield "<AdministrativeInformation>"
    if document.published:
        yield f"<PublicationDate>{document.published.isoformat()}</PublicationDate>"
    if source := _source(edition, document):
        yield f"<Source>{words(source)}</Source>"
    yield "</AdministrativeInformation>"


def _source(edition: Edition, document: Document) -> str:
    """Where the document was published; where that is not known, its page, if that has an address."""
    if document.original and document.original.url:
        return as_uri(document.original.url)
    return as_uri(edition.url(document.url)) if edition.site_url else ""


def _objective(document: Document, task: Task, part: Part) -> Iterator[str]:
    yield "<Objective>"
    yield f"<Description>{words(task.text.value)}</Description>"
    yield f"<Identifier>{identifier(document, task)}</Identifier>"
    yield f"<SequenceIndicator>{words(task.number)}</SequenceIndicator>"
    for role, party in task.parties():
        kind = "Generic_Group" if party.unit.collective else "Organization"
        word = ROLES[role]
        told = (
            f"<Description>{word}</Description>"
            if part == 1
            else f"<Role><Name>{word}</Name><RoleType>Performer</RoleType></Role>"
        )
        yield (
            f'<Stakeholder StakeholderTypeType="{kind}"><Name>{words(party.name)}</Name>{told}</Stakeholder>'
        )
    if other := _other(task):
        yield f"<OtherInformation>{words(other)}</OtherInformation>"
    if part == 2:
        yield from _measured(task)
    yield "</Objective>"


def _other(task: Task) -> str:
    parts = [f"完成时限：{_told(task.deadline)}"] if task.deadline.text else []
    parts += [f"时限调整为：{_told(change.deadline)}" for change in task.adjustments]
    return "。".join(parts)


def _told(deadline: Deadline) -> str:
    read = f"（{deadline.date.isoformat()}）" if deadline.date else ""
    return f"{deadline.text}{read}"


def _measured(task: Task) -> Iterator[str]:
    """What is wanted and what was reported: the words of a status, for no number is printed."""
    due = task.due
    yield '<PerformanceIndicator PerformanceIndicatorType="Qualitative">'
    yield "<MeasurementDimension>完成情况</MeasurementDimension>"
    yield "<UnitOfMeasurement>状态</UnitOfMeasurement>"
    yield "<MeasurementInstance>"
    yield "<TargetResult>"
    if due.date:
        yield f"<EndDate>{due.date.isoformat()}</EndDate>"
    yield _status("已完成")
    if due.text:
        yield f"<Description>{words(due.text)}</Description>"
    yield "</TargetResult>"
    for report in task.progress:
        yield "<ActualResult>"
        yield f"<EndDate>{report.date.isoformat()}</EndDate>"
        yield _status(report.status)
        if report.note:
            yield f"<Description>{words(report.note)}</Description>"
        yield "</ActualResult>"
    yield "</MeasurementInstance>"
    yield "</PerformanceIndicator>"


def _status(status: str) -> str:
    value = f"<DescriptorValue>{status}</DescriptorValue>"
    return f"<Descriptor><DescriptorName>状态</DescriptorName>{value}</Descriptor>"


_NOT_IN_ID = regex(r"[^0-9A-Za-z\u4e00-\u9fff.-]")


def identifier(document: Document, task: Task) -> str:
    """The task's id as an xsd:ID: a letter first, no slash, no bracket; what it may not hold is written
    as its number (`_28.`), so that two ids never become one."""
    return "qd-" + _NOT_IN_ID.sub(lambda found: f"_{ord(found[0]):x}.", f"{document.id}.{task.anchor}")
