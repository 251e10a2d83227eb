"""Tables as text (.csv, .tsv): values parted by commas, semicolons or tabs.

Such a file is plain text like any other; only its name says that it is a table, so the
name decides between the two. Merged cells can't be written in it.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from io import StringIO
from itertools import islice

from qingdan.importers import txt
from qingdan.importers.archive import RefusedError
from qingdan.importers.blocks import Reading
from qingdan.importers.composing import CELLS, Composer, unreadable
from qingdan.importers.sheets import Sheet, Spot, compose

_MARKS = (",", "\t", ";")
_SEPARATOR = re.compile("sep=(.)\r?\n", re.IGNORECASE)
_SIZE = 16 * 1024 * 1024
_CELL = 100_000
"""Characters of the longest value; csv's own bound belongs to the whole process, and others move it."""
_TOO_LARGE = "这个表格文件大得不像清单，没有读。"
_COPY = "把里面的清单复制到新的表格里，另存为 .xlsx 再导入。"
_TRIED = 200
"""So many rows show what parts the values."""


def read(name: str, data: bytes, place: str) -> Reading:
    """The rows of a table, or a problem; encodings as for plain text."""
    if len(data) > _SIZE:
        return unreadable(place, _TOO_LARGE, _COPY)
    text = txt.decode(data)
    if text is None or "\0" in text:
        return txt.read(name, data, place)
    mark = "" if not name.lower().endswith((".tsv", ".tab")) else "\t"
    if said := _SEPARATOR.match(text):
        mark, text = said[1], text[said.end() :]
    try:
        cells: dict[Spot, str] = {}
        for r, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=mark or _mark_of(text))):
            cells |= {(r, c): words for c, words in enumerate(row) if words}
            if any(len(words) > _CELL for words in row):
                raise csv.Error("a value without end")
            if len(cells) > CELLS:
                return unreadable(place, _TOO_LARGE, _COPY)
        composer = Composer()
        compose(Sheet(cells, {}), composer)
    except csv.Error:
        return unreadable(
            place,
            "这个表格文件有一个格子长得离谱，多半是引号没有配对。",
            "用 Excel 或 WPS 打开看一看，另存为 .xlsx 再导入。",
        )
    except RefusedError as fault:
        return unreadable(place, fault.message, fault.hint)
    return composer.reading(place, data)


def _mark_of(text: str) -> str:
    """What parts the values: the mark by which most rows have the same number of them, above one; a
    comma where no mark does so for half of the rows."""
    best = max(_MARKS, key=lambda mark: _evenness(text, mark))
    return best if _evenness(text, best) >= 0.5 else _MARKS[0]


def _evenness(text: str, mark: str) -> float:
    """The share of rows that a mark parts into the same number of values, above one."""
    widths = Counter[int]()
    try:
        rows = islice(filter(None, csv.reader(StringIO(text, newline=""), delimiter=mark)), _TRIED)
        widths.update(map(len, rows))
    except csv.Error:
        return 0.0
    most = max((n for width, n in widths.items() if width > 1), default=0)
    return most / max(widths.total(), 1)
