"""Entries: a grid -> the entries of a list, and what a person should look at."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qingdan.importers.blocks import Cell, Mark
from qingdan.importers.draft import (
    MERGED_CELL,
    MERGED_ROW,
    UNKNOWN,
    Correction,
    DraftList,
    Entry,
    Heading,
    Leftover,
    Paragraph,
    Remark,
    Task,
)
from qingdan.importers.recognise.signs import look, names_units, number_value, squeeze
from qingdan.importers.recognise.tables import ledger
from qingdan.importers.recognise.tables.grid import Grid, Note, Row, Section
from qingdan.importers.recognise.tables.header import OWN, UNITS, Column

_FEW = 4
"""Rows from which on it can be said what rows of a table have."""
_TAIL = re.compile(r"。([^。]{2,40})$")
_TIME = re.compile("[0-9０-９一二三四五六七八九十]月|季度|年底|全年|持续推进|长期")
FEWEST = 0.5
"""Share of rows that must read well; below, the table is taken for destroyed."""


def read(grid: Grid) -> tuple[DraftList, list[Remark]]:
    """The list of a grid. A destroyed one has no entries (all its words stay to be placed)."""
    reader = _Reader(grid)
    entries = reader.entries()
    header = tuple("".join(c.text.split()) for c in grid.header)
    found = DraftList("table", entries, grid.mark, header=header)
    rows = [r for r in grid.rows if isinstance(r, Row)]
    if reader.bad > len(rows) * FEWEST or not rows:
        why = grid.fault or ("行和列已经对不上" if rows else "表头下面没有读到任务")
        message = f"这张表{why}，多半是复制或转换时损坏了。没有猜，一条任务也没有读。"
        hint = "找一份完整的原件再导入，或者对照纸质件手工录入。"
        grid.destroyed = True
        return DraftList("table", [], grid.mark, header=header), [
            Remark(grid.mark, "destroyed-table", message, hint)
        ]
    return found, reader.remarks


_WORDS = 4
"""Characters of the shortest content."""


class _Reader:
    """Reads the rows in order."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.columns = _settled(grid)
        self.own = any(column.kind == "reports" for column in self.columns)
        self.remarks: list[Remark] = list(grid.remarks)
        self.bad = 0
        self.last_number: int | None = None
        self.usual = self._usual()
        self.always = self._always()
        self.home = self._home()
        self._tell_unknown()

    def entries(self) -> list[Entry]:
        """All entries."""
        found: list[Entry] = []
        for row in self.grid.rows:
            if isinstance(row, Section):
                found.append(Heading(row.cell.text, row.cell.mark))
                self._look_at_heading(row.cell, found)
                found += [Paragraph(c.text, c.mark) for c in row.beside]
                if row.beside:
                    self._remark(
                        row.beside[0].mark, "beside-heading", "标题行旁边还有别的字，收成了「段落」。"
                    )
            elif isinstance(row, Note):
                found.append(Paragraph(row.cell.text, row.cell.mark))
            elif self.own and (words := ledger.paragraph(row)):
                found.append(Paragraph(words[1].text, words[1].mark))
                self.grid.leftovers.append(Leftover(words[0].text, ledger.MARK, words[0].mark))
            elif not self._goes_on(row, found):
                found += self._row(row)
                self.grid.leftovers += [Leftover(c.text, UNKNOWN, c.mark) for c in row.beyond if c.text]
        return found

    def _look_at_heading(self, cell: Cell, found: Sequence[Entry]) -> None:
        """Say that a row of one cell may be a task whose number and units cover it from above: it bears
        no number, and neither was there a heading above the first numbered row."""
        rows = self.grid.rows
        begins = bool(rows) and isinstance(rows[0], Row)
        after = bool(found[:-1]) and isinstance(found[-2], Task) and "number" in found[-2].cells
        if begins and after and cell.columns == 1 and look(cell.text) != "heading":
            message = f"「{cell.text[:20]}」独占一行，当作了标题；也可能是一条任务，序号和单位与上一行合用。"
            self._remark(cell.mark, "heading-or-task", message, "对照原件；是任务的，改成任务。")

    def _goes_on(self, row: Row, found: list[Entry]) -> bool:
        """Take a row into the task above it where the format says that its content and its number
        are those of that task: 「1 | 修路 | 甲局」 over 「  |  | 乙局」."""
        before = found[-1] if found else None
        covered = [c for c, own in zip(self.columns, row.covered, strict=False) if own and own.text]
        held = {c.kind for c in covered}
        numbered = any(c.kind == "number" for c in self.columns)
        if not isinstance(before, Task) or "text" not in held or (numbered and "number" not in held):
            return False
        for column, cell in zip(self.columns, row.cells, strict=True):
            if cell is None or not cell.text or self._homeless(column, cell):
                continue
            name = self._field(column)
            printed = before.corrections.get(name, Correction(before.cells.get(name, ""), MERGED_ROW))
            before.cells[name] = "\n".join(filter(None, (before.cells.get(name), cell.text)))
            before.corrections[name] = printed
            self.grid.leftovers.append(Leftover(cell.text, MERGED_ROW, cell.mark))
        return True

    def _field(self, column: Column) -> str:
        """The field of a task that a column goes to."""
        return "remark" if column.kind in ("other", "group") else column.kind

    def _row(self, row: Row) -> list[Entry]:
        cells: dict[str, str] = {}
        entries: list[Entry] = []
        given = [c for c in row.cells if c and c.text]
        mark = given[0].mark if given else self.grid.mark
        shared: dict[str, Correction] = {}
        before = len(self.grid.leftovers)
        above = row.covered or (None,) * len(row.cells)
        for column, cell, cover in zip(self.columns, row.cells, above, strict=True):
            if column.kind in OWN:
                continue
            name, words = self._field(column), cell.text if cell else ""
            shares = column.kind not in ("number", "group", "other") or column.name == self.home
            if cover and cover.text and not words and shares:
                shared.setdefault(name, Correction(cells.get(name, ""), MERGED_CELL))
                words = cover.text
            elif not words or cell is None or self._homeless(column, cell):
                continue
            elif name in shared:
                shared[name] = Correction("\n".join(filter(None, (shared[name].printed, words))), MERGED_CELL)
            if column.kind == "group":
                entries.append(Heading(_flat(words), cell.mark if cell else mark))
            else:
                cells[name] = f"{cells[name]}\n{words}" if name in cells else words
        if "text" not in cells:
            homeless = {leftover.mark for leftover in self.grid.leftovers[before:]}
            return self._textless(cells, entries, mark, [c for c in given if c.mark not in homeless])
        if "number" in cells:
            cells["number"] = cells["number"].rstrip("、.．")
        self._look_at(cells, mark)
        task = Task(cells, mark, shared)
        if self.own:
            said = ledger.read(self.columns, row, mark)
            task.told = said.told
            self.grid.leftovers += said.leftovers
            self.remarks += said.remarks
        return [*entries, task]

    def _textless(
        self, cells: dict[str, str], entries: list[Entry], mark: Mark, given: Sequence[Cell]
    ) -> list[Entry]:
        """A row without content: its group is its content, or it is no task."""
        groups = [e for e in entries if isinstance(e, Heading)]
        if groups and len(cells) > (1 if "number" in cells else 0) and any(k in cells for k in UNITS):
            last = groups[-1]
            position = [c.kind for c in self.columns].index("group")
            number_after = any(c.kind == "number" for c in self.columns[position:])
            ordered = {k: v for k, v in cells.items() if k == "number" and not number_after}
            ordered["text"] = last.text
            ordered |= {k: v for k, v in cells.items() if k not in ordered}
            return [e for e in entries if e is not last] + [Task(ordered, mark)]
        beside = next((k for k in ("measures", "goal", "remark") if len(cells.get(k, "")) >= _WORDS), "")
        if not groups and beside and any(k in cells for k in UNITS):
            # Its content stands where others have something beside theirs.
            message = "这一行没有任务内容，把旁边一栏的话当作了内容。"
            self._remark(mark, "row-without-text", message, "对照原件。")
            return [Task({"text" if k == beside else k: v for k, v in cells.items()}, mark)]
        if cells and not groups:
            self.bad += 1
            words = " ".join(squeeze(c.text)[:12] for c in given)
            self._remark(mark, "row-without-text", f"这一行没有任务内容（{words}），收成了「段落」。")
        return [*entries, *(Paragraph(c.text, c.mark) for c in given if not _is_group(c, groups))]

    def _look_at(self, cells: dict[str, str], mark: Mark) -> None:
        """Say what in the row a person should compare with the original."""
        number = number_value(cells["number"]) if "number" in cells else None
        wrong = False
        if number is not None and self.last_number is not None and number not in (self.last_number + 1, 1):
            message = f"序号 {cells['number']} 前面是 {self.last_number}，中间断了号，或者次序不对。"
            self._remark(mark, "number-gap", message, "对照原件，看是不是少了一行。")
            wrong = number <= self.last_number
        if number is not None:
            self.last_number = number
        self._short(cells, mark)
        for field in UNITS:
            odd = field in cells and look(cells[field]) in ("text", "number", "deadline", "heading")
            if odd or (field in cells and _TIME.search(cells[field])):
                self._remark(mark, "odd-units", f"「{cells[field][:20]}」不像单位名称。")
                wrong |= look(cells[field]) in ("number", "deadline") or len(cells[field]) > 150
        if look(cells["text"]) in ("number", "deadline"):
            self._remark(mark, "odd-text", f"「{cells['text'][:20]}」不像任务内容。")
            wrong = True
        if not any(f in cells for f in UNITS) and self.usual:
            self._remark(mark, "no-units", "这一行没有读到单位。", "对照原件；确实没有印出，就不用改。")
        self.bad += wrong

    def _short(self, cells: dict[str, str], mark: Mark) -> None:
        """Say that a row lacks what the others have, or that two of its cells ran together."""
        missing = [c.name or "序号" for c in self.columns if c.kind in self.always and c.kind not in cells]
        if missing:
            message = f"别的行都有「{'、'.join(missing)}」，这一行没有。"
            self._remark(mark, "short-row", message, "对照原件，看是不是少了一格，或者两格连在了一起。")
        tail = _TAIL.search(squeeze(cells["text"]))
        if tail and names_units(tail[1]):
            message = f"内容末尾的「{tail[1][:20]}」像单位名称，可能两格连在了一起。"
            self._remark(mark, "run-together", message, "对照原件，把单位移到该在的一栏。")

    def _always(self) -> set[str]:
        """Kinds of columns that hardly any row leaves empty; units are looked at by themselves."""
        rows = [r for r in self.grid.rows if isinstance(r, Row)]
        found: set[str] = set()
        for k, column in enumerate(self.columns):
            held = [c.text for r in rows if (c := r.cells[k]) and c.text]
            if column.kind in ("number", "deadline") and len(held) * 5 >= len(rows) * 4:
                found.add(column.kind)
        return found if len(rows) >= _FEW else set()

    def _usual(self) -> bool:
        """Whether rows of this table have units as a rule."""
        rows = [r for r in self.grid.rows if isinstance(r, Row)]
        with_units = sum(
            any(c and c.text and k.kind in UNITS for c, k in zip(r.cells, self.columns, strict=True))
            for r in rows
        )
        return with_units * 2 > len(rows)

    def _home(self) -> str:
        """The column without a key of its own (progress, persons) that goes to 备注: the first, if
        that is free. The others become leftovers."""
        if any(c.kind == "remark" for c in self.columns):
            return ""
        return next((c.name for c in self.columns if c.kind == "other"), "")

    def _tell_unknown(self) -> None:
        for name in dict.fromkeys(c.name for c in self.columns if c.kind == "other" and c.name):
            key, hint = "备注", "不需要公开的，可以移到「未采用」。"
            if name != self.home:
                key, hint = "未采用", "需要公开的，可以移到合适的键下。"
            message = f"表头里的「{name}」没有对应的键，这一栏收进了「{key}」。"
            self._remark(self.grid.mark, "unknown-column", message, hint)

    def _homeless(self, column: Column, cell: Cell) -> bool:
        """Whether a cell has no field to go to; then it becomes a leftover."""
        if column.kind != "other" or column.name == self.home:
            return False
        self.grid.leftovers.append(
            Leftover(cell.text, f"表头的「{column.name}」一栏，没有对应的键", cell.mark)
        )
        return True

    def _remark(self, mark: Mark, rule: str, message: str, hint: str = "") -> None:
        self.remarks.append(Remark(mark, rule, message, hint))


