"""tasks.xlsx: the table of tasks, and a sheet that says what its columns mean.

XlsxWriter makes the workbook with the header and one row, for its formats; the rows take that
row's place, document by document.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from itertools import groupby
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from qingdan.exports.addresses import as_uri
from qingdan.exports.columns import COLUMNS, Row, Value
from qingdan.exports.edition import Edition
from qingdan.exports.xlsx_rows import MAX_TEXT, Styles, hyperlinks, letters, row
from qingdan.files import key_of
from qingdan.model import Document, Task, TaskList

__all__ = ["MAX_TEXT", "table"]

MAX_LINKS = 65_530
"""Links in one sheet; Excel drops all of them where there are more."""
MAX_ADDRESS = 2_079
"""Characters of a link."""

_A4 = 9
_FONT = {"font_name": "宋体", "font_size": 11}
_ADDRESS = [column.title for column in COLUMNS].index("网址")
_SHEET, _RELATIONS = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"


def table(edition: Edition) -> bytes:
    """tasks.xlsx."""
    addresses = [_link(edition, task.url) for _, _, task in edition.rows()]
    addresses[MAX_LINKS:] = [""] * (len(addresses) - MAX_LINKS)
    frame = ZipFile(io.BytesIO(_frame(edition, len(addresses), any(addresses))))
    if not addresses:
        return _written(frame, {})
    sheet = frame.read(_SHEET).decode()
    sample = re.search(rf'<row r="{len(addresses) + 1}".*?</row>', sheet)
    assert sample, "XlsxWriter leaves the last row out"
    styles = Styles(*re.findall(r' s="(\d+)"', sample[0]))
    head, tail = sheet[: sample.start()], sheet[sample.end() :]
    replaced: dict[str, bytes] = {}
    if any(addresses):
        links, relations = hyperlinks(letters(len(COLUMNS))[_ADDRESS], 2, addresses)
        tail = re.sub("<hyperlinks>.*?</hyperlinks>", lambda _: links, tail)
        rels = re.sub("<Relationship .*/>", lambda _: relations, frame.read(_RELATIONS).decode())
        replaced[_RELATIONS] = _deflated(rels, last=True)
    rows = list(_rows(edition, styles, linked=addresses))
    replaced[_SHEET] = b"".join([_deflated(head), *rows, _deflated(tail, last=True)])
    return _written(frame, replaced)


def _link(edition: Edition, path: str) -> str:
    """The address that the cell of a task links to; empty where it can be none."""
    uri = as_uri(edition.url(path)) if edition.site_url else ""
    return uri if len(uri) <= MAX_ADDRESS else ""


def _rows(edition: Edition, styles: Styles, linked: Sequence[str]) -> Iterator[bytes]:
    """The rows of each document, deflated."""
    values = [column.value for column in COLUMNS]
    names = letters(len(COLUMNS))
    number = 2

    for document, group in groupby(edition.rows(), lambda entry: entry[0]):
        entries = list(group)

        def made(first: int = number, entries: Sequence[tuple[Document, TaskList, Task]] = entries) -> bytes:
            return _deflated(
                "".join(
                    row(
                        i,
                        [value(Row(edition, *entry)) for value in values],
                        names,
                        styles,
                        _ADDRESS if linked[i - 2] else -1,
                    )
                    for i, entry in enumerate(entries, first)
                )
            )

        links = sum(map(bool, linked[number - 2 : number - 2 + len(entries)]))
        key = key_of(edition.root, str(number), str(links), *styles)
        yield edition.pieces.of("tasks.xlsx", document, key, made)
        number += len(entries)


def _deflated(text: str, *, last: bool = False) -> bytes:
    """A part of a deflate stream: parts stand one behind the other, whatever was before."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return packer.compress(text.encode()) + packer.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)


_LEVEL = 6


def _written(frame: ZipFile, replaced: dict[str, bytes]) -> bytes:
    """The workbook with these files, deflated already, in the place of the frame's."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as book:
        for info in frame.infolist():
            if info.filename not in replaced:
                book.writestr(info, frame.read(info))
                continue
            deflated = replaced[info.filename]
            entry = ZipInfo(info.filename, info.date_time)
            entry.external_attr, entry.create_system = info.external_attr, info.create_system
            book.writestr(entry, deflated)  # as it is; then its header is told what it is
            content = zlib.decompress(deflated, -15)
            entry.compress_type, entry.file_size = ZIP_DEFLATED, len(content)
            entry.CRC = zlib.crc32(content)
            out.seek(entry.header_offset)
            out.write(entry.FileHeader(zip64=False))
            out.seek(0, io.SEEK_END)
    return out.getvalue()


def _frame(edition: Edition, tasks: int, links: bool) -> bytes:
    """The workbook with the header of the tasks, and a last row that shows each format."""
    out = io.BytesIO()
    book = Workbook(
        out, {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    )
    site = edition.library.site
    book.set_properties(
        {
            "title": f"{site.name}：任务",
            "author": site.sponsor or site.name,
            "created": datetime.combine(edition.as_of, time()),  # else the clock's time
        }
    )
    writer = _Writer(book)
    titles = [column.title for column in COLUMNS]
    sheet = writer.sheet("任务", titles, [column.width for column in COLUMNS], tasks)
    if tasks:
        writer.formats(sheet, tasks, links)
    explained = list(_explained(edition))
    sheet = writer.sheet("字段说明", ["列", "说明", "在 tasks.json 中"], [16, 72, 28], len(explained))
    writer.rows(sheet, explained)
    book.close()
    return out.getvalue()


def _explained(edition: Edition) -> Iterator[Sequence[Value]]:
    for column in COLUMNS:
        yield (column.title, column.help, column.key)
    yield (None, f"数据截至 {edition.as_of.isoformat()}。", None)


class _Writer:
    """Writes sheets: a header that stays in sight and can be filtered by, and rows below it."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        top: dict[str, object] = {**_FONT, "valign": "top"}
        self._text = book.add_format({**top, "text_wrap": True})
        self._day = book.add_format({**top, "num_format": "yyyy-mm-dd"})
        self._link = book.add_format({**top, "text_wrap": True, "underline": 1, "font_color": "#0563C1"})
        self._header = book.add_format(
            {**_FONT, "bold": True, "valign": "vcenter", "text_wrap": True, "bg_color": "#E7EEF7"}
        )

    def sheet(self, name: str, header: Sequence[str], widths: Sequence[int], last: int) -> Worksheet:
        """Add a sheet whose last row is `last`, the header being row 0. `widths` in digits of the
        standard font."""
        sheet = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for column, title in enumerate(header):
            sheet.write_string(0, column, title, self._header)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(header) - 1)
        sheet.repeat_rows(0)
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        return sheet

    def formats(self, sheet: Worksheet, number: int, links: bool) -> None:
        """A row with an empty cell of each format, in the order of `Styles`."""
        for column, style in enumerate((self._text, self._day, self._link)):
            sheet.write_blank(number, column, None, style)
        if links:
            sheet.write_url(0, _ADDRESS, "https://qingdan.invalid/", self._header, "网址")

    def rows(self, sheet: Worksheet, rows: Iterable[Sequence[Value]]) -> None:
        """Rows of text."""
        for number, values in enumerate(rows, 1):
            for column, value in enumerate(values):
                if isinstance(value, str):
                    sheet.write_string(number, column, value, self._text)
