"""The benchmark's notices are real enough: every check passes on them, and after the edit too."""

import importlib
import sys

import pytest

from qingdan.build import check


@pytest.fixture
def notices(root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    yield importlib.import_module("notices")
    sys.modules.pop("notices")


def test_made_notices_pass_every_check(notices, content, tmp_path):
    words = notices.words_of(content)
    assert len(words.units) == notices.UNITS
    notices.write(words, 6, tmp_path / "content")
    before = {f: f.read_bytes() for f in (tmp_path / "content").rglob("*.yaml")}

    def look():
        outcome = check(tmp_path / "content")
        # A folder without site.yaml is the one thing that the generator leaves to its caller.
        return outcome, [p for p in outcome.problems if "site.yaml" not in p.place.file]

    outcome, problems = look()
    assert problems == []
    assert [len(d.tasks) for d in outcome.library.documents] == [notices.TASKS] * 6
    notices.edit(tmp_path / "content", done=True)
    outcome, problems = look()
    assert problems == []
    assert sum(t.status == "已完成" for t in outcome.library.tasks()) == 1
    notices.edit(tmp_path / "content", done=False)
    assert {f: f.read_bytes() for f in before} == before
