"""Random queries: words of tasks and of the names of documents, quoted or not, unwanted words, words of
fields, filters, in any mixture; most of them satisfied by one task at least."""

from __future__ import annotations

import random
import re

from qingdan.model import Library, Task
from qingdan.search.analysis import fold
from qingdan.text.traditional import AMBIGUOUS

from .plain_scan import Asked, Field, fields, names, words_of

_FIELDS = ("单位", "牵头", "责任", "配合", "年度", "地区", "时限", "文号", "文件", "进展")


def query(library: Library, chance: random.Random) -> tuple[str, Asked]:
    """The query as somebody types it, and what it asks."""
    task = chance.choice(list(library.tasks()))
    document = library.document_of(task)
    other = chance.choice(list(library.tasks()))
    words = [
        _piece(chance, chance.choice([fields(task), names(document), names(document), names(document)]))
        for _ in range(chance.randrange(4))
    ]
    words = list(dict.fromkeys(filter(None, words)))
    without = [w for w in [_piece(chance, fields(other))] if w and words and chance.random() < 0.3]
    asked_fields = []
    for name in chance.sample(_FIELDS, k=chance.randrange(3)):
        unwanted = chance.random() < 0.25
        of = (library.document_of(other), other) if unwanted else (document, task)
        if word := _piece(chance, words_of(*of, name), whole=chance.random() < 0.5):
            asked_fields.append(Field(name, word, unwanted))
    given = filters_of(library, task, chance)
    chosen = chance.sample(list(given), k=max(0, chance.randrange(-3, 3)))
    filters = {name: given[name] for name in chosen if given[name]}
    asked = Asked(tuple(words), tuple(without), tuple(asked_fields), filters)
    return _typed(asked, chance), asked


def filters_of(library: Library, task: Task, chance: random.Random) -> dict[str, str]:
    """All filters that a task passes, of its parties one."""
    document = library.document_of(task)
    role, party = chance.choice([*task.parties(), ("lead", None)])
    return {
        "region": document.region.slug,
        "year": str(document.year or ""),
        "document": document.id,
        "unit": party.unit.id if party else "",
        "role": role,
        "kind": task.due.kind,
        "due": task.due.slug[:7] if task.due.kind == "by" else task.due.slug,
        "status": task.status,
    }


def _piece(chance: random.Random, texts: list[str], *, whole: bool = False) -> str:
    """A piece of one of the texts that means itself; none where there is no text."""
    text = chance.choice([t for t in texts if t] or [""])
    start = 0 if whole else chance.randrange(max(len(text), 1))
    length = len(text) if whole else chance.choice([1, 2, 2, 3, 4, 6, 10, 20])
    piece = text[start : start + length]
    return "" if '"' in piece or piece.translate(AMBIGUOUS) != piece else piece


def _typed(asked: Asked, chance: random.Random) -> str:
    """First a word that is wanted, for a sign in front might be one of a text; then in any order."""

    def marked(word: str) -> str:
        return word if re.fullmatch("[一-龥]+", word) and chance.random() < 0.7 else f'"{word}"'

    signs = [f"-{marked(word)}" for word in asked.without]
    for field in asked.fields:
        colon = chance.choice([":", "：", ": "])
        signs.append(f"{'-' if field.unwanted else ''}{field.name}{colon}{marked(field.word)}")
    pieces = [marked(word) for word in asked.words[1:]] + signs
    chance.shuffle(pieces)
    assert all(fold(word) == word for word in asked.words)
    return " ".join([*map(marked, asked.words[:1]), *pieces])
