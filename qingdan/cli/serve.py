"""`qingdan serve`: the site on this machine, made anew at every change."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from qingdan.cli.build import add_shared, as_build_options, report, tell
from qingdan.cli.telling import FINE, WRONG_USAGE, say, show_problems

if TYPE_CHECKING:
    from qingdan.build import Outcome

WHAT = "本机预览网站。"


def add(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.set_defaults(run=run)
    add_shared(parser)
    add_port(parser)


def add_port(parser: argparse.ArgumentParser) -> None:
    """--port."""
    parser.add_argument("--port", type=int, default=8000, metavar="端口", help="预览用的端口（默认 8000）")


def run(options: argparse.Namespace) -> int:
    """Serve until a person stops it."""
    from qingdan.build import OutputRefusedError
    from qingdan.build.serve import serve

    def done(outcome: Outcome) -> None:
        show_problems(outcome, options.format)
        tell(outcome, options.timings)

    try:
        serve(as_build_options(options), port=options.port, report=report, done=done)
    except OutputRefusedError as refused:
        say(str(refused))
        return WRONG_USAGE
    return FINE
