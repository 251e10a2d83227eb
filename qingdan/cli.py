"""The command line 命令: arguments, then one call into the package.

Exit codes: 0 fine, 1 problems in the content, 2 wrong usage. Imports of stages
stand inside the commands, so that `qingdan --help` answers at once.
"""

from __future__ import annotations

import argparse
import codecs
import io
import os
import re
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from qingdan import __version__, problems

if TYPE_CHECKING:
    from qingdan.build import Options, Outcome
    from qingdan.files import Packer

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

FINE, CONTENT_PROBLEMS, WRONG_USAGE = 0, 1, 2


_SAID_BY_ARGPARSE = (
    (r"unrecognized arguments: (.*)", r"不认识的参数 \1"),
    (r"argument (\S+): invalid choice: '?(.*?)'? \(choose from (.*)\)", r"\1 不能是 \2，只能是 \3"),
    (r"argument (\S+): expected one argument", r"\1 后面少了一个值"),
    (r"argument (\S+): invalid int value: '(.*)'", r"\1 要一个整数，不能是 \2"),
    (r"argument (\S+): (.*)", r"\1：\2"),
    (r"ambiguous option: (\S+) could match (.*)", r"\1 不清楚，可能是 \2"),
    (r"the following arguments are required: (.*)", r"少了 \1"),
)
"""argparse's own sentences, for people who read Chinese."""


class _Help(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
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


def main(arguments: Sequence[str] | None = None, root: Path | None = None) -> int:
    """Run one `qingdan` command; returns the exit code."""
    parser = _parser()
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
    if options.command == "import":
        return _import(options)
    options.root = root or _find_root(options.content)
    return _guarded(options)


def build_site(arguments: Sequence[str], root: Path) -> int:
    """`python build_site.py`: `qingdan build`, or with --serve `qingdan serve`."""
    parser = _Parser(prog="build_site.py", description="把 content/ 里的清单生成公开网站。")
    _add_build_options(parser)
    _add_zip(parser)
    parser.add_argument("--serve", action="store_true", help="生成后在本机打开预览，内容一改就更新")
    parser.add_argument("--port", type=int, default=8000, metavar="端口", help="预览用的端口（默认 8000）")
    options = parser.parse_args(arguments)
    options.command = "serve" if options.serve else "build"
    options.root = root
    return _guarded(options)


def _parser() -> _Parser:
    parser = _Parser(prog="qingdan", description="清单 qingdan：把任务清单做成公开网站。")
    parser.add_argument("--version", action="version", version=f"qingdan {__version__}", help="显示版本")
    commands = parser.add_subparsers(dest="command", metavar="命令", title="命令", parser_class=_Parser)
    check = commands.add_parser("check", help="检查内容，不生成网站", description=_CHECK)
    check.add_argument(
        "files", nargs="*", type=Path, metavar="文件", help="只说与这些文件有关的问题；不写就是全部"
    )
    _add_content(check)
    _add_format(check)
    check.add_argument("--strict", action="store_true", help="有提醒也算不通过")
    build = commands.add_parser("build", help="生成网站", description="检查内容，生成网站。")
    _add_build_options(build)
    _add_zip(build)
    _add_import(commands.add_parser("import", help="把收到的原件读成草稿", description=_IMPORT))
    _add_search(commands.add_parser("search", help="在本机搜索任务", description=_SEARCH))
    _add_diff(commands.add_parser("diff", help="比较两个版本的内容", description=_DIFF))
    _add_nation(commands.add_parser("nation", help="许多地区，各成一个网站", description=_NATION))
    serve = commands.add_parser("serve", help="本机预览，内容一改就更新", description="本机预览网站。")
    _add_build_options(serve)
    serve.add_argument("--port", type=int, default=8000, metavar="端口", help="预览用的端口（默认 8000）")
    return parser


_CHECK = "检查内容，不生成网站。写了文件的，其余文件也照样检查，只是不列出与这些文件无关的问题。"
_NATION = (
    "内容文件夹里一个地区一个文件夹，每个生成一个完整的网站，上面加一张总目录。只重做改过的地区。"
    "有错误的地区保留原来的网站，别的照做。"
)


def _add_nation(parser: argparse.ArgumentParser) -> None:
    _add_content(parser)
    _add_format(parser)
    parser.add_argument(
        "--output",
        metavar="地方",
        help="网站放在哪里：文件夹，或 fsspec 认得的地址，如 s3://桶/路径（默认 site）",
    )
    parser.add_argument(
        "--as-of", type=_day, metavar="年-月-日", help="从哪一天算快到期和已过（默认取数据里最新的日期）"
    )
    parser.add_argument("--jobs", type=_jobs, metavar="数", help="用几个进程（默认按机器）")
    parser.add_argument("--cluster", default="", metavar="地址", help="交给 dask 集群做：调度器的地址")


_IMPORT = (
    "把收到的原件读成 YAML 草稿，列出要人看的地方，并证明一个字也没有丢。"
    "文件写 - 就从标准输入读，写文件夹就读里面的原件。不写 -o 时，草稿显示在屏幕上。"
)


def _add_import(parser: argparse.ArgumentParser) -> None:
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
    _add_format(parser)


_DIFF = (
    "列出两个版本之间变了什么：文件、任务、文字、单位、时限、进展。"
    "一个版本可以是内容文件夹、网站的 data 文件夹，或者 git 的版本（例如 HEAD~1）。"
)


def _add_diff(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="旧版", help="从前的版本")
    parser.add_argument("new", nargs="?", default="", metavar="新版", help="现在的版本（默认是内容文件夹）")
    parser.add_argument("--json", action="store_true", help="显示 JSON，给程序用")
    _add_content(parser)


_SEARCH = (
    "找出含有这些字的任务，写明在 YAML 的第几行。词的写法和网站上的搜索一样，查到的也一样。"
    "索引放在 .cache 里，内容改了自己更新。"
)


def _add_search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="*", metavar="词", help="要找的字；几个词表示都要有，-词 表示不要")
    for name, (value, meaning) in _SEARCH_FILTERS.items():
        parser.add_argument(f"--{name}", default="", metavar=value, help=meaning)
    parser.add_argument("--role", default="", choices=tuple(_SEARCH_ROLES), help="单位在任务里的角色")
    parser.add_argument("--kind", default="", choices=tuple(_SEARCH_KINDS), help="时限的种类")
    parser.add_argument(
        "--sort", choices=tuple(_ORDERS), default="relevance", help="次序：相关、时限近的在前、文件里的次序"
    )
    parser.add_argument(
        "--related",
        default="",
        metavar="任务编号",
        help="找与这项任务相近的，例如 shaoxing-2022/3",
    )
    parser.add_argument("--limit", type=_count, default=20, metavar="数", help="一页几项（默认 20）")
    parser.add_argument("--page", type=_count, default=1, metavar="数", help="第几页（默认 1）")
    parser.add_argument("--json", action="store_true", help="显示 JSON，给程序用")
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="颜色；auto 只在屏幕上用"
    )
    _add_content(parser)


