"""Prose 条文: paragraphs -> headings, clauses with their units, and other paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from qingdan.importers.blocks import Line, Mark
from qingdan.importers.draft import Entry, Heading, Leftover, Paragraph, Remark, Task
from qingdan.importers.recognise import lines
from qingdan.importers.recognise.prose import brackets
from qingdan.importers.recognise.prose.brackets import Field
from qingdan.importers.recognise.prose.grouping import heads, together
from qingdan.importers.recognise.prose.paragraphs import Segment, paragraphs, segments
from qingdan.importers.recognise.signs import squeeze
from qingdan.importers.recognise.tables.header import UNITS
from qingdan.text import labels
from qingdan.text.labels import Label

_PLAIN = re.compile(
    "总体(?:要求|思路|目标)|指导思想|基本原则|工作(?:原则|要求|目标)|主要目标|目标任务$|(?:有关|相关|几点)要求"
)
_LONGEST_PLAIN = 14
_LONGEST_HEADING = 80
_NUMBER_LINE = re.compile(r"((?:序号|编号|任务编号|项目编号)[:：])\s*([0-9]{1,4})")
"""The head of a card: 序号：3."""
_CARD = re.compile(
    "[\u3400-\u9fff]{0,4}(?:任务|项目|问题|事项|工程|行动|举措)(?:[一二三四五六七八九十]{1,3}|[0-9]{1,3})[:：、.．\\s]"
)
"""The head of a card without a number of its own: 整改任务一：…, 任务2 …."""
_NO_UNITS, _COMPARE = "这一条没有读到单位。", "对照原件；确实没有印出，就不用改。"
_SPACES = "\u3000 \t\xa0"


class Prose(NamedTuple):
    """What a stretch of prose holds."""

    entries: list[Entry]
    leftovers: list[Leftover]
    remarks: list[Remark]


def read(found: Sequence[Line]) -> Prose:
    """The entries of a list in prose."""
    reader = _Reader()
    parts = list(segments(paragraphs(found)))
    joint = together(parts)
    reader.bracketed = any(brackets.tells_units(p.text) for p in parts)
    for number, segment in enumerate(parts):
        following = labels.heading_label(parts[number + 1].text) if number + 1 < len(parts) else None
        if segment.text.endswith(("：", ":")) and following and following.level > 2:
            reader.lead_in(segment)
        elif number not in joint and heads(segment.text, following):
            reader.heading(segment)
        else:
            reader.take(segment, with_others=number in joint)
    reader.finish()
    reader.tell_unitless()
    reader.tell_bare_labels()
    return Prose(reader.entries, reader.leftovers, reader.remarks)


class _Reader:
    """Reads segments in order; keeps the clause whose units have not come yet."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.leftovers: list[Leftover] = []
        self.remarks: list[Remark] = []
        self.pending: list[str] = []
        self.pending_mark = Mark(1, 1)
        self.number = ""
        self.numbered = False
        """Whether the clause that waits stands behind a label of its own."""
        self.in_item = False
        """Whether a heading stands above, and no task below it yet."""
        self.plain = self.plain_above = False
        """Whether this is 总体要求 and its like."""
        self.annexed = False
        self.level = 0
        self.bracketed = False
        """Whether tasks of this list name their units."""
        self.units_above = False
        """Whether units stood above the first task: then those behind a task belong to the next ones."""
        self.bare_heading = False
        """Whether the heading above is alone in its line: 「三、保障措施」."""

    def take(self, segment: Segment, *, with_others: bool = False) -> None:
        """Read one paragraph; `with_others`: it is one of several that one bracket closes."""
        text = segment.text
        if lines.ANNEXED.match(text) or (self.annexed and lines.is_title(labels_off(text))):
            self.flush()
            self.annexed = True
            self.entries.append(Paragraph(text, segment.mark))
            return
        self.annexed = False
        if numbered := _NUMBER_LINE.fullmatch(text):
            self.flush()
            self.leftovers.append(Leftover(numbered[1], "标签", segment.mark))
            self.number, self.numbered, self.in_item = numbered[2], True, True
            return
        if fields := brackets.label_line(text):
            self._close(fields, segment.mark, text)
            return
        if _CARD.match(text):
            self.flush()
            self.in_item = True
        label = labels.heading_label(text)
        if label is None or (with_others and label.level > 2):
            self._clauses(text, segment.mark)
        elif label.level <= 2:
            self._item(segment, label)
        else:
            self._numbered(segment, label)

    def lead_in(self, segment: Segment) -> None:
        """「具体措施：」 before sub-items."""
        label = labels.heading_label(segment.text)
        if label and label.level <= 2:
            self.take(segment)
            return
        self.flush()
        self.entries.append(Paragraph(segment.text, segment.mark))

    def tell_unitless(self) -> None:
        """Tasks that are closed by a deadline or a person alone, beside tasks that name units."""
        tasks = [entry for entry in self.entries if isinstance(entry, Task)]
        without = [t for t in tasks if not any(name in t.cells for name in UNITS)]
        told = {remark.mark for remark in self.remarks if remark.rule == "no-units"}
        if len(without) * 2 <= len(tasks):
            fresh = [t for t in without if t.mark not in told]
            self.remarks += [Remark(t.mark, "no-units", _NO_UNITS, _COMPARE) for t in fresh]

    def tell_bare_labels(self) -> None:
        """Labels that have lost their colon: what stands below them was not read as units."""
        for entry in self.entries:
            if isinstance(entry, Paragraph) and brackets.is_bare_label(f"{entry.text.strip()}："):
                message = f"「{squeeze(entry.text)}」后面没有冒号，没有读成标签，下面的单位也没有读。"
                self.remarks.append(Remark(entry.mark, "paragraph", message, "对照原件，把这一条写成任务。"))

    def heading(self, segment: Segment) -> None:
        """A numbered line that heads sub-items."""
        self.flush()
        self.entries.append(Heading(segment.text, segment.mark))
        self.in_item, self.bare_heading, self.level = True, True, 3

    def finish(self) -> None:
        self.flush(last=True)

    # -- items

    def _item(self, segment: Segment, label: Label) -> None:
        """「（一）提升公开水平。完善…（牵头单位：…）」."""
        self.flush()
        text = segment.text
        end = self._heading_end(text, label)
        words = squeeze(text[label.end : end])
        own = len(words) <= _LONGEST_PLAIN and bool(_PLAIN.search(words))
        self.plain_above = own if label.level == 1 else self.plain_above
        self.plain = own or self.plain_above
        self.level = label.level
        first = next(brackets.find(text), None)
        if (first and first.start <= end + 1) or end - label.end > _LONGEST_HEADING:
            self.number = label.text.rstrip("、.．﹒ ")
            self.numbered, self.in_item = True, True
            self._clauses(text[label.end :], _moved(segment.mark, label.end))
            return
        heading = text[:end].rstrip()
        self.entries.append(Heading(heading, segment.mark))
        self.in_item = True
        rest = text[end:]
        self.bare_heading = not rest.strip()
        if brackets.label_line(rest) and (ran := brackets.run_on(f"。{rest.lstrip()}")):
            # 「（一）关于…的建议。牵头单位：甲局。」: the heading itself is the clause.
            shift = end + len(rest) - len(rest.lstrip())
            self._close(ran[1], _moved(segment.mark, shift), rest)
            rest, end = rest.lstrip()[ran[2] - 1 :], shift + ran[2] - 1
        if rest.strip():
            self._clauses(rest, _moved(segment.mark, end))

    def _heading_end(self, text: str, label: Label) -> int:
        """Where the heading of an item ends: at its first 。, or at a gap before it."""
        stop = text.find("。", label.end)
        stop = len(text) if stop < 0 else stop + 1
        gap = re.search(rf"[{_SPACES}]+", text[label.end : stop])
        if gap:
            words = text[label.end : label.end + gap.start()]
            behind = text[label.end + gap.end() : stop]
            parted = 4 <= len(words) <= 40 and len(behind) > 10 and not re.match("[0-9A-Za-z]", behind)
            if parted and not re.search("[，,；;：:0-9A-Za-z]", words):
                return label.end + gap.start()
        colon = re.search("[：:]", text[label.end : stop])
        if colon and colon.start() <= 24 and stop - label.end > _LONGEST_HEADING:
            return label.end + colon.end()
        return stop

    def _numbered(self, segment: Segment, label: Label) -> None:
        """「1．推进…（牵头单位：…）」: an item that is a clause by itself."""
        text = segment.text
        body = text[label.end :]
        found = list(brackets.find(body))
        if self.plain and not found:
            self.flush()
            self.entries.append(Paragraph(text, segment.mark))
            return
        if not found and (ran := brackets.run_on(body)):
            self._run_on(segment, label, ran)
            return
        if len(found) > 1 and 0 <= (stop := body.find("。")) < found[0].start - 1 and stop <= 40:
            self.flush()
            end = label.end + stop + 1
            self.entries.append(Heading(text[:end], segment.mark))
            self.in_item = True
            self._clauses(text[end:], _moved(segment.mark, end))
            return
        self.flush()
        self.number, self.numbered, self.in_item = label.text.rstrip("、.．﹒ "), True, True
        self._clauses(body, _moved(segment.mark, label.end))

    def _run_on(self, segment: Segment, label: Label, ran: tuple[int, tuple[Field, ...], int]) -> None:
        """「1、项目,牵头部门:X。进展…」."""
        self.flush()
        body = segment.text[label.end :]
        cut, fields, end = ran
        cells = {"number": label.text.rstrip("、.．﹒ "), "text": body[:cut].strip()}
        cells |= {f.name: f.text for f in fields}
        self.entries.append(Task(cells, segment.mark))
        self.in_item = False
        if body[end:].strip():
            self.entries.append(Paragraph(body[end:].strip(), _moved(segment.mark, label.end + end)))

    # -- clauses

    def _clauses(self, text: str, mark: Mark) -> None:
        """Clauses, each closed by its bracket; what is behind the last one waits."""
        at = 0
        for bracket in brackets.find(text):
            words = text[at : bracket.start].strip()
            if words:
                self._wait(words, _moved(mark, at))
            self._close(bracket.fields, _moved(mark, bracket.start), text[bracket.start : bracket.end])
            at = bracket.end
            if text[at : at + 1] and text[at] in "。；;，,":
                ended = words.endswith(tuple("。；;！!？?，,、：:")) or not words
                if ended:
                    self.leftovers.append(Leftover(text[at], "多印的标点", _moved(mark, at)))
                at += 1
        rest = text[at:].strip()
        if rest and not at and (ran := brackets.run_on(rest)):
            cut, fields, end = ran
            self._wait(rest[:cut].strip(), mark)
            self._close(fields, _moved(mark, cut), rest[cut:end])
            rest, at = rest[end:].strip(), end
        if rest:
            self._wait(rest, _moved(mark, at))

    def _wait(self, words: str, mark: Mark) -> None:
        if not self.pending:
            self.pending_mark = mark
        self.pending.append(words)

    def _close(self, fields: Sequence[Field], mark: Mark, printed: str) -> None:
        """The units of the clause that waits, or of the entry just before."""
        if not self.pending:
            self._close_entry({f.name: f.text for f in fields}, mark, printed)
        else:
            cells = {"number": self.number} if self.number else {}
            cells["text"] = "\n".join(self.pending)
            cells |= {f.name: f.text for f in fields}
            self.entries.append(Task(cells, self.pending_mark))
            self.plain = self.plain_above = False  # what holds a task is no mere preamble
            self._cleared()
        self.in_item = False

    def _close_entry(self, fresh: dict[str, str], mark: Mark, printed: str) -> None:
        """Units behind a task that has others already, or behind a heading that is itself the clause."""
        before = self.entries[-1] if self.entries else None
        if isinstance(before, Task) and not self.units_above and not set(fresh) & set(before.cells):
            before.cells |= fresh
        elif isinstance(before, Heading) and (label := labels.heading_label(before.text)):
            number = label.text.rstrip("、.．﹒ ")
            cells = {"number": number, "text": before.text[label.end :], **fresh}
            self.entries[-1] = Task(cells, before.mark)
        else:
            self.units_above |= not any(isinstance(entry, Task) for entry in self.entries)
            self.entries.append(Paragraph(printed.strip(), mark))
            message = "这里只有单位，前面没有任务内容，收成了「段落」。"
            self.remarks.append(Remark(mark, "units-without-text", message))

    def _cleared(self) -> None:
        self.pending = []
        self.number = ""
        self.numbered = False

    def flush(self, *, last: bool = False) -> None:
        """The clause that waits gets no units: a task without, or a paragraph."""
        if not self.pending:
            return
        texts, mark = self.pending, self.pending_mark
        closing = self.bracketed and self.bare_heading and self.level == 1 and not self.numbered
        leads_on = not last and not self.numbered and texts[-1].endswith(("：", ":"))
        if (self.in_item or self.numbered) and not (self.plain or closing or leads_on):
            cells = {"number": self.number} if self.number else {}
            cells["text"] = "\n".join(texts)
            self.entries.append(Task(cells, mark))
            self.remarks.append(Remark(mark, "no-units", _NO_UNITS, _COMPARE))
            self.in_item = False
        else:
            words = f"{self.number}{texts[0]}" if self.number else texts[0]
            self.entries += [Paragraph(t, mark) for t in (words, *texts[1:])]
            if (
                self.entries
                and not last
                and not self.plain
                and not texts[-1].endswith(("：", ":"))
                and any(isinstance(e, Task) for e in self.entries)
            ):
                self.remarks.append(Remark(mark, "paragraph", "这一段后面没有单位，收成了「段落」。"))
        self._cleared()


def labels_off(text: str) -> str:
    """The words behind a label."""
    label = labels.heading_label(text)
    return text[label.end :] if label else text


def _moved(mark: Mark, columns: int) -> Mark:
    return mark._replace(column=mark.column + columns)
