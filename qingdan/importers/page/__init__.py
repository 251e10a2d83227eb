"""Pages of fixed layouts (PDF, OFD): glyphs and rulings with their places -> lines, paragraphs, tables."""

from __future__ import annotations

from qingdan.importers.page.paper import Paper
from qingdan.importers.page.reading import Drawn, Pages
from qingdan.importers.page.sheet import Glyph, Ruling, Sheet

__all__ = ["Drawn", "Glyph", "Pages", "Paper", "Ruling", "Sheet"]
