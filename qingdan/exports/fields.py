"""What the keys of the open data mean: the one table from which the JSON Schemas,
datapackage.json and the data reference are made."""

from __future__ import annotations

from typing import Any, NamedTuple

from qingdan.vocabulary import DEADLINE_KINDS, LIST_KINDS, NOT_REPORTED, STATUSES

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_DAY: Schema = {"type": "string", "format": "date"}
_DAY_OR_NULL: Schema = {"type": ["string", "null"], "format": "date"}
_NAMES: Schema = {"type": "array", "items": {"type": "string", "minLength": 1}}
_SHA256: Schema = {"type": ["string", "null"], "pattern": "^[0-9a-f]{64}$"}
_KIND: Schema = {"enum": list(LIST_KINDS.values()), "type": "string"}


def _mapping(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _mappings(**properties: Schema) -> Schema:
    return {"type": "array", "items": _mapping(**properties)}


_DEADLINE = _mapping(
    text=_TEXT_OR_NULL,
    kind={"enum": list(DEADLINE_KINDS), "type": "string"},
    date=_DAY_OR_NULL,
)


class Field(NamedTuple):
    """One key of a record."""

    name: str
    title: str
    """Its name in Chinese."""
    help: str
    """What it holds, one or two plain sentences."""
    schema: Schema
    """The JSON Schema of its value."""
    optional: bool = False
    """Whether it stands only where it holds something (always after the others)."""


_URL_HELP = "网页地址。网站网址未设定时，从网站根目录算起，以斜杠开头；设定后是完整网址。"

TASK = (
    Field("id", "编号", "任务的固定编号：文件编号/序号。清单更新时不变。", _TEXT),
    Field("url", "网址", _URL_HELP, _TEXT),
    Field("document", "文件", "所属文件的编号，对应 documents.json 的 id。", _TEXT),
    Field("list", "清单", "所属清单的标题，去掉空格；没有印标题的为 null。", _TEXT_OR_NULL),
    Field("kind", "形式", "table 是表格，prose 是条文。", _KIND),
    Field("number", "序号", "印出的序号；没有印的，由上面的标题序号和次序组成，例如 一(一)-1。", _TEXT),
    Field("section", "部分", "任务上面的各级标题，从外到内，照印出的写。", _NAMES),
    Field("text", "内容", "任务的内容，照印出的写。", _TEXT),
    Field("lead_units", "牵头单位", "牵头单位，一个一项，照印出的名称写，去掉空格。", _NAMES),
    Field("responsible_units", "责任单位", "责任单位，一个一项，照印出的名称写，去掉空格。", _NAMES),
    Field("supporting_units", "配合单位", "配合、协办单位，一个一项，照印出的名称写，去掉空格。", _NAMES),
    Field(
        "deadline",
        "时限",
        "text 是印出的文字，没有印的为 null；kind 是读法：by 某日截止，year 全年，ongoing 长期，"
        "none 未注明；date 是截止那一天，只有 by 才有。",
        _DEADLINE,
    ),
    Field(
        "status",
        "状态",
        "最近一次报送的状态；从未报送的是「未报送」，不等于没有进展。",
        {"enum": [NOT_REPORTED, *STATUSES], "type": "string"},
    ),
    Field(
        "progress",
        "进展",
        "历次报送的进展，从早到晚。",
        _mappings(
            date=_DAY, status={"enum": list(STATUSES), "type": "string"}, note=_TEXT, link=_TEXT_OR_NULL
        ),
    ),
    Field("goal", "目标", "目标一栏，照印出的写；没有这一栏的不出现。", _TEXT, optional=True),
    Field("measures", "措施", "措施一栏，照印出的写；没有这一栏的不出现。", _TEXT, optional=True),
    Field("remark", "备注", "备注一栏，照印出的写；没有这一栏的不出现。", _TEXT, optional=True),
    Field(
        "adjustments",
        "调整",
        "时限的历次调整，从早到晚；最后一次的 deadline 是现在的时限。没有调整的不出现。",
        _mappings(before=_TEXT, after=_TEXT, date=_DAY_OR_NULL, basis=_TEXT_OR_NULL, deadline=_DEADLINE),
        optional=True,
    ),
    Field("superior", "上级任务", "对应的上级任务的编号；没有的不出现。", _NAMES, optional=True),
    Field(
        "corrections",
        "更正",
        "与印出的文字有意不同之处；没有的不出现。",
        _mappings(field=_TEXT, original=_TEXT, reason=_TEXT),
        optional=True,
    ),
)
"""tasks.json: one record a task, in the order of the documents and their rows."""

DOCUMENT = (
    Field("id", "编号", "文件的固定编号。", _TEXT),
    Field("url", "网址", _URL_HELP, _TEXT),
    Field("title", "标题", "通知的标题，去掉空格。", _TEXT),
    Field("number", "文号", "发文字号；原件没有印的为 null。", _TEXT_OR_NULL),
    Field("issuer", "发文机关", "发文机关；原件没有印的为 null。", _TEXT_OR_NULL),
    Field("region", "地区", "从省写起，用 / 隔开；原件没有印的为 null。", _TEXT_OR_NULL),
    Field("year", "年度", "清单管哪一年。", {"type": ["integer", "null"]}),
    Field("signed", "成文日期", "落款日期；原件没有印的为 null。", _DAY_OR_NULL),
    Field("printed", "印发日期", "版记里的印发日期；原件没有印的为 null。", _DAY_OR_NULL),
    Field("basis", "依据", "通知「根据……」一句里的文号。", _NAMES),
    Field("copies", "抄送", "抄送的单位，一个一项；原件中损坏的不列。", _NAMES),
    Field(
        "lists",
        "清单",
        "文件里的各份清单：title 标题，kind 形式，tasks 任务数。",
        _mappings(title=_TEXT_OR_NULL, kind=_KIND, tasks={"type": "integer", "minimum": 0}),
    ),
    Field(
        "original",
        "原件",
        "file 是原件的文件名，sha256 是原件的校验码；没有原件的为 null。",
        {**_mapping(file=_TEXT, sha256=_SHA256), "type": ["object", "null"]},
    ),
)
"""documents.json: one record a document, sorted by id."""

UNIT = (
    Field("id", "编号", "单位的固定编号：地区/单位。同名的单位，地区不同，编号也不同。", _TEXT),
    Field("url", "网址", _URL_HELP, _TEXT),
    Field("region", "地区", "从省写起，用 / 隔开；地区没有印出的为 null。", _TEXT_OR_NULL),
    Field("name", "名称", "单位名录里的名称；名录里没有的，照印出的写。", _TEXT),
    Field("aliases", "别名", "文件里指同一单位的别的写法。", _NAMES),
    Field("collective", "泛称", "是不是「各区、县（市）政府」一类的统称。", {"type": "boolean"}),
    Field("lead", "牵头的任务", "这个单位牵头的任务，对应 tasks.json 的 id。", _NAMES),
    Field("responsible", "负责的任务", "这个单位是责任单位的任务，对应 tasks.json 的 id。", _NAMES),
    Field("supporting", "配合的任务", "这个单位配合的任务，对应 tasks.json 的 id。", _NAMES),
    Field("members", "成员", "统称包括的单位，有印出的名单才有。", _NAMES),
)
"""units.json: one record a unit, by region, then address."""


def json_schema(title: str, fields: tuple[Field, ...]) -> Schema:
    """The JSON Schema of a file that is an array of such records."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "array",
        "items": {
            "type": "object",
            "properties": {f.name: {"title": f.title, "description": f.help, **f.schema} for f in fields},
            "required": [f.name for f in fields if not f.optional],
            "additionalProperties": False,
        },
    }
