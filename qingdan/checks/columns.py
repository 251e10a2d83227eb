"""表头 against the keys of the rows: a cell under the wrong key makes the wrong unit answer for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from qingdan.checks.case import Case, Finding, owner
from qingdan.model import Task, TaskList, Text
from qingdan.problems import Severity
from qingdan.text.passages import squeeze
from qingdan.vocabulary import HEADER_FIELDS, keys

_KEYS = {key.name: key.key for key in keys("task").values()}
_FIELD_OF = {name: field for field, names in HEADER_FIELDS.items() for name in names}
_ROLES = ("lead", "responsible", "supporting")


def _columns(part: TaskList) -> list[tuple[Text, str]]:
    """The printed columns with the fields that they name; empty where a name says nothing."""
    return [(text, _FIELD_OF.get(squeeze(text.value), "")) for text in part.header]


def _order(part: TaskList) -> dict[str, int]:
    """Fields that exactly one column names, with its place among the columns."""
    names = [field for _, field in _columns(part)]
    return {field: n for n, field in enumerate(names) if field and names.count(field) == 1}


def _header_is_wrong(case: Case) -> bool:
    """Whether 表头 itself is to be mended first: else every row would be told of."""
    return case.alignment is not None and any(m.field.name == "header" for m in case.alignment.mismatches)


def _against(order: dict[str, int], task: Task) -> str:
    """The first field of a row that stands before one whose column is printed later; empty: none."""
    known = [name for name in task.cells if name in order]
    return next((b for a, b in pairwise(known) if order[a] > order[b]), "")


def column_order(case: Case) -> Iterator[Finding]:
    """The keys of a row stand in the order of the printed columns."""
    if _header_is_wrong(case):
        return
    for part in case.document.lists:
        order = _order(part)
        wrong = [(task, name) for task in part.tasks if (name := _against(order, task))]
        if not wrong:
            continue
        task, name = wrong[0]
        place, excerpts = case.at(task.cells[name])
        printed = "、".join(
            _KEYS[n] for n in sorted((n for n in task.cells if n in order), key=order.__getitem__)
        )
        message = f"{owner(task)}{_often(wrong)}的键的先后与表头不符：表头的先后是{printed}。"
        hint = "照表头的先后排；写错了格的，把值换到对的键下。"
        yield Finding(place, message, hint, Severity.ERROR, excerpts, task.id)


def _often(rows: Sequence[object]) -> str:
    return f"等 {len(rows)} 行" if len(rows) > 1 else ""


def column_missing(case: Case) -> Iterator[Finding]:
    """A units cell stands under a key for which the list has a column."""
    unclaimed = case.alignment.unclaimed if case.alignment else ()
    lost = {_FIELD_OF.get(u.text) for u in unclaimed}  # columns that unclaimed-words tells of
    for part in case.document.lists:
        columns = _columns(part)
        # A column with a name that is not known may be any role's.
        if part.kind != "table" or not columns or any(not field for _, field in columns[2:]):
            continue
        named = {field for _, field in columns}
        if named.isdisjoint(_ROLES):
            continue
        for name in (*_ROLES, "deadline"):
            rows = [task for task in part.tasks if name in task.cells and name not in named]
            rows = [task for task in rows if task.id not in case.misplaced]
            if not rows or name in lost:
                continue
            place, excerpts = case.at(rows[0].cells[name])
            head = "、".join(squeeze(text.value) for text, _ in columns)
            message = f"{owner(rows[0])}{_often(rows)}写了「{_KEYS[name]}」，表头没有这一栏（{head}）。"
            hint = "照表头写到对的键下；表头漏写了就补上。"
            yield Finding(place, message, hint, Severity.ERROR, excerpts, rows[0].id)


def wrong_column(case: Case) -> Iterator[Finding]:
    """In a row that prints all its cells, empty ones too, each stands in the column of its key."""
    if case.original is None or case.alignment is None:
        return
    if _header_is_wrong(case):
        return
    for part in case.document.lists:
        columns = [field for _, field in _columns(part)]
        if len(columns) < 2:
            continue
        order = _order(part)
        for task in part.tasks:
            if _against(order, task) or _is_swapped(case, task):
                continue  # column-order or swapped-cells says so
            for name, cell in task.cells.items():
                span = case.alignment.spans.get(f"{task.id}:{name}")
                row = case.alignment.spans.get(task.id)
                if not span or not row or row.start[0] != row.end[0] or name not in columns:
                    continue
                column = _column(case.original.lines[span.start[0] - 1], span.start[1] - 1, len(columns))
                if column is None or columns[column] in ("", name):
                    continue
                place, excerpts = case.at(cell)
                printed = squeeze(part.header[column].value)
                message = f"{owner(task)}的「{_KEYS[name]}」，原件印在“{printed}”一栏。"
                hint = f"把键改成「{_KEYS[columns[column]]}」，按表头的先后放。"
                excerpts += case.printed_part(f"{task.id}:{name}")
                yield Finding(place, message, hint, Severity.ERROR, excerpts, task.id)


def first_units_column(case: Case) -> Iterator[Finding]:
    """A units cell that stands alone in a row which prints no empty cells belongs to the first units
    column: so the reading rules have it, and so the importer reads it."""
    if case.original is None or case.alignment is None or _header_is_wrong(case):
        return
    for part in case.document.lists:
        roles = [field for _, field in _columns(part) if field in _ROLES]
        if len(roles) < 2 or part.kind != "table":
            continue
        for task in part.tasks:
            written = [name for name in task.cells if name in _ROLES]
            span = case.alignment.spans.get(task.id)
            if len(written) != 1 or written[0] not in roles[1:] or not span:
                continue
            printed = case.original.lines[span.start[0] - 1 : span.end[0]]
            if any(mark in line for line in printed for mark in "|\t") or case.is_told(
                f"{task.id}:{written[0]}"
            ):
                continue
            place, excerpts = case.at(task.cells[written[0]])
            message = f"{owner(task)}只印了一格单位，写在了「{_KEYS[written[0]]}」里。"
            hint = (
                f"看不出是哪一栏的，算第一个单位栏：把键改成「{_KEYS[roles[0]]}」；纸质件上看得出的，不用改。"
            )
            excerpts += case.printed_part(f"{task.id}:{written[0]}")
            yield Finding(place, message, hint, Severity.WARNING, excerpts, task.id)


def _is_swapped(case: Case, task: Task) -> bool:
    """Whether swapped-cells tells of the row."""
    found = (case.mismatch(f"{task.id}:{name}") for name in task.cells)
    return any(m is not None and m.kind == "swapped" for m in found)


def _column(line: str, at: int, columns: int) -> int | None:
    """In which column a position of a line stands; None where the line does not print all of them."""
    mark = "\t" if "\t" in line else "|"
    if mark == "|":
        first = len(line) - len(line.lstrip())
        if line[first : first + 1] == "|":
            line, at = line[first + 1 :], at - first - 1
        line = line.rstrip().removesuffix("|")
    if line.count(mark) != columns - 1:
        return None
    return line.count(mark, 0, at)


def too_many_cells(case: Case) -> Iterator[Finding]:
    """A row has no more cells than the header has columns (序号 may go without a name)."""
    for part in case.document.lists:
        if not part.header:
            continue
        for task in part.tasks:
            if len([name for name in task.cells if name != "number"]) > len(part.header):
                place, excerpts = case.at_place(task.place)
                message = f"{owner(task)}有 {len(task.cells)} 格，表头只有 {len(part.header)} 栏。"
                hint = "看看是不是把一格拆成了两格，或者表头漏写了一栏。"
                yield Finding(place, message, hint, Severity.WARNING, excerpts, task.id)
