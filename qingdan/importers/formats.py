"""Formats: which module reads an original. By what the bytes are, never by the name alone."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePosixPath
from typing import NamedTuple

from qingdan.importers import signatures, unread
from qingdan.importers.blocks import Reading
from qingdan.importers.composing import unreadable


class Format(NamedTuple):
    """One format of originals."""

    name: str
    """What staff call it."""
    suffixes: tuple[str, ...]
    """How names of such files end, in lower case; decides only between kinds of plain text."""
    claims: Callable[[str, bytes], bool]
    """(suffix, bytes) -> whether these are bytes of this format."""
    module: str
    """Of this package: its `read(name, bytes, place file)` gives the reading, and never raises."""

    def read(self, name: str, data: bytes, place: str) -> Reading:
        """What the original says. The module is loaded now: all of them together take longer than the
        five notices of a small site."""
        reading: Reading = import_module(f"{__package__}.{self.module}").read(name, data, place)
        return reading


FORMATS: tuple[Format, ...] = (
    Format("Word 文档", signatures.DOCX, signatures.is_docx, "docx"),
    Format("Excel 表格", signatures.XLSX, signatures.is_xlsx, "xlsx"),
    Format("老式 Excel、WPS 表格", signatures.XLS, signatures.is_xls, "xls"),
    Format("OFD", signatures.OFD, signatures.is_ofd, "ofd"),
    Format("老式 Word、WPS 文档", signatures.DOC, signatures.is_doc, "doc"),
    Format("文本表格", signatures.CSV, signatures.is_csv, "csv_text"),
    Format("纯文本", signatures.TXT, signatures.is_txt, "txt"),
    Format("网页", signatures.HTML, signatures.is_html, "html"),
    Format("Markdown", signatures.MD, signatures.is_md, "md"),
    Format("PDF", signatures.PDF, signatures.is_pdf, "pdf"),
)
"""Every format that is read."""


def read(name: str, data: bytes, place: str, formats: tuple[Format, ...] = FORMATS) -> Reading:
    """An original, read by the one format that claims it; a problem where none does.

    Raises ValueError where two formats claim the file: a fault of the table, not of the file.
    """
    suffix = PurePosixPath(name).suffix.lower()
    claimants = [f for f in formats if f.claims(suffix, data)]
    if len(claimants) > 1:
        raise ValueError(f"{name}: claimed by {', '.join(f.name for f in claimants)}")
    if not claimants:
        refusal = unread.refusal(suffix, data)
        known = "、".join(f"{f.name}（{' '.join(f.suffixes)}）" for f in formats)
        more = f"能读的格式：{known}。" if refusal.other_format else ""
        return unreadable(place, refusal.message, refusal.hint + more)
    return claimants[0].read(name, data, place)
