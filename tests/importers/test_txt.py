"""Plain text: encodings, line ends, and what is no text."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.importers import FORMATS, Format, read, read_blocks, txt
from qingdan.problems import Severity

PLACE = "content/originals/a.txt"
WORDS = "绍政办综〔2022〕4号\n各区、县（市）政府"


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode(),
        WORDS.encode("utf-8-sig"),
        WORDS.encode("gb18030"),
        WORDS.encode("utf-16"),
        WORDS.encode("utf-16-le"),
        b"\xfe\xff" + WORDS.encode("utf-16-be"),
        WORDS.replace("\n", "\r\n").encode(),
        WORDS.replace("\n", "\r").encode("gb18030"),
    ],
    ids=["utf-8", "utf-8 with mark", "gb18030", "utf-16", "utf-16 without mark", "utf-16-be", "crlf", "cr"],
)
def test_encodings(data: bytes) -> None:
    text, problems = read("a.TXT", data, PLACE)
    assert not problems
    assert text
    assert text.lines == ("绍政办综〔2022〕4号", "各区、县（市）政府")
    assert (text.file, text.sha256) == (PLACE, sha256(data).hexdigest())


def test_the_five_are_read(content: Path) -> None:
    for file in sorted((content / "originals").glob("*.txt")):
        text, problems = read(file.name, file.read_bytes(), file.name)
        assert not problems
        assert text
        assert "\n".join(text.lines) == file.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"\xff\xfe\x00", "这个原件读不出来：它不是 UTF-8、UTF-16，也不是 GB18030 编码的文本。"),
        ("a.txt", b"\x81", "这个原件读不出来：它不是 UTF-8、UTF-16，也不是 GB18030 编码的文本。"),
        ("a.txt", "行\n甲\x01乙".encode(), "这个原件不是纯文本：第 2 行有控制字符（U+0001）。"),
        ("a.txt", b" \n\n", "这个原件是空的。"),
        ("a.ceb", b"PK\x03\x04", "这个文件不完整（复制或下载时断了），打不开。"),
    ],
)
def test_what_can_not_be_read(name: str, data: bytes, message: str) -> None:
    text, problems = read(name, data, PLACE)
    assert text is None
    (problem,) = problems
    assert problem.message == message
    assert (problem.place.file, problem.rule, problem.severity) == (
        PLACE,
        "original-unreadable",
        Severity.ERROR,
    )
    assert problem.hint


@given(st.binary(max_size=200))
def test_bytes_never_raise(data: bytes) -> None:
    text, _, problems = txt.read("a.txt", data, PLACE)
    assert (text is None) == bool(problems)


@given(
    st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cn")), min_size=1).filter(str.strip)
)
def test_utf_8_comes_back(words: str) -> None:
    text, _, _ = txt.read("a.txt", words.encode("utf-8-sig"), PLACE)
    assert text is None or "\n".join(text.lines) == words


def test_two_claimants_are_a_fault_of_the_table() -> None:
    double = (*FORMATS, Format("别的纯文本", (".txt",), lambda *_: True, "txt"))
    with pytest.raises(ValueError, match="claimed by"):
        read_blocks("a.txt", b"", PLACE, double)


def test_no_suffix_is_listed_twice() -> None:
    suffixes = [suffix for f in FORMATS for suffix in f.suffixes]
    assert len(suffixes) == len(set(suffixes))


def test_a_stray_nought_makes_no_utf_16() -> None:
    text, problems = read("a.txt", ("标题\0\n" + "正文，写了许多字。" * 40).encode(), PLACE)
    assert text is None
    assert [p.message for p in problems] == ["这个原件不是纯文本：第 1 行有控制字符（U+0000）。"]
