"""Header 表头: the names of a printed table's columns -> what each column holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple

from qingdan.importers.recognise.tables.own_columns import kinds_of
from qingdan.vocabulary import HEADER_FIELDS

Kind = Literal[
    "number",
    "text",
    "lead",
    "responsible",
    "supporting",
    "deadline",
    "goal",
    "measures",
    "remark",
    "group",  # names or groups rows (名称, 类别): its words stand as a heading above the task
    "role",  # 文件 and 角色 of a ledger that the site made: none of the printed fields
    "status",  # 状态 of one
    "reports",  # 进展 of one
    "other",  # persons, progress: no key of ours; goes to 备注, with a warning
]

UNITS: tuple[Kind, ...] = ("lead", "responsible", "supporting")
OWN: tuple[Kind, ...] = ("role", "status", "reports")
WORDY: tuple[Kind, ...] = ("text", "group")
LONGEST = 14
"""Characters of the longest column name that says what the column holds."""
LONGEST_OTHER = 24
"""Characters of the longest other one: 进展情况、存在问题及下一步打算."""

_EXACT: dict[str, Kind] = {name: field for field, names in HEADER_FIELDS.items() for name in names}  # type: ignore[misc]
_BODY = "(?:单位|部门|处室|科室|主体|机构|股室|局室)"
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))  # type: ignore[misc]
    for kind, pattern in (
        ("number", r"序|项次|序次|排序|任务编号|NO\.?|No\.?"),
        (
            "other",
            r".*(?:领导|责任人|负责人|联系人|联络员|电话|负责同志)|.*(?:完成|进展|落实|督查|办理|推进|整改)情况|.*进度|.*评价|.*状态|.*得分|分值|权重|(?:启动|开始|起始|开工)(?:时间|日期)|(?:所在|实施)?(?:地点|地址)|(?:总|计划)?投资.{0,6}|资金.{0,6}|建设(?:规模|地点|性质)|(?:第?[一二三四1-4]季度|[上下]半年|[0-9]{1,2}月份?)(?:工作|形象)?(?:目标|任务|安排|要求|节点)?",
        ),
        (
            "deadline",
            r"(?:计划|要求|拟|预计|任务|工作|推进|办理|办结|整改|落实|实施|公开|报送|截止)?(?:完成)?(?:时间|时限|期限|日期)(?:节点|要求|安排|进度)?|(?:时间|完成|进度|推进)(?:节点|安排|要求|计划)|完成(?:时间|时限|期限)(?:[（(].*[）)])?|(?:计划|预计|拟)?(?:竣工|完工|建成|投产|投用)(?:时间|日期|时限)",
        ),
        ("lead", rf"(?:第一|总)?(?:牵头|主办|主要牵头)(?:责任|负责|实施|[（(]责任[）)])?{_BODY}?"),
        (
            "responsible",
            r"(?:责任|主责)(?:主体|单位|部门)(?:与|和|及|、)(?:协同|配合|协办)(?:单位|部门)|牵头(?:单位|部门)?(?:与|和|及|、|[（(])(?:协同|配合|协办|责任|参与)(?:单位|部门)?[）)]?(?:单位|部门)?",
        ),
        ("supporting", rf"(?:主要)?(?:配合|协同|协办|协助|会办|参与|参加)(?:责任|配合|落实)?{_BODY}?"),
        (
            "responsible",
            rf"(?:主要|主体|具体|共同)?(?:责任|负责|主责|承办|落实|实施|执行|主管|主办|公开)(?:落实|实施|承办)?{_BODY}|责任分工|任务分工|职责分工|责任",
        ),
        # What is left: 牵头组织实施单位, 责任领导单位 … say their role with one word.
        ("lead", rf".{{0,4}}牵头.{{1,6}}{_BODY}"),
        ("supporting", rf".{{0,4}}(?:配合|协同|协办|协助|参与).{{1,4}}{_BODY}"),
        ("goal", r"(?:[0-9]{4}年|本年|当年|改革|整改|攻坚|考核|建设|发展|治理|创建)目标(?:值)?"),
        (
            "goal",
            r"(?:工作|年度|预期|主要|绩效|阶段|阶段性|量化|任务|全年|总体|具体)?目标(?:值|要求)?|(?:预期|工作)成效|(?:成果|完成)(?:形式|标准|要求)|工作标准",
        ),
        (
            "measures",
            r"(?:工作|具体|主要|推进|落实|重点|实施|推进落实)(?:措施|举措|路径|步骤)|举措|落实措施|(?:[0-9一二三四]{1,4}[年月季]度?份?)?(?:推进|工作|实施|落实|月度|季度|年度)计划",
        ),
        ("remark", r"备注|说明|备\s*注"),
        (
            "group",
            r".*(?:名称|类别|分类|领域|类型|板块|专题|方面|模块|维度)|(?:一|二|三)级(?:指标|目录|任务)|项目",
        ),
        (
            "text",
            r"(?:年度|重点|主要|工作|具体|目标|任务|公开|分解|改革|细化|推进|落实|整改|建设|牵头)*(?:工作|任务|事项|内容|要求|要点|项目|清单|分解|问题|措施|举措|重点)(?:和要求|及要求|与要求|内容|安排)?|.{2,6}(?:内容|事项|任务)(?:[及和与](?:规模|标准|要求|目标))?|(?:反馈|存在|发现|突出)的?(?:主要)?问题|问题(?:表现|描述|内容)|(?:考核|主要|工作|任务|预期|年度|量化)?指标(?:内容)?",
        ),
    )
)


_BRACKETED = re.compile(r"([^（(]{2,14})[（(][^（()）。]{1,24}[）)]")


class Column(NamedTuple):
    """One column of a table."""

    name: str
    """As printed, spaces dropped; empty where the header gives it none."""
    kind: Kind


@lru_cache(maxsize=16384)
def kind_of(name: str) -> Kind | None:
    """What a column with this name holds; None where it is no name of a column."""
    plain = "".join(name.split()).strip("：:*★")
    kind = _named(plain)
    if kind is None and (said := _BRACKETED.fullmatch(plain)):
        # 责任部门（单位）, 责任单位（列第一位的为牵头单位）
        kind = _named(said[1])
        return kind if kind in (*UNITS, "deadline") else None
    return kind


def _named(plain: str) -> Kind | None:
    if not 0 < len(plain) <= LONGEST:
        return None
    if plain in _EXACT:
        return _EXACT[plain]
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(plain)), None)


def is_whole_name(name: str) -> bool:
    """Whether it is one of the usual names of columns, as it stands."""
    return name in _EXACT


def columns_of(names: Sequence[str]) -> tuple[Column, ...] | None:
    """The columns that these names head; None where they are no header.

    A header names who or by when beside what is to be done (or its number); names that
    are not known may stand among them.
    """
    kinds = [kind_of(name) for name in names]
    given = [name for name in names if name.strip()]
    known = [kind for kind in kinds if kind]
    if len(given) < 2 or len(known) * 2 < len(given) or len(known) < 2:
        return None
    if any(len("".join(name.split())) > LONGEST_OTHER or "。" in name for name in given):
        return None
    if sum(len("".join(name.split())) > LONGEST for name in given) * 3 > len(known):
        return None
    who = any(kind in (*UNITS, "deadline") for kind in known)
    what = any(kind in (*WORDY, "number", "goal", "measures") for kind in known)
    if not (who and what):
        return None
    found = [Column("".join(n.split()), kind or "other") for n, kind in zip(names, kinds, strict=True)]
    for k, kind in kinds_of(names).items():
        found[k] = found[k]._replace(kind=kind)
    unknown = [
        k for k, (name, kind) in enumerate(zip(names, kinds, strict=True)) if name.strip() and not kind
    ]
    if unknown and not any(column.kind in (*WORDY, "goal", "measures") for column in found):
        found[unknown[0]] = found[unknown[0]]._replace(kind="text")
    return _with_one_text(found)


def _with_one_text(columns: list[Column]) -> tuple[Column, ...]:
    """Of several wordy columns the last is the text, those before it group; one that has none
    takes the nearest thing. A kind that stands twice is `other` the second time."""
    texts = [i for i, c in enumerate(columns) if c.kind == "text"]
    if not texts:
        nearest = next(
            (i for kind in ("group", "measures", "goal") for i, c in enumerate(columns) if c.kind == kind),
            None,
        )
        texts = [] if nearest is None else [nearest]
        columns = [c._replace(kind="text") if i in texts else c for i, c in enumerate(columns)]
    for i in texts[:-1]:
        # 项目名称 and 建设内容 before 年度任务: of two headings above a row only the nearest would name it.
        named = any(c.kind == "group" and c.name.endswith("名称") for c in columns[:i])
        columns[i] = columns[i]._replace(kind="other" if named else "group")
    seen: set[Kind] = set()
    out = []
    for column in columns:
        again = column.kind in seen and column.kind not in ("group", "other", "role")
        out.append(column._replace(kind="other") if again else column)
        seen.add(column.kind)
    return tuple(out)


_NUMBER_NAMES = re.compile("序号|编号|项次")
_LONGEST_RUN = 8
_MOST = 12
"""Columns of the widest table."""


def run_together(text: str) -> int | None:
    """Where a header begins whose names have lost all that parted them: 序号任务牵头单位配合单位时限;
    None where there is none."""
    for first in islice(_NUMBER_NAMES.finditer(text), 3):
        at, kinds = first.end(), list[Kind | None]()
        while len(kinds) < _MOST and (end := _name_end(text, at)) is not None:
            kinds.append(kind_of(text[at:end]))
            at = end
        if len(kinds) >= 3 and any(kind in (*UNITS, "deadline") for kind in kinds):
            return first.start()
    return None


def _name_end(text: str, at: int) -> int | None:
    """Where the longest name of a column ends that begins here."""
    for end in range(min(len(text), at + _LONGEST_RUN), at + 1, -1):
        if text[at:end].isalpha() and kind_of(text[at:end]) is not None:
            return end
    return None
