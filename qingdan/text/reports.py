"""Reports 进展: the cell of a ledger that says what was reported of a task, and how its deadline was
moved; written for people, and read back without loss.

    2022年9月1日 进行中：开了会。
    链接：https://example.gov.cn/a
    时限调整：12月底前 → 2023年3月底前（2022年10月8日，依据：绍政办〔2022〕9号）
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from qingdan.regexes import regex
from qingdan.text import dates
from qingdan.vocabulary import STATUSES


class Report(NamedTuple):
    """One 进展."""

    date: date
    status: str
    note: str = ""
    link: str = ""


class Move(NamedTuple):
    """One 调整 of a deadline."""

    before: str
    after: str
    date: date | None = None
    basis: str = ""


class Told(NamedTuple):
    """What one cell says."""

    reports: tuple[Report, ...] = ()
    moves: tuple[Move, ...] = ()


_DAY = "[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日"
_REPORT = regex(rf"({_DAY})\s*({'|'.join(STATUSES)})(?:：(.*))?")
_LINK = regex(r"链接：(\S+)")
_MOVE = regex(rf"时限调整：(.*?) → (.*?)(?:（({_DAY})?(?:，?依据：(.*))?）)?")


def write(told: Told) -> str:
    """The words of the cell; empty where nothing was reported."""
    return "\n".join([*map(_report, told.reports), *map(_move, told.moves)])


def _report(it: Report) -> str:
    words = f"{_day(it.date)} {it.status}" + (f"：{it.note}" if it.note else "")
    return f"{words}\n链接：{it.link}" if it.link else words


def _move(it: Move) -> str:
    aside = "，".join(
        filter(None, [_day(it.date) if it.date else "", f"依据：{it.basis}" if it.basis else ""])
    )
    return f"时限调整：{it.before} → {it.after}" + (f"（{aside}）" if aside else "")


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def parse(cell: str) -> Told | None:
    """What the words say; None where they are not written like this."""
    reports: list[Report] = []
    moves: list[Move] = []
    for line in cell.split("\n"):
        if (found := _REPORT.fullmatch(line)) and (day := dates.parse(found[1])):
            reports.append(Report(day, found[2], found[3] or ""))
        elif found := _MOVE.fullmatch(line):
            moves.append(
                Move(found[1], found[2], dates.parse(found[3]) if found[3] else None, found[4] or "")
            )
        elif moves or not reports:
            return None
        elif found := _LINK.fullmatch(line):
            reports[-1] = reports[-1]._replace(link=found[1])
        else:
            note = reports[-1].note
            reports[-1] = reports[-1]._replace(note=f"{note}\n{line}" if note else line)
    return Told(tuple(reports), tuple(moves))
