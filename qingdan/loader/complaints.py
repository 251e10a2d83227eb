"""What is wrong with keys and the shapes of values, told so that a clerk can mend it."""

from __future__ import annotations

import re

from qingdan.loader.decoding import INVISIBLE
from qingdan.loader.key_hints import KIND_NAMES, bare, homes, is_key, meant
from qingdan.loader.nodes import Nodes
from qingdan.loader.tree import Mapping, Node, Scalar, Sequence
from qingdan.problems import Place, Severity
from qingdan.regexes import regex
from qingdan.vocabulary import KEYS, Key, keys

_SHAPES = {
    "text": "一段文字",
    "date": "一个日期",
    "texts": "一个列表",
    "cell": "一段文字或一个列表",
    "mapping": "几个「键: 值」",
    "mappings": "一个列表，一项一个「- 」",
    "entries": "一个列表，一行一个「- 」",
}
_KEY_LINE = regex(r"[\s-]*([^\s：:]{1,8})\s*([：:])")
_ODD_DASHES = "－—–‐"


def mistyped_colon(nodes: Nodes, at: Node, found: re.Match[str]) -> None:
    """A key and its value run together; the match has the key and the colon."""
    key, wide = bare(found[1]), found[2] == "："
    nodes.astray.add(key)
    nodes.error_inside(
        at,
        found.start(2),
        "full-width-colon" if wide else "missing-space",
        f"「{key}」后面是全角冒号「：」。" if wide else f"「{key}」的冒号后面没有空格。",
        f"改成半角冒号，后面空一格：「{key}: …」。",
    )


def key_in(words: str) -> re.Match[str] | None:
    """The key and colon with which the words begin, where they begin so."""
    found = _KEY_LINE.match(words)
    return found if found and is_key(bare(found[1])) else None


def doubled_key(nodes: Nodes, at: Node, key: Key, node: Mapping) -> None:
    """The same key twice in one mapping."""
    first = next(n for n in node.items[::2] if type(n) is Scalar and n.value == key.key)
    nodes.report.add(
        Severity.ERROR,
        nodes.place(at),
        "doubled-key",
        f"键「{key.key}」在这里写了两次，第一次在第 {first.start_mark.line + 1} 行。",
        "删去一个；是下一条的内容，就在下一条前面加「- 」。",
        len(key.key),
        (nodes.place(first),),
    )


def missing_key(nodes: Nodes, node: Mapping, key: Key, kind: str) -> None:
    """A key that this kind of mapping must have; silent where a mistyped one is shown already."""
    written = [n for n in node.items[::2] if type(n) is Scalar]
    if written and not any(n.value in keys(kind) for n in written):
        return  # all of it is something else
    if key.key in nodes.astray or any(
        n.value != key.key and meant(n.value, kind).key == key.key for n in written
    ):
        return
    here = next((n for n in written if n.value == key.key), None)
    value = node.items[node.items.index(here) + 1] if here is not None else None
    example = f"「{key.key}: {key.example or '…'}」"
    if here is not None:
        if type(value) is Scalar and not value.value.strip():
            nodes.error(here, "missing-key", f"「{key.key}」没有填。", f"{key.help}例如{example}。")
        return
    where = node.items[0] if node.items else node
    message = f"这里少了键「{key.key}」，{KIND_NAMES[kind]}里一定要有。"
    hint = f"加一行{example}。{key.help}"
    if kind == "task" and written and written[0].value not in ("序号", "编号"):
        message = f"这一条任务从「{written[0].value}」开始，没有「{key.key}」。"
        hint = f"是上一条任务的，就删去它前面的短横「- 」，与上一行的键左边对齐；不是，就{hint}"
    nodes.error(where, "missing-key", message, hint)


def unknown_key(nodes: Nodes, at: Node, node: Mapping, kind: str) -> None:
    """A key that this kind of mapping does not have."""
    if type(at) is not Scalar:
        hint = "值以 [ 或 { 开头时，用单引号把整个值括起来。"
        nodes.error(at, "wrong-type", "这里该是一个键，却是列表或括号。", hint)
        return
    word = at.value
    plain = bare(word)
    if is_key(plain):
        nodes.astray.add(plain)
    if word == "<<":
        if type(node.items[node.items.index(at) + 1]) is Scalar:
            return  # the reference behind it is told of
        nodes.error(at, "anchor", "「<<」是 YAML 的合并键，这里不用。", "把要合并的内容照样写出来。")
    elif found := key_in(word):
        mistyped_colon(nodes, at, found)
    elif plain != word and is_key(plain):
        _odd_sign(nodes, at, word)
    else:
        shown = word if len(word) <= 20 else word[:20] + "……"
        message = f"「{shown}」不是{KIND_NAMES[kind]}里的键。"
        nodes.error(at, "unknown-key", message, _key_hint(word, kind, node))


