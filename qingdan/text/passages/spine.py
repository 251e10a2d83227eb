"""What a document says is printed: its verbatim fields, in the order in which they must stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from qingdan.model import Annex, Document, Heading, Leftover, Task, TaskList, Text
from qingdan.text.passages.frames import printed_dates
from qingdan.text.passages.printed import squeeze
from qingdan.vocabulary import KEYS

_KEYS = {kind: {key.name: key.key for key in table} for kind, table in KEYS.items()}

_LISTED = frozenset(key.name for key in KEYS["task"] if key.shape == "cell")


class Field(NamedTuple):
    """One verbatim text of the YAML."""

    id: str
    """Unique in the document: `<task id>:text`, `body:2`, `list-1:title`, an anchor for headings."""
    name: str
    """text, lead, title, body, heading, header, paragraph, leftover …"""
    words: str
    """What staff call it: 序号 3 的「内容」."""
    text: str
    """Without white space."""
    source: Text
    """The words of the YAML that hold it."""
    offset: int = 0
    """Where it begins in `source.value`."""
    task: Task | None = None
    pieces: tuple[str, ...] = ()
    """The parts of a cell that is written as a list, or over several lines: a mark (、) may be
    printed between them. Empty for all other fields."""

    def at(self, position: int) -> int:
        """Where the character at a position of `text` stands in `source.value`."""
        value, seen = self.source.value, -1
        for i in range(self.offset, len(value)):
            c = value[i]
            if not c.isspace():
                seen += 1
                if seen == position:
                    return i
        return len(value.rstrip())


class Block(NamedTuple):
    """Fields that stand together: a row, a paragraph, a table header."""

    kind: str
    """body, title, header, heading, paragraph, task or annex."""
    fields: tuple[Field, ...]
    list: int = 0
    """Ordinal of the list; 0 outside."""
    prose: bool = False
    edge: bool = False
    """Whether it begins a list: an annex may stand before it."""


class Piece(NamedTuple):
    """A piece of metadata: it may stand anywhere, several times, and has to stand somewhere."""

    name: str
    field: Field
    forms: tuple[str, ...]
    """The forms in which it may be printed, without white space."""


class Spine(NamedTuple):
    """All that alignment has to find."""

    blocks: tuple[Block, ...]
    annexes: tuple[Block, ...]
    pieces: tuple[Piece, ...]
    basis: tuple[Field, ...]
    leftovers: tuple[Field, ...]

    def fields(self) -> Iterator[Field]:
        """Fields that stand in order: of the blocks, then of the annexes."""
        for block in self.blocks + self.annexes:
            yield from block.fields


def spine(document: Document) -> Spine:
    """The spine of a document. Empty fields are left out."""
    blocks: list[Block] = []
    if document.body:
        blocks += [Block("body", (f,)) for f in _lines(document.body, "body", "正文", "body")]
    for part in document.lists:
        blocks += _list(part)
    return Spine(
        blocks=tuple(b for b in blocks if b.fields),
        annexes=tuple(b for a, annex in enumerate(document.annexes, 1) for b in _annex(a, annex)),
        pieces=tuple(_pieces(document)),
        basis=tuple(
            Field(f"basis:{n}", "basis", "依据", squeeze(t.value), t) for n, t in enumerate(document.basis, 1)
        ),
        leftovers=tuple(
            _leftover(n, item) for n, item in enumerate(document.leftovers, 1) if squeeze(item.text.value)
        ),
    )


def _lines(text: Text, name: str, words: str, id_: str) -> Iterator[Field]:
    """One field a line that holds anything."""
    offset, number = 0, 0
    for line in text.value.split("\n"):
        if squeezed := squeeze(line):
            number += 1
            yield Field(f"{id_}:{number}", name, f"{words}第 {number} 段", squeezed, text, offset)
        offset += len(line) + 1


def _list(part: TaskList) -> Iterator[Block]:
    own, prose = f"list-{part.ordinal}", part.kind == "prose"
    edge = True
    if part.title and (title := squeeze(part.title.value)):
        field = Field(f"{own}:title", "title", "清单的「名称」", title, part.title)
        yield Block("title", (field,), part.ordinal, prose, edge)
        edge = False
    if part.header:
        cells = tuple(
            Field(f"{own}:header:{n}", "header", f"「表头」第 {n} 栏", squeeze(t.value), t)
            for n, t in enumerate(part.header, 1)
            if squeeze(t.value)
        )
        yield Block("header", cells, part.ordinal, prose, edge)
        edge = False
    paragraphs = 0
    for entry in part.entries:
        fields: tuple[Field, ...]
        if isinstance(entry, Task):
            kind, fields = "task", tuple(_cells(entry))
        elif isinstance(entry, Heading):
            kind = "heading"
            fields = (Field(entry.anchor, kind, "标题行", squeeze(entry.text.value), entry.text),)
        else:
            kind = "paragraph"
            paragraphs += 1
            fields = tuple(_lines(entry.text, kind, "「段落」", f"{own}:paragraph-{paragraphs}"))
            if len(fields) == 1:
                fields = (fields[0]._replace(words="「段落」"),)
        if fields and fields[0].text:
            yield Block(kind, fields, part.ordinal, prose, edge)
            edge = False


def _cells(task: Task) -> Iterator[Field]:
    corrected = {c.field: c.original for c in task.corrections}
    owner = f"序号 {task.number} " if "number" in task.cells else f"任务 {task.number} "
    for name, cell in task.cells.items():
        source = corrected.get(name, cell)
        if text := squeeze(source.value):
            key = _KEYS["task"].get(name, name)
            words = f"{owner}的「{key}」" + ("（更正的原文）" if name in corrected else "")
            pieces: tuple[str, ...] = ()
            if name in _LISTED and "\n" in source.value:
                pieces = tuple(filter(None, map(squeeze, source.value.split("\n"))))
            yield Field(f"{task.id}:{name}", name, words, text, source, 0, task, pieces)


def _annex(number: int, annex: Annex) -> Iterator[Block]:
    own = f"annex-{number}"
    if annex.title and (title := squeeze(annex.title.value)):
        yield Block(
            "annex", (Field(f"{own}:title", "title", "附录的「名称」", title, annex.title),), edge=True
        )
    for field in _lines(annex.text, "annex", "附录", own):
        yield Block("annex", (field,))


def _leftover(number: int, item: Leftover) -> Field:
    return Field(f"leftover:{number}", "leftover", "「未采用」的文字", squeeze(item.text.value), item.text)


def _pieces(document: Document) -> Iterator[Piece]:
    texts: list[tuple[str, Text | None]] = [
        ("title", document.title),
        ("number", document.number),
        ("issuer", document.issuer),
        ("addressees", document.addressees),
    ]
    texts += [("copies", text) for text in document.copies_text]
    seen: dict[str, int] = {}
    for name, text in texts:
        if text and (words := squeeze(text.value)):
            seen[name] = seen.get(name, 0) + 1
            key = _KEYS["document"][name]
            id_ = name if seen[name] == 1 else f"{name}:{seen[name]}"
            yield Piece(name, Field(id_, name, f"「{key}」", words, text), (words,))
    for name, day in (("signed", document.signed), ("printed", document.printed)):
        if day:
            place = document.dates.get(name, document.place)
            field = Field(name, name, f"「{_KEYS['document'][name]}」", "", Text(day.isoformat(), place))
            yield Piece(name, field, printed_dates(day))
