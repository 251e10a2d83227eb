"""The benchmark measures like things: its notices pass every check, and peers that make other
pages are refused."""

import importlib
import sys

import pytest

from qingdan.build import check


@pytest.fixture
def module(root, monkeypatch):
    """Imports a module of benchmarks/, which is no package."""
    known = set(sys.modules)
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    yield importlib.import_module
    for name in set(sys.modules) - known:
        if str(root / "benchmarks") in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


@pytest.fixture
def notices(module):
    return module("notices")


@pytest.fixture
def compare(module):
    return module("compare")


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


ROW = (
    "<tr><td>1</td><td>公开\n预算</td><td><a>市财政局</a></td>"
    "<td>12月底前 2022年12月31日</td><td>清单 第 1 项</td></tr>"
)
RECORDS = {
    "tasks": {
        "d/1": {
            "number": "1",
            "text": "公开预算",
            "from": "清单 第 1 项",
            "lead": [{"name": "市财政局"}],
            "responsible": [],
            "supporting": [],
            "deadline": {"printed": "12月底前", "day": "2022年12月31日"},
        }
    },
    "documents": [],
    "regions": [],
    "deadlines": [],
    "units": [{"url": "units/r/u/", "lead": ["d/1"], "responsible": [], "supporting": []}],
}


def write_site(folder, row, path="units/r/u/index.html"):
    (folder / path).parent.mkdir(parents=True)
    (folder / path).write_text(
        f"<article><table><thead><tr><th>头</th></tr></thead><tbody>{row}</tbody></table></article>", "utf-8"
    )
    return folder


def test_peers_with_the_same_rows_are_taken(compare, tmp_path):
    ours, theirs = write_site(tmp_path / "a", ROW), write_site(tmp_path / "b", ROW.replace("\n", ""))
    assert compare.check(RECORDS, ours, theirs) == 1


@pytest.mark.parametrize(
    "row",
    [
        ROW.replace("预算", "决算"),
        ROW.replace("市财政局", ""),
        ROW.replace("12月底前", "年底前"),
        "",
        ROW * 2,
    ],
    ids=["words", "unit", "deadline", "row missing", "row doubled"],
)
def test_peers_with_other_rows_are_refused(compare, tmp_path, row):
    ours, theirs = write_site(tmp_path / "a", ROW), write_site(tmp_path / "b", row)
    with pytest.raises(compare.DifferentError):
        compare.check(RECORDS, ours, theirs)


def test_peers_with_other_pages_are_refused(compare, tmp_path):
    ours = write_site(tmp_path / "a", ROW)
    theirs = write_site(tmp_path / "b", ROW, "units/r/other/index.html")
    with pytest.raises(compare.DifferentError, match="only ours"):
        compare.check(RECORDS, ours, theirs)
