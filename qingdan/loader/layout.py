"""Rows that stand at another column than their like: each key of a list has its own column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from qingdan.loader.mending_values import Line
from qingdan.text.labels import heading_label
from qingdan.vocabulary import KEYS

_KIND = {key.key: "task" for key in (*KEYS["task"], *KEYS["paragraph"])} | {
    k.key: "list" for k in KEYS["list"]
}
_FIRST = ("序号", "内容", "段落", "名称")
_FEW = 3
"""So many rows may be out of line; where there are more, the file is laid out in another way."""


class Row(NamedTuple):
    """A line with a key or a heading behind its dash."""

    line: Line
    key: str
    """Empty for a heading."""
    column: int
    """Of the key or heading, from 0."""
    dashed: bool


def is_row(key: str, words: str) -> bool:
    """Whether a line has a column that its like have too."""
    return key in _KIND or (not key and heading_label(words) is not None)


def mend_layout(rows: Iterable[Row]) -> None:
    """Note and mend the rows of 清单 that are out of line."""
    found = [row for row in _in_lists(rows) if not row.line.faults]
    columns = {
        kind: _usual(row.column for row in found if _KIND.get(row.key) == kind) for kind in ("list", "task")
    }
    wrong = []
    above = ""
    for row in found:
        usual = columns[_KIND.get(row.key, "task")]
        if usual is not None and row.column != usual:
            wrong.append((row, usual, above))
        above = row.key
    if len(wrong) <= _FEW:
        for row, usual, above in wrong:
            _mend(row, usual, above)


def _in_lists(rows: Iterable[Row]) -> Iterable[Row]:
    """The rows between 清单 and the next key of the document."""
    within = False
    for row in rows:
        if row.column == 0 and not row.dashed and row.key not in _KIND:
            within = row.key == "清单"
        elif within and (row.key in _KIND or not row.key):
            yield row


def _usual(columns: Iterable[int]) -> int | None:
    """The column at which most stand; None where that is not clear."""
    counted = Counter(columns)
    if not counted:
        return None
    column, times = counted.most_common(1)[0]
    return column if times > 1 and times > 2 * (counted.total() - times) else None


def _mend(row: Row, usual: int, above: str) -> None:
    line = row.line
    what = f"「{row.key}」" if row.key else "这一行标题"
    begins = row.key in _FIRST and above != "序号"
    if begins and not row.dashed and row.column == usual - 2:
        hint = f"新的一条从「- 」开始，写「- {row.key}: …」，下面各行与「{row.key}」左边对齐。"
        line.fault(row.column, len(row.key), "indentation", f"{what}前面少了短横「- 」。", hint)
        line.replace(row.column, 0, "- ")
        return
    more = "多" if row.column > usual else "少"
    if row.dashed:
        hint = f"与别的行对齐：短横「- 」左边空 {usual - 2} 格。"
    else:
        hint = f"与别的行对齐：左边空 {usual} 格。"
    line.fault(row.column, len(row.key) or 1, "indentation", f"{what}缩进{more}了。", hint)
    shift = usual - row.column
    line.text = " " * shift + line.text if shift > 0 else line.text[min(-shift, _spaces(line.text)) :]


def _spaces(text: str) -> int:
    return len(text) - len(text.lstrip(" "))
