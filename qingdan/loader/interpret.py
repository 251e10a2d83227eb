"""Words of a document -> units, deadlines, levels and numbers, by the reading rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from qingdan.loader.naming import Units
from qingdan.model import Deadline, Party, Role, Text
from qingdan.regexes import regex
from qingdan.text import deadlines, labels, units
from qingdan.text.labels import Label

_Parties = dict[Role, tuple[Party, ...]]

_UNFIT = regex(r"[\s/\\%#?&\"'<>`^{}|\[\]\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+")

_UNIT_CELLS = ("lead", "responsible", "supporting")

label = lru_cache(maxsize=4096)(labels.heading_label)
"""The label of a heading, or None."""


@lru_cache(maxsize=4096)
def deadline(words: str | None, year: int | None, signed: date | None) -> Deadline:
    """The deadline that the words mean; the same few words stand in thousands of rows."""
    return deadlines.parse(words, year, signed=signed)


def row_deadline(cells: Mapping[str, Text], year: int | None, signed: date | None) -> Deadline:
    """The deadline of a row: its cell, else the words of a units cell that are one (市发改委牵头，
    6月底完成): a deadline is a deadline wherever it stands."""
    if "deadline" in cells:
        return deadline(cells["deadline"].value, year, signed)
    for name in _UNIT_CELLS:
        if name in cells and (words := _deadline_words(cells[name].value)):
            return deadline(words, year, signed)
    return deadline(None, year, signed)


class Leads(NamedTuple):
    """Who leads where a row names no leader, as the document has said so far."""

    first: bool = False
    """列第一位者为牵头单位."""
    responsible: bool = False
    """无牵头单位的，责任单位即为牵头单位."""

    def heard(self, text: Text | None) -> Leads:
        """What holds after these words."""
        if text is None or not any(word in text.value for word in ("牵头", "主办", "牽頭", "主辦")):
            return self
        return Leads(
            self.first or units.first_is_lead(text.value),
            self.responsible or units.responsible_leads(text.value),
        )


def parties(cells: Mapping[str, Text], known: Units, leads: Leads) -> _Parties:
    """The units of a row by role. A name is listed once a role, in the order of the row."""
    named: dict[Role, dict[str, Party]] = {"lead": {}, "responsible": {}, "supporting": {}}
    lead = cells.get("lead")
    if lead is not None:
        _add(named, lead.value, "lead", known, first_is_lead=False)
    responsible = cells.get("responsible")
    if responsible is not None:
        # Where the row has a lead of its own, the rule has nothing to say.
        first = leads.first and not named["lead"]
        _add(named, responsible.value, "responsible", known, first_is_lead=first)
    supporting = cells.get("supporting")
    if supporting is not None:
        _add(named, supporting.value, "supporting", known, first_is_lead=False)
    if leads.responsible and not named["lead"]:
        named["lead"], named["responsible"] = named["responsible"], {}
    return {role: tuple(found.values()) for role, found in named.items()}


def _add(
    named: dict[Role, dict[str, Party]], cell: str, role: Role, known: Units, *, first_is_lead: bool
) -> None:
    for name, actual in _names(cell, role, first_is_lead):
        named[actual].setdefault(name, known.party(name))


_deadline_words = lru_cache(maxsize=16384)(units.deadline_words)


@lru_cache(maxsize=16384)
def _names(cell: str, role: Role, first_is_lead: bool) -> tuple[units.Named, ...]:
    return units.parse(cell, role, first_is_lead=first_is_lead)


def anchor_words(number: str) -> str:
    """A number as it stands in ids and addresses: what cannot stand there becomes -."""
    return _UNFIT.sub("-", number).strip("-") or "-"


class Outline:
    """The headings above the row that is being read."""

    def __init__(self) -> None:
        self._above: list[tuple[int, str, Label | None]] = []
        self.section: tuple[str, ...] = ()
        """The headings above, outermost first, as printed."""
        self.labels = ""
        """Their labels, 一(一); unnumbered headings have none."""

    def enter(self, words: str) -> int:
        """Enter a heading; its level, from 1."""
        found = label(words)
        if found is not None:
            level = found.level
        else:
            level = next((above[0] for above in reversed(self._above) if above[2]), 0) + 1
        while self._above and self._above[-1][0] >= level:
            self._above.pop()
        self._above.append((level, words, found))
        self.section = tuple(above[1] for above in self._above)
        self.labels = "".join(above[2].short() for above in self._above if above[2])
        return level
