"""A loaded Document as the tree of which it can be dumped again: the loader read every value of it."""

from __future__ import annotations

from collections.abc import Sequence

from qingdan.dumper import Value
from qingdan.model import Document, Entry, Heading, Paragraph, Task, TaskList
from qingdan.vocabulary import KEYS, LIST_KINDS


def tree_of(document: Document) -> dict[str, Value]:
    """The tree of a Document; what is absent is left out."""
    original = document.original
    values: dict[str, Value] = {
        "标题": document.title.value,
        "文号": _words(document.number),
        "发文机关": _words(document.issuer),
        "地区": document.region.path or "",
        "年度": str(document.year) if document.year and "year" in document.dates else "",
        "成文日期": document.signed.isoformat() if document.signed else "",
        "印发日期": document.printed.isoformat() if document.printed else "",
        "主送": _words(document.addressees),
        "依据": [text.value for text in document.basis],
        "抄送": _one_or_several([text.value for text in document.copies_text]),
        "正文": _words(document.body),
        "原件": {"文件": original.file, "网址": original.url, "校验码": original.sha256} if original else {},
        "清单": [_list(part) for part in document.lists],
        "附录": [{"名称": _words(a.title), "内容": a.text.value} for a in document.annexes],
        "未采用": [{"文字": item.text.value, "理由": item.reason} for item in document.leftovers],
    }
    return {key: value for key, value in values.items() if value or key == "清单"}


def _words(text: object) -> str:
    return str(text) if text is not None else ""


def _one_or_several(texts: Sequence[str]) -> Value:
    return texts[0] if len(texts) == 1 else texts


def _list(part: TaskList) -> dict[str, Value]:
    kind = next(word for word, name in LIST_KINDS.items() if name == part.kind)
    values: dict[str, Value] = {
        "名称": _words(part.title),
        "形式": kind,
        "表头": [text.value for text in part.header],
        "条目": [_entry(entry) for entry in part.entries],
    }
    return {key: value for key, value in values.items() if value or key == "条目"}


def _entry(entry: Entry) -> Value:
    if isinstance(entry, Heading):
        return entry.text.value
    if isinstance(entry, Paragraph):
        return {"段落": entry.text.value}
    return _task(entry)


def _task(task: Task) -> dict[str, Value]:
    words = {key.name: key.key for key in KEYS["task"]}
    values: dict[str, Value] = {words[name]: text.value for name, text in task.cells.items()}
    values |= {
        "进展": [
            {"日期": p.date.isoformat(), "状态": p.status, "说明": p.note, "链接": p.link}
            for p in task.progress
        ],
        "调整": [
            {
                "原定": a.before,
                "调整后": a.after,
                "日期": a.date.isoformat() if a.date else "",
                "依据": a.basis,
            }
            for a in task.adjustments
        ],
        "上级任务": _one_or_several(task.superior),
        "更正": [
            {"字段": words.get(c.field, c.field), "原文": c.original.value, "理由": c.reason}
            for c in task.corrections
        ],
        "编号": task.anchor.removeprefix("task-") if task.pinned else "",
    }
    return {key: value for key, value in values.items() if value}
