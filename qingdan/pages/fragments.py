"""Pieces of HTML that stand on many pages, made once each: units, deadlines, cells of units.

Their addresses begin with ROOT, so that pages of any depth can share them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from qingdan.model import Deadline, Party, Task, Unit
from qingdan.offers import Offer
from qingdan.pages.markup import escaped
from qingdan.pages.page import ROOT
from qingdan.regexes import regex
from qingdan.vocabulary import FILE_KINDS, ROLES
from qingdan.words import day


class Words(NamedTuple):
    """A stretch of a units cell."""

    text: str
    unit: Unit | None = None
    """Whom it names; None between names."""
    role: str = ""
    """The role that the reading rules gave the unit, where it is another than the column's."""


_KEPT = 2000
"""Cells that are kept parted: the pages of a document, one after the other, show the same ones."""


class Fragments:
    """Makes pieces, and keeps those that come again. Lives as long as one build."""

    def __init__(self) -> None:
        self._begins: dict[int, str] = {}
        self._links: dict[int, str] = {}
        self._placed: dict[int, str] = {}
        self._parted: dict[tuple[str, str], list[Words]] = {}

    def unit(self, unit: Unit, text: str) -> str:
        """A link to a unit's page around the words that name it."""
        begin = self._begins.get(id(unit))
        if begin is None:
            begin = self._begins[id(unit)] = f'<a href="{ROOT}{escaped(unit.url)}">'
        return f"{begin}{escaped(text)}</a>"

    def placed(self, unit: Unit) -> str:
        """A link to a unit's page around the name of its region."""
        found = self._placed.get(id(unit))
        if found is None:
            found = self._placed[id(unit)] = self.unit(unit, unit.region.name)
        return found

    def units(self, parties: Sequence[Party]) -> str:
        """The units of a role, each a link, for listings."""
        return "、".join([self._links.get(id(p)) or self._link(p) for p in parties])

    def _link(self, party: Party) -> str:
        found = self._links[id(party)] = self.unit(party.unit, party.name)
        return found

    def printed_units(self, task: Task, field: str) -> str:
        """A units cell as printed, with a link around each name; a name that the reading rules
        gave another role than its column's says so."""
        return _joined(self._words(task, field), self.unit)

    def marked_units(self, task: Task, field: str) -> tuple[str, int]:
        """A units cell as printed with an <i> around each name, and how many names that are: the
        split alone, without links."""
        words = self._words(task, field)
        return _joined(words, lambda _, name: f"<i>{escaped(name)}</i>"), sum(
            [w.unit is not None for w in words]
        )

    def _words(self, task: Task, field: str) -> list[Words]:
        """A units cell, cut at the names that it prints."""
        key = (task.id, field)
        found = self._parted.get(key)
        if found is None:
            if len(self._parted) >= _KEPT:
                self._parted.clear()
            found = self._parted[key] = _parted(task.cells[field].value, field, task)
        return found

    def deadline(self, task: Task) -> str:
        """The deadline that counts, in short, for listings."""
        html = deadline_link(task.due)
        return f'{html}<small class="qd-role">已调整</small>' if task.adjustments else html


def _joined(words: Iterable[Words], wrap: Callable[[Unit, str], str]) -> str:
    html = []
    for text, unit, role in words:
        html.append(escaped(text) if unit is None else wrap(unit, text))
        if role:
            html.append(f'<small class="qd-role">{role}</small>')
    return "".join(html).replace("\n", "<br>")


