"""Tables of tasks from several documents, as unit and deadline pages show them."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from qingdan.model import Task
from qingdan.pages.scope import Scope
from qingdan.pages.words import item_name, list_title
from qingdan.vocabulary import NOT_REPORTED


class Rows:
    """Rows of tasks, each rendered once for all pages that show it."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._rows: dict[str, str] = {}

    def render(self, tasks: Iterable[Task]) -> Markup:
        """The rows of a table's body, in the order given."""
        return Markup("".join(self._row(t) for t in tasks))  # noqa: S704 - rendered with escaping

    def _row(self, task: Task) -> str:
        found = self._rows.get(task.id)
        if found is None:
            scope, fragments = self._scope, self._scope.fragments
            found = self._rows[task.id] = scope.templates.render(
                "row",
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
        return found
