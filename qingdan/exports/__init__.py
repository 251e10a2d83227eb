"""Open data: the library as files for programs, spreadsheets, calendars and readers.

One format, one module; FORMATS lists them. What the keys mean stands in `fields`
(JSON) and `columns` (the tables).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from types import MappingProxyType

from qingdan.exports import atom, csv_table, datapackage, ics, json_tables, xlsx_table, yaml_schema
from qingdan.exports.edition import Edition
from qingdan.files import File
from qingdan.model import Library, OriginalText

FOLDER = "data/"

FORMATS: Mapping[str, Callable[[Edition], bytes]] = MappingProxyType(
    {
        "tasks.json": json_tables.tasks,
        "documents.json": json_tables.documents,
        "units.json": json_tables.units,
        "tasks.schema.json": json_tables.tasks_schema,
        "documents.schema.json": json_tables.documents_schema,
        "units.schema.json": json_tables.units_schema,
        "tasks.csv": csv_table.table,
        "tasks.xlsx": xlsx_table.table,
        "deadlines.ics": ics.calendar,
        "feed.xml": atom.feed,
        "schema.json": yaml_schema.schema,
    }
)
"""Name of the file -> what makes it. datapackage.json is made of them all."""


def files(
    library: Library,
    *,
    as_of: date,
    site_url: str = "",
    originals: Mapping[str, OriginalText] | None = None,
) -> Iterator[File]:
    """The files of site/data/, none of them made before it is read.

    `originals` are the originals as read, by document id: documents.json gives their sha256.
    """
    edition = Edition(library=library, as_of=as_of, site_url=site_url, originals=originals or {})
    digest = edition.digest()
    made: dict[str, bytes] = {}

    def read(name: str) -> bytes:
        if name not in made:
            made[name] = FORMATS[name](edition)
        return made[name]

    for name in FORMATS:
        yield File(FOLDER + name, partial(read, name), digest)
    yield File(FOLDER + "datapackage.json", lambda: datapackage.package(edition, read), digest)
