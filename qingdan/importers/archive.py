"""Archive: zip containers (docx, xlsx, ofd), read without trusting them.

Nothing is ever extracted: members are read into memory by their exact name, each
up to a bound, so that neither a bomb nor a name with `../` reaches anything. XML is
parsed without entities, without a DTD and without the network. What can't be read
raises `RefusedError`, which a format module turns into its one problem.
"""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

MAGIC = b"PK\x03\x04"
MEMBERS = 20_000
"""Most members; office files of a thousand pages have a few hundred."""
DIRECTORY = 4 * 1024 * 1024
"""Largest directory, in bytes: reading a larger one takes longer than a person waits."""
PART = 16 * 1024 * 1024
"""Largest member that is read, in bytes unpacked: a notice of a thousand pages. Its tree takes up to
twenty times as much."""
ALL = 48 * 1024 * 1024
"""Most that is read of one archive."""
_ENCRYPTED = 0x1
_PLAIN = (0, 8)
"""Stored and deflated: all that office files use."""
_END = b"PK\x05\x06"
_CUT = "这个文件不完整（复制或下载时断了），打不开。"
AGAIN = "重新收一份，换掉这个文件。"
_SAVE_AGAIN = "用 WPS 或 Office 打开它，另存一份；打不开的，请重新收一份。"


class RefusedError(Exception):
    """A file that is not read, for the reason that it tells."""

    def __init__(self, message: str, hint: str = _SAVE_AGAIN) -> None:
        """Both in Chinese, for a clerk."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class Archive:
    """The members of a zip file, by name."""

    def __init__(self, data: bytes) -> None:
        """Raises RefusedError for what is no whole zip file, or one that nobody makes by right."""
        _check_end(data)
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as fault:
            raise RefusedError(_CUT, AGAIN) from fault
        self._members: dict[str, ZipInfo] = {}
        self._read = 0
        for info in self._zip.infolist():
            name = info.orig_filename.replace("\\", "/")
            if name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name:
                raise RefusedError(f"这个文件里夹着指到外面的文件名（{name[:60]}），不像正常的文件，没有读。")
            if name in self._members:
                raise RefusedError(f"这个文件里有两个同名的部分（{name[:60]}），不知道该读哪一个。")
            self._members[name] = info

    @property
    def names(self) -> frozenset[str]:
        """Names of all members, parted by `/`."""
        return frozenset(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str, most: int = PART) -> bytes:
        """The bytes of a member.

        Raises RefusedError for one that is too large, encrypted or damaged, KeyError where there is none.
        """
        info = self._members[name]
        if info.flag_bits & _ENCRYPTED:
            raise RefusedError("这个文件加了密码，打不开。", "用原来的软件打开，去掉密码，另存一份。")
        if info.compress_type not in _PLAIN:
            raise RefusedError("这个文件的压缩方式不是办公软件用的，没有读。")
        self._read += info.file_size
        if info.file_size > most or self._read > ALL:
            size = f"{most // (1024 * 1024)} MB"
            raise RefusedError(
                f"这个文件的一个部分（{name[:60]}）展开后超过 {size}，没有读。",
                "正常的清单没有这么大：可能是恶意的压缩文件，或者里面有成片的空白格子。用 WPS 或 Office "
                "打开，把清单复制到新文件里另存。",
            )
        try:
            with self._zip.open(info) as member:
                data = member.read(most + 1)
        except (BadZipFile, NotImplementedError, zlib.error, EOFError, OSError, ValueError) as fault:
            raise RefusedError(_CUT, AGAIN) from fault
        return data

    def xml(self, name: str, most: int = PART) -> etree._Element:
        """The root of a member that holds XML. Raises as `read` does, and for what is no plain XML."""
        return parse_xml(self.read(name, most), name)


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root of an XML text. Raises RefusedError for damage, DTDs and entities, and nesting without end."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        if "depth" in str(fault).lower():
            raise RefusedError("这个文件的结构套得太深，没有读。") from fault
        raise RefusedError(f"这个文件的内容坏了（{name[:60]}），读不出来。") from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise RefusedError("这个文件里有办公软件不会写的定义（DTD），可能是恶意文件，没有读。", AGAIN)
    return root


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin as a zip file does."""
    return data.startswith(MAGIC)


def _check_end(data: bytes) -> None:
    """Bounds on the directory before it is read."""
    at = data.rfind(_END, max(len(data) - 65_557, 0))
    if not is_zip(data) or at < 0 or at + 22 > len(data):
        raise RefusedError(_CUT, AGAIN)
    count, size = struct.unpack("<HI", data[at + 10 : at + 16])
    if count > MEMBERS or size > DIRECTORY:
        raise RefusedError("这个文件里夹着几万个文件，不像正常的文件，没有读。", AGAIN)
