"""Serve the site on this machine and rebuild it when the content changes.

The server is MkDocs' own; a build with errors leaves the last good site in place and shows its
problems at the terminal. After a change the pages are made first, and the browser loads them; data and
search follow when nobody has saved anything for a moment.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Lock, Timer
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from qingdan.build import Options, Outcome, Report, Session, build, new_session
from qingdan.build.reading import read_content
from qingdan.problems import TemplateFaultError, why_refused
from qingdan.regexes import compile_all, regex

_SETTLED = 0.03
"""Seconds without another change after which a build begins: editors write a file in several steps."""
_IDLE = 0.7
"""Seconds after a build in which nothing is saved, before data and search are made."""
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
    server = _Server(builder.build, port, options, builder.session)
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


class Builder:
    """Builds one after the other, never two at once."""

    def __init__(self, options: Options, report: Report, done: Callable[[Outcome], None]) -> None:
        self.session = new_session(options, living=True)
        self._options = options
        self._report = report
        self._done = done
        self._building = Lock()
        self._later: Timer | None = None
        self._stopped = False

    def first(self) -> None:
        """The whole site."""
        outcome = build(self._options, self._report, self.session)
        self._done(outcome)
        if outcome.ok:
            self._be_ready()

    def _be_ready(self) -> None:
        """What the first change would have to wait for: where nothing was to be done, nothing is loaded
        yet, and what was done, other processes did."""
        for name in ("look", "shell", "verify", "wanted"):
            import_module(f"qingdan.build.{name}")
        options = self._options
        known = self.session.inputs.files
        reading = read_content(options.content, self.session.kept(), options.jobs, known, options.today)
        _ = reading.library  # its documents stay in mind
        self.session.templates(options.root / "templates" / "pages").compile_all()
        compile_all()

    def build(self) -> None:
        """After a change: the pages; the rest later."""
        self._wait_no_more()
        with self._building:
            outcome = self._guarded(hurry=True)
            if outcome is not None:
                self._done(outcome)
            if outcome is not None and outcome.ok and not self._stopped:
                self._later = Timer(_IDLE, self.rest)
                self._later.start()

    def stop(self) -> None:
        """No more builds; one that runs is waited for."""
        self._stopped = True
        self._wait_no_more()
        with self._building:
            pass

    def _wait_no_more(self) -> None:
        if self._later is not None:
            self._later.cancel()

    def rest(self) -> None:
        """Data and search, where they are not yet made."""
        with self._building:
            if not self._stopped:
                outcome = self._guarded(hurry=False)
                if outcome is not None and outcome.findings:
                    self._done(outcome)

    def _guarded(self, *, hurry: bool) -> Outcome | None:
        try:
            return build(self._options, self._report, self.session, hurry=hurry)
        except OSError as fault:  # a file that an editor holds just now: the next change tries again
            logging.getLogger("mkdocs").error("这次没有生成：%s", why_refused(fault))
        except TemplateFaultError as fault:
            logging.getLogger("mkdocs").error("这次没有生成：%s", fault)
        return None


class _Server(LiveReloadServer):
    """MkDocs' server, told of changes by the system and not by looking five times a second."""

    def __init__(self, builder: Callable[[], None], port: int, options: Options, session: Session) -> None:
        super().__init__(builder, "127.0.0.1", port, str(options.output), shutdown_delay=0.1)
        self.build_delay = _SETTLED
        self.observer = _observer(options.content, options.root)  # type: ignore[assignment]  # any will do
        self._session = session
        self._output = options.output
        self.error_handler = self._error_page

    def serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """A file that is missing because one site was just taking the place of another is asked for
        again."""
        while True:
            before = self._session.swaps
            answers: list[tuple[Any, ...]] = []
            body = super().serve_request(environ, partial(_append, answers))
            with self._session.swapping:
                same = self._session.swaps == before
            if same or not answers[0][0].startswith("404"):
                start_response(*answers[0])
                return body

    def _error_page(self, code: int) -> bytes | None:
        path = self._output / f"{code}.html"
        return path.read_bytes() if path.is_file() else None


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
