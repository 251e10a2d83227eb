"""Paper: the pages of a fixed layout, one after the other -> blocks.

A page is reduced to its lines and tables as it comes, so that a thousand pages need little
memory. At the end, running heads and page numbers are told by their repetition, paragraphs and
tables that page breaks part are joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qingdan.importers.composing import CellText, Composer
from qingdan.importers.page import furniture
from qingdan.importers.page.joining import Measure, cell_text, edges, glued, goes_on, is_flush, pitches
from qingdan.importers.page.lines import TextLine, cell_lines, text_lines
from qingdan.importers.page.rulings import Box, Lattice, lattices
from qingdan.importers.page.sheet import Glyph, Sheet, once, upright
from qingdan.importers.page.tables import TablePart, joined, joins

_Cells = dict[Box, list[Glyph]]
_HANGING = frozenset("，。、；：！？）》”’】〕」』,.;:!?)")
"""Points that may stand beyond the edge of their line."""
_PITCH = 1.6
"""From line to line, in ems, where nothing shows it."""


@dataclass(slots=True)
class Page:
    """What is kept of a page."""

    number: int
    width: float
    height: float
    parts: list[list[TextLine] | TablePart] = field(default_factory=list)
    """Columns of running text and tables, in the order of reading."""


class Paper:
    """Collects pages."""

    def __init__(self) -> None:
        self.pages: list[Page] = []

    def add(self, sheet: Sheet) -> None:
        """Take one page."""
        sheet = upright(sheet)
        glyphs = once(sheet.glyphs)
        tables = lattices(sheet.rulings)
        tables = [t for t in tables if not any(o is not t and o.holds(t) and not t.holds(o) for o in tables)]
        inside: list[_Cells] = [{} for _ in tables]
        outside: list[Glyph] = []
        for glyph, place in _placed(glyphs, tables):
            if place is None:
                outside.append(glyph)
            else:
                inside[place[0]].setdefault(place[1], []).append(glyph)
        found: list[tuple[Lattice, TablePart]] = []
        for lattice, cells in zip(tables, inside, strict=True):
            table = _table(lattice, cells)
            if table is None:
                outside += [glyph for inner in cells.values() for glyph in inner]
            else:
                found.append((lattice, table))
        page = Page(sheet.number, sheet.width, sheet.height)
        _in_order(page, outside, found)
        self.pages.append(page)

    def compose(self, composer: Composer) -> None:
        """All pages as blocks."""
        furniture.tell([page.parts for page in self.pages], [page.height for page in self.pages])
        _Writer(composer, self._measure()).write(self.pages)

    def _measure(self) -> Measure | None:
        """How the text of the document is set: for pages that hold too little to show it."""
        parts = [part for page in self.pages for part in page.parts if isinstance(part, list)]
        texts = [[line for line in part if not line.frame] for part in parts]
        found = [edges(part) for part in texts if len(part) >= 6]
        if not found:
            return None
        few = len(found) // 10
        steps = sorted(step for part in texts for step in pitches(part))
        pitch = steps[len(steps) * 3 // 10] if steps else _PITCH
        left, right = sorted(left for left, _ in found)[few], sorted(right for _, right in found)[-1 - few]
        return Measure(left, right, pitch, is_flush([line for part in texts for line in part], left))


def _placed(
    glyphs: Sequence[Glyph], tables: Sequence[Lattice]
) -> Iterator[tuple[Glyph, tuple[int, Box] | None]]:
    """Each glyph with the table and the cell in which it stands. A point that hangs over the side of its cell
    stays with the word before it."""
    before: tuple[Glyph, tuple[int, Box] | None] | None = None
    for glyph in glyphs:
        place = next(((k, box) for k, t in enumerate(tables) if (box := t.box_at(*glyph.middle))), None)
        if before and before[1] and glyph.text in _HANGING and before[1] != place and _next(before[0], glyph):
            place = before[1]
        yield glyph, place
        before = glyph, place


def _next(before: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph follows another at once on its line."""
    return abs(glyph.top - before.top) < glyph.size * 0.5 and abs(glyph.x0 - before.x1) < glyph.size * 0.3


def _in_order(page: Page, outside: Sequence[Glyph], tables: Sequence[tuple[Lattice, TablePart]]) -> None:
    """Text above, between and below the tables; what stands beside one comes before it."""
    rest = list(outside)
    for lattice, table in tables:
        above = [g for g in rest if g.middle[1] < lattice.ys[-1]]
        rest = [g for g in rest if g.middle[1] >= lattice.ys[-1]]
        page.parts += text_lines(above)
        page.parts.append(table)
    page.parts += text_lines(rest)


