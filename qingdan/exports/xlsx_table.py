"""tasks.xlsx: the table of tasks, and a sheet that says what its columns mean."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from qingdan.exports.addresses import as_uri
from qingdan.exports.columns import COLUMNS, Row, Value
from qingdan.exports.edition import Edition

MAX_TEXT = 32_767
"""UTF-16 units in one cell; Excel calls a file with more damaged."""
MAX_LINKS = 65_530
"""Links in one sheet; Excel drops all of them where there are more."""
MAX_ADDRESS = 2_079
"""Characters of a link."""

_CUT = "……（单元格放不下，全文见网页）"
_A4 = 9
_FONT = {"font_name": "宋体", "font_size": 11}


def table(edition: Edition) -> bytes:
    """tasks.xlsx."""
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
    writer = _Writer(book, links=bool(edition.site_url))
    titles = [column.title for column in COLUMNS]
    writer.sheet("任务", titles, [column.width for column in COLUMNS], _rows(edition), titles.index("网址"))
    writer.sheet("字段说明", ["列", "说明", "在 tasks.json 中"], [16, 72, 28], _explained(edition))
    book.close()
    return out.getvalue()


def _rows(edition: Edition) -> Iterator[Sequence[Value]]:
    values = [column.value for column in COLUMNS]
    for document, part, task in edition.rows():
        row = Row(edition, document, part, task)
        yield [value(row) for value in values]


def _explained(edition: Edition) -> Iterator[Sequence[Value]]:
    for column in COLUMNS:
        yield (column.title, column.help, column.key)
    yield (None, f"数据截至 {edition.as_of.isoformat()}。", None)


class _Writer:
    """Writes sheets: a header that stays in sight and can be filtered by, and rows below it."""

    def __init__(self, book: Workbook, *, links: bool) -> None:
        self._book = book
        self._links = links
        top: dict[str, object] = {**_FONT, "valign": "top"}
        self._text = book.add_format({**top, "text_wrap": True})
        self._day = book.add_format({**top, "num_format": "yyyy-mm-dd"})
        self._link = book.add_format({**top, "text_wrap": True, "underline": 1, "font_color": "#0563C1"})
        self._header = book.add_format(
            {**_FONT, "bold": True, "valign": "vcenter", "text_wrap": True, "bg_color": "#E7EEF7"}
        )

    def sheet(
        self,
        name: str,
        header: Sequence[str],
        widths: Sequence[int],
        rows: Iterable[Sequence[Value]],
        addresses: int = -1,
    ) -> None:
        """Add a sheet. `widths` in digits of the standard font; `addresses`: which column, from 0,
        holds addresses to link to."""
        sheet = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for column, title in enumerate(header):
            sheet.write_string(0, column, title, self._header)
        last = 0
        for last, values in enumerate(rows, 1):
            for column, value in enumerate(values):
                if column == addresses and self._links and isinstance(value, str) and last <= MAX_LINKS:
                    self._write_link(sheet, last, column, value)
                else:
                    self._write(sheet, last, column, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(header) - 1)
        sheet.repeat_rows(0)
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)

    def _write(self, sheet: Worksheet, row: int, column: int, value: Value) -> None:
        if isinstance(value, str):
            _write_text(sheet, row, column, value, self._text)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, datetime.combine(value, time()), self._day)
        elif value is not None:
            sheet.write_number(row, column, value, self._text)

    def _write_link(self, sheet: Worksheet, row: int, column: int, address: str) -> None:
        uri = as_uri(address)
        if len(uri) <= MAX_ADDRESS:
            sheet.write_url(row, column, uri, self._link, address)
        else:
            self._write(sheet, row, column, address)


def _write_text(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    """Text as it stands, whatever it looks like; where it is too long for a cell, its end says so."""
    if _units(text) > MAX_TEXT:
        kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (MAX_TEXT - len(_CUT))]
        text = kept.decode("utf-16-le", "ignore") + _CUT
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter would take it for markup of its own; as two runs it escapes it.
        sheet.write_rich_string(row, column, text[0], style, text[1:], style)
    elif text:
        sheet.write_string(row, column, text, style)


def _units(text: str) -> int:
    """Length as Excel counts: characters beyond the basic plane are two."""
    return len(text) if len(text) * 2 <= MAX_TEXT else len(text.encode("utf-16-le", "surrogatepass")) // 2
