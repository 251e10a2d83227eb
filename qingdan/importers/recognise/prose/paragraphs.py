"""Paragraphs: lines that page breaks and wrapping part, joined; and cut at the labels in their midst."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from qingdan.importers.blocks import Line, Mark
from qingdan.importers.recognise import lines
from qingdan.importers.recognise.prose import brackets
from qingdan.importers.recognise.signs import squeeze
from qingdan.text import labels
from qingdan.text.labels import Label

_ENDED = tuple("。！？!?；;：:”）)】…")


class Segment(NamedTuple):
    """A paragraph, or the part of one that begins with a label."""

    text: str
    mark: Mark


def paragraphs(found: Sequence[Line]) -> list[Segment]:
    """Lines joined to paragraphs: page breaks and wrapping part what belongs together."""
    out: list[Segment] = []
    for line in found:
        text = line.text.strip(" \t\r\u3000\xa0")
        if not text:
            continue
        mark = Mark(line.mark.line, line.mark.column + line.text.index(text))
        if out and _goes_on(out[-1].text, text):
            out[-1] = out[-1]._replace(text=out[-1].text + _between(out[-1].text, text) + text)
        else:
            out.append(Segment(text, mark))
    return out


def _goes_on(before: str, text: str) -> bool:
    """Whether a line goes on the paragraph before it."""
    if labels.heading_label(text) or brackets.label_line(text) or lines.ANNEXED.match(text):
        return False
    if brackets.is_bare_label(before):
        return True  # 责任单位： with the units on the line below
    if brackets.OTHER.match(text) and not before.endswith(("，", ",")):
        return False  # 建设地点：…
    if before.endswith(("、", "，", ",")):
        return True
    if brackets.label_line(before):
        # 责任单位：甲局、乙 / 局；完成时限： / 6月底前: only labels show that the line goes on.
        return before.endswith(("：", ":")) or brackets.later_label(text)
    if before.endswith(_ENDED):
        return False
    bare = labels.heading_label(before) is not None and "。" not in before
    return not bare and len(before) >= 20


def _between(before: str, text: str) -> str:
    return (
        " "
        if before[-1].isascii() and before[-1].isalnum() and text[0].isascii() and text[0].isalnum()
        else ""
    )


_INSIDE = re.compile(
    r"(?:(?<=[。；;：:！？）)”\s])|(?<=^))(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章条部])"
    r"|[（(][一二三四五六七八九十]{1,3}[）)]|(?<=[。；;：:！？）)”\s])(?:[0-9]{1,2}[.．、](?![0-9](?!\d{3}年))|[（(][0-9]{1,2}[）)]|[①-⑳])"
)


def segments(found: Sequence[Segment]) -> Iterator[Segment]:
    """Paragraphs, cut where a label in their midst goes on the numbering: for what was printed
    in one line."""
    last: dict[tuple[int, str], int] = {}
    for paragraph in found:
        text, start = paragraph.text, 0
        if first := labels.heading_label(text):
            last[(first.level, _form(first))] = first.value
        for match in _INSIDE.finditer(text):
            label = labels.heading_label(text[match.start() : match.start() + 24])
            if label is None:
                continue
            kind = (label.level, _form(label))
            if not match.start() or not _begins(text, start, match.start(), label, last.get(kind, 0)):
                continue
            last[kind] = label.value
            if text[start : match.start()].strip():
                yield _part(paragraph, start, match.start())
                start = match.start()
        yield _part(paragraph, start, len(text))


def _form(label: Label) -> str:
    return re.sub("[0-9０-９〇零一二三四五六七八九十①-⑳]+", "#", squeeze(label.text))


def _begins(text: str, start: int, at: int, label: Label, last: int) -> bool:
    """Whether a label amid a paragraph begins an item: it goes on the count, behind an end."""
    before = text[start:at].rstrip()
    if label.value != last + 1 and label.value != 1:
        return False
    ended = before.endswith(("。", "！", "）", ")", "】", "〕")) or text[at - 1 : at].isspace()
    if label.level > 2:
        # 做好以下工作：1.…；2.… is one clause, unless each has units of its own.
        return ended or (before.endswith(("；", ";", "：", ":")) and _has_units(text[at : at + 2000]))
    ended = ended or before.endswith(("；", ";", "：", ":"))
    if label.level == 2:
        heading = labels.heading_label(before)
        return ended or (heading is not None and heading.level == 1 and "。" not in before)
    return ended


def _has_units(text: str) -> bool:
    """Whether the items that begin here have units of their own: several brackets, or no second
    item before the only one."""
    found = list(islice(brackets.find(text), 2))
    return len(found) > 1 or (
        len(found) == 1 and not re.search("[；;。][2２][.．、]", text[: found[0].start])
    )


def _part(paragraph: Segment, start: int, end: int) -> Segment:
    words = paragraph.text[start:end]
    lead = len(words) - len(words.lstrip())
    mark = (
        paragraph.mark if not start else paragraph.mark._replace(column=paragraph.mark.column + start + lead)
    )
    return Segment(words.strip(), mark)
