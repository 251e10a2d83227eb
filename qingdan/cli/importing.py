"""`qingdan import`: originals become drafts. (A module cannot be called `import`.)"""

from __future__ import annotations

import argparse
from pathlib import Path

from qingdan.cli.arguments import add_format
from qingdan.cli.guarded import guarded
from qingdan.cli.telling import WRONG_USAGE, say

WHAT = (
    "把收到的原件读成 YAML 草稿，列出要人看的地方，并证明一个字也没有丢。"
    "文件写 - 就从标准输入读，写文件夹就读里面的原件。不写 -o 时，草稿显示在屏幕上。"
)


def add(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.add_argument("files", nargs="*", metavar="文件", help="原件，可以写几个；- 是标准输入")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="草稿.yaml", help="草稿写到哪里；几个原件时写文件夹"
    )
    parser.add_argument(
        "--review",
        nargs="?",
        const="",
        metavar="对照.html",
        help="另写一个网页，左边原件、右边草稿，逐段对照；不写名字就叫 编号-对照.html，几个原件时写文件夹",
    )
    parser.add_argument("--json", action="store_true", help="显示 JSON，一条任务一个对象，给程序用")
    parser.add_argument("--overwrite", action="store_true", help="草稿文件已经有了也覆盖")
    add_format(parser)


def run(options: argparse.Namespace) -> int:
    """Import; drafts to files or standard output, problems to standard error. Needs no content folder."""
    return guarded(_imported, options, "写不出来：{why}。")


def _imported(options: argparse.Namespace) -> int:
    from qingdan.build import importing

    wanted = importing.Wanted(
        options.files,
        output=options.output,
        review=options.review,
        as_json=options.json,
        overwrite=options.overwrite,
        format=options.format,
    )
    try:
        return importing.run(wanted)
    except importing.WrongUsageError as wrong:
        say(str(wrong))
        return WRONG_USAGE
