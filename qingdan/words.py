"""Small turns of phrase that pages and downloads share: how a document, a task, a deadline is called in
short. Pure."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from qingdan.model import Deadline, Document, Task
from qingdan.regexes import regex
from qingdan.vocabulary import DEADLINE_KINDS

_ISSUED = regex(r"关于(?:印发|公布|下发|发布)(.+?)的(?:通知|函|公告)$")


def day(value: date) -> str:
    """2022年6月1日."""
    return f"{value.year}年{value.month}月{value.day}日"


def short_title(document: Document) -> str:
    """The title without 「…关于印发」 and 「的通知」, for lists where room is scarce."""
    return _shortened(document.title.value)


@lru_cache(maxsize=20_000)  # each task that is named elsewhere is named with it
def _shortened(title: str) -> str:
    found = _ISSUED.search(title)
    title = found.group(1) if found else title
    if title.startswith("《") and title.endswith("》") and title.count("《") == 1:
        title = title[1:-1]
    return title


def item_name(task: Task) -> str:
    """第 3 项; for a clause without a printed number the site's own, 一(一)-1."""
    return f"第 {task.number} 项" if "number" in task.cells else task.number


def list_title(document: Document, task: Task) -> str:
    """Where a task stands, in short: the document, or its list where there are several."""
    title = document.lists[task.list_ordinal - 1].title if len(document.lists) > 1 else None
    return title.value if title else short_title(document)


def placed_title(document: Document, task: Task) -> str:
    """The same among tasks of several places: with the place where the title does not say it (全县)."""
    title = list_title(document, task)
    region = document.region
    return title if not region.path or region.name in title else f"{title}（{region.name}）"


def deadline_name(deadline: Deadline) -> str:
    """How a deadline is called as the title of its page: 2022年12月31日, 2022年全年, 长期."""
    if deadline.kind == "by" and deadline.date:
        return day(deadline.date)
    if deadline.kind == "year":
        return f"{deadline.year}年全年" if deadline.year else "全年"
    return {"ongoing": "长期坚持", "none": "未注明时限"}.get(deadline.kind, DEADLINE_KINDS[deadline.kind])


_ORDER = {"by": 0, "year": 1, "ongoing": 2, "none": 3}


def by_deadline(task: Task) -> tuple[int, date, str]:
    """Sort key: days in order, then whole years, long-term, not stated."""
    due = task.due
    if due.date:
        return _ORDER[due.kind], due.date, ""
    return _ORDER[due.kind], date(due.year or 9999, 12, 31), due.slug
