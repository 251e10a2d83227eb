"""No file has two formats, whatever its name and however it begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.importers import FORMATS

from .open_fixed import packed, text
from .raw_docx import docx, p

SUFFIXES = sorted({"", ".zip", ".bin", *(s for f in FORMATS for s in f.suffixes)})
BEGINNINGS = [
    b"%PDF-1.7\n", b"\n %PDF-1.4", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1", b"<html>",
    b"<!doctype html>",
    b"<table>", b"<?xml version='1.0'?>", b"\xef\xbb\xbf", b"# ",
    b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n",
    b"a,b\n", b"\xff\xfe<\0h\0t\0m\0l\0>\0", b"---\n", b"\x89PNG\r\n\x1a\n", b"",
]  # fmt: skip


def claimants(suffix: str, data: bytes) -> list[str]:
    return [f.name for f in FORMATS if f.claims(suffix, data)]


@given(st.sampled_from(SUFFIXES), st.lists(st.sampled_from(BEGINNINGS), max_size=4), st.binary(max_size=40))
def test_one_format_at_most(suffix: str, parts: list[bytes], rest: bytes) -> None:
    assert len(claimants(suffix, b"".join(parts) + rest)) <= 1


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_bytes_decide_and_not_the_name(suffix: str) -> None:
    assert claimants(suffix, packed([text(9, 9, "字", 4)])) == ["OFD"]
    assert claimants(suffix, docx(p("字"))) == ["Word 文档"]
    assert claimants(suffix, b"<!DOCTYPE html><html><body>x") == ["网页"]
    assert claimants(suffix, b"%PDF-1.7\n1 0 obj") == ["PDF"]
