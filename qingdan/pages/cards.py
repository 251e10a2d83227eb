"""Cards 卡片: of each document and each unit a small page without script, to be shown inside other
websites: three numbers and the way to the whole page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from markupsafe import Markup

from qingdan.files import File, key_of
from qingdan.model import Document, Unit
from qingdan.pages.page import ROOT
from qingdan.pages.scope import Scope
from qingdan.pages.words import short_title

NAME = "card.html"
"""Of the file, beside the page that it leads to."""
WIDTH, HEIGHT = 340, 170
"""Of the frame that holds a card, in pixels; css/card.css fits it."""

_Number = tuple[int, str]


def files(scope: Scope) -> Iterator[File]:
    """The card of every document that holds tasks, and of every unit that has some."""
    base = key_of(scope.templates.digest(), scope.library.site.name)
    for document in scope.library.documents:
        if document.tasks:
            yield _file(scope, base, document.url, short_title(document), *_of_document(document))
    for unit in scope.library.units.values():
        if scope.totals[unit.id]:
            yield _file(scope, base, unit.url, unit.name, *_of_unit(scope, unit))


def embedding(address: str, title: str) -> Markup:
    """The line of HTML that shows a card in another page. address: of the page that it leads to."""
    frame = '<iframe src="{}{}" title="{}" width="{}" height="{}" loading="lazy" style="border:0"></iframe>'
    return Markup(frame).format(address, NAME, title, WIDTH, HEIGHT)  # noqa: S704 - a literal


def _of_document(document: Document) -> tuple[str, Sequence[_Number]]:
    units = {party.unit.id for task in document.tasks for party in task.named}
    reported = sum(1 for task in document.tasks if task.progress)
    told = document.issuer.value if document.issuer else document.region.name
    return told, ((len(document.tasks), "任务"), (len(units), "单位"), (reported, "已报送进展"))


def _of_unit(scope: Scope, unit: Unit) -> tuple[str, Sequence[_Number]]:
    duties = scope.library.duties[unit.id]
    numbers = (
        (len(duties.lead), "牵头"),
        (len(duties.responsible), "负责"),
        (len(duties.supporting), "配合"),
    )
    return unit.region.name, numbers


def _file(scope: Scope, base: str, url: str, name: str, told: str, numbers: Sequence[_Number]) -> File:
    key = key_of(base, url, name, told, *(str(n) for n, _ in numbers))
    return File(f"{url}{NAME}", partial(_made, scope, url, name, told, numbers), key)


def _made(scope: Scope, url: str, name: str, told: str, numbers: Sequence[_Number]) -> bytes:
    site = scope.library.site.name
    body = scope.templates.render("card", name=name, told=told, numbers=numbers, site=site)
    return body.replace(ROOT, "../" * url.count("/")).encode()
