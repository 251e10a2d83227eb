"""Time our build and its peers on the same pages: `make bench`, or `python benchmarks/run.py`.

Every result is kept as it comes (.cache/benchmarks/measured.json): ended half-way, the same command
goes on where it was. When all is done, results.json and docs/speed.md are written.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import cases
import compare
import notices
import records
import report
import shown
import speed_page
from measure import FailedError, Run, Size, TooLongError, middle, run, size
from peers import PEERS, Peer
from report import OURS, REAL, RESULTS, WHOLE

HERE = Path(__file__).parent
ROOT = HERE.parent
TOOLS = ROOT / ".cache" / "benchmarks"
NPM = HERE / "eleventy" / "package.json"

Row = dict[str, Any]


def main() -> int:
    """The command."""
    asked = _arguments()
    if asked.list:
        print("\n".join([*cases.CASES, *(peer.name for peer in PEERS)]))
        return 0
    TOOLS.mkdir(parents=True, exist_ok=True)
    store = Store(TOOLS / "measured.json", fresh=asked.again)
    peers = [] if asked.no_peers else list(_able(asked.peers))
    if peers:
        _install(node=any(peer.needs == "node" for peer in peers))
    work = Path(asked.keep).resolve() if asked.keep else TOOLS / "work"
    words = notices.words_of(ROOT / "content")
    for documents in [None, *asked.sizes]:
        _measure(store, documents, words, peers, work, asked)
        if not asked.keep:
            shutil.rmtree(work / _name(documents), ignore_errors=True)
    found = store.report()
    print(report.table(found))
    if asked.write:
        RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        speed_page.write(found)
    different = [r for r in found["results"] if r.get("left_out", "").startswith(DIFFERENT)]
    return 1 if different else 0


DIFFERENT = "not the same pages"
"""Why a figure is refused: the peer's templates have to follow ours first."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time our build and its peers on the same pages.")
    parser.add_argument("--sizes", default="5,50,500", help="numbers of documents (default 5,50,500)")
    parser.add_argument("--runs", type=int, default=0, help="runs a case (5; 3 from 500, 1 from 5000)")
    parser.add_argument("--limit", type=float, default=900, help="seconds that one run may take (900)")
    parser.add_argument("--peers", default="", help="only peers whose name has one of these words: Hugo,Zen")
    parser.add_argument("--no-peers", action="store_true", help="time our build only")
    parser.add_argument("--keep", help="work in this folder and leave everything there")
    parser.add_argument("--again", action="store_true", help="forget what was measured before")
    parser.add_argument("--write", action="store_true", help="write results.json and docs/speed.md")
    parser.add_argument("--list", action="store_true", help="names of cases and peers, nothing else")
    asked = parser.parse_args()
    asked.sizes = [int(size) for size in asked.sizes.split(",")]
    return asked


def _able(words: str) -> Iterator[Peer]:
    """The peers asked for that this machine can run; what it cannot is said."""
    for peer in PEERS:
        if words and not any(word in peer.name for word in words.split(",")):
            continue
        if peer.needs and not shutil.which(peer.needs):
            print(f"{peer.name} is left out: {peer.needs} is not on this machine", file=sys.stderr)
            continue
        yield peer