_SEARCH_FILTERS = {
    "unit": ("单位", "只找这个单位的任务：名称里的字，或网址里的 shaoxing/shi-cai-zheng-ju"),
    "region": ("地区", "只找这个地区的任务：名称里的字，或网址里的 shaoxing"),
    "year": ("年度", "只找这一年度的任务"),
    "due": ("时限", "只找这个时限的任务：里面的字，或 2022-12、2022-year、ongoing、none"),
    "status": ("状态", "只找这个状态的任务：未报送、未开始、进行中、已完成、已取消"),
    "document": ("文件", "只找这份文件的任务：标题里的字、文号，或网址里的 shaoxing-2022"),
}
_ORDERS = {"relevance": "", "due": "due", "document": "document"}
_SEARCH_ROLES = {"牵头": "lead", "责任": "responsible", "配合": "supporting"}
_SEARCH_KINDS = {"截止": "by", "全年": "year", "长期": "ongoing", "未注明": "none"}


def _with_unwanted_words(arguments: Sequence[str]) -> list[str]:
    """`search 公开 -疫情`: a word that begins with a dash is no option if it goes on in Chinese."""
    return [f" {a}" if re.match("-[^\x00-\x7f]", a) else a for a in arguments]


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 100_000:
        raise argparse.ArgumentTypeError(f"“{text}”不是 1 到 100000 的数")
    return int(text)


def _add_content(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--content", type=Path, metavar="文件夹", help="内容文件夹（默认 content）")


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format",
        choices=sorted(problems.RENDERERS),
        default="text",
        help="问题的写法：text 给人看，json、github、gitlab 给程序用",
    )


def _add_build_options(parser: argparse.ArgumentParser) -> None:
    _add_content(parser)
    _add_format(parser)
    parser.add_argument("--output", type=Path, metavar="文件夹", help="网站放在哪里（默认 site）")
    parser.add_argument(
        "--as-of",
        type=_day,
        metavar="年-月-日",
        help="从哪一天算快到期和已过（默认取数据里最新的日期，不看时钟）",
    )
    parser.add_argument("--jobs", type=_jobs, metavar="数", help="用几个进程（默认按机器）")
    parser.add_argument(
        "--precompress",
        type=_packers,
        default=(),
        metavar="gz,br",
        help="文字文件旁边另放压缩好的：gz、br，或者都要",
    )
    parser.add_argument("--timings", action="store_true", help="最后列出每一步用的时间")


