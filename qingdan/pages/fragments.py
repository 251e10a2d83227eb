"""Pieces of HTML that stand on many pages, made once each: units, deadlines, rows of listings.

Their addresses begin with ROOT, so that pages of any depth can share them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup, escape

from qingdan.model import Deadline, Party, Task, Unit
from qingdan.offers import Offer
from qingdan.pages.page import ROOT
from qingdan.vocabulary import ROLES
from qingdan.words import day

_UnitsKey = tuple[str, tuple[tuple[str, int, str], ...]]


class Fragments:
    """Makes pieces, and keeps those that come again. Lives as long as one build."""

    def __init__(self) -> None:
        self._links: dict[int, str] = {}
        self._cells: dict[_UnitsKey, Markup] = {}
        self._splits: dict[_UnitsKey, tuple[Markup, int]] = {}
        self._lists: dict[tuple[tuple[str, int], ...], Markup] = {}

    def unit(self, unit: Unit, text: str) -> str:
        """A link to a unit's page around the words that name it."""
        begin = self._links.get(id(unit))
        if begin is None:
            begin = self._links[id(unit)] = f'<a href="{ROOT}{escape(unit.url)}">'
        return f"{begin}{escape(text)}</a>"

    def units(self, parties: Sequence[Party]) -> Markup:
        """The units of a role, each a link, for listings."""
        if not parties:
            return Markup()
        key = tuple((p.name, id(p.unit)) for p in parties)
        found = self._lists.get(key)
        if found is None:
            found = self._lists[key] = Markup("、".join(self.unit(p.unit, p.name) for p in parties))  # noqa: S704
        return found

    def printed_units(self, cell: str, field: str, task: Task) -> Markup:
        """A units cell as printed, with a link around each name; a name that the reading rules
        gave another role than its column's says so."""
        named = tuple((role, id(party.unit), party.name) for role, party in task.parties())
        key = (f"{field}\0{cell}", named)
        found = self._cells.get(key)
        if found is None:
            found = self._cells[key] = _named(cell, field, task, self.unit)[0]
        return found

    def marked_units(self, cell: str, field: str, task: Task) -> tuple[Markup, int]:
        """A units cell as printed with an <i> around each name, and how many names that are: the
        split alone, without links."""
        named = tuple((role, id(party.unit), party.name) for role, party in task.parties())
        key = (f"{field}\0{cell}", named)
        found = self._splits.get(key)
        if found is None:
            found = self._splits[key] = _named(cell, field, task, lambda _, name: f"<i>{escape(name)}</i>")
        return found

    def deadline(self, task: Task) -> Markup:
        """The deadline that counts, in short, for listings."""
        due = task.due
        html = deadline_link(due)
        if task.adjustments:
            html += Markup('<small class="qd-role">已调整</small>')
        return html


def _named(cell: str, field: str, task: Task, wrap: Callable[[Unit, str], str]) -> tuple[Markup, int]:
    """The cell with each name of a unit wrapped, and how many there are."""
    positions = [i for i, c in enumerate(cell) if not c.isspace()]
    text = "".join(cell[i] for i in positions)
    taken: list[tuple[int, int, str]] = []
    # Longest names first; of a unit that the row names in two columns, this column's role first.
    parties = sorted(task.parties(), key=lambda rp: (-len(rp[1].name), rp[0] != field))
    for role, party in parties:
        begin = _free(text, party.name, taken)
        if begin < 0:
            continue
        first, last = positions[begin], positions[begin + len(party.name) - 1] + 1
        html = wrap(party.unit, cell[first:last])
        if role != field:
            html += f'<small class="qd-role">{ROLES[role]}</small>'
        taken.append((begin, begin + len(party.name), html))
    pieces, at = [], 0
    for begin, end, html in sorted(taken):
        pieces += [str(escape(cell[at : positions[begin]])), html]
        at = positions[end - 1] + 1
    pieces.append(str(escape(cell[at:])))
    html = Markup("".join(pieces).replace("\n", "<br>"))  # noqa: S704 - every part is escaped above
    return html, len(taken)


def _free(text: str, name: str, taken: Iterable[tuple[int, int, str]]) -> int:
    """Where the name stands in the text outside what is taken; -1 where nowhere."""
    begin = text.find(name)
    while begin >= 0 and any(b < begin + len(name) and begin < e for b, e, _ in taken):
        begin = text.find(name, begin + 1)
    return begin


@lru_cache(maxsize=4096)
def deadline_link(deadline: Deadline) -> Markup:
    """The printed words of a deadline as a link to its page, with the day that they mean below."""
    words = deadline.text or "未注明"
    link = Markup('<a href="{}{}">{}</a>').format(ROOT, deadline.url, words)
    if deadline.kind == "by" and deadline.date:
        link += Markup('<time datetime="{}">{}</time>').format(deadline.date.isoformat(), day(deadline.date))
    return link


def offered(offers: Sequence[Offer], site_url: str) -> Markup:
    """What a page offers, as the items of its block: see `templates/pages/partials.html`. Where the
    site knows its address, a calendar can be subscribed to as well as saved."""
    return Markup("").join(_offer(offer, site_url) for offer in offers)


def _offer(offer: Offer, site_url: str) -> Markup:
    path = quote(offer.href)
    saved = Markup(' download="{}"').format(offer.name) if offer.name else ""
    link = Markup('<a class="qd-offer-{}" href="{}{}"{}>{}</a>').format(
        offer.kind, ROOT, path, saved, offer.label
    )
    if offer.kind == "ics" and site_url:
        address = _SCHEME.sub("webcal:", site_url) + path
        link += Markup(' <a class="qd-offer-webcal" href="{}" aria-label="订阅{}">订阅</a>').format(
            address, offer.label
        )
    return Markup("<li>{}</li>").format(link)


_SCHEME = re.compile("^[a-z]+:")


def feeds(offers: Sequence[Offer]) -> str:
    """For the head of a page: where programs find the feed that it offers."""
    link = Markup('<link rel="alternate" type="application/atom+xml" title="{}" href="{}{}">\n')
    found = (link.format(o.label, ROOT, quote(o.href)) for o in offers if o.kind == "atom")
    return "".join(found)


def paragraphs(text: str) -> Markup:
    """One <p> a line."""
    lines = (line.strip() for line in text.splitlines())
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines if line)
