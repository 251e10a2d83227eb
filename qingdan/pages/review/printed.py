"""The original's side: lines and tables, cut into passages."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from qingdan.model import OriginalText, PrintedTable
from qingdan.pages.markup import escaped
from qingdan.pages.redaction import MARK
from qingdan.pages.review.numbering import Numbering
from qingdan.text.passages import Span, Unclaimed

_CHUNK = 60
"""So many lines stand together: a browser leaves out what is far from the screen, chunk by chunk."""


class Row(NamedTuple):
    """A line, or a row of a table."""

    line: int
    html: Markup = Markup()
    cells: Sequence[Cell] = ()


class Cell(NamedTuple):
    """A cell of a table."""

    rows: int
    columns: int
    html: Markup


class Part(NamedTuple):
    """Some lines, or a table."""

    table: bool
    rows: Sequence[Row]


class Mark(NamedTuple):
    """A note that points into the original."""

    line: int
    column: int
    """Both from 1."""
    number: int
    """Of the note."""


_Stretch = tuple[int, int, str, int, str]
"""Start and end in a line, class, number of the field (0: none), its name where the class does not say it."""

_LOST, _HIDDEN, _NOTE = "v", "z", "w"
"""Words that no field carries; damaged words; the mark of a note."""


class Printed:
    """Cuts one original."""

    def __init__(
        self,
        original: OriginalText,
        numbering: Numbering,
        unclaimed: Iterable[Unclaimed],
        hidden: Iterable[Span],
        marks: Iterable[Mark],
    ) -> None:
        self._lines = original.lines
        self._tables = original.tables
        self._stretches: dict[int, list[_Stretch]] = defaultdict(list)
        self._seen: set[int] = set()
        self._marks: dict[int, list[Mark]] = defaultdict(list)
        for mark in sorted(marks):
            self._marks[mark.line].append(mark)
        fields = numbering.fields
        for passage in (*numbering.passages, *numbering.inner):
            field = fields.get(passage.field)
            if field is None:  # a whole row
                continue
            self._lay(passage.span, field.kind, field.number, field.key if field.kind == "m" else "")
        for words in unclaimed:
            self._lay(words.span, _LOST)
        for span in hidden:
            self._lay(span, _HIDDEN)

    def parts(self) -> Iterator[Part]:
        """All lines in order, tables as tables."""
        at = 1
        for table in self._tables:
            yield from self._plain(at, table.line)
            yield Part(table=True, rows=[*self._table(table)])
            at = table.line + len(table.rows)
        yield from self._plain(at, len(self._lines) + 1)

    def _plain(self, start: int, end: int) -> Iterator[Part]:
        for first in range(start, end, _CHUNK):
            lines = range(first, min(first + _CHUNK, end))
            yield Part(table=False, rows=[Row(n, self._html(n, 0, len(self._lines[n - 1]))) for n in lines])

    def _table(self, table: PrintedTable) -> Iterator[Row]:
        for line, row in enumerate(table.rows, table.line):
            ends = [cell.start for cell in row[1:]] + [len(self._lines[line - 1])]
            cells = [
                # a cell takes the white space behind it along, so that marks there are not lost
                Cell(cell.rows, cell.columns, self._html(line, cell.start if n else 0, end))
                for n, (cell, end) in enumerate(zip(row, ends, strict=True))
            ]
            yield Row(line, cells=cells)

    def _lay(self, span: Span, kind: str, number: int = 0, key: str = "") -> None:
        """Lay a stretch over what lies there already."""
        (first, begin), (last, behind) = span
        for line in range(first, min(last, len(self._lines)) + 1):
            start = begin - 1 if line == first else 0
            end = behind - 1 if line == last else len(self._lines[line - 1])
            if first != last:  # white space at the edges of a line is nobody's
                words = self._lines[line - 1][start:end]
                start, end = end - len(words.lstrip()), start + len(words.rstrip())
            if start >= end:
                continue
            laid = self._stretches[line]
            if not laid or laid[-1][1] <= start:
                laid.append((start, end, kind, number, key))
                continue
            kept: list[_Stretch] = []
            for old in laid:
                if old[1] <= start or old[0] >= end:
                    kept.append(old)
                    continue
                if old[0] < start:
                    kept.append((old[0], start, *old[2:]))
                if old[1] > end:
                    kept.append((end, *old[1:]))
            insort(kept, (start, end, kind, number, key))
            self._stretches[line] = kept

    def _html(self, line: int, start: int, end: int) -> Markup:
        """What stands in a part of a line: passages as links to their fields."""
        text = self._lines[line - 1]
        out: list[str] = []
        stretches = self._whole(line, start, end)
        if line in self._marks:
            stretches = self._cut(line, start, end, stretches)
        for begin, behind, kind, number, key in stretches:
            if kind == _NOTE:
                label = f"第 {number} 处要看的地方"
                out.append(f'<a class="w" id="w{number}" href="#q{number}" aria-label="{label}"></a>')
            elif kind == _HIDDEN:
                out.append(f'<mark class="z">{MARK}</mark>')
            elif number:
                own = ""
                if number not in self._seen:
                    self._seen.add(number)
                    own = f' id="p{number}"'
                name = f' data-k="{key}"' if key else ""
                words = escaped(text[begin:behind])
                out.append(f'<a{own} class="{kind}"{name} href="#f{number}">{words}</a>')
            elif kind:
                out.append(f'<mark class="{kind}">{escaped(text[begin:behind])}</mark>')
            else:
                out.append(escaped(text[begin:behind]))
        return Markup("".join(out))  # noqa: S704 - every part is escaped above

    def _whole(self, line: int, start: int, end: int) -> Iterator[_Stretch]:
        """The stretches in a part of a line, and what lies between them, without class."""
        at = start
        for stretch in self._stretches.get(line, ()):
            if stretch[0] < end and stretch[1] > start:
                begin = max(stretch[0], start)
                if begin > at:
                    yield at, begin, "", 0, ""
                at = min(stretch[1], end)
                yield begin, at, *stretch[2:]
        if at < end:
            yield at, end, "", 0, ""

    def _cut(self, line: int, start: int, end: int, stretches: Iterator[_Stretch]) -> Iterator[_Stretch]:
        """The stretches with the marks of notes before the characters at which they point."""
        whole = end == len(self._lines[line - 1])
        marks = [m for m in self._marks[line] if start < m.column and (m.column <= end or whole)]
        for begin, behind, kind, number, key in stretches:
            at = begin
            while marks and marks[0].column - 1 < behind:
                mark = marks.pop(0)
                cut = mark.column - 1
                if cut > at and kind != _HIDDEN:
                    yield at, cut, kind, number, key
                    at = cut
                yield cut, cut, _NOTE, mark.number, ""
            yield at, behind, kind, number, key
        for mark in marks:
            yield end, end, _NOTE, mark.number, ""
