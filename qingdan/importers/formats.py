"""Formats: which module reads an original. By what the bytes are, never by the name alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import NamedTuple

from qingdan.importers import csv_text, doc, docx, html, md, ofd, pdf, txt, unread, xls, xlsx
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
    read: Callable[[str, bytes, str], Reading]
    """(name, bytes, place file) -> reading. Never raises."""


_MARKED: tuple[Format, ...] = (
    Format("网页", html.SUFFIXES, html.claims, html.read),
    Format("Markdown", md.SUFFIXES, md.claims, md.read),
    Format("PDF", pdf.SUFFIXES, pdf.claims, pdf.read),
)
"""What could be taken for text, but for the marks in it."""


def _is_plain(suffix: str, data: bytes) -> bool:
    """Whether these are bytes of text, as far as one can say before it is decoded."""
    return not unread.is_known(data) and not any(f.claims(suffix, data) for f in _MARKED)


FORMATS: tuple[Format, ...] = (
    Format("Word 文档", docx.SUFFIXES, docx.claims, docx.read),
    Format("Excel 表格", xlsx.SUFFIXES, xlsx.claims, xlsx.read),
    Format("老式 Excel、WPS 表格", xls.SUFFIXES, xls.claims, xls.read),
    Format("OFD", ofd.SUFFIXES, ofd.claims, ofd.read),
    Format("老式 Word、WPS 文档", doc.SUFFIXES, doc.claims, doc.read),
    Format(
        "文本表格",
        csv_text.SUFFIXES,
        lambda suffix, data: suffix in csv_text.SUFFIXES and _is_plain(suffix, data),
        csv_text.read,
    ),
    Format(
        "纯文本",
        txt.SUFFIXES,
        lambda suffix, data: suffix not in csv_text.SUFFIXES and _is_plain(suffix, data),
        txt.read,
    ),
    *_MARKED,
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