def _odd_sign(nodes: Nodes, at: Node, word: str) -> None:
    """A key with full-width spaces, dashes or quotes around it."""
    key = bare(word)
    if found := INVISIBLE.search(word):
        message = f"键「{key}」里混进了看不见的字符（U+{ord(found[0]):04X}）。"
        nodes.error_inside(at, found.start(), "unknown-key", message, f"删去这个键，重打：「{key}: …」。")
    elif word.lstrip("\u3000\xa0") != word:
        hint = f"删去行首的空白，改用半角空格，与同一层的键左边对齐：「{key}: …」。"
        nodes.error(at, "full-width-space", "这一行用全角空格缩进。", hint)
    elif re.match("-[\u3000\xa0]", word):
        hint = f"改成一个半角空格：「- {key}: …」。"
        nodes.error(at, "full-width-space", "短横后面是全角空格。", hint)
    elif word[0] == "-":
        nodes.error(at, "missing-space", "短横后面没有空格。", f"在短横后面加一个空格：「- {key}: …」。")
    elif word[0] in _ODD_DASHES:
        hint = f"改成半角短横加一个空格：「- {key}: …」。"
        nodes.error(at, "full-width-punctuation", f"行首的短横「{word[0]}」不是半角的。", hint)
    else:
        nodes.error(at, "unknown-key", f"键「{key}」里有多余的空格或符号。", f"改成「{key}」。")


def _key_hint(word: str, kind: str, node: Mapping) -> str:
    """The key that was most likely meant."""
    taken = {n.value for n in node.items[::2] if type(n) is Scalar}
    key, sure = meant(word, kind)
    if sure and key not in taken:
        return f"改成「{key}」。"
    others = [KIND_NAMES[other] for other in homes(word) if other != kind]
    if others:
        return f"「{bare(word)}」是{'、'.join(others)}的键：检查缩进，这一行是不是放错了层。"
    if kind == "task" and len(node.items) == 2 and not key:
        return "这是一行标题或文字，里面有半角冒号：用单引号把整行括起来，「- '…'」。"
    if key and key not in taken:
        return f"是不是「{key}」？"
    return f"{KIND_NAMES[kind]}里可以用的键：{'、'.join(keys(kind))}。"


def too_many_keys(nodes: Nodes, node: Mapping) -> None:
    """A mapping with more keys than anybody would write."""
    message = f"这里有 {len(node.items) // 2} 个键，不像是一项内容。"
    nodes.error(node.items[0], "wrong-type", message, "多项内容要写成列表，每一项前面加「- 」。")


_SIGNS = {"document": {"标题", "清单"}, "registry": {"网址名", "单位", "泛称"}}
_FOLDERS = {"document": "content/documents/", "registry": "content/units/"}


def is_misfiled(nodes: Nodes, root: Node, kind: str) -> bool:
    """Whether a document lies in units/, or a registry in documents/; reports where it does."""
    if type(root) is not Mapping:
        return False
    written = {n.value for n in root.items[::2] if type(n) is Scalar}
    other = "registry" if kind == "document" else "document"
    if written & _SIGNS[kind] or len(written & _SIGNS[other]) < 2:
        return False
    message = f"这是一份{KIND_NAMES[other]}，放在了{KIND_NAMES[kind]}的文件夹里。"
    nodes.report.error(Place(nodes.file), "file-name", message, f"移到 {_FOLDERS[other]}。")
    return True


def is_report_as_row(nodes: Nodes, item: Node) -> bool:
    """Whether a row is an entry of 进展 or 调整 that was not indented; reports where it is."""
    if type(item) is not Mapping:
        return False
    written = [n for n in item.items[::2] if type(n) is Scalar]
    words = {n.value for n in written}
    for kind in ("progress", "adjustment"):
        if written and words <= keys(kind).keys() and words.isdisjoint(keys("task")):
            name, column = KIND_NAMES[kind], written[0].start_mark.column
            message = f"这一项是「{name}」的内容，缩进少了，被当成了一条任务。"
            hint = f"放在任务的「{name}:」下面：短横左边空 {column} 格，下面各行跟着右移。"
            nodes.error(written[0], "indentation", message, hint)
            return True
    return False


def no_mapping(nodes: Nodes, node: Node, kind: str) -> None:
    """Something else where a mapping of this kind belongs."""
    where, needed = KIND_NAMES[kind], "、".join(f"「{key.key}」" for key in needed_keys(kind))
    if type(node) is Scalar:
        if not node.style and (found := key_in(node.value)):
            mistyped_colon(nodes, node, found)
            return
        if not node.value.strip():
            nodes.error(node, "wrong-type", f"这一项{where}是空的。", f"写上{needed}，或者删去这一项。")
            return
    key = needed_keys(kind)[0]
    hint = f"例如「{key.key}: {key.example or '…'}」；要写的键有{needed}。"
    if type(node) is Sequence:
        hint = f"删去行首多余的「- 」；{hint}"
    nodes.error(node, "wrong-type", f"{where}该写成「键: 值」，这里却是{what_is(node)}。", hint)


