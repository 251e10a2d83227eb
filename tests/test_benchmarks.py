"""The benchmark measures like things: its notices pass every check, our pages alone are those of
the build, and peers that make other pages are refused."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from qingdan.build import check
from qingdan.cli.build import STAGES
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
    for index in ("documents", "units", "deadlines"):
        (folder / index).mkdir(parents=True)
        (folder / index / "index.html").write_text("<article></article>", "utf-8")
    (folder / path).parent.mkdir(parents=True)
    (folder / path).write_text(
        f"<article><table><thead><tr><th>头</th></tr></thead><tbody>{row}</tbody></table></article>", "utf-8"
    )
    return folder


def test_peers_with_the_same_rows_are_taken(compare, tmp_path):
    ours, theirs = write_site(tmp_path / "a", ROW), write_site(tmp_path / "b", ROW.replace("\n", ""))
    assert compare.check(RECORDS, ours, theirs) == (4, 1.0)


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
    with pytest.raises(compare.DifferentError, match=r"missing: \['units/r/u/index.html'\]"):
        compare.check(RECORDS, ours, theirs)


def test_peers_that_leave_words_out_are_refused(compare, tmp_path):
    ours = write_site(tmp_path / "a", ROW + "<p>" + "还有图和原文对照，" * 9 + "</p>")
    theirs = write_site(tmp_path / "b", ROW)
    found = compare.check(RECORDS, ours, theirs)
    assert 0.2 < found.words < 0.6
    with pytest.raises(compare.DifferentError, match="of the words"):
        compare.check(RECORDS, ours, theirs, share=0.9)


def test_pages_alone_are_those_of_the_build(module, notices, content, root, tmp_path):
    site = tmp_path / "site-folder"
    module("run")._make(site, 2, notices.words_of(content))
    for program, output in (("build_site.py", "whole"), (root / "benchmarks" / "pages_alone.py", "alone")):
        command = [sys.executable, program, "--output", output, "--timings"]
        ended = subprocess.run(command, cwd=site, capture_output=True, encoding="utf-8", check=True)
        stages = [stage for stage in STAGES if stage != "zip"]  # which is asked for by itself
        assert list(module("measure").stages(ended.stderr)) == stages
    whole, alone = site / "whole", site / "alone"
    pages = {f.relative_to(whole): f.read_bytes() for f in whole.rglob("*.html") if f.name != "card.html"}
    assert len(pages) > 100
    assert pages == {f.relative_to(alone): f.read_bytes() for f in alone.rglob("*.html")}
    # What Hugo does not make is not made.
    assert (whole / "data" / "tasks.json").stat().st_size > 10_000
    assert not {f.suffix for f in alone.rglob("*") if f.is_file()} & {
        ".json",
        ".csv",
        ".ics",
        ".xlsx",
        ".bin",
    }


def row(builder, case, seconds, documents="5", **stages):
    return {
        "builder": builder, "case": case, "documents": documents, "pages": 9, "seconds": seconds,
        "stages": stages, "cpu_seconds": 1, "peak_mb": 1, "together_mb": 1, "site_mb": 1, "files": 9,
        "widest_folder": 3,
    }  # fmt: skip


SPENT = {"read": 6.0, "shell": 0.1, "pages": 0.2, "write": 0.3, "verify": 0.2, "swap": 0.2}
RESULTS = [
    row("qingdan", "cold", 10.0, **SPENT),
    row("qingdan", "pages alone", 5.0, **SPENT),
    row("qingdan", "floor of pages", 0.25),
    row("Hugo, from data", "whole", 2.0),
    row("MkDocs + Material", "whole", 80.0),
]


def test_the_table_sets_like_beside_like(module):
    report = module("report")
    cells = [tuple(line.split(" | ")[2:]) for line in report._compared(RESULTS)][2:]
    assert cells == [
        ("5.00", "2.00", "0.40 |"),  # pages alone, the whole program, beside Hugo
        ("10.00", "2.00", "0.20 |"),
        ("10.00", "80.00", "8.00 |"),
        ("0.50", "0.25", "0.50 |"),  # the stages pages and write beside the plain loop
    ]
    alone = [line for line in report._compared(RESULTS[:2]) if line.startswith("| 5")]
    assert alone == []  # nothing to compare with


def test_what_was_not_measured_is_said(module):
    left_out = {"builder": "Zensical", "case": "whole", "documents": "5", "left_out": "over 900 s"}
    machine = {"processors": 2, "memory_gb": 8, "load_before": 5.0, "system": "x", "python": "3"}
    found = {"machine": machine, "results": [*RESULTS, left_out]}
    assert "| 5 | Zensical | over 900 s |" in module("report").table(found)
    page = module("speed_page").page(found)
    assert "- Zensical，5 份文件" in page
    assert "机器在忙别的事" in page
    assert 'aria-label="80.00 秒"' in page
    quiet = {**found, "machine": {**machine, "load_before": 0.1}}
    assert "机器在忙别的事" not in module("speed_page").page(quiet)


@pytest.mark.golden
def test_the_page_of_speed_is_that_of_the_results(module, root, renew):
    page = module("speed_page")
    text = page.page(json.loads((root / "benchmarks" / "results.json").read_text("utf-8")))
    if renew:
        page.PAGE.write_text(text, "utf-8")
    assert page.PAGE.read_text("utf-8") == text


def test_measured_results_are_kept_for_this_program_alone(module, tmp_path, monkeypatch):
    run = module("run")
    known = row("qingdan", "cold", 1.0)
    run.Store(tmp_path / "m.json", fresh=False).add(known)
    again = run.Store(tmp_path / "m.json", fresh=False)
    assert again.get("5", "qingdan", "cold") == known
    assert run.Store(tmp_path / "m.json", fresh=True).get("5", "qingdan", "cold") is None
    monkeypatch.setattr(run, "_program", lambda: "another")
    assert run.Store(tmp_path / "m.json", fresh=False).get("5", "qingdan", "cold") is None


def test_a_program_that_takes_too_long_is_ended(module, tmp_path):
    measure = module("measure")
    late = [[sys.executable, "-c", "import time; time.sleep(60)"]]
    with pytest.raises(measure.TooLongError):
        measure.run(late, tmp_path, {}, tmp_path / "log.txt", limit=0.2)
    failing = [[sys.executable, "-c", "raise SystemExit('no')"]]
    with pytest.raises(measure.FailedError, match="no"):
        measure.run(failing, tmp_path, {}, tmp_path / "log.txt")


def test_memory_of_all_processes_together_is_seen(module, tmp_path):
    measure = module("measure")
    program = (
        "import os, time\nif os.fork():\n    held = bytearray(60_000_000)\nelse:\n"
        "    held = bytearray(70_000_000)\ntime.sleep(1.5)"
    )
    # From a process of its own: what a child takes over from the one that starts it counts as its peak.
    asked = (
        f"import sys; sys.path.insert(0, {str(Path(measure.__file__).parent)!r}); import measure, pathlib\n"
        f"here = pathlib.Path({str(tmp_path)!r})\n"
        f"took = measure.run([[sys.executable, '-c', {program!r}]], here, {{}}, here / 'log.txt')\n"
        "print(took.peak, took.together)"
    )
    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True).stdout
    peak, together = map(float, told.split())
    assert peak < 120
    assert together > 130


def test_records_of_pages_are_read_from_our_site(module, tmp_path, notices, content):
    """What the peers are fed is what our pages show: passages, fields, charts."""
    site = tmp_path / "site-folder"
    run, cases = module("run"), module("cases")
    run._make(site, 3, notices.words_of(content))
    made = run._records(cases.Site(site))
    document = made["documents"][0]
    words = ["".join(p["words"] for p in line) for line in document["aligned"]["lines"]]
    assert words == [*(line["text"] for line in document["lines"]), ""]
    fields = [e for g in document["aligned"]["groups"] for e in g["entries"]]
    assert sum(1 for e in fields if any("task" in c for c in e["cells"])) == notices.TASKS
    assert document["charts"]
    for region in made["regions"]:
        assert region["charts"]
        assert all(sum(b["parts"]) == b["total"] for c in region["charts"] for b in c["bars"])
    assert {len(d["groups"]) - len(d["sections"]) for d in made["deadlines"]} == {0}


def test_search_on_the_command_line_is_timed(root, tmp_path):
    command = [sys.executable, root / "benchmarks/search/command_line.py", "--documents", "2", "--runs", "1"]
    said = subprocess.run(
        [*command, "--keep", tmp_path / "work"], check=True, capture_output=True, text=True
    ).stdout
    assert "100 tasks in 2 documents" in said
    assert "| first: the index is made | " in said
    assert "| nothing | " in said
