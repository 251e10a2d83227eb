"""The section of a document's page that names tasks of other documents which use the same words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qingdan.model import Document
from qingdan.pages.alike import Places
from qingdan.pages.scope import Scope
from qingdan.words import item_name, placed_title


def shown(scope: Scope, document: Document) -> Iterator[str]:
    """All that the section shows besides the document itself."""
    mark, others = scope.alike_marks.get(document.id, ("", ()))
    yield mark
    yield from (scope.names[id_] for id_ in others)


def section(scope: Scope, document: Document) -> list[Mapping[str, object]]:
    """The tasks that have some, in document order, with those that are like them."""
    rows: list[Mapping[str, object]] = []
    titles: dict[tuple[str, int], str] = {}
    for task in document.tasks:
        found = scope.alike.get(task.id)
        if not found:
            continue
        others = []
        text = Places(task.text.value)
        for id_, start, end in found:
            other = scope.task(id_)
            if other:
                place = (other.document_id, other.list_ordinal)
                if place not in titles:
                    titles[place] = placed_title(scope.library.document_of(other), other)
                others.append(
                    {
                        "url": other.url,
                        "title": titles[place],
                        "name": item_name(other),
                        "words": text.words(start, end),
                    }
                )
        if others:
            rows.append({"anchor": task.anchor, "name": item_name(task), "others": others})
    return rows
