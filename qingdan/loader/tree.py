"""YAML text -> a tree of nodes with the line and column of everything.

libyaml's events are read one by one (as quick as composing nodes): so depth is bounded
before anything recurses, every scalar stays text (1.10, no, 12:30, 01), and what must not
be in the content (anchors, aliases, tags, a second document) is seen where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from qingdan.loader.decoding import FORBIDDEN
from qingdan.loader.faults import explain
from qingdan.loader.mending import mend
from qingdan.loader.report import Report
from qingdan.problems import Place
from qingdan.regexes import regex

_PARTING = regex(r"(?:---|\.\.\.)(?:\s|$)")
_CONFLICT = regex(r"\s*(<{7}|={7}|>{7})(?:\s.*)?$")
_SWALLOWED = regex(r"\S\s+(#[^\s#])")

DEPTH = 20
"""Deepest nesting; the content needs six."""


class Mark(Protocol):
    """A place in the text, from 0."""

    line: int
    column: int


if TYPE_CHECKING:

    class Scalar:
        """A leaf: a libyaml event, taken as it comes (to copy it would cost a third of the time)."""

        value: str
        style: str
        """Empty when plain, else one of `\"'|>`."""
        start_mark: Mark
        end_mark: Mark

else:
    Scalar = ScalarEvent


class Branch:
    """A mapping or a sequence."""

    __slots__ = ("end_mark", "flow", "items", "start_mark")

    def __init__(self, start_mark: Mark, flow: bool) -> None:
        self.start_mark = start_mark
        self.end_mark = start_mark
        self.flow = flow
        """Whether it is written with brackets."""
        self.items: list[Node] = []
        """Of a sequence its items; of a mapping key, value, key, value …"""


class Mapping(Branch):
    """`键: 值` lines, or `{键: 值}`."""

    __slots__ = ()


class Sequence(Branch):
    """`- ` lines, or `[a, b]`."""

    __slots__ = ()


Node = Scalar | Mapping | Sequence


def place_of(file: str, node: Node) -> Place:
    """Where a node begins."""
    mark = node.start_mark
    return Place(file, mark.line + 1, mark.column + 1)


def compose(report: Report) -> Node | None:
    """The tree of a file. Never raises: faults of form are reported, mended in memory where
    it is clear what was meant, and the rest of the file is read on."""
    lines = [FORBIDDEN.sub("\ufffd", line) for line in report.source.lines]
    if _tell_of_conflicts(lines, report):
        return None
    try:
        root = _parse(lines, report)
        if type(root) is not Scalar or root.style:
            return root
        all_text = root  # as when every colon of the file is full-width
    except yaml.MarkedYAMLError:
        all_text = None
    # Faults of form. What was noted before the fault is found again on the mended text.
    mended, inserted, faults = mend(lines)
    if not faults and all_text is not None:
        return all_text
    for fault in faults:
        place = Place(report.source.file, fault.line, fault.column)
        report.error(place, fault.rule, fault.message, fault.hint, fault.width)
    report.inserted = inserted
    report.told = {fault.line for fault in faults}
    guessed = any(fault.rule in ("tab-indentation", "full-width-space") for fault in faults)
    try:
        return _parse(mended, report)
    except yaml.MarkedYAMLError as failure:
        fault = explain(mended, failure)
        # What follows from a fault that is already shown is not shown as another.
        if not faults or (fault.rule not in ("syntax", "indentation") and not guessed):
            place = Place(report.source.file, fault.line, fault.column)
            report.error(place, fault.rule, fault.message, fault.hint, fault.width)
        return None


def _tell_of_conflicts(lines: list[str], report: Report) -> bool:
    """Whether git left two versions of some lines in the file, one behind the other: nobody can
    say which one is meant, and both together give a crowd of false faults."""
    signs = [(number, found[1]) for number, line in enumerate(lines, 1) if (found := _CONFLICT.match(line))]
    begun = [number for number, sign in signs if sign[0] == "<"]
    if not begun or not any(sign[0] == ">" for _, sign in signs):
        for number, sign in signs:
            place = Place(
                report.source.file, number, len(lines[number - 1]) - len(lines[number - 1].lstrip()) + 1
            )
            message = f"「{sign}」是 git 的冲突标记，合并以后忘了删。"
            report.error(place, "syntax", message, "看看前后的内容是不是对的一份，删去这一行。", 7)
        return bool(signs)
    for number in begun:
        report.error(
            Place(report.source.file, number, 1),
            "syntax",
            "从这一行起有两个人同时改过的内容还没有合并（git 的冲突标记）。",
            "在 <<<<<<< 和 >>>>>>> 之间留下对的一份，删去另一份和这三行标记。",
            7,
        )
    return True


class _SecondError(Exception):
    """A second document begins at this line (from 0)."""


class _StopError(Exception):
    """Reading has to end here; the reason is reported."""


def _parse(lines: list[str], report: Report) -> Node | None:
    """The tree; raises yaml.MarkedYAMLError at a fault of form (problems met before it are
    then taken back)."""
    noted = len(report.problems)
    try:
        return _read(lines, report)
    except _StopError:
        return None
    except _SecondError as second:
        # Told of once; the parting lines are left out, and what follows is read as if it
        # belonged to the first document.
        del report.problems[noted:]
        first = int(second.args[0])
        _tell_of_second(first, report)
        joined = ["" if n >= first and _PARTING.match(line) else line for n, line in enumerate(lines)]
        try:
            return _read(joined, report)
        except (_StopError, _SecondError):
            return None
    except yaml.MarkedYAMLError:
        del report.problems[noted:]
        raise


def _read(lines: list[str], report: Report) -> Node | None:
    text = "\n".join(lines)
    root = _events(yaml.CSafeLoader(text), report, lines)
    if root is not None and "#" in text:
        _find_swallowed(lines, root, report)
    return root


def scalars(node: Node) -> Iterator[Scalar]:
    """The leaves of a tree, in order."""
    waiting = [node]
    while waiting:
        last = waiting.pop()
        if isinstance(last, Branch):
            waiting += reversed(last.items)
        else:
            yield last


def _find_swallowed(lines: list[str], root: Node, report: Report) -> None:
    """Text behind ` #` is a comment for YAML; ` #话题#` was hardly meant as one."""
    found = {number: sign.start(1) for number, line in enumerate(lines) if (sign := _SWALLOWED.search(line))}
    if not found:
        return
    for scalar in scalars(root):
        begin, end = scalar.start_mark, scalar.end_mark
        for number in range(begin.line, end.line + 1):
            at = found.get(number)
            if at is not None and (begin.line, begin.column) <= (number, at) < (end.line, end.column):
                del found[number]
    for number, at in found.items():
        report.warning(
            Place(report.source.file, number + 1, at + 1),
            "swallowed-text",
            "空格加 # 后面的文字，YAML 当作注释，没有读入。",
            "是印出的文字，就用单引号把整个值括起来；是注释，就在 # 后面空一格。",
            len(lines[number]) - at,
        )


def _events(parser: yaml.CSafeLoader, report: Report, lines: list[str]) -> Node | None:
    get = parser.get_event
    root: list[Node] = []
    items = root
    stack: list[tuple[list[Node], Mapping | Sequence]] = []
    while True:
        event: Any = get()
        kind = type(event)
        if kind is ScalarEvent:
            if event.anchor or event.tag:
                _refuse(event, report)
            if event.style == '"' and "\\" in lines[event.start_mark.line]:
                _refuse_escaped(event, report)
            items.append(event)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            node = _branch(event, report, len(stack))
            items.append(node)
            stack.append((items, node))
            items = node.items
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            items, ended = stack.pop()
            ended.end_mark = event.end_mark
        elif kind is AliasEvent:
            _refuse(event, report)
            mark, end = event.start_mark, event.end_mark
            words: Any = ScalarEvent(None, None, (True, False), f"*{event.anchor}", mark, end, "")
            items.append(words)
        elif kind is StreamEndEvent or (kind is DocumentStartEvent and root):
            if kind is DocumentStartEvent:
                raise _SecondError(event.start_mark.line)
            return root[0] if root else None


def _branch(event: Any, report: Report, depth: int) -> Mapping | Sequence:
    """A mapping or sequence that begins; raises _StopError where it lies too deep."""
    if event.anchor or event.tag:
        _refuse(event, report)
    kind = Mapping if type(event) is MappingStartEvent else Sequence
    node = kind(event.start_mark, bool(event.flow_style))
    if depth >= DEPTH:
        message = f"这里的内容套了 {DEPTH} 层以上，清单用不着这么多层。"
        hint = "检查这里的缩进和括号，多半是多打了括号或空格。"
        report.error(place_of(report.source.file, node), "too-deep", message, hint)
        raise _StopError
    return node


def _refuse_escaped(event: Any, report: Report) -> None:
    """Control characters written as escapes: in double quotes a backslash begins one."""
    parts = event.value.split("\n")
    if (found := next(filter(None, map(FORBIDDEN.search, parts)), None)) is None:
        return
    report.error(
        place_of(report.source.file, event),
        "control-character",
        f"双引号里的反斜杠写出了看不见的控制字符（U+{ord(found[0]):04X}）。",
        "反斜杠是印出的文字，就把双引号改成单引号；不是，就删去。",
    )
    event.value = "\n".join(FORBIDDEN.sub("\ufffd", part) for part in parts)


def _tell_of_second(number: int, report: Report) -> None:
    """A second document in one file, from this line (from 0) on."""
    report.error(
        Place(report.source.file, number + 1, 1),
        "several-documents",
        "这一行的 --- 后面又开始了一份内容，一个文件只能有一份。",
        "删去这一行；后面若是另一份文件，另存成一个 .yaml 文件。",
        3,
    )


def _refuse(event: Any, report: Report) -> None:
    """An anchor, alias or tag."""
    place = Place(report.source.file, event.start_mark.line + 1, event.start_mark.column + 1)
    if isinstance(event, AliasEvent):
        sign, what = f"*{event.anchor}", "引用"
    elif event.anchor:
        sign, what = f"&{event.anchor}", "锚点"
    else:
        sign, what = "!", "标签"
    report.error(
        place,
        "anchor",
        f"「{sign[0]}」开头的字在 YAML 里是{what}，这里不用。",
        f"这是印出的文字，就用单引号把整个值括起来：'{sign}…'；不是，就删去。",
        len(sign),
    )
