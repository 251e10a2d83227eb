"""Ahead 先做: the shell, made by a process of its own while the content is read.

MkDocs and the theme take a second, in which the processes that read need nothing of it. What it makes goes
into the cache; the build takes it from there, and makes it itself where the other one could not.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def shell_ahead(config_file: Path, content: Path, cache: Path, offline: str, jobs: int) -> Iterator[None]:
    """Make the shell for this mkdocs.yml and the content's site.yaml within the `with`, where there is more
    than one job and the system can fork. Does nothing where the cache holds any shell: it may be the one."""
    import multiprocessing

    shells = cache / "shell"
    if jobs < 2 or any(shells.glob("[0-9a-f]*")) or "fork" not in multiprocessing.get_all_start_methods():
        yield
        return
    process = multiprocessing.get_context("fork").Process(
        target=_make, args=(config_file, content, cache, offline), daemon=True
    )
    process.start()
    try:
        yield
    finally:
        process.join()


def _make(config_file: Path, content: Path, cache: Path, offline: str) -> None:
    """In the process. Whatever goes wrong here goes wrong again in the build, which tells of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from qingdan.build.shell import make_shell
    from qingdan.loader import site_of

    try:
        make_shell(config_file, cache, site_of(content), offline)
    except Exception:  # the build does the same again, and says what it is
        os._exit(1)
