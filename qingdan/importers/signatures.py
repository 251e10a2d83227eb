"""Signatures 特征: which format the bytes of an original are, from the bytes themselves, never from the name
alone. One function a format, with how names of such files end; none of them loads what reads the format."""

from __future__ import annotations

import re

from qingdan.importers import ole, unread
from qingdan.importers.archive import Archive, RefusedError, is_zip
from qingdan.importers.ooxml import main_type
from qingdan.regexes import regex

DOCX = (".docx", ".docm", ".dotx")
XLSX = (".xlsx", ".xlsm", ".xltx")
XLS = (".xls", ".et", ".xlsb")
DOC = (".doc", ".wps", ".rtf", ".wpt")
OFD = (".ofd",)
PDF = (".pdf",)
HTML = (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml")
MD = (".md", ".markdown")
CSV = (".csv", ".tsv", ".tab")
TXT = (".txt", ".text")

RTF = b"{\\rtf"
WORKBOOKS = frozenset({"Workbook", "Book", "WORKBOOK", "BOOK"})
_BINARY_WORKBOOK = "application/vnd.ms-excel.sheet.binary"


def is_docx(_suffix: str, data: bytes) -> bool:
    """Whether these are bytes of a Word document."""
    kind = main_type(data)
    return "wordprocessingml" in kind or kind.startswith("application/vnd.ms-word")


def is_xlsx(_suffix: str, data: bytes) -> bool:
    """Whether these are bytes of an Excel workbook."""
    kind = main_type(data)
    return "binary" not in kind and ("spreadsheetml" in kind or kind.startswith("application/vnd.ms-excel"))


def is_xls(_suffix: str, data: bytes) -> bool:
    """Whether these are bytes of an old workbook."""
    return bool(WORKBOOKS & ole.names(data)) or main_type(data).startswith(_BINARY_WORKBOOK)


def is_doc(_suffix: str, data: bytes) -> bool:
    """Whether these are bytes of an old Word or WPS document, or RTF."""
    return data.startswith(RTF) or "WordDocument" in ole.names(data)


def is_ofd(_suffix: str, data: bytes) -> bool:
    """Whether the bytes are a zip file with an OFD.xml at its root."""
    if not is_zip(data) or b"OFD.xml" not in data:
        return False
    try:
        return "OFD.xml" in Archive(data)
    except RefusedError:
        return False


def is_pdf(_suffix: str, data: bytes) -> bool:
    """Whether the bytes are a PDF: they begin with its mark, or have it behind stray bytes and end as one."""
    head = data[:1024]
    if head.lstrip(b"\xef\xbb\xbf\0\r\n\t ").startswith(b"%PDF-"):
        return True
    return b"%PDF-" in head and b"startxref" in data[-2048:] and not head.startswith((b"PK\x03\x04", b"<"))


_PAGE = regex(
    rb"(?:\s|\xef\xbb\xbf|<\?xml[^>]*\?>|<!--(?:[^-]|-(?!->)){0,3000}-->)*"
    rb"<(?:!doctype\s+html|(?:html|head|body|meta|title|table|div|p|span|center|font|h[1-6]|article|section|ul|ol|"
    rb"style|script|form|link|base)(?=[\s>/]))",
    re.IGNORECASE,
)
_WHOLE = regex(rb"<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
_MESSAGE = regex(rb"\s*(?:[A-Za-z-]{2,40}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?MIME-Version:", re.IGNORECASE)


def is_mht(data: bytes) -> bool:
    """Whether the bytes are a message that holds a page."""
    head = data[:4096]
    return bool(_MESSAGE.match(head)) and b"multipart/related" in head.lower()


def is_html(suffix: str, data: bytes) -> bool:
    """Whether the bytes are a page: they begin as one. Markdown may begin with an element of HTML."""
    if is_mht(data):
        return True
    head = _ascii(data[:8192])
    found = _PAGE.match(head)
    return bool(found) and (
        suffix not in MD or bool(_WHOLE.search(head[: found.end() + 200] if found else b""))
    )


def _ascii(head: bytes) -> bytes:
    """The beginning of a file as ASCII bytes, if it is UTF-16 with a mark."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\0", b"")
    return head


def is_md(suffix: str, data: bytes) -> bool:
    """Plain text that is called Markdown: no web page, and no file of another format under that name."""
    return suffix in MD and not (unread.is_known(data) or is_pdf(suffix, data) or is_html(suffix, data))


def is_csv(suffix: str, data: bytes) -> bool:
    """Plain text that is called a table."""
    return suffix in CSV and _is_plain(suffix, data)


def is_txt(suffix: str, data: bytes) -> bool:
    """Plain text, whatever it is called."""
    return suffix not in CSV and _is_plain(suffix, data)


def _is_plain(suffix: str, data: bytes) -> bool:
    """Whether these are bytes of text, as far as one can say before it is decoded."""
    marked = (is_html, is_md, is_pdf)
    return not unread.is_known(data) and not any(claims(suffix, data) for claims in marked)
