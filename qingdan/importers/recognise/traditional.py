"""Traditional script 繁体: read in its simplified form, kept as it is printed.

The words that show titles, labels and units are known in simplified characters. A
simplified character stands for each traditional one, so what is read in the one form
is found in the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qingdan.importers.blocks import Block, Line, Mark
from qingdan.importers.draft import Correction, Draft, Heading, Paragraph
from qingdan.importers.recognise import lines
from qingdan.text.traditional import simplified

_HAN = re.compile("[\u3400-\u9fff]")
_FEW = 10
_SHARE = 0.02
"""Below this share of characters a notice is a simplified one with an odd character."""


def prevails(blocks: Sequence[Block]) -> bool:
    """Whether a notice is printed in traditional characters."""
    changed = han = 0
    for _, text in _texts(blocks):
        plain = simplified(text)
        changed += 0 if plain is text else sum(a != b for a, b in zip(text, plain, strict=True))
        han += len(_HAN.findall(text))
    return changed >= _FEW and changed >= han * _SHARE


def simplified_blocks(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with a simplified character for each traditional one."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Line):
            out.append(replace(block, text=simplified(block.text)))
        else:
            rows = tuple(tuple(c and replace(c, text=simplified(c.text)) for c in row) for row in block.rows)
            out.append(replace(block, rows=rows))
    return out


def _texts(blocks: Sequence[Block]) -> Iterator[tuple[Mark, str]]:
    for block in blocks:
        if isinstance(block, Line):
            yield block.mark, block.text
        else:
            yield from ((c.mark, c.text) for row in block.rows for c in row if c)


def restore(draft: Draft, blocks: Sequence[Block]) -> None:
    """Every text of the draft as it is printed. 地区 stays simplified, as registries write it."""
    print_ = _Printed(blocks)
    for name in ("title", "number", "issuer", "addressees"):
        setattr(draft, name, print_.of(getattr(draft, name)))
    draft.basis = [print_.of(text) for text in draft.basis]
    draft.copies = [print_.of(text) for text in draft.copies]
    draft.body = [print_.of(text) for text in draft.body]
    for part in draft.lists:
        part.title = print_.of(part.title)
        part.header = tuple(print_.of(text, part.mark) for text in part.header)
        for entry in part.entries:
            if isinstance(entry, Heading | Paragraph):
                entry.text = print_.of(entry.text, entry.mark)
                continue
            entry.cells = {k: print_.of(text, entry.mark) for k, text in entry.cells.items()}
            entry.corrections = {
                k: Correction(print_.of(it.printed, entry.mark), it.reason)
                for k, it in entry.corrections.items()
            }
    for annex in draft.annexes:
        annex.title = print_.of(annex.title)
        annex.lines = [print_.of(text, annex.mark) for text in annex.lines]
    for leftover in draft.leftovers:
        leftover.text = print_.of(leftover.text, leftover.mark)


class _Printed:
    """The printed words without white space, in both forms."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        parts: list[str] = []
        self.starts: dict[int, int] = {}
        at = 0
        for mark, text in _texts(blocks):
            self.starts.setdefault(mark.line, at)
            words = "".join(lines.visible(text).split())
            parts.append(words)
            at += len(words)
        self.printed = "".join(parts)
        self.plain = simplified(self.printed)

    def of(self, text: str, mark: Mark | None = None) -> str:
        """A text of the draft as it is printed, at its mark or behind it."""
        words = "".join(text.split())
        if not words:
            return text
        start = self.starts.get(mark.line, 0) if mark else 0
        at = self.plain.find(words, start)
        at = self.plain.find(words) if at < 0 else at
        places = range(at, at + len(words)) if at >= 0 else self._scattered(words, start)
        if places is None:
            return text
        chars = iter(places)
        return "".join(c if c.isspace() else self.printed[next(chars)] for c in text)

    def _scattered(self, words: str, start: int) -> list[int] | None:
        """Where the characters stand of words from which something was cut."""
        places: list[int] = []
        for char in words:
            start = self.plain.find(char, start)
            if start < 0:
                return None
            places.append(start)
            start += 1
        return places
