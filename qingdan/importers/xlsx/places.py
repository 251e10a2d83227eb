"""Names of cells (`B3`), and attributes of SpreadsheetML."""

from __future__ import annotations

import re

from lxml import etree

from qingdan.importers.sheets import Spot

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
ROWS, COLUMNS = 1_048_576, 16_384
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def spot_of(name: str) -> Spot | None:
    """`B3` -> (2, 1); None for what names no cell."""
    found = _PLACE.fullmatch(name)
    if not found:
        return None
    column = 0
    for char in found[1]:
        column = column * 26 + ord(char) - 64
    row = int(found[2])
    return (row - 1, column - 1) if 1 <= row <= ROWS and column <= COLUMNS else None


def name_of(spot: Spot) -> str:
    """(2, 1) -> `B3`."""
    row, column = spot
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def is_on(element: etree._Element, name: str) -> bool:
    """Whether a switch is on."""
    return element.get(name, "0") in ("1", "true")


def whole(text: str) -> int:
    """A whole number; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
