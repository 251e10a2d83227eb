"""`qingdan diff`: what changed between two versions of the content."""

from __future__ import annotations

import argparse

from qingdan.cli.arguments import add_content, add_json
from qingdan.cli.telling import CONTENT_PROBLEMS, FINE, say

WHAT = (
    "列出两个版本之间变了什么：文件、任务、文字、单位、时限、进展。"
    "一个版本可以是内容文件夹、网站的 data 文件夹，或者 git 的版本（例如 HEAD~1）。"
)


def add(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.set_defaults(run=run)
    parser.add_argument("old", metavar="旧版", help="从前的版本")
    parser.add_argument("new", nargs="?", default="", metavar="新版", help="现在的版本（默认是内容文件夹）")
    add_json(parser)
    add_content(parser)


def run(options: argparse.Namespace) -> int:
    """Compare; the differences to standard output."""
    from qingdan.build import differing

    try:
        found = differing.compare(options.old, options.new, options.content)
    except differing.UnreadableError as unreadable:
        say(str(unreadable))
        return CONTENT_PROBLEMS
    lines = [differing.as_json(found)] if options.json else differing.as_text(found)
    for line in lines:
        print(line)  # noqa: T201 - what was asked for
    say(f"共 {len(found)} 处不同。" if found else "没有不同。")
    return FINE
