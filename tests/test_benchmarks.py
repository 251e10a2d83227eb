"""The benchmark measures like things: its notices pass every check, our pages alone are those of
the build, and peers that make other pages are refused."""

import importlib
import subprocess
import sys

import pytest

from qingdan.build import check
from qingdan.cli import STAGES
from qingdan.loader import load


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
    assert outcome.tasks == 6 * notices.TASKS
    assert [len(d.tasks) for d in load(tmp_path / "content").library.documents] == [notices.TASKS] * 6
    notices.edit(tmp_path / "content", done=True)
    outcome, problems = look()
    assert problems == []
    assert sum(t.status == "已完成" for t in load(tmp_path / "content").library.tasks()) == 1
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


def test_pages_alone_are_those_of_the_build(module, notices, content, root, tmp_path):
    site = tmp_path / "site-folder"
    module("run")._copy_site(site)
    notices.write(notices.words_of(content), 2, site / "content")
    (site / "content" / "site.yaml").write_bytes((content / "site.yaml").read_bytes())
    for program, output in (("build_site.py", "whole"), (root / "benchmarks" / "pages_alone.py", "alone")):
        command = [sys.executable, program, "--output", output, "--timings"]
        ended = subprocess.run(command, cwd=site, capture_output=True, encoding="utf-8", check=True)
        assert list(module("measure").stages(ended.stderr)) == list(STAGES)
    whole, alone = site / "whole", site / "alone"
    pages = {f.relative_to(whole): f.read_bytes() for f in whole.rglob("*.html")}
    assert len(pages) > 100
    assert pages == {f.relative_to(alone): f.read_bytes() for f in alone.rglob("*.html")}
    # What Hugo does not make is not made, only its place is kept.
    assert (whole / "data" / "tasks.json").stat().st_size > 10_000
    for folder in ("data", "search"):
        made = [f for f in (alone / folder).rglob("*") if f.is_file() and f.suffix != ".html"]
        assert made
        assert {f.stat().st_size for f in made} == {0}


def test_the_table_sets_like_beside_like(module):
    run = module("run")

    def row(builder, case, seconds, **stages):
        return {
            "builder": builder, "case": case, "documents": "5", "pages": 9, "seconds": seconds,
            "stages": stages, "cpu_seconds": 1, "peak_mb": 1, "site_mb": 1,
        }  # fmt: skip

    spent = {"read": 6.0, "shell": 0.1, "pages": 0.2, "write": 0.3, "verify": 0.2, "swap": 0.2}
    results = [
        row("qingdan", "cold", 10.0, **spent),
        row("qingdan", "shell cached", 8.0, **spent),
        row("qingdan", "pages alone", 5.0, **spent),
        row("Hugo", "whole", 2.0),
        row("MkDocs + Material", "whole", 80.0),
    ]
    cells = [tuple(line.split(" | ")[3:]) for line in run._compared(results)][2:]
    assert cells == [
        ("5.00", "2.00", "0.4 |"),  # pages alone, the whole program, beside Hugo
        ("1.00", "2.00", "2.0 |"),  # without start, load and check
        ("8.00", "80.00", "10.0 |"),
        ("10.00", "80.00", "8.0 |"),
    ]
    alone = [line for line in run._compared(results[:3]) if line.startswith("| 5")]
    assert alone == []  # nothing to compare with
