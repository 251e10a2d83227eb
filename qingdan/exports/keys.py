"""What each export is made from, as digests: a file is made anew when one of its parts changed,
and only then. Each part is a function of the edition."""

from __future__ import annotations

import xlsxwriter

from qingdan.exports.edition import Edition
from qingdan.files import digest, key_of


def documents(edition: Edition) -> str:
    """All that stands in the YAML files of the documents."""
    return key_of(*(part for d in edition.library.documents for part in (d.id, d.digest)))


def units(edition: Edition) -> str:
    """What the open data say of units, their tasks aside."""
    return digest(
        repr(
            [
                (u.id, u.region.path, u.name, u.aliases, u.collective, u.members)
                for u in edition.library.units.values()
            ]
        ).encode("utf-8", "surrogatepass")
    )


def originals(edition: Edition) -> str:
    """The originals, by document."""
    return key_of(*(part for pair in sorted(edition.originals.items()) for part in pair))


def masthead(edition: Edition) -> str:
    """Name, description and sponsor of the site."""
    site = edition.library.site
    return key_of(site.name, site.description, site.sponsor)


def address(edition: Edition) -> str:
    """Where the site is published."""
    return edition.root


def day(edition: Edition) -> str:
    """The day for which the data stand."""
    return edition.as_of.isoformat()


def day_of_undated(edition: Edition) -> str:
    """The same, where something has no other date: a document (see `first_date`), or a feed without any."""
    documents = edition.library.documents
    dated = all(d.year or d.signed or d.printed for d in documents)
    return "" if documents and dated else day(edition)


def workbook_writer(_: Edition) -> str:
    """The library that writes workbooks."""
    return xlsxwriter.__version__