def _settled(grid: Grid) -> tuple[Column, ...]:
    """The columns; of two that hold words, the longer one is the text, whatever its name."""
    columns = list(grid.columns)
    rows = [r for r in grid.rows if isinstance(r, Row)]

    def length(k: int) -> float:
        found = [len(squeeze(c.text)) for r in rows if (c := r.cells[k]) and c.text]
        return sum(found) / len(found) if found else 0.0

    if not ledger.is_filled_so(columns, rows):
        columns = [c._replace(kind="other") if c.kind in OWN else c for c in columns]
    text = next((k for k, c in enumerate(columns) if c.kind == "text"), None)
    groups = [k for k, c in enumerate(columns) if c.kind == "group"]
    if text is not None and groups:
        longest = max(groups, key=length)
        if longest < text and length(longest) > 2 * length(text) + 10 and length(text) > 0:
            free = next((f for f in ("measures", "goal") if all(c.kind != f for c in columns)), "other")
            columns[longest] = columns[longest]._replace(kind="text")
            columns[text] = columns[text]._replace(kind=free)  # type: ignore[arg-type]
            text = longest
    if text is not None and (step := _step_of(columns, rows, text)) is not None:
        columns[text] = columns[text]._replace(kind="group")
        columns[step] = columns[step]._replace(kind="text")
        text = step
    if text is not None:
        columns = [
            c._replace(kind="other") if c.kind == "group" and k > text else c for k, c in enumerate(columns)
        ]
    return tuple(columns)


def _step_of(columns: Sequence[Column], rows: Sequence[Row], text: int) -> int | None:
    """The column whose cells are the tasks where 工作任务 stands over several rows that each have a
    number, or units, and 工作措施 of their own; None where each row has its own 工作任务."""
    step = next((k for k, c in enumerate(columns) if c.kind in ("measures", "goal") and k > text), None)
    if step is None:
        return None
    own = [k for k, c in enumerate(columns) if c.kind == "number"]
    own = own or [k for k, c in enumerate(columns) if c.kind in UNITS]
    shared = 0
    for row in rows:
        held = row.cells[text]
        alone = row.cells[step] and any((c := row.cells[k]) and c.text for k in own)
        shared += bool(alone and not (held and held.text))
    return step if shared * 4 >= len(rows) else None


def _flat(text: str) -> str:
    """A heading in one line."""
    return "".join(text.split("\n"))


def _is_group(cell: Cell, groups: Sequence[Heading]) -> bool:
    return any(cell.mark == g.mark for g in groups)
