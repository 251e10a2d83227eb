"""Every table of the checked documents, printed in every layout, reads back the same."""

from __future__ import annotations

import pytest

from .conftest import drafted, tree
from .rendered import LAYOUTS, NAMES, expected, named, tables


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
