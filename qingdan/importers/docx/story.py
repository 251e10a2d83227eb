"""Stories: body, headers, notes and text boxes of a document -> paragraphs and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

from lxml import etree

from qingdan.importers.docx.drawings import choice
from qingdan.importers.docx.fields import Fields
from qingdan.importers.docx.inline import Inline, Surroundings
from qingdan.importers.docx.names import MC, deleted_words, number, switch, value, w
from qingdan.importers.docx.numbering import Numbering
from qingdan.importers.docx.parts import Item, Kind, Paragraph, TableCell, Trace, WordTable
from qingdan.importers.docx.styles import Styles

_NO_BLOCKS = frozenset(
    map(w, ("tblPr", "tblGrid", "trPr", "tblPrEx", "tcPr", "sdtPr", "sdtEndPr", "sectPr", "customXmlPr"))
)
_WIDEST = 4096
"""Most grid columns that a cell or a gap may span."""


class Story:
    """Reads one story. `furniture`: whether it is a header or footer, whose page numbers are left out."""

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        notes: Callable[[str, str], None],
        diagram: Callable[[str], list[str]],
        *,
        furniture: bool = False,
    ) -> None:
        self.styles = styles
        self.numbering = numbering
        self._around = Surroundings(styles, Fields(mute_pages=furniture), notes, diagram, self._box)
        self._pending: list[tuple[Kind, str]] = []
        """Traces that wait for the next paragraph."""

    # ------------------------------------------------------------ blocks

    def read(self, story: etree._Element) -> list[Item]:
        """The paragraphs and tables of a whole story: body, header, note or text box."""
        self._around = replace(self._around, fields=self._around.fields.inside(story))
        return self._items(story)

    def _items(self, parent: etree._Element) -> list[Item]:
        """The paragraphs and tables of an element."""
        out: list[Item] = []
        carried: Paragraph | None = None
        for child in self._children(parent):
            if child.tag == w("tbl"):
                out.append(self._table(child))
                continue
            paragraph, boxes = self._paragraph(child, carried)
            carried = None
            out += boxes
            if paragraph is not None and _mark_gone(child):
                carried = paragraph
            elif paragraph is not None:
                out.append(paragraph)
        if carried is not None and (carried.text or carried.traces):
            out.append(carried)
        if self._pending:
            out.append(Paragraph(traces=self._waiting()))
        return out

    def _children(self, parent: etree._Element) -> Iterator[etree._Element]:
        """Paragraphs and tables below an element, wrappers opened."""
        for child in parent:
            tag = child.tag
            if tag in (w("p"), w("tbl")):
                yield child
            elif tag in (w("del"), w("moveFrom")):
                self._pending.append(("revision", deleted_words(child)))
            elif tag == w("altChunk"):
                self._pending.append(("outside", "另一个文件"))
            elif tag == MC + "AlternateContent":
                yield from self._children(choice(child))
            elif tag in (w("ins"), w("moveTo")):
                self._pending.append(("revision", ""))
                yield from self._children(child)
            elif isinstance(tag, str) and tag not in _NO_BLOCKS:
                yield from self._children(child)

    def _waiting(self) -> list[Trace]:
        found = [Trace(kind, 0, words) for kind, words in self._pending]
        self._pending.clear()
        return found

    def _paragraph(
        self, given: etree._Element, carried: Paragraph | None
    ) -> tuple[Paragraph | None, list[Item]]:
        """A paragraph, None where nobody sees it; and the text boxes that hang on it."""
        traces = self._waiting()
        properties = given.find(w("pPr"))
        style = value(None if properties is None else properties.find(w("pStyle")))
        reader = Inline(self._around, style)
        reader.read(given)
        text = reader.text
        mark = None if properties is None else properties.find(w("rPr"))
        if mark is not None and any(
            mark.find(w(x)) is not None for x in ("ins", "del", "moveFrom", "moveTo")
        ):
            reader.traces.append(Trace("revision", len(text)))
        before = carried or Paragraph()
        seen = bool(before.text or text.strip())
        boxes = reader.boxes
        if not seen and (switch(mark, "vanish") or _is_moved_away(mark)):
            self._pending += [(t.kind, t.words) for t in [*traces, *before.traces, *reader.traces]]
            return None, boxes
        label = "" if _mark_gone(given) else self._label(properties, style, traces)
        shift = len(label) + len(before.text)
        found = Paragraph(
            text=label + before.text + text,
            label=label.strip(),
            style=self.styles.name_of(style),
            traces=[
                *traces,
                *(t._replace(at=t.at + len(label)) for t in before.traces),
                *(t._replace(at=t.at + shift) for t in reader.traces),
            ],
        )
        return found, boxes

    def _label(self, properties: etree._Element | None, style: str, traces: list[Trace]) -> str:
        own = None if properties is None else properties.find(w("numPr"))
        list_, level = self.styles.list_of(style)
        if own is not None:
            if (found := own.find(w("numId"))) is not None:
                list_, level = value(found), level if value(found) == list_ else None
                level = 0 if level is None and list_ != self.styles.list_of(style)[0] else level
            if (found := own.find(w("ilvl"))) is not None:
                level = number(found)
        if not list_ or list_ == "0":
            return ""
        label = self.numbering.label(list_, level, style)
        if label is None:
            return ""
        if label.unknown:
            traces.append(Trace("numbering", 0, label.unknown))
        return label.text

    # ------------------------------------------------------------ tables

    def _table(self, given: etree._Element) -> WordTable:
        grid = given.find(w("tblGrid"))
        widths = [] if grid is None else [number(c, "w") for c in grid.findall(w("gridCol"))]
        rows = [self._row(row) for row in self._inside(given, w("tr")) if not self._row_is_gone(row)]
        return WordTable([row for row in rows if row], widths)

    def _inside(self, parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
        """Rows of a table, or cells of a row, wrappers opened."""
        for child in parent:
            if child.tag == wanted:
                yield child
            elif child.tag == MC + "AlternateContent":
                yield from self._inside(choice(child), wanted)
            elif isinstance(child.tag, str) and child.tag not in _NO_BLOCKS:
                yield from self._inside(child, wanted)

    def _row_is_gone(self, row: etree._Element) -> bool:
        properties = row.find(w("trPr"))
        if properties is None:
            return False
        if properties.find(w("del")) is not None:
            self._pending.append(("revision", deleted_words(row)))
            return True
        if properties.find(w("ins")) is not None:
            self._pending.append(("revision", ""))
        if switch(properties, "hidden"):
            self._pending.append(("hidden", deleted_words(row)))
            return True
        return False

    def _row(self, row: etree._Element) -> list[TableCell]:
        properties = row.find(w("trPr"))
        at = 0 if properties is None else _span(properties.find(w("gridBefore")), 0)
        cells: list[TableCell] = []
        for cell in self._inside(row, w("tc")):
            own = cell.find(w("tcPr"))
            span = 1 if own is None else max(_span(own.find(w("gridSpan")), 1), 1)
            if own is not None and own.find(w("cellDel")) is not None:
                self._pending.append(("revision", deleted_words(cell)))
                at += span
                continue
            if cells and _goes_on(own):
                cells[-1].end += span
                cells[-1].items += [i for i in self._items(cell) if isinstance(i, Paragraph) and i.text]
                at += span
                continue
            merge = _vertical(own)
            if merge == "continue":
                items: list[Item] = _covered(cell)
            else:
                items = self._items(cell)
            cells.append(TableCell(items, at, at + span, merge))
            at += span
        return cells

    # ------------------------------------------------------------ boxes

    def _box(self, box: etree._Element) -> list[Item]:
        """A text box: a story of its own inside this one."""
        around, waiting = self._around, self._pending
        self._pending = []
        items = self.read(box)
        self._around, self._pending = around, waiting
        return items


def _mark_gone(paragraph: etree._Element) -> bool:
    """Whether the end of a paragraph was deleted, so that the next one goes on it."""
    mark = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    return mark is not None and mark.find(w("del")) is not None


def _is_moved_away(mark: etree._Element | None) -> bool:
    return mark is not None and mark.find(w("moveFrom")) is not None


def _span(given: etree._Element | None, default: int) -> int:
    return min(max(number(given, default=default), 0), _WIDEST)


def _vertical(properties: etree._Element | None) -> Literal["", "restart", "continue"]:
    found = None if properties is None else properties.find(w("vMerge"))
    if found is None:
        return ""
    return "restart" if value(found) == "restart" else "continue"


def _goes_on(properties: etree._Element | None) -> bool:
    """Whether a cell is a part of the one to its left (an old way to merge)."""
    found = None if properties is None else properties.find(w("hMerge"))
    return found is not None and value(found, default="continue") == "continue"


def _covered(cell: etree._Element) -> list[Item]:
    """A cell that the one above covers: nobody sees what it holds."""
    words = "".join(t.text or "" for t in cell.iter(w("t")))
    return [Paragraph(traces=[Trace("hidden", 0, words)])] if words.strip() else []
