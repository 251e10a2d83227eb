"""`qingdan check`: what is wrong with the content."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from qingdan import problems
from qingdan.cli.arguments import add_content, add_format, today
from qingdan.cli.telling import CONTENT_PROBLEMS, FINE, WRONG_USAGE, say, show_problems

WHAT = "检查内容，不生成网站。写了文件的，其余文件也照样检查，只是不列出与这些文件无关的问题。"


def add(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.set_defaults(run=run)
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="文件", help="只说与这些文件有关的问题；不写就是全部"
    )
    add_content(parser)
    add_format(parser)
    parser.add_argument("--strict", action="store_true", help="有提醒也算不通过")


def run(options: argparse.Namespace) -> int:
    """Check; the problems to standard output."""
    from qingdan.build import NotOursError, check

    cache = options.root / ".cache" / "qingdan"
    try:
        jobs = os.cpu_count() or 1
        outcome = check(options.content, jobs=jobs, cache=cache, asked=options.files, today=today())
    except NotOursError as wrong:
        say(str(wrong))
        return WRONG_USAGE
    show_problems(outcome, options.format)
    if outcome.others and options.format == "text":
        say(f"其余文件另有 {problems.counted(outcome.others)}要看全部，运行 qingdan check，不写文件。")
    if options.strict and outcome.problems:
        return CONTENT_PROBLEMS
    return FINE if outcome.ok else CONTENT_PROBLEMS
