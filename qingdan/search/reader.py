"""The index read back in Python: the twin of search-index.js, for tests and for the command line.

Both must give the same hits in the same order for every query; tests/search holds them
to that, and to a plain scan of the library.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from qingdan.search.codec import shard_of, unpack
from qingdan.search.passages import FIRST_TASK, NAMES, SAYS, Passage
from qingdan.search.passages import join_fields as join
from qingdan.search.postings import (
    IN_HEAD,
    SEVERAL_AND_HEAD,
    read_characters,
    read_passages,
    read_positions,
    read_shard,
    split_lengths,
)
from qingdan.search.query import Query, parse

FEW = 10
"""Up to so many candidates are verified on their texts, which are shown anyway."""
MOST_GRAMS = 12
"""Grams of a long phrase that are looked up; the rest is verified on the texts."""
ROLES = ("lead", "responsible", "supporting")
FACETS = ("region", "year", "document", "unit", "role", "due", "status")


class Facts(NamedTuple):
    """What filters ask of one task."""

    region: str
    year: str
    document: str
    due: str
    """`2022-12` for a day of that month, else the deadline's slug."""
    status: str
    parties: frozenset[tuple[str, str]]
    """(unit id, role)."""


class Results(NamedTuple):
    """The answer to a query."""

    tasks: tuple[str, ...]
    """Ids of all tasks found, best first."""
    documents: tuple[str, ...]
    """Ids of the documents found, best first."""
    counts: Mapping[str, Mapping[str, int]]
    """Facet -> value -> how many tasks would be found with it and all other filters."""
    words: tuple[str, ...]
    """The words that were looked up, folded."""
    by_document: bool
    """Whether no task holds the words, but the names of the tasks' documents do."""


class _Match(NamedTuple):
    tasks: list[int]
    documents: list[int]
    words: tuple[str, ...]
    by_document: bool


