"""The checked documents, written as Word documents, read back as the same YAML."""

from __future__ import annotations

from typing import Any

import pytest

from qingdan.importers.drafting import draft

from .conftest import tree
from .printed import IDS, checked, parts, tasks
from .printed_docx import WRITERS, loose


def held(values: dict[str, Any]) -> dict[str, Any]:
    """What must be the same: everything but reasons, which are a person's words, and upper regions."""
    values = dict(values)
    values.pop("原件", None)
    values["地区"] = values.get("地区", "").split("/")[-1]
    values["未采用"] = [x["文字"] for x in values.get("未采用", [])]
    return values


@pytest.mark.parametrize("write", WRITERS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("id_", IDS)
def test_a_document_reads_back(id_: str, write) -> None:
    found = draft("x.docx", write(parts(id_)), "content/originals/x.docx", id_)
    assert found.alignment is not None
    assert found.alignment.proved
    got, wanted = held(tree(found.yaml)), held(checked(id_))
    assert list(tasks(got)) == list(tasks(wanted))
    if write is not loose:  # headings between tables part the list into several
        assert got == wanted
