"""Promise 1: nothing is lost, nothing is invented. Each rule tells one kind of breach."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from qingdan.checks.case import Case, Finding, Where, owner
from qingdan.problems import Excerpt, Place, Severity
from qingdan.text.passages import Difference, Field, Mismatch, Unclaimed

_ERROR = Severity.ERROR
_SHOWN = 36
"""Longest words that a message repeats whole."""
_MARKED = 4
"""How many differences of one field are shown."""
_CORRECT = "确实要与原件不同的，写「更正」，写明原文和理由。"


def changed_words(case: Case) -> Iterator[Finding]:
    """Every field's words stand in the original, character by character, white space aside."""
    for m in _of(case, "changed"):
        place, _ = _difference_at(case, m.field, m.differences[0])
        excerpts: list[Excerpt] = []
        for difference in m.differences[:_MARKED]:
            excerpts += _difference_at(case, m.field, difference)[1]
            excerpts += case.printed(difference.span)
        more = f"（共 {len(m.differences)} 处）" if len(m.differences) > 1 else ""
        yield Finding(
            place,
            f"{_named(m.field)}与原件不符{more}：{_both(m.differences[0])}。",
            f"照原件改。{_CORRECT}" if m.field.task else "照原件改。",
            _ERROR,
            tuple(dict.fromkeys(excerpts)),
            subject=_subject(m.field),
        )


def other_original(case: Case) -> Iterator[Finding]:
    """The original is that of this document: most of its tasks stand in it."""
    original = case.document.original
    if original and _is_other(case):
        place, excerpts = case.at_place(original.place)
        message = f"原件「{original.file}」里找不到这份文件的大部分任务，多半是写错了原件。"
        hint = "看看「文件」写的是不是这份文件的原件；原件没错的，照原件重新导入。"
        yield Finding(place, message, hint, _ERROR, excerpts)


def _is_other(case: Case) -> bool:
    """Whether most tasks are not in the original: then single differences say nothing."""
    if not case.alignment:
        return False
    rows = sum(m.kind == "nowhere" and m.row for m in case.alignment.mismatches)
    return rows >= 3 and rows * 2 > len(case.document.tasks)


def words_nowhere(case: Case) -> Iterator[Finding]:
    """Nothing stands in a field that the original does not print."""
    for m in _of(case, "nowhere"):
        place, excerpts = case.field_at(m.field)
        if m.row:
            message = f"{_row(m.field)}在原件里找不到。"
            hint = "原件没有这一行就删去；字句改动多的，照原件重抄。"
        elif m.field.name == "leftover":
            message = f"{_named(m.field)}在原件里找不到：“{_cut(m.field.text)}”。"
            hint = "照原件写；原件没有就删去这一条。"
        else:
            words = m.field.text or m.field.source.value
            where = "的这个位置" if m.span else "里"
            message = f"{_named(m.field)}“{_cut(words)}”，原件{where}没有。"
            hint = "照原件改；原件没有的删去这一项。" + (_CORRECT if m.field.task else "")
        yield Finding(place, message, hint, _ERROR, (*excerpts, *case.printed(m.span)), _subject(m.field))


def wrong_order(case: Case) -> Iterator[Finding]:
    """Fields stand in the order of the original: rows, headings, cells."""
    for m in _of(case, "order"):
        place, excerpts = case.field_at(m.field)
        what = _row(m.field) if m.row else f"{_named(m.field)}“{_cut(m.field.text)}”"
        line = m.span.start[0] if m.span else 0
        yield Finding(
            place,
            f"{what}的先后与原件不符：原件印在第 {line} 行。",
            "照原件的先后移动。",
            _ERROR,
            (*excerpts, *case.printed(m.span)),
            _subject(m.field),
        )


def doubled_row(case: Case) -> Iterator[Finding]:
    """A row that the original prints once is written once."""
    for m in _of(case, "doubled"):
        place, excerpts = case.field_at(m.field)
        first = f"与第 {m.other.source.place.line} 行的任务重复，" if m.other else "重复，"
        yield Finding(
            place,
            f"{_row(m.field)}{first}原件只印了一次。",
            "删去多写的一行。",
            _ERROR,
            (*excerpts, *case.printed(m.span)),
            _subject(m.field),
        )


def swapped_cells(case: Case) -> Iterator[Finding]:
    """The cells of a row stand in the order of the printed columns."""
    for m in _of(case, "swapped"):
        place, excerpts = case.field_at(m.field)
        other = f"，与「{_key(m.other)}」对调了" if m.other else ""
        yield Finding(
            place,
            f"{_named(m.field)}“{_cut(m.field.text)}”写错了格{other}。",
            "照原件的栏目改：键的先后就是印出的先后。",
            _ERROR,
            (*excerpts, *case.printed(m.span)),
            _subject(m.field),
        )


