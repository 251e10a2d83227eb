"""Draft 草稿: what the recogniser made of an original, before it is dumped.

Every passage keeps its mark, so that problems can point at the original and
leftovers come in printed order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from qingdan.dumper import Value
from qingdan.importers.blocks import Mark
from qingdan.model import ListKind
from qingdan.text.reports import Told
from qingdan.vocabulary import KEYS, LIST_KINDS

TASK_KEYS: Mapping[str, str] = {key.name: key.key for key in KEYS["task"]}
UNKNOWN = "未识别"
DAMAGED_CELL = "损坏：镜像网站往原文里插了别的文字，去掉后采用"
MERGED_CELL = "原件这一格与上面的行合并，只印一次，几行共用"
MERGED_ROW = "原件这一条占几行，这一栏每行各印一部分"


@dataclass(slots=True)
class Heading:
    """A heading row."""

    text: str
    mark: Mark


@dataclass(slots=True)
class Paragraph:
    """Words that are neither heading nor task."""

    text: str
    mark: Mark


class Correction(NamedTuple):
    """Why a field says something else than what is printed in its place."""

    printed: str
    """Empty where nothing is."""
    reason: str


@dataclass(slots=True)
class Task:
    """A row or clause: printed fields by their English names, in printed order."""

    cells: dict[str, str]
    mark: Mark
    corrections: dict[str, Correction] = field(default_factory=dict)
    """Fields that differ from print: damage taken out, cells that several rows share. They become 更正."""
    told: Told = field(default_factory=Told)
    """What a ledger of our own says was reported of it: 进展 and 调整."""


Entry = Heading | Paragraph | Task


@dataclass(slots=True)
class DraftList:
    """A 清单."""

    kind: ListKind
    entries: list[Entry]
    mark: Mark
    title: str = ""
    header: tuple[str, ...] = ()

    @property
    def tasks(self) -> list[Task]:
        return [entry for entry in self.entries if isinstance(entry, Task)]


@dataclass(slots=True)
class Leftover:
    """A passage of 未采用."""

    text: str
    reason: str
    mark: Mark


@dataclass(slots=True)
class Annex:
    """An 附录: its title and its lines."""

    title: str
    lines: list[str]
    mark: Mark


@dataclass(slots=True)
class Remark:
    """What a person should look at: becomes a warning."""

    mark: Mark
    rule: str
    message: str
    hint: str = ""


@dataclass(slots=True)
class Draft:
    """A document, as far as the original says."""

    title: str = ""
    number: str = ""
    issuer: str = ""
    region: str = ""
    year: int | None = None
    signed: date | None = None
    printed: date | None = None
    addressees: str = ""
    basis: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    lists: list[DraftList] = field(default_factory=list)
    annexes: list[Annex] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    record: dict[str, str] = field(default_factory=dict)
    """What the record block of a web page says: title, number, issuer, signed; for want of better."""

    @property
    def tasks(self) -> list[Task]:
        return [task for part in self.lists for task in part.tasks]


def tree(draft: Draft, file: str, sha256: str) -> dict[str, Value]:
    """The draft as the values of its YAML; empty ones left out."""
    copies: Value = draft.copies[0] if len(draft.copies) == 1 else draft.copies
    leftovers = sorted(draft.leftovers, key=lambda item: item.mark)
    values: dict[str, Value] = {
        "标题": draft.title,
        "文号": draft.number,
        "发文机关": draft.issuer,
        "地区": draft.region,
        "年度": str(draft.year) if draft.year else "",
        "成文日期": draft.signed.isoformat() if draft.signed else "",
        "印发日期": draft.printed.isoformat() if draft.printed else "",
        "主送": draft.addressees,
        "依据": draft.basis,
        "抄送": copies,
        "正文": "\n".join(draft.body),
        "原件": {"文件": file, "校验码": sha256} if file else {},
        "清单": [_list(part) for part in draft.lists],
        "附录": [{"名称": a.title, "内容": "\n".join(a.lines)} for a in draft.annexes],
        "未采用": [{"文字": item.text, "理由": item.reason} for item in leftovers],
    }
    return {key: value for key, value in values.items() if value or key == "清单"}


def _list(part: DraftList) -> dict[str, Value]:
    kind = next(word for word, name in LIST_KINDS.items() if name == part.kind)
    values: dict[str, Value] = {
        "名称": part.title,
        "形式": kind,
        "表头": list(part.header),
        "条目": [_entry(entry) for entry in part.entries],
    }
    return {key: value for key, value in values.items() if value or key == "条目"}


def _entry(entry: Entry) -> Value:
    if isinstance(entry, Heading):
        return entry.text
    if isinstance(entry, Paragraph):
        return {"段落": entry.text}
    values: dict[str, Value] = {TASK_KEYS[name]: text for name, text in entry.cells.items() if text}
    if entry.told.reports:
        values["进展"] = [
            _given({"日期": it.date.isoformat(), "状态": it.status, "说明": it.note, "链接": it.link})
            for it in entry.told.reports
        ]
    if entry.told.moves:
        values["调整"] = [
            _given(
                {
                    "原定": it.before,
                    "调整后": it.after,
                    "日期": it.date.isoformat() if it.date else "",
                    "依据": it.basis,
                }
            )
            for it in entry.told.moves
        ]
    if entry.corrections:
        values["更正"] = [
            {"字段": TASK_KEYS[name], "原文": it.printed, "理由": it.reason}
            for name, it in entry.corrections.items()
        ]
    return values


def _given(values: dict[str, str]) -> dict[str, Value]:
    return {key: value for key, value in values.items() if value}
