"""What filters and the words of fields ask of a task, and how many tasks each value would leave."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from qingdan.search.analysis import SEPARATOR, fold_again, with_arabic_numerals
from qingdan.search.query import Field

ROLES = ("lead", "responsible", "supporting")
NAMES = ("region", "year", "document", "unit", "role", "kind", "due", "status")
"""The filters, as the address of the search page names them."""
OF_DOCUMENTS = frozenset({"region", "year", "document", "number", "title"})
"""The filters and fields that a document has as well as its tasks."""
_LATER = {"ongoing": "99", "none": "999"}
"""Sorts after every day."""
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


class Party(NamedTuple):
    """A unit in one of its roles."""

    unit: str
    """Unit id."""
    role: str
    names: str
    """As printed, as registered, and aliases: folded, joined by SEPARATOR."""


class Facts(NamedTuple):
    """What filters and fields ask of one task."""

    region: str
    year: str
    document: str
    kind: str = ""
    """by, year, ongoing or none."""
    due: str = ""
    """`2022-12` for a day of that month, else the deadline's slug."""
    status: str = ""
    parties: tuple[Party, ...] = ()
    words: Mapping[str, str] = {}
    """Name of a field -> its words, folded: what a word of a field is looked for in."""
    day: str = ""
    """The last day, for sorting: of a year its last; later than all where there is none."""


class InDocument:
    """What filters and fields ask of the tasks of one document, by its record."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self._own = of_document(record)
        region = record["region"][0]
        self._parties = [(f"{region}/{party[1]}", names_of(party)) for party in record["parties"]]
        self._due = [_due(text, slug) for text, slug in record["due"]]

    def task(self, parts: Sequence[Any]) -> Facts:
        """`parts` of a task's record: three lists of parties, due, status."""
        parties = tuple(
            [
                Party(self._parties[i][0], role, self._parties[i][1])
                for role, listed in zip(ROLES, parts, strict=False)
                for i in listed
            ]
        )
        kind, due, day, words = self._due[parts[3]]
        known = {**self._own.words, "due": words, "status": fold_again(parts[4])}
        region, year, document = self._own[:3]
        return Facts(region, year, document, kind, due, parts[4], parties, known, day)


def _due(text: str, slug: str) -> tuple[str, str, str, str]:
    """Kind, month, day and words of a deadline."""
    day = _DAY.fullmatch(slug)
    last = slug if day else slug[:4] + "-12-31" if slug.endswith("-year") else _LATER.get(slug, "9")
    words = SEPARATOR.join((with_arabic_numerals(fold_again(text)), slug, due_name(slug)))
    return "by" if day else slug.rsplit("-", 1)[-1], slug[:7] if day else slug, last, words


def of_document(record: Mapping[str, Any]) -> Facts:
    """What a document itself has."""
    year = str(record["year"] or "")
    words = {
        "region": fold_again(record["region"][1].replace("/", "")),
        "year": year + "年" if year else "",
        "number": fold_again(record["number"]),
        "title": fold_again(record["title"]) + SEPARATOR + fold_again(record["id"]),
    }
    return Facts(record["region"][0], year, record["id"], words=words)


OF_RECORDS = ("id", "title", "number", "region", "year", "parties", "due")
"""What facets hold of a document's record."""


def short(record: Mapping[str, Any]) -> dict[str, Any]:
    """A document's record as facets hold it."""
    return {key: record[key] for key in OF_RECORDS}


def names_of(party: Sequence[Any]) -> str:
    """All names of one of a record's parties, folded: printed (slug), registered, aliases."""
    return SEPARATOR.join(fold_again(name) for name in (party[0], *party[2:]) if name)


def due_name(slug: str) -> str:
    """What a deadline is called, folded: 2022年12月31日, 2022年全年, 长期, 未注明."""
    if day := _DAY.fullmatch(slug):
        return f"{day[1]}年{int(day[2])}月{int(day[3])}日"
    if slug.endswith("year"):
        return f"{slug[:4]}年全年" if "-" in slug else "全年"
    return {"ongoing": "长期", "none": "未注明"}.get(slug, slug)


def holds(task: Facts, field: Field) -> bool:
    """Whether the field holds the word (or, if unwanted, does not). Digits are found as whole
    numbers only: 时限:2月 is not December."""
    if field.name in ("unit", *ROLES):
        words = SEPARATOR.join(p.names for p in task.parties if field.name in ("unit", p.role))
    else:
        words = task.words.get(field.name, "")
    word = with_arabic_numerals(field.word) if field.name in ("due", "year") else field.word
    return _stands(word, words) != field.unwanted


def _stands(word: str, words: str) -> bool:
    at = words.find(word)
    while at >= 0:
        end = at + len(word)
        before, after = words[at - 1 : at] if at else "", words[end : end + 1]
        if not (_digits(before, word[0]) or _digits(word[-1], after)):
            return True
        at = words.find(word, at + 1)
    return False


def _digits(one: str, other: str) -> bool:
    return "0" <= one <= "9" and "0" <= other <= "9"


def admits(task: Facts, filters: Mapping[str, str], but: str = "") -> bool:
    """Whether the task passes all filters except `but`. Unit and role must hold for one party."""
    for name in ("region", "year", "document", "kind", "due", "status"):
        if name != but and filters.get(name, getattr(task, name)) != getattr(task, name):
            return False
    unit = None if but == "unit" else filters.get("unit")
    role = None if but == "role" else filters.get("role")
    return (not unit and not role) or any(
        unit in (None, party.unit) and role in (None, party.role) for party in task.parties
    )


def count(name: str, tasks: Iterable[Facts], filters: Mapping[str, str]) -> dict[str, int]:
    """How many tasks each value of the facet would leave."""
    counts: Counter[str] = Counter()
    for task in tasks:
        if not admits(task, filters, name):
            continue
        if name == "unit":
            role = filters.get("role")
            counts.update({party.unit for party in task.parties if role in (None, party.role)})
        elif name == "role":
            unit = filters.get("unit")
            counts.update({party.role for party in task.parties if unit in (None, party.unit)})
        else:
            counts[getattr(task, name)] += 1
    return dict(counts)
