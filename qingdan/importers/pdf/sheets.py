"""Sheets: the pages of a PDF, one by one, so that only one is in memory."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import literal_name

from qingdan.importers.archive import AGAIN, RefusedError
from qingdan.importers.page import Drawn, Sheet
from qingdan.importers.pdf.bounds import BoundedDocument, begin
from qingdan.importers.pdf.device import Device


def sheets(file: BytesIO) -> Iterator[tuple[Sheet, Drawn]]:
    """Each page with what else is drawn on it. Raises RefusedError."""
    begin()
    try:
        document = BoundedDocument(PDFParser(file))
        pages = PDFPage.create_pages(document)
    except (PDFPasswordIncorrect, PDFEncryptionError) as fault:
        raise RefusedError(
            "这个 PDF 加了密码，打不开。", "用 WPS 或 Acrobat 打开，去掉密码，另存一份。"
        ) from fault
    except (RefusedError, RecursionError, MemoryError):
        raise
    except Exception as fault:  # pdfminer raises whatever damage makes of its parsers
        raise RefusedError("这个 PDF 坏了，或者不完整，打不开。", AGAIN) from fault
    resources = PDFResourceManager()
    device = Device(resources)
    interpreter = PDFPageInterpreter(resources, device)
    number = 0
    while True:
        number += 1
        try:
            page = next(pages, None)
            if page is None:
                return
            interpreter.process_page(page)
            notes = _notes(page)
        except (RefusedError, RecursionError, MemoryError):
            raise
        except Exception as fault:  # as above
            raise RefusedError(f"这个 PDF 的第 {number} 页坏了，读不出来。", AGAIN) from fault
        yield (
            Sheet(number, device.width, device.height, device.glyphs, device.rulings),
            Drawn(device.pictures, device.curves, device.invisible, device.vertical, notes),
        )
        document.forget()


def _notes(page: PDFPage) -> int:
    """How many comments and filled fields with words lie on a page."""
    found = 0
    listed = resolve1(page.annots)
    for given in listed[:1000] if isinstance(listed, list) else ():
        note = resolve1(given)
        if not isinstance(note, dict):
            continue
        kind = literal_name(resolve1(note.get("Subtype")))
        if kind in ("Link", "Popup"):
            continue
        words = resolve1(note.get("V" if kind == "Widget" else "Contents"))
        found += isinstance(words, bytes) and bool(words.strip())
    return found
