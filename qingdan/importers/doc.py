"""Old documents (.doc, .wps, .rtf), turned into .docx by LibreOffice and read as such."""

from __future__ import annotations

import re
from hashlib import sha256

from qingdan.importers import docx, libreoffice, ole, signatures
from qingdan.importers.archive import RefusedError
from qingdan.importers.blocks import Reading
from qingdan.importers.composing import unreadable
from qingdan.problems import Place, warning

_GROUP = re.compile(rb"(?<!\\)[{}]")
_DEEP = 2_000
"""RTF groups that are nested deeper are no document's: they only exhaust the reader."""


def read(name: str, data: bytes, place: str) -> Reading:
    """What an old document prints."""
    rich = data.startswith(signatures.RTF)
    if rich and _depth(data) > _DEEP:
        return unreadable(place, "这个文件的结构套得太深，没有读。", "用 WPS 或 Word 打开，另存为 .docx。")
    suffix, reads = (".rtf", "Rich Text Format") if rich else (".doc", "MS Word 97")
    try:
        made = libreoffice.converted(data, suffix, reads, "MS Word 2007 XML", "docx")
    except RefusedError as fault:
        return unreadable(place, fault.message, fault.hint)
    reading = docx.read(name, made, place)
    message = "这是老式文档，由 LibreOffice 转换以后读的。"
    hint = "对照原件看一遍；能另存为 .docx 的，用 .docx 作原件更稳妥。"
    problems = [warning(Place(place), "converted", message, hint), *reading.problems]
    if "Macros" in ole.names(data):
        message = "这个文件带着宏（程序）。没有运行它，只读了文字。"
        hint = "原件是供人下载的：另存为 .docx（不带宏），再作原件。"
        problems.insert(0, warning(Place(place), "macros", message, hint))
    if reading.original is None:
        return reading
    original = reading.original.__class__(place, sha256(data).hexdigest(), reading.original.lines)
    return Reading(original, reading.blocks, tuple(problems))


def _depth(data: bytes) -> int:
    """How deep the groups of an RTF file are nested."""
    deepest = depth = 0
    for match in _GROUP.finditer(data):
        depth += 1 if match[0] == b"{" else -1
        deepest = max(deepest, depth)
    return deepest