def _table(lattice: Lattice, inside: _Cells) -> TablePart | None:
    """The table with the text of its cells; None where all text stands in one cell."""
    cells = {k: inside[box] for k, box in enumerate(lattice.boxes) if box in inside}
    filled = [k for k, inner in cells.items() if any(not g.text.isspace() for g in inner)]
    if len(filled) < 2:
        return None
    lines = {k: cell_lines(cells[k]) for k in filled}
    pads = _pads(lattice, lines)
    rows: list[list[CellText | None]] = [[None] * lattice.columns for _ in range(lattice.rows)]
    for k, box in enumerate(lattice.boxes):
        text = cell_text(lines[k], box.x0, box.x1, pads[box.column, box.columns]) if k in lines else ""
        rows[box.row][box.column] = CellText(text, box.rows, box.columns)
    return TablePart(lattice.xs, rows)


def _pads(lattice: Lattice, lines: dict[int, list[TextLine]]) -> dict[tuple[int, int], tuple[float, float]]:
    """For each width of cells in each column, how near text comes to their edges."""
    found: dict[tuple[int, int], tuple[float, float]] = {}
    for k, inner in lines.items():
        box = lattice.boxes[k]
        left = min(max(line.x0 - box.x0, 0.0) for line in inner)
        right = min(max(box.x1 - line.x1, 0.0) for line in inner)
        before = found.get((box.column, box.columns), (left, right))
        found[box.column, box.columns] = min(before[0], left), min(before[1], right)
    return found


class _Writer:
    """Writes parts, joined where page breaks part them."""

    def __init__(self, composer: Composer, usual: Measure | None) -> None:
        self.composer = composer
        self.usual = usual
        self.paragraph: TextLine | None = None
        """The last line of the paragraph that is open."""
        self.text = ""
        self.measure = Measure(0.0, 0.0, _PITCH)
        """Of the region in which it stands."""
        self.table: TablePart | None = None
        self.frames: list[str] = []
        """Frame lines met since: they come behind what is open."""

    def write(self, pages: Sequence[Page]) -> None:
        for page in pages:
            for part in page.parts:
                if isinstance(part, TablePart):
                    self._table(part)
                else:
                    self._lines(part, page.width)
        self._close()

    def _lines(self, lines: list[TextLine], width: float) -> None:
        """One column of running text."""
        measure = self._measure([line for line in lines if not line.frame], width)
        broken = True
        for line in lines:
            if line.frame:
                self.frames.append(line.text)
                continue
            open_ = self.paragraph
            if open_ is not None and self._joins(open_, line, measure, broken=broken):
                self.text = glued(self.text, line.text)
            else:
                self._close()
                self.text = line.text
            self.paragraph, self.measure = line, measure
            broken = False

    def _joins(self, open_: TextLine, line: TextLine, measure: Measure, *, broken: bool) -> bool:
        """Whether a line goes on the open paragraph; `broken`: a page or column begins with it."""
        if broken:
            measure = measure._replace(right=self.measure.right)
        return goes_on(open_, line, measure, paged=broken)

    def _measure(self, lines: list[TextLine], width: float) -> Measure:
        left, right = edges(lines)
        if self.usual is None:
            # So few lines do not show where full ones end; margins are as wide on both sides.
            steps = sorted(pitches(lines))
            right = max(right, width - left) if len(lines) < 6 else right
            pitch = steps[len(steps) * 3 // 10] if steps else _PITCH
            return Measure(left, right, pitch, is_flush(lines, left))
        if -5 < left - self.usual.left < 60 and right < self.usual.right + 5:
            left, right = min(left, self.usual.left), max(right, self.usual.right)
        return Measure(left, right, self.usual.pitch, self.usual.flush)

    def _table(self, part: TablePart) -> None:
        if self.table is not None and self.paragraph is None and joins(self.table, part):
            self.table = joined(self.table, part)
            return
        self._close()
        self.table = part

    def _close(self) -> None:
        """Write what is open."""
        if self.paragraph is not None:
            self.composer.line(self.text)
        if self.table is not None:
            self.composer.table(self.table.rows)
            self.frames[:0] = self.table.repeated
        self.paragraph, self.table = None, None
        for text in self.frames:
            self.composer.line(text, frame=True)
        self.frames = []
