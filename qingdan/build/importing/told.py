"""What a clerk is told: what became of each original, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from qingdan.build.importing.chosen import STDIN
from qingdan.build.importing.drafted import Imported
from qingdan.problems import display_width

_UNPLACED = "unplaced"
_SHOWN = 10
"""So many names of originals are told of in a list."""


class Done(NamedTuple):
    """One original, and what was written of it."""

    imported: Imported
    source: str
    """As named on the command line."""
    draft: Path | None = None
    review: Path | None = None

    @property
    def unplaced(self) -> int:
        """How many passages could not be placed."""
        return sum(p.rule == _UNPLACED for p in self.imported.drafted.problems)


def summary(imported: Imported) -> list[str]:
    """What became of the original, in a few lines; what could not be placed before all else."""
    drafted = imported.drafted
    if drafted.document is None or drafted.alignment is None:
        return [f"{imported.name}：没有读成。"]
    document = drafted.document
    lists = f"{len(document.lists)} 份清单，" if document.lists else "0 份清单，"
    lines = [f"{imported.name}：读到 {lists}{len(document.tasks)} 条任务。"]
    unplaced = sum(p.rule == _UNPLACED for p in drafted.problems)
    others = len(drafted.problems) - unplaced
    if unplaced:
        lines.append(f"有 {unplaced} 段没有认出是什么，列在「未采用」里，理由是「未识别」，请先看这些。")
    if others:
        lines.append(f"{'另' if unplaced else ''}有 {others} 处请对照原件看一看。")
    if drafted.alignment.proved:
        lines.append("逐字核对：原件的每一个字都有着落，草稿没有原件以外的字。")
    else:
        lines.append("逐字核对：没有通过，请对照原件逐条核对。")
    if not document.region.path:
        lines.append("没有读到地区，请在「地区」里从省写起；确实不知道的不写。")
    elif "/" not in document.region.path and not document.region.path.endswith(("省", "自治区")):
        lines.append(f"地区只印了「{document.region.path}」，请从省写起补全。")
    return lines


def in_short(done: Done) -> str:
    """One line an original, where there are several."""
    document = done.imported.drafted.document
    if document is None:
        return f"{done.imported.name}：没有读成。"
    problems = done.imported.drafted.problems
    line = f"{done.imported.name}：{len(document.tasks)} 条任务"
    if done.unplaced:
        line += f"，{done.unplaced} 段没有认出"
    if others := len(problems) - done.unplaced:
        line += f"，{others} 处要看"
    return line + "".join(f" → {path}" for path in (done.draft, done.review) if path)


def where(done: Done) -> Iterator[str]:
    """Where the draft and the page are."""
    if done.draft:
        yield f"草稿写在 {done.draft}。"
    if done.review:
        yield f"对照页写在 {done.review}。"


def counted(done: Sequence[Done], passed: Sequence[str]) -> Iterator[str]:
    """After several originals: how many there are of each kind; what could not be placed first."""
    read = [d for d in done if d.imported.drafted.document is not None]
    tasks = sum(len(d.imported.drafted.document.tasks) for d in read if d.imported.drafted.document)
    yield f"一共 {len(done)} 个原件，读成 {len(read)} 个，{tasks} 条任务。"
    proved = [d for d in read if d.imported.drafted.alignment and d.imported.drafted.alignment.proved]
    if unplaced := [f"{d.imported.name}（{d.unplaced} 段）" for d in read if d.unplaced]:
        yield f"有 {len(unplaced)} 个原件里有没有认出的文字，请先看这些：{_some(unplaced)}。"
    if others := [
        d.imported.name for d in read if len(d.imported.drafted.problems) > d.unplaced and not d.unplaced
    ]:
        yield f"另有 {len(others)} 个请对照原件看一看：{_some(others)}。"
    if failed := [d.imported.name for d in done if d.imported.drafted.document is None]:
        yield f"没有读成 {len(failed)} 个：{_some(failed)}。"
    if read and len(proved) == len(read):
        yield "逐字核对：读成的原件每一个字都有着落，草稿没有原件以外的字。"
    elif read:
        unproved = [d.imported.name for d in read if d not in proved]
        yield f"逐字核对没有通过的 {len(unproved)} 个：{_some(unproved)}。"
    if passed:
        names = [Path(name).name for name in passed]
        yield f"文件夹里另有 {len(passed)} 个文件不是能读的格式，没有读：{_some(names)}。"


def next_steps(done: Sequence[Done]) -> Iterator[str]:
    """What to do with the drafts that were written."""
    written = [d for d in done if d.draft or d.review]
    if not written:
        return
    steps: list[str] = []
    if any(d.review for d in written):
        steps.append("用浏览器打开对照页，左边原件、右边草稿，逐段看一遍；有问题的地方按 F8 一处处看。")
    if drafts := [d for d in written if d.draft]:
        if any(d.source != STDIN and not _filed(Path(d.source), "originals") for d in drafts):
            steps.append("把原件照原样放进 content/originals/，文件名不改。")
        count = Counter(Path(d.source).name for d in drafts)
        if twice := [name for name, times in count.items() if times > 1]:
            steps.append(f"同名的原件（{_some(twice)}）放进去以前先改名，草稿里「原件」的「文件」也跟着改。")
        if not all(_filed(d.draft, "documents") for d in drafts if d.draft):
            steps.append("看过的草稿放进 content/documents/。")
        steps.append("运行 qingdan check，按提示改，直到没有错误。")
    yield "接下来："
    yield from (f"  {n}. {step}" for n, step in enumerate(steps, 1))


def _filed(path: Path, folder: str) -> bool:
    """Whether a file stands in content/<folder>/ of some site."""
    parents = path.resolve().parents
    return any(p.name == folder and p.parent.name == "content" for p in parents)


def _some(names: Sequence[str]) -> str:
    shown = "、".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} 等 {len(names)} 个"


def cut(text: str, width: int) -> str:
    """The text, cut so that a terminal of so many columns shows it on one line."""
    if display_width(text) <= width:
        return text
    kept = ""
    for c in text:
        if display_width(kept + c) > width - 1:
            break
        kept += c
    return f"{kept}…"
