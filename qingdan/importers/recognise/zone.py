"""Zone: the lists behind the letter: titles, tables, prose, annexes, notes, 抄送."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from qingdan.importers.blocks import Block, Cell, Line, Table
from qingdan.importers.draft import UNKNOWN, Annex, Draft, DraftList, Leftover, Paragraph, Remark
from qingdan.importers.recognise import letter, lines, noise
from qingdan.importers.recognise.bounds import Bounds
from qingdan.importers.recognise.prose import brackets, clauses, grouping
from qingdan.importers.recognise.prose.paragraphs import paragraphs
from qingdan.importers.recognise.signs import names_units, squeeze
from qingdan.importers.recognise.tables import entries
from qingdan.importers.recognise.tables.grid import Grid
from qingdan.text import dates, labels, units


@dataclass(slots=True)
class _Part:
    """What stands between two markers: title lines, then lines or a table."""

    titles: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    annexed: bool = False
    """Whether 附件 stands above it."""


class Zone:
    """Reads the blocks behind the letter into the draft, part by part."""

    def __init__(self, draft: Draft, blocks: Sequence[Block], grids: Sequence[Grid], bounds: Bounds) -> None:
        self.draft = draft
        self.blocks = blocks
        self.grids = grids
        self.bounds = bounds

    def read(self, begin: int, end: int) -> None:
        """All that stands behind the letter."""
        part = _Part()
        at = begin
        grids = {g.begin: g for g in self.grids if g.begin >= begin}
        while at < end:
            grid = grids.get(at)
            if grid is not None:
                part = self._grid(grid, part)
                at = max(grid.end, at + 1)
                continue
            block = self.blocks[at]
            at += 1
            if isinstance(block, Table):
                self.unread(block)
                continue
            text = block.text.strip()
            if not text:
                continue
            if lines.is_copies(text) or (lines.printed_day(text) and not grids.get(at)):
                self._flush(part)
                part = _Part()
                at = self._tail(at - 1, end, grids)
            elif lines.is_attachment(text):
                self._flush(part)
                self.draft.leftovers.append(Leftover(text, "附件标记", letter.at(block)))
                part = _Part(annexed=True)
            elif not part.lines and self._is_title_line(text, part):
                part.titles.append(block)
            elif self._titles_behind(part, text, at - 1):
                self._lead_in(part.lines)
                part = _Part(titles=[block], annexed=part.annexed)
            else:
                part.lines.append(block)
        self._flush(part)

    def _is_title_line(self, text: str, part: _Part) -> bool:
        """Whether a line is (part of) the title at the top of a part."""
        label = labels.heading_label(text)
        if (label and label.level <= 4 and not text.startswith("第")) or len(part.titles) >= 3:
            return False
        if _sets_a_rule(text):
            return False
        if part.titles and lines.is_title("".join(squeeze(x.text) for x in part.titles)):
            return bool(re.fullmatch(r"[（(][^（）()]{2,40}[）)]", text)) or text.startswith("——")
        if lines.is_title(text):
            return True
        short = len(squeeze(text)) <= 40 and not re.search("[。；，,：:]", text)
        return short and (part.annexed or not self.draft.lists) and not lines.is_date(text)

    def _titles_behind(self, part: _Part, text: str, at: int) -> bool:
        """Whether a title follows a line or two that only lead in to it: 「…印发《…方案》。全文如下：」."""
        if part.titles or self.draft.lists or self.draft.body or not 0 < len(part.lines) <= 2:
            return False
        if any(labels.heading_label(line.text) for line in part.lines):
            return False
        return len(squeeze(text)) > 8 and lines.is_title(text) and self.bounds.before_list(at)

    def _lead_in(self, found: Sequence[Line]) -> None:
        """Lines above the title of the first list: what the notice says, if it has a title."""
        if self.draft.title:
            self.draft.body = [p.text for p in paragraphs(found)]
            return
        for line in found:
            self._loose(line)

    def _tail(self, begin: int, end: int, grids: dict[int, Grid]) -> int:
        """抄送 and what stands behind it, up to the next table or annex; the index behind that."""
        stop = begin
        while stop < end and stop not in grids and not lines.is_attachment(lines.text_of(self.blocks[stop])):
            stop += 1
        found = [b for b in self.blocks[begin:stop] if isinstance(b, Line)]
        titled = next((k for k, b in enumerate(found) if k and lines.is_title(b.text)), len(found))
        if stop in grids or (titled < len(found) and self.bounds.before_list(begin + titled)):
            cut = found[titled:]
            found, stop = found[:titled], (begin + titled if cut else stop)
        for line in letter.read_tail(found, self.draft):
            self._loose(line)
        return max(stop, begin + 1)

    def _loose(self, line: Line) -> None:
        """A line that belongs to nothing."""
        text = lines.unmarked(line.text).strip()
        if text:
            self.draft.leftovers.append(Leftover(text, UNKNOWN, letter.at(line)))

    def unread(self, table: Table) -> None:
        """A table that is none of tasks."""
        words = [c.text for row in table.rows for c in row if c and c.text.strip()]
        for row in table.rows:
            for cell in row:
                if cell and cell.text.strip():
                    self.draft.leftovers.append(Leftover(cell.text.strip(), UNKNOWN, cell.mark))
        if words:
            message = f"这张表没有认得的表头（{words[0][:12]}……），没有当成清单。"
            self.draft.remarks.append(Remark(table.mark, "unknown-table", message))

    def _grid(self, grid: Grid, part: _Part) -> _Part:
        """A table with the title above it."""
        titles = self._titles_above(part)
        found, remarks = entries.read(grid)
        found.title = "".join(squeeze(line.text) for line in titles)
        if grid.title and not found.title:
            found.title = squeeze(grid.title.text)
        elif grid.title:
            self.draft.leftovers.append(Leftover(grid.title.text, "重复印出", grid.title.mark))
        if self._next_page(grid, found):
            return _Part()
        self.draft.remarks += remarks
        self.draft.lists.append(found)
        if grid.destroyed:
            found.header = ()
            for block in self.blocks[grid.begin : grid.end]:
                if isinstance(block, Line) and block.text.strip():
                    self._loose(_behind(block, grid.title))
                elif isinstance(block, Table):
                    self.unread(block)
        else:
            self.draft.leftovers += grid.leftovers
        return _Part()

    def _next_page(self, grid: Grid, found: DraftList) -> bool:
        """Whether a table goes on the list before it; then its rows are taken there."""
        before = next((g for g in reversed(self.grids) if g.begin < grid.begin), None)
        if before is None or not self.draft.lists or found.title or not grid.goes_on(before):
            return False
        target = self.draft.lists[-1]
        if grid.header and [squeeze(c.text) for c in grid.header] != list(target.header):
            return False
        if grid.header:
            words = " ".join(c.text for c in grid.header)
            self.draft.leftovers.append(Leftover(words, "表头", grid.mark))
        self.draft.leftovers += grid.leftovers
        target.entries += found.entries
        return True

    def _titles_above(self, part: _Part) -> list[Line]:
        """The title of a table; what else stands above it goes its own way."""
        if not part.lines:
            return part.titles
        if len(part.lines) == 1 and _heads(part.lines[0].text):
            # 「一、经济发展」 above its table is the title of that table.
            if part.titles:
                self.draft.title = self.draft.title or "".join(squeeze(x.text) for x in part.titles)
                self._astray(part.titles)
            return part.lines
        if len(part.lines) == 1 and part.titles and _sets_a_rule(part.lines[0].text):
            return [*part.titles, *part.lines]
        if part.titles and len(part.lines) <= 2 and all(_is_form_line(x.text) for x in part.lines):
            for line in part.lines:
                self._loose(line)
            return part.titles
        above: list[Line] = []
        while part.lines and len(above) < 3 and self._heads_table(part.lines[-1], above):
            above.insert(0, part.lines.pop())
        self._flush(part)
        return above

    def _heads_table(self, line: Line, above: Sequence[Line]) -> bool:
        text = line.text.strip()
        label = labels.heading_label(text)
        return (label is None or text.startswith("第")) and (
            lines.is_title(text)
            or (bool(above) and len(squeeze(text)) <= 40 and not re.search("[。；：，,:]", text))
        )

    def _flush(self, part: _Part) -> None:
        """A part without table: prose, an annex, or words below the list before it."""
        if not part.lines and not part.titles:
            return
        title = "".join(squeeze(line.text) for line in part.titles)
        texts = [line.text.strip() for line in part.lines]
        if part.annexed and _is_annex(title, texts):
            lines_of = [p.text for p in paragraphs(part.lines)]
            if not lines_of and title:
                title, lines_of = "", [title]
            if lines_of:
                self.draft.annexes.append(Annex(title, lines_of, (part.titles or part.lines)[0].mark))
        elif self._holds_tasks(part.lines) and (
            title or not self.draft.lists or part.annexed or _rich(texts)
        ):
            self._prose(part, title)
        elif self.draft.lists and not title:
            self._below(part)
        elif not self.draft.lists and part.lines and not self.draft.body and "。" in "".join(texts):
            self.draft.title = self.draft.title or title
            self.draft.body = [p.text for p in paragraphs(self._signed(part.lines))]
        elif part.annexed and part.lines:
            words = [p.text for p in paragraphs(part.lines)]
            self.draft.annexes.append(Annex(title, words, part.lines[0].mark))
        else:
            self._astray([*part.titles, *part.lines])

    @staticmethod
    def _holds_tasks(found: Sequence[Line]) -> bool:
        return grouping.holds_tasks([p.text for p in paragraphs(found)])

    def _astray(self, found: Sequence[Line]) -> None:
        """Lines that head nothing: the title and the organ printed again, or nothing known."""
        for line in found:
            if squeeze(line.text) in (self.draft.title, self.draft.issuer):
                continue
            if not self.draft.title and lines.is_title(line.text):
                self.draft.title = squeeze(line.text)
            else:
                self._loose(line)

    def _prose(self, part: _Part, title: str) -> None:
        """A list in prose."""
        found = clauses.read(self._signed(part.lines))
        self.draft.remarks += found.remarks
        self.draft.leftovers += found.leftovers
        mark = (part.titles or part.lines)[0].mark
        self.draft.lists.append(DraftList("prose", found.entries, mark, title=title))

    def _below(self, part: _Part) -> None:
        """Words below a table: notes of its list, or the signature of the letter."""
        kept = self._signed(part.lines)
        target = self.draft.lists[-1]
        for paragraph in paragraphs(kept):
            if noise.is_injected(paragraph.text):
                self.draft.leftovers.append(Leftover(paragraph.text, noise.DAMAGE, paragraph.mark))
            elif target.entries:
                target.entries.append(Paragraph(paragraph.text, paragraph.mark))
            else:
                self.draft.leftovers.append(Leftover(paragraph.text, UNKNOWN, paragraph.mark))

    def _signed(self, found: Sequence[Line]) -> list[Line]:
        """The lines without the signature at their end, which is read into the draft."""
        kept, organs = list(found), list[str]()
        while kept:
            text = kept[-1].text.strip()
            day = dates.parse(text)
            if day is not None and self.draft.signed in (None, day):
                self.draft.signed = day
            elif lines.is_organ(text) and squeeze(text) in (self.draft.issuer or squeeze(text)):
                if not (self.draft.signed or self.draft.issuer):
                    break
                organs.insert(0, squeeze(text))
            else:
                break
            kept.pop()
        if organs and not self.draft.issuer:
            self.draft.issuer = " ".join(organs)
        return kept


def _behind(line: Line, title: Cell | None) -> Line:
    """The line without the title at its head."""
    if title is None or title.mark != line.mark:
        return line
    cut = line.text.index(title.text) + len(title.text)
    return replace(line, text=line.text[cut:], mark=line.mark._replace(column=line.mark.column + cut))


def _sets_a_rule(text: str) -> bool:
    """Whether a line says who leads: （列第一位者为牵头单位）."""
    return units.first_is_lead(text) or units.responsible_leads(text)


def _is_annex(title: str, texts: Sequence[str]) -> bool:
    """Whether an annex is a list of units, or of anything else that holds no tasks."""
    if title.endswith(("名单", "通讯录", "联系表", "成员")):
        return True
    return (
        bool(texts)
        and sum(names_units(t) for t in texts) * 2 > len(texts)
        and not grouping.holds_tasks(texts)
    )


def _is_form_line(text: str) -> bool:
    """「填报单位：…　日期：…」 or 「单位：万元」 above a table."""
    plain = squeeze(text)
    return len(plain) <= 60 and bool(re.match(r"[（(]?[^：:。，]{2,8}[：:]", plain)) and "。" not in plain


def _heads(text: str) -> bool:
    """Whether a line is a short heading with a label."""
    plain = squeeze(text)
    return labels.heading_label(plain) is not None and len(plain) <= 40 and "。" not in plain


def _rich(texts: Sequence[str]) -> bool:
    """Whether the paragraphs hold a list of their own, and not just a numbered note."""
    return any(brackets.tells_units(t) for t in texts)
