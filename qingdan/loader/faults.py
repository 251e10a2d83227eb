"""libyaml's complaints in plain Chinese, for files in which no plainer fault was found."""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml

from qingdan.loader.key_hints import bare, is_key
from qingdan.regexes import regex
from qingdan.text.labels import heading_label

BLOCK = regex(r"[|>](?:[+-]?[1-9]?|[1-9][+-])\s*(?:\s#.*)?$")
"""What stands behind a key whose text follows on lines of its own."""

_FIRST_OF_A_ROW = ("序号", "内容", "段落", "名称", "文字", "日期")
_WORD = regex(r"\s*(?P<dash>(?:-\s+)*)(?P<word>[^\s:：]{1,8})(?=[\s:：]|$)")


_OTHER_SIGN = regex(r"\s*(?:-\s+)*([^\s;=；＝]{1,8})\s*([;=；＝])")
"""What was typed in place of a key's colon."""


_KEYED = regex(r":(?:\s|$)")
"""The colon behind a key."""


class Fault(NamedTuple):
    """One fault of form; line and column from 1."""

    line: int
    column: int
    width: int
    rule: str
    message: str
    hint: str


def explain(lines: list[str], failure: yaml.MarkedYAMLError) -> Fault:
    """libyaml's complaint in plain Chinese, at the line that is most likely to blame."""
    context, problem = failure.context_mark, failure.problem or ""
    line, column = _position(lines, failure.problem_mark or context)
    if "could not find expected ':'" in problem and context:
        return _without_colon(lines, *_position(lines, context))
    if "escape" in problem:
        message = "双引号里的反斜杠「\\」有特殊意思，这里读不下去。"
        hint = "把值两头的双引号改成单引号；反斜杠不是印出的文字，就删去。"
        return Fault(line, column, 1, "quotes", message, hint)
    if "mapping values are not allowed" in problem:
        return _colon_too_far(lines, line, column)
    if lines and lines[line - 1].lstrip()[:1] in (":", "："):
        hint = "在冒号前面写上键；这一行是上一行的文字，就比上一行的键多缩进两格。"
        return Fault(line, column, 1, "syntax", "冒号前面没有键。", hint)
    if "expected key" in problem or "expected '-' indicator" in problem:
        indent = _indent(lines[line - 1]) if lines else 0
        if column == indent + 1:
            return _below_a_block(lines, line) or Fault(
                line,
                column,
                1,
                "indentation",
                "这一行的缩进与上面哪一层都对不齐。",
                "与上面同一层的键左边对齐；一层一层都用两个半角空格。",
            )
    if context and ("end of stream" in problem or "flow" in (failure.context or "")):
        line, column = _position(lines, context)
        hint = "检查这一行，把引号、括号补成一对。"
        return Fault(line, column, 1, "brackets", "从这里开始的引号或括号没有另一半。", hint)
    message = "这一行不合 YAML 的写法，从这里起读不下去。"
    hint = "检查这一行和上一行：冒号是半角的、后面有空格，左边对齐，引号和括号成对。"
    return Fault(line, column, 1, "syntax", message, hint)


def _position(lines: list[str], mark: Any) -> tuple[int, int]:
    """Line and column from 1, at the last line with words where the mark stands behind it."""
    line, column = (mark.line, mark.column) if mark else (0, 0)
    while line and (line >= len(lines) or not lines[line].strip()):
        line -= 1
        column = 0
    return line + 1, column + 1


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _above(lines: list[str], line: int) -> int:
    """The number of the nearest line with words above; 0 where there is none."""
    return next((n for n in range(line - 1, 0, -1) if lines[n - 1].strip()), 0)


def _below_a_block(lines: list[str], line: int) -> Fault | None:
    """A line of a text whose key ends with |-, not indented as such lines must be."""
    indent = _indent(lines[line - 1])
    for number in range(line - 1, 0, -1):
        text = lines[number - 1]
        found = _WORD.match(text)
        if not found or not is_key(bare(found["word"])):
            continue
        rest = text[found.end() :].lstrip(":： ")
        if not BLOCK.match(rest) or indent > found.start("word") + 2:
            return None
        key, least = bare(found["word"]), found.start("word") + 2
        message = f"这一行是「{key}」的文字，缩进少了。"
        hint = f"「{key}: {rest.strip()}」下面的每一段，行首都空 {least} 个半角空格。"
        return Fault(line, indent + 1, min(len(lines[line - 1].strip()), 12), "indentation", message, hint)
    return None


