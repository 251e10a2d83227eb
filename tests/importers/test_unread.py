"""Files that are not read: each is named for what it is, by its bytes, with what to do."""

# ruff: noqa: E501 -- a table

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from qingdan.importers import ole, unread
from qingdan.importers.formats import FORMATS, read

from .raw_docx import docx, p


def zipped(**members: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, words in members.items():
            file.writestr(name.replace("__", "/"), words)
    return buffer.getvalue()


def compound(*names: str) -> bytes:
    """An OLE file of one directory sector with entries of these names, beside each other."""
    header = bytearray(512)
    header[:8] = ole.MAGIC
    struct.pack_into("<HHH", header, 26, 3, 0xFFFE, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFF_FFFF] * 108)
    fat = struct.pack("<128I", 0xFFFF_FFFD, 0xFFFF_FFFE, *[0xFFFF_FFFF] * 126)
    entries = b""
    for at, name in enumerate(["Root Entry", *names]):
        entry = bytearray(128)
        words = name.encode("utf-16-le")
        entry[: len(words)] = words
        right = at + 1 if 0 < at < len(names) else 0xFFFF_FFFF
        struct.pack_into(
            "<HBBIII",
            entry,
            64,
            len(words) + 2,
            5 if not at else 2,
            1,
            0xFFFF_FFFF,
            right,
            1 if not at else 0xFFFF_FFFF,
        )
        entries += bytes(entry)
    return bytes(header) + fat + entries.ljust(512, b"\0")


def test_names_in_a_compound_file() -> None:
    assert ole.names(compound("WordDocument", "1Table", "ObjectPool")) == {
        "WordDocument",
        "1Table",
        "ObjectPool",
    }
    assert ole.names(compound("Workbook")[:700]) == frozenset()
    assert ole.names(b"x" * 600) == frozenset()


SLIDES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/p.xml" ContentType="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/></Types>'
TO_SLIDES = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://x/officeDocument" Target="p.xml"/></Relationships>'

FILES = [
    ("x.docx", compound("EncryptionInfo", "EncryptedPackage"), "这个文件加了密码，打不开。"),
    ("x.ppt", compound("PowerPoint Document"), "这是演示文稿，不是文件或清单。"),
    ("x.pptx", zipped(**{"[Content_Types].xml": SLIDES, "_rels__.rels": TO_SLIDES, "p.xml": "<p/>"}), "这是演示文稿，不是文件或清单。"),
    ("x.msi", compound("Something"), "这个文件不是文档，也不是表格。"),
    ("x.doc", ole.MAGIC + b"\0" * 100, "这个文件不完整（复制或下载时断了），打不开。"),
    ("x.docx", docx(p("甲"))[:-40], "这个文件不完整（复制或下载时断了），打不开。"),
    ("x.zip", zipped(**{"通知.docx": "x"}), "这是压缩包，不是文件本身。"),
    ("x.odt", zipped(mimetype="application/vnd.oasis.opendocument.text"), "这是 OpenDocument 文件（.odt、.ods），还不会读。"),
    ("x.docx", zipped(**{"[Content_Types].xml": "<Types/>"}), "这个办公文件的内容坏了，或者不是文档和表格。"),
    ("x.rar", b"Rar!\x1a\x07\x00", "这是压缩包，不是文件本身。"),
    ("x.docx", b"\xff\xd8\xff\xe0JFIF", "这是图片，里面的文字读不出来。"),
    ("x.txt", b"\x89PNG\r\n\x1a\n....", "这是图片，里面的文字读不出来。"),
    ("x.ceb", b"Founder CEB 3.00", "这是方正 CEB 版式文件，还不会读。"),
    ("x.doc", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "这是老式的 XML 文档，还不会读。"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "message"), FILES, ids=[f"{n}: {m[:12]}" for n, _, m in FILES])
def test_what_is_not_read_is_named(name: str, data: bytes, message: str) -> None:
    found = read(name, data, name)
    assert found.original is None
    (problem,) = found.problems
    assert problem.message == message
    assert problem.hint


@given(st.sampled_from(FILES), st.binary(max_size=40), st.integers(0, 600))
def test_no_bytes_break_it(sample: tuple[str, bytes, str], noise: bytes, at: int) -> None:
    name, data, _ = sample
    found = read(name, data[:at] + noise + data[at + len(noise) :], name)
    assert found.original is not None or found.problems


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_cut_and_flipped_files_give_the_words_or_a_reason(kind: str) -> None:
    book = Workbook()
    book.active.append(["序号", "任务"])
    out = BytesIO()
    book.save(out)
    whole = docx(p("甲")) if kind == "docx" else out.getvalue()
    step = max(len(whole) // 150, 1)
    for at in range(0, len(whole), step):
        for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            found = read(f"x.{kind}", data, "x")
            assert found.original is not None or found.problems[0].hint


def test_every_suffix_stands_once() -> None:
    suffixes = [suffix for format_ in FORMATS for suffix in format_.suffixes]
    assert len(suffixes) == len(set(suffixes))


def test_known_bytes_are_no_text() -> None:
    assert all(unread.is_known(data) for _, data, _ in FILES)
