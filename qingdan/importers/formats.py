"""Formats: which module reads an original. By what the bytes are, never by the name alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import NamedTuple

from qingdan.importers import docx, html, md, pdf, txt
from qingdan.importers.blocks import Reading
from qingdan.problems import Place, error


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


def _is_binary(data: bytes) -> bool:
    """Whether the bytes begin as a container or an office file does."""
    return data.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf"))


_MARKED: tuple[Format, ...] = (
    Format("网页", html.SUFFIXES, html.claims, html.read),
    Format("Markdown", md.SUFFIXES, md.claims, md.read),
)
"""Text that has marks of a format in it."""


def _is_plain(suffix: str, data: bytes) -> bool:
    return not _is_binary(data) and not any(f.claims(suffix, data) for f in _MARKED)


FORMATS: tuple[Format, ...] = (
    Format("Word 文档", docx.SUFFIXES, docx.claims, docx.read),
    Format("PDF", pdf.SUFFIXES, pdf.claims, pdf.read),
    Format("纯文本", txt.SUFFIXES, _is_plain, txt.read),
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
        known = "、".join(f"{f.name}（{' '.join(f.suffixes)}）" for f in formats)
        what = f"以 {suffix} 结尾的原件" if suffix else "没有扩展名的原件"
        hint = f"现在能读的格式：{known}。另存为其中一种，把「原件」的「文件」改成新的文件名。"
        return Reading(None, (), (error(Place(place), "original-unreadable", f"还不会读{what}。", hint),))
    return claimants[0].read(name, data, place)
