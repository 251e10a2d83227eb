"""Unread: files of formats that are not read -> what they are, and what to do. By their bytes."""

from __future__ import annotations

from typing import NamedTuple

from qingdan.importers import ole
from qingdan.importers.archive import Archive, RefusedError, is_zip
from qingdan.importers.ooxml import main_type


class Refusal(NamedTuple):
    """Why a file is not read, for a clerk."""

    message: str
    hint: str
    other_format: bool = False
    """Whether it helps to know which formats are read: the file is whole, and of another."""


_ENOUGH = "用 WPS 或 Office 打开，另存为 .docx 或 .xlsx，再导入；打不开的，请重新收一份。"
_UNPACK = Refusal("这是压缩包，不是文件本身。", "先解压，再导入里面的文件。")
_PICTURE = Refusal(
    "这是图片，里面的文字读不出来。",
    "先找有文字的文件（Word、Excel、网页或能选中文字的 PDF）；只有图片的，用识别软件转成文字，逐字校对后"
    "再导入。",
)
_SLIDES = Refusal("这是演示文稿，不是文件或清单。", "把里面的清单复制到 Word 或 Excel 里另存，再导入。")
_LOCKED = Refusal("这个文件加了密码，打不开。", "用原来的软件打开，去掉密码，另存一份。")
_SIGNATURES: tuple[tuple[bytes, Refusal], ...] = (
    (b"Rar!\x1a\x07", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", _UNPACK),
    (b"\x1f\x8b\x08", _UNPACK),
    (b"\xff\xd8\xff", _PICTURE),
    (b"\x89PNG\r\n\x1a\n", _PICTURE),
    (b"GIF87a", _PICTURE),
    (b"GIF89a", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"Founder CEB", Refusal("这是方正 CEB 版式文件，还不会读。", "用方正阅读器打开，打印成 PDF，再导入。")),
)
_FLAT = (b'progid="Word.Document"', b'progid="Excel.Sheet"')
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"


def is_known(data: bytes) -> bool:
    """Whether the bytes are of a container or of a format named here, and so no text."""
    return is_zip(data) or ole.is_ole(data) or data.startswith(b"{\\rtf") or _signed(data) is not None


def refusal(suffix: str, data: bytes) -> Refusal:
    """Why nobody reads this file."""
    if is_zip(data):
        return _zipped(data)
    if ole.is_ole(data):
        return _compound(data)
    signed = _signed(data)
    if signed is not None:
        return signed
    what = f"以 {suffix} 结尾的原件" if suffix else "没有扩展名的原件"
    return Refusal(f"还不会读{what}。", _ENOUGH, other_format=True)


def _signed(data: bytes) -> Refusal | None:
    found = next((told for begins, told in _SIGNATURES if data.startswith(begins)), None)
    head = data[:1000]
    if found is None and head.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml") and any(f in head for f in _FLAT):
        return Refusal("这是老式的 XML 文档，还不会读。", _ENOUGH)
    return found


def _zipped(data: bytes) -> Refusal:
    try:
        archive = Archive(data)
        if "mimetype" in archive and archive.read("mimetype", 1000).startswith(_OPEN_DOCUMENT):
            return Refusal("这是 OpenDocument 文件（.odt、.ods），还不会读。", _ENOUGH)
        if any(info.endswith((".docx", ".xlsx", ".pdf", ".doc", ".wps", ".txt")) for info in archive.names):
            return _UNPACK
    except RefusedError as fault:
        return Refusal(fault.message, fault.hint)
    if "presentationml" in main_type(data):
        return _SLIDES
    if "[Content_Types].xml" in archive.names:
        return Refusal("这个办公文件的内容坏了，或者不是文档和表格。", _ENOUGH)
    return _UNPACK


def _compound(data: bytes) -> Refusal:
    names = ole.names(data)
    if {"EncryptedPackage", "EncryptionInfo"} & names:
        return _LOCKED
    if "PowerPoint Document" in names:
        return _SLIDES
    if not names:
        return Refusal("这个文件不完整（复制或下载时断了），打不开。", "重新收一份，换掉这个文件。")
    return Refusal("这个文件不是文档，也不是表格。", _ENOUGH, other_format=True)
