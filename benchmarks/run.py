"""Time our build and its peers on the same pages: `make bench`, or `python benchmarks/run.py`.

Prints a table and writes results.json. Options: --sizes 5,50,500  --runs 3  --no-peers  --keep DIR
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import compare
import notices
import records
from measure import Run, Size, middle, run, size
from peers import PEERS, Peer

HERE = Path(__file__).parent
ROOT = HERE.parent
TOOLS = ROOT / ".cache" / "benchmarks"
REAL = "5 (the real notices)"
OURS, WHOLE, PAGES_ALONE = "qingdan", "whole", "pages alone"
COMPARED = (
    ("pages alone, reading the data included: Hugo", "Hugo", PAGES_ALONE, ()),
    (
        "pages alone, from data read to site in place: Hugo, its reading included",
        "Hugo",
        PAGES_ALONE,
        ("shell", "pages", "write", "verify", "swap"),
    ),
    ("whole, the theme's frame cached: MkDocs with its search", "MkDocs + Material", "shell cached", ()),
    ("whole, nothing cached: MkDocs with its search", "MkDocs + Material", "cold", ()),
)
"""What is compared, peer, our case, our stages that count (none: the whole program)."""


def main() -> int:
    """The command."""
    asked = _arguments()
    machine = _machine()
    with tempfile.TemporaryDirectory(prefix="qingdan-bench-") as name:
        work = Path(asked.keep or name).resolve()
        work.mkdir(parents=True, exist_ok=True)
        if not asked.no_peers:
            _install()
        results = list(_all(asked, work))
    report = {"machine": machine, "runs": asked.runs, "results": results}
    if not asked.no_peers and asked.sizes == [5, 50, 500]:
        (HERE / "results.json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(table(report))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", default="5,50,500", help="numbers of documents")
    parser.add_argument("--runs", type=int, default=3, help="medians of so many runs")
    parser.add_argument("--no-peers", action="store_true", help="time our build only")
    parser.add_argument("--keep", help="work in this folder and leave everything there")
    asked = parser.parse_args()
    asked.sizes = [int(size) for size in asked.sizes.split(",")]
    return asked


def _install() -> None:
    """The peers' programs, into a folder of their own; nothing where they are there already."""
    wanted = (HERE / "requirements.txt").read_text("utf-8")
    mark = TOOLS / "installed.txt"
    if mark.is_file() and mark.read_text("utf-8") == wanted:
        return
    shutil.rmtree(TOOLS, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(TOOLS)]
    subprocess.run([*command, "-r", str(HERE / "requirements.txt")], check=True)
    mark.write_text(wanted, "utf-8")


def _all(asked: argparse.Namespace, work: Path) -> Iterator[dict[str, Any]]:
    words = notices.words_of(ROOT / "content")
    real = work / "real"
    _copy_site(real)
    shutil.copytree(ROOT / "content", real / "content")
    yield from _ours(real, REAL, asked.runs)
    for documents in asked.sizes:
        folder = work / str(documents)
        _copy_site(folder)
        notices.write(words, documents, folder / "content")
        shutil.copy(ROOT / "content" / "site.yaml", folder / "content" / "site.yaml")
        yield from _ours(folder, str(documents), asked.runs)
        if asked.no_peers:
            continue
        made = records.read(folder / "content", folder / "site" / "data")
        for peer in PEERS:
            yield _peer(peer, made, folder, str(documents), asked.runs)
        if not asked.keep:
            shutil.rmtree(folder)


