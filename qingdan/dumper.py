"""Dump 写出: a draft -> the YAML that a clerk could have typed.

A draft is a tree of plain values under the Chinese keys of the YAML, written in
the style of content/documents/. Loading what was dumped gives the same values
again; the loader never refuses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from qingdan.regexes import regex
from qingdan.vocabulary import KEYS, Key

Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"
"""A value of the YAML: words, a list, or a mapping with Chinese keys."""
Tree = Mapping[str, Value]

_ESCAPED = regex(
    "[^\t\x20-\x7e\xa0-\u1fff\u2010-\u2027\u2030-\u205f\u2070-\ud7ff\ue000-\ufefe\uff00-\ufffd"
    "\U00010000-\U0010ffff]|\u00ad"
)
"""What YAML forbids or nobody sees: written as escapes, so that a person sees it."""
_SHORT = {"\n": "\\n", "\t": "\\t", "\\": "\\\\", '"': '\\"'}
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`=<~")
_MEANT = regex(r":(\s|$)|\s#|^\s|\s$|\t|^(序号|内容|段落)[\s：]")
"""What must not stand in plain words: it would be read as a key, a comment or a slip of the pen."""
_OTHER_TYPES = regex(r"(?i)null|true|false|yes|no|on|off|y|n|[-+]?[0-9]*\.[0-9]+|[0-9]+\.|\.inf|\.nan")
_IN_FLOW = regex(r"[,\[\]{}，]")


def dump(tree: Tree) -> str:
    """The YAML text of a document's tree. Values that are empty are left out, `清单` and `条目` apart."""
    return "".join(f"{line}\n" for line in _mapping(tree, "document", ""))


def _mapping(values: Mapping[str, Value], kind: str, indent: str) -> Iterable[str]:
    table = {key.key: key for key in KEYS[kind]}
    for word, value in values.items():
        key = table[word]
        if not value:
            if key.required and not isinstance(value, str):
                yield f"{indent}{word}: []"
            continue
        yield from _pair(key, value, indent)


def _pair(key: Key, value: Value, indent: str) -> Iterable[str]:
    """One key with its value."""
    if isinstance(value, str):
        head, *rest = _scalar(value, indent + "  ")
        yield f"{indent}{key.key}: {head}"
        yield from rest
    elif isinstance(value, Mapping):
        yield f"{indent}{key.key}:"
        yield from _mapping(value, key.of, indent + "  ")
    elif key.shape == "texts":
        yield f"{indent}{key.key}: [{', '.join(_inline(str(item)) for item in value)}]"
    else:
        yield f"{indent}{key.key}:"
        for item in value:
            yield from _item(key, item, indent)


def _item(key: Key, item: Value, indent: str) -> Iterable[str]:
    """One `- ` of a list."""
    if isinstance(item, str):
        head, *rest = _scalar(item, indent + "  ")
        yield f"{indent}- {head}"
        yield from rest
    elif isinstance(item, Mapping):
        kind = "paragraph" if "段落" in item else key.of
        for number, line in enumerate(_mapping(item, kind, indent + "  ")):
            yield f"{indent}- {line[len(indent) + 2 :]}" if number == 0 else line


def _scalar(words: str, indent: str) -> list[str]:
    """Words as they stand behind `键: ` or `- `; more lines where they have several."""
    if "\n" in words and not _ESCAPED.search(words.replace("\n", "")):
        lines = words.split("\n")
        blank = any(not line.strip(" \t") for line in lines)
        if not blank and not lines[0].startswith((" ", "\t")):
            return ["|-", *(indent + line for line in lines)]
    return [_quoted(words) if _is_special(words) else words]


def _inline(words: str) -> str:
    """Words within `[a, b]`."""
    return _quoted(words) if _is_special(words) or _IN_FLOW.search(words) else words


def _is_special(words: str) -> bool:
    """Whether plain words would be read as something else."""
    return (
        not words
        or words[0] in _INDICATORS
        or "\n" in words
        or bool(_MEANT.search(words) or _ESCAPED.search(words) or _OTHER_TYPES.fullmatch(words))
    )


def _quoted(words: str) -> str:
    """Single quotes, or double ones where something has to be escaped."""
    if not _ESCAPED.search(words):
        return "'" + words.replace("'", "''") + "'"
    return '"' + "".join(_escape(char) for char in words) + '"'


def _escape(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    if not _ESCAPED.match(char):
        return char
    code = ord(char)
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
