"""Promise 1, character by character: where the words of a field differ from the printed ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from qingdan.checks.case import Case, Finding, Where, cut, owner
from qingdan.problems import Excerpt, Severity
from qingdan.regexes import regex
from qingdan.text.passages import Difference, Field, Mismatch

CORRECT = "确实要与原件不同的，写「更正」，写明原文和理由。"
_MARKED = 4
"""How many differences of one field are shown."""


def changed_words(case: Case) -> Iterator[Finding]:
    """Every field's words stand in the original, character by character, white space aside."""
    shifted = {m.field.id: rows for rows in _shifted(case) for m in rows}
    for m in case.mismatches("changed"):
        rows = shifted.get(m.field.id)
        if rows and rows[0] is not m:
            continue  # the first one tells of all
        differences = [d for d in m.differences if not _is_unreadable(case, m.field, d)]
        if not differences:
            continue  # the loader tells of the characters that it could not read
        place, _ = _difference_at(case, m.field, differences[0])
        excerpts: list[Excerpt] = []
        for difference in differences[:_MARKED]:
            excerpts += _difference_at(case, m.field, difference)[1]
            excerpts += _printed_at(case, difference)
        more = f"（共 {len(differences)} 处）" if len(differences) > 1 else ""
        what = f"从{owner(m.field.task)}起，{len(rows)} 行的「序号」都" if rows and m.field.task else ""
        yield Finding(
            place,
            f"{what or m.field.words}与原件不符{more}：{_both(differences[0])}。",
            _how(case, m.field, differences, rows),
            Severity.ERROR,
            tuple(dict.fromkeys(excerpts)),
            subject=m.field.task.id if m.field.task else "",
        )


def _how(case: Case, field: Field, differences: list[Difference], rows: list[Mismatch] | None) -> str:
    """How to mend a field that differs so."""
    correct = CORRECT if field.task else ""
    if rows:
        return f"照原件改：序号照印出的写，增删了行也不重排。{correct}"
    if all(_is_unseen(_written(field, d)) and not _at(case, d) for d in differences):
        return "删去这个看不见的字符；看不见时，把前后几个字删去重打。"
    if _has_comment_behind(case, field, differences[-1]):
        return "「#」后面的文字没有读入：是印出的，用单引号把整个值括起来；不是，就连「#」一起删去。"
    lost = _at(case, differences[-1])
    if field.name == "text" and differences[-1].start == differences[-1].end and _UNITS.fullmatch(lost):
        return f"后面印着单位“{cut(lost)}”：括号里的单位写进「牵头单位」「责任单位」或「配合单位」。"
    return f"照原件改。{correct}"


_UNITS = regex(r"[（(〔\[].*(?:牵头|负责|责任|配合|单位|部门).*[）)〕\]]")
"""A bracket that closes a clause with its units."""


def _shifted(case: Case) -> list[list[Mismatch]]:
    """Runs of rows whose 序号 differ from the printed ones by the same number: the list was renumbered."""
    found: list[list[Mismatch]] = []
    by = 0
    wrong = {
        m.field.task.id: m for m in case.mismatches("changed") if m.field.task and m.field.name == "number"
    }
    for task in case.document.tasks:
        if (m := wrong.get(task.id)) is None:
            by = 0
            continue
        last, by = by, _shift(case, m)
        if by and by == last:
            found[-1].append(m)
        else:
            found.append([m])
    return [rows for rows in found if len(rows) > 1]


def _shift(case: Case, m: Mismatch) -> int:
    """By how much a 序号 is more than the printed one; 0 where they are no two numbers."""
    span = case.alignment.spans.get(m.field.id) if case.alignment else None
    printed = case.words(span) if span else m.differences[0].printed if len(m.differences) == 1 else ""
    both = (m.field.text.rstrip(".．、"), printed.rstrip(".．、"))
    return int(both[0]) - int(both[1]) if all(n.isascii() and n.isdigit() for n in both) else 0


def _has_comment_behind(case: Case, field: Field, d: Difference) -> bool:
    """Whether words are missing at the end of a value because ` #` made a comment of them."""
    end = len(field.source.value)
    if d.start != d.end or d.end < len(field.source.value.rstrip()):
        return False
    place, excerpts = case.at(field.source, max(end - 1, 0), end)
    return bool(excerpts) and excerpts[0].text[place.column :].lstrip(" '\"").startswith("#")


def _is_unreadable(case: Case, field: Field, d: Difference) -> bool:
    """Whether the loader tells of these characters."""
    return "\ufffd" in _written(field, d) and _difference_at(case, field, d).place.line in case.spoiled


def _is_unseen(words: str) -> bool:
    return bool(words) and all(unicodedata.category(c) == "Cf" for c in words)


def _written(field: Field, d: Difference) -> str:
    """The characters that differ, without those around."""
    return field.source.value[d.start : d.end]


def _at(case: Case, d: Difference) -> str:
    """The printed characters that differ, without those around."""
    return case.words(d.span)


def _printed_at(case: Case, d: Difference) -> tuple[Excerpt, ...]:
    """The printed characters; where the YAML has more, the last one before them."""
    if d.span.start != d.span.end:
        return case.printed(d.span)
    return case.printed_before(d.span)


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
    return cut(shown) if shown else "（没有）"
