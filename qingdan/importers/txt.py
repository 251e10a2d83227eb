"""Plain text: UTF-8 with or without a mark, UTF-16, else GB18030."""

from __future__ import annotations

import codecs
import re
from hashlib import sha256

from qingdan.model import OriginalText
from qingdan.problems import Place, Problem, error

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BREAK = re.compile("\r\n|\r|\n")
"""Not `splitlines`: that also cuts at separators that may stand inside a line."""
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f\ufffe\uffff]")


def read(data: bytes, place_file: str) -> tuple[OriginalText | None, list[Problem]]:
    """The lines of a text file, or a problem. Bytes that no encoding explains are not guessed at."""
    place = Place(place_file)
    text = _decode(data)
    if text is None:
        hint = "用记事本打开，另存为 UTF-8；打开就是乱码的，请重新收一份。"
        message = "这个原件读不出来：它不是 UTF-8、UTF-16，也不是 GB18030 编码的文本。"
        return None, [error(place, "original-unreadable", message, hint)]
    if found := _CONTROL.search(text):
        line = len(_BREAK.findall(text, 0, found.start())) + 1
        message = f"这个原件不是纯文本：第 {line} 行有控制字符（U+{ord(found[0]):04X}）。"
        hint = "多半是别的格式改了扩展名。用原来的软件打开，另存为纯文本。"
        return None, [error(place, "original-unreadable", message, hint)]
    if not text.strip():
        return None, [error(place, "original-unreadable", "这个原件是空的。", "重新收一份，换掉这个文件。")]
    return OriginalText(place_file, sha256(data).hexdigest(), tuple(_BREAK.split(text))), []


def _decode(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    # Half of the bytes of Latin or digits in UTF-16 are nought; no other text has any.
    if b"\0" in data[:4096]:
        high, low = data[0::2].count(0), data[1::2].count(0)
        return _strictly(data, "utf-16-be" if high > low else "utf-16-le")
    text = _strictly(data, "utf-8")
    return text if text is not None else _strictly(data, "gb18030")


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
