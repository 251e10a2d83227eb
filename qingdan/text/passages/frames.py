"""The frames of the grammar: printed marks that only name or part the fields beside them.

A closed set. Each is accepted only where the walk asks for it, next to the
field it belongs to; what is not listed here has to be carried by a field.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from qingdan.regexes import regex
from qingdan.vocabulary import HEADER_FIELDS

FRAMED = frozenset({"lead", "responsible", "supporting", "deadline", "goal", "measures", "remark"})
"""Fields of a task that may stand in a bracket or behind a label."""

_CLOSERS = {
    "（": "）)",
    "(": ")）",
    "【": "】",
    "[": "]］",
    "［": "］]",
    "〔": "〕",
    "〈": "〉",
    "<": ">",
    "{": "}",
}
_SEPARATORS = "，,；;、"
_WITHIN = _SEPARATORS + "。"
"""Within a bracket a stop parts too: （甲局负责。完成时限：6月底）."""

_NAMED = {name: field for field in sorted(FRAMED) for name in HEADER_FIELDS[field]} | {
    "牵头": "lead",
    "牵头单位及责任单位": "lead",
    "责任": "responsible",
    "部门分工": "responsible",
    "任务分工": "responsible",
    "责任分工": "responsible",
    "职责分工": "responsible",
    "工作分工": "responsible",
    "负责": "responsible",
    "负责单位": "responsible",
    "承办单位": "responsible",
    "落实单位": "responsible",
    "主责单位": "responsible",
    "主体责任单位": "responsible",
    "配合": "supporting",
    "协办": "supporting",
    "会办单位": "supporting",
    "会办部门": "supporting",
    "协同配合": "supporting",
    "参与单位": "supporting",
}
"""Label -> the field that it names."""

_KINDS = {
    "deadline": "(?:计划|要求|任务|工作)?(?:完成|办结|办理|整改|推进|落实|实施)?"
    "(?:时限|期限|时间|日期)(?:要求|安排|节点)?",
    "goal": "(?:工作|年度|预期|整改|主要|绩效|任务|阶段|总体|具体)?目标(?:要求)?",
    "measures": "(?:工作|具体|整改|主要|推进|落实|保障|重点|实施)?(?:措施|举措)",
}
"""Field -> the labels that name it, where they are too many to list."""

_DUTY = (
    "(?:主要|主体|主责|牵头|责任|配合|协同|协办|承办|落实|参与|参加|负责|实施|组织|主管|主办|办理|具体"
    "|督办|督导|督查|监督|监管|验收|指导|考核|评估)"
)

_WORDS = (
    "(?:"
    + "|".join(sorted(_NAMED, key=len, reverse=True))
    + "".join(f"|{kind}" for kind in _KINDS.values())
    + f"|{_DUTY}(?:[和与及、]?{_DUTY}){{0,2}}"
    + "(?:单位|部门|处室|科室|股室|局室|主体|机构))"
)
_LABEL = regex(f"(?P<label>{_WORDS})[:：]")
_OWN = regex("[\u3400-\u9fff]{2,8}[:：]")
_BRACKETED = regex(f"[【〔［\\[](?P<label>{_WORDS})[】〕］\\]][:：]?")
"""【牵头单位】: a label that its own bracket parts from what it names."""


def names_field(label: str) -> str | None:
    """The field that a label names; None for a label that names none of ours."""
    return _NAMED.get(label) or next(
        (field for field, kind in _KINDS.items() if re.fullmatch(kind, label)), None
    )


_CLOSING_ROLE = regex(
    "(?:按照?职责)?(?:分工|共同|分别)?(?:牵头负责|负责牵头|牵头落实|负责落实|牵头|负责|落实|配合|协办|协同)"
)

_AFTER_NUMBER = "、.．"
_AFTER_BRACKET = "。；;，,"


class Opening(NamedTuple):
    """What was read before a framed field."""

    end: int
    """Where the field itself begins."""
    bracket: str
    """The bracket that is open now, empty where none is."""
    names: str | None
    """The field that the label names; None without a label or with one that names no field."""
    label: str
    """The label as printed, without its colon."""


def opening(text: str, at: int, bracket: str, hard: bool) -> Opening:
    """The longest opening frame at a position; an empty one (it ends where it begins) if there is none.

    `bracket` is the bracket that is open already; `hard`: whether white space or a mark
    stands before the position.
    """
    end = at
    if apart := _BRACKETED.match(text, at + 1 if text[at : at + 1] in _SEPARATORS else at):
        return Opening(apart.end(), bracket, names_field(apart["label"]), apart["label"])
    if bracket:
        if text[end : end + 1] in _WITHIN:
            end += 1
        found = _LABEL.match(text, end)
    elif text[end : end + 1] in _CLOSERS:
        bracket = text[end]
        end += 1
        found = _LABEL.match(text, end)
    else:
        behind = end + 1 if text[end : end + 1] in _SEPARATORS else end
        found = _LABEL.match(text, behind)
        # Without bracket a label has to be parted from the words before it.
        if found and behind == end and not hard and text[at - 1 : at] not in "。；;":
            found = None
    if found:
        label = found["label"]
        return Opening(found.end(), bracket, names_field(label), label)
    return Opening(end, bracket, None, "")


def closing(text: str, at: int, bracket: str, ended: bool) -> int | None:
    """Where a closing frame ends: role words, the bracket; None if there is none.

    `ended`: whether the words before the bracket end as a sentence does. Where they don't,
    the mark behind the bracket ends them, and is frame.
    """
    role = _CLOSING_ROLE.match(text, at)
    for end in (at, role.end()) if role else (at,):
        if text[end : end + 1] and text[end] in _CLOSERS[bracket]:
            marked = not ended and text[end + 1 : end + 2] and text[end + 1] in _AFTER_BRACKET
            return end + 2 if marked else end + 1
    return None


def ends_sentence(text: str) -> bool:
    """Whether words end with a mark, so that none behind the bracket is theirs."""
    return text.endswith(tuple("。；;！!？?，,、：:"))


def before_label(text: str, at: int) -> bool:
    """Whether the character before a position parts units from a label that follows at it.

    Such a mark belongs to the frame, so a field must not end with it.
    """
    if at <= 0 or text[at - 1] not in _SEPARATORS:
        return False
    return (_LABEL.match(text, at) or _BRACKETED.match(text, at)) is not None


def labelled_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins at a position with a label of its own: 。牵头领导：张某."""
    return text[at - 1 : at] in ("。", "；", ";") and _OWN.match(text, at) is not None


