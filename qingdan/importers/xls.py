"""Old workbooks (.xls, .et, .xlsb), read by python-calamine.

It gives values, merged ranges and hidden sheets; not how numbers are shown, nor which rows
are hidden: dates are read in one form, and a problem says so.
"""

from __future__ import annotations

import struct
from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from qingdan.importers import ole, signatures
from qingdan.importers.archive import RefusedError
from qingdan.importers.blocks import Reading
from qingdan.importers.composing import CELLS, Composer, unreadable
from qingdan.importers.number_format import general
from qingdan.importers.sheets import Sheet, Span, Spot, compose
from qingdan.problems import Place, Problem, warning

_SPREAD = "这张工作表的格子散得太开（有用的格子之间隔着几十万个空格子），没有读。"
_COPY = "用 WPS 或 Excel 打开，把清单复制到新的工作表里，另存为 .xlsx 再导入。"
_CELL_RECORDS = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
_SHEET_ENDS = 0x000A
_MACROS = frozenset({"_VBA_PROJECT_CUR", "VBA"})


def read(_name: str, data: bytes, place: str) -> Reading:
    """What the sheets of an old workbook hold."""
    try:
        return _read(data, place)
    except PasswordError:
        return unreadable(place, "这个文件加了密码，打不开。", "用原来的软件打开，去掉密码，另存一份。")
    except (CalamineError, OSError, ValueError) as fault:
        hint = "用 WPS 或 Excel 打开，另存为 .xlsx 再导入；打不开的，请重新收一份。"
        return unreadable(place, f"这个老式表格坏了，读不出来（{str(fault)[:60]}）。", hint)
    except RefusedError as fault:
        return unreadable(place, fault.message, fault.hint)


def _read(data: bytes, place: str) -> Reading:
    if any(_breadth(ole.stream(data, name)) > CELLS for name in signatures.WORKBOOKS):
        raise RefusedError(_SPREAD, _COPY)
    composer = Composer()
    hidden: list[str] = []
    dates: list[str] = []
    with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
        for given in book.sheets_metadata:
            if given.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = _sheet(book.get_sheet_by_name(given.name), dates)
            if given.visible is SheetVisibleEnum.Visible:
                compose(sheet, composer)
            elif sheet.cells:
                hidden.append(f"「{given.name}」")
    return composer.reading(place, data, _problems(place, hidden, dates, ole.names(data)))


def _breadth(stream: bytes) -> int:
    """How many cells the largest sheet spans ([MS-XLS] 2.4): calamine makes room for all of them."""
    widest = at = rows = columns = 0
    while at + 8 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind in _CELL_RECORDS:
            row, column = struct.unpack_from("<HH", stream, at + 4)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind == _SHEET_ENDS:
            widest, rows, columns = max(widest, rows * columns), 0, 0
        at += 4 + size
    return max(widest, rows * columns)


def _sheet(given: CalamineSheet, dates: list[str]) -> Sheet:
    """One sheet; dates are added to `dates`."""
    if given.height * given.width > CELLS:
        raise RefusedError(_SPREAD, _COPY)
    top, left = given.start or (0, 0)
    spans = {
        (first[0], first[1]): Span(first[0], last[0], first[1], last[1])
        for first, last in given.merged_cell_ranges or []
        if last >= first
    }
    cells: dict[Spot, str] = {}
    for r, row in enumerate(given.iter_rows()):
        for c, value in enumerate(row):
            words = _shown(value)
            if words:
                cells[(top + r, left + c)] = words
                if isinstance(value, (date, time, timedelta)):
                    dates.append(words)
    return Sheet(cells, spans)


def _shown(value: float | str | bool | date | time | timedelta) -> str:
    """A value as text."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return general(value)
        case datetime():
            day = _day(value)
            return f"{day} {value:%H:%M}" if value.hour or value.minute else day
        case date():
            return _day(value)
        case time() | timedelta():
            return str(value)
    return value


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _problems(place: str, hidden: list[str], dates: list[str], streams: frozenset[str]) -> list[Problem]:
    out = []
    where = Place(place)
    if _MACROS & streams:
        hint = "原件是供人下载的：另存为 .xlsx（不带宏），再作原件。"
        out.append(warning(where, "macros", "这个文件带着宏（程序）。没有运行它，只读了格子里的字。", hint))
    if hidden:
        message = f"有 {len(hidden)} 张隐藏的工作表，没有读：{'、'.join(hidden[:5])}。"
        hint = "确实要公开的，取消隐藏后另存再导入；不公开的，请先删去，原件是供下载的。"
        out.append(warning(where, "hidden-text", message, hint))
    if dates:
        shown = "、".join(dict.fromkeys(dates[:3]))
        message = f"有 {len(dates)} 个格子是日期或时间（{shown} 等），老式表格读不到它显示成什么样。"
        hint = "对照原件改成印出的写法；或者用 WPS、Excel 另存为 .xlsx 再导入。"
        out.append(warning(where, "plain-dates", message, hint))
    return out
