"""Documents: how far their tasks are, and which parts they have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qingdan.model import Document, Heading, Task
from qingdan.pages.charts import Bar, Chart
from qingdan.pages.figures.bounds import MOST
from qingdan.vocabulary import NOT_REPORTED, STATUSES
from qingdan.words import short_title


def progress(documents: Sequence[Document], *, one: bool = False) -> Chart | None:
    """How far the tasks of each document are; None where nothing was reported, which is not 0 %."""
    told_of = [d for d in documents if any(t.progress for t in d.tasks)]
    if not told_of:
        return None
    bars = []
    for document in told_of[:MOST]:
        found = Counter(t.status for t in document.tasks)
        parts = (found["已完成"], found["进行中"], found["未开始"] + found["已取消"], found[NOT_REPORTED])
        bars.append(Bar(short_title(document), parts, "" if one else document.url))
    tasks = [t for d in told_of for t in d.tasks]
    found = Counter(t.status for t in tasks)
    words = [f"{s} {found[s]} 项" for s in (*reversed(STATUSES), NOT_REPORTED) if found[s]]
    which = "这份文件" if one else f"报送过进展的 {len(told_of)} 份文件"
    told = f"{which}共 {len(tasks)} 项：{'，'.join(words)}。"
    series = ("已完成", "进行中", "未开始或已取消", "未报送")
    return Chart("chart-progress", "做到哪一步", told, series, tuple(bars), "文件")


def parts(document: Document) -> Chart | None:
    """The parts of a document: how many tasks below each heading of the first level."""
    bars: list[Bar] = []
    for part in document.lists:
        name = anchor = ""
        count = 0
        title = part.title.value if part.title else f"清单{part.ordinal}"
        for entry in part.entries:
            if isinstance(entry, Heading) and entry.level == 1:
                if count:
                    bars.append(Bar(name or title, (count,), f"#{anchor or f'list-{part.ordinal}'}"))
                name, anchor, count = "".join(entry.text.value.split()), entry.anchor, 0
            elif isinstance(entry, Task):
                count += 1
        if count:
            bars.append(Bar(name or title, (count,), f"#{anchor or f'list-{part.ordinal}'}"))
    if not 2 <= len(bars) <= MOST:
        return None
    most = max(bars, key=lambda b: b.total)
    told = f"分 {len(bars)} 个部分，任务最多的是“{most.name}”，{most.total} 项。"
    return Chart("chart-parts", "各部分的任务", told, ("任务",), tuple(bars), "部分")
