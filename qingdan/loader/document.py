"""One YAML file -> one Document, interpreted by the reading rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import NamedTuple

from qingdan.loader import interpret
from qingdan.loader.directory import Directory
from qingdan.loader.fields import Fields, Reader
from qingdan.loader.registry import read_region
from qingdan.loader.report import Report
from qingdan.loader.tree import Mapping, Node, Scalar, Sequence, compose
from qingdan.model import (
    Adjustment,
    Annex,
    Correction,
    Document,
    Entry,
    Heading,
    Leftover,
    Original,
    Paragraph,
    Progress,
    Region,
    Task,
    TaskList,
    Text,
)
from qingdan.problems import Place, has_errors
from qingdan.text import units as unit_words
from qingdan.vocabulary import LIST_KINDS, keys

_PRINTED = frozenset(
    key.name for key in keys("task").values() if key.verbatim and key.shape in ("text", "cell")
)
"""The fields of a task that are printed cells."""


def read_document(report: Report, id_: str, directory: Directory) -> Document | None:
    """One document; None where it has errors (they are in the report)."""
    report.subject = id_
    root = compose(report)
    if root is None:
        if not has_errors(report.problems):
            report.error(
                Place(report.source.file),
                "empty-file",
                "这个文件里没有内容。",
                "写上「标题」和「清单」，或者删去这个文件。",
            )
        return None
    reader = Reader(report)
    fields = reader.fields(root, "document")
    if fields is None:
        return None
    document = _Document(reader, fields, id_, directory).read()
    return None if has_errors(report.problems) else document


class _Document:
    """The reading of one document: what holds from one list to the next."""

    def __init__(self, reader: Reader, fields: Fields, id_: str, directory: Directory) -> None:
        self.reader = reader
        self.fields = fields
        self.id = id_
        path = read_region(reader, fields)
        if not directory.has_registry(path, id_):
            self._no_registry(path)
        self.units = directory.units_of(path, id_)
        self.region: Region = self.units.region
        self.signed = reader.date(fields, "signed")
        self.printed = reader.date(fields, "printed")
        self.year = self._year()
        self.first_is_lead = False
        """Whether 列第一位者为牵头单位 has been said."""
        self.numbers: set[str] = set()
        """Numbers as they stand in anchors, of all lists read so far."""
        self.ids: set[str] = set()

    def read(self) -> Document | None:
        reader, fields = self.reader, self.fields
        title = reader.optional(fields, "title")
        body = reader.optional(fields, "body")
        self.first_is_lead = interpret.says_first_is_lead(body)
        lists = tuple(self._lists())
        if title is None:
            return None
        copies = reader.texts(fields["copies"].node) if "copies" in fields else ()
        return Document(
            id=self.id,
            title=_without_spaces(title),
            number=reader.optional(fields, "number"),
            issuer=reader.optional(fields, "issuer"),
            region=self.region,
            year=self.year,
            signed=self.signed,
            printed=self.printed,
            addressees=reader.optional(fields, "addressees"),
            basis=reader.texts(fields["basis"].node) if "basis" in fields else (),
            copies_text=copies,
            copies=tuple(name for text in copies for name in unit_words.split(text.value)),
            body=body,
            original=self._original(),
            lists=lists,
            annexes=tuple(self._annexes()),
            leftovers=tuple(self._leftovers()),
            dates={
                name: reader.place(fields[name].node)
                for name in ("region", "year", "signed", "printed")
                if name in fields
            },
            digest=reader.report.source.sha256,
            place=title.place,
        )

    # ------------------------------------------------------------ the notice

    def _no_registry(self, path: str) -> None:
        place, width = Place(self.reader.file, 1, 1), len(self.reader.report.source.lines[0])
        if path:
            node = self.fields["region"].node
            place, width = self.reader.place(node), len(self.reader.text(node).value)
        self.reader.report.warning(
            place,
            "no-registry",
            f"content/units/ 里还没有{f'「{path}」' if path else '这份文件'}的单位名录，单位的网址还没有固定。",
            "新建一份名录，写上"
            + (f"「地区: {path}」" if path else f"「文件: {self.id}」")
            + "、网址名和单位。",
            width,
        )

    def _year(self) -> int | None:
        reader, fields = self.reader, self.fields
        if "year" in fields:
            word = reader.plain(fields, "year")
            if re.fullmatch("(19|20|21)[0-9]{2}", word):
                return int(word)
            found = re.search("(?:19|20|21)[0-9]{2}", word)
            reader.error(
                fields["year"].node,
                "wrong-value",
                "「年度」要写成四位数字。",
                f"改成 {found[0]}。" if found else "例如 2022。",
            )
            return None
        year = self.signed.year if self.signed else None
        reader.report.warning(
            Place(reader.file, 1, 1),
            "no-year",
            "没有写「年度」，" + (f"时限都按成文日期的 {year} 年读。" if year else "时限读不出是哪一年。"),
            f"加一行「年度: {year}」。" if year else "加一行「年度: 」，写四位数字。",
            len(reader.report.source.lines[0]),
        )
        return year

    def _original(self) -> Original | None:
        if "original" not in self.fields:
            return None
        reader = self.reader
        node = self.fields["original"].node
        own = reader.fields(node, "original")
        if own is None or "file" not in own:
            return None
        file = reader.text(own["file"].node)
        if re.search(r"^[/~]|\\|^[A-Za-z]:|(^|/)\.\.(/|$)|//", file.value):
            name = re.split(r"[/\\]", file.value)[-1]
            reader.error(
                own["file"].node, "wrong-value", "原件的文件名从 content/originals/ 算起，用 / 隔开，不写盘符和 ..。",
                f"把原件放进 content/originals/，这里写「{name}」。" if name else "",
            )  # fmt: skip
        sha = reader.plain(own, "sha256").lower()
        if sha and not re.fullmatch("[0-9a-f]{64}", sha):
            reader.error(
                own["sha256"].node,
                "wrong-value",
                "「校验码」是 64 位十六进制数字（SHA-256）。",
                "重新导入会写上；不知道就删去这一行。",
            )
        return Original(file.value, reader.web(own, "url"), sha, file.place)

    def _annexes(self) -> list[Annex]:
        found = []
        for item in self._items("annexes"):
            own = self.reader.fields(item, "annex")
            if own and "text" in own:
                text = self.reader.text(own["text"].node)
                title = self.reader.optional(own, "title")
                found.append(Annex(title, text, title.place if title else text.place))
        return found

    def _leftovers(self) -> list[Leftover]:
        found = []
        for item in self._items("leftovers"):
            own = self.reader.fields(item, "leftover")
            if own and "text" in own:
                text = self.reader.text(own["text"].node)
                found.append(Leftover(text, self.reader.plain(own, "reason"), text.place))
        return found

    def _items(self, name: str) -> list[Node]:
        node = self.fields[name].node if name in self.fields else None
        return node.items if isinstance(node, Sequence) else []

    # ------------------------------------------------------------ the lists

    def _lists(self) -> list[TaskList]:
        found = []
        for ordinal, item in enumerate(self._items("lists"), 1):
            own = self.reader.fields(item, "list")
            if own is not None:
                found.append(_List(self, own, ordinal, item).read())
        return found


class _Row(NamedTuple):
    """A task before its id is known."""

    place: Place
    number: str
    words: str
    """The number, or the 编号 in its place, as it stands in ids."""
    labels: str
    """Labels of the headings above, for rows that print a number."""
    pin: Place | None
    """Where the 编号 stands."""
    make: Callable[..., Task]
    """Takes `id` and `anchor`."""


@dataclass(slots=True)
class _List:
    """The reading of one list."""

    document: _Document
    fields: Fields
    ordinal: int
    node: Node
    outline: interpret.Outline = field(default_factory=interpret.Outline)
    unnumbered: Counter[str] = field(default_factory=Counter)
    headings: int = 0

    def read(self) -> TaskList:
        reader, document = self.document.reader, self.document
        title = reader.optional(self.fields, "title")
        header = reader.texts(self.fields["header"].node) if "header" in self.fields else ()
        for text in (title, *header):
            document.first_is_lead |= interpret.says_first_is_lead(text)
        node = self.fields["entries"].node if "entries" in self.fields else None
        rows = [
            row for item in (node.items if isinstance(node, Sequence) else ()) if (row := self._entry(item))
        ]
        return TaskList(
            ordinal=self.ordinal,
            title=_without_spaces(title) if title else None,
            kind="prose" if LIST_KINDS.get(reader.plain(self.fields, "kind")) == "prose" else "table",
            header=header,
            entries=tuple(self._with_ids(rows)),
            place=title.place if title else reader.place(self.node),
        )

    def _entry(self, item: Node) -> Entry | _Row | None:
        reader = self.document.reader
        if isinstance(item, Scalar):
            return self._heading(item)
        if not isinstance(item, Mapping):
            reader.error(
                item,
                "wrong-type",
                "这一行是一个列表，条目该是标题行或者「键: 值」。",
                "删去多余的「- 」；以 [ 开头的标题行用单引号括起来。",
            )
            return None
        words = {key.value for key in item.items[::2] if isinstance(key, Scalar)}
        if "段落" in words and "内容" not in words:
            own = reader.fields(item, "paragraph")
            if own is None or "text" not in own:
                return None
            text = reader.text(own["text"].node)
            self.document.first_is_lead |= interpret.says_first_is_lead(text)
            return Paragraph(text=text)
        own = reader.fields(item, "task")
        return self._task(own, item) if own is not None and "text" in own else None

    def _heading(self, item: Scalar) -> Heading | None:
        reader = self.document.reader
        text = reader.text(item)
        if not text.value:
            reader.error(item, "wrong-type", "这一行「- 」后面是空的。", "写上标题行或任务，或者删去这一行。")
            return None
        if not reader.no_key(item):
            return None
        self.document.first_is_lead |= interpret.says_first_is_lead(text)
        self.headings += 1
        return Heading(
            text=text,
            level=self.outline.heading(text.value),
            anchor=f"section-{self.ordinal}-{self.headings}",
        )

    def _task(self, own: Fields, node: Mapping) -> _Row:
        document, reader = self.document, self.document.reader
        cells = {name: reader.cell(value.node) for name, value in own.items() if name in _PRINTED}
        for text in cells.values():
            document.first_is_lead |= interpret.says_first_is_lead(text)
        printed = cells["number"].value if "number" in cells else ""
        number = printed or self._ordinal()
        roles = interpret.parties(cells, document.units, first_is_lead=document.first_is_lead)
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
            deadline=interpret.deadline(
                cells["deadline"].value if "deadline" in cells else None, document.year
            ),
            progress=self._progress(own) if "progress" in own else (),
            adjustments=self._adjustments(own) if "adjustments" in own else (),
            superior=self._superior(own) if "superior" in own else (),
            corrections=self._corrections(own) if "corrections" in own else (),
            pinned="pin" in own,
            place=place,
        )
        pin = reader.text(own["pin"].node) if "pin" in own else None
        words = interpret.anchor_words(pin.value if pin else number)
        labels = self.outline.labels if printed and not pin else ""
        return _Row(place, number, words, labels, pin.place if pin else None, make)

    def _ordinal(self) -> str:
        """The number of a row that prints none: 一(一)-1."""
        above = self.outline.labels
        self.unnumbered[above] += 1
        return f"{above}-{self.unnumbered[above]}" if above else str(self.unnumbered[above])

    def _with_ids(self, rows: list[Entry | _Row]) -> Iterator[Entry]:
        """The entries, every task with an id that no other task of the document has."""
        document = self.document
        tasks = [row for row in rows if isinstance(row, _Row)]
        words = self._words(tasks)
        # A list whose numbers an earlier list has used is told apart by its ordinal, whole.
        again = not document.numbers.isdisjoint(words)
        document.numbers.update(words)
        given = iter([f"{self.ordinal}-{word}" for word in words] if again else words)
        for row in rows:
            if isinstance(row, _Row):
                tail = self._unused(next(given), row)
                yield row.make(id=f"{document.id}/{tail}", anchor=f"task-{tail}")
            else:
                yield row

    @staticmethod
    def _words(tasks: list[_Row]) -> list[str]:
        """The numbers for the ids. Where numbering begins anew under each heading, the labels
        of the headings come first."""
        words = [row.words for row in tasks]
        if len(set(words)) == len(words):
            return words
        labelled = [f"{row.labels}-{row.words}" if row.labels else row.words for row in tasks]
        return labelled if len(set(labelled)) == len(labelled) else words

    def _unused(self, tail: str, row: _Row) -> str:
        document = self.document
        if tail in document.ids:
            if row.pin:
                message = f"「编号」{row.words} 已经是同一文件里另一条任务的编号。"
                hint = "换一个没有用过的编号；没有公布过的任务不必写「编号」。"
                document.reader.report.error(row.pin, "doubled-task-id", message, hint, len(row.words))
            tail = next(other for n in count(2) if (other := f"{tail}-{n}") not in document.ids)
        document.ids.add(tail)
        return tail

    # ------------------------------------------------------------ what is not printed

    def _progress(self, own: Fields) -> tuple[Progress, ...]:
        reader = self.document.reader
        found = []
        for item in _branch(own["progress"].node):
            entry = reader.fields(item, "progress")
            if entry is None:
                continue
            day, link = reader.date(entry, "date"), reader.web(entry, "link")
            status = reader.plain(entry, "status")
            if day and status:
                found.append(Progress(day, status, reader.plain(entry, "note"), link, reader.place(item)))
        return tuple(sorted(found, key=lambda progress: progress.date))

    def _adjustments(self, own: Fields) -> tuple[Adjustment, ...]:
        reader, year = self.document.reader, self.document.year
        found = []
        for item in _branch(own["adjustments"].node):
            entry = reader.fields(item, "adjustment")
            if entry is None or "after" not in entry:
                continue
            after = reader.plain(entry, "after")
            found.append(
                Adjustment(
                    before=reader.plain(entry, "before"),
                    after=after,
                    date=reader.date(entry, "date"),
                    basis=reader.plain(entry, "basis"),
                    deadline=interpret.deadline(after, year),
                    place=reader.place(item),
                )
            )
        return tuple(found)

    def _superior(self, own: Fields) -> tuple[str, ...]:
        words = self.document.reader.cell(own["superior"].node).value
        return tuple(part for part in re.split("[，,、；;\\s]+", words) if part)

    def _corrections(self, own: Fields) -> tuple[Correction, ...]:
        reader = self.document.reader
        found = []
        for item in _branch(own["corrections"].node):
            entry = reader.fields(item, "correction")
            if entry is None or "field" not in entry or "original" not in entry:
                continue
            word = reader.plain(entry, "field")
            key = keys("task").get(word)
            if key is None or key.name not in _PRINTED:
                printed = [k.key for k in keys("task").values() if k.name in _PRINTED]
                reader.error(
                    entry["field"].node, "wrong-value", f"「字段」不能写「{word[:20]}」。",
                    f"写被更正的键：{'、'.join(printed)}。",
                )  # fmt: skip
                continue
            original = reader.text(entry["original"].node)
            found.append(Correction(key.name, original, reader.plain(entry, "reason"), reader.place(item)))
        return tuple(found)


def _branch(node: Node) -> list[Node]:
    return node.items if isinstance(node, Sequence) else []


def _without_spaces(text: Text) -> Text:
    """A title: the spaces at which print broke it go."""
    return Text("".join(text.value.split()), text.place)
