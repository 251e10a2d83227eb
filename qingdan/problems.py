"""Problems 问题: what is wrong with the content, as values beside the result.

Bad data never raises: a stage returns what it could make of it together with
its problems; only the edge (cli) decides what they mean. Exceptions are for
misuse and bugs.
"""

from __future__ import annotations

import errno
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import NamedTuple


class Severity(Enum):
    """How much a problem matters: an error stops the build, a warning does not."""

    ERROR = "错误"
    WARNING = "提醒"


class Place(NamedTuple):
    """Where something stands: a file (relative, `/`), a line and a column, both from 1.

    Line 0 means the whole file. Columns count characters, not bytes.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in self if part)


class Excerpt(NamedTuple):
    """One line of a file with the part that matters marked."""

    place: Place
    """Where the marked part begins."""
    text: str
    """The whole line, as it stands in the file, without its line break."""
    width: int = 1
    """How many characters are marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that a person has to look at."""

    place: Place
    rule: str
    """Name of the rule that found it (`unknown-key`); docs/ lists all of them."""
    severity: Severity
    message: str
    """What is wrong, in plain Chinese, one sentence."""
    hint: str = ""
    """How to mend it 怎么改."""
    excerpts: tuple[Excerpt, ...] = ()
    """The person's own line first; then other lines that explain (the original's)."""
    subject: str = ""
    """Id of the task or document that it is about, where it is about one."""
    public: str = ""
    """A sentence for readers of the site (「原文如此」…); empty: staff only."""
    others: tuple[str, ...] = ()
    """Ids of other documents that take part in it."""


def error(place: Place, rule: str, message: str, hint: str = "", *excerpts: Excerpt) -> Problem:
    """A problem that stops the build."""
    return Problem(
        place=place,
        rule=rule,
        severity=Severity.ERROR,
        message=message,
        hint=hint,
        excerpts=excerpts,
    )


def warning(place: Place, rule: str, message: str, hint: str = "", *excerpts: Excerpt) -> Problem:
    """A problem that is shown and does not stop the build."""
    return Problem(
        place=place,
        rule=rule,
        severity=Severity.WARNING,
        message=message,
        hint=hint,
        excerpts=excerpts,
    )


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems sorted by place, then rule; the same problem twice is shown once."""
    return sorted(dict.fromkeys(problems), key=lambda p: (p.place, p.rule, p.message))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of them stops the build."""
    return any(p.severity is Severity.ERROR for p in problems)


class TemplateFaultError(Exception):
    """A template can't be filled: it has a slip, or it is of another version of the program. Says the file,
    the line and what is wrong, in Chinese but for the words of Jinja."""


def why_refused(fault: OSError) -> str:
    """Why the system refused to read or write, in plain Chinese where we know the words."""
    return _REFUSALS.get(fault.errno or 0) or fault.strerror or str(fault)


_REFUSALS = {
    errno.EACCES: "没有读写它的权限",
    errno.EPERM: "没有读写它的权限",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTEMPTY: "文件夹里还有别的东西",
    errno.EMFILE: "打开的文件太多",
    errno.ENOMEM: "内存不够",
    errno.ELOOP: "链接指来指去，指不到文件",
    errno.ENOTDIR: "这里该是一个文件夹",
    errno.EISDIR: "这里该是一个文件",
    errno.ENAMETOOLONG: "名字太长",
    errno.EIO: "磁盘读不出来",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘的配额用完了",
    errno.EROFS: "磁盘只能读，不能写",
    errno.EADDRINUSE: "这个端口已经有程序在用",
}


def display_width(text: str) -> int:
    """Columns that a terminal uses for the text: wide characters count two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def counted(problems: Iterable[Problem]) -> str:
    """The last line of a report: 「2 个错误，1 个提醒。」."""
    found = list(problems)
    errors = sum(p.severity is Severity.ERROR for p in found)
    if not found:
        return "没有发现问题。"
    return f"{errors} 个错误，{len(found) - errors} 个提醒。"


def render_text(problems: Iterable[Problem]) -> str:
    """All problems for a person at a terminal, one paragraph each."""
    return "\n\n".join(_paragraph(p) for p in problems)


def render_json(problems: Iterable[Problem]) -> str:
    """All problems as a JSON array of objects."""
    rows = [
        {
            "file": p.place.file,
            "line": p.place.line,
            "column": p.place.column,
            "rule": p.rule,
            "severity": p.severity.name.lower(),
            "message": p.message,
            "hint": p.hint,
            "subject": p.subject,
        }
        for p in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def render_github(problems: Iterable[Problem]) -> str:
    """Workflow commands that GitHub shows beside the changed lines."""

    def escape(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def property_(text: str) -> str:
        return escape(text).replace(":", "%3A").replace(",", "%2C")

    return "\n".join(
        f"::{p.severity.name.lower()} file={property_(p.place.file)},line={max(p.place.line, 1)},"
        f"col={max(p.place.column, 1)},title={property_(p.rule)}::"
        + escape(p.message + (f"\n怎么改：{p.hint}" if p.hint else ""))
        for p in problems
    )


def render_gitlab(problems: Iterable[Problem]) -> str:
    """A GitLab Code Quality report (the Code Climate form)."""
    rows = []
    for p in problems:
        seen = f"{p.place}|{p.rule}|{p.message}"
        rows.append(
            {
                "description": p.message + (f"怎么改：{p.hint}" if p.hint else ""),
                "check_name": p.rule,
                "fingerprint": sha256(seen.encode()).hexdigest(),
                "severity": "major" if p.severity is Severity.ERROR else "minor",
                "location": {
                    "path": p.place.file,
                    "lines": {"begin": max(p.place.line, 1)},
                },
            }
        )
    return json.dumps(rows, ensure_ascii=False, indent=1)


RENDERERS = {
    "text": render_text,
    "json": render_json,
    "github": render_github,
    "gitlab": render_gitlab,
}
"""The values of `--format`."""


_MARGIN = 8
_WINDOW = 60
"""Of a long line, so many characters from its beginning or around the marked part are shown."""


def _paragraph(problem: Problem) -> str:
    lines = [f"{problem.severity.value} {problem.place} [{problem.rule}]", f"  {problem.message}"]
    for excerpt in problem.excerpts:
        lines += _marked(excerpt, own=excerpt.place.file == problem.place.file)
    if problem.hint:
        lines.append(f"  怎么改：{problem.hint}")
    return "\n".join(lines)


def _marked(excerpt: Excerpt, *, own: bool) -> list[str]:
    """The line with a marker under the part; long lines are cut around it."""
    start = max(excerpt.place.column - 1, 0)
    left = 0 if start <= _WINDOW else start - _MARGIN * 2
    width = min(excerpt.width, _WINDOW * 2)
    right = min(len(excerpt.text), max(start + width + _MARGIN, left + _WINDOW))
    shown = "".join(" " if c == "\t" else c for c in excerpt.text[left:right])
    head, tail = "…" if left else "", "…" if right < len(excerpt.text) else ""
    number = f"  {excerpt.place.line:>5} | "
    before = display_width(head + shown[: start - left])
    marked = display_width(shown[start - left : start - left + width]) or 1
    lines = [] if own else [f"  {excerpt.place.file}:"]
    lines.append(number + head + shown + tail)
    lines.append(" " * (len(number) - 2) + "| " + " " * before + "^" * marked)
    return lines
