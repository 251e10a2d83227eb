"""One 清单 of a document: its rows become headings, paragraphs and tasks with ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import count
from typing import NamedTuple

from qingdan.loader import complaints, interpret
from qingdan.loader.fields import Fields, Reader
from qingdan.loader.naming import Units
from qingdan.loader.reported import read_adjustments, read_corrections, read_progress, read_superior
from qingdan.loader.tree import Mapping, Node, Scalar
from qingdan.model import Entry, Heading, Paragraph, Task, TaskList, Text
from qingdan.problems import Place
from qingdan.regexes import regex
from qingdan.vocabulary import LIST_KINDS, keys

PRINTED = {
    key.name: key.key for key in keys("task").values() if key.verbatim and key.shape in ("text", "cell")
}
"""The fields of a task that are printed cells, with their keys."""


@dataclass(slots=True, kw_only=True)
class Held:
    """What holds from one list of a document to the next."""

    reader: Reader
    id: str
    """Of the document."""
    units: Units
    year: int | None
    signed: date | None
    leads: interpret.Leads = field(default_factory=interpret.Leads)
    """Who leads where a row names no leader, as said so far."""
    numbers: set[str] = field(default_factory=set)
    """The numbers of all lists so far, as they stand in ids."""
    ids: set[str] = field(default_factory=set)
    """The ids given so far, without the document's."""

    def hear(self, *texts: Text | None) -> None:
        """Printed words go by: they may say a rule for the rest of the document."""
        for text in texts:
            self.leads = self.leads.heard(text)


_LONGEST_PIN = 40


class _Row(NamedTuple):
    """A task before its id is known."""

    place: Place
    words: str
    """The number, or the 编号 in its place, as it stands in ids."""
    labels: str
    """Labels of the headings above, where the row prints a number of its own."""
    pin: Place | None
    """Where the 编号 stands."""
    make: Callable[..., Task]
    """Takes `id` and `anchor`."""


def read_list(held: Held, fields: Fields, ordinal: int, place: Place) -> TaskList:
    """One list; rows with faults are left out (they are in the report)."""
    reader = held.reader
    title = reader.optional(fields, "title")
    header = reader.texts(fields["header"].node) if "header" in fields else ()
    held.hear(title, *header)
    items = reader.items(fields, "entries")
    held.hear(*_notes_below(reader, items))
    rows = _Rows(held, ordinal)
    read = [row for item in items if (row := rows.read(item)) is not None]
    return TaskList(
        ordinal=ordinal,
        title=Text("".join(title.value.split()), title.place) if title else None,
        kind="prose" if LIST_KINDS.get(reader.plain(fields, "kind")) == "prose" else "table",
        header=header,
        entries=tuple(_with_ids(held, ordinal, read)),
        place=title.place if title else place,
    )


_NOTE = regex(r"[（(]?(?:备注|注|说明)\s*[0-9]?\s*[：:]")


def _notes_below(reader: Reader, items: list[Node]) -> Iterator[Text]:
    """The notes below the last row of a list (注：…): they hold for all of it."""
    for item in reversed(items):
        if type(item) is not Mapping or len(item.items) != 2:
            return
        key, value = item.items
        if type(key) is not Scalar or key.value != "段落" or type(value) is not Scalar:
            return
        text = reader.text(value)
        if _NOTE.match(text.value):
            yield text


