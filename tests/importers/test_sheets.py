"""Workbooks and text tables: what is printed, what is hidden, and what can't be read."""

# ruff: noqa: E501 -- lines of XML are read more easily whole

from __future__ import annotations

import csv
import datetime
import zipfile
from functools import partial
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from qingdan.importers.blocks import Line, Reading, Table
from qingdan.importers.formats import read


def saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sheet_of(rows: list[list[object]]) -> tuple[Workbook, object]:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    return book, sheet


def reading(data: bytes, name: str = "x.xlsx") -> Reading:
    found = read(name, data, name)
    assert found.original is not None, found.problems
    for block in found.blocks:  # marks point at the words
        cells = [block] if isinstance(block, Line) else [c for row in block.rows for c in row if c]
        for cell in cells:
            line = found.original.lines[cell.mark.line - 1][cell.mark.column - 1 :]
            assert line.startswith(cell.text.replace("\n", " "))
    return found


def grid(found: Reading) -> list[list[str | None]]:
    (table,) = [b for b in found.blocks if isinstance(b, Table)]
    return [[c and c.text for c in row] for row in table.rows]


def lines(found: Reading) -> list[str]:
    return [b.text for b in found.blocks if isinstance(b, Line)]


def rules(found: Reading) -> list[str]:
    return [problem.rule for problem in found.problems]


ROWS: list[list[object]] = [["序号", "任务", "时限"], [1, "甲", "年底前"], [2, "乙", None]]


def test_values_are_shown_as_on_paper() -> None:
    book, sheet = sheet_of([*ROWS, [3, datetime.date(2022, 12, 31), 0.5]])
    sheet["B4"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["C4"].number_format = "0%"
    sheet["A2"].number_format = "000"
    assert grid(reading(saved(book))) == [
        ["序号", "任务", "时限"],
        ["001", "甲", "年底前"],
        ["2", "乙", ""],
        ["3", "2022年12月31日", "50%"],
    ]


def test_merged_ranges() -> None:
    book, sheet = sheet_of([["类", "序号", "任务"], ["甲类", 1, "一"], [None, 2, "二"], ["小计"]])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("A4:C4")
    sheet.append([None, 3, "三"])
    found = reading(saved(book))
    assert grid(found) == [
        ["类", "序号", "任务"],
        ["甲类", "1", "一"],
        [None, "2", "二"],
        ["小计", None, None],
        ["", "3", "三"],
    ]
    (table,) = found.blocks
    assert isinstance(table, Table)
    first, last = table.rows[1][0], table.rows[3][0]
    assert first
    assert last
    assert (first.rows, first.columns, last.rows, last.columns) == (2, 1, 1, 3)


def test_lines_above_and_below_the_table() -> None:
    book, sheet = sheet_of([["附件1"], ["重点任务清单\n（2022年）"], *ROWS, ["抄送：市委"]])
    sheet.merge_cells("A1:C1")
    assert lines(reading(saved(book))) == ["附件1", "重点任务清单", "（2022年）", "抄送：市委"]


def test_empty_rows_and_columns_fall_away() -> None:
    book = Workbook()
    sheet = book.active
    sheet["C5"], sheet["F5"], sheet["C900000"], sheet["XFD900000"] = "甲", "乙", "丙", "丁"
    assert grid(reading(saved(book))) == [["甲", "乙", ""], ["丙", "", "丁"]]


def test_several_sheets_in_order() -> None:
    book, _ = sheet_of(ROWS)
    second = book.create_sheet("二")
    second.append(["清单二"])
    found = reading(saved(book))
    assert [type(b).__name__ for b in found.blocks] == ["Table", "Line"]


def test_what_is_hidden_is_named_and_not_read() -> None:
    book, sheet = sheet_of([*ROWS, [3, "藏行", None]])
    sheet["D1"] = "藏列"
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["D"].hidden = True
    hidden = book.create_sheet("底稿")
    hidden["A1"] = "藏表"
    hidden.sheet_state = "hidden"
    book.create_sheet("空").sheet_state = "veryHidden"
    found = reading(saved(book))
    assert grid(found) == [["序号", "任务", "时限"], ["1", "甲", "年底前"], ["2", "乙", ""]]
    (problem,) = found.problems
    assert problem.rule == "hidden-text"
    assert all(word in problem.message for word in ("藏行", "藏列", "底稿"))
    assert "空" not in problem.message.replace("空格", "")


def test_a_cell_under_a_merged_range_is_named() -> None:
    book, _ = sheet_of([["甲", "乙"], ["丙", "丁"]])
    data = saved(book)
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as given, zipfile.ZipFile(out, "w") as file:
        for name in given.namelist():
            xml = given.read(name)
            if name.endswith("sheet1.xml"):
                xml = xml.replace(
                    b"</sheetData>",
                    b'</sheetData><mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>',
                )
            file.writestr(name, xml)
    found = reading(out.getvalue())
    assert grid(found) == [["甲", "乙"], [None, "丁"]]
    assert rules(found) == ["hidden-text"]


def test_comments_and_formulas_without_value() -> None:
    book, sheet = sheet_of(ROWS)
    sheet["A1"].comment = Comment("批一下", "某人")
    sheet["C3"] = "=B2"
    found = reading(saved(book))
    assert sorted(rules(found)) == ["comments", "no-value"]
    assert "C3" in next(p.message for p in found.problems if p.rule == "no-value")


def test_headers_and_footers_are_frame() -> None:
    book, sheet = sheet_of(ROWS)
    sheet.oddHeader.center.text = '&"宋体"&12内部资料'
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.oddFooter.right.text = "德清县政府办"
    found = reading(saved(book))
    assert [(b.text, b.frame) for b in found.blocks if isinstance(b, Line)] == [
        ("内部资料", True),
        ("德清县政府办", True),
    ]


def test_text_of_a_shape_is_read() -> None:
    book, _ = sheet_of([["甲", "乙"], ["丙", "丁"]])
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(saved(book))) as given, zipfile.ZipFile(out, "w") as file:
        for name in given.namelist():
            xml = given.read(name)
            if name.endswith("sheet1.xml"):
                xml = xml.replace(
                    b"</worksheet>",
                    b'<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="d"/></worksheet>',
                )
            file.writestr(name, xml)
        file.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="d" Type="http://x/drawing" Target="../drawings/drawing1.xml"/></Relationships>',
        )
        file.writestr(
            "xl/drawings/drawing1.xml",
            '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            "<xdr:sp><xdr:txBody><a:p><a:r><a:t>2022年</a:t></a:r><a:r><a:t>任务清单</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>",
        )
    found = reading(out.getvalue())
    assert lines(found) == ["2022年任务清单"]
    assert grid(found) == [["甲", "乙"], ["丙", "丁"]]


