"""Names: a header whose names of columns stand one a line, and how the cells below it end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from qingdan.importers.blocks import Block, Cell, Line, Mark
from qingdan.importers.recognise import lines
from qingdan.importers.recognise.signs import look, number_value, squeeze
from qingdan.importers.recognise.tables.header import Column, columns_of, is_whole_name, kind_of

Mode = Literal["tab", "closed", "between", "opened", "plain"]
"""How a cell ends: at a line that begins with a tab, at a bar behind it, at a line that is only
a bar, before a line that begins with a bar, or at its line's end."""

BARS = "|｜│"


class Header(NamedTuple):
    """A header whose names stand one a line."""

    cells: tuple[Cell, ...]
    columns: tuple[Column, ...]
    mode: Mode
    end: int
    """Index behind its last line."""


def header_at(blocks: Sequence[Block], i: int) -> Header | None:
    """The header whose first name stands in line `i`; None where none begins there."""
    first = _name(blocks[i])
    if first is None or kind_of(first.text) is None:
        return None
    cells, ends, at, empty = [first], [i + 1], i + 1, 0
    while at < len(blocks) and len(cells) < 12:
        block = blocks[at]
        if not isinstance(block, Line):
            break
        if lines.is_blank(block):
            empty += 1
            at += 1
            if empty > 3:
                break
            continue
        name = _name(block)
        if name is None or number_value(name.text) is not None or look(name.text) == "heading":
            break
        empty = 0
        cells.append(name)
        at += 1
        ends.append(at)
    cells, ends = _mended(cells, ends)
    while cells and kind_of(cells[-1].text) is None:
        cells.pop()
        ends.pop()
    if len(cells) < 2 or (len(cells) == 2 and not _bears_out(cells, blocks[ends[-1] : ends[-1] + 12])):
        return None
    columns = columns_of([c.text for c in cells])
    if columns is None:
        return None
    return Header(tuple(cells), columns, _mode(blocks[i : ends[-1]]), ends[-1])


def _bears_out(cells: Sequence[Cell], below: Sequence[Block]) -> bool:
    """Whether two words are a header: names of columns, over words and then units, twice."""
    words = [t for b in below if isinstance(b, Line) and (t := b.text.strip(" \t\r\u3000\xa0" + BARS))]
    if words and look(words[0]) == "heading":
        del words[0]
    looks: list[str] = [look(text) for text in words[:4]]
    wordy = len(looks) == 4 and {*looks[::2]} <= {"text", "words"} and looks[1::2] == ["units"] * 2
    return wordy and all(kind_of(c.text) for c in cells)


def _mended(cells: list[Cell], ends: list[int]) -> tuple[list[Cell], list[int]]:
    """The names, those put together that a line break parts (牵头 / 单位), if any is none by itself."""
    if all(kind_of(c.text) for c in cells):
        return cells, ends
    out, last = [cells[0]], [ends[0]]
    for cell, end in zip(cells[1:], ends[1:], strict=True):
        before = squeeze(out[-1].text)
        if len(before) <= 4 and len(squeeze(cell.text)) <= 4 and is_whole_name(before + squeeze(cell.text)):
            out[-1], last[-1] = Cell(f"{out[-1].text}\n{cell.text}", out[-1].mark), end
        else:
            out.append(cell)
            last.append(end)
    return out, last


def _name(block: Block) -> Cell | None:
    """A short word alone in its line, bars and tabs apart."""
    if not isinstance(block, Line):
        return None
    words = block.text.strip(" \t\r\u3000\xa0" + BARS)
    if not words or len(words) > 24 or "\t" in words or any(bar in words for bar in BARS):
        return None
    return Cell(words, Mark(block.mark.line, block.mark.column + block.text.index(words)))


def _mode(header: Sequence[Block]) -> Mode:
    texts = [b.text for b in header if isinstance(b, Line) and b.text.strip()]
    bars = sum(t.strip() in BARS for t in texts)
    if bars * 3 >= len(texts):
        return "between"
    if sum(t.lstrip()[0] in BARS for t in texts[1:]) * 2 > len(texts):
        return "opened"
    if sum(t.rstrip().endswith(tuple(BARS)) for t in texts) * 2 > len(texts):
        return "closed"
    if sum(t.startswith("\t") for t in texts) * 3 > len(texts) * 2:
        return "tab"
    return "plain"
