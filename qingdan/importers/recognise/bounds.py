"""Bounds: where the letter ends and the lists begin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qingdan.importers.blocks import Block
from qingdan.importers.recognise import lines
from qingdan.importers.recognise.prose import brackets
from qingdan.importers.recognise.signs import squeeze
from qingdan.importers.recognise.tables.grid import Grid
from qingdan.text import labels


class Bounds:
    """The blocks of a document with its tables."""

    def __init__(self, blocks: Sequence[Block], grids: Sequence[Grid]) -> None:
        self.blocks = blocks
        self.grids = grids

    def lists_begin(self) -> int:
        """Index behind the letter; 0 where there is none."""
        first_grid = self.grids[0].begin if self.grids else len(self.blocks)
        signed = next((k for k in range(first_grid) if lines.is_date(lines.text_of(self.blocks[k]))), None)
        addressed = next(
            (k for k in range(first_grid) if lines.is_addressees(lines.text_of(self.blocks[k]))), None
        )
        heading = self._first_heading(0, first_grid)
        end = len(self.blocks)
        later = None if signed is None else self._first_heading(signed, end)
        if signed is not None and (
            later is not None or (self.grids and (heading is None or heading > signed or self._signs(signed)))
        ):
            return self._behind_signature(signed)
        if signed is not None and heading is None and self._signs(signed) and self._names_units(signed + 1):
            return self._behind_signature(signed)
        if addressed is not None and self._starts(addressed + 1) > addressed:
            return self._starts(addressed + 1)
        if heading is not None or self.grids:
            return self._after_notice_title(min(heading if heading is not None else end, first_grid))
        return 0

    def _first_heading(self, begin: int, end: int) -> int | None:
        """The first line that begins as headings of lists do."""
        for k in range(begin, end):
            text = lines.text_of(self.blocks[k]).strip()
            label = labels.heading_label(text) if text else None
            if label and label.level <= 2 and label.value == 1:
                return k
        return None

    def _signs(self, signed: int) -> bool:
        """Whether a date is the signature of a letter in numbered points: an organ stands above it, and
        nothing above that names units."""
        above = [t for b in self.blocks[:signed] if (t := lines.text_of(b).strip())]
        if not above or not lines.is_organ(above[-1]):
            return False
        return not any(brackets.tells_units(t) for t in above)

    def _names_units(self, begin: int) -> bool:
        """Whether a line from an index on names units as clauses do."""
        return any(brackets.tells_units(t) for b in self.blocks[begin:] if (t := lines.text_of(b).strip()))

    def _behind_signature(self, signed: int) -> int:
        """Behind the date, and behind an organ that stands below it."""
        k = signed + 1
        again = squeeze(lines.text_of(self.blocks[signed]))
        while k < len(self.blocks) and (
            lines.is_blank(self.blocks[k]) or squeeze(lines.text_of(self.blocks[k])) == again
        ):
            signed = signed if lines.is_blank(self.blocks[k]) else k
            k += 1
        text = lines.text_of(self.blocks[k]) if k < len(self.blocks) else ""
        return k + 1 if text and lines.is_organ(text) and not lines.is_title(text) else signed + 1

    def _starts(self, at: int) -> int:
        """Where the lists begin behind the addressees of a notice that no date parts from them."""
        for k in range(at, len(self.blocks)):
            block = self.blocks[k]
            if any(g.begin == k for g in self.grids):
                return k
            text = lines.text_of(block).strip()
            label = labels.heading_label(text) if text else None
            if label and label.level <= 2:
                return k
            if text and (lines.is_attachment(text) or (lines.is_title(text) and self.before_list(k))):
                return k
        return at - 1

    def before_list(self, k: int) -> bool:
        """Whether a table or a heading follows a title within a few lines."""
        seen = 0
        for j in range(k + 1, len(self.blocks)):
            if any(g.begin == j for g in self.grids):
                return True
            text = lines.text_of(self.blocks[j]).strip()
            if not text:
                continue
            label = labels.heading_label(text)
            if label and label.level <= 2:
                return True
            seen += 1
            if seen > 3:
                return False
        return False

    def _after_notice_title(self, end: int) -> int:
        """Without addressees and date: a title …的通知 at the top is the letter."""
        words, last = "", 0
        for k in range(min(end, 40)):
            text = lines.text_of(self.blocks[k]).strip()
            if not text:
                continue
            if re.search("[。；]", text):
                break
            words += squeeze(text)
            if lines.is_number(text) or lines.is_notice_title(words) or lines.is_notice_title(text):
                last = k + 1
        return last
