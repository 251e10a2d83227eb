"""Flow: the tree of a page -> what it shows, in order: paragraphs and tables of data.

White space is collapsed as browsers do it; what is hidden is left out and told. Tables that
only lay out a page are read cell by cell as if they were none. Nothing recurses but tables
in tables, and those no deeper than DEPTH.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from qingdan.importers.archive import RefusedError
from qingdan.importers.composing import CellText
from qingdan.importers.html import tables
from qingdan.importers.html.elements import BLOCKS, UNSEEN, tag_of, texts
from qingdan.importers.html.numbering import Counter, counter
from qingdan.importers.html.shown import Grid, Paragraph, Shown, lines_of
from qingdan.importers.html.spaces import SPACE, TAB, collapsed
from qingdan.importers.html.spans import Placed
from qingdan.importers.html.styles import Sheet, Style

DEPTH = 40
"""Deepest nesting of tables."""
_CONTROLS = frozenset({"button", "select", "textarea", "input"})
_STYLES = {f"h{n}": f"heading{n}" for n in range(1, 7)}
_BEGIN = re.compile(
    r"(?:正文|内容|文章|content|article|info|rss).{0,20}(?:begin|start|开始)|ContentStart", re.IGNORECASE
)
_END = re.compile(
    r"(?:正文|内容|文章|content|article|info|rss).{0,20}(?:end|over|结束)|ContentEnd", re.IGNORECASE
)


class _Decided(NamedTuple):
    """A table of data, with what browsers show above it, and what was met in its cells."""

    before: list[Paragraph | Grid]
    grid: Grid
    shown: Shown


class Flow:
    """Walks one tree, or one cell of a table."""

    def __init__(
        self, sheet: Sheet, wanted: frozenset[etree._Element], framed: frozenset[etree._Element]
    ) -> None:
        """`wanted`: whose items are to be told; `framed`: what is page frame by its kind."""
        self.sheet = sheet
        self.wanted = wanted
        self.framed = framed
        self.shown = Shown()
        self.depth = 0
        self.decided: dict[etree._Element, _Decided | None] = {}

    def walk(self, root: etree._Element) -> Shown:
        """All that the element shows. Raises RefusedError for nesting and tables without bounds."""
        self.shown.items = _Walk(self, self.shown).run(root)
        return self.shown


class _Walk:
    """The state of one walk."""

    def __init__(self, flow: Flow, shown: Shown) -> None:
        self.flow = flow
        self.shown = shown
        self.items: list[Paragraph | Grid] = []
        self.words: list[tuple[str, bool]] = []
        self.notes: list[str] = []
        self.blocks: list[etree._Element] = []
        self.lists: list[Counter | None] = []
        self.label = ""
        self.links = self.frames = self.pre = 0
        self.begin: int | None = None

    def run(self, root: etree._Element) -> list[Paragraph | Grid]:
        events = etree.iterwalk(root, events=("start", "end", "comment"))
        self.blocks.append(root)
        closing: list[etree._Element] = []
        for event, element in events:
            if event == "comment":
                self._mark(str(element.text or ""))
                self._say(element.tail, element is root)
            elif event == "start":
                if self._start(element):
                    closing.append(element)
                else:
                    events.skip_subtree()
            else:
                if closing and closing[-1] is element:
                    closing.pop()
                    self._end(element)
                self._say(element.tail, element is root)
        self._flush()
        return self.items

    def _start(self, element: etree._Element) -> bool:
        """Whether to go into the element."""
        tag = tag_of(element)
        if tag == "meta" and element.get("name", "") in ("ContentStart", "ContentEnd"):
            self._mark(element.get("name", ""))
        if tag in UNSEEN:
            return False
        style = self.flow.sheet.of(element, tag)
        if self._hides(element, tag, style) or self._alone(element, tag):
            return tag == "svg"
        if tag == "table" and (found := self._table(element)) is not None:
            self._flush()
            self._keep(found, element)
            return False
        self._open(element, tag, style)
        self._say(element.text, False)
        return True

    def _hides(self, element: etree._Element, tag: str, style: Style) -> bool:
        """Whether nothing of the element is seen; its words are told."""
        closed = tag == "dialog" and element.get("open") is None
        if element.get("hidden") is None and not style.hidden and not closed:
            return False
        if words := SPACE.sub(" ", "".join(texts(element))).strip():
            self.shown.hidden.append(words)
        return True

    def _alone(self, element: etree._Element, tag: str) -> bool:
        """Take what holds no flow of words: fields, pictures, breaks, notes above words."""
        if tag in _CONTROLS:
            self._control(element, tag)
        elif tag == "rt":
            self.notes.append("".join(element.itertext()))
        elif tag in ("img", "svg"):
            self.shown.pictures += tag == "img"
        elif tag == "br":
            self._flush()
        elif "mso-tab-count" in (element.get("style") or ""):
            self.words.append((TAB, False))
        else:
            return False
        return True

    def _open(self, element: etree._Element, tag: str, style: Style) -> None:
        """An element that holds words begins."""
        block = tag in BLOCKS or style.display in ("block", "flex", "grid", "table", "list-item")
        if tag == "dd" and self.words:
            self.words.append((" ", False))
        elif block:
            self._flush()
        if block:
            self.blocks.append(element)
        if element in self.flow.wanted:
            self.shown.spans[element] = (len(self.items), -1)
        self.frames += element in self.flow.framed
        self._enter(element, tag, style.list_style)

    def _enter(self, element: etree._Element, tag: str, list_style: str) -> None:
        """What begins with an element besides its words."""
        self.links += tag == "a" and element.get("href") is not None
        self.pre += tag in ("pre", "xmp", "listing", "plaintext")
        if tag == "ol":
            reverse = element.get("reversed") is not None
            items = sum(1 for child in element if tag_of(child) == "li") if reverse else 0
            kind, classes = element.get("type"), element.get("class") or ""
            self.lists.append(counter(element.get("start"), kind, classes, list_style, items))
        elif tag in ("ul", "menu", "dir"):
            self.lists.append(None)
        elif tag == "li" and self.lists and (count := self.lists[-1]) is not None:
            self.label = count.label(element.get("value"), list_style)

    def _end(self, element: etree._Element) -> None:
        tag = tag_of(element)
        if tag == "dt":
            return self._end_term(element)
        if self.blocks[-1] is element and len(self.blocks) > 1:
            self._flush()
            self.blocks.pop()
        if tag in ("ol", "ul", "menu", "dir"):
            self.lists.pop()
        self._leave(element, tag)
        return None

    def _end_term(self, element: etree._Element) -> None:
        """A term waits for its description: both make one line."""
        following = element.getnext()
        if following is None or tag_of(following) != "dd":
            self._flush()
        if self.blocks[-1] is element and len(self.blocks) > 1:
            self.blocks.pop()
        self._leave(element, "dt")

    def _leave(self, element: etree._Element, tag: str) -> None:
        self.links -= tag == "a" and element.get("href") is not None
        self.pre -= tag in ("pre", "xmp", "listing", "plaintext")
        self.frames -= element in self.flow.framed
        if element in self.flow.wanted:
            self._flush()
            self.shown.spans[element] = (self.shown.spans[element][0], len(self.items))

    def _control(self, element: etree._Element, tag: str) -> None:
        """Words on buttons and in fields: they are seen, and none of the document."""
        words = " ".join("".join(element.itertext()).split())
        if tag == "input":
            kind = (element.get("type") or "text").lower()
            words = (
                ""
                if kind in ("hidden", "checkbox", "radio", "file", "password", "image")
                else (element.get("value") or element.get("placeholder") or "")
            )
        if words.strip():
            self._flush()
            self.items.append(Paragraph(" ".join(words.split()), element, frame=True))

    def _table(self, element: etree._Element) -> _Decided | None:
        """The table as one of data; None where it only lays out the page. Decided once: each table
        around it asks again."""
        if element not in self.flow.decided:
            self.flow.depth += 1
            if self.flow.depth > DEPTH:
                raise RefusedError("这个网页的表格套得太深，没有读。", "从浏览器里复制到文本文件，再导入。")
            self.flow.decided[element] = self._decide(element)
            self.flow.depth -= 1
        return self.flow.decided[element]

    def _decide(self, element: etree._Element) -> _Decided | None:
        found = tables.rows_of(element, self._is_hidden)
        if not found.cells or not tables.may_be_data(found):
            return None
        shown = Shown()
        grid = tables.grid_of(found)
        inner = [_Walk(self.flow, shown).run(cell) for cell in found.cells]
        if not tables.is_data(grid, inner):
            return None
        before: list[Paragraph | Grid] = []
        for stray in found.strays:
            before += _Walk(self.flow, shown).run(stray)
        before += [Paragraph(collapsed(words), element) for words in found.loose]
        rows = [[self._cell(inner, slot) for slot in row] for row in grid]
        return _Decided(before, Grid(rows, element), shown)

    @staticmethod
    def _cell(inner: list[list[Paragraph | Grid]], slot: Placed | None) -> CellText | None:
        if slot is None:
            return None
        return CellText("\n".join(lines_of(inner[slot.key])), slot.rows, slot.columns)

    def _is_hidden(self, element: etree._Element) -> bool:
        style = self.flow.sheet.of(element, tag_of(element))
        return style.hidden or element.get("hidden") is not None

    def _keep(self, found: _Decided, element: etree._Element) -> None:
        """A table of data; one of the record block as lines."""
        self.items += found.before
        self.shown.hidden += found.shown.hidden
        self.shown.computed += found.shown.computed
        self.shown.pictures += found.shown.pictures
        if tables.is_record(found.grid.rows):
            lines = [words for row in found.grid.rows for words in tables.record_lines(row)]
            self.items += [Paragraph(words, element, frame=True) for words in lines]
        else:
            self.items.append(Grid(found.grid.rows, element, self.frames > 0))

    def _mark(self, words: str) -> None:
        """A comment or a meta tag that says where the article begins or ends."""
        if len(words) > 80:
            return
        if _END.search(words) and self.begin is not None:
            self._flush()
            begin, end = self.shown.marked or (len(self.items), 0)
            if len(self.items) - self.begin > end - begin:
                self.shown.marked = (self.begin, len(self.items))
        elif _BEGIN.search(words):
            self._flush()
            self.begin = len(self.items)

    def _say(self, text: str | None, outside: bool) -> None:
        if not text or outside:
            return
        if self.pre:
            first, *rest = text.replace("\r\n", "\n").replace("\t", TAB).split("\n")
            self.words.append((first, self.links > 0))
            for line in rest:
                self._flush()
                self.words.append((line, self.links > 0))
        else:
            self.words.append((text, self.links > 0))

    def _flush(self) -> None:
        """What was said since the last break becomes a line."""
        if not self.words and not self.notes:
            return
        text = collapsed("".join(words for words, _ in self.words))
        linked = sum(len("".join(words.split())) for words, link in self.words if link)
        notes = collapsed(" ".join(self.notes))
        self.words, self.notes = [], []
        if text:
            self._line(text, self.blocks[-1], linked)
        if notes:
            self.items.append(Paragraph(notes, self.blocks[-1], frame=True))

    def _line(self, text: str, element: etree._Element, linked: int = 0) -> None:
        tag = tag_of(element)
        style = _STYLES.get(tag, "")
        if not style and (found := re.match("mso(title|heading[1-6])", (element.get("class") or "").lower())):
            style = found[1]
        label, self.label = self.label, ""
        if label and not text.startswith(label):
            self.shown.computed.append(label + text[:20])
            text = label + text
        self.items.append(Paragraph(text, element, linked, style, label, self.frames > 0))
