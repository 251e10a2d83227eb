"""tasks.csv and tasks.xlsx: the same values as tasks.json, safe to open."""

import csv
import io
import json
import zipfile
from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from qingdan.exports import ooxml
from qingdan.exports.columns import COLUMNS, NAMES_JOINT, SECTION_JOINT
from qingdan.exports.csv_table import GUARD, _cell
from qingdan.exports.ooxml import Sheet, column_name, workbook

KINDS = {"table": "表格", "prose": "条文"}
DEADLINES = {"by": "截止", "year": "全年", "ongoing": "长期", "none": "未注明"}


def csv_rows(data):
    text = data["tasks.csv"].decode("utf-8-sig")
    return [
        {key: value.removeprefix(GUARD) for key, value in row.items()}
        for row in csv.DictReader(io.StringIO(text, newline=""))
    ]


def xlsx_rows(data):
    sheet = load_workbook(io.BytesIO(data["tasks.xlsx"]))["任务"]
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def plain(value):
    """A cell of a workbook as the text that the CSV has for it."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def expected(data):
    """What the tables must hold, from the JSON files alone."""
    documents = {d["id"]: d for d in json.loads(data["documents.json"])}
    for task in json.loads(data["tasks.json"]):
        document = documents[task["document"]]
        last = task["progress"][-1] if task["progress"] else {}
        adjusted = task["adjustments"][-1] if "adjustments" in task else None
        values = {
            "编号": task["id"],
            "文件编号": document["id"],
            "文件标题": document["title"],
            "文号": document["number"],
            "发文机关": document["issuer"],
            "地区": document["region"],
            "年度": document["year"],
            "清单": task["list"],
            "形式": KINDS[task["kind"]],
            "序号": task["number"],
            "部分": SECTION_JOINT.join(task["section"]),
            "内容": task["text"],
            "牵头单位": NAMES_JOINT.join(task["lead_units"]),
            "责任单位": NAMES_JOINT.join(task["responsible_units"]),
            "配合单位": NAMES_JOINT.join(task["supporting_units"]),
            "完成时限": task["deadline"]["text"],
            "时限类别": DEADLINES[task["deadline"]["kind"]],
            "截止日期": task["deadline"]["date"],
            "调整后时限": adjusted and adjusted["after"],
            "调整后截止日期": adjusted and adjusted["deadline"]["date"],
            "目标": task.get("goal"),
            "措施": task.get("measures"),
            "备注": task.get("remark"),
            "状态": task["status"],
            "报送日期": last.get("date"),
            "进展说明": last.get("note"),
            "佐证链接": last.get("link"),
            "网址": task["url"],
        }
        yield {key: plain(value) for key, value in values.items()}


def test_csv_says_what_the_json_says(data):
    assert csv_rows(data) == list(expected(data))


def test_xlsx_says_what_the_json_says(data):
    rows = [{key: plain(value) for key, value in row.items()} for row in xlsx_rows(data)]
    assert rows == list(expected(data))


def test_csv_opens_in_excel(export):
    raw = export()["tasks.csv"]
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\r\n")
    inside = raw.decode("utf-8-sig").replace("公开教育信息，12月底前完成；\n“第二行”", "")
    assert "\n" not in inside.replace("\r\n", "")


def test_no_cell_of_the_csv_begins_like_a_formula(export):
    cells = [c for row in csv.reader(io.StringIO(export()["tasks.csv"].decode("utf-8-sig"))) for c in row]
    assert not [c for c in cells if c.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"))]
    assert {"'=1+1 公开教育信息，12月底前完成；\n“第二行”", "'＝全部公开", "''注"} <= set(cells)


@given(st.text())
def test_the_guard_of_the_csv_can_be_taken_away(words):
    assert _cell(words).removeprefix(GUARD) == words


def test_xlsx_holds_text_as_text_and_days_as_days(export):
    book = load_workbook(io.BytesIO(export()["tasks.xlsx"]))
    sheet = book["任务"]
    columns = {cell.value: cell.column_letter for cell in sheet[1]}
    cell = sheet[f"{columns['内容']}3"]
    assert (cell.value, cell.data_type) == ("=1+1 公开教育信息，12月底前完成；\n“第二行”", "s")
    assert cell.alignment.wrap_text
    assert sheet[f"{columns['截止日期']}3"].value == datetime(2022, 6, 30)
    assert sheet[f"{columns['截止日期']}3"].is_date
    assert sheet[f"{columns['年度']}3"].value == 2022
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{column_name(len(COLUMNS) - 1)}5"
    assert sheet.column_dimensions[columns["内容"]].width == 60
    assert book.sheetnames == ["任务", "字段说明"]
    explained = [row[0] for row in book["字段说明"].iter_rows(min_row=2, max_col=1, values_only=True)]
    assert explained == [*(column.title for column in COLUMNS), None]


def test_xlsx_links_only_where_the_site_has_an_address(export):
    def linked(data):
        sheet = load_workbook(io.BytesIO(data["tasks.xlsx"]))["任务"]
        return {c.coordinate: (c.value, c.hyperlink.target) for row in sheet for c in row if c.hyperlink}

    assert not linked(export())
    links = linked(export(site_url="https://qingdan.example/gov"))
    last = column_name(len(COLUMNS) - 1)
    assert len(links) == 4
    page = "https://qingdan.example/gov/documents/sample-2022/"
    assert links[f"{last}3"] == (f"{page}#task-1", f"{page}#task-1")
    assert links[f"{last}4"] == (f"{page}#task-一(一)-2", f"{page}#task-%E4%B8%80(%E4%B8%80)-2")


def test_xlsx_tells_no_time_but_that_of_the_data(export):
    raw = export(as_of=date(2022, 12, 1))["tasks.xlsx"]
    book = load_workbook(io.BytesIO(raw))
    assert book.properties.created == book.properties.modified == datetime(2022, 12, 1)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_empty_table_still_has_its_header(export, empty):
    made = export(empty, originals={})
    titles = [column.title for column in COLUMNS]
    assert made["tasks.csv"].decode("utf-8-sig").strip().split(",") == titles
    assert [cell.value for cell in load_workbook(io.BytesIO(made["tasks.xlsx"]))["任务"][1]] == titles


def book_with(words, links=()):
    sheet = Sheet("表 '一'", ["列"], [10], [[words]], links)
    return workbook([sheet], title="书 <&>", creator="某人", day=date(2022, 1, 1))


@given(st.text())
def test_any_text_makes_a_workbook_that_opens(words):
    read = load_workbook(io.BytesIO(book_with(words))).worksheets[0]["A2"].value
    # openpyxl leaves Excel's way of writing control characters (ST_Xstring) as it stands.
    assert unescape(read or "") == words


def test_text_too_long_for_a_cell_says_that_it_was_cut():
    read = load_workbook(io.BytesIO(book_with("长" * 40_000))).worksheets[0]["A2"].value
    assert len(read) == ooxml.MAX_TEXT
    assert read.endswith("……（单元格放不下，全文见网页）")


def test_parts_of_a_workbook_are_well_formed_and_declared():
    raw = book_with("字", ['https://qingdan.example/?a="1"&b=<2>'])
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}
    declared = {e.get("PartName") for e in parts["[Content_Types].xml"] if e.get("PartName")}
    assert declared == {f"/{name}" for name in parts if not name.endswith((".rels", "[Content_Types].xml"))}
    # Excel calls a sheet damaged whose elements stand in another order than the standard's.
    order = ["sheetPr", "sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter", "hyperlinks",
             "pageMargins", "pageSetup"]  # fmt: skip
    assert [etree.QName(e).localname for e in parts["xl/worksheets/sheet1.xml"]] == order


def test_names_of_columns():
    names = [column_name(i) for i in (0, 25, 26, 51, 52, 701, 702)]
    assert names == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    assert all(len(a) <= len(b) for a, b in pairwise(names))


def test_columns_have_names_of_their_own():
    assert len({column.title for column in COLUMNS}) == len(COLUMNS)


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "'"])
def test_marks_that_are_guarded(mark):
    assert _cell(f"{mark}1") == f"'{mark}1"
