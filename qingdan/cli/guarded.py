"""What a person can cause is said in a sentence, never as a traceback."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from qingdan import problems
from qingdan.cli.telling import CONTENT_PROBLEMS, INTERRUPTED, TERMINATED, say, speak_any_language

Run = Callable[[argparse.Namespace], int]
"""A command: what it was asked -> exit code."""


def guarded(run: Run, options: argparse.Namespace, refused: str, unharmed: str = "") -> int:
    """Run a command. `refused` words what the system refused, with {why} and {where}; `unharmed` is
    what a person may be sure of after a stop halfway."""
    speak_any_language()
    try:
        with _terminable():
            return run(options)
    except _TerminatedError:
        say(f"已停止。{unharmed}")
        return TERMINATED
    except KeyboardInterrupt:
        say(f"已停止。{unharmed}")
        return INTERRUPTED
    except BrokenPipeError:  # the reader has seen enough (| head)
        sys.stdout = None  # else Python complains once more at the end
        return CONTENT_PROBLEMS
    except problems.TemplateFaultError as fault:
        say(f"{fault}{unharmed}")
        return CONTENT_PROBLEMS
    except OSError as fault:
        sys.stdout = None  # what it still holds can't be written either
        where = f"（{fault.filename}）" if fault.filename else ""
        say(refused.format(why=problems.why_refused(fault), where=where) + unharmed)
        return CONTENT_PROBLEMS


class _TerminatedError(KeyboardInterrupt):
    """Somebody told the process to end: a CI that cancels its job."""


@contextmanager
def _terminable() -> Iterator[None]:
    """SIGTERM ends a command as Ctrl-C does: its workers end, and what was half written is put away."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_: object) -> NoReturn:
        raise _TerminatedError

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
