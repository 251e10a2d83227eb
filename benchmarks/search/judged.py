"""The judged queries: which results are relevant, and how good an order of results is.

queries.json, typed.json: `q`; `kind`; `relevant`, pairs of a grade (3 is what was looked for) and what such
an item has, first fitting wins; `held_out`, whether it was kept out of tuning. Conditions are
joined by `&`: `unit=` a unit of that name, `unit~` one whose name holds it, `due`, `heading`,
`text`, `document` (its id), `task` (anything printed in the task), `any` (that, or a name of its
document), `item` (an id; of a document `doc:` and its id); `!` instead of `~`: does not hold it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from qingdan.model import Library
from qingdan.search.analysis import fold

HERE = Path(__file__).parent
DEPTH = 10


class Item(NamedTuple):
    """What can be found, with the folded words of each of its fields."""

    id: str
    fields: dict[str, list[str]]


class Query(NamedTuple):
    """A query with the grade of every item that has one."""

    words: str
    kind: str
    held_out: bool
    grades: dict[str, int]


def items(library: Library) -> Iterator[Item]:
    """Every task, and every document as `doc:` and its id."""
    for document in library.documents:
        lists = [str(part.title or "") for part in document.lists]
        names = [document.title.value, str(document.number or ""), str(document.issuer or ""), *lists]
        id_ = f"doc:{document.id}"
        yield Item(id_, _folded({"item": [id_], "document": [document.id], "any": names}))
        for task in document.tasks:
            units = [n for _, p in task.parties() for n in (p.name, p.unit.name, *p.unit.aliases)]
            cells = [text.value for name, text in task.cells.items() if name != "number"]
            printed = [*task.section, *units, *cells, task.due.text or ""]
            fields = {
                "item": [task.id],
                "document": [document.id],
                "unit": units,
                "due": [task.due.text or ""],
                "heading": list(task.section),
                "text": [task.text.value],
                "task": printed,
                "any": [*printed, *names],
            }
            yield Item(task.id, _folded(fields))


def queries(found: Sequence[Item], file: str = "queries.json") -> list[Query]:
    """All judged queries of a file."""
    raw = json.loads((HERE / file).read_text("utf-8"))
    return [Query(e["q"], e["kind"], e.get("held_out", False), _grades(e["relevant"], found)) for e in raw]


def ndcg(query: Query, results: Sequence[str]) -> float:
    """nDCG@10: 1 is the best possible order."""
    best = sorted(query.grades.values(), reverse=True)
    return _gain([query.grades.get(id_, 0) for id_ in results]) / _gain(best)


def first_is_right(query: Query, results: Sequence[str]) -> bool:
    """Whether the first result has the best grade there is."""
    return bool(results) and query.grades.get(results[0], 0) == max(query.grades.values())


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))


def _grades(relevant: list[Any], found: Sequence[Item]) -> dict[str, int]:
    grades: dict[str, int] = {}
    for grade, conditions in relevant:
        for item in found:
            if item.id not in grades and all(_fits(item, c) for c in conditions.split("&")):
                grades[item.id] = grade
    return grades


def _fits(item: Item, condition: str) -> bool:
    at = min(i for sign in "=~!" if (i := condition.find(sign)) >= 0)
    field, sign, value = condition[:at], condition[at], fold(condition[at + 1 :])
    words = item.fields.get(field, [])
    if sign == "=":
        return value in words
    return any(value in word for word in words) == (sign == "~")


def _folded(fields: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: [fold(word) for word in words] for name, words in fields.items()}