def needed_keys(kind: str) -> tuple[Key, ...]:
    """The keys that this kind must have, else its first one."""
    return tuple(key for key in KEYS[kind] if key.required) or KEYS[kind][:1]


def what_is(node: Node) -> str:
    """What a node is, in the words of the guide."""
    return "一段文字" if type(node) is Scalar else "一个列表" if type(node) is Sequence else "「键: 值」"


def wrong_shape(nodes: Nodes, key: Key, at: Node, value: Node) -> None:
    """A text where a list belongs, and the like."""
    nodes.error(
        value if type(value) is Scalar else at,
        "wrong-type",
        f"「{key.key}」该写成{_SHAPES[key.shape]}，这里却是{what_is(value)}。",
        _shape_hint(key, value),
    )


def _shape_hint(key: Key, value: Node) -> str:
    if key.shape == "texts" and type(value) is Scalar:
        words = re.sub(r"^[［【\[]|[］】\]]$", "", value.value.strip())
        parts = re.split("[，、；]", words) if bare_comma(words) >= 0 or "、" in words else [words]
        return f"写成「{key.key}: [{', '.join(part.strip() for part in parts)}]」。"
    if key.shape in ("mappings", "entries"):
        first = needed_keys(key.of)[0].key
        return f"每一项前面加「- 」，例如「- {first}: …」，下面各行与它左边对齐。"
    if key.shape == "mapping":
        first = needed_keys(key.of)[0].key
        return f"例如「{key.key}: {{{first}: …}}」，括号、冒号用半角，冒号后空一格。"
    if type(value) is Mapping:
        return "值里有半角冒号、花括号时，用单引号把整个值括起来。"
    if type(value) is Sequence and not value.flow:
        return f"删去行首的「- 」，写在「{key.key}: 」后面。"
    return "写成一段文字；以 [ 开头的文字用单引号括起来。"


def list_is_fine(nodes: Nodes, key: Key, value: Sequence) -> bool:
    """Whether every item of a list is a text; full-width commas between items are found."""
    fine = True
    for item in value.items:
        if type(item) is not Scalar:
            message = f"「{key.key}」的每一项该是一段文字，这一项却是{what_is(item)}。"
            hint = "检查这一项的缩进、冒号和括号；文字里有半角冒号时用单引号括起来。"
            nodes.error(item, "wrong-type", message, hint)
        elif not item.value.strip():
            nodes.error(item, "wrong-type", f"「{key.key}」里有一项是空的。", "填上文字，或者删去这一项。")
        elif (
            key.shape == "texts" and value.flow and not item.style and (comma := bare_comma(item.value)) >= 0
        ):
            # In a printed cell the comma is print, and the units rule splits at it.
            nodes.error_inside(
                item,
                comma,
                "full-width-punctuation",
                "方括号里的两项之间是全角逗号「，」，YAML 把它们当成一项。",
                "改成半角逗号，后面空一格；本来就是一项，就用单引号括起来。",
            )
        else:
            continue
        fine = False
    return fine


def bare_comma(words: str) -> int:
    """Index of the first full-width comma outside brackets and quotes; -1 where there is none."""
    depth = 0
    for index, sign in enumerate(words):
        if sign in "（(〔《「“":
            depth += 1
        elif sign in "）)〕》」”":
            depth -= 1
        elif sign == "，" and depth <= 0:
            return index
    return -1


def swallowed_lines(nodes: Nodes, value: Scalar) -> bool:
    """Whether a plain value over several lines has taken in lines that were meant as keys."""
    if value.style:
        return False
    swallowed = False
    lines = nodes.report.source.lines
    for number in range(value.start_mark.line + 1, min(value.end_mark.line + 1, len(lines))):
        found = key_in(lines[number])
        if not found and not lines[number].lstrip().startswith("- "):
            continue
        swallowed = True
        if not found:
            indent = len(lines[number]) - len(lines[number].lstrip())
            message = "这一行以「- 」开头，却被当成了上一行的文字：缩进多了。"
            hint = "与上面的「- 」左边对齐；是印出的文字，就用单引号把整个值括起来。"
            nodes.report.error(Place(nodes.file, number + 1, indent + 1), "key-in-text", message, hint)
            continue
        key = bare(found[1])
        nodes.astray.add(key)
        nodes.report.error(
            Place(nodes.file, number + 1, found.start(2) + 1),
            "key-in-text",
            f"「{key}」这一行被当成了上一行的文字：冒号或缩进不对。",
            f"与上面的键左边对齐，写「{key}: …」；是印出的文字，就用单引号把整个值括起来。",
        )
    return swallowed
