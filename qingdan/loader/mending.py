"""Lines that are no good YAML -> what was meant, and every fault of form at once.

Only files that libyaml refuses come here. They are read line by line, as a person would:
full-width colons, tabs, values that need quotes.
"""

from __future__ import annotations

import re

from qingdan.loader.faults import BLOCK, Fault
from qingdan.loader.key_hints import bare, is_key
from qingdan.loader.layout import Row, is_row, mend_layout
from qingdan.loader.mending_values import COLON_HINT, OPENERS, Line, mend_value
from qingdan.regexes import regex
from qingdan.text.labels import heading_label

_START = regex(r"(?P<indent>\s*)(?P<dashes>(?:-\s+)*)(?P<odd>[-－—–‐]?\s*)(?P<rest>.*)")
_KEY = regex(
    r"(?P<key>[^\s:：,，\[\]{}\"'#][^:：,，\[\]{}\"']{0,30}?)(?P<space>\s*)(?P<colon>[:：])(?P<after>.*)"
)

_LONGEST = 500
"""Lines that a value in quotes or brackets may take; longer ones are taken for unclosed."""


def mend(lines: list[str]) -> tuple[list[str], dict[int, list[int]], list[Fault]]:
    """All lines with their faults mended as they were most likely meant, the columns (from 1) of
    characters put in by line, and the faults. Texts in blocks (`|-`) are left alone."""
    done = [Line(text, number) for number, text in enumerate(lines, 1)]
    within = -1  # the key's column of the block that we are in
    columns: list[int] = []  # of keys seen, the last one last
    skip = 0  # lines that a quoted or bracketed value still takes
    rows: list[Row] = []
    for index, line in enumerate(done):
        blank = not line.text.strip() or line.text.lstrip().startswith("#")
        if skip or blank or (within >= 0 and _indent(line.text) > within):
            skip = max(skip - 1, 0)
            continue
        within = -1
        start = _mend_start(line, columns)
        dashed = "-" in line.text[:start]
        behind = _mend_key(line, start)
        key = bare(line.text[start : behind - 1]) if behind is not None else ""
        if behind is not None or (dashed and is_row("", line.text[start:])):
            rows.append(Row(line, key, start, dashed))
        if behind is not None:
            columns.append(start)
            start = behind
        value = line.text[start:].lstrip(" \t")
        if BLOCK.match(value):
            within = columns[-1] if behind is not None else _indent(line.text)
            continue
        at = len(line.text) - len(value)
        following = _following(done, index, columns[-1] if columns else 0) if value[:1] in OPENERS else []
        skip = mend_value(line, at, following, keyed=behind is not None)
    mend_layout(rows)
    return (
        [line.text for line in done],
        {line.number: line.inserted for line in done if line.inserted},
        [fault for line in done for fault in line.faults],
    )


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _following(done: list[Line], index: int, column: int) -> list[str]:
    """The lines that may go on with a value: blank or further in than its key."""
    lines = []
    for line in done[index + 1 : index + 1 + _LONGEST]:
        if line.text.strip() and _indent(line.text) <= column:
            break
        lines.append(line.text)
    return lines


def _mend_start(line: Line, columns: list[int]) -> int:
    """Indentation and dashes; the index at which key or value begin."""
    found = _START.match(line.text)
    assert found
    key = _KEY.match(found["rest"])
    meant = (key and is_key(bare(key["key"]))) or heading_label(found["rest"]) is not None
    odd = found["odd"] if meant else ""
    at = _mend_indent(line, found["indent"], columns, dashed=bool(found["dashes"] or odd.strip()))
    for dash in re.finditer(r"-(\s+)", found["dashes"]):
        if dash[1].strip(" "):
            message = "短横后面用了全角空格或制表符。"
            hint = "改成一个半角空格：「- 」。"
            line.fault(at + 1, len(dash[1]), "full-width-space", message, hint)
            line.replace(at + 1, len(dash[1]), " " * len(dash[1]))
        at += len(dash[0])
    if not odd.strip():
        return at
    if odd[0] == "-":
        line.fault(at, 1, "missing-space", "短横后面没有空格。", "在短横后面加一个空格：「- 」。")
    else:
        message = f"行首的短横「{odd[0]}」不是半角的。"
        line.fault(at, 1, "full-width-punctuation", message, "改成半角短横加一个空格：「- 」。")
    line.replace(at, 1, "-" if len(odd) > 1 else "- ")
    line.replace(at + 1, max(len(odd) - 1, 1), " " * max(len(odd) - 1, 1))
    return at + max(len(odd), 2)


def _mend_indent(line: Line, indent: str, columns: list[int], *, dashed: bool) -> int:
    """Tabs and full-width spaces before the first word; the width of what was meant."""
    if not indent.strip(" "):
        return len(indent)
    wrong = next(i for i, sign in enumerate(indent) if sign != " ")
    tab = "\t" in indent
    rule = "tab-indentation" if tab else "full-width-space"
    what = "制表符（Tab）" if tab else "不间断空格" if "\xa0" in indent else "全角空格"
    message = f"这一行用{what}缩进。"
    hint = "删去行首的空白，改用半角空格，与上下同一层的行左边对齐。"
    line.fault(wrong, len(indent) - wrong, rule, message, hint)
    width = _meant(indent, columns, dashed=dashed)
    line.text = " " * width + line.text[len(indent) :]
    line.inserted += range(len(indent) + 1, width + 1)
    return width


def _meant(indent: str, columns: list[int], *, dashed: bool) -> int:
    """How many spaces were meant: as wide as it looks, at a column that stands above."""
    looks = sum(2 if sign == "\u3000" else 4 if sign == "\t" else 1 for sign in indent)
    recent = columns[-8:]
    seen = set(recent) | ({column - 2 for column in recent if column >= 2} if dashed else set())
    if not seen or looks in seen:
        return looks
    if not dashed:
        return recent[-1]
    return min(sorted(seen), key=lambda column: (abs(column - looks), -column))


def _mend_key(line: Line, at: int) -> int | None:
    """The colon after a key; the index behind it, or None where the line has no key."""
    found = _KEY.match(line.text, at)
    if not found:
        return None
    key, colon, after = bare(found["key"]), found.start("colon"), found["after"]
    if found["colon"] == ":" and (not after or after[0] in " \t"):
        return colon + 1
    if not is_key(key):
        return None
    hint = COLON_HINT.format(key=key)
    if found["colon"] == "：":
        line.fault(colon, 1, "full-width-colon", f"「{key}」后面是全角冒号「：」。", hint)
    elif after[0].isspace():
        what = "不间断空格" if after[0] == "\xa0" else "全角空格"
        line.fault(colon + 1, 1, "full-width-space", f"「{key}」的冒号后面是{what}，不是半角空格。", hint)
    else:
        line.fault(colon, 1, "missing-space", f"「{key}」的冒号后面没有空格。", hint)
    gap = len(after) - len(after.lstrip())
    line.replace(colon, 1 + gap, ":" + " " * max(gap, bool(after)))
    return colon + 1
