"""Serve the site on this machine and rebuild it when the content changes.

The server is MkDocs' own; a build with errors leaves the last good site in place and shows its
problems at the terminal. After a change the browser loads its page at once, made while it waits; the
site is written, with data and search, when nobody has saved anything for a moment.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from posixpath import normpath
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from qingdan.build import Options, Outcome, Report
from qingdan.build.builder import Builder
from qingdan.regexes import regex

_SETTLED = 0.03
"""Seconds without another change after which a build begins: editors write a file in several steps."""
_SWAPPING = 100
"""So many times a file is asked for that may be missing because the next site is taking its place."""
_POLLING = 0.2
_NO_NOTICE = regex(r"9p|nfs4?|cifs|smb\w*|drvfs|vboxsf|prl_fs|fuse(blk|\..*)?")
"""File systems on which the system does not tell of changes that others make."""


def serve(options: Options, *, port: int, report: Report, done: Callable[[Outcome], None]) -> None:
    """Build, serve on http://127.0.0.1:<port>/ and build again on every change, until stopped.

    `done` is told the outcome of each build. Raises OutputRefusedError and OSError of the first
    build, OSError where the port is taken.
    """
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    builder = Builder(options, report, done)
    builder.first()
    server = _Server(builder, port, options)
    for folder in (options.content, options.root / "docs", options.root / "templates"):
        if folder.is_dir():
            server.watch(str(folder))
    server.watch(str(options.root / "mkdocs.yml"))
    print(f"预览：http://127.0.0.1:{port}/ （按 Ctrl+C 停止）", flush=True)  # noqa: T201
    try:
        server.serve()  # type: ignore[no-untyped-call]  # MkDocs leaves it untyped
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
        builder.stop()


class _Server(LiveReloadServer):
    """MkDocs' server, told of changes by the system and not by looking five times a second, and showing
    pages that are not written yet."""

    def __init__(self, builder: Builder, port: int, options: Options) -> None:
        super().__init__(builder.build, "127.0.0.1", port, str(options.output), shutdown_delay=0.1)
        self.build_delay = _SETTLED
        self.observer = _observer(options.content, options.root)  # type: ignore[assignment]  # any will do
        self._builder = builder
        self._output = options.output
        self.error_handler = self._error_page

    def serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """A page of what was saved last, or a file of the written site. One that is missing there because
        another site was just taking its place is asked for again."""
        asked = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if not asked.startswith("/livereload/"):
            try:
                found = self._fresh(asked)
            except FileNotFoundError:
                start_response("404 Not Found", [("Content-Type", "text/html")])
                return [self._error_page(404) or b"404 Not Found"]
            if found is not None:
                kind, content = found
                start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(content)))])
                return [content]
        for _ in range(_SWAPPING):
            before = self._place()
            answers: list[tuple[Any, ...]] = []
            body = super().serve_request(environ, partial(_append, answers))
            if not answers[0][0].startswith("404") or (before and before == self._place()):
                break
            time.sleep(0.01)
        start_response(*answers[0])
        return body

    def _fresh(self, asked: str) -> tuple[str, bytes] | None:
        """Type and bytes of a file that is not in the written site as it must be."""
        with self._epoch_cond:  # a change is looked at: the page is of before or of after
            self._epoch_cond.wait_for(lambda: self._visible_epoch == self._wanted_epoch)
            epoch = self._visible_epoch
        path = normpath(f"/{asked}{'index.html' if asked.endswith('/') else ''}").lstrip("/")
        found = self._builder.read(path)
        if found is None:
            return None
        if path.endswith(".html"):
            found = self._inject_js_into_html(found, epoch)  # type: ignore[no-untyped-call]
        kind = self._guess_type(path)  # type: ignore[no-untyped-call]
        return kind, found

    def _place(self) -> int:
        """By what the folder of the site is known; 0 where there is none just now."""
        try:
            return self._output.stat().st_ino
        except FileNotFoundError:
            return 0

    def _error_page(self, code: int) -> bytes | None:
        path = self._output / f"{code}.html"
        fresh = self._builder.read(path.name) if code == HTTPStatus.NOT_FOUND else None
        return fresh or (path.read_bytes() if path.is_file() else None)


def _append(answers: list[tuple[Any, ...]], *answer: Any) -> None:
    answers.append(answer)


def _observer(*folders: Path) -> BaseObserver:
    """What tells of changed files; it looks by itself where the system does not tell."""
    if any(_NO_NOTICE.fullmatch(_file_system(folder)) for folder in folders):
        return PollingObserver(timeout=_POLLING)
    return _Told()


class _Told(Observer):  # type: ignore[misc,valid-type]  # a class that the system chooses
    """Tells of files that were changed, and not of those that were read: builds read all of them."""

    def schedule(
        self, event_handler: Any, path: str, *, recursive: bool = False, event_filter: Any = None
    ) -> ObservedWatch:
        """Watch a folder or a file."""
        watched: ObservedWatch = super().schedule(
            event_handler, path, recursive=recursive, event_filter=event_filter or _CHANGES
        )
        return watched


_CHANGES = [FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]


def _file_system(folder: Path) -> str:
    """The kind of file system on which a folder lies (ext4, nfs4); empty where nobody says."""
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    found = folder.resolve()
    kinds = {Path(mount.split(" ")[1].replace("\\040", " ")): mount.split(" ")[2] for mount in mounts}
    return next((kinds[path] for path in (found, *found.parents) if path in kinds), "")
