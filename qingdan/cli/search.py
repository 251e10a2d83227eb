"""`qingdan search`: tasks that hold some words, by the site's own rules."""

from __future__ import annotations

import argparse

from qingdan.cli.arguments import add_content, add_json, count
from qingdan.cli.telling import WRONG_USAGE, say

WHAT = (
    "找出含有这些字的任务，写明在 YAML 的第几行。词的写法和网站上的搜索一样，查到的也一样。"
    "索引放在 .cache 里，内容改了自己更新。"
)
_FILTERS = {
    "unit": ("单位", "只找这个单位的任务：名称里的字，或网址里的 shaoxing/shi-cai-zheng-ju"),
    "region": ("地区", "只找这个地区的任务：名称里的字，或网址里的 shaoxing"),
    "year": ("年度", "只找这一年度的任务"),
    "due": ("时限", "只找这个时限的任务：里面的字，或 2022-12、2022-year、ongoing、none"),
    "status": ("状态", "只找这个状态的任务：未报送、未开始、进行中、已完成、已取消"),
    "document": ("文件", "只找这份文件的任务：标题里的字、文号，或网址里的 shaoxing-2022"),
}
"""Option -> its value and what it means, as people are told."""
_ORDERS = {"relevance": "", "due": "due", "document": "document"}
_ROLES = {"牵头": "lead", "责任": "responsible", "配合": "supporting"}
_KINDS = {"截止": "by", "全年": "year", "长期": "ongoing", "未注明": "none"}


def add(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.set_defaults(run=run)
    parser.add_argument("words", nargs="*", metavar="词", help="要找的字；几个词表示都要有，-词 表示不要")
    for name, (value, meaning) in _FILTERS.items():
        parser.add_argument(f"--{name}", default="", metavar=value, help=meaning)
    parser.add_argument("--role", default="", choices=tuple(_ROLES), help="单位在任务里的角色")
    parser.add_argument("--kind", default="", choices=tuple(_KINDS), help="时限的种类")
    parser.add_argument(
        "--sort", choices=tuple(_ORDERS), default="relevance", help="次序：相关、时限近的在前、文件里的次序"
    )
    parser.add_argument(
        "--related",
        default="",
        metavar="任务编号",
        help="找与这项任务相近的，例如 shaoxing-2022/3",
    )
    parser.add_argument("--limit", type=count, default=20, metavar="数", help="一页几项（默认 20）")
    parser.add_argument("--page", type=count, default=1, metavar="数", help="第几页（默认 1）")
    add_json(parser)
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="颜色；auto 只在屏幕上用"
    )
    add_content(parser)


def run(options: argparse.Namespace) -> int:
    """Search; the tasks to standard output."""
    from qingdan.search.local import command

    filters = {name: getattr(options, name) for name in _FILTERS if getattr(options, name)}
    if options.role:
        filters["role"] = _ROLES[options.role]
    if options.kind:
        filters["kind"] = _KINDS[options.kind]
    words, filters = command.as_query(" ".join(options.words), filters)
    asked = command.Asked(
        words, filters, _ORDERS[options.sort], options.related, page=options.page, limit=options.limit
    )
    try:
        return command.run(
            options.content,
            options.root / ".cache" / "qingdan",
            asked,
            command.Wanted(options.json, options.color),
            say,
        )
    except command.WrongUsageError as wrong:
        say(str(wrong))
        return WRONG_USAGE