def wrong_label(case: Case) -> Iterator[Finding]:
    """A field has the key that its printed label names."""
    for m in _of(case, "label"):
        place, excerpts = case.field_at(m.field)
        yield Finding(
            place,
            f"原件印的是“{m.printed}：”，这里写在「{_key(m.field)}」里。",
            f"把键改成与“{m.printed}”相当的一个。",
            _ERROR,
            (*excerpts, *case.printed(m.span)),
            _subject(m.field),
        )


def wrong_edge(case: Case) -> Iterator[Finding]:
    """A field ends where the printed cell ends: no words slip into the next one."""
    for m in _of(case, "edge"):
        place, excerpts = case.field_at(m.field)
        row = m.field.name == "paragraph"
        yield Finding(
            place,
            "这一段在原件里是表格的一行，分成几格。"
            if row
            else f"{_named(m.field)}的起止与原件的格子不符，有字写到了旁边的格里。",
            "不是「段落」，是任务：照原件的格子分开写。" if row else "照原件的格子分开。",
            _ERROR,
            (*excerpts, *case.printed(m.span)),
            _subject(m.field),
        )


def repeated_leftover(case: Case) -> Iterator[Finding]:
    """A leftover is listed as often as it is printed."""
    for m in _of(case, "repeated"):
        place, excerpts = case.field_at(m.field)
        yield Finding(
            place,
            f"“{_cut(m.field.text)}”在原件里印了不止一次，「未采用」里少写了。",
            "在「未采用」里照先后再写一条。",
            _ERROR,
            (*excerpts, *case.printed(m.span)),
        )


def unclaimed_words(case: Case) -> Iterator[Finding]:
    """Every character of the original is carried by a field, or listed in 未采用 with a reason."""
    if not case.alignment or not case.original or _is_other(case):
        return
    for u in case.alignment.unclaimed:
        line, column = u.span.start
        place = Place(case.original.file, line, column)
        end = u.span.end[0]
        where = f"第 {line} 行" if end == line else f"第 {line} 至 {end} 行"
        yield Finding(
            place,
            f"原件{where}有一段没有收进来：“{_cut(u.text)}”。",
            _mend(u),
            _ERROR,
            case.printed(u.span),
        )


def _of(case: Case, kind: str) -> Iterator[Mismatch]:
    if case.alignment and not _is_other(case):
        yield from (m for m in case.alignment.mismatches if m.kind == kind)


def _mend(u: Unclaimed) -> str:
    """How to mend unclaimed words: which row they belong behind."""
    default = "收进它所属的一项；不该收的，写进「未采用」，写明理由。"
    before, after = u.before, u.after
    if not before:
        return default
    if before is after:
        return f"它印在{owner(before)}这一行里。{default}"
    if not after:
        return f"它印在{owner(before)}后面。{default}"
    numbers = (before.number, after.number)
    if all(n.isascii() and n.isdigit() for n in numbers) and int(after.number) - int(before.number) == 2:
        missing = str(int(before.number) + 1)
        if u.text.startswith(missing):
            return f"漏了序号 {missing} 这一行：补在序号 {before.number} 后面。"
    return f"它印在{owner(before)}和{owner(after)}之间。{default}"


def _difference_at(case: Case, field: Field, d: Difference) -> Where:
    if d.end > d.start:
        return case.at(field.source, d.start, d.end)
    beside = max(0, min(d.start, len(field.source.value) - 1))
    return case.at(field.source, beside, beside + 1)


def _both(d: Difference) -> str:
    """Both readings, with what is too much or missing told apart."""
    return f"这里写“{_visible(d.written)}”，原件是“{_visible(d.printed)}”"


def _visible(text: str) -> str:
    """Words with characters that nobody sees spelled out."""
    shown = "".join(
        f"〈U+{ord(c):04X}〉" if unicodedata.category(c) in ("Cf", "Cc", "Co") else c for c in text
    )
    return _cut(shown) if shown else "（没有）"


def _named(field: Field) -> str:
    return field.words


def _key(field: Field | None) -> str:
    return field.words.rsplit("的「", 1)[-1].rstrip("」") if field else ""


def _row(field: Field) -> str:
    return f"{owner(field.task)}这一行" if field.task else field.words


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN // 2]}……{text[-_SHOWN // 4 :]}"


def _subject(field: Field) -> str:
    return field.task.id if field.task else ""