def _copy_site(folder: Path) -> None:
    """All that a build reads besides content, so that no cache of the repository helps."""
    for path in (folder, folder / "site"):
        shutil.rmtree(path, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("build_site.py", "mkdocs.yml"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("docs", "templates"):
        shutil.copytree(ROOT / name, folder / name)


def _ours(folder: Path, documents: str, runs: int) -> Iterator[dict[str, Any]]:
    """Cold, shell cached, after one line, unchanged; and the pages alone, shell cached too."""
    site, cache = folder / "site", folder / ".cache"
    alone = folder / "pages-alone"

    def build(program: str = "build_site.py", output: str = "site") -> Run:
        command = [sys.executable, program, "--output", output, "--timings"]
        return run(command, folder, {}, folder / "log.txt")

    def check() -> Run:
        return run([sys.executable, "-m", "qingdan", "check"], folder, {}, folder / "log.txt")

    found: dict[str, list[Run]] = {
        "cold": [], "shell cached": [], "one line edited": [], "taken back": [], "unchanged": [],
        "checked, cold": [], "checked, one line edited": [], "checked, unchanged": [], PAGES_ALONE: [],
    }  # fmt: skip
    for _ in range(runs):
        _forget(cache, site)
        shutil.rmtree(cache, ignore_errors=True)
        found["cold"].append(build())
        _forget(cache, site)
        found["shell cached"].append(build())
        notices.edit(folder / "content", done=True)
        found["one line edited"].append(build())
        notices.edit(folder / "content", done=False)
        found["taken back"].append(build())
        found["unchanged"].append(build())
        found["checked, unchanged"].append(check())
        notices.edit(folder / "content", done=True)
        found["checked, one line edited"].append(check())
        notices.edit(folder / "content", done=False)
        _forget(cache, alone)
        found["checked, cold"].append(check())
        _forget(cache, alone)
        found[PAGES_ALONE].append(build(str(HERE / "pages_alone.py"), alone.name))
    made = compare.pages(site)
    if compare.pages(alone) != made:
        raise compare.DifferentError("pages_alone.py makes other pages than the build")
    for case, took in found.items():
        weight = size(alone if case == PAGES_ALONE else site)
        yield _row(OURS, case, documents, len(made), middle(took), weight)


def _forget(cache: Path, site: Path) -> None:
    """No site, and no memory but the theme's frame."""
    for path in (site, site.with_name(f".{site.name}.spare")):
        shutil.rmtree(path, ignore_errors=True)
    for path in (cache / "qingdan").glob("*"):
        if path.name != "shell":
            shutil.rmtree(path)


def _peer(peer: Peer, made: records.Record, folder: Path, documents: str, runs: int) -> dict[str, Any]:
    here = folder / "".join(c for c in peer.name if c.isalnum()).lower()
    shutil.rmtree(here, ignore_errors=True)
    peer.prepare(made, folder / "site", here)
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(TOOLS),
        "NO_MKDOCS_2_WARNING": "1",
    }
    took = []
    for _ in range(runs):
        for leftover in ("site", "resources", "public"):
            shutil.rmtree(here / leftover, ignore_errors=True)
        took.append(run(peer.command(TOOLS), here, environment, folder / "log.txt"))
    pages = compare.check(made, folder / "site", here / "site")
    return _row(peer.name, WHOLE, documents, pages, middle(took), size(here / "site"))


def _row(builder: str, case: str, documents: str, pages: int, took: Run, weight: Size) -> dict[str, Any]:
    row = {
        "builder": builder,
        "case": case,
        "documents": documents,
        "pages": pages,
        "seconds": round(took.seconds, 3),
        "stages": {stage: round(seconds, 3) for stage, seconds in took.stages.items()},
        "cpu_seconds": round(took.cpu, 3),
        "peak_mb": round(took.peak, 1),
        "site_mb": round(weight.bytes / 1e6, 2),
        "page_mb": round(weight.page_bytes / 1e6, 2),
        "files": weight.files,
    }
    print(json.dumps(row, ensure_ascii=False), file=sys.stderr, flush=True)
    return row


def _machine() -> dict[str, Any]:
    return {
        "processors": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def table(report: dict[str, Any]) -> str:
    """The results as two Markdown tables: like beside like, and every figure."""
    machine = report["machine"]
    about = (
        f"{machine['processors']} processors, {machine['system']}, Python {machine['python']}, load "
        f"{machine['load_before']} before; medians of {report['runs']} runs."
    )
    return "\n".join([*_compared(report["results"]), "", *_figures(report["results"]), "", about])


def _compared(results: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Ours beside a peer's, doing the same."""
    found = {(r["documents"], r["builder"], r["case"]): r for r in results}
    yield "| documents | pages | what is compared | ours, s | theirs, s | theirs ÷ ours |"
    yield "| --- | ---: | --- | ---: | ---: | ---: |"
    for documents in dict.fromkeys(r["documents"] for r in results):
        for words, peer, case, stages in COMPARED:
            ours, theirs = found[documents, OURS, case], found.get((documents, peer, WHOLE))
            if theirs:
                seconds = sum(ours["stages"][s] for s in stages) if stages else ours["seconds"]
                yield (
                    f"| {documents} | {ours['pages']} | {words} | {seconds:.2f} | {theirs['seconds']:.2f} "
                    f"| {theirs['seconds'] / seconds:.1f} |"
                )


def _figures(results: Sequence[dict[str, Any]]) -> Iterator[str]:
    yield "| documents | pages | builder | seconds | CPU s | peak MB | site MB | stages, s |"
    yield "| --- | ---: | --- | ---: | ---: | ---: | ---: | --- |"
    for r in results:
        name = r["builder"] if r["case"] == WHOLE else f"{r['builder']}, {r['case']}"
        stages = " ".join(f"{stage} {seconds:.2f}" for stage, seconds in r["stages"].items())
        yield (
            f"| {r['documents']} | {r['pages']} | {name} | {r['seconds']:.2f} | {r['cpu_seconds']:.2f} "
            f"| {r['peak_mb']:.0f} | {r['site_mb']:.1f} | {stages} |"
        )


if __name__ == "__main__":
    sys.exit(main())