class Reader:
    """Reads an index through `read`: path below the site's root -> bytes; KeyError and
    OSError pass through, damaged files raise ValueError or zlib.error."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self._read = read
        self.manifest: dict[str, Any] = _json(unpack(read("search/index.bin")))
        if self.manifest["format"] != 1:
            raise ValueError("index of another format")
        self.starts: list[int] = []
        at = 0
        for count in self.manifest["tasks"]:
            self.starts.append(at)
            slot = self.manifest["slot"]
            at = -(-(at + FIRST_TASK + count) // slot) * slot
        self.block = lru_cache(maxsize=None)(self._block)
        self.facts = lru_cache(maxsize=None)(self._facts)

    def search(self, raw: str, filters: Mapping[str, str] | None = None) -> Results:
        """All that a query finds, filtered. An empty query with filters finds every task."""
        filters = {name: value for name, value in (filters or {}).items() if value}
        query = parse(raw)
        if query.words:
            match = self._run(query)
        else:
            match = _Match(self._all_tasks() if filters else [], [], (), by_document=False)
        facts = {task: self.facts(task) for task in match.tasks}
        kept = [task for task in match.tasks if _admits(facts[task], filters)]
        documents = self._filtered_documents(match.documents, filters)
        return Results(
            tuple(self.task_id(task) for task in kept),
            tuple(self.document(n)["id"] for n in documents),
            {name: _count(name, facts.values(), filters) for name in FACETS},
            match.words,
            match.by_document,
        )

    def lookup(self, word: str) -> dict[int, bool]:
        """Number of every passage that holds the folded word -> whether its head does."""
        if not self.manifest.get("shards"):
            return {n: word in p.head for n, p in self._scanned if word in p.head or word in p.text}
        if len(word) == 1:
            shard = shard_of(word, self.manifest["characters"])
            found = read_shard(self._bytes(f"characters/{shard}")).get(word, b"")
            return {n: bool(head) for n, head in read_characters(found).items()}
        if self._indexed(word):
            return {n: how in (IN_HEAD, SEVERAL_AND_HEAD) for n, how in self._passages(word).items()}
        cover = self._cover(word)
        whole = len(cover) <= MOST_GRAMS
        if not whole:
            cover = [cover[i * (len(cover) - 1) // (MOST_GRAMS - 1)] for i in range(MOST_GRAMS)]
        postings = [self._passages(gram) for _, gram in cover]
        candidates = [n for n in min(postings, key=len) if all(n in p for p in postings)]
        if len(candidates) <= FEW:
            return self._verified(candidates, word)
        exact = self._at_positions(candidates, cover)
        return exact if whole else self._verified(exact, word)

    def _indexed(self, word: str) -> bool:
        """Whether the whole word is a gram: a pair, or one longer than a common gram."""
        return len(word) == 2 or word[1:] in self._common or word[:-1] in self._common

    def _cover(self, word: str) -> list[tuple[int, str]]:
        """(offset, gram): grams that are not common and together hold every character of the word."""
        usable: set[tuple[int, int]] = set()
        at_hand = {(i, i + 2) for i in range(len(word) - 1)}
        while at_hand:
            start, end = at_hand.pop()
            if word[start:end] not in self._common:
                usable.add((start, end))
                continue
            at_hand |= {(s, e) for s, e in ((start - 1, end), (start, end + 1)) if s >= 0 and e <= len(word)}
        cover, covered = [], 0
        while covered < len(word):
            start, end = max(
                (span for span in usable if span[0] <= covered < span[1]), key=lambda s: (s[1], -s[0])
            )
            cover.append((start, word[start:end]))
            covered = end
        return cover

    def task_id(self, number: int) -> str:
        record, task = self._task(number)
        return f"{record['id']}/{task[0]}"

    def document(self, ordinal: int) -> dict[str, Any]:
        """The record of a document."""
        return self._record(self.starts[ordinal], ordinal)

    def passage(self, number: int) -> Passage:
        """A passage, folded, made again from its record."""
        ordinal = self._ordinal(number)
        which = number - self.starts[ordinal]
        record = self._record(number, ordinal)
        if which == NAMES:
            return Passage(join([record["title"], record["number"], *record["names"]]), "")
        if which == SAYS:
            return Passage("", join(record["says"]))
        task = record["tasks"][which - FIRST_TASK - record["first"]]
        units, more, others = [*task[9:], [], [], []][:3]
        return Passage(
            join([*record["sections"][task[2]][1:], *units, *others]),
            join([task[3], *more]),
        )

    def _run(self, query: Query) -> _Match:
        if query.literal:
            match = self._match((query.literal,), ())
            if match.tasks or match.documents:
                return match
        match = self._match(query.words, query.without)
        loose = query.loosened()
        if not match.tasks and not match.documents and loose.words != query.words:
            match = self._match(loose.words, loose.without)
        return match

    def _match(self, words: tuple[str, ...], without: tuple[str, ...]) -> _Match:
        found = [self.lookup(word) for word in words]
        banned = [self.lookup(word) for word in without]
        named = [self._documents_of(hits, {NAMES}) for hits in found]
        banned_names = set().union(*(self._documents_of(hits, {NAMES}) for hits in banned))
        tasks = []
        for number in set().union(*found):
            ordinal = self._ordinal(number)
            if number - self.starts[ordinal] < FIRST_TASK or ordinal in banned_names:
                continue
            if any(number in hits for hits in banned):
                continue
            if all(number in hits or ordinal in names for hits, names in zip(found, named, strict=True)):
                tasks.append(number)
        by_document = False
        if not tasks:
            tasks = [
                number
                for ordinal in sorted(set.intersection(*named) - banned_names, reverse=True)
                for number in self._tasks_of(ordinal)
                if not any(number in hits for hits in banned)
            ]
            by_document = bool(tasks)
        else:
            phrase = found[0]
            if len(words) > 1:
                joined = "".join(words)
                phrase = self.lookup(joined) if len(tasks) > 1 and len(joined) <= 2 * MOST_GRAMS else {}
            tasks.sort(key=lambda n: self._rank(n, found, phrase))
        own = [self._documents_of(hits, {NAMES, SAYS}) for hits in found]
        banned_documents = set().union(*(self._documents_of(hits, {NAMES, SAYS}) for hits in banned))
        documents = sorted(
            set.intersection(*own) - banned_documents,
            key=lambda n: (not all(n in names for names in named), -n),
        )
        return _Match(tasks, documents, words, by_document)

    def _rank(
        self, number: int, found: list[dict[int, bool]], phrase: Mapping[int, bool]
    ) -> tuple[int, int, int, int]:
        """Smaller is better: the whole phrase in the head, in the text, all words, some of
        them in the document's names only; then more words in the head, newer, document order."""
        if number in phrase:
            kind = 0 if phrase[number] else 1
        else:
            kind = 2 if all(number in hits for hits in found) else 3
        in_head = sum(hits.get(number, False) for hits in found)
        return kind, -in_head, -self._ordinal(number), number

    @cached_property
    def _common(self) -> frozenset[str]:
        return frozenset(self.manifest["common"])

    def _passages(self, gram: str) -> dict[int, int]:
        shard = self._shard(shard_of(gram, self.manifest["shards"]))
        return read_passages(shard.get(gram, b""))

    def _at_positions(self, candidates: Iterable[int], cover: list[tuple[int, str]]) -> dict[int, bool]:
        """Those candidates in which the grams stand at the given distances -> whether in the head."""
        placed = []
        for offset, gram in cover:
            number = shard_of(gram, self.manifest["shards"])
            shard = self._shard(number)
            pieces = split_lengths(self._bytes(f"positions/{number}"), len(shard))
            piece = dict(zip(shard, pieces, strict=True))[gram]
            placed.append((offset, read_positions(piece, read_passages(shard[gram]))))
        found = {}
        for candidate in candidates:
            in_text, in_head = (
                set.intersection(*({p - o for p in places[candidate][area]} for o, places in placed))
                for area in (0, 1)
            )
            if in_text or in_head:
                found[candidate] = bool(in_head)
        return found

    def _verified(self, candidates: Iterable[int], word: str) -> dict[int, bool]:
        passages = ((n, self.passage(n)) for n in candidates)
        return {n: word in p.head for n, p in passages if word in p.head or word in p.text}

    @cached_property
    def _scanned(self) -> list[tuple[int, Passage]]:
        numbers = (
            number
            for start, count in zip(self.starts, self.manifest["tasks"], strict=True)
            for number in range(start, start + FIRST_TASK + count)
        )
        return [(number, self.passage(number)) for number in numbers]

    def _shard(self, number: int) -> dict[str, bytes]:
        return read_shard(self._bytes(f"grams/{number}"))

    def _bytes(self, name: str) -> bytes:
        return unpack(self._read(f"search/{name}.bin"))

    def _block(self, number: int) -> list[dict[str, Any]]:
        if "everything" in self.manifest:
            return list(self.manifest["everything"])
        return list(_json(self._bytes(f"blocks/{number}")))

    def _record(self, number: int, ordinal: int) -> dict[str, Any]:
        """The record of a document, with the tasks of the block that holds passage `number`."""
        block = number // self.manifest["block"] if "block" in self.manifest else 0
        return next(record for record in self.block(block) if record["n"] == ordinal)

    def _task(self, number: int) -> tuple[dict[str, Any], list[Any]]:
        ordinal = self._ordinal(number)
        record = self._record(number, ordinal)
        return record, record["tasks"][number - self.starts[ordinal] - FIRST_TASK - record["first"]]

    def _facts(self, number: int) -> Facts:
        ordinal = self._ordinal(number)
        if "everything" in self.manifest:
            record, task = self._task(number)
            parts = task[4:9]
        else:
            segment = _json(self._bytes(f"facets/{number // self.manifest['segment']}"))
            record = next(r for r in segment if r["n"] == ordinal)
            parts = record["tasks"][number - self.starts[ordinal] - FIRST_TASK - record["first"]]
        region = record["region"][0]
        due = record["due"][parts[3]][1]
        return Facts(
            region,
            str(record["year"] or ""),
            record["id"],
            due[:7] if due[4:5] == "-" and due[5:7].isdigit() else due,
            parts[4],
            frozenset(
                (f"{region}/{record['parties'][i][1]}", role)
                for role, listed in zip(ROLES, parts, strict=False)
                for i in listed
            ),
        )

    def _filtered_documents(self, documents: list[int], filters: Mapping[str, str]) -> list[int]:
        if set(filters) - {"region", "year", "document"}:
            return []
        kept = []
        for ordinal in documents:
            record = self.document(ordinal)
            facts = Facts(record["region"][0], str(record["year"] or ""), record["id"], "", "", frozenset())
            if _admits(facts, filters):
                kept.append(ordinal)
        return kept

    def _ordinal(self, number: int) -> int:
        return bisect_right(self.starts, number) - 1

    def _tasks_of(self, ordinal: int) -> range:
        first = self.starts[ordinal] + FIRST_TASK
        return range(first, first + self.manifest["tasks"][ordinal])

    def _all_tasks(self) -> list[int]:
        """Newest document first."""
        return [n for ordinal in reversed(range(len(self.starts))) for n in self._tasks_of(ordinal)]

    def _documents_of(self, hits: Iterable[int], kinds: set[int]) -> set[int]:
        """The documents whose own passages of these kinds are among the hits."""
        ordinals = ((number, self._ordinal(number)) for number in hits)
        return {ordinal for number, ordinal in ordinals if number - self.starts[ordinal] in kinds}


def _json(data: bytes) -> Any:
    return json.loads(data.decode("utf-16-le"))


def _admits(facts: Facts, filters: Mapping[str, str], but: str = "") -> bool:
    """Whether the task passes all filters except `but`. Unit and role must hold for one party."""
    for name in ("region", "year", "document", "due", "status"):
        if name != but and filters.get(name, getattr(facts, name)) != getattr(facts, name):
            return False
    unit = None if but == "unit" else filters.get("unit")
    role = None if but == "role" else filters.get("role")
    return (not unit and not role) or any(
        unit in (None, party) and role in (None, as_role) for party, as_role in facts.parties
    )


def _count(name: str, tasks: Iterable[Facts], filters: Mapping[str, str]) -> dict[str, int]:
    """How many tasks each value of the facet would leave."""
    counts: Counter[str] = Counter()
    for facts in tasks:
        if not _admits(facts, filters, name):
            continue
        if name == "unit":
            role = filters.get("role")
            counts.update({unit for unit, as_role in facts.parties if role in (None, as_role)})
        elif name == "role":
            unit = filters.get("unit")
            counts.update({as_role for party, as_role in facts.parties if unit in (None, party)})
        else:
            counts[getattr(facts, name)] += 1
    return dict(counts)
