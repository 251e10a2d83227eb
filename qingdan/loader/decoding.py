"""Bytes of a content file -> its text. Files that are not UTF-8 are named, and read on
all the same, so that their other problems are shown at once."""

from __future__ import annotations

import codecs
import re
from hashlib import sha256

from qingdan.loader.report import Report, Source
from qingdan.problems import Place, Problem
from qingdan.regexes import regex

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", ""),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16（记事本里叫「Unicode」）"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_UNKNOWN = "认不出来的"
_SAVE = "用记事本打开，点「文件」「另存为」，「编码」选「UTF-8」，保存。"

_CONTROL = regex("[\x00-\x08\x0b\x0c\x0e-\x1f]")
INVISIBLE = regex("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]")
"""What nobody sees, and YAML takes for a character of the text."""
FORBIDDEN = regex("[^\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What YAML does not allow, or would take for the end of a line."""


_OTHER_FORMATS = (
    (b"PK\x03\x04", "Word、Excel 或者压缩文件"),
    (b"\xd0\xcf\x11\xe0", "旧版的 Word、Excel 文件"),
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
)


def decode(file: str, data: bytes) -> tuple[Source, list[Problem]]:
    """The lines of a file, and what is wrong with its encoding; no lines at all where it is no text.
    Never raises."""
    text, encoding, broken = _text(data)
    if (what := _no_text(data, text, encoding)) is not None:
        report = Report(Source(file, sha256(data).hexdigest(), ()))
        hint = "换成 UTF-8 的文本文件；原件放进 content/originals/。"
        report.error(Place(file), "encoding", f"这个文件不是文本，{what}。", hint)
        return report.source, report.problems
    lines = tuple(re.split("\r\n|\n|\r", text))
    source = Source(file, sha256(data).hexdigest(), lines)
    report = Report(source)
    if encoding:
        report.error(Place(file), "encoding", f"这个文件的编码是 {encoding}，不是 UTF-8。", _SAVE)
    for number, line in enumerate(lines, 1) if broken else ():
        if found := re.search("\ufffd+", line):
            place = Place(file, number, found.start() + 1)
            message = "这里有几个字节不是 UTF-8 文字，多半是文件传送时损坏，或者混进了别的编码的文字。"
            report.error(place, "encoding", message, "对照原件重打这几个字，存成 UTF-8。", len(found[0]))
    for number, line in enumerate(lines, 1):
        _unseen(report, number, line)
    return source, report.problems


def _no_text(data: bytes, text: str, encoding: str) -> str | None:
    """What a file that is no text looks like; None for text."""
    if other := next((name for mark, name in _OTHER_FORMATS if data.startswith(mark)), None):
        return f"像是改了扩展名的{other}"
    odd = len(_CONTROL.findall(text))
    if encoding == _UNKNOWN or (odd >= 10 and odd * 50 > len(text)):
        return "或者它的编码认不出来"
    return None


def _unseen(report: Report, number: int, line: str) -> None:
    """Characters that nobody sees: one problem a line and kind."""
    if line.isprintable():
        return
    file = report.source.file
    if found := FORBIDDEN.search(line):
        report.error(
            Place(file, number, found.start() + 1),
            "control-character",
            f"这里有一个看不见的控制字符（U+{ord(found[0]):04X}）。",
            "删去这个字符；看不见时，把这几个字整段删去重打。",
        )
    if found := INVISIBLE.search(line):
        report.warning(
            Place(file, number, found.start() + 1),
            "invisible-character",
            f"这里有一个看不见的字符（U+{ord(found[0]):04X}），读者搜索这几个字时会找不到。",
            "把光标放在标记处，删去这个字符；看不见时，把前后几个字删去重打。",
        )


def _text(data: bytes) -> tuple[str, str, bool]:
    """The text, the name of a wrong encoding or nothing, and whether single bytes are broken."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(codec, "replace")
            return text, name, "\ufffd" in text and codec == "utf-8"
    high, low = data[::2].count(0), data[1::2].count(0)
    if (high + low) * 50 > len(data):  # two-byte text without a mark: half of its ASCII is zeros
        return data.decode("utf-16-be" if high > low else "utf-16-le", "replace"), "UTF-16", False
    try:
        return data.decode("utf-8"), "", False
    except UnicodeDecodeError:
        pass
    loose = data.decode("utf-8", "replace")
    if sum(c > "\u07ff" and c != "\ufffd" for c in loose) > loose.count("\ufffd"):
        return loose, "", True
    return _two_byte(data, loose)


def _two_byte(data: bytes, loose: str) -> tuple[str, str, bool]:
    """Text of an old Chinese encoding. Big5 may pass for GB18030, but gives odd characters."""
    for codec, name, common in (("gb18030", "GB18030（也叫 GBK、ANSI）", "gb2312"), ("big5", "Big5", "big5")):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        wide = [sign for sign in text if sign > "\x7f"]
        if len("".join(wide).encode(common, "ignore")) >= 1.6 * len(wide):  # two bytes each
            return text, name, False
    return loose, _UNKNOWN, False
