"""Zip containers: what is refused, in which words, and that nothing is written."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest

from qingdan.importers.archive import MEMBERS, Archive, RefusedError


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, data in members:
            file.writestr(name, data)
    return buffer.getvalue()


def refusal(data: bytes, name: str = "a.xml") -> str:
    with pytest.raises(RefusedError) as caught:
        Archive(data).xml(name)
    assert caught.value.hint
    return caught.value.message


def test_members_are_read_by_name() -> None:
    archive = Archive(zipped(("a.xml", b"<a>x</a>"), ("b", b"y")))
    assert archive.names == {"a.xml", "b"}
    assert archive.xml("a.xml").text == "x"
    assert archive.read("b") == b"y"
    with pytest.raises(KeyError):
        archive.read("c")


def test_a_bomb_is_not_unpacked() -> None:
    assert "展开后超过 16 MB" in refusal(zipped(("a.xml", b"<a>" + b" " * 200_000_000 + b"</a>")))


def test_a_size_that_lies_is_no_way_round() -> None:
    data = zipped(("a.xml", b" " * 100_000_000))
    at = data.rfind(b"PK\x01\x02")
    lied = data[: at + 24] + struct.pack("<I", 100) + data[at + 28 :]
    assert refusal(lied) == "这个文件不完整（复制或下载时断了），打不开。"


ENTITIES = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><a x="1">&c;</a>'
OUTSIDE = b'<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd"><a/>'
LOCAL = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@pytest.mark.parametrize("xml", [ENTITIES, OUTSIDE, LOCAL])
def test_definitions_are_refused(xml: bytes) -> None:
    assert "DTD" in refusal(zipped(("a.xml", xml)))


def test_nesting_without_end_is_refused() -> None:
    assert refusal(zipped(("a.xml", b"<a>" * 50_000))) == "这个文件的结构套得太深，没有读。"


def test_damaged_xml_is_refused() -> None:
    assert refusal(zipped(("a.xml", b"<a><b></a>"))) == "这个文件的内容坏了（a.xml），读不出来。"


@pytest.mark.parametrize("name", ["../a.xml", "/a.xml", "x/../../a.xml", "..\\a.xml", "C:\\a.xml"])
def test_names_that_lead_outside_are_refused(name: str) -> None:
    assert "指到外面的文件名" in refusal(zipped((name, b"<a/>")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_is_refused() -> None:
    assert "两个同名的部分" in refusal(zipped(("a.xml", b"<a/>"), ("a.xml", b"<b/>")))


def test_thousands_of_members_are_refused() -> None:
    data = zipped(*((f"{n}", b"") for n in range(MEMBERS + 1)), method=zipfile.ZIP_STORED)
    assert "几万个文件" in refusal(data)


def test_other_compression_is_refused() -> None:
    assert "压缩方式" in refusal(zipped(("a.xml", b"<a/>"), method=zipfile.ZIP_LZMA))


def test_a_password_is_named() -> None:
    data = bytearray(zipped(("a.xml", b"<a/>")))
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)) == "这个文件加了密码，打不开。"


def test_cut_files_are_refused() -> None:
    whole = zipped(("a.xml", b"<a>" + bytes(range(65, 91)) * 40 + b"</a>"), ("b", b"y"))
    for end in range(len(whole)):
        refusal(whole[:end])


def test_flipped_bytes_give_the_words_or_a_refusal() -> None:
    whole = zipped(("a.xml", b"<a>" + bytes(range(65, 91)) * 4 + b"</a>"))
    for at in range(len(whole)):
        broken = bytearray(whole)
        broken[at] ^= 0xFF
        try:
            Archive(bytes(broken)).xml("a.xml")
        except (RefusedError, KeyError):
            continue
