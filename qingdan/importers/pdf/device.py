"""Device: takes what a page of a PDF draws, as glyphs and rulings."""

# ruff: noqa: ARG002 - the parameters are those that pdfminer calls with
from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import Matrix, PathSegment, apply_matrix_pt

from qingdan.importers.archive import RefusedError
from qingdan.importers.page import Glyph, Ruling
from qingdan.importers.page.characters import LOST
from qingdan.importers.page.strokes import rulings_of

GLYPHS = 60_000
"""Most characters of a page."""
PATHS = 200_000
"""Most lines and curves of a page."""
_CALLS = 5_000
"""Most drawings within drawings that a page calls."""
_INVISIBLE = 3
_HINT = "用 WPS 或 Acrobat 打开它，另存（打印）成一份新的 PDF。"


class Device(PDFTextDevice):
    """Collects one page after the other; `begin_page` empties it."""

    def __init__(self, rsrcmgr: PDFResourceManager) -> None:
        super().__init__(rsrcmgr)
        self.glyphs: list[Glyph] = []
        self.rulings: list[Ruling] = []
        self.width = self.height = 0.0
        self.pictures = 0.0
        """Area of pictures, as a share of the page."""
        self.vertical = 0
        """Characters set from the top downwards."""
        self.invisible = 0
        self.paths = self.curves = self.calls = self.depth = 0
        self._mode = 0

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        x0, y0, x1, y1 = page.mediabox
        corners = [apply_matrix_pt(ctm, point) for point in ((x0, y0), (x1, y1))]
        self.width = abs(corners[1][0] - corners[0][0])
        self.height = abs(corners[1][1] - corners[0][1])
        self.glyphs, self.rulings = [], []
        self.pictures = 0.0
        self.vertical = self.invisible = self.paths = self.curves = self.calls = self.depth = 0

    def end_page(self, page: PDFPage) -> None:
        """Nothing is left to do."""

    def begin_figure(self, name: str, bbox: object, matrix: Matrix) -> None:
        self.calls += 1
        self.depth += 1
        if self.calls > _CALLS or self.depth > 40:
            raise RefusedError("这个 PDF 的一页里图形套着图形，没完没了，没有读。", _HINT)

    def end_figure(self, name: str) -> None:
        self.depth -= 1

    def render_image(self, name: str, stream: PDFStream) -> None:
        a, b, c, d, _, _ = self.ctm or (0, 0, 0, 0, 0, 0)
        if self.width and self.height:
            self.pictures += abs(a * d - b * c) / (self.width * self.height)

    def render_string(self, textstate, seq, ncs, graphicstate) -> None:  # type: ignore[no-untyped-def]
        """As pdfminer does it; the mode tells what is drawn and not shown."""
        self._mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: object,
        graphicstate: PDFGraphicState,
    ) -> float:
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = LOST
        if text.startswith("(cid:"):
            text = LOST
        advance = font.char_width(cid) * fontsize * scaling
        if font.is_vertical():
            x, y = font.char_disp(cid)  # type: ignore[misc]
            left = fontsize * 0.5 if x is None else x * fontsize * 0.001
            top = (1000 - y) * fontsize * 0.001
            box = (-left, top + rise + advance, -left + fontsize, top + rise)
            self.vertical += not text.isspace()
        else:
            low = font.get_descent() * fontsize + rise
            box = (0.0, low, advance, low + fontsize)
        self._keep(matrix, box, text, fontsize)
        return advance

    def _keep(
        self, matrix: Matrix, box: tuple[float, float, float, float], text: str, fontsize: float
    ) -> None:
        points = [apply_matrix_pt(matrix, (x, y)) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs, ys = [p[0] for p in points], [self.height - p[1] for p in points]
        a, b, c, d, _, _ = matrix
        if self._mode == _INVISIBLE and not text.isspace():
            self.invisible += 1
        self.glyphs.append(
            Glyph(text, min(xs), min(ys), max(xs), max(ys), abs(fontsize) * hypot(c, d), _turn(a, b))
        )
        if len(self.glyphs) > GLYPHS:
            raise RefusedError(f"这个 PDF 有一页超过 {GLYPHS} 个字，没有读。", _HINT)

    def paint_path(
        self,
        graphicstate: PDFGraphicState,
        stroke: bool,
        fill: bool,
        evenodd: bool,
        path: Sequence[PathSegment],
    ) -> None:
        self.paths += len(path)
        if self.paths > PATHS:
            raise RefusedError("这个 PDF 有一页的线条多得不正常，没有读。", _HINT)
        self.curves += fill and any(segment[0] in "cvy" for segment in path)
        ctm = self.ctm
        assert ctm is not None
        run: list[tuple[float, float]] = []
        straight = True
        for segment in path:
            kind = segment[0]
            if kind == "m":
                self.rulings += rulings_of(run, stroke=stroke, straight=straight)
                run, straight = [], True
            if kind == "h":
                run += run[:1]
            else:
                straight = straight and kind in "ml"
                x, y = apply_matrix_pt(ctm, segment[-2:])  # type: ignore[arg-type]
                run.append((x, self.height - y))
        self.rulings += rulings_of(run, stroke=stroke, straight=straight)


def _turn(a: float, b: float) -> int:
    """Quarter turns clockwise of a baseline that runs along (a, b), y upwards."""
    if abs(b) <= abs(a) * 0.12:
        return 0 if a >= 0 else 2
    if abs(a) <= abs(b) * 0.12:
        return 3 if b > 0 else 1
    return -1
