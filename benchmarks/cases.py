"""What is timed of our own build: one case after the other on the same site, as a day's work goes."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import notices
from measure import FailedError, Run, run, usual_environment

HERE = Path(__file__).parent
PAGES_ALONE, PAGES_FROM_RECORDS = "pages alone", "pages alone, records ready"
FLOOR, SERVED, HELP = "floor of pages", "saved, served", "--help"
RECORDS = ("documents", "heads", "alike")
"""What is kept of the documents themselves: what their lines say, and how they stand to each other."""
Case = Callable[["Site"], Run]


class Site:
    """A folder with content, in which the build runs."""

    def __init__(self, folder: Path, limit: float | None = None) -> None:
        self.folder = folder
        self.limit = limit
        self.site = folder / "site"
        self.alone = folder / "pages-alone"
        self._cache = folder / ".cache"

    def python(self, *command: str) -> Run:
        """Run a program of this environment."""
        return run([[sys.executable, *command]], self.folder, {}, self.folder / "log.txt", self.limit)

    def build(self, program: str = "build_site.py", output: str = "site", *arguments: str) -> Run:
        return self.python(program, *arguments, "--output", output, "--timings")

    def check(self) -> Run:
        return self.python("-m", "qingdan", "check")

    def edit(self, *, done: bool) -> None:
        """Add a line of 进展 to one task, or take it away again."""
        notices.edit(self.folder / "content", done=done)

    def forget(self, *, shell: bool = False, records: bool = True) -> None:
        """No site, and no memory but (unless `shell`) the theme's frame and (unless `records`) what was
        read of the documents.

        They are put aside, not deleted: for minutes after ext4 has deleted tens of thousands of files it
        makes new ones ten times as slowly (it shuns their inodes), and the next case would pay for that.
        """
        gone = self.folder / "gone" / str(time.monotonic_ns())
        gone.mkdir(parents=True)
        for path in (self.site, self.alone):
            for old in (path, path.with_name(f".{path.name}.spare")):
                if old.is_dir():
                    old.rename(gone / old.name)
        stays = {*(() if shell else ("shell",)), *(() if records else RECORDS)}
        for path in (self._cache / "qingdan").glob("*"):
            if path.name not in stays:
                path.rename(gone / path.name)


def cold(site: Site) -> Run:
    site.forget(shell=True)
    return site.build()


def shell_cached(site: Site) -> Run:
    site.forget()
    return site.build()


def edited(site: Site) -> Run:
    site.edit(done=True)
    return site.build()


def taken_back(site: Site) -> Run:
    site.edit(done=False)
    return site.build()


def checked_edited(site: Site) -> Run:
    site.edit(done=True)
    took = site.check()
    site.edit(done=False)
    return took


def checked_cold(site: Site) -> Run:
    for path in (site.folder / ".cache" / "qingdan").glob("*"):
        if path.name in ("documents", "heads", "checked"):
            shutil.rmtree(path)
    return site.check()


def served(site: Site) -> Run:
    """From saving the file to the page that a browser shows: it waits for the word that something
    changed, as the script in a served page does, and fetches the page again."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    file = min((site.folder / "content" / "documents").rglob("*.yaml"))
    page = f"http://127.0.0.1:{port}/documents/{file.stem}/"
    with _serving(site, port):
        before = _fetched(page, patience=site.limit or 600)
        found = re.search(r"livereload\((\d+), ?(\d+)\)", before)
        if not found:
            raise FailedError("a served page has no script that reloads it")
        assert "已公开" not in before.partition("qd-printed")[2]
        site.edit(done=True)
        begin = time.perf_counter()
        epoch = found[1]
        while epoch == found[1]:
            epoch = _fetched(f"http://127.0.0.1:{port}/livereload/{found[1]}/{found[2]}")
        after = _fetched(page)
        seconds = time.perf_counter() - begin
    site.edit(done=False)
    if "qd-report" not in after.partition("qd-printed")[2]:
        raise FailedError("the reloaded page does not show the edit")
    return Run(seconds, 0.0, 0.0, 0.0, {})


@contextmanager
def _serving(site: Site, port: int) -> Iterator[None]:
    with (site.folder / "log.txt").open("wb") as log:
        command = [sys.executable, "build_site.py", "--serve", "--port", str(port)]
        server = subprocess.Popen(command, cwd=site.folder, env=usual_environment(), stdout=log, stderr=log)
        try:
            yield
        finally:
            server.terminate()
            server.wait()


def _fetched(url: str, patience: float = 60) -> str:
    """What a server says; asked again for as long as it is not there."""
    until = time.perf_counter() + patience
    while True:
        try:
            with urlopen(url, timeout=patience) as answer:
                text: str = answer.read().decode()
                return text
        except URLError:
            if time.perf_counter() > until:
                raise
            time.sleep(0.05)


def pages_alone(site: Site) -> Run:
    site.forget()
    return site.build(str(HERE / "pages_alone.py"), site.alone.name)


def pages_from_records(site: Site) -> Run:
    """Everything that the peers are fed was worked out by a build before."""
    site.forget()
    site.build()
    site.forget(records=False)
    return site.build(str(HERE / "pages_alone.py"), site.alone.name, "--records")


def floor(site: Site) -> Run:
    """The bytes of the pages, written again by a plain loop."""
    took = site.python(str(HERE / "floor.py"), site.alone.name, "floor")
    shutil.rmtree(site.folder / "floor")
    seconds = float((site.folder / "log.txt").read_text())
    return took._replace(seconds=seconds, cpu=0.0)


CASES: Mapping[str, Case] = {
    "cold": cold,
    "shell cached": shell_cached,
    "one line edited": edited,
    "taken back": taken_back,
    "unchanged": Site.build,
    "checked, unchanged": Site.check,
    "checked, one line edited": checked_edited,
    "checked, cold": checked_cold,
    SERVED: served,
    HELP: lambda site: site.python("-m", "qingdan", "--help"),
    PAGES_ALONE: pages_alone,
    PAGES_FROM_RECORDS: pages_from_records,
    FLOOR: floor,
}
"""In this order: each finds the site as the one before left it."""
