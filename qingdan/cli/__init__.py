"""The command line 命令: arguments, then one call into the package.

One module a command, each with two functions: `add` says which arguments it
takes, `run` does it and gives the exit code. `parser` is argparse in Chinese,
`arguments` what several commands take, `telling` what is said and the codes,
`guarded` turns what a person can cause into a sentence.

Imports of stages stand inside the commands, so that `qingdan --help` answers at once.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from qingdan import __version__
from qingdan.cli import build, check, diff, importing, nation, search, serve
from qingdan.cli.guarded import guarded
from qingdan.cli.parser import Parser
from qingdan.cli.telling import WRONG_USAGE, say

__all__ = ["build_site", "main", "make_parser"]


def main(arguments: Sequence[str] | None = None, root: Path | None = None) -> int:
    """Run one `qingdan` command; returns the exit code."""
    parser = make_parser()
    words = _with_unwanted_words(sys.argv[1:] if arguments is None else arguments)
    options, others = parser.parse_known_args(words)
    if options.command == "import":  # argparse takes no file that stands behind an option's
        options.files += [x for x in others if x == "-" or not x.startswith("-")]
        others = [x for x in others if x != "-" and x.startswith("-")]
    if others:
        parser.error(f"unrecognized arguments: {' '.join(others)}")
    if options.command is None:
        parser.print_help()
        return WRONG_USAGE
    if options.command == "import":  # the one command that needs no content folder
        return importing.run(options)
    options.root = root or _find_root(options.content)
    return _run(options)


def build_site(arguments: Sequence[str], root: Path) -> int:
    """`python build_site.py`: `qingdan build`, or with --serve `qingdan serve`."""
    parser = Parser(prog="build_site.py", description="把 content/ 里的清单生成公开网站。")
    build.add(parser)
    parser.add_argument("--serve", action="store_true", help="生成后在本机打开预览，内容一改就更新")
    serve.add_port(parser)
    options = parser.parse_args(arguments)
    if options.serve:
        options.run = serve.run
    options.root = root
    return _run(options)


def make_parser() -> Parser:
    """The parser of `qingdan`, with all its commands, in the order in which people are told of them."""
    parser = Parser(prog="qingdan", description="清单 qingdan：把任务清单做成公开网站。")
    parser.add_argument("--version", action="version", version=f"qingdan {__version__}", help="显示版本")
    commands = parser.add_subparsers(dest="command", metavar="命令", title="命令", parser_class=Parser)
    check.add(commands.add_parser("check", help="检查内容，不生成网站", description=check.WHAT))
    build.add(commands.add_parser("build", help="生成网站", description=build.WHAT))
    importing.add(commands.add_parser("import", help="把收到的原件读成草稿", description=importing.WHAT))
    search.add(commands.add_parser("search", help="在本机搜索任务", description=search.WHAT))
    diff.add(commands.add_parser("diff", help="比较两个版本的内容", description=diff.WHAT))
    nation.add(commands.add_parser("nation", help="许多地区，各成一个网站", description=nation.WHAT))
    serve.add(commands.add_parser("serve", help="本机预览，内容一改就更新", description=serve.WHAT))
    return parser


def _with_unwanted_words(arguments: Sequence[str]) -> list[str]:
    """`search 公开 -疫情`: a word that begins with a dash is no option if it goes on in Chinese."""
    return [f" {a}" if re.match("-[^\x00-\x7f]", a) else a for a in arguments]


def _find_root(content: Path | None) -> Path:
    """The nearest folder from here upwards that holds mkdocs.yml, else this one."""
    start = content.resolve().parent if content else Path.cwd()
    for folder in (start, *start.parents, Path.cwd()):
        if (folder / "mkdocs.yml").is_file():
            return folder
    return Path.cwd()


def _run(options: argparse.Namespace) -> int:
    """Run a command on the content folder, which must be there."""
    content = options.content or options.root / "content"
    if not content.is_dir():
        say(f"找不到内容文件夹 {content}。请在网站文件夹里运行，或用 --content 指明。")
        return WRONG_USAGE
    options.content = content
    # The interpreter looks for cycles among millions of objects as it ends, none of which is needed any more:
    # a second of an edit of 25,000 tasks.
    atexit.register(gc.freeze)
    return guarded(options.run, options, "读写文件时出错：{why}{where}。", "原来的网站没有动。")