def _install(*, node: bool) -> None:
    """The peers' programs, into a folder of their own; nothing where they are there already."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "--target"]
    programs, zensical = HERE / "requirements.txt", HERE / "requirements-zensical.txt"
    _once("programs.txt", programs, [*pip, str(TOOLS / "programs"), "--no-deps", "-r", str(programs)])
    _once("zensical.txt", zensical, [*pip, str(TOOLS / "zensical"), "-r", str(zensical)])
    if node:
        shutil.copy(NPM, TOOLS / "package.json")
        npm = ["npm", "install", "--no-audit", "--no-fund", "--loglevel", "error", "--prefix", str(TOOLS)]
        _once("node.txt", NPM, npm)


def _once(mark: str, wanted: Path, command: Sequence[str]) -> None:
    stamp = TOOLS / mark
    if not stamp.is_file() or stamp.read_text("utf-8") != wanted.read_text("utf-8"):
        subprocess.run(command, check=True)
        stamp.write_text(wanted.read_text("utf-8"), "utf-8")


class Store:
    """What was measured of this very program; what was measured of another is forgotten."""

    def __init__(self, file: Path, *, fresh: bool) -> None:
        self._file = file
        self._program = _program()
        known = {} if fresh or not file.is_file() else json.loads(file.read_text("utf-8"))
        same = known.get("program") == self._program
        self._rows: dict[str, Row] = known["rows"] if same else {}
        self._machine: Row = known["machine"] if same and self._rows else _machine()

    def get(self, documents: str, builder: str, case: str) -> Row | None:
        return self._rows.get(f"{documents}\t{builder}\t{case}")

    def add(self, row: Row) -> None:
        """Keep a result, on the disk too."""
        self._rows["\t".join((row["documents"], row["builder"], row["case"]))] = row
        print(json.dumps(row, ensure_ascii=False), file=sys.stderr, flush=True)
        beside = self._file.with_suffix(".new")
        kept = {"program": self._program, "machine": self._machine, "rows": self._rows}
        beside.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
        beside.replace(self._file)

    def report(self) -> Row:
        """What results.json holds."""
        return {"machine": self._machine, "results": list(self._rows.values())}


_ABOUT = (RESULTS, HERE / "README.md", HERE / "report.py", HERE / "speed_page.py")
"""What only tells of results."""


def _program() -> str:
    """Digest of all that is measured, and of what measures."""
    found = sha256()
    folders = (ROOT / "qingdan", ROOT / "templates", HERE)
    files = [f for folder in folders for f in folder.rglob("*") if f.is_file()]
    for file in sorted([*files, ROOT / "requirements.lock"]):
        if file.suffix != ".pyc" and file not in _ABOUT:
            found.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def _name(documents: int | None) -> str:
    return "real" if documents is None else str(documents)


@dataclass
class _Folder:
    """The folder of one size, made when the first case needs it, and anew for another program."""

    path: Path
    make: Callable[[], None]

    def ready(self) -> Path:
        stamp, program = self.path / "made-for.txt", _program()
        if not stamp.is_file() or stamp.read_text("utf-8") != program:
            self.make()
            stamp.write_text(program, "utf-8")
        return self.path


def _measure(
    store: Store,
    documents: int | None,
    words: notices.Words,
    peers: Sequence[Peer],
    work: Path,
    asked: argparse.Namespace,
) -> None:
    """All that is not yet known of one size; None for the real notices, of which peers get none."""
    label = REAL if documents is None else str(documents)
    runs = asked.runs or next(n for least, n in ((5000, 1), (500, 3), (0, 5)) if (documents or 0) >= least)
    folder = _Folder(work / _name(documents), lambda: _make(work / _name(documents), documents, words))
    if any(store.get(label, OURS, case) is None for case in cases.CASES):
        _ours(store, cases.Site(folder.ready(), asked.limit), label, runs)
    if documents is None:
        return
    made = None
    for peer in peers:
        if store.get(label, peer.name, WHOLE) is not None:
            continue
        if over := _over(store, peer, documents):
            store.add(_row(peer.name, WHOLE, label) | {"left_out": over})
            continue
        made = made or _records(cases.Site(folder.ready()))
        store.add(_peer(peer, made, folder.path, label, runs, asked.limit))


def _over(store: Store, peer: Peer, documents: int) -> str:
    """Why a peer is not asked at this size: at a smaller one it took too long or failed."""
    for row in store.report()["results"]:
        smaller = row["documents"].isdecimal() and int(row["documents"]) < documents
        if row["builder"] == peer.name and smaller and "left_out" in row:
            return str(row["left_out"])
    return ""


def _make(folder: Path, documents: int | None, words: notices.Words) -> None:
    """All that a build reads, so that no cache of the repository helps."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("build_site.py", "mkdocs.yml"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("docs", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    if documents is None:
        shutil.copytree(ROOT / "content", folder / "content")
        return
    notices.write(words, documents, folder / "content")
    shutil.copy(ROOT / "content" / "site.yaml", folder / "content" / "site.yaml")


