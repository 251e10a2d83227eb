"""Beside pages 页旁: the files that stand beside the pages of documents, units and deadlines
(`qingdan.offers` says which), in parts that are made together: those of one region are made of the same
tasks, those of deadlines and years of pieces of all documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from qingdan import __version__
from qingdan.exports import downloads, subscriptions
from qingdan.exports.edition import Edition
from qingdan.files import File, key_of
from qingdan.model import Document, Region, Unit


class Part(NamedTuple):
    """The files beside the pages of one region's documents and units."""

    name: str
    files: Callable[[], Iterator[File]]
    key: Callable[[], str]
    """Gives the digest of all that they depend on, without listing them."""


def parts(edition: Edition) -> Iterator[Part]:
    """Region by region."""
    library = edition.library
    documents: dict[Region, list[Document]] = {}
    units: dict[Region, list[Unit]] = {}
    for document in library.documents:
        documents.setdefault(document.region, []).append(document)
    for unit in library.units.values():
        units.setdefault(unit.region, []).append(unit)
    base = key_of(
        __version__, downloads.key(edition), subscriptions.key(edition), repr(library.site.downloads)
    )
    for region in library.regions:
        here, named = documents.get(region, []), units.get(region, [])
        if here or named:
            yield Part(
                region.slug,
                partial(_of_region, edition, here, named),
                partial(_region_key, edition, base, region, here, named),
            )


def of_all(edition: Edition) -> Iterator[File]:
    """Beside the pages of deadlines."""
    yield from downloads.of_deadlines(edition)
    yield from subscriptions.of_years(edition)


def _of_region(edition: Edition, documents: Iterable[Document], units: Iterable[Unit]) -> Iterator[File]:
    yield from downloads.of_region(edition, documents, units)
    yield from subscriptions.of_region(edition, documents, units)


def _region_key(
    edition: Edition, base: str, region: Region, documents: Iterable[Document], units: Iterable[Unit]
) -> str:
    return key_of(
        base,
        str(region.path),
        *(part for d in documents for part in (d.id, d.digest, edition.originals.get(d.id, ""))),
        "/",
        *(repr((u.id, u.name, u.aliases, u.collective, u.members)) for u in units),
    )
