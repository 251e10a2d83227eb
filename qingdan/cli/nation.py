"""`qingdan nation`: a site for each of many regions, and a directory of them."""

from __future__ import annotations

import argparse
import os

from qingdan import problems
from qingdan.cli.arguments import add_content, add_format, add_jobs, day
from qingdan.cli.telling import CONTENT_PROBLEMS, FINE, WRONG_USAGE, say

WHAT = (
    "内容文件夹里一个地区一个文件夹，每个生成一个完整的网站，上面加一张总目录。只重做改过的地区。"
    "有错误的地区保留原来的网站，别的照做。"
)


def add(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.set_defaults(run=run)
    add_content(parser)
    add_format(parser)
    parser.add_argument(
        "--output",
        metavar="地方",
        help="网站放在哪里：文件夹，或 fsspec 认得的地址，如 s3://桶/路径（默认 site）",
    )
    parser.add_argument(
        "--as-of", type=day, metavar="年-月-日", help="从哪一天算快到期和已过（默认取数据里最新的日期）"
    )
    add_jobs(parser)
    parser.add_argument("--cluster", default="", metavar="地址", help="交给 dask 集群做：调度器的地址")


def run(options: argparse.Namespace) -> int:
    """Build the regions; the problems of all to standard output."""
    from qingdan.build import OutputRefusedError
    from qingdan.build.nation import build_nation

    target = options.output or str(options.root / "site")
    jobs = options.jobs or os.cpu_count() or 1
    try:
        built = build_nation(options.root, options.content, target, options.as_of, jobs, options.cluster)
    except OutputRefusedError as refused:
        say(str(refused))
        return WRONG_USAGE
    except ModuleNotFoundError as missing:
        say(f"要先安装 {missing.name}：make extras")
        return WRONG_USAGE
    found = [problem for region in built for problem in region.problems]
    if text := problems.RENDERERS[options.format](found):
        print(text, flush=True)  # noqa: T201 - what was asked for
    for region in built:
        for fault in region.faults:
            say(f"{region.region}：{fault}（这是程序的毛病，请报告）")
    done = [region for region in built if region.ok]
    tasks, new = sum(r.tasks for r in done), sum(r.new for r in done)
    say(f"{len(done)} 个地区，{tasks} 条任务；新写 {new} 个文件。")
    if failed := [region.region for region in built if not region.ok]:
        say(f"没有生成的地区（原来的网站没有动）：{'、'.join(failed)}")
    return CONTENT_PROBLEMS if failed else FINE