def _ours(store: Store, site: cases.Site, documents: str, runs: int) -> None:
    """Run after run, each with all cases in their order."""
    found: dict[str, list[Run]] = {case: [] for case in cases.CASES}
    weights: dict[str, Size] = {}
    try:
        for _ in range(runs):
            for case, action in cases.CASES.items():
                found[case].append(action(site))
                weights[case] = size(site.alone if case in _ON_PAGES_ALONE else site.site)
    except TooLongError as late:
        print(late, file=sys.stderr)
    for case, took in found.items():
        if took:
            store.add(_row(OURS, case, documents, middle(took), weights[case], len(took)))
        else:
            store.add(_row(OURS, case, documents) | {"left_out": f"over {site.limit:.0f} s"})


_ON_PAGES_ALONE = (cases.PAGES_ALONE, cases.PAGES_FROM_RECORDS, cases.FLOOR)


def _records(site: cases.Site) -> records.Record:
    """What the peers are fed; our own site is built for that where it is not there."""
    if not (site.site / "data" / "tasks.json").is_file():
        site.build()
    made = records.read(site.folder / "content", site.site / "data")
    shown.read(made, site.site)
    return made


def _peer(peer: Peer, made: records.Record, folder: Path, documents: str, runs: int, limit: float) -> Row:
    here = folder / "".join(c for c in peer.name if c.isalnum()).lower()
    shutil.rmtree(here, ignore_errors=True)
    peer.prepare(made, folder / "site", here)
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(TOOLS / peer.path),
        "NO_MKDOCS_2_WARNING": "1",
    }
    took = []
    try:
        for _ in range(runs):
            for leftover in ("site", "resources", "public", ".cache"):
                shutil.rmtree(here / leftover, ignore_errors=True)
            took.append(run(peer.commands(TOOLS), here, environment, folder / "log.txt", limit))
    except (TooLongError, FailedError) as fault:
        print(fault, file=sys.stderr)
        why = f"over {limit:.0f} s" if isinstance(fault, TooLongError) else "failed"
        return _row(peer.name, WHOLE, documents) | {"left_out": f"{why} at {documents} documents"}
    try:
        same = compare.check(made, folder / "site", here / "site", peer.share)
    except compare.DifferentError as fault:
        print(fault, file=sys.stderr)
        return _row(peer.name, WHOLE, documents) | {"left_out": f"{DIFFERENT}: {fault}"}
    weight = size(here / "site")
    shutil.rmtree(here)
    about = {"pages": same.pages, "words": round(same.words, 4), "searches": peer.searches}
    return _row(peer.name, WHOLE, documents, middle(took), weight, runs) | about


def _row(
    builder: str,
    case: str,
    documents: str,
    took: Run | None = None,
    weight: Size | None = None,
    runs: int = 0,
) -> Row:
    row: Row = {"builder": builder, "case": case, "documents": documents}
    if took and weight:
        row |= {
            "runs": runs,
            "pages": weight.pages,
            "seconds": round(took.seconds, 3),
            "stages": {stage: round(seconds, 3) for stage, seconds in took.stages.items()},
            "cpu_seconds": round(took.cpu, 3),
            "peak_mb": round(took.peak, 1),
            "together_mb": round(took.together, 1),
            "site_mb": round(weight.bytes / 1e6, 2),
            "page_mb": round(weight.page_bytes / 1e6, 2),
            "files": weight.files,
            "widest_folder": weight.widest,
        }
    return row


def _machine() -> Row:
    return {
        "processors": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "load_before": round(os.getloadavg()[0], 2),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


if __name__ == "__main__":
    sys.exit(main())
