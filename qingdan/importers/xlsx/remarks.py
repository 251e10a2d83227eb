"""Remarks: what a person should know of a workbook -> problems, one a kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qingdan.importers.blocks import Mark
from qingdan.problems import Excerpt, Place, Problem, warning


class Seen(NamedTuple):
    """Something that a person should know of."""

    kind: str
    mark: Mark
    words: str


_TOLD = {
    "hidden": (
        "hidden-text",
        "有 {n} 处隐藏的内容（隐藏的行、列、工作表，或者盖在合并单元格下面），没有读：{words}。",
        "确实要公开的，取消隐藏（筛选也会隐藏行）后另存再导入；不公开的，请先删去，原件是供下载的。",
    ),
    "comment": (
        "comments",
        "有 {n} 条批注，没有读。",
        "批注会随原件一起供人下载：不公开的，请删去批注后另存，再作原件。",
    ),
    "no-value": (
        "no-value",
        "有 {n} 个格子是公式，文件里没有存下算出的结果，读作空格：{words}。",
        "用 Excel 或 WPS 打开，按一次保存，再导入。",
    ),
    "format": (
        "unknown-number-format",
        "有 {n} 个格子的数字格式还不认识，按常规格式读：{words}。",
        "对照原件改成显示的样子。",
    ),
    "picture": (
        "pictures",
        "有 {n} 张图片，图里的文字读不出来。",
        "只是印章、徽标就不用管；图里有清单的，请换有文字的文件，或者手工录入。",
    ),
    "object": (
        "embedded",
        "有 {n} 个图表或别的内容，里面的文字没有读：{words}。",
        "里面有清单的，请复制成表格再导入，或者手工录入。",
    ),
}


def problems(place: str, seen: Sequence[Seen], lines: Sequence[str], *, macros: bool) -> list[Problem]:
    """One warning for each kind. `lines` are those of the canonical text."""
    out = []
    if macros:
        message = "这个文件带着宏（程序）。没有运行它，只读了格子里的字。"
        hint = "原件是供人下载的：另存为 .xlsx（不带宏），再作原件。"
        out.append(warning(Place(place), "macros", message, hint))
    for kind, (rule, message, hint) in _TOLD.items():
        found = [s for s in seen if s.kind == kind]
        if not found:
            continue
        given = list(dict.fromkeys(s.words for s in found if s.words))
        words = "、".join(w if len(w) <= 20 else w[:20] + "…" for w in given[:5])
        words += "等" if len(given) > 5 else ""
        mark = found[0].mark
        at = Place(place, mark.line, mark.column)
        excerpts = [Excerpt(at, lines[mark.line - 1])] if mark.line <= len(lines) else []
        out.append(warning(at, rule, message.format(n=len(found), words=words), hint, *excerpts))
    return out
