"""Ahead 先做: the shell, made by a process of its own while the content is read.

MkDocs and the theme take a second, in which the processes that read need nothing of it. What it makes goes
into the cache; the build takes it from there, and makes it itself where the other one could not.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from qingdan.build.options import Options


@contextmanager
def shell_ahead(options: Options) -> Iterator[Callable[[], None]]:
    """Begin to make the shell of a site, where there is more than one job and the system can fork; what it
    gives waits for the end of it, and so does the end of the `with`. Nothing is begun where the cache holds
    any shell: it may be the one."""
    import multiprocessing

    any_there = any((options.cache / "shell").glob("[0-9a-f]*"))
    if options.jobs < 2 or any_there or "fork" not in multiprocessing.get_all_start_methods():
        yield _nothing
        return
    process = multiprocessing.get_context("fork").Process(target=_make, args=(options,), daemon=True)
    process.start()
    try:
        yield process.join
    finally:
        process.join()


def _nothing() -> None:
    """Nobody is waited for."""


def _make(options: Options) -> None:
    """In the process. Whatever goes wrong here goes wrong again in the build, which tells of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from qingdan.build.shell import make_shell
    from qingdan.loader import site_of

    try:
        site = site_of(options.content)
        make_shell(options.root / "mkdocs.yml", options.cache, site, options.published_zip)
    except Exception:  # the build does the same again, and says what it is
        os._exit(1)
