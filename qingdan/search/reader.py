"""Searches an index in Python as the page does in the browser: for tests and for the command line.

Both must give the same hits in the same order for every query; tests/search holds them
to that, and to a plain scan of the library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from qingdan.search import facets
from qingdan.search.analysis import WHOLE
from qingdan.search.passages import FIRST_TASK, NAMES, SAYS
from qingdan.search.query import Field, Query, parse
from qingdan.search.searched import Searched

ORDERS = ("", "due", "document")
"""By relevance; by deadline, the nearest first; as the documents have them, the newest document first."""
LONGEST_PHRASE = 24
"""Characters of several words that may also stand in one piece: longer ones are not looked up."""


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
    """Whether no task found holds any of the words: the names of their documents do."""


class Match(NamedTuple):
    """The same in the index's own numbers, of which an id is read only when it is shown."""

    tasks: list[int]
    """Numbers of passages, best first."""
    documents: list[int]
    """Ordinals of documents, best first."""
    words: tuple[str, ...] = ()
    by_document: bool = False


class _Found(NamedTuple):
    """What the words of a query and of its fields find, before any filter."""

    own: list[int]
    """Tasks that hold one word at least themselves, the others in their document's names; best first."""
    named: Callable[[], list[int]]
    """Tasks that hold none of the words, of documents whose names hold them all; newest document first."""
    together: bool
    """Whether those are found beside the others: where a word of a field stands in the task itself."""
    documents: list[int]
    words: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.own or self.documents or self.named())


