"""What a search box offers while a person types: units, documents, 文号, headings.

One small file, fetched when a box is first used. Units are found by their names, their
aliases and their pinyin: fgw and fagaiwei both stand for 发改委.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pypinyin import Style, lazy_pinyin

from qingdan.model import Library
from qingdan.search.analysis import corpus_pairs, fold_again

MOST = {"unit": 1200, "document": 300, "heading": 300}
"""Of each kind: those of most tasks; of documents the newest."""
_LONGEST = 40
"""Characters of a heading that is offered."""


def suggestions(library: Library) -> bytes:
    """search/suggest.bin, not packed: JSON with `units`: [name, tasks, initials, pinyin, aliases…],
    `documents`: [title, 文号, id], `headings`: [text, tasks], `fold`: as in the manifest."""
    found: dict[str, Any] = {
        "units": list(_units(library)),
        "documents": list(_documents(library)),
        "headings": [[text, count] for text, count in _headings(library)],
    }
    found["fold"] = corpus_pairs(json.dumps(found, ensure_ascii=False))
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le")


def pinyin(name: str) -> tuple[str, str]:
    """Initials and whole pinyin of a name, lower case; what is no Chinese character is left out.
    市发改委 -> sfgw, shifagaiwei."""
    syllables = lazy_pinyin(name, style=Style.NORMAL, errors="ignore")
    return "".join(s[0] for s in syllables), "".join(syllables)


def _units(library: Library) -> Iterator[list[str | int]]:
    tasks: Counter[str] = Counter()
    aliases: dict[str, dict[str, None]] = {}
    for id_, unit in library.units.items():
        duties = library.duties[id_]
        count = len({t.id for t in (*duties.lead, *duties.responsible, *duties.supporting)})
        if count:
            tasks[unit.name] += count
            aliases.setdefault(unit.name, {}).update(dict.fromkeys(unit.aliases))
    for name, count in _most_common(tasks, MOST["unit"]):
        yield [name, count, *pinyin(name), *aliases[name]]


def _documents(library: Library) -> Iterator[list[str]]:
    newest = sorted(library.documents, key=lambda d: (str(d.dated or d.year or ""), d.id), reverse=True)
    for document in newest[: MOST["document"]]:
        yield [document.title.value, str(document.number or ""), document.id]


def _headings(library: Library) -> list[tuple[str, int]]:
    headings: Counter[str] = Counter()
    for task in library.tasks():
        headings.update({h for h in task.section if len(fold_again(h)) <= _LONGEST})
    return _most_common(headings, MOST["heading"])


def _most_common(counts: Counter[str], most: int) -> list[tuple[str, int]]:
    """The largest; equal ones by name, so that the same library gives the same bytes."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
