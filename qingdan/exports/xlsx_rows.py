"""The rows of a sheet as SpreadsheetML, the form of a workbook's XML (ECMA-376 part 1, 18.3.1).

XlsxWriter makes the workbook; tens of thousands of rows through it take two seconds, as text half
of one, and an edit then needs the rows of one document only. Text stands in its cell (inline
strings), as XlsxWriter itself writes it in its constant-memory mode.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from qingdan.exports.columns import Value
from qingdan.exports.xml_text import escape
from qingdan.regexes import regex

MAX_TEXT = 32_767
"""UTF-16 units in one cell; Excel calls a file with more damaged."""
_CUT = "……（单元格放不下，全文见网页）"

_ESCAPE = regex("_x[0-9a-fA-F]{4}_")
"""Excel would read it as one character: its first sign is escaped itself."""
_NO_XML = regex("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_EPOCH = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)
"""Before it Excel counts a day that never was; no notice is so old, and its date stands as text."""


class Styles(NamedTuple):
    """Numbers of the cells' formats, as the workbook counts them."""

    text: str
    day: str
    link: str


def row(number: int, values: Sequence[Value], letters: Sequence[str], styles: Styles, link: int) -> str:
    """One <row>. number: from 1. letters: names of the columns. link: which column is a link, from 0;
    -1 for none."""
    cells = [f'<row r="{number}">']
    for i, value in enumerate(values):
        if value is None or value == "":
            continue
        style = styles.link if i == link else styles.text
        if isinstance(value, str):
            cells.append(
                f'<c r="{letters[i]}{number}" s="{style}" t="inlineStr"><is>{text_of(value)}</is></c>'
            )
        elif isinstance(value, date) and value >= _FIRST_DAY:
            days = (value - _EPOCH).days
            cells.append(f'<c r="{letters[i]}{number}" s="{styles.day}"><v>{days}</v></c>')
        elif isinstance(value, date):
            text = text_of(value.isoformat())
            cells.append(f'<c r="{letters[i]}{number}" s="{style}" t="inlineStr"><is>{text}</is></c>')
        else:
            cells.append(f'<c r="{letters[i]}{number}" s="{style}"><v>{value}</v></c>')
    cells.append("</row>")
    return "".join(cells)


def letters(count: int) -> list[str]:
    """Names of the first columns: A, B … Z, AA …"""
    return [(chr(64 + i // 26) if i >= 26 else "") + chr(65 + i % 26) for i in range(count)]


def text_of(words: str) -> str:
    """Text as it stands, whatever it looks like; where it is too long for a cell, its end says so."""
    if len(words) * 2 > MAX_TEXT and len(words.encode("utf-16-le", "surrogatepass")) // 2 > MAX_TEXT:
        kept = words.encode("utf-16-le", "surrogatepass")[: 2 * (MAX_TEXT - len(_CUT))]
        words = kept.decode("utf-16-le", "ignore") + _CUT
    if "_x" in words:
        words = _ESCAPE.sub(lambda found: f"_x005F{found[0]}", words)
    if not words.isprintable():
        words = _NO_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", words)
    if "&" in words or "<" in words or ">" in words:
        words = escape(words)
    return f'<t xml:space="preserve">{words}</t>' if words != words.strip() else f"<t>{words}</t>"


def hyperlinks(column: str, first: int, addresses: Iterable[str]) -> tuple[str, str]:
    """The <hyperlinks> of one column from row `first` on, an empty address being none, and the
    relations that they name. Links that differ in their fragment alone share a relation."""
    links, targets = [], dict[str, str]()
    for number, address in enumerate(addresses, first):
        if not address:
            continue
        target, _, fragment = address.partition("#")
        name = targets.setdefault(target, f"rId{len(targets) + 1}")
        place = f' location="{_attribute(fragment)}"' if fragment else ""
        links.append(f'<hyperlink ref="{column}{number}" r:id="{name}"{place}/>')
    relations = [
        f'<Relationship Id="{name}" Type="{_HYPERLINK}" Target="{_attribute(target)}" TargetMode="External"/>'
        for target, name in targets.items()
    ]
    return f"<hyperlinks>{''.join(links)}</hyperlinks>", "".join(relations)


_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def _attribute(text: str) -> str:
    return escape(text).replace('"', "&quot;")
