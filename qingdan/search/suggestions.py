"""What a search box offers while a person types: units, documents, 文号, headings.

One small file, fetched when a box is first used. Units are found by their names, their
aliases and their pinyin: fgw and fagaiwei both stand for 发改委.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from qingdan.model import Library
from qingdan.regexes import regex
from qingdan.search.analysis import corpus_pairs, fold_again
from qingdan.search.parts import Part

MOST = {"unit": 1200, "document": 300, "heading": 300}
"""Of each kind: those of most tasks; of documents the newest."""
_LONGEST = 40
"""Characters of a heading that is offered."""


class Offered(NamedTuple):
    """What is offered, before it is written."""

    units: tuple[tuple[str, int, str, tuple[str, ...]], ...]
    """Name, tasks, slug, aliases."""
    documents: tuple[tuple[str, str, str], ...]
    """Title, 文号, id."""
    headings: tuple[tuple[str, int], ...]
    """Text, tasks."""


def offered(library: Library, parts: Iterable[Part]) -> Offered:
    """Chosen from the parts of all documents."""
    units: Counter[str] = Counter()
    headings: Counter[str] = Counter()
    for part in parts:
        units.update(part.units)
        headings.update(part.headings)
    short = Counter({text: n for text, n in headings.items() if len(fold_again(text)) <= _LONGEST})
    return Offered(
        tuple(_units(library, units)),
        tuple(_documents(library)),
        tuple(most_common(short, MOST["heading"])),
    )


def suggestions(found: Offered) -> bytes:
    """search/suggest.bin, not packed: JSON with `units`: [name, tasks, initials, pinyin, aliases…],
    `documents`: [title, 文号, id], `headings`: [text, tasks], `fold`: as in the manifest."""
    written: dict[str, Any] = {
        "units": [[name, tasks, *pinyin(name, slug), *aliases] for name, tasks, slug, aliases in found.units],
        "documents": found.documents,
        "headings": found.headings,
    }
    written["fold"] = corpus_pairs(json.dumps(written, ensure_ascii=False))
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le")


def pinyin(name: str, slug: str = "") -> tuple[str, str]:
    """Initials and whole pinyin of a name, lower case; what is no Chinese character is left out.
    市发改委 -> sfgw, shifagaiwei. The unit's slug is asked first: where it spells the name, character
    by character, somebody has looked at it, and no dictionary need be loaded."""
    syllables: list[str] = slug.split("-")
    if len(syllables) != len(_CHARACTER.findall(name)) or not all(map(_SYLLABLE.fullmatch, syllables)):
        from pypinyin import Style, lazy_pinyin  # a large table

        syllables = lazy_pinyin(name, style=Style.NORMAL, errors="ignore")
    return "".join(s[0] for s in syllables), "".join(syllables)


_CHARACTER = regex(r"[\u3400-\u9fff]")
_SYLLABLE = regex(
    "(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    "(?:a|o|e|ai|ei|ao|ou|an|en|ang|eng|ong|er|i|ia|ie|iao|iu|ian|in|iang|ing|iong"
    "|u|ua|uo|uai|ui|uan|un|uang|ue|v|ve)"
)


def _units(library: Library, counts: Mapping[str, int]) -> Iterator[tuple[str, int, str, tuple[str, ...]]]:
    tasks: Counter[str] = Counter()
    aliases: dict[str, dict[str, None]] = {}
    slugs: dict[str, str] = {}
    for id_, unit in library.units.items():
        if id_ in counts:
            tasks[unit.name] += counts[id_]
            aliases.setdefault(unit.name, {}).update(dict.fromkeys(unit.aliases))
            slugs.setdefault(unit.name, unit.slug)
    for name, count in most_common(tasks, MOST["unit"]):
        yield name, count, slugs[name], tuple(aliases[name])


def _documents(library: Library) -> Iterator[tuple[str, str, str]]:
    newest = sorted(library.documents, key=lambda d: (str(d.dated or d.year or ""), d.id), reverse=True)
    for document in newest[: MOST["document"]]:
        yield document.title.value, str(document.number or ""), document.id


def most_common(counts: Counter[str], most: int) -> list[tuple[str, int]]:
    """The largest; equal ones by name, so that the same library gives the same bytes."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
