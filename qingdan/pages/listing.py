"""Tables of tasks from several documents, as unit and deadline pages show them. A task stands on the
pages of all its units, so its row is made once, and without a template."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from markupsafe import Markup

from qingdan.files import Piece
from qingdan.model import Task
from qingdan.pages.markup import escaped
from qingdan.pages.page import PIECE, ROOT, root_from
from qingdan.pages.scope import Scope
from qingdan.pages.shell import placed
from qingdan.vocabulary import NOT_REPORTED
from qingdan.words import item_name, placed_title


class Rows:
    """Rows of tasks, each made once for all pages that show it: bodies name them, and the shell puts
    them in."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._library = scope.library
        self._fragments = scope.fragments
        self._titles: dict[tuple[str, int], str] = {}
        self._made: dict[str, Mapping[str, Piece]] = {}

    def table(self, tasks: Iterable[Task]) -> Markup:
        """The rows of a table's body, in the order given."""
        return _named("r", tasks)

    def short(self, tasks: Iterable[Task]) -> Markup:
        """The same tasks without their units, as items of a list."""
        return _named("s", tasks)

    def pieces(self, path: str) -> Mapping[str, Piece]:
        """The pieces that are named on a page."""
        root = root_from(path)
        if root not in self._made:
            self._made[root] = _Made(lambda name: placed(self._html(name), root))
        return self._made[root]

    def _html(self, name: str) -> str:
        task = self._scope.task(name[1:])
        assert task  # the name was made of one
        return self._row(task) if name[0] == "r" else self._item(task)

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
            title = self._titles[key] = escaped(placed_title(document, task))
        return f'<a href="{ROOT}{escaped(task.url)}">{title} {escaped(item_name(task))}</a>'

    def _when(self, task: Task) -> str:
        """Its deadline, and its status where one was reported."""
        html = self._fragments.deadline(task)
        status = task.status
        if status == NOT_REPORTED:
            return html
        return f'{html} <span class="qd-status" data-status="{escaped(status)}">{escaped(status)}</span>'


def _named(kind: str, tasks: Iterable[Task]) -> Markup:
    return Markup("".join([f"{PIECE}{kind}{task.id}{PIECE}" for task in tasks]))  # noqa: S704 - marks


_KEPT = 5000
"""So many pieces are kept: pages that show the same tasks follow one another, and a row is a kilobyte."""


class _Made(dict[str, Piece]):
    """Pieces by name, made when they are asked for."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> Piece:
        if len(self) >= _KEPT:
            self.clear()
        found = self[name] = Piece(self._make(name).encode())
        return found