def _add_zip(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--zip",
        type=_zip,
        metavar="文件.zip",
        help="另把整个网站打成一个包，解压后不联网也能看、能搜索；写在网站文件夹里，数据说明就给出下载链接",
    )


def _zip(text: str) -> Path:
    if not text.lower().endswith(".zip"):
        raise argparse.ArgumentTypeError(f"“{text}”不是 .zip 文件")
    return Path(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，要写成 2026-01-31 这样") from None


def _today() -> date:
    """The day that it is in China, wherever the machine stands."""
    return datetime.now(timezone(timedelta(hours=8))).date()


def _packers(text: str) -> Sequence[Packer]:
    from qingdan.files import PACKERS, MissingPackerError

    names = dict.fromkeys(text.split(","))
    if wrong := [name for name in names if name not in PACKERS]:
        raise argparse.ArgumentTypeError(f"“{wrong[0]}”不是 {'、'.join(PACKERS)} 里的一个")
    try:
        return [PACKERS[name]() for name in names]
    except MissingPackerError:
        raise argparse.ArgumentTypeError("br 要先安装 brotli：make extras") from None


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"“{text}”不是 1 到 256 的数")
    return int(text)


def _find_root(content: Path | None) -> Path:
    """The nearest folder from here upwards that holds mkdocs.yml, else this one."""
    start = content.resolve().parent if content else Path.cwd()
    for folder in (start, *start.parents, Path.cwd()):
        if (folder / "mkdocs.yml").is_file():
            return folder
    return Path.cwd()


def _guarded(options: argparse.Namespace) -> int:
    """Run the command; what a person can cause is said in a sentence, never as a traceback."""
    content = options.content or options.root / "content"
    if not content.is_dir():
        _say(f"找不到内容文件夹 {content}。请在网站文件夹里运行，或用 --content 指明。")
        return WRONG_USAGE
    options.content = content
    _speak_any_language()
    commands = {
        "check": _check,
        "serve": _serve,
        "nation": _nation,
        "search": _search,
        "diff": _diff,
        "build": _build,
    }
    try:
        with _terminable():
            return commands[options.command](options)
    except _TerminatedError:
        _say("已停止。原来的网站没有动。")
        return 143
    except KeyboardInterrupt:
        _say("已停止。原来的网站没有动。")
        return 130
    except BrokenPipeError:  # the reader has seen enough (| head)
        sys.stdout = None  # else Python complains once more at the end
        return CONTENT_PROBLEMS
    except OSError as fault:
        where = f"（{fault.filename}）" if fault.filename else ""
        _say(f"读写文件时出错：{problems.why_refused(fault)}{where}。原来的网站没有动。")
        return CONTENT_PROBLEMS


class _TerminatedError(KeyboardInterrupt):
    """Somebody told the process to end: a CI that cancels its job."""


