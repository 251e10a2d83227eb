"""Work shared by processes: results in order, and no worker that outlives its parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qingdan.processes import share

needs_fork = pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="this system cannot fork"
)

PARENT = """
import os, sys, time
from qingdan.processes import share
def work(n):
    print(os.getpid(), flush=True)
    time.sleep(60)
share(work, range(2), 2)
"""


@needs_fork
def test_results_come_in_order_from_other_processes() -> None:
    found = share(lambda n: (n, os.getpid()), range(20), 2)
    assert [n for n, _ in found] == list(range(20))
    assert os.getpid() not in {pid for _, pid in found}


@needs_fork
def test_workers_of_a_killed_parent_end() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    workers = [int(parent.stdout.readline()) for _ in range(2)]
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    until = time.monotonic() + 20
    while any(map(_lives, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(_lives, workers))
    parent.stdout.close()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")  # one that has ended waits there for whoever inherits it
    return not stat.exists() or stat.read_text("utf-8").rsplit(")", 1)[1].split()[0] != "Z"