def _is_heading(text: str) -> bool:
    """Whether a line is a heading row: text behind a dash, without a key."""
    return text.lstrip().startswith("- ") and not _KEYED.search(text)


def _lacks_dash(lines: list[str], line: int, column: int) -> bool:
    """Whether a line stands where the rows above have their dash, and not their keys."""
    for number in range(line - 1, 0, -1):
        found = _WORD.match(lines[number - 1])
        if found and found.start("word") == column:
            return False
        if found and found["dash"] and found.start("dash") == column:
            return True
    return False


def _without_colon(lines: list[str], line: int, column: int) -> Fault:
    """A line that ought to be `键: 值` and is not."""
    text = lines[line - 1]
    found = _WORD.match(text)
    if found and is_key(bare(found["word"])):
        word = bare(found["word"])
        hint = f"加上半角冒号，后面空一格：「{word}: …」。"
        start = found.start("word")
        return Fault(line, start + 1, len(found["word"]), "syntax", f"「{word}」后面少了冒号。", hint)
    if (found := _OTHER_SIGN.match(text)) and is_key(word := bare(found[1])):
        message = f"「{word}」后面是「{found[2]}」，不是冒号。"
        hint = f"改成半角冒号，后面空一格：「{word}: …」。"
        return Fault(line, found.start(2) + 1, 1, "syntax", message, hint)
    if heading_label(words := text.strip()) is not None:
        hint = "标题行写成「- 标题」，短横与上下的短横对齐；接着上一行的文字，就比上一行的键多缩进两格。"
        start = len(text) - len(text.lstrip())
        return Fault(line, start + 1, min(len(words), 12), "syntax", "这一行标题前面少了短横「- 」。", hint)
    if (below := _below_a_block(lines, line)) is not None:
        return below
    message = "这一行既没有键和冒号，也不像是接着上一行的文字。"
    hint = (
        "接着上一行的文字，要比上一行的键多缩进两格；新的一项写成「键: 值」；标题行前面加「- 」；"
        "给自己看的说明，前面加「# 」。"
    )
    return Fault(line, column, min(len(text.strip()), 12), "syntax", message, hint)


def _colon_too_far(lines: list[str], line: int, column: int) -> Fault:
    """A colon where none can stand: the line is indented further than the one above, or the
    line above has no colon or no dash."""
    indent = _indent(lines[line - 1])
    above = _above(lines, line)
    found = _WORD.match(lines[above - 1]) if above else None
    row = _WORD.match(lines[line - 1])
    if above and row and not row["dash"] and is_key(bare(row["word"])) and _is_heading(lines[above - 1]):
        key = bare(row["word"])
        message = f"「{key}」前面少了短横「- 」，接不到上面的标题行后面。"
        hint = f"新的一条从「- 」开始，写「- {key}: …」，短横与上一行的短横对齐。"
        return Fault(line, indent + 1, len(key), "indentation", message, hint)
    if found:
        before, word = lines[above - 1], bare(found["word"])
        start, marked = found.start("word"), min(len(before.strip()), 12)
        if ":" not in before:
            if is_key(word):
                return _without_colon(lines, above, start + 1)
            message = "这一行没有「键: 值」里的冒号，下一行因此读不下去。"
            hint = "补上键和半角冒号；是标题行，就前面加「- 」，与上下的「- 」对齐。"
            return Fault(above, _indent(before) + 1, marked, "syntax", message, hint)
        if indent > start:
            if word in _FIRST_OF_A_ROW and not found["dash"] and _lacks_dash(lines, above, start):
                message = "这一行缩进少了，或者前面少了短横「- 」，下一行因此接不上。"
                hint = f"新的一条从「- 」开始，写「- {word}: …」，下面各行与「{word}」左边对齐。"
                return Fault(above, start + 1, marked, "indentation", message, hint)
            message = "这一行比上一行的键多缩进了。"
            return Fault(line, indent + 1, 1, "indentation", message, "与上一行的键左边对齐。")
    message = "这里的冒号不能出现在这个位置。"
    hint = "值里有冒号加空格，就用单引号把整个值括起来；不是，就检查上一行有没有写完。"
    return Fault(line, column, 1, "colon-in-value", message, hint)
