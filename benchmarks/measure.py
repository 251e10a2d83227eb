"""One run of a program: seconds, peak memory, and what it left."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple


class Run(NamedTuple):
    """What one run took."""

    seconds: float
    """By the clock on the wall."""
    cpu: float
    """Seconds of all its processes together."""
    peak: float
    """MB (10^6 bytes) of its largest process."""


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
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6)


def middle(runs: Sequence[Run]) -> Run:
    """The median of each figure."""
    return Run(*(median(figures) for figures in zip(*runs, strict=True)))


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
