"""Content of a sheet: its cells as they are shown, merged ranges, what is hidden."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from qingdan.importers.archive import RefusedError
from qingdan.importers.composing import CELLS
from qingdan.importers.number_format import shown, text_shown
from qingdan.importers.sheets import Span, Spot
from qingdan.importers.xlsx.places import COLUMNS, ROWS, S, is_on, spot_of, whole

_SPANS = 200_000
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_FURNITURE = re.compile(r'&(?:"[^"]*"|[0-9]+|K[0-9A-Fa-f]{6}|[A-Za-z&+-])')
_SIDES = re.compile("&[LCR]")
_PAGES = re.compile(r"[\W_0-9第页共]*")


@dataclass(slots=True)
class Content:
    """The cells of a sheet as the file gives them."""

    cells: dict[Spot, str] = field(default_factory=dict)
    spans: dict[Spot, Span] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    no_value: list[Spot] = field(default_factory=list)
    unknown: dict[Spot, str] = field(default_factory=dict)
    furniture: list[str] = field(default_factory=list)


class SheetReader:
    """Reads sheets of one workbook."""

    def __init__(self, strings: list[str], formats: list[str], *, date1904: bool) -> None:
        """`strings`: those that cells share; `formats`: the number format of each style."""
        self.strings = strings
        self.formats = formats
        self.date1904 = date1904

    def read(self, data: bytes, part: str) -> Content:
        """One sheet: the bytes of its part, and the name of that. Raises RefusedError."""
        content = Content()
        row = -1
        for element in stream(data, part, "row", "mergeCell", "col", "headerFooter"):
            name = etree.QName(element).localname
            if name == "row":
                row = self._row(element, row, content)
            elif name == "mergeCell":
                self._merge(element.get("ref", ""), content)
            elif name == "col" and (is_on(element, "hidden") or element.get("width") in ("0", "0.0")):
                first, last = whole(element.get("min", "")), whole(element.get("max", ""))
                content.hidden_columns.append((first - 1, last - 1))
            elif name == "headerFooter":
                content.furniture = list(_furniture(element))
        return content

    def _merge(self, given: str, content: Content) -> None:
        first, _, last = given.partition(":")
        begin, end = spot_of(first), spot_of(last or first)
        if begin is None or end is None or len(content.spans) >= _SPANS:
            return
        content.spans[begin] = Span(begin[0], max(begin[0], end[0]), begin[1], max(begin[1], end[1]))

    def _row(self, element: etree._Element, before: int, content: Content) -> int:
        """The cells of a row; its number. Rows and cells without a place follow the one before."""
        row = whole(element.get("r", "")) - 1 if element.get("r") else before + 1
        if not 0 <= row < ROWS:
            return before
        if is_on(element, "hidden") or element.get("ht") in ("0", "0.0"):
            content.hidden_rows.add(row)
        column = -1
        for cell in element:
            if cell.tag != f"{S}c":
                continue
            spot = spot_of(cell.get("r", ""))
            column = spot[1] if spot else column + 1
            if column < COLUMNS:
                self._cell(cell, (row, column), content)
        return row

    def _cell(self, cell: etree._Element, spot: Spot, content: Content) -> None:
        kind = cell.get("t", "n")
        style = whole(cell.get("s", "0"))
        code = self.formats[style] if style < len(self.formats) else "General"
        if kind == "inlineStr":
            held = cell.find(f"{S}is")
            text = "" if held is None else words_of(held)
        else:
            found = cell.find(f"{S}v")
            value = "" if found is None else found.text or ""
            if not value:
                if cell.find(f"{S}f") is not None and kind != "str":
                    content.no_value.append(spot)
                return
            text = self._shown(value, kind, code, spot, content)
        if text:
            content.cells[spot] = text

    def _shown(self, value: str, kind: str, code: str, spot: Spot, content: Content) -> str:
        if kind == "s":
            at = whole(value)
            return text_shown(self.strings[at], code) if at < len(self.strings) else ""
        if kind == "str":
            return text_shown(_unescaped(value), code)
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind in ("e", "d"):
            return value
        try:
            number = float(value)
        except ValueError:
            return value
        seen = shown(number, code, date1904=self.date1904)
        if not seen.known:
            content.unknown[spot] = code
        return seen.text


def covered(spans: Iterable[Span], cells: Mapping[Spot, str]) -> set[Spot]:
    """Cells that hold words and lie under a merged range. Raises RefusedError where ranges pile up."""
    rows = sorted({row for row, _ in cells})
    by_row: dict[int, list[Span]] = {}
    reached = 0
    for span in spans:
        reached += bisect_right(rows, span.bottom) - bisect_left(rows, span.top)
        if reached > CELLS:
            raise RefusedError("这张工作表里合并的格子互相重叠，不像正常的表，没有读。")
        for row in rows[bisect_left(rows, span.top) : bisect_right(rows, span.bottom)]:
            by_row.setdefault(row, []).append(span)
    return {
        (row, column)
        for row, column in cells
        if any(s.left <= column <= s.right and (s.top, s.left) != (row, column) for s in by_row.get(row, ()))
    }


def stream(data: bytes, part: str, *names: str) -> Iterator[etree._Element]:
    """Elements by name, one after the other, each forgotten when the next comes. Raises RefusedError."""
    tags = [f"{S}{name}" for name in names]
    events = etree.iterparse(
        BytesIO(data), events=("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for _, element in events:
            if element.getroottree().docinfo.internalDTD is not None:
                raise RefusedError("这个文件里有办公软件不会写的定义（DTD），可能是恶意文件，没有读。")
            yield element
            element.clear(keep_tail=False)
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as fault:
        raise RefusedError(f"这个文件的内容坏了（{part[:60]}），读不出来。") from fault


def words_of(element: etree._Element) -> str:
    """Text of a string: plain or in runs; how it is pronounced (rPh) is not printed."""
    found = []
    for child in element:
        if child.tag == f"{S}t":
            found.append(child.text or "")
        elif child.tag == f"{S}r":
            found += [t.text or "" for t in child.iterfind(f"{S}t")]
    return _unescaped("".join(found))


def _unescaped(text: str) -> str:
    """`_x000D_` stands for the character."""
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def _furniture(element: etree._Element) -> Iterator[str]:
    """Words of the header, then of the footer, three each, without page numbers and fonts."""
    for name in ("oddHeader", "oddFooter"):
        found = element.find(f"{S}{name}")
        sides = _SIDES.split("" if found is None else found.text or "")
        words = [_FURNITURE.sub("", side).strip() for side in sides]
        words = [w for w in words if not _PAGES.fullmatch(w)][:3]
        yield from [*words, "", "", ""][:3]
