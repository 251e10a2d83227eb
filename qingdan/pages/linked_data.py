"""Linked data 关联数据: what a page is about in the words of schema.org, as JSON-LD for search engines.

A unit is a GovernmentOrganization, the whole a Dataset, a document a DigitalDocument about its tasks.
A task is an Action: it is the one type that has who does it (agent), who helps (participant), by when
(endTime) and how far it is (actionStatus); the kinds of creative works and projects have no status.
A collective is no organization, so its page says nothing. What is not printed or reported is absent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from qingdan.model import Document, Library, Party, Task, Unit

_SHOWN = 30
"""Characters of a task's text in its name; the whole text is on the page."""

_STATUSES = {
    "未开始": "https://schema.org/PotentialActionStatus",
    "进行中": "https://schema.org/ActiveActionStatus",
    "已完成": "https://schema.org/CompletedActionStatus",
}
"""schema.org has no word for 已取消, and none for what was not reported."""

_UNSAFE = {c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
"""So that no words of the content end the element."""

_FILES = (
    ("data/tasks.csv", "text/csv"),
    ("data/tasks.json", "application/json"),
    ("data/tasks.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)


def unit(it: Unit, address: str) -> str:
    """Of a unit's page. address: its own, whole; empty where the site does not know it."""
    if it.collective:
        return ""
    return _element(
        {
            "@type": "GovernmentOrganization",
            "name": it.name,
            "alternateName": it.aliases,
            "url": address,
            "areaServed": _place(it.region.path),
        }
    )


def document(it: Document, address: str) -> str:
    """Of a document's page."""
    return _element(
        {
            "@type": "DigitalDocument",
            "name": it.title.value,
            "identifier": it.number.value if it.number else "",
            "url": address,
            "inLanguage": "zh-CN",
            "dateCreated": it.signed.isoformat() if it.signed else "",
            "datePublished": it.published.isoformat() if it.published else "",
            "temporalCoverage": str(it.year or ""),
            "spatialCoverage": _place(it.region.path),
            "author": _organization(it.issuer.value) if it.issuer else None,
            "about": [_task(task) for task in it.tasks],
        }
    )


def dataset(library: Library, address: str) -> str:
    """Of the home page: all tasks as open data. address: the site's."""
    site = library.site
    years = sorted({d.year for d in library.documents if d.year})
    return _element(
        {
            "@type": "Dataset",
            "name": site.name,
            "description": site.description
            or f"{site.name}：{len(library.documents)} 份文件里的全部任务、责任单位和完成时限。",
            "url": address,
            "inLanguage": "zh-CN",
            "creator": _organization(site.sponsor) if site.sponsor else None,
            "temporalCoverage": f"{years[0]}/{years[-1]}" if years else "",
            "distribution": [
                {"@type": "DataDownload", "contentUrl": address + path, "encodingFormat": kind}
                for path, kind in _FILES
            ],
        }
    )


def _task(task: Task) -> Mapping[str, object]:
    text = " ".join(task.text.value.split())
    agents = task.lead or task.responsible
    others = (*(task.responsible if task.lead else ()), *task.supporting)
    return _present(
        {
            "@type": "Action",
            "@id": f"#{task.anchor}",
            "name": text[:_SHOWN] + "……" if len(text) > _SHOWN else text,
            "agent": _parties(agents),
            "participant": _parties(others),
            "endTime": task.due.date.isoformat() if task.due.date else "",
            "actionStatus": _STATUSES.get(task.status, ""),
        }
    )


def _parties(parties: Sequence[Party]) -> Sequence[Mapping[str, object]]:
    return [_organization(p.name, "Organization" if p.unit.collective else _GOVERNMENT) for p in parties]


_GOVERNMENT = "GovernmentOrganization"


def _organization(name: str, kind: str = _GOVERNMENT) -> Mapping[str, object]:
    return {"@type": kind, "name": name}


def _place(path: str | None) -> Mapping[str, object] | None:
    return {"@type": "AdministrativeArea", "name": path.replace("/", "")} if path else None


def _present(values: Mapping[str, object]) -> Mapping[str, object]:
    """Without what is empty."""
    return {name: value for name, value in values.items() if value}


def _element(values: Mapping[str, object]) -> str:
    content = {"@context": "https://schema.org", **_present(values)}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for character, escape in _UNSAFE.items():  # hardly any is there, and `translate` asks each for its number
        text = text.replace(character, escape)
    return f'<script type="application/ld+json">{text}</script>\n'
