"""Every field gets a number; `p3` is its passage in the original, `f3` its place among the fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from qingdan.model import Document
from qingdan.text.passages import Alignment, Field, Passage, Span, Spine, spine
from qingdan.text.passages.printed import Printed
from qingdan.vocabulary import KEYS

_KEYS = {kind: {key.name: key.key for key in table} for kind, table in KEYS.items()}

KINDS: Mapping[str, tuple[str, str]] = {
    "number": ("n", "序号"),
    "text": ("t", "内容"),
    "lead": ("l", "牵头"),
    "responsible": ("r", "责任"),
    "supporting": ("s", "配合"),
    "deadline": ("d", "时限"),
    "goal": ("g", "目标"),
    "measures": ("e", "措施"),
    "remark": ("k", "备注"),
    "title": ("c", "名称"),
    "header": ("i", "表头"),
    "heading": ("h", "标题"),
    "paragraph": ("o", "段落"),
    "body": ("b", "正文"),
    "annex": ("a", "附录"),
    "leftover": ("x", "未采用"),
}
"""Name of a field -> its class in the style sheet, which colours and labels it, and what it is called.
Metadata have the class `m` and carry their name with them, 未识别 has `u`."""

METADATA = ("m", "文件信息")
UNPLACED = ("u", "未识别")
UNRECOGNISED = "未识别"
"""The importer's reason for what it could not place."""


class Numbered(NamedTuple):
    """A field with its number."""

    field: Field
    number: int
    kind: str
    """Class in the style sheet."""
    key: str
    """The clerk's key."""
    target: int
    """Number of the passage in which its words stand (its own, as a rule); 0 where they stand nowhere."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """The fields of one document, by id, in the order in which they are shown."""

    parts: Spine
    fields: Mapping[str, Numbered]
    passages: tuple[Passage, ...]
    """All of the alignment's, in printed order."""
    inner: tuple[Passage, ...]
    """文号 of 依据 and other metadata inside the words of another field."""


def number(lines: tuple[str, ...], document: Document, alignment: Alignment) -> Numbering:
    """Number the fields of a document."""
    parts = spine(document)
    order = [piece.field for piece in parts.pieces]
    order += [*parts.basis, *parts.fields(), *parts.leftovers]
    numbers = {field.id: n for n, field in enumerate(order, 1)}
    own = {p.field for p in alignment.passages}
    inner, shared = _inner(lines, parts, alignment, own)
    inside = {p.field for p in inner}
    fields = {}
    for field in order:
        n = numbers[field.id]
        target = n if field.id in own or field.id in inside else numbers.get(shared.get(field.id, ""), 0)
        fields[field.id] = Numbered(field, n, _kind(field, document), key_of(field), target)
    return Numbering(parts, fields, alignment.passages, tuple(inner))


def _kind(field: Field, document: Document) -> str:
    if _is_metadata(field):
        return METADATA[0]
    if field.name == "leftover":
        item = document.leftovers[int(field.id.rpartition(":")[2]) - 1]
        if item.reason == UNRECOGNISED:
            return UNPLACED[0]
    return KINDS[field.name][0]


def key_of(field: Field) -> str:
    """What a clerk calls the field: its key in the YAML, where it has one."""
    if field.task:
        return _KEYS["task"].get(field.name, field.name)
    return _KEYS["document"][field.name] if _is_metadata(field) else KINDS[field.name][1]


def _is_metadata(field: Field) -> bool:
    """Ids of metadata are their names, numbered where a name has several (`copies:2`)."""
    return field.id.split(":", 1)[0] == field.name and field.name not in ("body", "leftover")


def _inner(
    lines: tuple[str, ...], parts: Spine, alignment: Alignment, own: set[str]
) -> tuple[list[Passage], dict[str, str]]:
    """Where metadata and grounds stand that have no passage of their own: inside another's, or the very
    words of another field (the title of a list that is the document's title, too)."""
    wanted = [(p.field, p.forms) for p in parts.pieces if p.field.id not in own]
    wanted += [(f, (f.text,)) for f in parts.basis]
    if not wanted:
        return [], {}
    printed = Printed(lines)
    whole = {p.span: p.field for p in alignment.passages}
    inner: list[Passage] = []
    shared: dict[str, str] = {}
    for field, forms in wanted:
        at, form = next(((at, f) for f in forms if f and (at := printed.text.find(f)) >= 0), (-1, ""))
        if at < 0:
            continue
        span: Span = printed.span(at, at + len(form))
        if span in whole:
            shared[field.id] = whole[span]
        else:
            inner.append(Passage(field.id, span))
    return inner, shared
