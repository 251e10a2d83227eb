"""The five checked documents as they would be printed: lines and tables with merged cells.

Lines outside the tables are those of the original, the tables' rows are those of the YAML.
What is printed can be written into any format; reading it must give the YAML again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from qingdan.loader import Source, load_document
from qingdan.model import Document
from qingdan.text.passages import align

from .conftest import ROOT

IDS = ("deqing-2022", "jiaxing-2020", "shaoxing-2022", "unnamed-city-2022", "zhejiang-2021")
KEYS = ("序号", "内容", "牵头单位", "责任单位", "完成时限")


@dataclass
class PrintedTable:
    """A table: header, and rows of cells; a heading is a row of one cell, a named row has its name."""

    header: list[str]
    rows: list[list[str]] = field(default_factory=list)
    groups: list[tuple[int, int]] = field(default_factory=list)
    """Rows (first, last) over which the first cell is merged."""


Part = str | PrintedTable


def checked(id_: str) -> dict[str, Any]:
    """The values of a checked document's YAML."""
    text = (ROOT / "content" / "documents" / f"{id_}.yaml").read_text("utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)


def original(id_: str) -> list[str]:
    """The lines of an original."""
    return (ROOT / "content" / "originals" / f"{id_}.txt").read_text("utf-8").split("\n")


def _document(id_: str) -> Document:
    text = (ROOT / "content" / "documents" / f"{id_}.yaml").read_text("utf-8")
    document, _ = load_document(Source(f"{id_}.yaml", "", tuple(text.split("\n"))))
    assert document is not None
    return document


def parts(id_: str) -> list[Part]:
    """What the document prints, in order."""
    lines = original(id_)
    document, values = _document(id_), checked(id_)
    spans = align(lines, document).spans
    regions = []
    for number, (part, given) in enumerate(zip(document.lists, values["清单"], strict=True), 1):
        if given["形式"] != "表格":
            continue
        ids = [t.id for t in part.tasks] + [i for i in spans if i.startswith(f"section-{number}-")]
        own = [spans[i] for i in ids if i in spans]
        names = {"".join(n.split()) for n in given["表头"]}
        first = min(s.start[0] for s in own)
        while first > 1 and _is_header(lines[first - 2], names):
            first -= 1
        regions.append((first, max(s.end[0] for s in own), _table(given)))
    out: list[Part] = []
    at = 1
    for first, last, table in regions:
        out += [*lines[at - 1 : first - 1], table]
        at = last + 1
    return [*out, *lines[at - 1 :]]


def _is_header(line: str, names: set[str]) -> bool:
    cells = ["".join(c.split()) for c in line.replace("|", "\t").split("\t")]
    return all(not c or c in names for c in cells)


def _table(given: dict[str, Any]) -> PrintedTable:
    table = PrintedTable(list(given["表头"]))
    tasks = [e for e in given["条目"] if isinstance(e, dict)]
    keys = [k for k in KEYS if any(k in t for t in tasks)]
    named = len(table.header) == len(keys) + 1
    if table.header[0] != "序号":
        return _grouped(given, keys)
    name = ""
    for entry in given["条目"]:
        if isinstance(entry, str) and named:
            name = entry
        elif isinstance(entry, str):
            table.rows.append([entry])
        else:
            cells = [entry.get(k, "") for k in keys]
            table.rows.append([cells[0], name, *cells[1:]] if named else cells)
    return table


def _grouped(given: dict[str, Any], keys: list[str]) -> PrintedTable:
    """The headings are cells of a first column that span rows; the numbers behind them have no name."""
    first, *names = given["表头"]
    table = PrintedTable([first, "", *names])
    name, begin = "", 0
    for entry in given["条目"]:
        if isinstance(entry, str):
            name, begin = entry, len(table.rows)
        else:
            table.rows.append([name, *(entry.get(k, "") for k in keys)])
            if table.groups and table.groups[-1][0] == begin:
                table.groups.pop()
            table.groups.append((begin, len(table.rows) - 1))
    return table


def width(table: PrintedTable) -> int:
    """How many columns the table has."""
    return max(len(table.header), *(len(row) for row in table.rows))


def tasks(values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in values["清单"]:
        yield from (e for e in part["条目"] if isinstance(e, dict) and "内容" in e)
