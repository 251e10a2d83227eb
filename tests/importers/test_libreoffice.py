"""Old documents through LibreOffice, and LibreOffice as the judge of what Word computes."""

from __future__ import annotations

import os
import random
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from qingdan.importers import doc, libreoffice
from qingdan.importers.drafting import draft
from qingdan.importers.formats import read

from .conftest import tree
from .printed import checked, parts, tasks
from .printed_docx import numbered, plain
from .printed_sheets import workbook
from .raw_docx import docx, level, lists, p
from .test_printed import held

WORD, EXCEL = "MS Word 2007 XML", "Calc MS Excel 2007 XML"


@pytest.fixture(scope="module")
def _installed() -> None:
    if not libreoffice.found():
        words = (
            "LibreOffice is not installed: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui"
        )
        if os.environ.get("CI"):
            pytest.fail(words)
        pytest.skip(words)


@pytest.mark.parametrize(
    ("id_", "write", "suffix", "writes", "to"),
    [
        ("jiaxing-2020", numbered, ".wps", "MS Word 97", "doc"),
        ("shaoxing-2022", plain, ".rtf", "Rich Text Format", "rtf"),
    ],
    ids=["wps", "rtf"],
)
@pytest.mark.usefixtures("_installed")
def test_an_old_document_reads_back(id_: str, write: Callable, suffix: str, writes: str, to: str) -> None:
    old = libreoffice.converted(write(parts(id_)), ".docx", WORD, writes, to)
    found = draft(f"x{suffix}", old, f"content/originals/x{suffix}", id_)
    assert found.alignment is not None, found.problems
    assert found.alignment.proved
    assert "converted" in {x.rule for x in found.problems}
    assert held(tree(found.yaml)) == held(checked(id_))


@pytest.mark.parametrize("id_", ["deqing-2022", "unnamed-city-2022"])
@pytest.mark.usefixtures("_installed")
def test_an_old_workbook_reads_back(id_: str) -> None:
    old = libreoffice.converted(workbook(parts(id_)), ".xlsx", EXCEL, "MS Excel 97", "xls")
    found = draft("x.et", old, "content/originals/x.et", id_)
    assert found.alignment is not None, found.problems
    assert found.alignment.proved
    got, wanted = held(tree(found.yaml)), held(checked(id_))
    assert list(tasks(got)) == list(tasks(wanted))
    assert got == wanted


@pytest.mark.usefixtures("_installed")
def test_an_old_workbook_with_cells_far_apart_is_refused_before_room_is_made() -> None:
    book, out = Workbook(), BytesIO()
    book.active["A1"], book.active["IV65536"] = "甲", "乙"
    book.save(out)
    old = libreoffice.converted(out.getvalue(), ".xlsx", EXCEL, "MS Excel 97", "xls")
    found = read("x.xls", old, "x.xls")
    assert found.original is None
    assert "散得太开" in found.problems[0].message


@pytest.mark.usefixtures("_installed")
def test_dates_of_an_old_workbook_are_told() -> None:
    book, out = Workbook(), BytesIO()
    book.active.append(["时限", date(2022, 12, 31)])
    book.create_sheet("藏").append(["底稿"])
    book["藏"].sheet_state = "hidden"
    book.save(out)
    old = libreoffice.converted(out.getvalue(), ".xlsx", EXCEL, "MS Excel 97", "xls")
    found = read("x.xls", old, "x.xls")
    assert found.original is not None
    assert found.original.lines == ("时限\t2022年12月31日",)
    assert [x.rule for x in found.problems] == ["hidden-text", "plain-dates"]


# ------------------------------------------------------------ the judge

KINDS = [
    "decimal", "decimalZero", "upperLetter", "lowerLetter", "upperRoman", "lowerRoman", "decimalFullWidth",
    "decimalEnclosedCircle", "decimalEnclosedCircleChinese", "chineseCountingThousand", "chineseCounting",
    "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "ideographTraditional",
    "ideographZodiac", "chineseLegalSimplified", "ideographLegalTraditional", "ideographDigital",
]  # fmt: skip
COUNTED = (1, 9, 10, 11, 12, 19, 20, 21, 30, 99, 100, 101, 110, 111, 120)
PLAINER = {
    "decimalEnclosedCircle": 20,
    "decimalEnclosedCircleChinese": 20,
    "chineseCounting": 99,
    "taiwaneseCounting": 99,
    "japaneseCounting": 99,
    "ideographDigital": 9,
}
"""Up to here LibreOffice prints what ISO/IEC 29500 says; beyond, one form for all of these kinds."""


