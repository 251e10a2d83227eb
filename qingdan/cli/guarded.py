"""What a person can cause is said in a sentence, never as a traceback."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from qingdan import problems
from qingdan.cli.telling import CONTENT_PROBLEMS, INTERRUPTED, say, speak_any_language

Run = Callable[[argparse.Namespace], int]
"""A command: what it was asked -> exit code."""


def guarded(run: Run, options: argparse.Namespace, refused: str, unharmed: str = "") -> int:
    """Run a command. `refused` words what the system refused, with {why} and {where}; `unharmed` is
    what a person may be sure of after a stop halfway."""
    speak_any_language()
    try:
        return run(options)
    except KeyboardInterrupt:
        say(f"已停止。{unharmed}")
        return INTERRUPTED
    except BrokenPipeError:  # the reader has seen enough (| head)
        sys.stdout = None  # else Python complains once more at the end
        return CONTENT_PROBLEMS
    except OSError as fault:
        sys.stdout = None  # what it still holds can't be written either
        where = f"（{fault.filename}）" if fault.filename else ""
        say(refused.format(why=problems.why_refused(fault), where=where) + unharmed)
        return CONTENT_PROBLEMS
