"""Plain text: UTF-8 with or without a mark, UTF-16, else GB18030. Big5 is refused."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from hashlib import sha256

from qingdan.importers import drawn, pasted
from qingdan.importers.blocks import Line, Mark, Reading
from qingdan.importers.composing import Composer
from qingdan.model import OriginalText
from qingdan.problems import Place, error
from qingdan.text.passages.printed import Printed

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BREAK = re.compile("\r\n|\r|\n")
"""Not `splitlines`: that also cuts at separators that may stand inside a line."""
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经政府办公开信息部门单位区市县省各关通知务"
)
"""Frequent characters: what is decoded wrongly holds hardly any of them."""


def read(_name: str, data: bytes, place: str) -> Reading:
    """The lines and tables of a text file, or a problem."""
    reading = read_lines(data, place)
    if reading.original is None:
        return reading
    lines = pasted.whole_lines(reading.original.lines)
    tables = pasted.find(lines, drawn.find(lines))
    if not tables and lines == list(reading.original.lines):
        return reading
    return with_tables(lines, tables).reading(place, data)


def read_lines(data: bytes, place: str) -> Reading:
    """The lines of a text file, or a problem. Bytes that no encoding explains are not guessed at."""
    where = Place(place)
    text = decode(data)
    if text is None:
        hint = "用记事本打开，另存为 UTF-8；打开就是乱码的，请重新收一份。"
        message = "这个原件读不出来：它不是 UTF-8、UTF-16，也不是 GB18030 编码的文本。"
        if _is_big5(data):
            message = "这个原件是 Big5（繁体）编码的文本，读不准，不敢猜。"
        return Reading(None, (), (error(where, "original-unreadable", message, hint),))
    if found := _CONTROL.search(text):
        line = len(_BREAK.findall(text, 0, found.start())) + 1
        message = f"这个原件不是纯文本：第 {line} 行有控制字符（U+{ord(found[0]):04X}）。"
        hint = "多半是别的格式改了扩展名。用原来的软件打开，另存为纯文本。"
        return Reading(None, (), (error(where, "original-unreadable", message, hint),))
    lines = _BREAK.split(text)
    if not Printed(lines).text:
        hint = "重新收一份，换掉这个文件。"
        return Reading(None, (), (error(where, "original-unreadable", "这个原件是空的。", hint),))
    return reading_of(place, sha256(data).hexdigest(), lines)


def with_tables(lines: Sequence[str], tables: Sequence[drawn.Drawn]) -> Composer:
    """The lines, and the tables that were found among them."""
    composer, at = Composer(), 0
    for table in [*tables, drawn.Drawn(len(lines), len(lines), [])]:
        for line in lines[at : table.start]:
            for part in pasted.parts(line):
                composer.line(part)
        composer.table(table.rows)
        at = table.end
    return composer


def reading_of(place: str, digest: str, lines: list[str]) -> Reading:
    """Lines of text as a reading: one block a line."""
    blocks = tuple(Line(text, Mark(number, 1)) for number, text in enumerate(lines, 1))
    return Reading(OriginalText(place, digest, tuple(lines)), blocks, ())


def decode(data: bytes) -> str | None:
    """The text of the bytes; None where no encoding that we read explains them."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    # Half of the bytes of Latin or digits in UTF-16 are nought; a stray one makes no UTF-16.
    high, low = data[0:4096:2].count(0), data[1:4096:2].count(0)
    if (high + low) * 400 > min(len(data), 4096):
        return _strictly(data, "utf-16-be" if high > low else "utf-16-le")
    text = _strictly(data, "utf-8")
    if text is not None or _is_big5(data):
        return text
    return _strictly(data, "gb18030")


def _is_big5(data: bytes) -> bool:
    """Whether the bytes make far more sense as Big5 than as GB18030."""
    if _strictly(data, "utf-8") is not None:
        return False
    traditional, simplified = _strictly(data, "big5"), _strictly(data, "gb18030")
    return traditional is not None and _sense(traditional) > 2 * _sense(simplified or "") + 0.02


def _sense(text: str) -> float:
    wide = [c for c in text if c > "\x7f"]
    return sum(c in _COMMON for c in wide) / len(wide) if wide else 0.0


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