def printed(body: str, **given: str) -> list[str]:
    """The lines that LibreOffice prints; tabs and spaces dropped, as alignment drops them."""
    text = libreoffice.converted(docx(body, **given), ".docx", WORD, "Text (encoded):UTF8", "txt")
    return ["".join(line.split()) for line in text.decode("utf-8-sig").splitlines()]


def ours(body: str, **given: str) -> list[str]:
    found = read("x.docx", docx(body, **given), "x.docx")
    assert found.original is not None
    return ["".join(line.split()) for line in found.original.lines]


@pytest.mark.usefixtures("_installed")
def test_numbers_are_those_that_libreoffice_prints() -> None:
    """Every kind where its forms change; and lists with levels, starts and shared counters, at random."""
    definitions, more, body = [], "", ""
    for kind in KINDS:
        for start in COUNTED:
            if start <= PLAINER.get(kind, 10_000):
                definitions.append(level(0, kind, "%1、", start=start))
                body += p("项", list_=len(definitions))
    chance = random.Random(3)  # the same lists each time
    for _ in range(60):
        levels = ""
        for at in range(4):
            text = "".join(f"%{k}." for k in range(chance.choice([1, at + 1]), at + 2))
            kind = chance.choice(["decimal", "chineseCountingThousand", "upperLetter", "lowerRoman"])
            levels += level(at, kind, text, start=chance.choice([1, 1, 3]))
        definitions.append(levels)
        number = len(definitions)
        anew = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{chance.choice([1, 5])}"/></w:lvlOverride>'
        for id_, change in ((10_000 + number, anew), (20_000 + number, "")):
            more += f'<w:num w:numId="{id_}"><w:abstractNumId w:val="{number}"/>{change}</w:num>'
        ids = (number, number + 10_000, number + 20_000)
        body += "".join(p("项", list_=id_) for id_ in ids)
        deep = 0
        for _ in range(12):
            deep = min(chance.randint(0, 3), deep + 1)
            body += p("项", list_=chance.choice(ids), level=deep)
    numbering = lists(*definitions, nums=more)
    assert ours(body, numbering=numbering) == printed(body, numbering=numbering)


# ------------------------------------------------------------ what it must not do


@pytest.mark.usefixtures("_installed")
@pytest.mark.parametrize(
    "data", [b"{\\rtf1 " + b"{" * 3_000, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600]
)
def test_damaged_documents_are_refused(data: bytes) -> None:
    found = doc.read("x.doc", data, "x.doc")
    assert found.original is None
    assert found.problems[0].hint


def test_without_libreoffice_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "found", lambda: "")
    found = read("x.rtf", b"{\\rtf1 x}", "x.rtf")
    assert found.original is None
    (problem,) = found.problems
    assert problem.message == "这种老式文件要由 LibreOffice 来转换，这台电脑上没有装。"
    assert "另存为 .docx" in problem.hint


SLOW = """#!/bin/sh
sleep 60 &
echo $! > "{pid}"
wait
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for LibreOffice")
def test_what_takes_too_long_is_killed_with_its_children(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program, pid = tmp_path / "soffice", tmp_path / "pid"
    program.write_text(SLOW.format(pid=pid))
    program.chmod(0o755)
    monkeypatch.setattr(libreoffice, "found", lambda: str(program))
    monkeypatch.setattr(libreoffice, "SECONDS", 1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found = read("x.rtf", b"{\\rtf1 x}", "x.rtf")
    assert "已经停下" in found.problems[0].message
    assert not list(tmp_path.glob("qingdan-*"))
    for _ in range(50):
        try:
            os.kill(int(pid.read_text()), 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{pid.read_text().strip()}/stat").read_text().split()[2] == "Z":
            return  # dead, and nobody waits for it
        time.sleep(0.1)
    pytest.fail("a child is left")


@pytest.mark.usefixtures("_installed")
def test_nothing_is_fetched_and_nothing_is_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A document that asks for a picture and a template of another host: nobody calls."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        port = server.getsockname()[1]
        address = f"http://127.0.0.1:{port}/x"
        words = (
            rf"{{\rtf1{{\*\template {address}.dot}}"
            rf'{{\field{{\*\fldinst INCLUDEPICTURE "{address}.png"}}{{\fldrslt}}}}text}}'
        )
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        found = read("x.rtf", words.encode(), "x.rtf")
        try:
            server.accept()
            asked.append(b"called")
        except TimeoutError:
            pass
    assert found.original is not None
    assert "text" in found.original.lines
    assert not asked
    assert not list(tmp_path.iterdir())