def after_number(text: str, at: int) -> int:
    """Past the mark between 序号 and the words behind it."""
    return at + 1 if text[at : at + 1] and text[at] in _AFTER_NUMBER else at


def is_bracket(text: str, at: int) -> bool:
    """Whether a bracket that may frame units opens at a position."""
    return text[at : at + 1] in _CLOSERS


_ZEROS = "○零\u041eO\uff2f0"
"""What is printed for 〇: a circle, 零, the letter O (Cyrillic, Latin, wide), a nought."""
_DIGITS = "〇一二三四五六七八九"


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def printed_dates(day: date) -> tuple[str, ...]:
    """The forms in which a day may be printed, longest first, without white space."""
    y, m, d = day.year, day.month, day.day
    year = "".join(_DIGITS[int(c)] for c in str(y))
    forms = [
        f"{year}年{_numeral(m)}月{_numeral(d)}日",
        *(f"{year.replace('〇', zero)}年{_numeral(m)}月{_numeral(d)}日" for zero in _ZEROS),
        f"{y}年{m}月{d}日",
        f"{y}年{m:02}月{d:02}日",
    ]
    forms += [f"{y}{s}{m:02}{s}{d:02}" for s in "-./－．／"]
    forms += [f"{y}{s}{m}{s}{d}" for s in "-./－．／"]
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    forms += [form.translate(wide) for form in forms[4:]]
    return tuple(sorted(dict.fromkeys(forms), key=len, reverse=True))


_METADATA_LABELS = {
    "title": ("标题", "文件标题", "文件名称", "公文标题", "名称", "信息名称"),
    "number": ("文号", "发文字号", "文件编号", "公文文号", "发文文号"),
    "issuer": (
        "发文机关",
        "发布机构",
        "发文机构",
        "发文单位",
        "发布机关",
        "制发机关",
        "公开机构",
        "信息来源",
        "来源",
    ),
    "signed": ("成文日期", "成文时间", "发文日期", "发文时间", "生成日期"),
    "printed": ("印发日期", "印发时间", "发布日期", "发布时间", "公开日期"),
    "addressees": ("主送", "主送机关"),
    "copies": ("抄送", "抄报", "分送"),
}
"""What may stand, with a colon, before a piece of metadata."""

_BEFORE = {
    name: regex("(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")[:：]")
    for name, words in _METADATA_LABELS.items()
} | {"copies": regex("(?:抄送|抄报|分送)[:：]|[，,；;、]")}
"""抄送 may be in pieces, with a mark before the next one."""
_AFTER = {
    "issuer": regex("文件"),
    "addressees": regex("[:：]"),
    "printed": regex("印发"),
    "copies": regex("[。，,；;、]"),
}


def label_firsts(name: str) -> set[str]:
    """The characters with which a label of this piece of metadata may begin."""
    firsts = {words[0] for words in _METADATA_LABELS.get(name, ())}
    return firsts | set(_SEPARATORS) if name == "copies" else firsts


def metadata_label(name: str, text: str, at: int) -> int:
    """Past the label that names the piece of metadata behind it; the position itself if there is none."""
    found = _BEFORE[name].match(text, at) if name in _BEFORE else None
    return found.end() if found else at


def metadata_tail(name: str, text: str, at: int) -> int:
    """Past the mark that follows a piece of metadata; the position itself if there is none."""
    found = _AFTER[name].match(text, at) if name in _AFTER else None
    return found.end() if found else at
