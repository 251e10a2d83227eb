"""Lines that are no good YAML -> what a clerk most likely did, and what was meant.

Only files that libyaml refuses come here. `mend` reads line by line, as a person
would, and finds every fault of form at once: full-width colons, tabs, values that
need quotes. `explain` puts libyaml's own complaint into plain Chinese where no such
fault stands in the file.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from qingdan.loader.key_hints import bare, is_key


class Fault(NamedTuple):
    """One fault of form; line and column from 1."""

    line: int
    column: int
    width: int
    rule: str
    message: str
    hint: str


_START = re.compile(r"(?P<indent>\s*)(?P<dashes>(?:-\s+)*)(?P<odd>[-－—–‐]?\s*)(?P<rest>.*)")
_KEY = re.compile(
    r"(?P<key>[^\s:：,，\[\]{}\"'#][^:：,，\[\]{}\"']{0,30}?)(?P<space>\s*)(?P<colon>[:：])(?P<after>.*)"
)
_BLOCK = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])\s*(?:\s#.*)?$")
_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL), "'": re.compile(r"'(?:[^']|'')*'", re.DOTALL)}
_BAD_ESCAPE = re.compile(r"\\[^0abtnvfre \"/\\N_LPxuU\t\n]")
_COMMENT = re.compile(r"\s#.*$")

_COLON_HINT = "改成半角冒号，后面空一格：「{key}: …」。"
_QUOTE_HINT = "用单引号把整个值括起来：'{value}'。"


class _Line:
    """One line while it is mended: its text, and where characters were put in."""

    def __init__(self, text: str, number: int) -> None:
        self.text = text
        self.number = number
        self.inserted: list[int] = []
        self.faults: list[Fault] = []

    def fault(self, at: int, width: int, rule: str, message: str, hint: str) -> None:
        """Note a fault at an index of the mended text."""
        before = sum(column <= at for column in self.inserted)
        self.faults.append(Fault(self.number, at - before + 1, max(width, 1), rule, message, hint))

    def replace(self, at: int, old: int, new: str) -> None:
        """Put `new` in place of `old` characters; what it is longer by counts as put in."""
        self.text = self.text[:at] + new + self.text[at + old :]
        self.inserted += range(at + old + 1, at + len(new) + 1)


def mend(lines: list[str]) -> tuple[list[str], dict[int, list[int]], list[Fault]]:
    """All lines with their faults mended as they were most likely meant, the columns (from 1) of
    characters put in by line, and the faults. Texts in blocks (`|-`) are left alone."""
    done: list[_Line] = [_Line(text, number) for number, text in enumerate(lines, 1)]
    within = -1  # the key's column of the block that we are in
    columns: list[int] = []  # of keys seen, the last one last
    skip = 0  # lines that a quoted or bracketed value still takes
    for index, line in enumerate(done):
        if skip:
            skip -= 1
            continue
        if not line.text.strip() or line.text.lstrip().startswith("#"):
            continue
        if within >= 0 and len(line.text) - len(line.text.lstrip(" ")) > within:
            continue
        within = -1
        start = _mend_start(line, columns)
        found = _mend_key(line, start)
        if found is not None:
            columns.append(start)
            start = found
        value = line.text[start:].lstrip(" \t")
        at = len(line.text) - len(value)
        if _BLOCK.match(value):
            within = columns[-1] if found is not None else _dash_column(line.text)
            continue
        following = _following(done, index, columns[-1] if columns else 0)
        skip = _mend_value(line, at, following, found is not None)
    return (
        [line.text for line in done],
        {line.number: line.inserted for line in done if line.inserted},
        [fault for line in done for fault in line.faults],
    )


def _dash_column(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _following(done: list[_Line], index: int, column: int) -> list[str]:
    """The lines that may go on with a value: blank or further in than its key."""
    lines = []
    for line in done[index + 1 :]:
        if line.text.strip() and _dash_column(line.text) <= column:
            break
        lines.append(line.text)
    return lines


def _mend_start(line: _Line, columns: list[int]) -> int:
    """Indentation and dashes; the index at which key or value begin."""
    found = _START.match(line.text)
    assert found
    indent = found["indent"]
    odd = found["odd"] if (key := _KEY.match(found["rest"])) and is_key(bare(key["key"])) else ""
    dashed = bool(found["dashes"] or odd.strip())
    if indent.strip(" "):
        tab = "\t" in indent
        wrong = next(i for i, c in enumerate(indent) if c != " ")
        line.fault(
            wrong,
            len(indent) - wrong,
            "tab-indentation" if tab else "full-width-space",
            "这一行用制表符（Tab）缩进。" if tab else "这一行用全角空格缩进。",
            "删去行首的空白，改用半角空格，与上下同一层的行左边对齐。",
        )
        width = _likely(indent, columns, dashed)
        line.text = " " * width + line.text[len(indent) :]
        line.inserted += range(len(indent) + 1, width + 1)
        indent = " " * width
    at = len(indent)
    for dash in re.finditer(r"-(\s+)", found["dashes"]):
        if dash[1].strip(" "):
            line.fault(
                at + 1,
                len(dash[1]),
                "full-width-space",
                "短横后面用了全角空格或制表符。",
                "改成一个半角空格：「- 」。",
            )
            line.replace(at + 1, len(dash[1]), " " * len(dash[1]))
        at += len(dash[0])
    if odd:
        if odd.strip() and odd[0] != "-":
            line.fault(
                at,
                1,
                "full-width-punctuation",
                f"行首的短横「{odd[0]}」不是半角的。",
                "改成半角短横加一个空格：「- 」。",
            )
        elif odd.strip():
            line.fault(at, 1, "missing-space", "短横后面没有空格。", "在短横后面加一个空格：「- 」。")
        line.replace(at, len(odd), "- " if odd.strip() else odd)
        at += len(odd) if len(odd) > 1 or not odd.strip() else 2
    return at


def _likely(indent: str, columns: list[int], dashed: bool) -> int:
    """How many spaces were meant: as wide as it looks, at a column that stands above."""
    looks = sum(2 if c == "\u3000" else 4 if c == "\t" else 1 for c in indent)
    seen = sorted(set(columns[-8:]) | {c - 2 for c in columns[-8:] if c >= 2 and dashed})
    if not seen or looks in seen:
        return looks
    if not dashed and columns:
        return columns[-1]
    return min(seen, key=lambda column: (abs(column - looks), -column))


def _mend_key(line: _Line, at: int) -> int | None:
    """The colon after a key; the index behind it, or None where the line has no key."""
    found = _KEY.match(line.text, at)
    if not found:
        return None
    key, colon = found["key"], found.start("colon")
    after = found["after"]
    if found["colon"] == ":" and (not after or after[0] in " \t"):
        return colon + 1
    if not is_key(bare(key)):
        return None
    hint = _COLON_HINT.format(key=bare(key))
    if found["colon"] == "：":
        line.fault(colon, 1, "full-width-colon", f"「{bare(key)}」后面是全角冒号「：」。", hint)
    elif after[0].isspace():
        line.fault(colon + 1, 1, "full-width-space", f"「{bare(key)}」的冒号后面是全角空格。", hint)
        line.replace(colon + 1, 1, " ")
    else:
        line.fault(colon, 1, "missing-space", f"「{bare(key)}」的冒号后面没有空格。", hint)
    gap = len(after) - len(after.lstrip())
    if not after or gap:
        line.replace(colon, 1 + gap, ":" + " " * gap)
    else:
        line.replace(colon, 1, ": ")
    return colon + 1


def _mend_value(line: _Line, at: int, following: list[str], keyed: bool) -> int:
    """A value that needs quotes; how many further lines belong to it."""
    value = line.text[at:]
    if not value or value[0] == "#":
        return 0
    first = value[0]
    if first in _QUOTED:
        return _mend_quoted(line, at, following)
    if first in "[{":
        return _mend_brackets(line, at, following)
    text = _COMMENT.sub("", value).rstrip()
    if first in "@`%*&!,]}|>" or re.match(r"[-?](?:\s|$)", value):
        needless = first in "*&!" and re.fullmatch(r"[*&!][0-9A-Za-z_-]+(?:\s.*)?", text)
        if needless:  # well formed: refused where the tree is read
            return 0
        line.fault(
            at, 1, "special-start", f"值以「{first}」开头，这个符号在 YAML 里有特殊意思。", _quote_hint(text)
        )
        _quote(line, at, text)
    elif keyed and (colon := re.search(r":(?:\s|$)", text)):
        line.fault(
            at + colon.start(),
            1,
            "colon-in-value",
            "值里面有半角冒号加空格，YAML 会当成又一个键。",
            _quote_hint(text) + "原件印的是全角冒号，就改成全角冒号。",
        )
        _quote(line, at, text)
    return 0


def _quote_hint(text: str) -> str:
    shown = text if len(text) <= 12 else text[:10] + "……"
    return _QUOTE_HINT.format(value=shown.replace("'", "''"))


def _quote(line: _Line, at: int, text: str) -> None:
    line.replace(at, 0, "'")
    end = at + 1 + len(text)
    line.text = line.text[: at + 1] + text.replace("'", "''") + "'" + line.text[end:]


def _mend_quoted(line: _Line, at: int, following: list[str]) -> int:
    value = line.text[at:]
    mark = value[0]
    whole = "\n".join([value, *following])
    closed = _QUOTED[mark].match(whole)
    if closed is None:
        line.fault(
            at,
            1,
            "quotes",
            f"这里的引号 {mark} 没有另一半。",
            f"在值的末尾补上 {mark}；引号是印出的文字，就换成原件的「“」「”」。",
        )
        _quote(line, at, value)
        return 0
    taken = closed[0].count("\n")
    tail = whole[closed.end() :].split("\n", 1)[0]
    if tail.strip() and not _COMMENT.match(tail):
        text = _COMMENT.sub("", value).rstrip()
        line.fault(
            at + len(closed[0]) if not taken else at,
            len(tail.rstrip()) if not taken else 1,
            "quotes",
            f"引号 {mark} 后面还有文字，YAML 读不下去。",
            _quote_hint(text),
        )
        if not taken:
            _quote(line, at, text)
    elif mark == '"' and (bad := _BAD_ESCAPE.search(closed[0])):
        place = min(at + bad.start(), len(line.text) - 1) if "\n" not in closed[0][: bad.start()] else at
        line.fault(place, 2, "quotes", "双引号里的反斜杠 \\ 有特殊意思。", "把两头的双引号换成单引号 '。")
        if not taken:
            line.text = line.text[:at] + "'" + closed[0][1:-1].replace("'", "''") + "'" + tail
    return taken


_PAIRS = {"[": "]", "{": "}"}
_FLOW = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[\[\]{}］】｝]", re.DOTALL)
_FLOW_KEY = re.compile(
    r"(?P<lead>[{,，]\s*)(?P<key>[^\s:：,，\[\]{}\"']{1,8})\s*(?P<colon>[:：])(?P<gap>\s?)"
)


def _mend_brackets(line: _Line, at: int, following: list[str]) -> int:
    """A value in brackets: pairs, full-width signs, text behind it."""
    whole = "\n".join([line.text[at:], *following])
    end, odd = _closing(whole)
    taken = whole[:end].count("\n") if end else 0
    first = whole[0]
    if not end:
        if odd is not None and "\n" not in whole[: odd + 1]:
            line.fault(
                at + odd,
                1,
                "full-width-punctuation",
                f"「{whole[odd]}」是全角的括号。",
                f"改成半角的 {_PAIRS[first]}。",
            )
            line.replace(at + odd, 1, _PAIRS[first])
            return 0
        line.fault(at, 1, "brackets", f"这里的 {first} 没有另一半 {_PAIRS[first]}。",
                   f"在这一项的末尾补上 {_PAIRS[first]}；括号是印出的文字，就用单引号把整个值括起来。")  # fmt: skip
        _quote(line, at, line.text[at:].rstrip())
        return 0
    tail = whole[end:].split("\n", 1)[0]
    if tail.strip() and not _COMMENT.match(tail):
        if not taken:
            text = _COMMENT.sub("", line.text[at:]).rstrip()
            line.fault(at + end, len(tail.rstrip()), "brackets", f"{_PAIRS[first]} 后面还有文字，YAML 读不下去。",
                       "括号是印出的文字，" + _quote_hint(text).replace("用", "就用", 1))  # fmt: skip
            _quote(line, at, text)
    elif first == "{" and not taken:
        _mend_pairs(line, at)
    return taken


def _closing(whole: str) -> tuple[int, int | None]:
    """The index behind the bracket that closes the first one (0: none), and of the first
    full-width closing bracket."""
    open_, odd = 0, None
    for found in _FLOW.finditer(whole):
        sign = found[0]
        if sign in "[{":
            open_ += 1
        elif sign in "]}":
            open_ -= 1
            if not open_:
                return found.end(), odd
        elif sign in "］】｝" and odd is None:
            odd = found.start()
    return 0, odd


def _mend_pairs(line: _Line, at: int) -> None:
    """`{键：值，键: 值}` on one line: full-width colons and commas before keys."""
    position = at
    while found := _FLOW_KEY.search(line.text, position):
        position = found.end("key")
        if not is_key(found["key"]):
            continue
        comma = found.start("lead")
        if found["lead"][0] == "，":
            line.fault(
                comma,
                1,
                "full-width-punctuation",
                "花括号里的两项之间是全角逗号「，」。",
                "改成半角逗号，后面空一格。",
            )
            line.replace(comma, 1, "," if len(found["lead"]) > 1 else ", ")
            position = comma + 1
            continue
        colon = found.start("colon")
        if found["colon"] == "：" or not found["gap"]:
            wide = found["colon"] == "："
            line.fault(
                colon,
                1,
                "full-width-colon" if wide else "missing-space",
                f"「{found['key']}」后面是全角冒号「：」。"
                if wide
                else f"「{found['key']}」的冒号后面没有空格。",
                _COLON_HINT.format(key=found["key"]),
            )
            line.replace(colon, 1, ":" if found["gap"] else ": ")


# ---------------------------------------------------------------- libyaml's own complaints


def explain(lines: list[str], failure: yaml.MarkedYAMLError) -> Fault:
    """libyaml's complaint in plain Chinese, at the line that is most likely to blame."""
    mark, context = failure.problem_mark, failure.context_mark
    line, column = _position(lines, mark or context)
    problem = failure.problem or ""
    if "could not find expected ':'" in problem and context:
        line, column = _position(lines, context)
        return _without_colon(lines, line, column)
    if "mapping values are not allowed" in problem:
        return _too_far(lines, line, column)
    if "did not find expected key" in problem or "expected '-' indicator" in problem:
        first = len(lines[line - 1]) - len(lines[line - 1].lstrip()) + 1 if lines else 1
        if column == first:
            return _misplaced(line, column)
    if "unexpected end of stream" in problem or "flow" in (failure.context or ""):
        if context:
            line, column = _position(lines, context)
        return Fault(
            line,
            column,
            1,
            "brackets",
            "从这里开始的引号或括号没有另一半。",
            "检查这一行，把引号、括号补成一对。",
        )
    return Fault(
        line,
        column,
        1,
        "syntax",
        "这一行不合 YAML 的写法，从这里起读不下去。",
        "检查这一行和上一行：冒号是半角的、后面有空格，左边对齐，引号和括号成对。",
    )


