"""The builder of `serve`: after a change, pages are made as somebody looks at them (see `preview`); the whole
site is written behind, in a process of its own, when nobody has saved anything for a moment."""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Timer

from qingdan import files
from qingdan.build import Options, Outcome, Report, build, new_session
from qingdan.build.preview import Preview, preview
from qingdan.problems import TemplateFaultError, why_refused
from qingdan.regexes import compile_all

_IDLE = 0.7
"""Seconds after a change in which nothing is saved, before the site is written."""
_LOOK = 0.02
"""Seconds between two looks whether a process has ended."""


class Builder:
    """What is shown, and what is written: one state after the other."""

    def __init__(self, options: Options, report: Report, done: Callable[[Outcome], None]) -> None:
        self.session = new_session(options, living=True)
        self._options = options
        self._report = report
        self._done = done
        self._looking = Lock()
        """Held by whoever uses the session."""
        self._writing = Lock()
        """Held while a site is written: one after the other."""
        self._preview: Preview | None = None
        self._later: Timer | None = None
        self._changes = 0
        self._writer = _Writer(options)
        self._stopped = False

    def first(self) -> None:
        """The whole site; and all that the first change would have to wait for."""
        outcome = build(self._options, self._report, self.session)
        self._done(outcome)
        if outcome.ok:
            _, ready = preview(self._options, lambda _: None, self.session)
            if ready:
                for path in ("index.html", "404.html"):  # the last pages are listed too
                    ready.read(path, {})
                with suppress(FileNotFoundError):
                    ready.read("all/of/them.html", {})
            self.session.templates(self._options.root / "templates" / "pages").compile_all()
            compile_all()

    def build(self) -> None:
        """After a change."""
        if self._later is not None:
            self._later.cancel()
        self._writer.give_up()
        with self._looking:
            self._changes += 1
            outcome = self._previewed()
        if outcome is not None:
            self._done(outcome)
        if outcome is not None and outcome.ok and not self._stopped:
            self._later = Timer(_IDLE, self.rest)
            self._later.start()

    def _previewed(self) -> Outcome | None:
        try:
            outcome, found = preview(self._options, self._report, self.session)
        except (OSError, TemplateFaultError) as fault:
            _not_now(fault)
            return None
        self._preview = found or self._preview  # the last good one stays
        return outcome

    def read(self, path: str) -> bytes | None:
        """The bytes of a file that the written site does not have, or not yet; else None. Raises
        FileNotFoundError for a page that is no more."""
        with self._looking:
            if self._preview is None:
                return None
            try:
                return self._preview.read(path, self.session.rows_that_stand())
            except TemplateFaultError as fault:  # one that only shows on this page
                _not_now(fault)
                return None

    def rest(self) -> None:
        """Write the site as the content is now."""
        change = self._changes
        with self._writing:
            if self._stopped or change != self._changes:
                return
            with self._looking:
                if not self._writer.begin(self._written):
                    self._written()  # no process of its own here
            self._writer.wait()
            with self._looking:
                self.session.look_at_written()

    def _written(self) -> None:
        try:
            outcome = build(self._options, self._report, self.session)
        except (OSError, TemplateFaultError) as fault:
            _not_now(fault)
        else:
            if outcome.findings:
                self._done(outcome)

    def stop(self) -> None:
        """No more builds; one that has begun to write is waited for."""
        self._stopped = True
        if self._later is not None:
            self._later.cancel()
        self._writer.give_up()
        with self._writing:
            pass


def _not_now(fault: OSError | TemplateFaultError) -> None:
    """A file that an editor holds just now, a template half written: the next change tries again."""
    why = why_refused(fault) if isinstance(fault, OSError) else str(fault)
    logging.getLogger("mkdocs").error("这次没有生成：%s", why)


class _Writer:
    """The process that writes a site."""

    def __init__(self, options: Options) -> None:
        self._output = options.output
        self._lock = Lock()
        self._process = 0

    def begin(self, work: Callable[[], None]) -> bool:
        """Do the work in a process of its own, where the system can fork; whether it can."""
        if not hasattr(os, "fork"):
            return False
        sys.stdout.flush()
        sys.stderr.flush()
        self._process = os.fork()
        if self._process == 0:
            _work_and_end(work)
        return True

    def wait(self) -> None:
        """Until it has ended."""
        while self._process:
            with self._lock:
                ended, _ = os.waitpid(self._process, os.WNOHANG)
                if ended:
                    self._process = 0
            time.sleep(_LOOK)

    def give_up(self) -> None:
        """End it where it has not begun to write: what it works on is old. A site half written is
        written to the end, as the next one is made from it in less time."""
        with self._lock:
            if self._process and not files.building_name(self._output, self._process).exists():
                os.kill(self._process, signal.SIGKILL)


def _work_and_end(work: Callable[[], None]) -> None:
    """In the new process, which must not go on as the old one."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # that is for the parent to answer
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        work()
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
