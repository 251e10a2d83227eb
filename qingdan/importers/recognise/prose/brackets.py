"""Brackets: 「（牵头单位：…）」「（…牵头）」 and label lines -> fields of a task."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from qingdan.importers.recognise.signs import is_deadline, names_units, squeeze, unit_like
from qingdan.text import unit_words, units
from qingdan.text.passages import frames

_PAIRS = {"（": "）", "(": ")", "【": "】", "[": "]", "［": "］", "〔": "〕", "〈": "〉", "<": ">", "{": "}"}
_CLOSERS = "）)】]］〕〉>}"
_ALIKE = ("（()）", "【[［】]］", "〔〕", "〈<〉>", "{}")
_SHAPES = {char: shape for shape, chars in enumerate(_ALIKE) for char in chars}
"""Brackets that may close each other, wide or narrow."""
_WORDS = (
    r"(?:(?:[主总第一共同体要]{0,3}(?:牵头|责任|主责|配合|协同|协办|会办|承办|落实|参与|参加|负责|实施|组织|主管|督办|督导|督查|监督|监管|验收|指导|考核|评估|主办|办理|具体)[和与及、]?){1,3}"
    r"(?:单位|部门|处室|科室|股室|局室|主体|机构)|牵头|责任|负责|配合|协办|协同配合"
    r"|(?:部门|任务|责任|职责|工作)分工"
    r"|(?:计划|要求|任务|工作)?(?:完成|办结|办理|整改|推进|落实|实施)?(?:时限|期限|时间|日期)(?:要求|安排|节点)?|时间节点|备注"
    r"|(?:工作|年度|预期|整改|主要|绩效|任务|阶段|总体|具体)?目标(?:要求)?"
    r"|(?:工作|具体|整改|主要|推进|落实|保障|重点|实施)?(?:措施|举措))"
)
_LABEL = re.compile(rf"{_WORDS}[:：]|[【〔［\[]{_WORDS}[】〕］\]][:：]?")
_PERSON = re.compile(
    r"(?:分管|责任|牵头|包案|主管|包保|包抓|包联|联系|挂钩|[市县区省]级?){0,3}(?:领导|责任人|负责人|联系人|联络员)[:：]"
)
_CONTACT = re.compile("(?:联系人|联络员|联系电话|电话)[^；;]*(?:[；;][^：:]*电话[：:][^；;]*)?$")
"""（联系人：张某，电话：…）: whom to ask, and nothing of a task."""
OTHER = re.compile(r"[\u3400-\u9fff]{2,8}[:：]")
"""A label that names no field of ours (适用范围：, 联系电话：): its words stay beside the units."""
_PART = re.compile("[^，,；;、。]+")
LONGEST = 400


class Field(NamedTuple):
    """One field of a task, as printed."""

    name: str
    text: str
    start: int
    """In the text that was read."""


class Bracket(NamedTuple):
    """A bracket that closes a clause."""

    start: int
    end: int
    """Both in the text that was read, brackets included."""
    fields: tuple[Field, ...]


def find(text: str) -> Iterator[Bracket]:
    """The unit brackets of a text, in order; brackets that name no unit are left in the text."""
    at = 0
    closed = _closed(text)
    while at < len(text):
        end = closed.get(at)
        if end is not None:
            fields = _inside(text, at, end)
            if fields:
                yield Bracket(at, end, fields)
                at = end
                continue
        at += 1


def _closed(text: str) -> dict[int, int]:
    """Where each bracket opens -> the index behind the one that closes it, wide or narrow. One that
    closes none of those that are open is a slip of the pen."""
    pairs: dict[int, int] = {}
    open_: list[int] = []
    for at, char in enumerate(text):
        if char in _PAIRS:
            open_.append(at)
        elif char in _CLOSERS and any(_SHAPES[text[begin]] == _SHAPES[char] for begin in open_):
            begin = open_.pop()
            while _SHAPES[text[begin]] != _SHAPES[char]:
                begin = open_.pop()
            if at - begin < LONGEST:
                pairs[begin] = at + 1
    return pairs


def _inside(text: str, start: int, end: int) -> tuple[Field, ...]:
    """The fields of a bracket; none where it names no units."""
    words = text[start + 1 : end - 1]
    begin = start + 1
    labelled = _LABEL.match(words.lstrip()) or _PERSON.match(words.lstrip())
    if labelled:
        return () if _CONTACT.match(words.lstrip()) else fields_of(text, begin, end - 1)
    who, stop, _ = words.partition("。")
    if stop and _LABEL.match(words[len(who) + 1 :].lstrip()):
        # （甲局牵头，乙局负责。完成时限：6月底）: units first, labels behind them.
        if not (_told(squeeze(who)) or _bare(squeeze(who), alone=True)):
            return ()
        return (*_unlabelled(who, begin), *fields_of(text, begin + len(who) + 1, end - 1))
    plain = _without_rule(squeeze(words))
    if not plain or re.search("[。！？].", plain):
        return ()
    ends = end >= len(text.rstrip()) or text[end : end + 1] in "。；;，," or not text[end:].strip()
    after_stop = text[:start].rstrip().endswith(("。", "；", ";", "！", "”", "）", ")"))
    if not (ends or after_stop):
        return ()
    told = _told(plain)
    last = end >= len(text.rstrip()) or text[end:].strip() == "。"
    alone = text[:start].rstrip().endswith(("。", "；")) and last
    if not told and not ((after_stop or last) and _bare(plain, alone=alone)):
        return ()
    return _unlabelled(words, begin)


def _without_rule(plain: str) -> str:
    """The words before a sentence that sets a rule: 甲局等负责。列第一位者为牵头单位，下同."""
    first, stop, rest = plain.partition("。")
    if stop and rest and (units.first_is_lead(rest) or unit_words.TELLS_A_RULE.search(rest)):
        return first
    return plain


def _told(plain: str) -> bool:
    """Whether the words say with 牵头, 负责 … who does what, and nothing else."""
    if "：" in plain or ":" in plain or len(plain) < 4:
        return False
    parts = [part.group() for part in _PART.finditer(plain)]
    if not any(unit_words.without_role(part)[1] for part in parts):
        return False
    named = units.parse(plain, "responsible")
    likely = [unit_like(n.name) or units.is_collective(n.name) for n in named]
    return (bool(named) and sum(likely) * 2 >= len(likely)) or bool(
        re.search("(?:机关|组织|机构|部门|单位)[^，。]{0,12}负责", plain)
    )


def _bare(plain: str, *, alone: bool) -> bool:
    """Whether the words are names of units and nothing else, and more than an alias: `alone`
    behind a sentence, or several, or with a level (市…, 各…)."""
    named = units.parse(plain, "responsible")
    if not named or not names_units(plain):
        return False
    levelled = sum(n.name.startswith(("市", "县", "省", "区", "各", "国家", "中央", "州")) for n in named)
    return all(unit_like(n.name) for n in named) and (alone or len(named) > 1 or levelled == 1)


def _unlabelled(words: str, begin: int) -> tuple[Field, ...]:
    """Units without label; a deadline behind them is a field of its own."""
    shift = len(words) - len(words.lstrip())
    body = words.strip()
    deadline = _deadline_at(body)
    who = body[: deadline[0]].rstrip("，,；;。、 ") if deadline else body
    if not who:
        return ()
    lead = {named.role for named in units.parse(who, "responsible")} == {"lead"}
    fields = [Field("lead" if lead else "responsible", who, begin + shift)]
    if deadline:
        fields.append(Field("deadline", deadline[1], begin + shift + deadline[0]))
    return tuple(fields)


def _deadline_at(words: str) -> tuple[int, str] | None:
    """A deadline as the last piece: 「省发改委牵头，6月底完成」 -> 6月底完成."""
    for between in ("，,；;。", "，,；;。、 \u3000\t"):
        pieces = list(re.finditer(f"[^{between}]+", words))
        if len(pieces) < 2 or not is_deadline(pieces[-1].group()):
            continue
        last = pieces[-1]
        if (
            between == "，,；;。"
            or names_units(words[: last.start()])
            or _told(squeeze(words[: last.start()]))
        ):
            lead = len(last.group()) - len(last.group().lstrip())
            return last.start() + lead, last.group().strip()
    return None


def fields_of(text: str, start: int, end: int) -> tuple[Field, ...]:
    """Fields with labels: 「牵头单位：甲局；责任单位：乙局；完成时限：6月底前」."""
    marks = list(_marks(text, start, end))
    found: list[Field] = []
    for k, (begin, after, name) in enumerate(marks):
        stop = marks[k + 1][0] if k + 1 < len(marks) else end
        words = text[after:stop]
        trimmed = words.rstrip(" \t\u3000\n").rstrip("；;，,、" if k + 1 < len(marks) else "").rstrip()
        lead_in = len(trimmed) - len(trimmed.lstrip())
        value = trimmed.strip()
        if not value:
            continue
        if name != "person" and not frames.opening(text[begin:after], 0, "", True).label:
            # A label that is no frame of the alignment stays in the words.
            found.append(Field(name, text[begin:after] + value, begin))
            continue
        if name == "person" or (name == "remark" and "备注" not in text[begin:after]):
            # 督导单位：甲局 is no role of ours: without its label nobody would know what it is.
            found.append(Field("remark", text[begin:after] + value, begin))
            continue
        deadline = _deadline_at(value) if name in ("lead", "responsible", "supporting") else None
        if deadline:
            found.append(Field(name, value[: deadline[0]].rstrip("，,；;。、 "), after + lead_in))
            found.append(Field("deadline", deadline[1], after + lead_in + deadline[0]))
        else:
            found.append(Field(name, value, after + lead_in))
    names = [f.name for f in found]
    return tuple(found) if len(set(names)) == len(names) else _merged(found, text)


def _merged(found: list[Field], text: str) -> tuple[Field, ...]:
    """Two labels of one field: the second stays, label and all, in the words of the field before it."""
    out: list[Field] = []
    for field in found:
        if any(before.name == field.name for before in out):
            end = field.start + len(field.text)
            out[-1] = out[-1]._replace(text=text[out[-1].start : end])
        else:
            out.append(field)
    return tuple(out)


def _marks(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """(begin, end, field) of every label within."""
    at = start
    while at < end:
        label = _LABEL.match(text, at, end)
        person = (
            None if label else _PERSON.match(text, at, end) or (at > start and OTHER.match(text, at, end))
        )
        before = text[at - 1 : at]
        parted = at == start or before in "；;，,、。 \t\u3000\n" or not text[start:at].strip()
        parted = parted or text[at] in "【〔［["
        if (person or label) and parted:
            found = person or label
            assert found is not None
            yield at, found.end(), "person" if person else label_field(found.group())
            at = found.end()
        else:
            at += 1


def label_field(label: str) -> str:
    """The field that a label names; what frames know comes first."""
    opened = frames.opening(label, 0, "", True)
    if opened.names:
        return opened.names
    words = label.strip(":：【】〔〕［］[]")
    if re.search("时限|期限|时间|日期", words):
        return "deadline"
    if "目标" in words:
        return "goal"
    if re.search("措施|举措", words):
        return "measures"
    return unit_words.role_of_label(label) or "remark"


def label_line(text: str) -> tuple[Field, ...]:
    """The fields of a line that begins with a label: 牵头单位：甲局  配合单位：乙局."""
    begin = len(text) - len(text.lstrip())
    if not (_LABEL.match(text, begin) or _PERSON.match(text, begin)):
        return ()
    return fields_of(text, begin, len(text.rstrip()))


def tells_units(text: str) -> bool:
    """Whether a bracket, or a label at the beginning, tells which units a paragraph is for."""
    return next(find(text), None) is not None or bool(label_line(text))


def later_label(text: str) -> bool:
    """Whether a label stands in a line behind other words, a mark before it: 乙局；完成时限：."""
    return any(begin and text[begin - 1] in "；;，," for begin, _, _ in _marks(text, 0, len(text)))


def is_bare_label(text: str) -> bool:
    """Whether a line is a label and nothing else: 责任单位：."""
    return bool(_LABEL.fullmatch(text.strip()))


_RUN_ON = re.compile(rf"[，,；;。]\s*(?=(?:{_LABEL.pattern}|{_PERSON.pattern}))")


def run_on(text: str) -> tuple[int, tuple[Field, ...], int] | None:
    """「项目,牵头部门:X。进展…」: where the clause ends, its fields, and where they end."""
    found = _RUN_ON.search(text)
    if not found:
        return None
    start = found.end()
    stops = [k for k in range(start, len(text)) if text[k] == "。"]
    end = len(text)
    for stop in stops:
        if not _LABEL.match(text, stop + 1):
            end = stop + 1
            break
    fields = fields_of(text, start, end)
    if _PERSON.match(text, start) and all(field.name == "remark" for field in fields):
        return None  # …。联系人：张某。
    cut = found.start() + 1 if found.group()[0] == "。" else found.start()
    return (cut, fields, end) if fields else None
