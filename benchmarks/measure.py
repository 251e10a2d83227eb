"""One run of a program: seconds, peak memory, and what it left."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from qingdan.cli import STAGES


class Run(NamedTuple):
    """What one run took."""

    seconds: float
    """By the clock on the wall."""
    cpu: float
    """Seconds of all its processes together."""
    peak: float
    """MB (10^6 bytes) of its largest process."""
    stages: Mapping[str, float]
    """Seconds of each stage of our build, where it was asked for --timings."""


class FailedError(Exception):
    """The program ended with another code than 0; holds the end of what it said."""


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> Run:
    """Run a program in a folder and wait for it. FailedError where it fails."""
    with log.open("wb") as out:
        begin = time.perf_counter()
        child = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=out, stderr=out
        )
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise FailedError(
            f"{' '.join(command)}: {child.returncode}\n{log.read_text('utf-8', 'replace')[-3000:]}"
        )
    cpu = usage.ru_utime + usage.ru_stime
    return Run(seconds, cpu, usage.ru_maxrss * 1024 / 1e6, stages(log.read_text("utf-8", "replace")))


def stages(said: str) -> dict[str, float]:
    """Stage -> seconds, from what a build said that was asked for --timings."""
    found = dict(re.findall(r"^  (\S+)\t([\d.]+) 秒$", said, re.MULTILINE))
    return {stage: float(found[words]) for stage, words in STAGES.items() if words in found}


def middle(runs: Sequence[Run]) -> Run:
    """The median of each figure."""
    return Run(
        *(median(figures) for figures in zip(*(run[:3] for run in runs), strict=True)),
        {stage: median(run.stages[stage] for run in runs) for stage in runs[0].stages},
    )


class Size(NamedTuple):
    """What a site weighs."""

    pages: int
    """HTML files."""
    page_bytes: int
    files: int
    bytes: int


def size(site: Path) -> Size:
    """Count a folder."""
    pages = page_bytes = files = total = 0
    for file in site.rglob("*"):
        if file.is_file():
            weight = file.stat().st_size
            files += 1
            total += weight
            if file.suffix == ".html":
                pages += 1
                page_bytes += weight
    return Size(pages, page_bytes, files, total)
