"""PDF with text: what its pages show. Scans without text, passwords and damage are refused in plain words.

Read with pdfminer.six, the engine of pdfplumber: pdfplumber keeps all pages and has no bounds. No
script of the file runs, nothing that it names is fetched.
"""

from __future__ import annotations

import logging
from io import BytesIO

from qingdan.importers.archive import AGAIN, RefusedError
from qingdan.importers.blocks import Reading
from qingdan.importers.composing import unreadable


def read(_name: str, data: bytes, place: str) -> Reading:
    """What the pages show. Never raises."""
    from qingdan.importers.page import Pages
    from qingdan.importers.pdf.sheets import sheets

    # pdfminer tells of every oddity on standard error, where a clerk reads ours.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL + 1)
    try:
        pages = Pages("PDF", place)
        for sheet, drawn in sheets(BytesIO(data)):
            pages.add(sheet, drawn)
        return pages.reading(data)
    except RefusedError as refused:
        return unreadable(place, refused.message, refused.hint)
    except RecursionError:
        return unreadable(place, "这个 PDF 的结构套得太深，没有读。", AGAIN)