@contextmanager
def _terminable() -> Iterator[None]:
    """SIGTERM ends a command as Ctrl-C does: its workers end, and what was half written is put away."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_: object) -> NoReturn:
        raise _TerminatedError

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _check(options: argparse.Namespace) -> int:
    from qingdan.build import NotOursError, check

    cache = options.root / ".cache" / "qingdan"
    try:
        jobs = os.cpu_count() or 1
        outcome = check(options.content, jobs=jobs, cache=cache, asked=options.files, today=_today())
    except NotOursError as wrong:
        _say(str(wrong))
        return WRONG_USAGE
    _show(outcome, options.format)
    if outcome.others and options.format == "text":
        _say(f"其余文件另有 {problems.counted(outcome.others)}要看全部，运行 qingdan check，不写文件。")
    if options.strict and outcome.problems:
        return CONTENT_PROBLEMS
    return FINE if outcome.ok else CONTENT_PROBLEMS


def _build(options: argparse.Namespace) -> int:
    from qingdan.build import OutputRefusedError, build

    try:
        outcome = build(_build_options(options), _report)
    except OutputRefusedError as refused:
        _say(str(refused))
        return WRONG_USAGE
    _show(outcome, options.format)
    _tell(outcome, options)
    return FINE if outcome.ok else CONTENT_PROBLEMS


def _nation(options: argparse.Namespace) -> int:
    from qingdan.build import OutputRefusedError
    from qingdan.build.nation import build_nation

    target = options.output or str(options.root / "site")
    jobs = options.jobs or os.cpu_count() or 1
    try:
        built = build_nation(options.root, options.content, target, options.as_of, jobs, options.cluster)
    except OutputRefusedError as refused:
        _say(str(refused))
        return WRONG_USAGE
    except ModuleNotFoundError as missing:
        _say(f"要先安装 {missing.name}：make extras")
        return WRONG_USAGE
    found = [problem for region in built for problem in region.problems]
    if text := problems.RENDERERS[options.format](found):
        print(text, flush=True)  # noqa: T201 - what was asked for
    for region in built:
        for fault in region.faults:
            _say(f"{region.region}：{fault}（这是程序的毛病，请报告）")
    done = [region for region in built if region.ok]
    tasks, new = sum(r.tasks for r in done), sum(r.new for r in done)
    _say(f"{len(done)} 个地区，{tasks} 条任务；新写 {new} 个文件。")
    if failed := [region.region for region in built if not region.ok]:
        _say(f"没有生成的地区（原来的网站没有动）：{'、'.join(failed)}")
    return CONTENT_PROBLEMS if failed else FINE


def _serve(options: argparse.Namespace) -> int:
    from qingdan.build import OutputRefusedError
    from qingdan.build.serve import serve

    def done(outcome: Outcome) -> None:
        _show(outcome, options.format)
        _tell(outcome, options)

    try:
        serve(_build_options(options), port=options.port, report=_report, done=done)
    except OutputRefusedError as refused:
        _say(str(refused))
        return WRONG_USAGE
    return FINE


def _diff(options: argparse.Namespace) -> int:
    from qingdan.build import differing

    try:
        found = differing.compare(options.old, options.new, options.content)
    except differing.UnreadableError as unreadable:
        _say(str(unreadable))
        return CONTENT_PROBLEMS
    lines = [differing.as_json(found)] if options.json else differing.as_text(found)
    for line in lines:
        print(line)  # noqa: T201 - what was asked for
    _say(f"共 {len(found)} 处不同。" if found else "没有不同。")
    return FINE


def _search(options: argparse.Namespace) -> int:
    from qingdan.search.local import command

    filters = {name: getattr(options, name) for name in _SEARCH_FILTERS if getattr(options, name)}
    if options.role:
        filters["role"] = _SEARCH_ROLES[options.role]
    if options.kind:
        filters["kind"] = _SEARCH_KINDS[options.kind]
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
            _say,
        )
    except command.WrongUsageError as wrong:
        _say(str(wrong))
        return WRONG_USAGE


def _import(options: argparse.Namespace) -> int:
    _speak_any_language()
    try:
        return _imported(options)
    except KeyboardInterrupt:
        _say("已停止。")
        return 130
    except BrokenPipeError:  # the reader has seen enough (| head)
        sys.stdout = None  # else Python complains once more at the end
        return CONTENT_PROBLEMS
    except OSError as fault:
        sys.stdout = None  # what it still holds can't be written either
        _say(f"写不出来：{problems.why_refused(fault)}。")
        return CONTENT_PROBLEMS


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
        _say(str(wrong))
        return WRONG_USAGE


def _build_options(options: argparse.Namespace) -> Options:
    from qingdan.build import Options

    return Options(
        root=options.root,
        content=options.content,
        output=options.output or options.root / "site",
        as_of=options.as_of,
        today=_today(),
        jobs=options.jobs or os.cpu_count() or 1,
        packers=options.precompress,
        zip=getattr(options, "zip", None),
    )


def _show(outcome: Outcome, form: str) -> None:
    """The problems, to standard output: they are what was asked for."""
    text = problems.RENDERERS[form](outcome.problems)
    if text:
        print(text, flush=True)  # noqa: T201 - the count follows on the other stream
    if form == "text":
        _say(("\n" if text else "") + problems.counted(outcome.problems))


def _tell(outcome: Outcome, options: argparse.Namespace) -> None:
    """What became of the site, to standard error."""
    for line in outcome.warnings:
        _say(f"说明页：{line}")
    if outcome.findings:
        _say("网站没有换上，因为页面核对不通过（这是程序的毛病，请报告）：")
        for finding in outcome.findings[:50]:
            _say(f"  {finding}")
        if len(outcome.findings) > 50:
            _say(f"  ……共 {len(outcome.findings)} 处")
    elif outcome.written is None:
        _say("有错误，网站没有生成，原来的没有动。")
    else:
        _say(
            f"网站已生成：{outcome.documents} 份文件，{outcome.tasks} 条任务；"
            f"新写 {outcome.written.new} 个文件，沿用 {outcome.written.kept} 个。"
        )
    if options.timings:
        for stage, seconds in outcome.timings.items():
            _say(f"  {STAGES[stage]}\t{seconds:.3f} 秒")


def _report(stage: str) -> None:
    if sys.stderr.isatty():
        _say(f"{STAGES[stage]}……")


def _speak_any_language() -> None:
    """Messages are Chinese whatever the terminal says of itself: never a traceback for that."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            poor = codecs.lookup(stream.encoding).name in {"ascii", "latin-1", "iso8859-1"}
            stream.reconfigure(encoding="utf-8" if poor else None, errors="backslashreplace")


def _say(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201
