"""What the loader finds wrong, gathered beside what it could read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from qingdan.problems import Excerpt, Place, Problem, Severity

RULES: dict[str, str] = {
    # the file as a whole
    "unreadable-file": "文件或文件夹打不开。",
    "file-too-large": "一份文件不超过 5 MB。",
    "file-name": "文件名只用小写字母、数字和 -，以 .yaml 结尾。",
    "doubled-document": "两份文件不能用同一个编号（文件名），放在不同文件夹里也不行。",
    "encoding": "文件要用 UTF-8 编码保存。",
    "control-character": "文件里不能有看不见的控制字符。",
    "invisible-character": "文字里有看不见的字符，搜索时会找不到。",
    "empty-file": "文件里没有内容。",
    # the form of the YAML
    "full-width-colon": "键后面要用半角冒号加一个空格，不用全角冒号。",
    "missing-space": "半角冒号、短横后面要空一格。",
    "full-width-space": "缩进和间隔用半角空格，不用全角空格。",
    "full-width-punctuation": "YAML 的括号、逗号、引号、短横要用半角。",
    "tab-indentation": "缩进用空格，不用制表符（Tab）。",
    "indentation": "同一层的键左边要对齐。",
    "special-start": "值以 YAML 的特殊符号开头时，要用引号括起来。",
    "colon-in-value": "值里有半角冒号加空格时，要用引号括起来。",
    "quotes": "引号要成对，引号后面不能再有文字。",
    "brackets": "方括号、花括号要成对，后面不能再有文字。",
    "several-documents": "一个文件只能有一份内容，不用 --- 隔开。",
    "anchor": "不用 YAML 的锚点（&）、引用（*）、标签（!）和合并键（<<）。",
    "too-deep": "内容的层数不超过 20 层。",
    "syntax": "这一行不合 YAML 的写法。",
    "swallowed-text": "空格加 # 后面的文字是注释，不会读入。",
    # keys and values
    "unknown-key": "只能用规定的键。",
    "doubled-key": "同一处的键不能重复。",
    "missing-key": "必须有的键没有写，或者没有填。",
    "wrong-type": "值的样子不对，例如该写一段文字的地方写成了列表。",
    "wrong-value": "值不在规定的范围里，例如年度、状态、网址名、校验码。",
    "wrong-date": "日期写成 年-月-日，例如 2022-06-01。",
    "key-in-text": "一行像是键和值，却被当成了文字。",
    "no-year": "文件没有写年度，时限按成文日期的年份读。",
    "doubled-task-id": "两条任务不能用同一个固定编号。",
    # the registry
    "doubled-region": "一个地区只有一份名录，一个网址名只给一个地区。",
    "doubled-unit": "一份名录里，名称、别名和网址名都不能重复。",
    "unknown-member": "泛称的成员要写在同一份名录的单位里。",
    "circular-member": "泛称的成员不能绕回它自己。",
    "no-registry": "文件的地区还没有单位名录。",
    "unused-registry": "名录写的文件不存在。",
    "doubled-address": "改过的网址名又给了别的单位或地区。",
}
"""Every rule of the loader by its name, with the sentence that docs/ shows."""

MENDED = frozenset(
    {
        "encoding",
        "full-width-colon",
        "missing-space",
        "full-width-space",
        "full-width-punctuation",
        "tab-indentation",
    }
)
"""Faults that are mended in memory without loss: the document is read and checked all the same, so
that the person sees everything at once. They stop the build like any other error."""

_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421, 0x09: 0x20}
_PICTURES |= dict.fromkeys(
    [
        *range(0x80, 0xA0),
        0xAD,
        *range(0x200B, 0x2010),
        *range(0x2028, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
    ],
    0xFFFD,
)


class Source(NamedTuple):
    """A file of the content, decoded."""

    file: str
    """As `Place.file`: relative to the content folder's parent, with `/`."""
    sha256: str
    """Of the bytes as they are on disk."""
    lines: tuple[str, ...]
    """Without line breaks and without a byte order mark."""

    def excerpt(self, place: Place, width: int = 1) -> Excerpt:
        """The line of the place, with `width` characters marked; control characters are drawn."""
        line = self.lines[place.line - 1] if 0 < place.line <= len(self.lines) else ""
        return Excerpt(place, line.translate(_PICTURES), max(width, 1))


class Report:
    """The problems of one file, while it is read."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.subject = ""
        """Id of the document that the file holds."""
        self.told: set[int] = set()
        """Lines whose fault of form is shown: what follows from it on the same line is not."""
        self.withheld = False
        """Whether an error was not shown because its line has been told of."""
        self.mended: set[Place] = set()
        """Places of unknown keys that were read as the ones that they certainly stand for."""
        self.inserted: dict[int, list[int]] = {}
        """Line -> columns at which a mended copy of the line has one character more: while a file
        with faults of form is read on, its places are set back to the person's own lines."""

    def error(self, place: Place, rule: str, message: str, hint: str = "", width: int = 1) -> None:
        """Note a problem that stops the build."""
        self.add(Severity.ERROR, place, rule, message, hint, width)

    def warning(self, place: Place, rule: str, message: str, hint: str = "", width: int = 1) -> None:
        """Note a problem that does not."""
        self.add(Severity.WARNING, place, rule, message, hint, width)

    def add(
        self,
        severity: Severity,
        place: Place,
        rule: str,
        message: str,
        hint: str,
        width: int,
        others: Iterable[Place] = (),
    ) -> None:
        """Note a problem; `others` are places of the same words whose lines explain it."""
        if rule not in RULES:
            raise KeyError(rule)
        if place.line in self.told:
            self.withheld |= severity is Severity.ERROR
            return
        place = self._own(place)
        places = [place, *map(self._own, others)] if place.line else []
        self.problems.append(
            Problem(
                place=place,
                rule=rule,
                severity=severity,
                message=message,
                hint=hint,
                excerpts=tuple(self.source.excerpt(p, width) for p in places),
                subject=self.subject,
            )
        )

    @property
    def readable(self) -> bool:
        """Whether what was read is what the person meant: no error, or only mended ones."""
        return not self.withheld and all(
            p.rule in MENDED
            or (p.rule == "unknown-key" and p.place in self.mended)
            or p.severity is Severity.WARNING
            for p in self.problems
        )

    def _own(self, place: Place) -> Place:
        if place.line > len(self.source.lines):  # what is missing stands behind the last line
            place = Place(place.file, len(self.source.lines), 1)
        columns = self.inserted.get(place.line)
        if not columns:
            return place
        before = sum(column < place.column for column in columns)
        return place._replace(column=place.column - before)
