"""Work shared by processes, where the system can fork.

Forked processes inherit what the parent has in memory, closures included;
only results travel back. Elsewhere, and for one job, the work is done here.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_inherited: tuple[Callable[[Any], Any], Sequence[Any]] | None = None
"""What forked processes find: functions and items cannot all be sent to them."""


def share(work: Callable[[Item], Result], items: Sequence[Item], jobs: int) -> list[Result]:
    """`work` of each item, in order; what it raises reaches the caller. Results must be picklable."""
    if jobs <= 1 or len(items) <= 1:
        return [work(item) for item in items]
    # Here, because a command that shares nothing need not wait for them.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    if "fork" not in multiprocessing.get_all_start_methods():
        return [work(item) for item in items]
    global _inherited  # noqa: PLW0603 - the one thing a fork can inherit
    _inherited = (work, items)
    try:
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin) as pool:
            return list(pool.map(_work_at, range(len(items))))
    finally:
        _inherited = None


def parted(count: int, jobs: int, most: int) -> list[range]:
    """0 to `count` in parts of at most `most`, several for each job, so that none waits long."""
    size = max(1, min(most, count // (jobs * 4)))
    return [range(start, min(start + size, count)) for start in range(0, count, size)]


def _begin() -> None:
    """A worker leaves interruptions to its parent, and ends when that is gone: one that was killed
    cannot tell its workers, and they would wait for work for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    import multiprocessing

    threading.Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _work_at(index: int) -> Any:
    assert _inherited is not None
    work, items = _inherited
    return work(items[index])
