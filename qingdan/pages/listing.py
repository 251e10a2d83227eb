"""Tables of tasks from several documents, as unit and deadline pages show them."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from qingdan.model import Task
from qingdan.pages.scope import Scope
from qingdan.vocabulary import NOT_REPORTED
from qingdan.words import item_name, list_title


class Rows:
    """Rows of tasks, each rendered once for all pages that show it."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._rows: dict[str, str] = {}
        self._short: dict[str, str] = {}

    def table(self, tasks: Iterable[Task]) -> Markup:
        """The rows of a table's body, in the order given."""
        return self._all(tasks, self._rows, "row")

    def short(self, tasks: Iterable[Task]) -> Markup:
        """The same tasks without their units, as items of a list."""
        return self._all(tasks, self._short, "short_row")

    def _all(self, tasks: Iterable[Task], known: dict[str, str], template: str) -> Markup:
        found = []
        for task in tasks:
            row = known.get(task.id)
            if row is None:
                row = known[task.id] = self._render(task, template)
            found.append(row)
        return Markup("".join(found))  # noqa: S704 - rendered with escaping

    def _render(self, task: Task, template: str) -> str:
        scope, fragments = self._scope, self._scope.fragments
        return scope.templates.render(
            template,
            id=task.id,
            url=task.url,
            item=item_name(task),
            text=task.text.value,
            document=list_title(scope.library.document_of(task), task),
            lead=fragments.units(task.lead),
            responsible=fragments.units(task.responsible),
            supporting=fragments.units(task.supporting),
            deadline=fragments.deadline(task),
            status="" if task.status == NOT_REPORTED else task.status,
        )
