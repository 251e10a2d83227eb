"""The checked documents, written in every office format, read back as the same YAML.

What a format can't carry is left out by name: docs/guide/import.md says so to staff.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from qingdan.importers.drafting import draft

from .conftest import tree
from .printed import IDS, Part, checked, parts, tasks
from .printed_docx import loose, numbered, plain, split_cells
from .printed_sheets import several_sheets, tabbed, text_table, workbook

WRITERS: dict[str, tuple[str, Callable[[Sequence[Part]], bytes]]] = {
    "docx": (".docx", plain),
    "docx, numbered by Word": (".docx", numbered),
    "docx, headings between tables": (".docx", loose),
    "docx, borders dragged": (".docx", split_cells),
    "xlsx": (".xlsx", workbook),
    "xlsx, several sheets": (".xlsx", several_sheets),
    "csv": (".csv", text_table),
    "tsv": (".tsv", tabbed),
}


def held(values: dict[str, Any]) -> dict[str, Any]:
    """What must be the same: everything but reasons, which are a person's words, and upper regions."""
    values = dict(values)
    values.pop("原件", None)
    values["地区"] = values.get("地区", "").split("/")[-1]
    values["未采用"] = [x["文字"] for x in values.get("未采用", [])]
    return values


@pytest.mark.parametrize("how", WRITERS)
@pytest.mark.parametrize("id_", IDS)
def test_a_document_reads_back(id_: str, how: str) -> None:
    suffix, write = WRITERS[how]
    found = draft(f"x{suffix}", write(parts(id_)), f"content/originals/x{suffix}", id_)
    assert found.alignment is not None, found.problems
    assert found.alignment.proved
    got, wanted = held(tree(found.yaml)), held(checked(id_))
    assert list(tasks(got)) == list(tasks(wanted))
    if write is not loose:  # headings between tables part the list into several
        assert got == wanted
