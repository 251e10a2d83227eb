"""Ledgers: ready to print, and sound in the libraries that others read them with."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Twips
from openpyxl import load_workbook

from qingdan.exports.edition import Edition
from qingdan.exports.excerpts import of_unit
from qingdan.exports.ledger.content import OF_UNIT, Cells, Contents, Entry, Sheet
from qingdan.exports.ledger.docx import TextDocuments
from qingdan.exports.ledger.xlsx import Workbooks
from tests.exports.conftest import AS_OF, EDUCATION, make_library

HEADER = ["序号", "任务", "文件", "角色", "牵头单位", "责任单位", "配合单位", "完成时限", "状态", "进展"]


@pytest.fixture(scope="module")
def contents() -> Contents:
    return Contents(Edition(library=make_library(), as_of=AS_OF))


@pytest.fixture(scope="module")
def unit(contents: Contents) -> Sheet:
    return contents.of_unit(EDUCATION, of_unit(make_library().duties[EDUCATION.id]))


@pytest.fixture(scope="module")
def lists(contents: Contents) -> list[Sheet]:
    return contents.of_document(make_library().document("sample-2022"))


def rows(sheet: Sheet, contents: Contents) -> list[list[str]]:
    """What the table must say."""
    found = [[column.title for column in sheet.columns]]
    for order, entry in enumerate((e for e in sheet.entries if e.task), 1):
        assert entry.task
        held = {**contents.cells(entry.task)._asdict(), "order": str(order), "role": entry.role}
        found.append([held[column.key] for column in sheet.columns])
    return found


def test_a_unit_s_ledger_says_whose_it_is_and_how_new(unit: Sheet) -> None:
    assert unit.title == "市教育局2022年任务台账（绍兴市）"
    assert list(unit.told) == [
        "来源：《关于印发 2022年任务清单的通知》（绍政办综〔2022〕4号）",
        "共 2 项（牵头 1 项、配合 1 项）　数据截至：2022年11月30日",
    ]
    assert [column.title for column in unit.columns] == HEADER
    assert [entry.role for entry in unit.entries] == ["牵头", "配合"]


def test_a_document_s_ledger_has_the_columns_that_it_has(lists: list[Sheet]) -> None:
    (sheet,) = lists
    assert sheet.title == "2022 年任务清单"
    assert list(sheet.told) == [
        "文件名称：关于印发 2022年任务清单的通知",
        "文号：绍政办综〔2022〕4号　发文机关：绍兴市人民政府办公室　成文日期：2022年6月1日",
        "共 3 项　数据截至：2022年11月30日",
    ]
    assert [c.title for c in sheet.columns] == [
        "序号", "任务", "牵头单位", "责任单位", "配合单位", "备注", "状态", "进展",
    ]  # fmt: skip


def test_a_workbook_is_ready_to_print(contents: Contents, unit: Sheet) -> None:
    book = load_workbook(BytesIO(Workbooks(contents).write([unit])))
    (sheet,) = book.worksheets
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, str(sheet.page_setup.fitToHeight)) == (1, "0")
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.freeze_panes == "A5"
    assert sheet["A1"].value == unit.title
    assert [str(r) for r in sorted(sheet.merged_cells.ranges, key=str)] == ["A1:J1", "A2:J2", "A3:J3"]
    found = [
        ["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows(min_row=4)
    ]
    assert found == rows(unit, contents)
    for row in sheet.iter_rows(min_row=5):
        assert all(cell.alignment.wrap_text and cell.border.left.style == "thin" for cell in row)
        assert all(cell.data_type in ("s", "inlineStr", "n") for cell in row)  # no formula
        assert row[0].data_type == "n"
        longest = max(
            len(str(cell.value or "")) * 3.5 / (sheet.column_dimensions[cell.column_letter].width * 1.9)
            for cell in row
        )
        assert sheet.row_dimensions[row[0].row].height >= 14 * int(longest)
    fonts = {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert fonts == {"宋体", "黑体"}


def test_each_list_of_a_document_is_a_sheet(contents: Contents, lists: list[Sheet]) -> None:
    book = load_workbook(BytesIO(Workbooks(contents).write([*lists, *lists])))
    assert book.sheetnames == ["清单1", "清单2"]
    for sheet in book.worksheets:
        assert sheet.print_title_rows == "$5:$5"
        assert "A6:H6" in {str(r) for r in sheet.merged_cells.ranges}  # the heading
        assert sheet["A6"].value == "一、主动公开"
        assert sheet["B7"].value == "=1+1 公开教育信息，12月底前完成；\n“第二行”"


def test_a_text_document_is_ready_to_print(contents: Contents, unit: Sheet) -> None:
    document = docx.Document(BytesIO(TextDocuments(contents).write([unit])))
    (section,) = document.sections
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    footer = section.footer._element
    assert "".join(t.text for t in footer.iter(qn("w:t"))) == "第 1 页 共 1 页"
    assert [f.get(qn("w:instr")).strip() for f in footer.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    assert [p.text for p in document.paragraphs] == [unit.title, *unit.told]
    (table,) = document.tables
    header, *others = table.rows
    assert header._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
    assert [[cell.text for cell in row.cells] for row in table.rows] == rows(unit, contents)
    width = sum(int(c.get(qn("w:w"))) for c in table._tbl.tblGrid.iterfind(qn("w:gridCol")))
    room = section.page_width - section.left_margin - section.right_margin
    assert abs(width - room / Twips(1)) < 20


def test_each_list_of_a_document_begins_a_page(contents: Contents, lists: list[Sheet]) -> None:
    document = docx.Document(BytesIO(TextDocuments(contents).write([*lists, *lists])))
    styles = [p.style.style_id for p in document.paragraphs if p.text == lists[0].title]
    assert styles == ["Title", "NextTitle"]
    assert document.styles["Next Title"].paragraph_format.page_break_before
    assert document.tables[1].rows[1].cells[0].text == "一、主动公开"


NASTY = "\x00\x01\x02\x03\x0b\ud800\ufffe]]>&lt;<b>\t尾_x000D_ "


@pytest.mark.parametrize("writer", [Workbooks, TextDocuments])
def test_no_character_of_the_content_breaks_a_file(writer, contents, unit, monkeypatch) -> None:
    def cells(self: Contents, task: object) -> Cells:
        return Cells(*[NASTY] * len(Cells._fields))

    monkeypatch.setattr(Contents, "cells", cells)
    sheet = unit._replace(
        entries=[*unit.entries, Entry(None, words=NASTY, heading=True), Entry(None, words=NASTY)]
    )
    data = writer(contents).write([sheet])
    if writer is Workbooks:
        book = load_workbook(BytesIO(data)).active
        assert [book.cell(5, c).value for c in (1, 4)] == [1, "牵头"]
        assert "尾" in book["B5"].value
    else:
        row = docx.Document(BytesIO(data)).tables[0].rows[1]
        assert [row.cells[k].text for k in (0, 3)] == ["1", "牵头"]
        assert row.cells[1].text == "]]>&lt;<b>\t尾_x000D_ "


def test_rows_are_the_same_whoever_made_them(contents: Contents, unit: Sheet) -> None:
    books = Workbooks(contents)
    tasks = [entry.task for entry in unit.entries if entry.task]
    alone = books.write([unit])
    again = Workbooks(contents)
    again.keep(OF_UNIT, dict(zip((t.id for t in tasks), again.rows(OF_UNIT, tasks), strict=True)))
    assert again.write([unit]) == alone == books.write([unit])
