"""tasks.csv and tasks.xlsx: the same values as tasks.json, safe to open."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape

from qingdan.exports import xlsx_table
from qingdan.exports.columns import COLUMNS, NAMES_JOINT, SECTION_JOINT
from qingdan.exports.csv_table import GUARD, _cell
from qingdan.exports.edition import Edition

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
    assert sheet[f"{columns['截止日期']}3"].number_format == "yyyy-mm-dd"
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.auto_filter.ref == f"A1:{get_column_letter(len(COLUMNS))}5"
    assert sheet.column_dimensions[columns["内容"]].width == pytest.approx(60, abs=1)
    assert book.sheetnames == ["任务", "字段说明"]
    explained = [row[0] for row in book["字段说明"].iter_rows(min_row=2, max_col=1, values_only=True)]
    assert explained == [*(column.title for column in COLUMNS), None]


def test_xlsx_links_only_where_the_site_has_an_address(export):
    def linked(data):
        sheet = load_workbook(io.BytesIO(data["tasks.xlsx"]))["任务"]
        return {
            c.coordinate: (c.value, c.hyperlink.target, c.hyperlink.location)
            for row in sheet
            for c in row
            if c.hyperlink
        }

    assert not linked(export())
    links = linked(export(site_url="https://qingdan.example/gov"))
    last = get_column_letter(len(COLUMNS))
    assert len(links) == 4
    page = "https://qingdan.example/gov/documents/sample-2022/"
    assert links[f"{last}3"] == (f"{page}#task-1", page, "task-1")
    assert links[f"{last}4"] == (f"{page}#task-一(一)-2", page, "task-%E4%B8%80(%E4%B8%80)-2")


def test_xlsx_tells_no_time_but_that_of_the_data(export):
    raw = export(as_of=date(2022, 12, 1))["tasks.xlsx"]
    book = load_workbook(io.BytesIO(raw))
    assert book.properties.created == book.properties.modified == datetime(2022, 12, 1)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 31, 0, 0, 0)}


def test_an_empty_table_still_has_its_header(export, empty):
    made = export(empty, originals={})
    titles = [column.title for column in COLUMNS]
    assert made["tasks.csv"].decode("utf-8-sig").strip().split(",") == titles
    assert [cell.value for cell in load_workbook(io.BytesIO(made["tasks.xlsx"]))["任务"][1]] == titles


def table_with(sample, words, **given):
    """tasks.xlsx of the sample library, its first task in these words."""
    document = sample.documents[0]
    part = document.lists[0]
    (task,) = part.tasks
    cells = {"text": task.text._replace(value=words)}
    part = replace(part, entries=(replace(task, cells=cells, **given),))
    library = replace(sample, documents=(replace(document, lists=(part,)),))
    edition = Edition(library=library, as_of=date(2022, 1, 1), site_url="https://qingdan.example")
    return xlsx_table.table(edition)


def first_row(raw):
    sheet = load_workbook(io.BytesIO(raw))["任务"]
    return dict(zip((cell.value for cell in sheet[1]), sheet[2], strict=True))


@given(st.text())
@example("<r>甲</r>")
@example("<r><t>乙</t></r>")
@example("=HYPERLINK(1)")
@example("https://example.org")
@example(" 007 ")
@example("_x0041_")
def test_any_text_makes_a_workbook_that_opens(sample_library, words):
    raw = table_with(sample_library, words)
    cell = first_row(raw)["内容"]
    assert cell.data_type == "s" if words else cell.value is None
    # openpyxl confuses control characters with their names (ST_Xstring: _x0041_), so the part itself.
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        strings = etree.fromstring(archive.read("xl/worksheets/sheet1.xml")).iter("{*}is")
    assert words in {"", *(unescape("".join(string.itertext())) for string in strings)}


@pytest.mark.parametrize("words", ["长" * 40_000, "长" + "𠀀" * 20_000], ids=["plain", "beyond the plane"])
def test_text_too_long_for_a_cell_says_that_it_was_cut(sample, words):
    read = first_row(table_with(sample, words))["内容"].value
    assert 0 <= xlsx_table.MAX_TEXT - len(read.encode("utf-16-le")) // 2 <= 1
    kept, cut = read.split("……", 1)
    assert words.startswith(kept)
    assert cut == "（单元格放不下，全文见网页）"


def test_text_that_just_fits_is_whole(sample):
    words = "长" * xlsx_table.MAX_TEXT
    assert first_row(table_with(sample, words))["内容"].value == words


def test_an_address_too_long_for_a_link_stands_as_text(sample):
    cell = first_row(table_with(sample, "事", anchor="task-" + "长" * 300))["网址"]
    assert cell.value.endswith("长" * 300)
    assert cell.hyperlink is None


def test_no_sheet_has_more_links_than_excel_takes(export, monkeypatch):
    monkeypatch.setattr(xlsx_table, "MAX_LINKS", 3)
    sheet = load_workbook(io.BytesIO(export(site_url="https://qingdan.example")["tasks.xlsx"]))["任务"]
    cells = [row[-1] for row in sheet.iter_rows(min_row=2)]
    assert [bool(cell.hyperlink) for cell in cells] == [True, True, True, False]
    assert cells[3].value == "https://qingdan.example/documents/sample-2022/#task-3"


def test_columns_have_names_of_their_own():
    assert len({column.title for column in COLUMNS}) == len(COLUMNS)


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "'"])
def test_marks_that_are_guarded(mark):
    assert _cell(f"{mark}1") == f"'{mark}1"
