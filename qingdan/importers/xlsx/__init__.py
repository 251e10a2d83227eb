"""Excel workbooks (.xlsx and its kin, ISO/IEC 29500 SpreadsheetML), also those of WPS.

Read with lxml, sheet by sheet as a stream: a used range of a million rows costs what its
cells cost. Values are the ones that the file keeps, shown as Excel shows them; nothing
is computed. openpyxl would make an object for each covered cell, and leave text boxes out.
"""

from __future__ import annotations

from qingdan.importers.archive import RefusedError
from qingdan.importers.blocks import Reading
from qingdan.importers.composing import unreadable
from qingdan.importers.ooxml import Package
from qingdan.importers.xlsx.workbook import Workbook


def read(_name: str, data: bytes, place: str) -> Reading:
    """What the sheets of a workbook print, in order."""
    try:
        return Workbook(Package(data), place).read(data)
    except RefusedError as fault:
        return unreadable(place, fault.message, fault.hint)
