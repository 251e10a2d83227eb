"""Searches an index in Python as the page does in the browser: for tests and for the command line.

Both must give the same hits in the same order for every query; tests/search holds them
to that, and to a plain scan of the library.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from qingdan.search import facets
from qingdan.search.opened import MOST_GRAMS
from qingdan.search.passages import FIRST_TASK, NAMES, SAYS
from qingdan.search.query import Query, parse
from qingdan.search.searched import Searched


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


class Match(NamedTuple):
    """The same in the index's own numbers, of which an id is read only when it is shown."""

    tasks: list[int]
    """Numbers of passages, best first."""
    documents: list[int]
    """Ordinals of documents, best first."""
    words: tuple[str, ...]
    by_document: bool


class Reader:
    """Answers queries from an index: `Reader(Opened(read))` from the site's files."""

    def __init__(self, index: Searched) -> None:
        self._index = index

    def find(self, raw: str, filters: Mapping[str, str] | None = None) -> Match:
        """What `search` finds, without counts."""
        filters = _given(filters)
        match = self._answer(raw, filters)
        return match._replace(
            tasks=[n for n in match.tasks if self._index.admits(n, filters)] if filters else match.tasks,
            documents=self._filtered_documents(match.documents, filters),
        )

    def search(self, raw: str, filters: Mapping[str, str] | None = None) -> Results:
        """All that a query finds, filtered. An empty query with filters finds every task."""
        filters = _given(filters)
        match = self._answer(raw, filters)
        facts = {task: self._index.facts(task) for task in match.tasks}
        kept = [task for task in match.tasks if facets.admits(facts[task], filters)]
        documents = self._filtered_documents(match.documents, filters)
        return Results(
            tuple(self._index.task_id(task) for task in kept),
            tuple(self._index.document(n)["id"] for n in documents),
            {name: facets.count(name, facts.values(), filters) for name in facets.NAMES},
            match.words,
            match.by_document,
        )

    def _answer(self, raw: str, filters: Mapping[str, str]) -> Match:
        query = parse(raw)
        if query.words:
            return self._run(query)
        return Match(self._index.all_tasks() if filters else [], [], (), by_document=False)

    def _run(self, query: Query) -> Match:
        if query.literal:
            match = self._match((query.literal,), ())
            if match.tasks or match.documents:
                return match
        match = self._match(query.words, query.without)
        loose = query.loosened()
        if not match.tasks and not match.documents and loose.words != query.words:
            match = self._match(loose.words, loose.without)
        return match

    def _match(self, words: tuple[str, ...], without: tuple[str, ...]) -> Match:
        found = [self._index.lookup(word) for word in words]
        banned = [self._index.lookup(word) for word in without]
        named = [self._index.documents_of(hits, {NAMES}) for hits in found]
        banned_names = set().union(*(self._index.documents_of(hits, {NAMES}) for hits in banned))
        tasks = []
        for number in set().union(*found):
            ordinal = self._index.ordinal(number)
            if number - self._index.starts[ordinal] < FIRST_TASK or ordinal in banned_names:
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
                for number in self._index.tasks_of(ordinal)
                if not any(number in hits for hits in banned)
            ]
            by_document = bool(tasks)
        else:
            phrase = found[0]
            if len(words) > 1:
                joined = "".join(words)
                phrase = (
                    self._index.lookup(joined) if len(tasks) > 1 and len(joined) <= 2 * MOST_GRAMS else {}
                )
            tasks.sort(key=lambda n: self._rank(n, found, phrase))
        own = [self._index.documents_of(hits, {NAMES, SAYS}) for hits in found]
        banned_documents = set().union(*(self._index.documents_of(hits, {NAMES, SAYS}) for hits in banned))
        documents = sorted(
            set.intersection(*own) - banned_documents,
            key=lambda n: (not all(n in names for names in named), -n),
        )
        return Match(tasks, documents, words, by_document)

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
        return kind, -in_head, -self._index.ordinal(number), number

    def _filtered_documents(self, documents: list[int], filters: Mapping[str, str]) -> list[int]:
        if set(filters) - {"region", "year", "document"}:
            return []
        kept = []
        for ordinal in documents:
            record = self._index.document(ordinal)
            if facets.admits(facets.of_document(record), filters):
                kept.append(ordinal)
        return kept


def _given(filters: Mapping[str, str] | None) -> dict[str, str]:
    return {name: value for name, value in (filters or {}).items() if value}
