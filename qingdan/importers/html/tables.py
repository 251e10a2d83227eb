"""Tables of web pages: their rows and cells; which hold data and which only lay out the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from lxml import etree

from qingdan.importers.archive import RefusedError
from qingdan.importers.composing import CellText
from qingdan.importers.html import spans
from qingdan.importers.html.shown import Grid, Paragraph
from qingdan.importers.html.spans import Placed, Spanned
from qingdan.importers.recognise import record

_GROUPS = ("thead", "tbody", "tfoot")
_NONE = frozenset({"col", "colgroup", "script", "style", "template", "caption"})


@dataclass(slots=True)
class Rows:
    """The rows of one table, as the page gives them."""

    element: etree._Element
    groups: list[list[list[etree._Element]]] = field(default_factory=list)
    cells: list[etree._Element] = field(default_factory=list)
    """All cells, in order; a key of the grid is an index here."""
    strays: list[etree._Element] = field(default_factory=list)
    """Elements that stand between rows or cells: browsers show them above the table. The caption is one."""
    loose: list[str] = field(default_factory=list)
    """Words that stand there."""


def rows_of(table: etree._Element, hidden: Callable[[etree._Element], bool]) -> Rows:
    """The rows of a table, those of thead first and of tfoot last; hidden ones left out.

    A form between table and row stands in many pages; browsers don't mind.
    """
    found = Rows(table)
    own = [row for row in table.iterdescendants("tr") if next(row.iterancestors("table"), None) is table]
    above = {a for row in own for a in takewhile(lambda e: e is not table, row.iterancestors())} | {table}
    parts: dict[str, list[list[list[etree._Element]]]] = {tag: [] for tag in _GROUPS}
    last: etree._Element | None = None
    events = etree.iterwalk(table, events=("start",))
    for _, element in events:
        tag = element.tag if isinstance(element.tag, str) else ""
        if element in above and not hidden(element):
            _loose(element, found)
            continue
        events.skip_subtree()
        if not tag or hidden(element):
            continue
        if tag == "tr":
            group = next(a for a in element.iterancestors() if a.tag in _GROUPS or a is table)
            kind = "tbody" if group is table else str(group.tag)
            if group is not last:
                parts[kind].append([])
                last = group
            parts[kind][-1].append(_row(element, found, hidden))
        elif tag == "caption" or tag not in _NONE:
            found.strays.append(element)
    found.groups = parts["thead"] + parts["tbody"] + parts["tfoot"]
    found.cells = [cell for group in found.groups for row in group for cell in row]
    return found


def _row(row: etree._Element, found: Rows, hidden: Callable[[etree._Element], bool]) -> list[etree._Element]:
    """The cells of a row; what else stands in it goes astray."""
    _loose(row, found)
    cells: list[etree._Element] = []
    for child in row:
        tag = child.tag if isinstance(child.tag, str) else ""
        if not tag or tag in _NONE or hidden(child):
            continue
        inner = [x for x in child.iterdescendants("td", "th") if next(x.iterancestors("tr"), None) is row]
        if tag in ("td", "th"):
            cells.append(child)
        elif inner:
            cells += inner
        else:
            found.strays.append(child)
    return cells


def _loose(element: etree._Element, found: Rows) -> None:
    """Words directly within a table, a group or a row."""
    found.loose += [w for w in [element.text, *(child.tail for child in element)] if w and w.strip()]


def grid_of(found: Rows) -> list[list[Placed | None]]:
    """The grid. Raises RefusedError for a table without bounds."""
    keys = {cell: k for k, cell in enumerate(found.cells)}
    groups = [
        [
            [Spanned(keys[c], _number(c, "rowspan", 65534), _number(c, "colspan", 1000) or 1) for c in row]
            for row in group
        ]
        for group in found.groups
    ]
    try:
        return spans.grid(groups)
    except spans.TooLargeError as fault:
        hint = "用浏览器打开看一看；清单本身不大的，从浏览器里复制到文本文件再导入。"
        raise RefusedError("这个网页里有一张大得不正常的表格，没有读。", hint) from fault


def _number(cell: etree._Element, name: str, most: int) -> int:
    """A span as browsers read it."""
    found = re.match(r"\s*\+?([0-9]{1,9})", cell.get(name) or "")
    return min(int(found[1]), most) if found else 1


def may_be_data(found: Rows) -> bool:
    """Whether the table could hold data, before its cells are read."""
    if found.element.get("role") in ("presentation", "none"):
        return False
    return any(len(row) > 1 for group in found.groups for row in group)


def is_data(grid: Sequence[Sequence[Placed | None]], inner: Sequence[Sequence[Paragraph | Grid]]) -> bool:
    """Whether a table holds data: rows and columns that mean something."""
    width = max(len(row) for row in grid)
    sizes = [sum(map(_size, items)) for items in inner]
    total, largest = sum(sizes), max(range(len(sizes)), key=sizes.__getitem__)
    if width < 2 or not total:
        return False
    nested = sum(_size(i) for items in inner for i in items if _is_grid(i))
    if nested * 2 > total:
        return False
    paragraphs = len(inner[largest])
    if sizes[largest] * 5 > total * 4 and paragraphs >= 8 and (width == 2 or len(grid) <= 2):
        return False
    linked = sum(getattr(i, "linked", 0) for items in inner for i in items)
    if linked * 5 > total * 3:
        return False
    if len(grid) == 1:
        return width >= 3 and all(len(items) <= 6 for items in inner) and not _labelled(inner)
    return True


def _is_grid(item: Paragraph | Grid) -> bool:
    return hasattr(item, "rows")


def _size(item: Paragraph | Grid) -> int:
    if _is_grid(item):
        return sum(len(c.text) for row in item.rows for c in row if c)  # type: ignore[union-attr, misc]
    return len(item.text)  # type: ignore[union-attr]


def _labelled(inner: Sequence[Sequence[Paragraph | Grid]]) -> bool:
    """Whether cells say themselves what they are: 发布日期：…, 浏览次数：…."""
    words = [" ".join(getattr(i, "text", "") for i in items) for items in inner if items]
    return sum(bool(re.match("[^：:]{2,10}[：:]", w)) for w in words) * 2 >= len(words)


# ------------------------------------------------------------------ the record block


def is_record(rows: Sequence[Sequence[CellText | None]]) -> bool:
    """Whether a table is the record block: names and values in turn, or both in one cell."""
    named = [row for row in rows if next(_pairs(row), ("", ""))[0]]
    return 0 < len(rows) <= 20 and len(named) * 2 > len(rows)


def record_lines(row: Sequence[CellText | None]) -> Iterator[str]:
    """A row of the record block, a line a name."""
    for name, value in _pairs(row):
        yield (
            f"{name} {value}".strip()
            if name.endswith(("：", ":")) or not (name and value)
            else f"{name}\t{value}"
        )


def _pairs(row: Sequence[CellText | None]) -> Iterator[tuple[str, str]]:
    """Names with their values; words that have no name, by themselves."""
    cells = [c.text.replace("\n", " ") for c in row if c and c.text]
    at = 0
    while at < len(cells):
        plain = cells[at].strip(" ：:【】[]　")
        if record.is_record(cells[at]):
            # The name, with the value in the same cell or in the next.
            alone = re.fullmatch(r"[^：:]*[：:]\s*", cells[at]) and at + 1 < len(cells)
            yield cells[at], cells[at + 1] if alone else ""
            at += 2 if alone else 1
        elif len(plain) <= 12 and record.is_record(f"{plain}：") and at + 1 < len(cells):
            yield cells[at], cells[at + 1]
            at += 2
        else:
            yield "", cells[at]
            at += 1
