"""The table of tasks as columns: what tasks.csv and tasks.xlsx share, one row a task."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from qingdan.exports.edition import Edition, plain_title
from qingdan.model import Document, Party, Task, TaskList, Text
from qingdan.vocabulary import DEADLINE_KINDS, LIST_KINDS

Value = str | int | date | None
"""None: the cell is empty."""

NAMES_JOINT = "；"
"""Between units in one cell: names may contain 、 and ，."""
SECTION_JOINT = " ／ "
"""Between the headings above a task."""

_KIND_WORDS = {english: chinese for chinese, english in LIST_KINDS.items()}


class Row(NamedTuple):
    """What the values of a row are taken from."""

    edition: Edition
    document: Document
    part: TaskList
    task: Task


class Column(NamedTuple):
    """One column of the table."""

    title: str
    """Its header, in Chinese."""
    key: str
    """The key in tasks.json (or documents.json) that holds the same."""
    help: str
    value: Callable[[Row], Value]
    width: int = 12
    """In Excel, in digits of the standard font."""
    type: str = "string"
    """In the words of Table Schema."""
    constraints: tuple[tuple[str, object], ...] = ()


def _names(parties: tuple[Party, ...]) -> str:
    return NAMES_JOINT.join(p.name for p in parties)


def _text(text: Text | None) -> str | None:
    return text.value if text else None


def _cell(name: str) -> Callable[[Row], Value]:
    return lambda row: _text(row.task.cells.get(name))


def _last_report(row: Row) -> date | None:
    return row.task.progress[-1].date if row.task.progress else None


COLUMNS = (
    Column(
        "编号",
        "id",
        "任务的固定编号：文件编号/序号。",
        lambda r: r.task.id,
        22,
        constraints=(("required", True), ("unique", True)),
    ),
    Column(
        "文件编号",
        "document",
        "所属文件的编号。",
        lambda r: r.document.id,
        16,
        constraints=(("required", True),),
    ),
    Column(
        "文件标题",
        "documents.json: title",
        "通知的标题，去掉空格。",
        lambda r: plain_title(r.document.title.value),
        36,
    ),
    Column(
        "文号",
        "documents.json: number",
        "发文字号；原件没有印的为空。",
        lambda r: _text(r.document.number),
        20,
    ),
    Column(
        "发文机关",
        "documents.json: issuer",
        "发文机关；原件没有印的为空。",
        lambda r: _text(r.document.issuer),
        20,
    ),
    Column(
        "地区",
        "documents.json: region",
        "从省写起，用 / 隔开；原件没有印的为空。",
        lambda r: r.document.region.path,
        16,
    ),
    Column("年度", "documents.json: year", "清单管哪一年。", lambda r: r.document.year, 8, "integer"),
    Column(
        "清单",
        "list",
        "所属清单的标题，去掉空格；没有印标题的为空。",
        lambda r: plain_title(r.part.title.value) if r.part.title else None,
        28,
    ),
    Column(
        "形式",
        "kind",
        "表格 或 条文。",
        lambda r: _KIND_WORDS[r.part.kind],
        8,
        constraints=(("enum", list(LIST_KINDS)),),
    ),
    Column(
        "序号",
        "number",
        "印出的序号；没有印的，由上面的标题序号和次序组成。",
        lambda r: r.task.number,
        10,
        constraints=(("required", True),),
    ),
    Column(
        "部分",
        "section",
        f"任务上面的各级标题，从外到内，用「{SECTION_JOINT.strip()}」隔开。",
        lambda r: SECTION_JOINT.join(r.task.section),
        32,
    ),
    Column("内容", "text", "任务的内容，照印出的写。", lambda r: r.task.text.value, 60),
    Column(
        "牵头单位", "lead_units", f"牵头单位，用「{NAMES_JOINT}」隔开。", lambda r: _names(r.task.lead), 24
    ),
    Column(
        "责任单位",
        "responsible_units",
        f"责任单位，用「{NAMES_JOINT}」隔开。",
        lambda r: _names(r.task.responsible),
        24,
    ),
    Column(
        "配合单位",
        "supporting_units",
        f"配合、协办单位，用「{NAMES_JOINT}」隔开。",
        lambda r: _names(r.task.supporting),
        24,
    ),
    Column("完成时限", "deadline.text", "印出的时限；没有印的为空。", lambda r: r.task.deadline.text, 14),
    Column(
        "时限类别",
        "deadline.kind",
        "截止、全年、长期 或 未注明。",
        lambda r: DEADLINE_KINDS[r.task.deadline.kind],
        10,
        constraints=(("enum", list(DEADLINE_KINDS.values())),),
    ),
    Column(
        "截止日期",
        "deadline.date",
        "印出的时限读作哪一天；不是截止到某一天的为空。",
        lambda r: r.task.deadline.date,
        12,
        "date",
    ),
    Column(
        "调整后时限",
        "adjustments",
        "最后一次调整后的时限；没有调整的为空。",
        lambda r: r.task.adjustments[-1].after if r.task.adjustments else None,
        14,
    ),
    Column(
        "调整后截止日期",
        "adjustments",
        "调整后的时限读作哪一天；没有调整的为空。",
        lambda r: r.task.due.date if r.task.adjustments else None,
        14,
        "date",
    ),
    Column("目标", "goal", "目标一栏，照印出的写；没有这一栏的为空。", _cell("goal"), 24),
    Column("措施", "measures", "措施一栏，照印出的写；没有这一栏的为空。", _cell("measures"), 24),
    Column("备注", "remark", "备注一栏，照印出的写；没有这一栏的为空。", _cell("remark"), 16),
    Column(
        "状态",
        "status",
        "最近一次报送的状态；从未报送的是「未报送」，不等于没有进展。",
        lambda r: r.task.status,
        10,
    ),
    Column("报送日期", "progress", "最近一次报送的日期；从未报送的为空。", _last_report, 12, "date"),
    Column(
        "进展说明",
        "progress",
        "最近一次报送的说明；全部进展见 tasks.json。",
        lambda r: r.task.progress[-1].note if r.task.progress else None,
        32,
    ),
    Column(
        "佐证链接",
        "progress",
        "最近一次报送所附的公开网页。",
        lambda r: r.task.progress[-1].link if r.task.progress else None,
        24,
    ),
    Column(
        "网址",
        "url",
        "任务的网页地址。网站网址未设定时，从网站根目录算起；设定后是完整网址。",
        lambda r: r.edition.url(r.task.url),
        36,
    ),
)
