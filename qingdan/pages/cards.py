"""Cards 卡片: of each document and each unit a small page without script, to be shown inside other
websites: three numbers and the way to the whole page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from qingdan import offers
from qingdan.files import File, key_of
from qingdan.model import Document, Unit
from qingdan.offers import Offer
from qingdan.pages.page import ROOT
from qingdan.pages.scope import Scope
from qingdan.words import short_title

_Number = tuple[int, str]


def files(scope: Scope) -> Iterator[File]:
    """The cards that pages offer."""
    base = key_of(scope.templates.digest(), scope.library.site.name)
    for document in scope.library.documents:
        if _offered(offers.of_document(scope.library, document)):
            yield _file(scope, base, document.url, short_title(document), *_of_document(document))
    for unit in scope.library.units.values():
        if _offered(offers.of_unit(scope.library, unit)):
            yield _file(scope, base, unit.url, unit.name, *_of_unit(scope, unit))


def _offered(all_: Sequence[Offer]) -> bool:
    return any(offer.kind == "card" for offer in all_)


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
    return File(f"{url}{offers.CARD}", partial(_made, scope, url, name, told, numbers), key)


def _made(scope: Scope, url: str, name: str, told: str, numbers: Sequence[_Number]) -> bytes:
    site = scope.library.site.name
    body = scope.templates.render("card", name=name, told=told, numbers=numbers, site=site)
    return body.replace(ROOT, "../" * url.count("/")).encode()
