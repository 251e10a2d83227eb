"""One document with all that a rule may look at, and the shape of what a rule finds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from qingdan.loader import Source
from qingdan.model import Document, Library, OriginalText, Region, Task, Text
from qingdan.problems import Excerpt, Place, Severity
from qingdan.text.passages import Alignment, Field, Span, align, squeeze


class Finding(NamedTuple):
    """What one rule found at one place."""

    place: Place
    message: str
    hint: str = ""
    severity: Severity = Severity.WARNING
    excerpts: tuple[Excerpt, ...] = ()
    subject: str = ""
    """Id of the task or document; empty: the document's."""
    public: str = ""


class Shared:
    """What all documents of a library share, made once."""

    def __init__(self, library: Library) -> None:
        self.task_ids = frozenset(task.id for task in library.tasks())
        self.numbered: dict[str, list[str]] = {}
        """文号, without white space -> ids of the documents that have it."""
        for document in library.documents:
            if document.number:
                self.numbered.setdefault(squeeze(document.number.value), []).append(document.id)
        self.registered: dict[Region, list[str]] = {}
        """Region -> names and aliases in its registry."""
        for unit in library.units.values():
            if unit.place is not None:
                self.registered.setdefault(unit.region, []).extend((unit.name, *unit.aliases))


class Case:
    """A document, its original and its YAML."""

    def __init__(
        self,
        document: Document,
        original: OriginalText | None,
        sources: Mapping[str, Source],
        shared: Shared,
    ) -> None:
        """`original` is None where there is none, or where it could not be read."""
        self.document = document
        self.original = original
        self.sources = sources
        self.shared = shared

    @cached_property
    def alignment(self) -> Alignment | None:
        """The document held against its original; None without one."""
        return align(self.original.lines, self.document) if self.original else None

    @cached_property
    def _doubted(self) -> frozenset[str]:
        """Ids of fields that the original does not bear out."""
        return frozenset(m.field.id for m in self.alignment.mismatches) if self.alignment else frozenset()

    def confirmed(self, field_id: str) -> bool:
        """Whether the original bears the field out: a fault in it is the original's own."""
        return (
            self.alignment is not None and field_id in self.alignment.spans and field_id not in self._doubted
        )

    def blame(self, field_id: str) -> Severity:
        """A fault that is printed is a reminder; one that is ours is an error."""
        return Severity.WARNING if self.confirmed(field_id) else Severity.ERROR

    # ------------------------------------------------------------ places

    def place(self, text: Text, offset: int = 0) -> Place:
        """The place in the YAML of one character of a text."""
        source = self.sources.get(text.place.file)
        return locate(source, text, offset) if source else text.place

    def excerpt(self, place: Place, width: int = 1) -> tuple[Excerpt, ...]:
        """The line of the YAML with the part marked; nothing where the file is not known."""
        source = self.sources.get(place.file)
        if source is None or not place.line:
            return ()
        line = source.lines[place.line - 1] if place.line <= len(source.lines) else ""
        return (source.excerpt(place, min(width, max(1, len(line) - place.column + 1))),)

    def at(self, text: Text, start: int = 0, end: int | None = None) -> tuple[Place, tuple[Excerpt, ...]]:
        """Place and excerpt of a part of a text; without `end`, all of its first line."""
        place = self.place(text, start)
        if end is None:
            end = len(text.value)
        width = 1
        if end > start:
            last = self.place(text, end - 1)
            width = last.column - place.column + 1 if last.line == place.line else 10_000
        return place, self.excerpt(place, width)

    def at_place(self, place: Place) -> tuple[Place, tuple[Excerpt, ...]]:
        """Place and excerpt of the rest of a line."""
        return place, self.excerpt(place, 10_000)

    def field_at(self, field: Field) -> tuple[Place, tuple[Excerpt, ...]]:
        """Place and excerpt of a field."""
        if not field.text:
            return self.at_place(field.source.place)
        return self.at(field.source, field.at(0), field.at(len(field.text) - 1) + 1)

    def printed(self, span: Span | None) -> tuple[Excerpt, ...]:
        """The line of the original with the part marked."""
        if self.original is None or span is None:
            return ()
        line, column = span.start
        text = self.original.lines[line - 1] if line <= len(self.original.lines) else ""
        end = span.end[1] if span.end[0] == line else len(text) + 1
        return (Excerpt(Place(self.original.file, line, column), text, max(1, end - column)),)

    def printed_part(self, field_id: str) -> tuple[Excerpt, ...]:
        """The line of the original where a field stands."""
        return self.printed(self.alignment.spans.get(field_id)) if self.alignment else ()


def owner(task: Task) -> str:
    """What staff call a task, with the space before the words that follow: 「序号 3 」."""
    return f"序号 {squeeze(task.number)} " if "number" in task.cells else f"任务 {squeeze(task.number)} "


_RESYNC = 60
"""How many characters of YAML (quotes, dashes, indentation) may stand between two of a value."""


def locate(source: Source, text: Text, offset: int) -> Place:
    """The place in the YAML of `text.value[offset]`: over line breaks, indentation and quotes.

    Where the value can't be followed (an escape), the last place that could.
    """
    line, column = text.place.line - 1, text.place.column - 1
    lines = source.lines
    last = text.place
    for index, wanted in enumerate(text.value):
        if index > offset:
            break
        if wanted.isspace():
            continue
        found = _find(lines, line, column, wanted)
        if found is None:
            return last
        line, column = found
        last = Place(text.place.file, line + 1, column + 1)
        column += 2 if lines[line][column : column + 2] == "''" else 1
    if offset < len(text.value):
        return last
    return last._replace(column=last.column + 1) if text.value else last


def _find(lines: tuple[str, ...], line: int, column: int, wanted: str) -> tuple[int, int] | None:
    budget = _RESYNC
    while line < len(lines) and budget > 0:
        at = lines[line].find(wanted, column, column + budget)
        if at >= 0:
            return line, at
        budget -= max(0, len(lines[line].strip()) - column)
        line, column = line + 1, 0
    return None