def _parted(cell: str, field: str, task: Task) -> list[Words]:
    text = "".join(cell.split())
    spaced = len(text) < len(cell)
    positions: Sequence[int] = (
        [i for i, c in enumerate(cell) if not c.isspace()] if spaced else range(len(cell))
    )
    # Longest names first; of a unit that the row names in two columns, this column's role first.
    parties = sorted(task.parties(), key=lambda rp: (-len(rp[1].name), rp[0] != field))
    taken: list[tuple[int, int, Party, str]] = []
    for role, party in parties:
        begin = _free(text, party.name, taken)
        if begin >= 0:
            taken.append((begin, begin + len(party.name), party, "" if role == field else ROLES[role]))
    taken.sort(key=lambda t: t[0])
    found, at = [], 0
    for begin, end, party, other_role in taken:
        first, behind = positions[begin], positions[end - 1] + 1
        if first > at:
            found.append(Words(cell[at:first]))
        found.append(Words(cell[first:behind], party.unit, other_role))
        at = behind
    if at < len(cell):
        found.append(Words(cell[at:]))
    return found


def _free(text: str, name: str, taken: Iterable[tuple[int, int, Party, str]]) -> int:
    """Where the name stands in the text outside what is taken; -1 where nowhere."""
    begin = text.find(name)
    while begin >= 0 and any(t[0] < begin + len(name) and begin < t[1] for t in taken):
        begin = text.find(name, begin + 1)
    return begin


@lru_cache(maxsize=4096)
def deadline_link(deadline: Deadline) -> str:
    """The printed words of a deadline as a link to its page, with the day that they mean below."""
    link = f'<a href="{ROOT}{escaped(deadline.url)}">{escaped(deadline.text or "未注明")}</a>'
    if deadline.kind == "by" and deadline.date:
        link += f'<time datetime="{deadline.date.isoformat()}">{day(deadline.date)}</time>'
    return link


_FIRST, _MOST_FIRST = ("xlsx", "docx", "ics"), 4
"""Kinds of files that most readers want, and so many of them that all see at once."""


class Offered(NamedTuple):
    """What a page offers, as the items of its block: see `templates/pages/partials.html`."""

    first: Markup
    """What stands open."""
    more: Markup
    """What unfolds."""
    words: str
    """What the second holds: CSV、JSON、订阅."""


def offered(offers: Sequence[Offer], site_url: str, page: str) -> Offered | None:
    """The offers of the page with this address; None where there are none. Where the site knows its
    address, a calendar can be subscribed to as well as saved."""
    if not offers:
        return None
    first = [offer for offer in offers if offer.kind in _FIRST][:_MOST_FIRST] or [*offers[:_MOST_FIRST]]
    more = [offer for offer in offers if offer not in first]
    if len(more) == 1:
        first, more = [*first, *more], []
    words = dict.fromkeys(FILE_KINDS[offer.kind].word for offer in more)
    listed = ["".join([_offer(offer, site_url, page) for offer in part]) for part in (first, more)]
    return Offered(Markup(listed[0]), Markup(listed[1]), "、".join(words))  # noqa: S704 - escaped there


def _offer(offer: Offer, site_url: str, page: str) -> str:
    path, label = quote(offer.href), escaped(offer.label)
    near = path.removeprefix(page)
    saved = f' download="{escaped(offer.name)}"' if offer.name else ""
    link = (
        f'<a class="qd-offer-{offer.kind}" href="{near if near != path else ROOT + path}"{saved}>{label}</a>'
    )
    if offer.kind == "ics" and site_url:
        address = escaped(_SCHEME.sub("webcal:", site_url) + path)
        link += f' <a class="qd-offer-webcal" href="{address}" aria-label="订阅{label}">订阅</a>'
    return f"<li>{link}</li>"


_SCHEME = regex("^[a-z]+:")


def feeds(offers: Sequence[Offer]) -> str:
    """For the head of a page: where programs find the feed that it offers."""
    begin = '<link rel="alternate" type="application/atom+xml" title='
    found = (o for o in offers if o.kind == "atom")
    return "".join([f'{begin}"{escaped(o.label)}" href="{ROOT}{quote(o.href)}">\n' for o in found])


def paragraphs(text: str) -> Markup:
    """One <p> a line."""
    lines = (line.strip() for line in text.splitlines())
    return Markup("".join(f"<p>{escaped(line)}</p>" for line in lines if line))  # noqa: S704 - escaped here
