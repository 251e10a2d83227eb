"""Every table of the checked documents, printed in every layout, reads back the same."""

from __future__ import annotations

import pytest

from .conftest import drafted, tree
from .rendered import LAYOUTS, NAMES, PROSE, expected, named, one_line, proses, tables


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("names", NAMES, ids=lambda n: n[1])
def test_a_table_reads_back_from_a_layout(layout, names) -> None:
    for name, fields, rows in tables():
        text = "\n".join(["2022年政务公开工作任务清单", *layout(rows, named(fields, names))])
        values = tree(drafted(text).yaml)
        assert values["标题"] == "2022年政务公开工作任务清单", name
        found = [squeezed(entry) for part in values["清单"] for entry in part["条目"]]
        assert found == expected(rows, fields, names), name


def squeezed(entry):
    return entry if isinstance(entry, str) else {k: "".join(v.split()) for k, v in entry.items()}


@pytest.mark.parametrize("layout", PROSE, ids=lambda f: f.__name__)
def test_prose_reads_back_from_a_layout(layout) -> None:
    for name, entries in proses():
        # In one line nothing says where a heading without mark ends and a paragraph begins.
        kept = (
            entries if layout is not one_line else [e for e in entries if isinstance(e, str) or "内容" in e]
        )
        text = "\n".join(["2022年政务公开工作要点", *layout(kept)])
        found = [e for part in tree(drafted(text).yaml)["清单"] for e in part["条目"]]
        assert found == kept, name
