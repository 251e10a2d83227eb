"""Mappings of the YAML, read by the vocabulary: what is unknown, doubled, missing or of
the wrong shape is reported with the key that was most likely meant."""

from __future__ import annotations

import re
from collections.abc import Sequence as Items
from datetime import date
from functools import cache
from typing import NamedTuple

from qingdan.loader.key_hints import KIND_NAMES, bare, homes, is_key, meant
from qingdan.loader.report import Report
from qingdan.loader.tree import Mapping, Node, Scalar, Sequence, place_of
from qingdan.model import Text
from qingdan.problems import Place, Severity
from qingdan.text import dates
from qingdan.vocabulary import KEYS, Key, keys

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WEB = re.compile(r"https?://[^\s<>\"]+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_SHAPES = {"text": "一段文字", "date": "一个日期", "texts": "一个列表", "cell": "一段文字或一个列表",
           "mapping": "几个「键: 值」", "mappings": "一个列表，一项一个「- 」", "entries": "一个列表，一行一个「- 」"}  # fmt: skip


class Value(NamedTuple):
    """A key of a mapping with its value, of the right shape."""

    key: Key
    at: Node
    """The key itself, for its place."""
    node: Node


Fields = dict[str, Value]
"""Name in the model -> value, in the order of the YAML; keys without a value are left out."""


@cache
def _required(kind: str) -> tuple[Key, ...]:
    return tuple(key for key in KEYS[kind] if key.required)


