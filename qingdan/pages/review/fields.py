"""The fields' side: what the YAML holds, in its order and under its keys, and how it was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from qingdan.model import Correction, Deadline, Document, Heading, Task
from qingdan.pages.fragments import Fragments
from qingdan.pages.markup import escaped
from qingdan.pages.redaction import MARK
from qingdan.pages.review.numbering import UNPLACED, Numbering
from qingdan.text.passages import Field
from qingdan.vocabulary import DEADLINE_KINDS, ROLES
from qingdan.words import day


class Entry(NamedTuple):
    """A heading, a task, or other facts of the document."""

    kind: str
    """heading, task, or facts."""
    html: Markup
    """The words of a heading; else keys and what stands under them, <dt> and <dd>."""
    level: int = 0
    """Of a heading."""


class Group(NamedTuple):
    """A part of the YAML under its heading."""

    title: str
    entries: Sequence[Entry]
    kind: str = ""
    """`u` for what could not be placed, `x` for what was left out."""


class Fields:
    """All that the YAML of one document holds; what could not be placed comes first."""

    def __init__(
        self, document: Document, numbering: Numbering, fragments: Fragments, *, linked: bool
    ) -> None:
        """`linked`: whether the document's page stands one folder up, as it does on the site."""
        self._document = document
        self._fields = numbering.fields
        self._parts = numbering.parts
        self._fragments = fragments
        self._linked = linked
        self.rules: dict[str, int] = {}
        """The rules that read deadlines, numbered as they come; told once, below the fields."""
        self._levels = {
            e.anchor: e.level for part in document.lists for e in part.entries if isinstance(e, Heading)
        }

    def groups(self) -> Iterator[Group]:
        left = [self._leftover(f) for f in self._parts.leftovers]
        if unplaced := [entry for unknown, entry in left if unknown]:
            yield Group(f"没有认出是什么的文字（{len(unplaced)} 处）", unplaced, UNPLACED[0])
        yield Group("文件", [Entry("facts", Markup("".join(self._facts())))])  # noqa: S704 - escaped below
        for ordinal, found in groupby(self._parts.blocks, key=lambda b: b.list):
            if ordinal:
                part = self._document.lists[ordinal - 1]
                name = "清单" if len(self._document.lists) == 1 else f"清单 {ordinal}"
                yield Group(
                    f"{name}（{len(part.tasks)} 条任务）", [self._entry(b.kind, b.fields) for b in found]
                )
        if self._parts.annexes:
            yield Group("附录", [self._entry(b.kind, b.fields) for b in self._parts.annexes])
        if others := [entry for unknown, entry in left if not unknown]:
            yield Group(f"未采用（{len(others)} 处）", others, "x")

    def _facts(self) -> Iterator[str]:
        """Metadata in the order of the YAML; 地区 and 年度 are not held against print."""
        fields = [piece.field for piece in self._parts.pieces]
        body = [f for b in self._parts.blocks if b.kind == "body" for f in b.fields]
        document = self._document
        for name in ("title", "number", "issuer"):
            yield self._named(fields, name)
        if document.region.path:
            yield _cell("地区", _span(document.region.path))
        if document.year:
            yield _cell("年度", _span(str(document.year)))
        for name in ("signed", "printed", "addressees"):
            yield self._named(fields, name)
        yield self._named(self._parts.basis, "basis")
        yield self._named(fields, "copies")
        yield self._named(body, "body")

    def _named(self, fields: Sequence[Field], name: str) -> str:
        return self._cells([f for f in fields if f.name == name])

    def _cells(self, fields: Sequence[Field]) -> str:
        """Fields that stand under one key."""
        if not fields:
            return ""
        return _cell(self._fields[fields[0].id].key, "".join(map(self._value, fields)))

    def _value(self, field: Field, html: str | None = None) -> str:
        """The words of a field, a link to the passage that bears them."""
        if html is None:
            words = field.source.value
            if field.name in ("body", "paragraph", "annex"):
                words = words[field.offset :].split("\n", 1)[0]
            html = escaped(words)
        _, number, kind, _, target = self._fields[field.id]
        if target:
            return f'<a id="f{number}" class="{kind}" href="#p{target}">{html}</a>'
        return f'<span id="f{number}" class="{kind} rv-bad">{html}</span>'

    def _entry(self, kind: str, fields: Sequence[Field]) -> Entry:
        first = fields[0]
        if first.task:
            html = "".join(self._task(first.task, fields))
            return Entry("task", Markup(html))  # noqa: S704 - escaped where it is made
        if kind == "heading":
            level = min(self._levels.get(first.id, 1), 4)
            return Entry("heading", Markup(self._value(first)), level)  # noqa: S704 - escaped there
        return Entry("facts", Markup(self._cells(fields)))  # noqa: S704 - escaped there

    def _task(self, task: Task, fields: Sequence[Field]) -> Iterator[str]:
        link = f'<small><a href="../#{escaped(task.anchor)}">任务页</a></small>' if self._linked else ""
        if "number" not in task.cells:
            yield _cell("编号", f"{_span(task.number)}<small>网站编的</small>{link}")
            link = ""
        for field in fields:
            words = task.cells[field.name].value
            html, read = escaped(words), ""
            if field.name in ROLES:
                html, count = self._fragments.marked_units(task, field.name)
                if count != 1:
                    read = f"<small>{f'读作 {count} 个单位' if count else '没有读出单位'}</small>"
            elif field.name == "deadline":
                read = self._deadline(task.deadline)
            if task.corrections:
                read += "".join(_corrected(c) for c in task.corrections if c.field == field.name)
            yield _cell(self._fields[field.id].key, self._value(field, html) + read + link)
            link = ""

    def _leftover(self, field: Field) -> tuple[bool, Entry]:
        item = self._document.leftovers[int(field.id.rpartition(":")[2]) - 1]
        value = _span(MARK) if item.damaged else self._value(field)
        html = Markup(_cell(item.reason, value))  # noqa: S704 - escaped there
        return self._fields[field.id].kind == UNPLACED[0], Entry("facts", html)

    def _deadline(self, deadline: Deadline) -> str:
        """How a deadline was read: its kind, the day, the rule."""
        kind = DEADLINE_KINDS[deadline.kind]
        if deadline.kind == "by" and deadline.date:
            kind += f" {day(deadline.date)}"
        elif deadline.kind == "year" and deadline.year:
            kind += f"（{deadline.year}年）"
        if not deadline.rule:
            return f"<small>读作 <b>{kind}</b></small>"
        n = self.rules.setdefault(deadline.rule, len(self.rules) + 1)
        return f'<small>读作 <b>{kind}</b> · <a href="#r{n}">规则 {n}</a></small>'


def _cell(key: str, html: str) -> str:
    return f"<dt>{escaped(key)}<dd>{html}\n"


def _span(words: str) -> str:
    return f"<span>{escaped(words)}</span>"


def _corrected(correction: Correction) -> str:
    was = "原件这一格损坏" if correction.damaged else f"原件印作“{correction.original.value}”"
    return f"<small>更正：{escaped(f'{was}。{correction.reason}')}</small>"
