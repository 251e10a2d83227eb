"""Document: the stories of a .docx in the order of print -> canonical text, blocks, problems.

Order: headers, body with its tables and text boxes, footnotes and endnotes, footers. A
text box stands before the paragraph that it hangs on. Headers and footers are page
furniture: read once each, without page numbers, marked `header` and `footer`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from qingdan.importers.blocks import Mark, Reading
from qingdan.importers.composing import CellText, Composer, cell_words
from qingdan.importers.docx.merged import Placed, full_grid
from qingdan.importers.docx.names import DGM, A, switch, value, w
from qingdan.importers.docx.numbering import Numbering
from qingdan.importers.docx.parts import Item, Paragraph, Trace, WordTable
from qingdan.importers.docx.remarks import Found, problems
from qingdan.importers.docx.story import Story
from qingdan.importers.docx.styles import Styles
from qingdan.importers.list_numerals import numeral
from qingdan.importers.ooxml import Package

_NO_WORDS = re.compile(r"[\W_]*")
_FRAME = ("header", "footer", "toc")
"""Styles of lines that are no text of their own: a table of contents repeats headings."""
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


class _Note(NamedTuple):
    kind: str
    id: str


class WordDocument:
    """One document of Word or WPS. Raises RefusedError where it can't be read."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles(self._part("styles"))
        self.numbering = Numbering(self._part("numbering"), self.styles)
        self.notes: dict[_Note, None] = {}
        self.composer = Composer()
        self.found: list[Found] = []

    def read(self, data: bytes, place: str) -> Reading:
        """All of it. `data` are the bytes of the file, `place` its name in problems."""
        body = self.package.xml(self.package.main).find(w("body"))
        items = [] if body is None else self._story().read(body)
        headers, footers = self._furniture(body)
        self._compose(headers, "header")
        self._compose(items)
        for note in self._noted():
            self._compose(note, "footnote")
        self._compose(footers, "footer")
        told = problems(place, self.found, self.composer.lines)
        return self.composer.reading(place, data, told)

    def _part(self, kind: str) -> etree._Element | None:
        names = self.package.related(self.package.main, kind)
        return self.package.xml(names[0]) if names else None

    def _story(self, part: str = "", *, furniture: bool = False) -> Story:
        def diagram(relation: str) -> list[str]:
            return self._diagram(part or self.package.main, relation)

        def note(kind: str, id_: str) -> None:
            self.notes[_Note(kind, id_)] = None

        return Story(self.styles, self.numbering, note, diagram, furniture=furniture)

    def _diagram(self, part: str, relation: str) -> list[str]:
        """The words of a diagram (SmartArt), a line each shape."""
        found = self.package.relations(part).get(relation)
        if found is None or found.external or found.target not in self.package.archive:
            return []
        root = self.package.xml(found.target)
        shapes = ("".join(t.text or "" for t in p.iter(A + "t")) for p in root.iter(DGM + "pt"))
        return [words for words in shapes if words.strip()]

    # ------------------------------------------------------------ furniture and notes

    def _furniture(self, body: etree._Element | None) -> tuple[list[Item], list[Item]]:
        """Headers and footers that any page shows, each once."""
        settings = self._part("settings")
        even = bool(switch(settings, "evenAndOddHeaders"))
        relations = self.package.relations(self.package.main)
        ids: dict[str, None] = {}
        for section in [] if body is None else body.iter(w("sectPr")):
            first = bool(switch(section, "titlePg"))
            for reference in section:
                kind = value(reference, "type", "default")
                if kind == "default" or (kind == "first" and first) or (kind == "even" and even):
                    ids[next((v for k, v in reference.attrib.items() if k.endswith("}id")), "")] = None
        out: dict[str, list[Item]] = {"header": [], "footer": []}
        seen: set[str] = set()
        for id_ in ids:
            found = relations.get(id_)
            if found and not found.external and found.kind in out and found.target in self.package.archive:
                story = self._story(found.target, furniture=True)
                for paragraph in _flat(story.read(self.package.xml(found.target))):
                    words = paragraph.text.strip()
                    if words not in seen and not _NO_WORDS.fullmatch(words):
                        seen.add(words)
                        out[found.kind].append(paragraph)
        return out["header"], out["footer"]

    def _noted(self) -> Iterator[list[Item]]:
        """Footnotes, then endnotes, each with the number that stands in the text."""
        for kind, usual in (("footnote", "decimal"), ("endnote", "lowerRoman")):
            if not any(note.kind == kind for note in self.notes):
                continue
            names = self.package.related(self.package.main, f"{kind}s")
            root = self.package.xml(names[0]) if names else None
            held = {} if root is None else {value(n, "id"): n for n in root.findall(w(kind))}
            settings = self._part("settings")
            shape = None if settings is None else settings.find(f"{w(kind + 'Pr')}/{w('numFmt')}")
            at = 0
            for note in [n for n in self.notes if n.kind == kind]:
                found = held.get(note.id)
                if found is None or value(found, "type") in _SEPARATORS:
                    continue
                at += 1
                items = self._story(names[0]).read(found)
                label = numeral(at, value(shape, default=usual)) or str(at)
                first = next((i for i in items if isinstance(i, Paragraph)), None)
                if first is not None:
                    first.label = label
                    first.text = f"{label} {first.text.lstrip()}"
                yield items

    # ------------------------------------------------------------ composing

    def _compose(self, items: Sequence[Item], style: str = "") -> None:
        for item in items:
            if isinstance(item, Paragraph):
                self._paragraph(item, style)
            elif all(len(row) == 1 for row in item.rows):
                for row in item.rows:  # a frame around paragraphs
                    self._compose(row[0].items, style)
            else:
                self._table(item)

    def _paragraph(self, given: Paragraph, style: str) -> None:
        """A paragraph: a line for each of its printed lines."""
        at = 0
        label, name = given.label, style or given.style
        for words in given.text.split("\n"):
            mark = self.composer.line(words.rstrip(), style=name, label=label, frame=name in _FRAME)
            end = at + len(words)
            self.found += [
                Found(t, mark._replace(column=1 + t.at - at)) for t in given.traces if at <= t.at <= end
            ]
            at, label = end + 1, ""

    def _table(self, given: WordTable) -> None:
        grid = full_grid(given)
        cells = [[None if placed is None else _cell(placed) for placed in row] for row in grid]
        marks = self.composer.table([[c and c.words for c in row] for row in cells])
        for row, places in zip(cells, marks, strict=True):
            for cell, mark in zip(row, places, strict=True):
                if cell is not None:
                    self.found += [
                        Found(t, Mark(mark.line, mark.column + min(t.at, len(cell.words.text))))
                        for t in cell.traces
                    ]


class _Cell(NamedTuple):
    words: CellText
    traces: list[Trace]


def _cell(placed: Placed) -> _Cell:
    """A cell's words: its paragraphs, and rows of a table inside it, a line each."""
    lines: list[str] = []
    traces: list[Trace] = []
    length = 0
    for paragraph in _flat(placed.cell.items):
        words = cell_words(paragraph.text)
        traces += [t._replace(at=min(length + t.at, length + len(words))) for t in paragraph.traces]
        if words:
            lines.append(words)
            length += len(words) + 1
    return _Cell(CellText("\n".join(lines), placed.rows, placed.columns), traces)


def _flat(items: Sequence[Item]) -> Iterator[Paragraph]:
    """Paragraphs, and the rows of tables as paragraphs: for what stands inside a cell."""
    for item in items:
        if isinstance(item, Paragraph):
            yield item
            continue
        told = False
        for row in full_grid(item):
            cells = [_cell(placed) for placed in row if placed is not None]
            words = " ".join(c.words.text.replace("\n", " ") for c in cells if c.words.text)
            traces = [t._replace(at=0) for c in cells for t in c.traces]
            if not told and len(cells) > 1:
                told = True
                traces.append(Trace("nested", 0))
            yield Paragraph(words, traces=traces)
