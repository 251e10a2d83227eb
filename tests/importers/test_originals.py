"""The five originals, unaided: every field of 222 tasks and all metadata as in the checked YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .conftest import ROOT, drafted_file, tree

ORIGINALS = sorted((ROOT / "content" / "originals").glob("*.txt"))


def tasks(values: dict[str, Any]) -> list[dict[str, Any]]:
    return [e for part in values["清单"] for e in part["条目"] if isinstance(e, dict) and "内容" in e]


@pytest.mark.parametrize("path", ORIGINALS, ids=lambda p: p.stem)
def test_an_original_gives_its_checked_document(path: Path) -> None:
    found = drafted_file(path)
    assert found.alignment is not None
    assert found.alignment.proved
    checked = tree((ROOT / "content" / "documents" / f"{path.stem}.yaml").read_text(encoding="utf-8"))
    drafted = tree(found.yaml)
    # What is printed of 地区 is its last part; upper levels are a person's knowledge.
    region, wanted = drafted.pop("地区", ""), checked.pop("地区", "")
    assert wanted.endswith(region)
    assert bool(region) == bool(wanted)
    # Reasons are words of the person who wrote them.
    assert [x["文字"] for x in drafted.pop("未采用", [])] == [x["文字"] for x in checked.pop("未采用", [])]
    assert drafted == checked
    assert [list(task) for task in tasks(drafted)] == [list(task) for task in tasks(checked)]


def test_all_222_tasks_are_read() -> None:
    assert sum(len(tasks(tree(drafted_file(path).yaml))) for path in ORIGINALS) == 222