class Reader:
    """Reads the nodes of one file; problems go to its report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.file = report.source.file

    # ------------------------------------------------------------ places and words

    def place(self, node: Node) -> Place:
        """Where the words of a node begin: behind its quote, in the first line of its block."""
        mark = node.start_mark
        style = node.style if type(node) is Scalar else ""
        if not style:
            return Place(self.file, mark.line + 1, mark.column + 1)
        if style in "\"'":
            return Place(self.file, mark.line + 1, mark.column + 2)
        for number in range(mark.line + 1, len(self.report.source.lines)):
            line = self.report.source.lines[number]
            if line.strip():
                return Place(self.file, number + 1, len(line) - len(line.lstrip(" ")) + 1)
        return Place(self.file, mark.line + 1, mark.column + 1)

    def text(self, node: Node) -> Text:
        """The words of a scalar, without white space around them."""
        assert type(node) is Scalar
        value = node.value
        return Text(value.strip() if value[:1].isspace() or value[-1:].isspace() else value, self.place(node))

    def cell(self, node: Node) -> Text:
        """The words of a printed cell; the items of a list stand on lines of their own."""
        if type(node) is Scalar:
            return self.text(node)
        texts = self.texts(node)
        return Text("\n".join(text.value for text in texts), texts[0].place if texts else self.place(node))

    def texts(self, node: Node) -> tuple[Text, ...]:
        """The words of each item of a list of scalars (or of one scalar)."""
        if type(node) is Sequence:
            return tuple(self.text(item) for item in node.items if type(item) is Scalar)
        return (self.text(node),)

    def plain(self, fields: Fields, name: str) -> str:
        """The words of a field, empty where it is absent."""
        return self.text(fields[name].node).value if name in fields else ""

    def optional(self, fields: Fields, name: str) -> Text | None:
        """The text of a field, None where it is absent."""
        return self.text(fields[name].node) if name in fields else None

    def error(self, node: Node, rule: str, message: str, hint: str = "") -> None:
        """Report a problem with a node, its first line marked."""
        place = self.place(node) if type(node) is Scalar else place_of(self.file, node)
        self.report.error(place, rule, message, hint, _width(node))

    # ------------------------------------------------------------ mappings

    def fields(self, node: Node, kind: str) -> Fields | None:
        """The fields of a mapping of this kind; None where it is no mapping."""
        if type(node) is not Mapping:
            self._no_mapping(node, kind)
            return None
        table = keys(kind)
        found: Fields = {}
        empty: list[str] = []
        items = node.items
        for index in range(0, len(items), 2):
            at, value = items[index], items[index + 1]
            key = table.get(at.value) if type(at) is Scalar else None
            if key is None:
                self._unknown(at, value, kind, node)
            elif key.name in found or key.name in empty:
                self._doubled(at, key, items)
            elif type(value) is Scalar and (not value.value or value.value.isspace()):
                empty.append(key.name)  # `责任单位:` with nothing behind it is an empty cell
            elif self._shaped(key, at, value):
                found[key.name] = Value(key, at, value)
        for key in _required(kind):
            if key.name not in found:
                self._missing(node, key, kind)
        return found

    def _doubled(self, at: Node, key: Key, items: Items[Node]) -> None:
        first = next(n for n in items[::2] if type(n) is Scalar and n.value == key.key)
        self.report.add(
            Severity.ERROR,
            self.place(at),
            "doubled-key",
            f"键「{key.key}」在这里写了两次，第一次在第 {first.start_mark.line + 1} 行。",
            "删去一个；是下一条的内容，就在下一条前面加「- 」。",
            len(key.key),
            (self.place(first),),
        )

    def _missing(self, node: Mapping, key: Key, kind: str) -> None:
        written = next((n for n in node.items[::2] if type(n) is Scalar and bare(n.value) == key.key), None)
        near = any(
            type(n) is Scalar and n.value != key.key and meant(n.value, kind).key == key.key
            for n in node.items[::2]
        )
        wrong = written is not None and any(
            p.place.line == written.start_mark.line + 1 or p.place == self.place(written)
            for p in self.report.problems
        )
        if near or wrong:
            return  # its fault is shown already
        example = key.example or "…"
        if written is not None and written.value == key.key:
            self.error(
                written, "missing-key", f"「{key.key}」没有填。", f"{key.help}例如「{key.key}: {example}」。"
            )
            return
        if node.items:
            self.error(
                node.items[0],
                "missing-key",
                f"这里少了键「{key.key}」，{KIND_NAMES[kind]}里一定要有。",
                f"加一行「{key.key}: {example}」。{key.help}",
            )
        else:
            self.error(node, "missing-key", f"这里少了键「{key.key}」。", key.help)

    def _unknown(self, at: Node, value: Node, kind: str, node: Mapping) -> None:
        if type(at) is not Scalar:
            self.error(
                at,
                "wrong-type",
                "这里该是一个键，却是列表或括号。",
                "值以 [ 或 { 开头时，用单引号把整个值括起来。",
            )
            return
        word = at.value
        if word == "<<":
            self.error(at, "anchor", "「<<」是 YAML 的合并键，这里不用。", "把要合并的内容照样写出来。")
            return
        if found := re.match(r"([^：:]{1,8})([：:])", word):
            if is_key(bare(found[1])):
                self._colon(at, found)
                return
        if bare(word) != word and bare(word) in keys(kind):
            self._odd_space(at, word)
            return
        self.error(at, "unknown-key", *self._unknown_words(word, kind, value, node))

    def _colon(self, at: Node, found: re.Match[str]) -> None:
        key = bare(found[1])
        place = self.place(at)
        self.report.error(
            place._replace(column=place.column + found.start(2)),
            "full-width-colon" if found[2] == "：" else "missing-space",
            f"「{key}」后面是全角冒号「：」。" if found[2] == "：" else f"「{key}」的冒号后面没有空格。",
            f"改成半角冒号，后面空一格：「{key}: …」。",
        )

    def _odd_space(self, at: Node, word: str) -> None:
        """A key with full-width spaces, dashes or quotes around it."""
        key = bare(word)
        if word.lstrip("\u3000\xa0") != word:
            self.error(
                at,
                "full-width-space",
                "这一行用全角空格缩进。",
                f"删去行首的空白，改用半角空格，与同一层的键左边对齐：「{key}: …」。",
            )
        elif word[0] == "-":
            self.error(at, "missing-space", "短横后面没有空格。", f"在短横后面加一个空格：「- {key}: …」。")
        elif word[0] in "－—–":
            self.error(
                at,
                "full-width-punctuation",
                f"行首的短横「{word[0]}」不是半角的。",
                f"改成半角短横加一个空格：「- {key}: …」。",
            )
        else:
            self.error(at, "unknown-key", f"键「{key}」里有多余的空格或符号。", f"改成「{key}」。")

    def _unknown_words(self, word: str, kind: str, value: Node, node: Mapping) -> tuple[str, str]:
        """What is wrong with an unknown key, and how to mend it."""
        shown = word if len(word) <= 20 else word[:20] + "……"
        where = KIND_NAMES[kind]
        message = f"「{shown}」不是{where}里的键。"
        others = [KIND_NAMES[other] for other in homes(word) if other != kind]
        taken = {n.value for n in node.items[::2] if type(n) is Scalar}
        key, sure = meant(word, kind)
        if sure and key not in taken:
            return message, f"改成「{key}」。"
        if others and not sure:
            names = "、".join(others)
            return message, f"「{bare(word)}」是{names}的键：检查缩进，这一行是不是放错了层。"
        if kind == "task" and len(node.items) == 2:
            return message, "这是一行标题或文字里有半角冒号加空格时，用单引号把整行括起来：「- '…'」。"
        if key and key not in taken:
            return message, f"是不是「{key}」？"
        return message, f"{where}里可以用的键：{'、'.join(keys(kind))}。"

    def _no_mapping(self, node: Node, kind: str) -> None:
        where = KIND_NAMES[kind]
        needed = "、".join(f"「{key.key}」" for key in _required(kind)) or f"「{KEYS[kind][0].key}」"
        if type(node) is Scalar:
            if found := re.match(r"\s*([^\s：:]{1,8})\s*([：:])", node.value):
                if is_key(bare(found[1])):
                    self._colon(node, found)
                    return
            if not node.value.strip():
                self.error(node, "wrong-type", f"这一项{where}是空的。", f"写上{needed}，或者删去这一项。")
                return
        what = "一段文字" if type(node) is Scalar else "一个列表"
        key = _required(kind)[0] if _required(kind) else KEYS[kind][0]
        self.error(
            node,
            "wrong-type",
            f"{where}该写成「键: 值」，这里却是{what}。",
            f"例如「{key.key}: {key.example or '…'}」；要写的键有{needed}。",
        )

    # ------------------------------------------------------------ shapes

    def _shaped(self, key: Key, at: Node, value: Node) -> bool:
        """Whether the value has the shape that the key needs; reports where it has not."""
        shape = key.shape
        if shape in ("text", "date"):
            if type(value) is not Scalar:
                self._wrong_shape(key, at, value)
                return False
            if value.start_mark.line != value.end_mark.line or key.choices:
                return self._swallowed(value) and self._chosen(key, value)
            return True
        if shape == "cell" and type(value) is Scalar:
            return value.start_mark.line == value.end_mark.line or self._swallowed(value)
        if shape in ("texts", "cell"):
            return self._list_of_texts(key, at, value)
        if shape == "mapping":
            if type(value) is Mapping:
                return True
        elif type(value) is Sequence:
            return True
        self._wrong_shape(key, at, value)
        return False

    def _list_of_texts(self, key: Key, at: Node, value: Node) -> bool:
        if type(value) is not Sequence:
            self._wrong_shape(key, at, value)
            return False
        fine = True
        for item in value.items:
            if type(item) is not Scalar:
                self.error(
                    item,
                    "wrong-type",
                    f"「{key.key}」的每一项该是一段文字，这一项不是。",
                    "检查这一项的缩进、冒号和括号；文字里有半角冒号时用单引号括起来。",
                )
                fine = False
            elif not item.value.strip():
                self.error(item, "wrong-type", f"「{key.key}」里有一项是空的。", "填上文字，或者删去这一项。")
                fine = False
            elif value.flow and not item.style and (comma := _bare_comma(item.value)) >= 0:
                place = self.place(item)
                self.report.error(
                    place._replace(column=place.column + comma) if _one_line(item) else place,
                    "full-width-punctuation",
                    "方括号里的两项之间是全角逗号「，」，YAML 把它们当成一项。",
                    "改成半角逗号，后面空一格；本来就是一项，就用单引号括起来。",
                )
                fine = False
        return fine

    def _wrong_shape(self, key: Key, at: Node, value: Node) -> None:
        what = (
            "一段文字" if type(value) is Scalar else "一个列表" if type(value) is Sequence else "「键: 值」"
        )
        self.error(
            value if type(value) is Scalar else at,
            "wrong-type",
            f"「{key.key}」该写成{_SHAPES[key.shape]}，这里却是{what}。",
            _shape_hint(key, value),
        )

    def _swallowed(self, value: Scalar) -> bool:
        """Whether a value over several lines is free of lines that were meant as keys."""
        if value.style:
            return True
        lines = self.report.source.lines
        for number in range(value.start_mark.line + 1, min(value.end_mark.line + 1, len(lines))):
            found = re.match(r"[\s-]*([^\s：:]{1,8})\s*([：:])", lines[number])
            if found and is_key(found[1]):
                self.report.error(
                    Place(self.file, number + 1, found.start(2) + 1),
                    "full-width-colon" if found[2] == "：" else "missing-space",
                    f"「{found[1]}」这一行被当成了上一行的文字：冒号或缩进不对。",
                    f"改成半角冒号加空格，与上面的键左边对齐：「{found[1]}: …」；是印出的文字，就用单引号把整个值括起来。",
                )
                return False
        return True

    def _chosen(self, key: Key, value: Scalar) -> bool:
        word = value.value.strip()
        if not key.choices or word in key.choices:
            return True
        near = [choice for choice in key.choices if bare(word) in choice or choice in word]
        hint = f"改成「{near[0]}」。" if len(near) == 1 else f"只能写{'、'.join(key.choices)}。"
        self.error(value, "wrong-value", f"「{key.key}」不能写「{word[:20]}」。", hint)
        return False

    def no_key(self, item: Scalar) -> bool:
        """Whether a heading row is no `- 内容：…` whose colon was mistyped."""
        if item.style:
            return True
        found = re.match(r"(序号|内容|段落)\s*([：:])", item.value)
        if found:
            self._colon(item, found)
        return not found and (_one_line(item) or self._swallowed(item))

    # ------------------------------------------------------------ values

    def date(self, fields: Fields, name: str) -> date | None:
        """A day written as 2022-06-01; a printed one is reported with its right form."""
        if name not in fields:
            return None
        key, _, node = fields[name]
        word = self.text(node).value
        if found := _ISO.fullmatch(word):
            try:
                return date(*(int(part) for part in found.groups()))
            except ValueError:
                self.error(node, "wrong-date", f"没有 {word} 这一天。", "检查年、月、日。")
                return None
        meant_day = _printed_day(word)
        self.error(
            node,
            "wrong-date",
            f"「{key.key}」要写成 年-月-日。",
            f"改成 {meant_day.isoformat()}。"
            if meant_day
            else "四位年、两位月、两位日，用半角短横连接，例如 2022-06-01。",
        )
        return None

    def slug(self, fields: Fields, name: str = "slug") -> str:
        """A name for addresses: a-z, 0-9 and -; empty where it is none."""
        if name not in fields:
            return ""
        word = self.plain(fields, name)
        if _SLUG.fullmatch(word) and len(word) <= 80:
            return word
        simpler = re.sub(r"[^a-z0-9]+", "-", word.lower()).strip("-")
        self.error(
            fields[name].node,
            "wrong-value",
            "网址名只能用小写字母、数字和中间的 -，不超过 80 个。",
            f"改成「{simpler}」。" if 0 < len(simpler) <= 80 else "例如 shi-fa-gai-wei。",
        )
        return ""

    def web(self, fields: Fields, name: str) -> str:
        """An address on the web; empty where it is none."""
        word = self.plain(fields, name)
        if word and not _WEB.fullmatch(word):
            self.error(
                fields[name].node,
                "wrong-value",
                "网址要以 http:// 或 https:// 开头，中间没有空格。",
                "从浏览器的地址栏整行复制。",
            )
            return ""
        return word


def _width(node: Node) -> int:
    return node.end_mark.column - node.start_mark.column if _one_line(node) else 1


def _one_line(node: Node) -> bool:
    return bool(node.start_mark.line == node.end_mark.line)


def _bare_comma(value: str) -> int:
    """Index of the first full-width comma outside full-width brackets; -1 where there is none."""
    depth = 0
    for index, sign in enumerate(value):
        if sign in "（(〔《「“":
            depth += 1
        elif sign in "）)〕》」”":
            depth -= 1
        elif sign == "，" and depth <= 0:
            return index
    return -1


def _printed_day(word: str) -> date | None:
    """The day that a printed or loosely written date means."""
    if found := re.fullmatch(
        r"\s*(\d{4})\s*[-./－／．年]\s*(\d{1,2})\s*[-./－／．月]\s*(\d{1,2})\s*日?\s*", word
    ):
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError:
            return None
    return dates.parse(word)


def _shape_hint(key: Key, value: Node) -> str:
    if key.shape == "texts" and type(value) is Scalar:
        word = value.value.strip()
        word = re.sub(r"^[［【\[]|[］】\]]$", "", word)
        parts = (
            [part.strip() for part in re.split("[，、；]", word)]
            if _bare_comma(word) >= 0 or "、" in word
            else [word]
        )
        return f"写成「{key.key}: [{', '.join(parts)}]」。"
    if key.shape in ("mappings", "entries"):
        return "每一项前面加「- 」，例如「- {key}: …」，下面各行与它左边对齐。".replace(
            "{key}", _first_key(key.of)
        )
    if key.shape == "mapping":
        return f"例如「{key.key}: {{{_first_key(key.of)}: …}}」，括号、冒号用半角，冒号后空一格。"
    if type(value) is Mapping:
        return "值里有半角冒号、花括号时，用单引号把整个值括起来。"
    return "写成一段文字；以 [ 开头的文字用单引号括起来。"


def _first_key(kind: str) -> str:
    return (_required(kind) or KEYS[kind])[0].key