class Reader:
    """Answers queries from an index: `Reader(Opened(read))` from the site's files."""

    def __init__(self, index: Searched) -> None:
        self._index = index

    def find(self, raw: str, filters: Mapping[str, str] | None = None, order: str = "") -> Match:
        """All that a query finds, filtered, in one of ORDERS. An empty query with filters finds
        every task."""
        filters = _given(filters)
        found = self._run(parse(raw), everything=bool(filters))
        return self._narrowed(found, filters, order)

    def search(self, raw: str, filters: Mapping[str, str] | None = None, order: str = "") -> Results:
        """What `find` finds, with the names of it and what each filter would leave."""
        filters = _given(filters)
        found = self._run(parse(raw), everything=bool(filters))
        match = self._narrowed(found, filters, order)
        return Results(
            tuple(self._index.task_id(task) for task in match.tasks),
            tuple(self._index.document(n)["id"] for n in match.documents),
            self._counts(found, filters, len(match.tasks)),
            match.words,
            match.by_document,
        )

    def _narrowed(self, found: _Found, filters: Mapping[str, str], order: str) -> Match:
        """What the filters leave; of tasks that are only named, where they leave no others."""

        def admitted(tasks: list[int]) -> list[int]:
            return [n for n in tasks if self._index.admits(n, filters)] if filters else tasks

        own = admitted(found.own)
        tasks = own if own and not found.together else own + admitted(found.named())
        by_document = bool(tasks) and not own
        if order == "due":
            tasks = sorted(tasks, key=lambda n: self._index.facts(n).day)
        elif order == "document":
            tasks = sorted(tasks, key=lambda n: (-self._index.ordinal(n), n))
        documents = found.documents if facets.OF_DOCUMENTS.issuperset(filters) else []
        if filters:
            documents = [n for n in documents if facets.admits(self._document_facts(n), filters)]
        return Match(tasks, documents, found.words, by_document)

    def _counts(self, found: _Found, filters: Mapping[str, str], total: int) -> dict[str, dict[str, int]]:
        """Facet -> value -> how many tasks would be found with it and all other filters."""
        own = [self._index.facts(n) for n in (found.own + found.named() if found.together else found.own)]
        named = cache(lambda: [] if found.together else [self._index.facts(n) for n in found.named()])
        counts = {}
        for name in facets.NAMES:
            counts[name] = facets.count(name, own, filters) or facets.count(name, named(), filters)
            if total and name in filters:  # where only tasks that are named have it
                counts[name][filters[name]] = total
        return counts

    def _run(self, query: Query, *, everything: bool) -> _Found:
        if query.literal:
            found = self._match(query._replace(words=(query.literal,), without=()))
            if found:
                return found
        if not query.words:
            if not query.fields and not everything:
                return _Found([], list, False, [], ())
            documents = list(reversed(range(len(self._index.starts)))) if query.fields else []
            tasks = self._within(query.fields, self._index.all_tasks())
            return _Found(tasks, list, False, self._documents_within(query.fields, documents), ())
        found = self._match(query)
        loose = query.loosened()
        return found if found or loose == query else self._match(loose)

    def _match(self, query: Query) -> _Found:
        words = query.words
        found = [self._index.lookup(word) for word in words]
        banned = [self._index.lookup(word) for word in query.without]
        named = [self._index.documents_of(hits, {NAMES}) for hits in found]
        banned_names = set().union(*(self._index.documents_of(hits, {NAMES}) for hits in banned))
        hit: set[int] = set().union(*found)
        own: dict[int, int] = {}
        for number in hit:
            ordinal = self._index.ordinal(number)
            if number - self._index.starts[ordinal] < FIRST_TASK or ordinal in banned_names:
                continue
            if any(number in hits for hits in banned):
                continue
            if all(number in hits or ordinal in names for hits, names in zip(found, named, strict=True)):
                own[number] = ordinal
        weights = self._weights(found)
        tasks: list[int] = []
        if own:
            phrase = found[0]
            if len(words) > 1:
                joined = "".join(words)
                fits = len(own) > 1 and len(joined) <= LONGEST_PHRASE
                phrase = self._index.lookup(joined) if fits else {}
            rank = _rank(found, weights, phrase)
            tasks = sorted(own, key=lambda n: (*rank(n), -own[n], n))

        @cache
        def only_named() -> list[int]:
            others = (
                number
                for ordinal in sorted(set.intersection(*named) - banned_names, reverse=True)
                for number in self._index.tasks_of(ordinal)
                if number not in hit and not any(number in hits for hits in banned)
            )
            return self._within(query.fields, others)

        in_documents = [self._index.documents_of(hits, {NAMES, SAYS}) for hits in found]
        banned_documents = set().union(*(self._index.documents_of(hits, {NAMES, SAYS}) for hits in banned))

        def order(ordinal: int) -> tuple[bool, int, int]:
            """All words in the names before some in what it says; the better hits; the newer."""
            names = self._index.starts[ordinal] + NAMES
            score = sum(w * (hits.get(names, -1) + 1) for hits, w in zip(found, weights, strict=True))
            return not all(names in hits for hits in found), -score, -ordinal

        documents = sorted(set.intersection(*in_documents) - banned_documents, key=order)
        return _Found(
            self._within(query.fields, tasks),
            only_named,
            any(field.name not in facets.OF_DOCUMENTS and not field.unwanted for field in query.fields),
            self._documents_within(query.fields, documents),
            words,
        )

    def _weights(self, found: list[dict[int, int]]) -> list[int]:
        """How much a hit of each word counts: the rarer, the more, by powers of two."""
        documents = range(len(self._index.starts))
        passages = sum(FIRST_TASK + len(self._index.tasks_of(ordinal)) for ordinal in documents)
        return [(passages // max(len(hits), 1)).bit_length() for hits in found]

    def _within(self, fields: tuple[Field, ...], tasks: Iterable[int]) -> list[int]:
        """The tasks that the words of fields let through."""
        if not fields:
            return list(tasks)
        return [n for n in tasks if all(facets.holds(self._index.facts(n), f) for f in fields)]

    def _documents_within(self, fields: tuple[Field, ...], documents: list[int]) -> list[int]:
        """The documents that they let through: none where a field is one of tasks."""
        if not facets.OF_DOCUMENTS.issuperset(f.name for f in fields):
            return []
        return [n for n in documents if all(facets.holds(self._document_facts(n), f) for f in fields)]

    def _document_facts(self, ordinal: int) -> facets.Facts:
        return facets.of_document(self._index.document(ordinal))


def _rank(
    found: list[dict[int, int]], weights: list[int], phrase: Mapping[int, int]
) -> Callable[[int], tuple[int, int]]:
    """What comes first, smaller is better: the whole phrase as good as it is hit, all words, some of them in
    the document's names only; then rare words well hit. The rest is newer, then document order."""

    @cache
    def of_hits(hits: tuple[int, ...]) -> tuple[int, int]:
        score = sum(w * (how + 1) for w, how in zip(weights, hits, strict=True))
        return 3 if min(hits) >= 0 else 4, -score

    def rank(number: int) -> tuple[int, int]:
        kind, score = of_hits(tuple([hits.get(number, -1) for hits in found]))
        return (WHOLE - phrase[number] if number in phrase else kind), score

    return rank


def _given(filters: Mapping[str, str] | None) -> dict[str, str]:
    return {name: value for name, value in (filters or {}).items() if value}
