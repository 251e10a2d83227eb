"""Open data: the library as files for programs, spreadsheets, calendars and readers.

One format, one module; FORMATS lists them. What the keys mean stands in `fields`
(JSON) and `columns` (the tables).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from qingdan import __version__
from qingdan.exports import (
    atom,
    beside,
    csv_table,
    datapackage,
    ics,
    json_tables,
    keys,
    xlsx_table,
    yaml_schema,
)
from qingdan.exports.edition import Edition
from qingdan.exports.pieces import Anew
from qingdan.files import File, key_of

__all__ = ["FOLDER", "FORMATS", "Anew", "Edition", "Format", "beside", "files"]

FOLDER = "data/"


class Format(NamedTuple):
    """One file of the open data."""

    make: Callable[[Edition], bytes]
    made_of: tuple[Callable[[Edition], str], ...] = ()
    """The parts of an edition on which its bytes depend, each as a digest."""


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "tasks.json": Format(json_tables.tasks, (keys.documents, keys.address)),
        "documents.json": Format(json_tables.documents, (keys.documents, keys.originals, keys.address)),
        "units.json": Format(json_tables.units, (keys.documents, keys.units, keys.address)),
        "tasks.schema.json": Format(json_tables.tasks_schema),
        "documents.schema.json": Format(json_tables.documents_schema),
        "units.schema.json": Format(json_tables.units_schema),
        "tasks.csv": Format(csv_table.table, (keys.documents, keys.address)),
        "tasks.xlsx": Format(
            xlsx_table.table,
            (keys.documents, keys.address, keys.masthead, keys.day, keys.workbook_writer),
        ),
        "deadlines.ics": Format(
            ics.calendar,
            (keys.documents, keys.address, keys.masthead, keys.day_of_undated),
        ),
        "feed.xml": Format(
            lambda e: atom.Feeds(e).of_site(),
            (keys.documents, keys.address, keys.masthead, keys.day_of_undated),
        ),
        "schema.json": Format(yaml_schema.schema),
    }
)
"""Name of the file -> how it is made. datapackage.json is made of them all."""


def files(edition: Edition) -> Iterator[File]:
    """The files of site/data/, none of them made before it is read."""
    made: dict[str, bytes] = {}

    def read(name: str) -> bytes:
        if name not in made:
            made[name] = FORMATS[name].make(edition)
        return made[name]

    all_keys = []
    for name, form in FORMATS.items():
        key = key_of(name, __version__, *(part(edition) for part in form.made_of))
        all_keys.append(key)
        yield File(FOLDER + name, partial(read, name), key)
    key = key_of(*all_keys, keys.masthead(edition), keys.day(edition))
    yield File(FOLDER + "datapackage.json", lambda: datapackage.package(edition, read), key)
