"""Values that are no good YAML as they stand: special signs, quotes and brackets."""

from __future__ import annotations

import re

from qingdan.loader.faults import Fault
from qingdan.loader.key_hints import is_key
from qingdan.regexes import regex

COLON_HINT = "改成半角冒号，后面空一格：「{key}: …」。"

OPENERS = ("'", '"', "[", "{")
"""What a value over several lines may begin with."""

_QUOTED = {'"': regex(r'"(?:[^"\\]|\\.)*"', re.DOTALL), "'": regex(r"'(?:[^']|'')*'", re.DOTALL)}
_BAD_ESCAPE = regex(r"\\[^0abtnvfre \"/\\N_LPxuU\t\n]")
_COMMENT = regex(r"\s#.*$")
_WELL_FORMED = regex(r"[*&!][0-9A-Za-z_-]+(?:\s.*)?")
"""An anchor, alias or tag: refused where the tree is read."""
_PAIRS = {"[": "]", "{": "}"}
_FLOW = regex(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[\[\]{}］】｝]", re.DOTALL)
_FLOW_KEY = regex(r"(?P<lead>[{,，]\s*)(?P<key>[^\s:：,，\[\]{}\"']{1,8})\s*(?P<colon>[:：])(?P<gap>\s?)")


class Line:
    """One line while it is mended: its text, and where characters were put in."""

    def __init__(self, text: str, number: int) -> None:
        self.text = text
        self.number = number
        self.inserted: list[int] = []
        """Columns from 1, in the mended text."""
        self.faults: list[Fault] = []

    def fault(self, at: int, width: int, rule: str, message: str, hint: str) -> None:
        """Note a fault at an index of the mended text."""
        before = sum(column <= at for column in self.inserted)
        self.faults.append(Fault(self.number, at - before + 1, max(width, 1), rule, message, hint))

    def replace(self, at: int, old: int, new: str) -> None:
        """Put `new` in place of `old` characters; what it is longer by counts as put in."""
        self.text = self.text[:at] + new + self.text[at + old :]
        self.inserted += range(at + old + 1, at + len(new) + 1)

    def quote(self, at: int, text: str) -> None:
        """Put single quotes around the text that begins at the index."""
        self.replace(at, 0, "'")
        end = at + 1 + len(text)
        self.text = self.text[: at + 1] + text.replace("'", "''") + "'" + self.text[end:]


def mend_value(line: Line, at: int, following: list[str], *, keyed: bool) -> int:
    """A value that needs quotes, and the like; how many further lines belong to it."""
    value = line.text[at:]
    if not value or value[0] == "#":
        return 0
    first = value[0]
    if first in _QUOTED:
        return _mend_quoted(line, at, following)
    if first in _PAIRS:
        return _mend_brackets(line, at, following)
    text = _COMMENT.sub("", value).rstrip()
    if first in "@`%*&!,]}|>" or re.match(r"[-?](?:\s|$)", value):
        if not _WELL_FORMED.fullmatch(text):
            message = f"值以「{first}」开头，这个符号在 YAML 里有特殊意思。"
            hint = f"是印出的文字，就{_quote_hint(text)}不是，就删去它。"
            if first == "`" and text.startswith("```"):
                message, hint = "「```」是 Markdown 的记号，YAML 文件里不用。", "删去这一行。"
            line.fault(at, 1, "special-start", message, hint)
            line.quote(at, text)
    elif keyed and (colon := re.search(r":(?:\s|$)", text)):
        message = "值里面有半角冒号加空格，YAML 会当成又一个键。"
        hint = _quote_hint(text) + "原件印的是全角冒号，就改成全角冒号。"
        word = re.split(r"[\s　]", text[: colon.start()].rstrip())[-1]
        if is_key(word) and word != text[: colon.start()].strip():
            message, hint = (
                f"「{word}」和上一个键写在了一行里。",
                f"「{word}: …」另起一行，与上面的键左边对齐。",
            )
        line.fault(at + colon.start(), 1, "colon-in-value", message, hint)
        line.quote(at, text)
    return 0


def _quote_hint(text: str) -> str:
    shown = text if len(text) <= 12 else text[:10] + "……"
    return "用单引号把整个值括起来：'" + shown.replace("'", "''") + "'。"


def _mend_quoted(line: Line, at: int, following: list[str]) -> int:
    value = line.text[at:]
    mark = value[0]
    whole = "\n".join([value, *following])
    closed = _QUOTED[mark].match(whole)
    if closed is None:
        hint = f"在值的末尾补上 {mark}；引号是印出的文字，就换成原件的“”。"
        line.fault(at, 1, "quotes", f"这里的引号 {mark} 没有另一半。", hint)
        line.quote(at, value)
        return 0
    taken = closed[0].count("\n")
    tail = whole[closed.end() :].split("\n", 1)[0]
    if tail.strip() and not _COMMENT.match(tail):
        text = _COMMENT.sub("", value).rstrip()
        where, width = (at, 1) if taken else (at + closed.end(), len(tail.rstrip()))
        line.fault(where, width, "quotes", f"引号 {mark} 后面还有文字，YAML 读不下去。", _quote_hint(text))
        if not taken:
            line.quote(at, text)
    elif mark == '"' and (bad := _BAD_ESCAPE.search(closed[0])):
        hint = "把两头的双引号换成单引号 '。"
        where = at if "\n" in closed[0][: bad.start()] else at + bad.start()
        line.fault(where, 2, "quotes", "双引号里的反斜杠 \\ 有特殊意思。", hint)
        if not taken:
            line.text = line.text[:at] + "'" + closed[0][1:-1].replace("'", "''") + "'" + tail
    return taken


def _mend_brackets(line: Line, at: int, following: list[str]) -> int:
    """A value in brackets: pairs, full-width signs, text behind it."""
    whole = "\n".join([line.text[at:], *following])
    end, odd = _closing(whole)
    first, last = whole[0], _PAIRS[whole[0]]
    if not end:
        if odd >= 0 and "\n" not in whole[: odd + 1]:
            message = f"「{whole[odd]}」是全角的括号。"
            line.fault(at + odd, 1, "full-width-punctuation", message, f"改成半角的 {last}。")
            line.replace(at + odd, 1, last)
        else:
            hint = f"在这一项的末尾补上 {last}；括号是印出的文字，就用单引号把整个值括起来。"
            line.fault(at, 1, "brackets", f"这里的 {first} 没有另一半 {last}。", hint)
            line.text = line.text.rstrip() + last
        return 0
    taken = whole[:end].count("\n")
    tail = whole[end:].split("\n", 1)[0]
    if tail.strip() and not _COMMENT.match(tail):
        if not taken:
            text = _COMMENT.sub("", line.text[at:]).rstrip()
            message = f"{last} 后面还有文字，YAML 读不下去。"
            hint = "括号是印出的文字，就" + _quote_hint(text)
            line.fault(at + end, len(tail.rstrip()), "brackets", message, hint)
            line.quote(at, text)
    elif first == "{" and not taken:
        _mend_pairs(line, at)
    return taken


def _closing(whole: str) -> tuple[int, int]:
    """The index behind the bracket that closes the first one (0: none), and that of the first
    full-width closing bracket (-1: none)."""
    depth, odd = 0, -1
    for found in _FLOW.finditer(whole):
        sign = found[0]
        if sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
            if not depth:
                return found.end(), odd
        elif sign in "］】｝" and odd < 0:
            odd = found.start()
    return 0, odd


def _mend_pairs(line: Line, at: int) -> None:
    """`{键：值，键: 值}` on one line: full-width colons and commas before keys."""
    position = at
    while found := _FLOW_KEY.search(line.text, position):
        position = found.end("key")
        if not is_key(found["key"]):
            continue
        lead, colon = found.start("lead"), found.start("colon")
        if found["lead"][0] == "，":
            message = "花括号里的两项之间是全角逗号「，」。"
            line.fault(lead, 1, "full-width-punctuation", message, "改成半角逗号，后面空一格。")
            line.replace(lead, 1, "," if len(found["lead"]) > 1 else ", ")
            position = lead  # its colon is looked at next
        elif found["colon"] == "：" or not found["gap"]:
            wide, key = found["colon"] == "：", found["key"]
            line.fault(
                colon,
                1,
                "full-width-colon" if wide else "missing-space",
                f"「{key}」后面是全角冒号「：」。" if wide else f"「{key}」的冒号后面没有空格。",
                COLON_HINT.format(key=key),
            )
            line.replace(colon, 1, ":" if found["gap"] else ": ")
