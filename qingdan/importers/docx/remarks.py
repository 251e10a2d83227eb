"""Remarks: what a person should know of a Word document -> problems, one a kind, with places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qingdan.importers.blocks import Mark
from qingdan.importers.docx.parts import Kind, Trace
from qingdan.problems import Excerpt, Place, Problem, warning

_SHOWN = 12
"""So many lines are named."""
_QUOTED = 3
_RULES: dict[Kind, tuple[str, str, str]] = {
    "revision": (
        "tracked-changes",
        "有 {n} 处修订还没有接受或拒绝，这里按全部接受以后的文字读（{lines}）{words}。",
        "在 Word 或 WPS 里接受或拒绝全部修订，另存后再导入；不要拿没有定稿的文件作原件。",
    ),
    "hidden": (
        "hidden-text",
        "有 {n} 处打印时看不见的文字，没有读（{lines}）{words}。",
        "确实要公开的，取消「隐藏」后另存再导入；不公开的，请先从文件里删去，原件是供下载的。",
    ),
    "comment": (
        "comments",
        "有 {n} 条批注，没有读（{lines}）。",
        "批注会随原件一起供人下载：不公开的，请删去批注后另存，再作原件。",
    ),
    "note": ("notes", "有 {n} 处脚注或尾注，注的文字排在全文最后（{lines}）。", "看注的文字该放在哪里。"),
    "picture": (
        "pictures",
        "有 {n} 张图片，图里的文字读不出来（{lines}）。",
        "只是印章、徽标就不用管；图里有清单的，请换有文字的文件，或者手工录入。",
    ),
    "object": (
        "embedded",
        "有 {n} 个嵌入的图表或文件，里面的文字没有读（{lines}）。",
        "里面有清单的，请复制成文件里的表格再导入，或者手工录入。",
    ),
    "outside": (
        "embedded",
        "这里引用了{words}，没有读（{lines}）。",
        "用 Word 或 WPS 打开，另存为普通的 .docx 再导入。",
    ),
    "nested": (
        "nested-table",
        "有 {n} 个格子里还套着一张表，套着的表读成了格子里的文字，一行一段（{lines}）。",
        "对照原件看一看。",
    ),
    "math": ("formula", "有 {n} 处公式，只读了里面的字，没有读它的样子（{lines}）。", "对照原件看一看。"),
    "numbering": (
        "unknown-numbering",
        "有 {n} 处自动编号的样式（{words}）还不认识，按 1、2、3 读（{lines}）。",
        "对照原件改成印出的编号。",
    ),
}


class Found(NamedTuple):
    """A trace with its place."""

    trace: Trace
    mark: Mark


def problems(place: str, found: Sequence[Found], lines: Sequence[str]) -> list[Problem]:
    """One warning for each kind of trace, at its first place."""
    out = []
    for kind, (rule, message, hint) in _RULES.items():
        traces = [f for f in found if f.trace.kind == kind]
        if not traces:
            continue
        first = traces[0].mark
        at = Place(place, first.line, first.column)
        words = _quoted(kind, [f.trace.words for f in traces])
        text = message.format(n=len(traces), lines=_lines([f.mark.line for f in traces]), words=words)
        excerpt = Excerpt(at, lines[first.line - 1])
        out.append(warning(at, rule, text, hint, excerpt))
    return out


def _lines(numbers: Sequence[int]) -> str:
    """「第 3、5 行」."""
    once = list(dict.fromkeys(numbers))
    more = "等" if len(once) > _SHOWN else ""
    return f"第 {'、'.join(map(str, once[:_SHOWN]))} 行{more}"


def _quoted(kind: Kind, words: Sequence[str]) -> str:
    """What was left out, shortened."""
    given = list(dict.fromkeys(w.strip() for w in words if w.strip()))
    if not given:
        return ""
    if kind in ("numbering", "outside"):
        return "、".join(given[:_QUOTED])
    cut = [w if len(w) <= 20 else w[:20] + "…" for w in given[:_QUOTED]]
    name = "删去的是" if kind == "revision" else "它们是" if len(cut) > 1 else "它是"
    return f"，{name}" + "、".join(f"「{w}」" for w in cut) + ("等" if len(given) > _QUOTED else "")
