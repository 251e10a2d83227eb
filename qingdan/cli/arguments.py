"""Arguments that several commands take, and the kinds of values that are ours."""

from __future__ import annotations

import argparse
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from qingdan import problems


def add_content(parser: argparse.ArgumentParser) -> None:
    """--content."""
    parser.add_argument("--content", type=Path, metavar="文件夹", help="内容文件夹（默认 content）")


def add_format(parser: argparse.ArgumentParser) -> None:
    """--format, of problems."""
    parser.add_argument(
        "--format",
        choices=sorted(problems.RENDERERS),
        default="text",
        help="问题的写法：text 给人看，json、github、gitlab 给程序用",
    )


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """--jobs."""
    parser.add_argument("--jobs", type=_jobs, metavar="数", help="用几个进程（默认按机器）")


def add_json(parser: argparse.ArgumentParser) -> None:
    """--json."""
    parser.add_argument("--json", action="store_true", help="显示 JSON，给程序用")


def day(text: str) -> date:
    """A day, as 2026-01-31."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，要写成 2026-01-31 这样") from None


def today() -> date:
    """The day that it is in China, wherever the machine stands."""
    return datetime.now(timezone(timedelta(hours=8))).date()


def count(text: str) -> int:
    """A number of things, from 1."""
    return _number(text, 100_000)


def _jobs(text: str) -> int:
    return _number(text, 256)


def _number(text: str, most: int) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"“{text}”不是 1 到 {most} 的数")
    return int(text)
