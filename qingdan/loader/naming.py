"""Who is meant by a printed name: the units of one region."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from qingdan.model import Party, Region, Unit
from qingdan.text import units as unit_words

_WIDE = str.maketrans("()﹙﹚", "（）（）")
_LONGEST = 80


class Units:
    """The units of one region: those of its registry, and those that only documents name."""

    def __init__(self, region: Region, registered: Iterable[Unit] = ()) -> None:
        self.region = region
        self.registered = tuple(registered)
        self._slugs = {unit.slug for unit in self.registered}
        self._parties: dict[str, Party] = {}
        self._by_name: dict[str, Unit] = {}
        for unit in self.registered:
            for name in (unit.name, *unit.aliases):
                self._by_name.setdefault(spelled(name), unit)

    def find(self, name: str) -> Unit | None:
        """The unit of the registry that has this name or alias."""
        return self._by_name.get(spelled(name))

    def party(self, name: str) -> Party:
        """The unit as a task names it; one that is not in the registry is made from its name."""
        party = self._parties.get(name)
        if party is None:
            party = self._parties[name] = Party(name, self.find(name) or self._unregistered(name))
        return party

    def learn(self, name: str, slug: str) -> None:
        """A name that no unit of the registry has, with the slug that `party` gave its unit before
        (working it out takes a dictionary that loads for a while)."""
        self._parties.setdefault(name, Party(name, self._made(name, slug)))

    def _unregistered(self, name: str) -> Unit:
        slug = slug_of(name)
        if slug in self._slugs:
            slug = with_digest(slug, name)
        return self._made(name, slug)

    def _made(self, name: str, slug: str) -> Unit:
        collective = unit_words.is_collective(name)
        return Unit(region=self.region, name=name, slug=slug, collective=collective)


def spelled(name: str) -> str:
    """A name without spaces, its brackets full-width: (市跑改办) and （市跑改办） are one spelling."""
    return "".join(name.split()).translate(_WIDE)


def slug_of(name: str) -> str:
    """A name in pinyin for addresses: 市发改委 -> shi-fa-gai-wei."""
    from pypinyin import lazy_pinyin  # its dictionary takes a while to load, and is seldom needed

    words = "-".join(lazy_pinyin(name, errors=lambda rest: "-".join(re.findall("[A-Za-z0-9]+", rest))))
    slug = re.sub("[^a-z0-9]+", "-", words.lower()).strip("-")
    return slug if 0 < len(slug) <= _LONGEST else with_digest(slug[: _LONGEST - 20], name)


def with_digest(slug: str, name: str) -> str:
    """A slug that no other name has."""
    return f"{slug.strip('-')}-{sha256(name.encode('utf-8', 'replace')).hexdigest()[:6]}".strip("-")
