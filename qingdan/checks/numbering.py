"""序号 of tasks and headings."""

from __future__ import annotations

from collections.abc import Iterator

from qingdan.checks.case import Case, Finding
from qingdan.model import Heading, Paragraph, Task
from qingdan.problems import Severity
from qingdan.text import numerals
from qingdan.text.labels import Label, heading_label
from qingdan.text.passages import squeeze


def _value(task: Task) -> int | None:
    """序号 as a number: 3, ３, 3., 三."""
    cell = task.cells.get("number")
    return numerals.to_int(squeeze(cell.value).strip("()（）.．、")) if cell else None


def doubled_number(case: Case) -> Iterator[Finding]:
    """No 序号 stands twice in a list, unless numbering begins anew under another heading."""
    for part in case.document.lists:
        # 1, 2, 3 below one heading and 1, 2 below the next: counted by heading.
        first: dict[tuple[str, tuple[str, ...]], Task] = {}
        restarts = sum(_value(task) == 1 for task in part.tasks) > 1
        for task in part.tasks:
            number = squeeze(task.cells["number"].value) if "number" in task.cells else ""
            section = task.section if restarts else ()
            earlier = first.setdefault((number, section), task)
            if not number or earlier is task or task.id in case.misplaced:
                continue
            if any(case.is_told(f"{t.id}:number") for t in (task, earlier)):
                continue
            place, excerpts = case.at(task.cells["number"])
            _, before = case.at(earlier.cells["number"])
            printed = case.confirmed(f"{task.id}:number")
            yield Finding(
                place,
                f"序号 {number} 在这份清单里用了两次，第一次在第 {earlier.cells['number'].place.line} 行。",
                "原件就是这样印的，不用改。" if printed else "照原件改正序号。",
                case.blame(f"{task.id}:number"),
                (*excerpts, *before),
                task.id,
                f"原文如此：序号 {number} 用了两次。" if printed else "",
            )


def number_gap(case: Case) -> Iterator[Finding]:
    """序号 go up by one; they may begin anew at 1."""
    for part in case.document.lists:
        before: int | None = None
        tasks = (*part.tasks, *(task for task in case.document.tasks if task.id in case.misplaced))
        values = {value for task in tasks if (value := _value(task)) is not None}
        for task in part.tasks:
            value, told = _value(task), case.is_told(f"{task.id}:number")
            if told or _is_lost_before(case, task):
                before = None
            if value is None or task.id in case.misplaced or told:
                continue
            elsewhere = before is not None and value > before and values.issuperset(range(before + 1, value))
            if before is not None and value not in (before + 1, before, 1) and not elsewhere:
                place, excerpts = case.at(task.cells["number"])
                printed = case.proved
                missing = f"缺 {before + 1}" if value == before + 2 else f"缺 {before + 1} 至 {value - 1}"
                message = f"序号从 {before} 跳到 {value}" + (
                    f"，{missing}。" if value > before else "，倒了回去。"
                )
                yield Finding(
                    place,
                    message,
                    "原件就是这样印的，不用改。" if printed else "看看是不是漏了行，或者写错了序号。",
                    Severity.WARNING,
                    excerpts,
                    task.id,
                    f"原文如此：序号从 {before} 跳到 {value}。" if printed else "",
                )
            before = value


def _is_lost_before(case: Case, task: Task) -> bool:
    """Whether unclaimed-words tells of a row, or more, that is printed before this one."""
    unclaimed = case.alignment.unclaimed if case.alignment else ()
    return any(u.after is not None and u.after.id == task.id and u.after is not u.before for u in unclaimed)


def heading_order(case: Case) -> Iterator[Finding]:
    """Headings of one level go up by one; below a new heading they may begin anew."""
    for part in case.document.lists:
        above: dict[int, Label] = {}
        opened: dict[int, bool] = {}
        for entry in part.entries:
            if isinstance(entry, Task) or (label := heading_label(entry.text.value)) is None:
                continue
            last = above.get(label.level)
            if isinstance(entry, Paragraph):
                if last is None or label.value != last.value + 1 or part.kind != "table":
                    continue
                yield _hidden(case, entry, label)
            fresh = last is None or opened.get(label.level, False)
            fine = label.value == (last.value + 1 if last else 1) or (fresh and label.value == 1)
            if not fine and isinstance(entry, Heading) and not _is_told(case, entry, label, last):
                yield _out_of_order(case, entry, label, last)
            wrong = isinstance(entry, Heading) and case.is_told(entry.anchor, 0, label.end)
            above[label.level] = label._replace(value=last.value + 1) if wrong and last else label
            opened[label.level] = False
            for level in above:
                if level > label.level:
                    opened[level] = True


def _is_told(case: Case, entry: Heading, label: Label, last: Label | None) -> bool:
    """Whether the proof tells of this heading, or of one that is missing before it."""
    unclaimed = case.alignment.unclaimed if case.alignment else ()
    missing = (heading_label(u.text) for u in unclaimed)
    wanted = (label.level, last.value + 1 if last else 1)
    lost = any(other is not None and (other.level, other.value) == wanted for other in missing)
    return lost or case.is_told(entry.anchor, 0, label.end)


def _hidden(case: Case, entry: Paragraph, label: Label) -> Finding:
    """A heading that is written as a paragraph: the tasks below it would lose it."""
    place, excerpts = case.at(entry.text)
    message = f"这一段是标题“{label.text.strip()}”，却写成了「段落」，下面的任务不归它管了。"
    return Finding(place, message, "去掉「段落: 」，写成标题行：「- 标题」。", Severity.ERROR, excerpts)


def _out_of_order(case: Case, entry: Heading | Paragraph, label: Label, last: Label | None) -> Finding:
    place, excerpts = case.at(entry.text, 0, label.end)
    printed = case.proved
    now, then = label.text.strip(), last.text.strip() if last else ""
    message = (
        f"标题“{now}”前面是“{then}”，序号接不上。" if last else f"这一层的第一个标题是“{now}”，不是从一起的。"
    )
    return Finding(
        place,
        message,
        "原件就是这样印的，不用改。" if printed else "看看是不是漏了标题，或者写错了序号。",
        Severity.WARNING,
        excerpts,
        public=f"原文如此：{message}" if printed else "",
    )


def doubled_text(case: Case) -> Iterator[Finding]:
    """No two tasks of a list have the same words."""
    for part in case.document.lists:
        first: dict[str, Task] = {}
        for task in part.tasks:
            earlier = first.setdefault(squeeze(task.text.value), task)
            if earlier is task or (case.alignment and not case.confirmed(f"{task.id}:text")):
                continue
            place, excerpts = case.at(task.text)
            _, before = case.at(earlier.text)
            message = f"内容与第 {earlier.text.place.line} 行的任务完全一样。"
            hint = "原件就印了两次的，不用改；多抄了一次的，删去一行。"
            yield Finding(place, message, hint, Severity.WARNING, (*excerpts, *before), task.id)


def list_without_tasks(case: Case) -> Iterator[Finding]:
    """A list holds at least one task."""
    for part in case.document.lists:
        if not part.tasks:
            place, excerpts = case.at_place(part.place)
            message = "这份清单里一条任务也没有。"
            hint = "有「内容」的才是任务；不是任务清单的文字，写进「正文」或「附录」。"
            yield Finding(place, message, hint, Severity.WARNING, excerpts)
