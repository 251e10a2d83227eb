"""Encodings of web pages: what the page says of itself, held against its bytes."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_CHINESE = {"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "hz-gb-2312", "cp936"}
"""Names that pages give to GB18030 or to parts of it; browsers read all of them as GBK."""
_ANYTHING = {"iso8859-1", "cp1252", "ascii"}
"""What explains any bytes tells nothing: tools write these names without looking."""
_HEAD = 8192
"""Bytes in which a page says its encoding; browsers look at 1,024."""
_DAMAGED = 0.01
"""Largest share of characters that may be lost before a page is none."""


def decode(data: bytes, said: str = "") -> str | None:
    """The text of a page; `said`: the encoding that the message around it names. Bytes that no encoding
    explains are U+FFFD, up to one character in a hundred; None for more."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    # Valid UTF-8 with Chinese in it is nothing else, whatever the page claims.
    for encoding in dict.fromkeys(["utf-8", declared(data) or _name(said), "gb18030"]):
        if encoding and (text := _strictly(data, encoding)) is not None:
            return text
    best = min((data.decode(e, "replace") for e in ("utf-8", "gb18030")), key=lambda t: t.count("\ufffd"))
    return best if best.count("\ufffd") <= max(3, len(best) * _DAMAGED) else None


def declared(data: bytes) -> str:
    """The encoding that a page names, as Python calls it; empty where it names none that we know."""
    found = _DECLARED.search(data, 0, _HEAD) or _XML.search(data, 0, _HEAD)
    return _name(found[1].decode("ascii")) if found else ""


def _name(said: str) -> str:
    name = said.strip().lower()
    if name in _CHINESE:
        return "gb18030"
    if name in ("utf-16", "utf-16le", "utf-16be", "unicode"):
        # A page that says so in ASCII is none: browsers take UTF-8.
        return "utf-8"
    try:
        known = codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
    return "" if known in _ANYTHING else known


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None
