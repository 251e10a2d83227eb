"""Files made to exhaust the reader: an answer within 10 seconds of work and 500 MB, nothing written."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from .raw_docx import docx, p, r, tbl, tc, tr

_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
_MEASURE = """
import re, sys, time
from pathlib import Path
from qingdan.importers.formats import read
path = Path(sys.argv[1])
data = path.read_bytes()
begun = time.process_time()
found = read(path.name, data, path.name)
seconds = time.process_time() - begun
most = re.search("VmHWM:\\s*([0-9]+)", Path("/proc/self/status").read_text())[1]
print(seconds, int(most) // 1024)
print(found.original is not None or found.problems[0].message)
"""


def xlsx(sheet: str) -> bytes:
    """A workbook with this XML as its sheet."""
    whole, out = BytesIO(), BytesIO()
    Workbook().save(whole)
    with zipfile.ZipFile(whole) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in given.namelist():
            file.writestr(name, _SHEET + sheet if name.endswith("sheet1.xml") else given.read(name))
    return out.getvalue()


def _runs() -> bytes:
    return docx(f"<w:p>{'<w:r/>' * 2_700_000}</w:p>")


def _bomb() -> bytes:
    return docx(p(" " * 60_000_000))


def _stairs() -> bytes:
    row = [tc("甲", span=4000)] * 3
    return docx(tbl(*(tr(*row, properties=f'<w:gridBefore w:val="{k}"/>') for k in range(3000))))


def _fields() -> bytes:
    return docx(p(_FIELD * 20_000 + r("文字") * 20_000))


def _empty_cells() -> bytes:
    cells = '<c s="1"/>' * 100
    return xlsx("<sheetData>" + f"<row>{cells}</row>" * 5_000 + "</sheetData></worksheet>")


def _used_range() -> bytes:
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    merged = '<mergeCells><mergeCell ref="A2:XFD1048575"/></mergeCells>'
    return xlsx(f'<dimension ref="A1:XFD1048576"/><sheetData>{first}{corner}</sheetData>{merged}</worksheet>')


def _merged() -> bytes:
    rows = "".join(f'<row r="{k}"><c r="A{k}"><v>1</v></c></row>' for k in range(1, 20_000))
    merged = "".join(f'<mergeCell ref="A{k}:XFD1048576"/>' for k in range(1, 20_000))
    return xlsx(f"<sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells></worksheet>")


def _commas() -> bytes:
    return b",1" * 2_000_000


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "runs.docx": (_runs, "这个原件里没有文字。"),
    "bomb.docx": (_bomb, "展开后超过 16 MB"),
    "stairs.docx": (_stairs, "格子多得不像正常的表"),
    "fields.docx": (_fields, "True"),
    "cells.xlsx": (_empty_cells, "这个原件里没有文字。"),
    "range.xlsx": (_used_range, "True"),
    "merged.xlsx": (_merged, "互相重叠"),
    "commas.csv": (_commas, "大得不像清单"),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured through /proc")
def test_a_file_made_to_exhaust_is_answered(name: str, tmp_path: Path) -> None:
    make, said = FILES[name]
    path = tmp_path / name
    path.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    seconds, megabytes = map(float, done.stdout.split("\n")[0].split())
    assert said in done.stdout
    assert seconds < 10
    assert megabytes < 500
    assert list(tmp_path.iterdir()) == [path]
