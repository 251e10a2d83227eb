"""argparse that speaks Chinese, help and complaints alike."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import NoReturn

from qingdan.cli.telling import WRONG_USAGE

_SAID_BY_ARGPARSE = (
    (r"unrecognized arguments: (.*)", r"不认识的参数 \1"),
    (r"argument (\S+): invalid choice: '?(.*?)'? \(choose from (.*)\)", r"\1 不能是 \2，只能是 \3"),
    (r"argument (\S+): expected one argument", r"\1 后面少了一个值"),
    (r"argument (\S+): invalid int value: '(.*)'", r"\1 要一个整数，不能是 \2"),
    (r"argument (\S+): (.*)", r"\1：\2"),
    (r"ambiguous option: (\S+) could match (.*)", r"\1 不清楚，可能是 \2"),
    (r"the following arguments are required: (.*)", r"少了 \1"),
)
"""argparse's own sentences, and ours for people who read Chinese; the first that fits is taken."""


class _Help(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """argparse that speaks Chinese."""

    def __init__(self, prog: str | None = None, description: str | None = None) -> None:
        super().__init__(prog, description=description, add_help=False, formatter_class=_Help)
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        for said, ours in _SAID_BY_ARGPARSE:
            if match := re.fullmatch(said, message, re.DOTALL):
                message = match.expand(ours)
                break
        self.print_usage(sys.stderr)
        self.exit(WRONG_USAGE, f"{self.prog}：用法不对：{message}\n用 {self.prog} --help 看说明。\n")
