"""Tables of tasks from several documents, as unit and deadline pages show them. A task stands on the
pages of all its units, so its row is made once, and without a template."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markupsafe import Markup

from qingdan.model import Task
from qingdan.pages.markup import escaped
from qingdan.pages.page import ROOT
from qingdan.pages.scope import Scope
from qingdan.vocabulary import NOT_REPORTED
from qingdan.words import item_name, list_title


class Rows:
    """Rows of tasks, each made once for all pages that show it."""

    def __init__(self, scope: Scope) -> None:
        self._library = scope.library
        self._fragments = scope.fragments
        self._titles: dict[tuple[str, int], str] = {}
        self._rows: dict[str, str] = {}
        self._short: dict[str, str] = {}

    def table(self, tasks: Iterable[Task]) -> Markup:
        """The rows of a table's body, in the order given."""
        return _all(tasks, self._rows, self._row)

    def short(self, tasks: Iterable[Task]) -> Markup:
        """The same tasks without their units, as items of a list."""
        return _all(tasks, self._short, self._item)

    def _row(self, task: Task) -> str:
        units = self._fragments.units
        responsible = units(task.responsible)
        if task.supporting:
            between = "<br>" if responsible else ""
            responsible += f'{between}<span class="qd-as">配合</span> {units(task.supporting)}'
        return (
            f'<tr data-task="{escaped(task.id)}"><td><p>{escaped(task.text.value)}</p>'
            f'<p class="qd-from">{self._source(task)}</p></td><td>{units(task.lead)}</td>'
            f"<td>{responsible}</td><td>{self._when(task)}</td></tr>"
        )

    def _item(self, task: Task) -> str:
        return (
            f'<li data-task="{escaped(task.id)}">{escaped(task.text.value)}'
            f'<span class="qd-from">{self._source(task)} {self._when(task)}</span></li>'
        )

    def _source(self, task: Task) -> str:
        """Where the task stands, as a link."""
        document = self._library.document_of(task)
        key = (document.id, task.list_ordinal)
        title = self._titles.get(key)
        if title is None:
            title = self._titles[key] = escaped(list_title(document, task))
        return f'<a href="{ROOT}{escaped(task.url)}">{title} {escaped(item_name(task))}</a>'

    def _when(self, task: Task) -> str:
        """Its deadline, and its status where one was reported."""
        html = self._fragments.deadline(task)
        status = task.status
        if status == NOT_REPORTED:
            return html
        return f'{html} <span class="qd-status" data-status="{escaped(status)}">{escaped(status)}</span>'


def _all(tasks: Iterable[Task], known: dict[str, str], make: Callable[[Task], str]) -> Markup:
    found = []
    for task in tasks:
        row = known.get(task.id)
        if row is None:
            row = known[task.id] = make(task)
        found.append(row)
    return Markup("".join(found))  # noqa: S704 - every part is escaped where it is made
