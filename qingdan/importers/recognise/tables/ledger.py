"""Ledgers 台账 that the site itself made (`qingdan.exports.ledger`), perhaps filled in since: what their own
columns say. They are told from other tables by 状态 and 进展 standing side by side, and by the form of what
stands there; any other table with such columns is read as before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qingdan.importers.blocks import Cell, Mark
from qingdan.importers.draft import Leftover, Remark
from qingdan.importers.recognise.signs import squeeze
from qingdan.importers.recognise.tables.grid import Row
from qingdan.importers.recognise.tables.header import OWN, Column
from qingdan.text import reports
from qingdan.text.reports import Told
from qingdan.vocabulary import LEDGER_MARK, NOT_REPORTED, STATUSES

MARK = "台账的记号"
_REASONS = {
    "role": "台账的「{}」一栏，不是印出的内容",
    "status": "台账的「{}」一栏，以「进展」为准",
    "reports": "台账的「{}」一栏，读入了「进展」和「调整」",
}


class Said(NamedTuple):
    """What a ledger's own columns say of one task."""

    told: Told
    leftovers: Sequence[Leftover]
    remarks: Sequence[Remark]


def is_filled_so(columns: Sequence[Column], rows: Sequence[Row]) -> bool:
    """Whether the cells of the columns 状态 and 进展 are written as ledgers write them; some that staff
    filled in freely do not make it another table."""
    cells: dict[str, list[str]] = {"status": [], "reports": []}
    for row in rows:
        for column, cell in zip(columns, row.cells, strict=True):
            if column.kind in cells and cell and cell.text:
                cells[column.kind].append(cell.text)
    known = all(squeeze(cell) in (*STATUSES, NOT_REPORTED) for cell in cells["status"])
    return known and (not cells["reports"] or any(map(reports.parse, cells["reports"])))


def paragraph(row: Row) -> tuple[Cell, Cell] | None:
    """The mark and the words of a row that is neither heading nor task; None for another row."""
    given = [cell for cell in row.cells if cell and cell.text]
    return (given[0], given[1]) if len(given) == 2 and given[0].text == LEDGER_MARK else None


def read(columns: Sequence[Column], row: Row, mark: Mark) -> Said:
    """What the own columns of a task's row say."""
    held: dict[str, str] = {}
    leftovers = []
    for column, cell in zip(columns, row.cells, strict=True):
        if column.kind in OWN and cell and cell.text:
            leftovers.append(Leftover(cell.text, _REASONS[column.kind].format(column.name), cell.mark))
            held[column.kind] = cell.text
    words, status = held.get("reports", ""), squeeze(held.get("status", ""))
    told = reports.parse(words) if words else Told()
    last = told.reports[-1].status if told and told.reports else NOT_REPORTED
    remarks = []
    if told is None:
        message = f"进展一格（{words[:20]}）没有写日期和状态，没有读入。"
        hint = "写成「2022年9月1日 进行中：做了什么」，一次一行。"
        remarks.append(Remark(mark, "unread-progress", message, hint))
    elif status and status != last:
        message = f"状态写的是{status}，进展里最近一次是{last}，以进展为准。"
        remarks.append(Remark(mark, "unread-progress", message, "在进展里加一行，写明日期。"))
    return Said(told or Told(), leftovers, remarks)