def _position(lines: list[str], mark: Any) -> tuple[int, int]:
    """Line and column from 1, at the last line with words where the mark stands behind it."""
    line, column = (mark.line, mark.column) if mark else (0, 0)
    while line and (line >= len(lines) or not lines[line].strip()):
        line -= 1
        column = 0
    return line + 1, column + 1


def _first_word(text: str) -> re.Match[str] | None:
    return re.match(r"\s*(?:-\s+)*(?P<word>[^\s:：]{1,8})[\s:：]", text + " ")


def _without_colon(lines: list[str], line: int, column: int) -> Fault:
    text = lines[line - 1]
    found = _first_word(text)
    if found and is_key(bare(found["word"])):
        word = bare(found["word"])
        return Fault(
            line, found.start("word") + 1, len(found["word"]), "syntax", f"「{word}」后面少了冒号。",
            _COLON_HINT.format(key=word).replace("改成", "加上", 1),
        )  # fmt: skip
    return Fault(
        line,
        column,
        min(len(text.strip()), 12),
        "syntax",
        "这一行既没有键和冒号，也不像是接着上一行的文字。",
        "接着上一行的文字，要比上一行的键多缩进两格；是新的一项，写成「键: 值」；是标题行，前面加「- 」。",
    )


def _too_far(lines: list[str], line: int, column: int) -> Fault:
    """A colon where none can stand: the line is indented further than the one above, or the
    line above has no colon or no dash."""
    text = lines[line - 1]
    above = next((n for n in range(line - 1, 0, -1) if lines[n - 1].strip()), 0)
    indent = len(text) - len(text.lstrip())
    if above:
        before = lines[above - 1]
        found = _first_word(before)
        level = len(before) - len(before.lstrip())
        if found and ":" not in before:
            if is_key(bare(found["word"])):
                return _without_colon(lines, above, level + 1)
            return Fault(
                above, level + 1, min(len(before.strip()), 12), "syntax", "这一行没有「键: 值」里的冒号，下一行因此读不下去。",
                "补上键和半角冒号；是标题行，前面加「- 」，并与上下的「- 」对齐。",
            )  # fmt: skip
        if (
            found
            and bare(found["word"]) in ("序号", "内容", "段落", "名称")
            and "- " not in before
            and level < indent
        ):
            return Fault(
                above, level + 1, 1, "indentation", "这一行缩进少了，或者前面少了短横「- 」，下一行因此接不上。",
                "新的一条从「- 」开始，例如「- 序号: 2」，下面各行与「序号」左边对齐。",
            )  # fmt: skip
        start = found.start("word") if found else level
        if indent > start:
            return Fault(
                line, indent + 1, 1, "indentation", "这一行比上一行的键多缩进了。", "与上一行的键左边对齐。"
            )
    return Fault(
        line, column, 1, "colon-in-value", "这里的冒号不能出现在这个位置。",
        "值里有冒号加空格，就用单引号把整个值括起来；不是，就检查上一行有没有写完。",
    )  # fmt: skip


def _misplaced(line: int, column: int) -> Fault:
    return Fault(
        line,
        column,
        1,
        "indentation",
        "这一行的缩进与上面哪一层都对不齐。",
        "与上面同一层的键左边对齐；一层一层都用两个半角空格。",
    )
