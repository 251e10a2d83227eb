"""The cells of the printed table, one task at a time. Most of a site's bytes are made here, so the
parts that every task has are put together without a template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qingdan.model import Document, Task
from qingdan.pages import originals
from qingdan.pages.columns import FIELD_NAMES, Column
from qingdan.pages.fragments import deadline_link
from qingdan.pages.markup import escaped
from qingdan.pages.page import ROOT
from qingdan.pages.redaction import MARK
from qingdan.pages.scope import Scope
from qingdan.text.deadlines import mentions
from qingdan.vocabulary import ROLES
from qingdan.words import day, item_name, list_title

UNIT_FIELDS = ("lead", "responsible", "supporting")


class Cells:
    """Makes the cells of one document's tasks."""

    def __init__(
        self, scope: Scope, document: Document, lines: Mapping[str, int], columns: Sequence[Column]
    ) -> None:
        self._scope = scope
        self._document = document
        self._lines = lines
        self._original = f"{ROOT}{escaped(originals.page_url(document))}"
        self._begins = [
            (f'<td class="qd-{c.field}" data-label="{escaped(c.name)}">', c.field) for c in columns
        ]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self._begins)

    def row(self, task: Task) -> str:
        """The row of a task: each <td> with the name of its column for phones, where rows are cards."""
        cells = "".join([f"{begin}{self._cell(task, field)}</td>" for begin, field in self._begins])
        return f'<tr id="{escaped(task.anchor)}" data-task="{escaped(task.id)}">{cells}</tr>'

    def _cell(self, task: Task, field: str) -> str:
        if field == "number":
            return f'<a href="#{escaped(task.anchor)}">{escaped(task.number)}</a>'
        if field == "text":
            return self._text(task)
        if field == "deadline":
            return self._deadline(task)
        if field == "units":
            return self._units(task)
        if field == "progress":
            return self._progress(task)
        words = task.cells.get(field)
        if words is None:
            return ""
        if field in UNIT_FIELDS:
            return self._scope.fragments.printed_units(task, field)
        return "<br>".join(map(escaped, words.value.splitlines()))

    def _text(self, task: Task) -> str:
        """The words with dates in them marked, and below them what belongs to this task alone."""
        html = f"<p>{self._mentions(task.text.value)}</p>"
        notes = self._scope.notes.get(task.id, ())
        if notes or task.corrections or task.superior:
            html += self._scope.templates.render(
                "task_notes",
                notes=[p.public for p in notes],
                corrections=[
                    {
                        "name": FIELD_NAMES.get(c.field, c.field),
                        "original": MARK if c.damaged else c.original.value,
                        "reason": c.reason,
                    }
                    for c in task.corrections
                ],
                superior=[self._superior(id_) for id_ in task.superior],
            )
        line = self._lines.get(task.id)
        if line:
            html += f'<p class="qd-from"><a href="{self._original}#L{line}">原件第 {line} 行</a></p>'
        return html

    def _mentions(self, text: str) -> str:
        dates = mentions(text, self._document.year)
        if not dates:
            return escaped(text)
        pieces, at = [], 0
        for found in dates:
            read = f"读作{day(found.date)}（{found.rule}）" if found.date else found.rule
            title = f"文中提到的时间，{read}" if read else "文中提到的时间"
            pieces.append(escaped(text[at : found.start]))
            pieces.append(f'<span class="qd-date" title="{escaped(title)}">{escaped(found.text)}</span>')
            at = found.end
        pieces.append(escaped(text[at:]))
        return "".join(pieces)

    def _superior(self, id_: str) -> tuple[str, str]:
        """(words, address) of a task of a higher level; no address where the library lacks it."""
        task = self._scope.task(id_)
        if task is None:
            return id_, ""
        return f"{list_title(self._scope.library.document_of(task), task)} {item_name(task)}", task.url

    def _deadline(self, task: Task) -> str:
        html = deadline_link(task.deadline) if task.deadline.text else ""
        for change in task.adjustments:
            told = "，".join(x for x in (day(change.date) if change.date else "", change.basis) if x)
            told = f"（{escaped(told)}）" if told else ""
            html += f'<span class="qd-adjusted">已调整为 {deadline_link(change.deadline)}{told}</span>'
        return html

    def _units(self, task: Task) -> str:
        """All roles of a clause: its bracket names them one after another."""
        lines = []
        for field in UNIT_FIELDS:
            words = task.cells.get(field)
            if words is not None:
                printed = self._scope.fragments.printed_units(task, field)
                lines.append(f'<span class="qd-as">{ROLES[field]}</span> {printed}')
        return "<br>".join(lines)

    def _progress(self, task: Task) -> str:
        return self._scope.templates.render(
            "task_progress",
            status=task.status,
            reports=[
                {"day": day(p.date), "status": p.status, "note": p.note, "link": p.link}
                for p in reversed(task.progress)
            ],
        )
