"""Recogniser: blocks of an original -> the draft of its document.

Task lists are all it knows: where the letter ends and the lists begin, which lines
are titles, tables, prose, annexes, frames. Every line is carried by something of
the draft, or is among its leftovers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qingdan.importers.blocks import Block, Line, Mark, Table
from qingdan.importers.draft import DAMAGED_CELL, TASK_KEYS, Correction, Draft, Leftover, Remark
from qingdan.importers.recognise import derived, letter, lines, noise, record, traditional
from qingdan.importers.recognise.bounds import Bounds
from qingdan.importers.recognise.prose import brackets
from qingdan.importers.recognise.signs import number_value, squeeze
from qingdan.importers.recognise.tables import layouts
from qingdan.importers.recognise.tables.header import UNITS
from qingdan.importers.recognise.tables.parting import parted
from qingdan.importers.recognise.unfold import unfold
from qingdan.importers.recognise.zone import Zone
from qingdan.text import labels
from qingdan.text.passages.printed import Printed

_FRAME = "页面框架"


def recognise(blocks: Sequence[Block]) -> Draft:
    """The draft of a document. Never raises on any text."""
    if not traditional.prevails(blocks):
        return _Recogniser(blocks).draft_of()
    draft = _Recogniser(traditional.simplified_blocks(blocks)).draft_of()
    traditional.restore(draft, blocks)
    return draft


class _Recogniser:
    def __init__(self, blocks: Sequence[Block]) -> None:
        self.draft = Draft()
        self.given = parted([_visible(block) for block in blocks])
        self.blocks = self._without_noise(unfold(self.given))
        self.grids = layouts.find(self.blocks)
        tabled = {k for grid in self.grids for k in range(grid.begin, grid.end)}
        self.blocks = [
            replace(b, text=lines.unmarked(b.text)) if isinstance(b, Line) and k not in tabled else b
            for k, b in enumerate(self.blocks)
        ]
        self.bounds = Bounds(self.blocks, self.grids)

    def draft_of(self) -> Draft:
        """Read the parts in order: letter, lists, tail."""
        draft = self.draft
        begin = self.bounds.lists_begin()
        letter.read_front([b for b in self.blocks[:begin] if isinstance(b, Line)], draft)
        zone = Zone(draft, self.blocks, self.grids, self.bounds)
        for block in self.blocks[:begin]:
            if isinstance(block, Table):
                zone.unread(block)
        zone.read(begin, len(self.blocks))
        self._title_of_first()
        derived.settle(draft)
        self._mend_cells()
        self._tell_ditto()
        self._tell_empty()
        return draft

    def _without_noise(self, blocks: Sequence[Block]) -> list[Block]:
        """The blocks without page frames, page numbers and marks, which become leftovers."""
        kept: list[Block] = []
        records = record.stacked(blocks)
        for k, block in enumerate(blocks):
            if isinstance(block, Table) and record.is_record_table(block):
                record.read_table(block, self.draft)
                kept += self._frame(block)
                continue
            reason = self._noise(block) if isinstance(block, Line) else ""
            if (
                reason == _FRAME
                and isinstance(block, Line)
                and _is_label(kept, block, blocks[k + 1 : k + 40])
            ):
                reason = ""
            if k in records:
                record.read(records[k], self.draft)
                reason = _FRAME
            if isinstance(block, Line) and reason:
                text = lines.unmarked(block.text).strip()
                self.draft.leftovers.append(Leftover(text, reason, letter.at(block)))
                kept.append(Line("", block.mark))
            else:
                kept.append(block)
        return kept

    def _frame(self, table: Table) -> Iterator[Line]:
        """A table that is none of the text: its cells become leftovers, an empty line stands for it."""
        for row in table.rows:
            for cell in row:
                if cell and cell.text.strip():
                    self.draft.leftovers.append(Leftover(cell.text.strip(), _FRAME, cell.mark))
        yield Line("", table.mark)

    def _noise(self, line: Line) -> str:
        """Why a line is none of the text; empty where it is."""
        text = line.text.strip()
        if (line.frame and text) or record.is_record(lines.unmarked(text)):
            record.read(text.replace("\t", "：") if line.frame else lines.unmarked(text), self.draft)
            return _FRAME
        if noise.is_menu(text) and "|" in text and re.search("[\u3400-\u9fff]{2}", text):
            return _FRAME
        if not text or "\t" in text or "|" in text:
            return ""
        if lines.is_public_mark(text):
            return "公开属性标注"
        if _MEASURE.fullmatch(squeeze(text)):
            return "计量单位"
        if noise.is_frame(text) or noise.is_page_mark(text):
            return _FRAME
        if noise.is_injected(text) and not lines.is_copies(text):
            clean = noise.cleaned(text)
            if len(squeeze(clean)) * 2 < len(squeeze(text)) and number_value(text[:2]) is None:
                return noise.DAMAGE
        return ""

    def _title_of_first(self) -> None:
        """A document that holds nothing but words: its first line is its title."""
        draft = self.draft
        if draft.title or any(part.title for part in draft.lists):
            return
        words = next((w for b in [*self.blocks, *self.given] for w in _words(b) if squeeze(w[0])), None)
        if words is None:
            return
        draft.title = squeeze(words[0])[:80]
        message = "没有认出标题，先用了第一行，请改成文件的标题。"
        draft.remarks.append(Remark(words[1], "no-title", message))

    def _mend_cells(self) -> None:
        """Cells into which a mirror put gambling words or pinyin: cleaned, the print kept in 更正."""
        for task in self.draft.tasks:
            damaged = False
            for name, text in list(task.cells.items()):
                if not (noise.is_injected(text) or noise.PINYIN.search(text)):
                    continue
                clean = noise.cleaned(text)
                if clean:
                    before = task.corrections.get(name)
                    task.cells[name] = clean
                    task.corrections[name] = before or Correction(text, DAMAGED_CELL)
                    damaged = True
                else:
                    message = f"「{TASK_KEYS[name]}」一格只剩推广文字，原来的字认不出来，没有猜。"
                    hint = "找一份干净的原件对照；找不到的，把这一格移到「未采用」，理由写「损坏」。"
                    self.draft.remarks.append(Remark(task.mark, "damaged-cell", message, hint))
            if damaged:
                message = "这一条的文字被插进了推广文字或拼音，已经去掉，原文写在「更正」里。"
                self.draft.remarks.append(
                    Remark(task.mark, "damaged-cell", message, "找一份干净的原件对照。")
                )
        words = [self.draft.title, *self.draft.body, *(part.title for part in self.draft.lists)]
        if any(noise.is_injected(w) or noise.PINYIN.search(w) for w in words):
            message = "标题或正文里有镜像网站插进的推广文字或拼音，这里照原样保留了。"
            self.draft.remarks.append(Remark(Mark(1, 1), "damaged-text", message, "找一份干净的原件再导入。"))

    def _tell_ditto(self) -> None:
        """同上 is printed, and kept; which units it means is for a person to say."""
        for task in self.draft.tasks:
            for field in UNITS:
                if squeeze(task.cells.get(field, "")) in ("同上", "〃", "″"):
                    message = f"「{TASK_KEYS[field]}」印的是「同上」，没有读成单位。"
                    hint = "把单位写全，在「更正」里写明原文是「同上」和理由。"
                    self.draft.remarks.append(Remark(task.mark, "ditto", message, hint))

    def _tell_empty(self) -> None:
        if not self.draft.tasks and not any(r.rule == "destroyed-table" for r in self.draft.remarks):
            message = "没有读到任务：没有认得的表头，也没有写明单位的条文。"
            hint = "原件若是扫描件或截图，请先找有文字的文件；若只是普通通知，不用放进清单。"
            self.draft.remarks.append(Remark(Mark(1, 1), "no-tasks", message, hint))


_MEASURE = re.compile(
    r"[（(]?(?:计量)?单位[:：](?:[、，,]?(?:[万亿千百]?[元人亩吨户方]|[个项家件次套台辆处座所条名户张%]|平方?米|公里|公顷|万?千瓦时?))+[)）]?"
)
"""（单位：个、万元）above a table."""


def _is_label(before: Sequence[Block], line: Line, behind: Sequence[Block]) -> bool:
    """Whether a line that could be of a page's frame (时间：2022年10月30日, 承办单位：甲局) is a label of a
    task: it stands below the task, or below another label of it; not at the foot of the page."""
    if line.frame or not brackets.label_line(line.text):
        return False
    above = next((b for b in reversed(before) if not isinstance(b, Line) or b.text.strip()), None)
    if isinstance(above, Line) and labels.heading_label(above.text):
        return True
    rest = [b.text for b in behind if isinstance(b, Line) and b.text.strip()]
    if "单位" in line.text:
        foot = all(noise.is_frame(text) for text in rest)
        return not (foot and any(not brackets.label_line(text) for text in rest))
    return isinstance(above, Line) and bool(brackets.label_line(above.text))


def _words(block: Block) -> Iterator[tuple[str, Mark]]:
    """The words of a block, with their places."""
    if isinstance(block, Line):
        yield Printed([block.text]).text, block.mark
    else:
        yield from ((Printed([c.text]).text, c.mark) for row in block.rows for c in row if c)


def _visible(block: Block) -> Block:
    """The block without characters that nobody sees."""
    if isinstance(block, Line):
        return replace(block, text=lines.visible(block.text))
    rows = tuple(tuple(c and replace(c, text=lines.visible(c.text)) for c in row) for row in block.rows)
    return replace(block, rows=rows)
