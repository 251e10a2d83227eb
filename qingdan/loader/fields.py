"""Mappings of the YAML, read by the vocabulary."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from qingdan.loader import complaints
from qingdan.loader.key_hints import bare, meant
from qingdan.loader.nodes import Nodes, on_one_line
from qingdan.loader.tree import Mapping, Node, Scalar, Sequence
from qingdan.model import Text
from qingdan.regexes import regex
from qingdan.text import dates
from qingdan.vocabulary import KEYS, Key, keys

_ISO = regex(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WEB = regex(r"https?://[^\s<>\"]+")
_MOST = 1000
"""Keys in one mapping; the largest of ours has some twenty."""
_SLUG = regex(r"[a-z0-9]+(?:-[a-z0-9]+)*")


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


class Reader(Nodes):
    """Reads the mappings and values of one file."""

    def fields(self, node: Node, kind: str) -> Fields | None:
        """The fields of a mapping of this kind; None where it is no mapping. Unknown, doubled and
        missing keys and values of a wrong shape are reported and left out."""
        if type(node) is not Mapping:
            complaints.no_mapping(self, node, kind)
            return None
        table = keys(kind)
        found: Fields = {}
        empty: list[str] = []
        items = node.items
        if len(items) > 2 * _MOST:
            complaints.too_many_keys(self, node)
            return None
        for index in range(0, len(items), 2):
            at, value = items[index], items[index + 1]
            key = table.get(at.value) if type(at) is Scalar else None
            if key is None and (key := self._unknown(at, node, kind)) is None:
                continue
            if key.name in found or key.name in empty:
                complaints.doubled_key(self, at, key, node)
            elif type(value) is Scalar and (not value.value or value.value.isspace()):
                empty.append(key.name)  # `责任单位:` with nothing behind it is an empty cell
            elif self._is_shaped(key, at, value):
                found[key.name] = Value(key, at, value)
        for key in _required(kind):
            if key.name not in found:
                complaints.missing_key(self, node, key, kind)
        return found

    def _unknown(self, at: Node, node: Mapping, kind: str) -> Key | None:
        """Reports an unknown key. The key that it stands for beyond doubt: its value is read all the
        same, so that what else is wrong is shown at once, and nothing is missed that is there."""
        complaints.unknown_key(self, at, node, kind)
        if type(at) is not Scalar:
            return None
        word, sure = meant(at.value, kind)
        if not sure or any(type(other) is Scalar and other.value == word for other in node.items[::2]):
            return None
        self.report.mended.add(self.place(at))
        return keys(kind)[word]

    def plain(self, fields: Fields, name: str) -> str:
        """The words of a field, empty where it is absent."""
        return self.text(fields[name].node).value if name in fields else ""

    def optional(self, fields: Fields, name: str) -> Text | None:
        """The text of a field, None where it is absent."""
        return self.text(fields[name].node) if name in fields else None

    def items(self, fields: Fields, name: str) -> list[Node]:
        """The items of a field that is a list, none where it is absent."""
        node = fields[name].node if name in fields else None
        return node.items if type(node) is Sequence else []

    def is_heading(self, item: Scalar) -> bool:
        """Whether a heading row is no `- 内容：…` whose colon was mistyped; reports where it is."""
        if item.style:
            return True
        if found := re.match(r"(序号|内容|段落)[\s　]+(?=\S)", item.value):
            hint = f"加上半角冒号，后面空一格：「- {found[1]}: …」；是印出的标题，就用单引号把整行括起来。"
            self.error(item, "key-in-text", f"「{found[1]}」后面少了冒号，这一行被当成了标题。", hint)
            return False
        if found := re.match(r"(序号|内容|段落)\s*([：:])", item.value):
            complaints.mistyped_colon(self, item, found)
            complaints.swallowed_lines(self, item)
            return False
        return on_one_line(item) or not complaints.swallowed_lines(self, item)

    def _is_shaped(self, key: Key, at: Node, value: Node) -> bool:
        """Whether the value has the shape that the key needs; reports where it has not."""
        shape = key.shape
        if type(value) is Scalar:
            if shape in ("text", "date", "cell"):
                if value.start_mark.line != value.end_mark.line and complaints.swallowed_lines(self, value):
                    return False
                return not key.choices or self._is_chosen(key, value)
        elif type(value) is Sequence:
            if shape in ("texts", "cell"):
                return complaints.list_is_fine(self, key, value) and self._are_chosen(key, value)
            if shape in ("mappings", "entries"):
                return True
        elif shape == "mapping":
            return True
        complaints.wrong_shape(self, key, at, value)
        return False

    def _are_chosen(self, key: Key, value: Sequence) -> bool:
        """Whether every item of a list is one of the words that the key takes, where it takes some only."""
        return not key.choices or not [
            item for item in value.items if type(item) is Scalar and not self._is_chosen(key, item)
        ]

    def _is_chosen(self, key: Key, value: Scalar) -> bool:
        word = value.value.strip()
        if word in key.choices:
            return True
        plain = bare(word).lower()
        near = [c for c in key.choices if plain and (plain in c.lower() or c.lower() in plain)]
        hint = f"改成「{near[0]}」。" if len(near) == 1 else f"只能写 {'、'.join(key.choices)}。"
        self.error(value, "wrong-value", f"「{key.key}」不能写「{word[:20]}」。", hint)
        return False

    # ------------------------------------------------------------ values

    def date(self, fields: Fields, name: str) -> date | None:
        """A day written as 2022-06-01; a printed one is reported with its right form."""
        if name not in fields:
            return None
        key, _, node = fields[name]
        word = self.text(node).value
        if found := _ISO.fullmatch(word):
            day = dates.make(*(int(part) for part in found.groups()))
            if day is None:
                self.error(node, "wrong-date", f"没有 {word} 这一天。", "检查年、月、日。")
            return day
        day = dates.parse(word.strip("“”\"'‘’「」 "))
        hint = "四位年、两位月、两位日，用半角短横连接，例如 2022-06-01。"
        message = f"「{key.key}」要写成 年-月-日。"
        self.error(node, "wrong-date", message, f"改成 {day.isoformat()}。" if day else hint)
        return None

    def slug(self, fields: Fields, name: str = "slug") -> str:
        """A name for addresses: a-z, 0-9 and -; empty where it is none."""
        word = self.plain(fields, name)
        if not word or (_SLUG.fullmatch(word) and len(word) <= 80):
            return word
        self.error(fields[name].node, "wrong-value", *slug_fault(word))
        return ""

    def slugs(self, fields: Fields, name: str) -> tuple[str, ...]:
        """A list of names for addresses; wrong ones are reported and left out."""
        found = []
        for item in self.items(fields, name):
            word = self.text(item).value
            if _SLUG.fullmatch(word):
                found.append(word)
            else:
                self.error(item, "wrong-value", *slug_fault(word))
        return tuple(found)

    def web(self, fields: Fields, name: str) -> str:
        """An address on the web; empty where it is none."""
        word = self.plain(fields, name)
        if word and not _WEB.fullmatch(word):
            message = "网址要以 http:// 或 https:// 开头，中间没有空格。"
            self.error(fields[name].node, "wrong-value", message, "从浏览器的地址栏整行复制。")
            return ""
        return word


def slug_fault(word: str) -> tuple[str, str]:
    """Message and hint for a name that cannot stand in an address."""
    simpler = re.sub("[^a-z0-9]+", "-", word.lower()).strip("-")[:80].strip("-")
    message = "网址里的名字只能用小写字母、数字和中间的 -，不超过 80 个。"
    return message, f"改成「{simpler}」。" if simpler else "例如 shi-fa-gai-wei。"
