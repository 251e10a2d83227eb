"""What a query must find, by looking at every task: no index, no code of the readers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from qingdan.model import Document, Library, Task
from qingdan.search.analysis import fold, with_arabic_numerals, with_chinese_numerals


def fields(task: Task) -> list[str]:
    """Everything of a task that can be found, folded."""
    names = [
        name for _, party in task.parties() for name in (party.name, party.unit.name, *party.unit.aliases)
    ]
    cells = [text.value for name, text in task.cells.items() if name != "number"]
    printed = [fold(value) for value in (*task.section, *cells, *names, task.due.text or "")]
    due = fold(task.due.text or str(task.cells.get("deadline", "")))
    return [*printed, with_arabic_numerals(due), with_chinese_numerals(due)]


def names(document: Document) -> list[str]:
    """Everything that names a document, folded."""
    lists = [str(part.title or "") for part in document.lists]
    place = (document.region.path or "").replace("/", "")
    printed = [document.title.value, str(document.number or ""), str(document.issuer or ""), place, *lists]
    return [fold(value) for value in printed if value]


def scan(library: Library, *words: str) -> set[str]:
    """Ids of the tasks that hold every word in a field of their own."""
    return {
        task.id for task in library.tasks() if all(any(fold(w) in f for f in fields(task)) for w in words)
    }


class Field(NamedTuple):
    """单位:财政局, or -单位:财政局."""

    name: str
    word: str
    unwanted: bool = False


class Asked(NamedTuple):
    """A query with its filters, before it is written down."""

    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    filters: Mapping[str, str] = {}


OF_DOCUMENTS = ("年度", "地区", "文号", "文件")


def found(library: Library, asked: Asked) -> set[str]:
    """Ids of the tasks that satisfy all of it: every word in the task or in its document's names, no
    unwanted one in either, every field and filter. Of these, those that hold some of the words themselves
    or are due to the field of a task; where there are none, all. Nothing asked, nothing found."""
    if not (asked.words or asked.fields or asked.filters):
        return set()
    held: set[str] = set()
    all_of_them: set[str] = set()
    named_will_do = not asked.words or any(
        not f.unwanted and f.name not in OF_DOCUMENTS for f in asked.fields
    )
    for document in library.documents:
        of_document = names(document)
        if any(_stands(word, of_document) for word in asked.without):
            continue
        for task in document.tasks:
            own = fields(task)
            if (
                all(_stands(word, own) or _stands(word, of_document) for word in asked.words)
                and not any(_stands(word, own) for word in asked.without)
                and all(_holds(document, task, field) != field.unwanted for field in asked.fields)
                and passes(document, task, asked.filters)
            ):
                all_of_them.add(task.id)
                if named_will_do or any(_stands(word, own) for word in asked.words):
                    held.add(task.id)
    return held or all_of_them


def _stands(word: str, texts: list[str]) -> bool:
    return any(fold(word) in text for text in texts)


_ROLES = {"牵头": "lead", "责任": "responsible", "配合": "supporting"}


def words_of(document: Document, task: Task, name: str) -> list[str]:
    """What a word of the field is looked for in, folded."""
    if name in ("单位", *_ROLES):
        parties = [p for role, p in task.parties() if name == "单位" or role == _ROLES[name]]
        return [fold(one) for p in parties for one in (p.name, p.unit.name, *p.unit.aliases)]
    if name == "时限":
        due = task.due
        words = [with_arabic_numerals(fold(due.text or "")), due.slug]
        if due.kind == "by":
            assert due.date
            return [*words, f"{due.date.year}年{due.date.month}月{due.date.day}日"]
        if due.kind == "year":
            return [*words, f"{due.slug[:4]}年全年" if due.slug[:4].isdigit() else "全年"]
        return [*words, {"ongoing": "长期", "none": "未注明"}[due.kind]]
    of_document = {
        "年度": [f"{document.year}年"] if document.year else [],
        "地区": [fold((document.region.path or document.region.name).replace("/", ""))],
        "文号": [fold(str(document.number or ""))],
        "文件": [fold(document.title.value), fold(document.id)],
        "进展": [fold(task.status)],
    }
    return of_document[name]


def _holds(document: Document, task: Task, field: Field) -> bool:
    """Digits count as whole numbers only."""
    word = fold(field.word)
    if field.name in ("时限", "年度"):
        word = with_arabic_numerals(word)
    before = "(?<![0-9])" if word[0] in "0123456789" else ""
    behind = "(?![0-9])" if word[-1] in "0123456789" else ""
    pattern = re.compile(before + re.escape(word) + behind)
    return any(pattern.search(text) for text in words_of(document, task, field.name))


def passes(document: Document, task: Task, filters: Mapping[str, str]) -> bool:
    """Whether the task passes the filters. Unit and role must hold for one party."""
    month = task.due.slug[:7] if task.due.kind == "by" else task.due.slug
    facts = {
        "region": document.region.slug,
        "year": str(document.year or ""),
        "document": document.id,
        "kind": task.due.kind,
        "due": month,
        "status": task.status,
    }
    return all(facts.get(name, value) == value for name, value in filters.items()) and (
        not filters.keys() & {"unit", "role"}
        or any(
            filters.get("unit") in (None, party.unit.id) and filters.get("role") in (None, role)
            for role, party in task.parties()
        )
    )
