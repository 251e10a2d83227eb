"""Time `qingdan search`: `python benchmarks/search/command_line.py [--documents 500] [--runs 5]`.

On notices made from the words of the real ones (50 tasks each, ../notices.py): making the index, answers of
the whole program (its start, the look at every file, the answer), answers of a program that stays. Prints
tables and, for the default size, writes command_line.json. CPU seconds stand beside those of the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))

import notices  # noqa: E402
from measure import Run, middle, run  # noqa: E402

from qingdan.loader import load  # noqa: E402
from qingdan.search.analysis import fold  # noqa: E402
from qingdan.search.local import kept  # noqa: E402
from qingdan.search.local.related import related  # noqa: E402
from qingdan.search.reader import Reader  # noqa: E402

QUERIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("in almost every task", ("公开",)),
    ("one character", ("的",)),
    ("a long word in many tasks", ("政府信息公开",)),
    ("a unit in many tasks", ("各区、县（市）政府",)),
    ("a rare phrase", ("水土保持监测",)),
    ("two words", ("政务公开", "财政")),
    ("one without the other", ("公开", "-疫情")),
    ("nothing", ("没有这几个字",)),
    ("filtered by role and year", ("公开", "--role", "牵头", "--year", "2022")),
    ("no words, only filters", ("--role", "牵头", "--due", "none")),
    ("JSON, 200 results", ("公开", "--json", "--limit", "200")),
    ("related tasks", ("--related", "test-001-2020/3")),
)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, default=500, help="notices of 50 tasks each")
    parser.add_argument("--runs", type=int, default=5, help="medians of so many runs")
    parser.add_argument("--keep", help="work in this folder and leave everything there")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qingdan-bench-") as name:
        work = Path(asked.keep or name).resolve()
        report = _report(work, asked.documents, asked.runs)
    if asked.documents == 500:
        text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
        (HERE / "command_line.json").write_text(text, "utf-8")
    print(table(report))
    return 0


def _report(work: Path, documents: int, runs: int) -> dict[str, Any]:
    content = work / "content"
    shutil.rmtree(content, ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    (work / "mkdocs.yml").write_text("", "utf-8")
    notices.write(notices.words_of(ROOT / "content"), documents, content)

    def search(*words: str) -> Run:
        command = [sys.executable, "-m", "qingdan", "search", "--content", str(content), *words]
        environment = {
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(work / "pyc"),
        }
        return run([command], work, environment, work / "log.txt")

    cache = work / ".cache" / "qingdan"
    folder = kept.folder_of(content, cache)

    def first() -> Run:
        shutil.rmtree(cache, ignore_errors=True)
        return search("公开")

    def edited() -> Run:
        notices.edit(content, done=True)
        done = search("公开")
        notices.edit(content, done=False)
        search("公开")
        return done

    start = [run([[sys.executable, "-c", "pass"]], work, {}, work / "log.txt") for _ in range(runs)]
    rows = [
        _row("Python alone, for comparison", middle(start)),
        _row("first: the index is made", middle([first() for _ in range(min(runs, 3))])),
        _row("one line of one document edited", middle([edited() for _ in range(min(runs, 3))])),
    ]
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    time.sleep(2.5)  # files so new that their times say nothing are read once more
    search("公开")
    rows += [_row(what, middle([search(*words) for _ in range(runs)])) for what, words in QUERIES]
    opened = kept.opened(content, folder)
    return {
        "machine": {
            "processors": os.cpu_count(),
            "load": round(os.getloadavg()[0], 2),
            "system": f"{platform.system()} {platform.machine()}",
            "python": platform.python_version(),
        },
        "documents": documents,
        "tasks": opened.indexed.tasks,
        "runs": runs,
        "index_mb": round(size / 1e6, 1),
        "whole_program": rows,
        "warm": list(_warm(opened, content)),
    }


def _row(what: str, took: Run) -> dict[str, Any]:
    return {
        "what": what,
        "seconds": round(took.seconds, 3),
        "cpu_seconds": round(took.cpu, 3),
        "peak_mb": round(took.peak, 1),
    }


def _warm(opened: kept.Opened, content: Path) -> Iterator[dict[str, Any]]:
    """Milliseconds of the processor a query, for 500 random pieces of tasks, and for related tasks."""
    chance = random.Random(1)
    tasks = list(load(content).library.tasks())
    reader = Reader(opened.indexed)
    pieces = []
    for task in chance.choices(tasks, k=500):
        text = fold(task.text.value)
        length = min(chance.randrange(2, 11), len(text))
        at = chance.randrange(len(text) - length + 1)
        pieces.append(text[at : at + length])
    ids = [task.id for task in chance.choices(tasks, k=30)]
    yield _spent("find, pieces of 2 to 10 characters", reader.find, pieces)
    yield _spent("related, 10 tasks", lambda id_: related(opened.indexed, id_, 10), ids)


def _spent(what: str, ask: Callable[[str], object], questions: list[str]) -> dict[str, Any]:
    took = []
    for question in questions:
        begin = time.process_time()
        ask(question)
        took.append((time.process_time() - begin) * 1000)
    return {"what": what, "median_ms": round(median(took), 2), "most_ms": round(max(took), 1)}


def table(report: dict[str, Any]) -> str:
    """The report in Markdown."""
    machine = report["machine"]
    about = (
        f"{machine['processors']} processors, {machine['system']}, Python {machine['python']}, load "
        f"{machine['load']} at the end; medians of {report['runs']} runs."
    )
    lines = [
        f"{report['tasks']} tasks in {report['documents']} documents; index {report['index_mb']} MB on disk.",
        "",
        "| whole program | seconds | CPU s | peak MB |",
        "| --- | ---: | ---: | ---: |",
        *(
            f"| {r['what']} | {r['seconds']:.2f} | {r['cpu_seconds']:.2f} | {r['peak_mb']:.0f} |"
            for r in report["whole_program"]
        ),
        "",
        "| a program that stays | median, ms of CPU | most |",
        "| --- | ---: | ---: |",
        *(f"| {r['what']} | {r['median_ms']} | {r['most_ms']} |" for r in report["warm"]),
        "",
        about,
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
