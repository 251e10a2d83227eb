"""One document with all that a rule may look at, and the shape of what a rule finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from qingdan.loader import Source, Summary, locate, summary_of
from qingdan.model import Document, Library, OriginalText, Paragraph, Region, Task, Text, Unit
from qingdan.problems import Excerpt, Place, Problem, Severity
from qingdan.regexes import regex
from qingdan.text.passages import Alignment, Field, Mismatch, Span, align, squeeze

_CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_YEAR = regex("[12][0-9]{3}")


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
    others: tuple[str, ...] = ()
    """Ids of other documents that take part."""


class Where(NamedTuple):
    """A place with its line."""

    place: Place
    excerpts: tuple[Excerpt, ...]


class Shared:
    """What all documents of a library share, made once."""

    def __init__(
        self,
        summaries: Iterable[Summary] = (),
        registered: Mapping[Region, Sequence[str]] = MappingProxyType({}),
        today: date | None = None,
    ) -> None:
        """`today`: nothing can have happened after it; None: nobody says."""
        self.task_ids: set[str] = set()
        self.numbered: dict[str, list[str]] = {}
        """文号, without white space -> ids of the documents that have it."""
        for summary in summaries:
            self.task_ids.update(summary.tasks)
            if summary.number:
                self.numbered.setdefault(summary.number, []).append(summary.id)
        self.today = today
        self.registered = registered
        """Region -> names and aliases in its registry."""

    @classmethod
    def of(cls, library: Library, today: date | None = None) -> Shared:
        """Of a whole library."""
        registered: dict[Region, list[str]] = {}
        for unit in library.units.values():
            if unit.place is not None:
                registered.setdefault(unit.region, []).extend((unit.name, *unit.aliases))
        return cls(map(summary_of, library.documents), registered, today)

    @classmethod
    def alone(cls, region: Region, units: Iterable[Unit]) -> Shared:
        """For rules that look at no other document: the registry of one region."""
        return cls(registered={region: [name for unit in units for name in (unit.name, *unit.aliases)]})


class Case:
    """A document, its original and its YAML."""

    def __init__(
        self,
        document: Document,
        original: OriginalText | None,
        sources: Mapping[str, Source],
        shared: Shared,
        spoiled: frozenset[int] = frozenset(),
    ) -> None:
        """`original` is None where there is none, or where it could not be read. `spoiled`: lines of the
        YAML of which the loader tells that characters in them could not be read."""
        self.document = document
        self.original = original
        self.sources = sources
        self.shared = shared
        self.spoiled = spoiled

    @cached_property
    def alignment(self) -> Alignment | None:
        """The document held against its original; None without one."""
        return align(self.original.lines, self.document) if self.original else None

    @cached_property
    def _doubted(self) -> Mapping[str, Mismatch]:
        """The fields that the original does not bear out, by id."""
        return {m.field.id: m for m in self.alignment.mismatches} if self.alignment else {}

    def mismatches(self, kind: str) -> Iterator[Mismatch]:
        """What the original does not bear out in this way; nothing where it is another document's."""
        if self.alignment and not self.is_other:
            yield from (m for m in self.alignment.mismatches if m.kind == kind)

    def mismatch(self, field_id: str) -> Mismatch | None:
        """How the original does not bear a field out; None where it does."""
        return self._doubted.get(field_id)

    def is_told(self, field_id: str, start: int = 0, end: int | None = None) -> bool:
        """Whether the proof tells of this part of a field (of `source.value`; without `end`, of all of
        it): it is to be mended first, and what follows from it is no news."""
        mismatch = self._doubted.get(field_id)
        if mismatch is None:
            return False
        if end is None or mismatch.kind != "changed":
            return True
        return any(d.start <= end and start <= d.end for d in mismatch.differences)

    @property
    def is_other(self) -> bool:
        """Whether most tasks are not in the original: then single differences say nothing."""
        if not self.alignment:
            return False
        rows = sum(m.kind == "nowhere" and m.row for m in self.alignment.mismatches)
        return rows >= 3 and rows * 2 > len(self.document.tasks)

    @cached_property
    def is_year_said(self) -> bool:
        """Whether 年度 is said in a title, the notice's text or a list."""
        document = self.document
        if document.year is None or "year" not in document.dates:
            return True
        texts = [document.title, document.body, *(part.title for part in document.lists)]
        texts += [e.text for part in document.lists for e in part.entries if isinstance(e, Paragraph)]
        words = squeeze("".join(text.value for text in texts if text))
        year = str(document.year)
        return any(form in words for form in (year, year.translate(_CHINESE), year.translate(_WIDE)))

    def depends_on_told_year(self, words: str) -> bool:
        """Whether a deadline in these words is read by a year or a date that is to be mended first."""
        return self.is_told("signed") or not (self.is_year_said or _YEAR.search(words))

    @property
    def proved(self) -> bool:
        """Whether the original bears out the whole document."""
        return self.alignment is not None and self.alignment.proved

    @cached_property
    def misplaced(self) -> frozenset[str]:
        """Ids of tasks whose row as a whole is doubled, moved, or not in the original."""
        found = self.alignment.mismatches if self.alignment else ()
        return frozenset(m.field.task.id for m in found if m.row and m.field.task)

    def confirmed(self, field_id: str) -> bool:
        """Whether the original bears the field out: a fault in it is the original's own."""
        return (
            self.alignment is not None and field_id in self.alignment.spans and field_id not in self._doubted
        )

    def blame(self, field_id: str) -> Severity:
        """A fault that is printed is a reminder; one that is ours is an error."""
        return Severity.WARNING if self.confirmed(field_id) else Severity.ERROR

    # ------------------------------------------------------------ places

    def at(self, text: Text, start: int = 0, end: int | None = None) -> Where:
        """Place and excerpt of a part of a text; without `end`, the rest of it."""
        source = self.sources.get(text.place.file)
        if source is None:
            return Where(text.place, ())
        width = (len(text.value) if end is None else end) - start
        found = locate(source, text, start, max(width, 1))
        return Where(found.place, (found,))

    def at_place(self, place: Place) -> Where:
        """Place and excerpt of the rest of a line."""
        source = self.sources.get(place.file)
        if source is None or not place.line:
            return Where(place, ())
        line = source.lines[place.line - 1] if place.line <= len(source.lines) else ""
        return Where(place, (source.excerpt(place, len(line) - place.column + 1),))

    def field_at(self, field: Field) -> Where:
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

    def words(self, span: Span) -> str:
        """The words of the original in a span, without white space."""
        if self.original is None:
            return ""
        (first, column), (last, end) = span
        lines = list(self.original.lines[first - 1 : last])
        if not lines:
            return ""
        lines[-1] = lines[-1][: end - 1]
        lines[0] = lines[0][column - 1 :]
        return squeeze("".join(lines))

    def printed_before(self, span: Span) -> tuple[Excerpt, ...]:
        """The line of the original with the last character before a span marked."""
        if self.original is None:
            return ()
        line, column = span.start
        while line >= 1:
            text = self.original.lines[line - 1][: column - 1].rstrip()
            if text:
                whole = self.original.lines[line - 1]
                return (Excerpt(Place(self.original.file, line, len(text)), whole, 1),)
            line, column = line - 1, len(self.original.lines[line - 2]) + 1 if line > 1 else 1
        return self.printed(span)

    def printed_part(self, field_id: str) -> tuple[Excerpt, ...]:
        """The line of the original where a field stands."""
        return self.printed(self.alignment.spans.get(field_id)) if self.alignment else ()


def unreadable_lines(problems: Iterable[Problem]) -> frozenset[int]:
    """The lines of a file in which the loader could not read some characters."""
    return frozenset(p.place.line for p in problems if p.rule in ("encoding", "control-character"))


def without_told(problems: Sequence[Problem], found: Sequence[Problem]) -> list[Problem]:
    """The problems of the loader without those of which a rule tells more: an unseen character, at its
    place, is one that the original does not print; what ` #` made a comment is missing in the value."""
    told = [p for p in found if p.rule == "changed-words"]
    places = {p.place for p in told}
    lines = {p.place.line for p in told if p.hint.startswith("「#」")}
    return [
        p
        for p in problems
        if not (p.rule == "invisible-character" and p.place in places)
        and not (p.rule == "swallowed-text" and p.place.line in lines)
    ]


def owner(task: Task) -> str:
    """What staff call a task, with the space before the words that follow: 「序号 3 」."""
    return f"序号 {squeeze(task.number)} " if "number" in task.cells else f"任务 {squeeze(task.number)} "


_SHOWN = 36
"""Longest words that a message repeats whole."""


def cut(text: str) -> str:
    """Words as a message repeats them: of long ones both ends."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN // 2]}……{text[-_SHOWN // 4 :]}"
