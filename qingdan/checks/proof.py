"""Promise 1: nothing is lost, nothing is invented. Each rule tells one kind of breach."""

from __future__ import annotations

from collections.abc import Iterator

from qingdan.checks.case import Case, Finding, cut, owner
from qingdan.checks.changed import CORRECT
from qingdan.problems import Excerpt, Place, Severity
from qingdan.text.passages import Field, Unclaimed
from qingdan.vocabulary import HEADER_FIELDS

_ERROR = Severity.ERROR


def other_original(case: Case) -> Iterator[Finding]:
    """The original is that of this document: most of its tasks stand in it."""
    original = case.document.original
    if original and case.is_other:
        place, excerpts = case.at_place(original.place)
        message = f"原件「{original.file}」里找不到这份文件的大部分任务，多半是写错了原件。"
        hint = "看看「文件」写的是不是这份文件的原件；原件没错的，照原件重新导入。"
        yield Finding(place, message, hint, _ERROR, excerpts)


def words_nowhere(case: Case) -> Iterator[Finding]:
    """Nothing stands in a field that the original does not print."""
    for m in case.mismatches("nowhere"):
        place, excerpts = case.field_at(m.field)
        if m.row:
            message = f"{_row(m.field)}在原件里找不到。"
            hint = "原件没有这一行就删去；字句改动多的，照原件重抄。"
        elif m.field.name == "leftover":
            message = f"{_named(m.field)}在原件里找不到：“{cut(m.field.text)}”。"
            hint = "照原件写；原件没有就删去这一条。"
        else:
            words = m.field.text or m.field.source.value
            where = "的这个位置" if m.span else "里"
            message = f"{_named(m.field)}“{cut(words)}”，原件{where}没有。"
            hint = "照原件改；原件没有的删去这一项。" + (CORRECT if m.field.task else "")
        yield Finding(place, message, hint, _ERROR, (*excerpts, *case.printed(m.span)), _subject(m.field))


def wrong_order(case: Case) -> Iterator[Finding]:
    """Fields stand in the order of the original: rows, headings, cells."""
    for m in case.mismatches("order"):
        place, excerpts = case.field_at(m.field)
        what = _row(m.field) if m.row else f"{_named(m.field)}“{cut(m.field.text)}”"
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
    for m in case.mismatches("doubled"):
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
    for m in case.mismatches("swapped"):
        place, excerpts = case.field_at(m.field)
        other = f"，与「{_key(m.other)}」对调了" if m.other else ""
        yield Finding(
            place,
            f"{_named(m.field)}“{cut(m.field.text)}”写错了格{other}。",
            "照原件的栏目改：键的先后就是印出的先后。",
            _ERROR,
            (*excerpts, *case.printed(m.span)),
            _subject(m.field),
        )


def wrong_label(case: Case) -> Iterator[Finding]:
    """A field has the key that its printed label names."""
    for m in case.mismatches("label"):
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
    for m in case.mismatches("edge"):
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
    for m in case.mismatches("repeated"):
        place, excerpts = case.field_at(m.field)
        yield Finding(
            place,
            f"“{cut(m.field.text)}”在原件里印了不止一次，「未采用」里少写了。",
            "在「未采用」里照先后再写一条。",
            _ERROR,
            (*excerpts, *case.printed(m.span)),
        )


def unclaimed_words(case: Case) -> Iterator[Finding]:
    """Every character of the original is carried by a field, or listed in 未采用 with a reason."""
    if not case.alignment or not case.original or case.is_other:
        return
    gone = {m.span.start for m in case.mismatches("nowhere") if m.span and not m.row}
    for u in case.alignment.unclaimed:
        if u.before is u.after and u.before and u.span.start in gone:
            continue  # words-nowhere tells of the cell that stands here
        line, column = u.span.start
        place = Place(case.original.file, line, column)
        end = u.span.end[0]
        where = f"第 {line} 行" if end == line else f"第 {line} 至 {end} 行"
        yield Finding(
            place,
            f"原件{where}有一段没有收进来：“{cut(u.text)}”。",
            _mend(u),
            _ERROR,
            (*case.printed(u.span), *_row_at(case, u)),
        )


def _row_at(case: Case, u: Unclaimed) -> tuple[Excerpt, ...]:
    """The row of the YAML that unclaimed words belong to, or behind which they are printed."""
    row, after = u.before or u.after, u.after
    if after and (header := case.document.lists[after.list_ordinal - 1].header) and _is_column(u.text):
        return case.at(header[0]).excerpts
    span = case.alignment.spans.get(after.id) if after and case.alignment else None
    if span and span.start[0] == u.span.end[0]:
        row = after  # printed on its line
    return case.at_place(row.place).excerpts if row else ()


def _is_column(words: str) -> bool:
    return any(words in names for names in HEADER_FIELDS.values())


def _mend(u: Unclaimed) -> str:
    """How to mend unclaimed words: which row they belong behind."""
    default = "收进它所属的一项；不该收的，写进「未采用」，写明理由。"
    before, after = u.before, u.after
    if _is_column(u.text):
        return f"像是表头的一栏：照先后补进「表头」；不是的，{default}"
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


def _named(field: Field) -> str:
    return field.words


def _key(field: Field | None) -> str:
    return field.words.rsplit("的「", 1)[-1].rstrip("」") if field else ""


def _row(field: Field) -> str:
    return f"{owner(field.task)}这一行" if field.task else field.words


def _subject(field: Field) -> str:
    return field.task.id if field.task else ""
