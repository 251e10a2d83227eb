"""What commands say, on which stream, and the exit codes."""

from __future__ import annotations

import codecs
import io
import sys
from typing import TYPE_CHECKING

from qingdan import problems

if TYPE_CHECKING:
    from qingdan.build import Outcome

FINE, CONTENT_PROBLEMS, WRONG_USAGE, INTERRUPTED, TERMINATED = 0, 1, 2, 130, 143


def say(text: str) -> None:
    """One sentence to the person, on standard error: standard output holds only what was asked for."""
    print(text, file=sys.stderr)  # noqa: T201


def show_problems(outcome: Outcome, form: str) -> None:
    """The problems, to standard output: they are what was asked for."""
    text = problems.RENDERERS[form](outcome.problems)
    if text:
        print(text, flush=True)  # noqa: T201 - the count follows on the other stream
    if form == "text":
        say(("\n" if text else "") + problems.counted(outcome.problems))


def speak_any_language() -> None:
    """Messages are Chinese whatever the terminal says of itself: never a traceback for that."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            poor = codecs.lookup(stream.encoding).name in {"ascii", "latin-1", "iso8859-1"}
            stream.reconfigure(encoding="utf-8" if poor else None, errors="backslashreplace")