def test_shared_strings_rich_text_and_pronunciation() -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_rich_string(0, 0, "市发", book.add_format({"bold": True}), "改委")
        sheet.write(0, 1, "乙_x0041_")
        sheet.write(1, 0, "丙")
        sheet.write(1, 1, 3.5, book.add_format({"num_format": '0.0"亿元"'}))
    data = BytesIO()
    with zipfile.ZipFile(out) as given, zipfile.ZipFile(data, "w") as file:
        for name in given.namelist():
            pronounced = '<t>丙</t><rPh sb="0" eb="1"><t>ヘイ</t></rPh><phoneticPr fontId="1"/>'
            file.writestr(name, given.read(name).decode().replace("<t>丙</t>", pronounced))
    assert grid(reading(data.getvalue())) == [["市发改委", "乙_x0041_"], ["丙", "3.5亿元"]]


def test_macros_are_named() -> None:
    book, _ = sheet_of(ROWS)
    out = BytesIO(saved(book))
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("xl/vbaProject.bin", b"x")
    assert rules(reading(out.getvalue(), "x.xlsm")) == ["macros"]


@given(
    st.lists(
        st.lists(st.sampled_from(["", "甲", "乙\n丙", "1", "12月底前"]), min_size=1, max_size=5),
        min_size=1,
        max_size=8,
    )
)
def test_every_cell_stands_once(rows: list[list[str]]) -> None:
    words = sorted("".join(text.split()) for row in rows for text in row if text)
    book, _ = sheet_of([[text or None for text in row] for row in rows])
    out = StringTable(rows)
    for name, data in (("x.xlsx", saved(book)), ("x.csv", out)):
        found = read(name, data, name)
        if not words:
            assert found.original is None
            continue
        assert found.original is not None
        got = [b.text for b in found.blocks if isinstance(b, Line)]
        got += [c.text for b in found.blocks if isinstance(b, Table) for row in b.rows for c in row if c]
        assert sorted("".join("".join(got).split())) == sorted("".join(words))


def StringTable(rows: list[list[str]]) -> bytes:  # noqa: N802
    return "\n".join(",".join(f'"{text}"' for text in row) for row in rows).encode()


# ------------------------------------------------------------ text tables


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.csv", '序号,任务\n1,"甲,乙"\n'.encode()),
        ("x.csv", '序号,任务\r\n1,"甲,乙"\r\n'.encode("gb18030")),
        ("x.CSV", "\ufeff序号;任务\n1;甲,乙\n".encode()),
        ("x.csv", "sep=;\n序号;任务\n1;甲,乙\n".encode()),
        ("x.csv", "序号\t任务\n1\t甲,乙\n".encode("utf-16")),
        ("x.tsv", "序号\t任务\n1\t甲,乙\n".encode()),
    ],
)
def test_text_tables(name: str, data: bytes) -> None:
    assert grid(reading(data, name)) == [["序号", "任务"], ["1", "甲,乙"]]


def test_a_line_break_in_a_value() -> None:
    assert grid(reading('序号,单位\n1,"市发改委\n市财政局"\n'.encode(), "x.csv"))[1] == [
        "1",
        "市发改委\n市财政局",
    ]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"", b",,,\n", b'"' + b"x" * 200_000])
def test_text_tables_that_can_not_be_read(data: bytes, request: pytest.FixtureRequest) -> None:
    request.addfinalizer(partial(csv.field_size_limit, csv.field_size_limit(10**9)))  # as others leave it
    found = read("x.csv", data, "x.csv")
    assert found.original is None
    assert found.problems[0].hint


def test_a_workbook_by_another_name_is_one() -> None:
    book, _ = sheet_of(ROWS)
    for name in ("x.csv", "x.txt", "x.xls", "x"):
        assert isinstance(reading(saved(book), name).blocks[0], Table)


def test_openpyxl_reads_what_we_wrote() -> None:
    """The samples are what they claim to be."""
    book, _ = sheet_of(ROWS)
    assert load_workbook(BytesIO(saved(book))).active["B2"].value == "甲"
