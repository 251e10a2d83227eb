"""What a query must find, by looking at every task: no index, no code of the readers."""

from __future__ import annotations

from qingdan.model import Library, Task
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


def scan(library: Library, *words: str) -> set[str]:
    """Ids of the tasks that hold every word in a field of their own."""
    return {
        task.id for task in library.tasks() if all(any(fold(w) in f for f in fields(task)) for w in words)
    }
