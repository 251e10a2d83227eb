"""`qingdan build`: the content becomes the site. What `serve` takes and tells as well stands here."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qingdan.cli.arguments import add_content, add_format, add_jobs, day, today
from qingdan.cli.telling import CONTENT_PROBLEMS, FINE, WRONG_USAGE, say, show_problems

if TYPE_CHECKING:
    from qingdan.build import Options, Outcome
    from qingdan.files import Packer

WHAT = "检查内容，生成网站。"

STAGES = {
    "read": "读取和检查内容",
    "shell": "准备外壳",
    "pages": "准备页面",
    "write": "写出文件",
    "verify": "核对链接",
    "swap": "换上新网站",
    "zip": "打包离线版",
}
"""What a person is told when a stage begins."""


def add(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.set_defaults(run=run)
    add_shared(parser)
    parser.add_argument(
        "--zip",
        type=_zip,
        metavar="文件.zip",
        help="另把整个网站打成一个包，解压后不联网也能看、能搜索；写在网站文件夹里，数据说明就给出下载链接",
    )


def add_shared(parser: argparse.ArgumentParser) -> None:
    """The arguments of everything that makes a site on this machine."""
    add_content(parser)
    add_format(parser)
    parser.add_argument("--output", type=Path, metavar="文件夹", help="网站放在哪里（默认 site）")
    parser.add_argument(
        "--as-of",
        type=day,
        metavar="年-月-日",
        help="从哪一天算快到期和已过（默认取数据里最新的日期，不看时钟）",
    )
    add_jobs(parser)
    parser.add_argument(
        "--precompress",
        type=_packers,
        default=(),
        metavar="gz,br",
        help="文字文件旁边另放压缩好的：gz、br，或者都要",
    )
    parser.add_argument("--timings", action="store_true", help="最后列出每一步用的时间")


def run(options: argparse.Namespace) -> int:
    """Build; the problems to standard output."""
    from qingdan.build import OutputRefusedError, build

    try:
        outcome = build(as_build_options(options), report)
    except OutputRefusedError as refused:
        say(str(refused))
        return WRONG_USAGE
    show_problems(outcome, options.format)
    tell(outcome, options.timings)
    return FINE if outcome.ok else CONTENT_PROBLEMS


def as_build_options(options: argparse.Namespace) -> Options:
    """What the package is asked for."""
    from qingdan.build import Options

    return Options(
        root=options.root,
        content=options.content,
        output=options.output or options.root / "site",
        as_of=options.as_of,
        today=today(),
        jobs=options.jobs or os.cpu_count() or 1,
        packers=options.precompress,
        zip=getattr(options, "zip", None),  # `serve` has no such argument
    )


def report(stage: str) -> None:
    """A stage begins: told on a terminal only."""
    if sys.stderr.isatty():
        say(f"{STAGES[stage]}……")


def tell(outcome: Outcome, timings: bool) -> None:
    """What became of the site, to standard error."""
    for line in outcome.warnings:
        say(f"说明页：{line}")
    if outcome.findings:
        say("网站没有换上，因为页面核对不通过（这是程序的毛病，请报告）：")
        for finding in outcome.findings[:50]:
            say(f"  {finding}")
        if len(outcome.findings) > 50:
            say(f"  ……共 {len(outcome.findings)} 处")
    elif outcome.written is None and outcome.ok:  # a preview
        say(f"网页可以看了：{outcome.documents} 份文件，{outcome.tasks} 条任务；网站随后写出。")
    elif outcome.written is None:
        say("有错误，网站没有生成，原来的没有动。")
    else:
        say(
            f"网站已生成：{outcome.documents} 份文件，{outcome.tasks} 条任务；"
            f"新写 {outcome.written.new} 个文件，沿用 {outcome.written.kept} 个。"
        )
    if outcome.unkept:
        say(f"缓存没有记下：{outcome.unkept}。网站是好的，下一次生成会慢一些。")
    if timings:
        for stage, seconds in outcome.timings.items():
            say(f"  {STAGES[stage]}\t{seconds:.3f} 秒")


def _zip(text: str) -> Path:
    if not text.lower().endswith(".zip"):
        raise argparse.ArgumentTypeError(f"“{text}”不是 .zip 文件")
    return Path(text)


def _packers(text: str) -> Sequence[Packer]:
    from qingdan.files import PACKERS, MissingPackerError

    names = dict.fromkeys(text.split(","))
    if wrong := [name for name in names if name not in PACKERS]:
        raise argparse.ArgumentTypeError(f"“{wrong[0]}”不是 {'、'.join(PACKERS)} 里的一个")
    try:
        return [PACKERS[name]() for name in names]
    except MissingPackerError:
        raise argparse.ArgumentTypeError("br 要先安装 brotli：make extras") from None
