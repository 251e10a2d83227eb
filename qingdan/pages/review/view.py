"""The view: both sides of one document, ready for the template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qingdan.model import Document, OriginalText
from qingdan.pages.fragments import Fragments
from qingdan.pages.redaction import find, injected
from qingdan.pages.review.fields import Fields, Group
from qingdan.pages.review.numbering import KINDS, METADATA, UNPLACED, Numbering, number
from qingdan.pages.review.printed import Mark, Part, Printed
from qingdan.text.passages import Alignment, Span


class Note(NamedTuple):
    """Something that a person should look at."""

    title: str
    """错误, 提醒 or 说明."""
    message: str
    hint: str = ""
    line: int = 0
    column: int = 0
    """Where it is in the original, from 1; 0 where nowhere."""
    task: str = ""
    """Id of the task that it is about: then its words are the place."""


class ShownNote(NamedTuple):
    """A note with its place on the page."""

    number: int
    note: Note
    target: str
    """Id of what it jumps to; empty where it has no place."""
    where: str
    """第 12 行; empty where it has no place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Both sides of a document."""

    notes: Sequence[ShownNote]
    original: Sequence[Part]
    """Empty where damage hides the whole."""
    lines: int
    hidden: bool
    """Whether damage whose place is not known hides the original."""
    groups: Sequence[Group]
    rules: Sequence[str]
    """How deadlines were read; entries refer to them by number."""
    legend: Sequence[tuple[str, str]]
    """Class and name of every kind of passage that occurs."""
    proved: bool
    lost: int
    """How many passages no field carries."""


def view(
    original: OriginalText,
    document: Document,
    alignment: Alignment,
    notes: Sequence[Note] = (),
    *,
    fragments: Fragments | None = None,
    site: bool,
) -> View:
    """The view of a document. site: it is published: damaged words are left out, tasks have pages."""
    numbering = number(original.lines, document, alignment)
    damage = _damage(original, document, alignment) if site else ()
    shown = [_shown(n, note, numbering, len(original.lines)) for n, note in enumerate(notes, 1)]
    marks = [Mark(x.note.line, max(x.note.column, 1), x.number) for x in shown if x.where]
    printed = Printed(original, numbering, alignment.unclaimed, damage or (), marks)
    fields = Fields(document, numbering, fragments or Fragments(), linked=site)
    groups = [*fields.groups()]
    return View(
        notes=shown,
        original=[] if damage is None else [*printed.parts()],
        lines=len(original.lines),
        hidden=damage is None,
        groups=groups,
        rules=[*fields.rules],
        legend=[*_legend(numbering)],
        proved=alignment.proved,
        lost=len(alignment.unclaimed),
    )


def _legend(numbering: Numbering) -> Iterator[tuple[str, str]]:
    used = {field.kind for field in numbering.fields.values()}
    yield from (kind for kind in (UNPLACED, METADATA, *KINDS.values()) if kind[0] in used)


def _shown(n: int, note: Note, numbering: Numbering, lines: int) -> ShownNote:
    if 0 < note.line <= lines:
        return ShownNote(n, note, f"w{n}", f"第 {note.line} 行")
    words = numbering.fields.get(f"{note.task}:text")
    return ShownNote(n, note, f"f{words.number}" if words else "", "")


def _damage(original: OriginalText, document: Document, alignment: Alignment) -> tuple[Span, ...] | None:
    """Where damaged words stand; None where some can't be found: then the whole is hidden."""
    found = find(original.lines, (x.text.value for x in document.leftovers if x.damaged))
    if found is None:
        return None
    spans = [*found]
    for task in document.tasks:
        for correction in task.corrections:
            if not correction.damaged:
                continue
            cell = alignment.spans.get(f"{task.id}:{correction.field}")
            if cell is None:
                return None
            spans += _injected(cell, original.lines, task.cells[correction.field].value)
    return tuple(spans)


def _injected(cell: Span, lines: Sequence[str], kept: str) -> Iterator[Span]:
    """What was injected into a printed cell."""
    (line, begin), (last, end) = cell
    texts = [*lines[line - 1 : last]]
    texts[-1] = texts[-1][: end - 1]
    texts[0] = texts[0][begin - 1 :]
    words = "\n".join(texts)
    runs = injected(words, kept)
    places: Mapping[int, tuple[int, int]] = _places(words, line, begin)
    for first, behind in [(0, len(words))] if runs is None else runs:
        at_line, at_column = places[behind - 1]
        yield Span(places[first], (at_line, at_column + 1))


def _places(words: str, line: int, column: int) -> dict[int, tuple[int, int]]:
    """Place of each character of words that begin at a place."""
    places = {}
    for i, c in enumerate(words):
        places[i] = (line, column)
        line, column = (line + 1, 1) if c == "\n" else (line, column + 1)
    return places
