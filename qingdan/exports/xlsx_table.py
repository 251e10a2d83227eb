"""tasks.xlsx: the table of tasks, and a sheet that says what its columns mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qingdan.exports.addresses import as_uri
from qingdan.exports.columns import COLUMNS, Row
from qingdan.exports.edition import Edition
from qingdan.exports.ooxml import Sheet, Value, workbook


def table(edition: Edition) -> bytes:
    """tasks.xlsx."""
    titles = [column.title for column in COLUMNS]
    tasks = Sheet(
        "任务",
        titles,
        [column.width for column in COLUMNS],
        _rows(edition),
        [as_uri(edition.url(task.url)) for _, _, task in edition.rows()] if edition.site_url else (),
        titles.index("网址"),
    )
    site = edition.library.site
    return workbook(
        [tasks, Sheet("字段说明", ["列", "说明", "在 tasks.json 中"], [16, 72, 28], _explained(edition))],
        title=f"{site.name}：任务",
        creator=site.sponsor or site.name,
        day=edition.as_of,
    )


def _rows(edition: Edition) -> Iterator[Sequence[Value]]:
    values = [column.value for column in COLUMNS]
    for document, part, task in edition.rows():
        row = Row(edition, document, part, task)
        yield [value(row) for value in values]


def _explained(edition: Edition) -> Iterator[Sequence[Value]]:
    for column in COLUMNS:
        yield (column.title, column.help, column.key)
    yield (None, f"数据截至 {edition.as_of.isoformat()}。", None)