class _Rows:
    """The rows of one list, read in order: each stands below the headings before it."""

    def __init__(self, held: Held, ordinal: int) -> None:
        self.held = held
        self.ordinal = ordinal
        self.outline = interpret.Outline()
        self.unnumbered: Counter[str] = Counter()
        self.headings = 0

    def read(self, item: Node) -> Entry | _Row | None:
        """One row; None where it has faults."""
        reader = self.held.reader
        if type(item) is Scalar:
            return self._heading(item)
        if type(item) is not Mapping:
            hint = "删去多余的「- 」；以 [ 开头的标题行用单引号括起来。"
            reader.error(item, "wrong-type", "这一行是一个列表，条目该是标题行或者「键: 值」。", hint)
            return None
        words = {key.value for key in item.items[::2] if type(key) is Scalar}
        if "段落" in words and "内容" not in words:
            own = reader.fields(item, "paragraph")
            return self._paragraph(own) if own and "text" in own else None
        if complaints.is_report_as_row(reader, item):
            return None
        own = reader.fields(item, "task")
        return self._task(own, item) if own and "text" in own else None

    def _paragraph(self, own: Fields) -> Paragraph:
        text = self.held.reader.text(own["text"].node)
        self.held.hear(text)
        return Paragraph(text=text)

    def _heading(self, item: Scalar) -> Heading | None:
        reader = self.held.reader
        text = reader.text(item)
        if not text.value:
            reader.error(item, "wrong-type", "「- 」后面是空的。", "写上标题行或任务，或者删去这一行。")
            return None
        if not reader.is_heading(item):
            return None
        self.held.hear(text)
        self.headings += 1
        level = self.outline.enter(text.value)
        return Heading(text=text, level=level, anchor=f"section-{self.ordinal}-{self.headings}")

    def _task(self, own: Fields, node: Mapping) -> _Row:
        held, reader = self.held, self.held.reader
        cells = {name: reader.cell(value.node) for name, value in own.items() if name in PRINTED}
        held.hear(*cells.values())
        number = cells["number"].value if "number" in cells else ""
        labels = self.outline.labels if number else ""
        number = number or self._ordinal()
        roles = interpret.parties(cells, held.units, held.leads)
        place = reader.place(node)
        make = partial(
            Task,
            number=number,
            list_ordinal=self.ordinal,
            section=self.outline.section,
            cells=cells,
            lead=roles["lead"],
            responsible=roles["responsible"],
            supporting=roles["supporting"],
            deadline=interpret.row_deadline(cells, held.year, held.signed),
            progress=read_progress(reader, own),
            adjustments=read_adjustments(reader, own, held.year, held.signed),
            superior=read_superior(reader, own),
            superior_text=reader.cell(own["superior"].node) if "superior" in own else None,
            corrections=read_corrections(reader, own, PRINTED),
            pinned="pin" in own,
            place=place,
        )
        if "pin" not in own:
            return _Row(place, interpret.anchor_words(number), labels, None, make)
        pin = reader.text(own["pin"].node)
        if len(pin.value) > _LONGEST_PIN:
            message = f"「编号」有 {len(pin.value)} 个字，太长了。"
            reader.error(own["pin"].node, "wrong-value", message, f"不超过 {_LONGEST_PIN} 个字，例如 12-2。")
        return _Row(place, interpret.anchor_words(pin.value), "", pin.place, make)

    def _ordinal(self) -> str:
        """The number of a row that prints none: 一(一)-1."""
        above = self.outline.labels
        self.unnumbered[above] += 1
        return f"{above}-{self.unnumbered[above]}" if above else str(self.unnumbered[above])


def _with_ids(held: Held, ordinal: int, rows: list[Entry | _Row]) -> Iterator[Entry]:
    """The entries, every task with an id that no other task of the document has."""
    tasks = [row for row in rows if isinstance(row, _Row)]
    words = _words(tasks)
    _refuse_taken_pins(held, tasks, words)
    # A list whose numbers an earlier list has used is told apart by its ordinal, whole.
    again = not held.numbers.isdisjoint(words)
    held.numbers.update(words)
    given = iter([f"{ordinal}-{word}" for word in words] if again else words)
    for row in rows:
        if isinstance(row, _Row):
            tail = _unused(held, next(given))
            yield row.make(id=f"{held.id}/{tail}", anchor=f"task-{tail}")
        else:
            yield row


def _words(rows: list[_Row]) -> list[str]:
    """The numbers for the ids. Where numbering begins anew under each heading, the labels of the
    headings come first."""
    words = [row.words for row in rows]
    own = [row.words for row in rows if row.pin is None]  # a 编号 changes no other row's id
    if len(set(own)) == len(own):
        return words
    labelled = [
        f"{interpret.anchor_words(row.labels)}-{row.words}" if row.labels else row.words for row in rows
    ]
    return labelled if len(set(labelled)) == len(labelled) else words


def _refuse_taken_pins(held: Held, rows: list[_Row], words: list[str]) -> None:
    """A 编号 that another row has, be it as 编号 or as its number, before or behind."""
    often = Counter(words)
    seen: set[str] = set()
    for row, word in zip(rows, words, strict=True):
        if row.pin and often[word] > 1 and (word in seen or (row.pin and _is_number(word, rows, words))):
            message = f"「编号」{word} 已经是同一份清单里另一条任务的编号。"
            hint = "换一个没有用过的编号；清单重排过的，另一条任务也写上它原来的「编号」。"
            held.reader.report.error(row.pin, "doubled-task-id", message, hint, len(row.words))
        seen.add(word)


def _is_number(word: str, rows: list[_Row], words: list[str]) -> bool:
    """Whether a row without 编号 has this id."""
    return any(other == word and row.pin is None for row, other in zip(rows, words, strict=True))


def _unused(held: Held, tail: str) -> str:
    """The id, or one beside it where a number stands twice (a check tells of that)."""
    if tail in held.ids:
        tail = next(other for n in count(2) if (other := f"{tail}-{n}") not in held.ids)
    held.ids.add(tail)
    return tail
