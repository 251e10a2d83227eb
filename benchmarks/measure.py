"""One run of a program: seconds, peak memory, and what it left."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from qingdan.cli.build import STAGES


class Run(NamedTuple):
    """What one run took."""

    seconds: float
    """By the clock on the wall."""
    cpu: float
    """Seconds of all its processes together."""
    peak: float
    """MB (10^6 bytes) of its largest process."""
    together: float
    """MB of all its processes at once, shared memory counted once, looked at twice a second; that of
    the largest process where nothing was seen."""
    stages: Mapping[str, float]
    """Seconds of each stage of our build, where it was asked for --timings."""


class FailedError(Exception):
    """The program ended with another code than 0; holds the end of what it said."""


class TooLongError(Exception):
    """The program was ended because it took longer than allowed."""


def run(
    commands: Sequence[Sequence[str]],
    folder: Path,
    environment: Mapping[str, str],
    log: Path,
    limit: float | None = None,
) -> Run:
    """Run programs in a folder, one after the other. FailedError where one fails, TooLongError where
    one takes more than `limit` seconds."""
    runs = [_run(command, folder, environment, log, limit) for command in commands]
    return Run(
        sum(r.seconds for r in runs),
        sum(r.cpu for r in runs),
        max(r.peak for r in runs),
        max(r.together for r in runs),
        runs[0].stages,
    )


def usual_environment() -> dict[str, str]:
    """That of this process, without what makes Python compile every module anew each time: images for
    containers set it, where a program runs once; nobody who builds a site every day does."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _run(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path, limit: float | None
) -> Run:
    with log.open("wb") as out:
        begin = time.perf_counter()
        child = subprocess.Popen(
            command,
            cwd=folder,
            env={**usual_environment(), **environment},
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        watch = _Watch(child.pid, begin + limit if limit else None)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begin
        watch.end()
    child.returncode = os.waitstatus_to_exitcode(status)
    said = log.read_text("utf-8", "replace")
    if watch.late:
        raise TooLongError(f"{' '.join(command)}: more than {limit:.0f} s")
    if child.returncode:
        raise FailedError(f"{' '.join(command)}: {child.returncode}\n{said[-3000:]}")
    peak = usage.ru_maxrss * 1024 / 1e6
    return Run(seconds, usage.ru_utime + usage.ru_stime, peak, max(peak, watch.together), stages(said))


class _Watch:
    """Looks at a program and its children while they run; ends them when they are late."""

    def __init__(self, pid: int, until: float | None) -> None:
        self._pid = pid
        self._until = until
        self._over = threading.Event()
        self.together = 0.0
        self.late = False
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.5):
            self.together = max(self.together, sum(map(_weight, _family(self._pid))) / 1e6)
            if self._until and time.perf_counter() > self._until:
                self.late = True
                os.killpg(self._pid, signal.SIGKILL)
                return


def _family(pid: int) -> list[int]:
    """A process and all below it; nothing where the system does not tell."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        try:
            children = [f.read_text() for f in Path(f"/proc/{one}/task").glob("*/children")]
        except OSError:  # it has just ended
            continue
        found.append(one)
        waiting += [int(child) for line in children for child in line.split()]
    return found


def _weight(pid: int) -> int:
    """Bytes of a process, what it shares with others in parts."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:  # it has just ended, or the system does not tell
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def stages(said: str) -> dict[str, float]:
    """Stage -> seconds, from what a build said that was asked for --timings."""
    found = dict(re.findall(r"^  (\S+)\t([\d.]+) 秒$", said, re.MULTILINE))
    return {stage: float(found[words]) for stage, words in STAGES.items() if words in found}


def middle(runs: Sequence[Run]) -> Run:
    """The median of each figure."""
    return Run(
        *(median(figures) for figures in zip(*(run[:4] for run in runs), strict=True)),
        {stage: median(run.stages[stage] for run in runs) for stage in runs[0].stages},
    )


class Size(NamedTuple):
    """What a site weighs."""

    pages: int
    """HTML files."""
    page_bytes: int
    files: int
    bytes: int
    widest: int
    """Entries of the folder that has most."""


def size(site: Path) -> Size:
    """Count a folder."""
    pages = page_bytes = files = total = widest = 0
    for folder, below, names in os.walk(site):
        widest = max(widest, len(below) + len(names))
        files += len(names)
        for name in names:
            weight = os.lstat(f"{folder}/{name}").st_size
            total += weight
            if name.endswith(".html"):
                pages += 1
                page_bytes += weight
    return Size(pages, page_bytes, files, total, widest)
