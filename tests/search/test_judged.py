"""The judged queries of benchmarks/search: their grades make sense, and the order of our results is good."""

from __future__ import annotations

import importlib.util
import statistics
from pathlib import Path
from types import ModuleType

import pytest

from qingdan.model import Library
from qingdan.search.analysis import fold
from qingdan.search.instead import instead
from qingdan.search.reader import Reader


@pytest.fixture(scope="module")
def judged(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("judged", root / "benchmarks/search/judged.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_query_has_a_best_answer(judged: ModuleType, library: Library) -> None:
    queries = judged.queries(list(judged.items(library)))
    assert len(queries) >= 60
    assert len({query.words for query in queries}) == len(queries)
    assert sum(query.held_out for query in queries) >= len(queries) // 2 - 1
    assert [query.words for query in queries if 3 not in query.grades.values()] == []


@pytest.mark.parametrize("held_out", [False, True])
def test_the_best_come_first(judged: ModuleType, library: Library, reader: Reader, held_out: bool) -> None:
    queries = [q for q in judged.queries(list(judged.items(library))) if q.held_out == held_out]
    answers = [(query, _listed(library, reader, query.words)) for query in queries]
    assert statistics.mean(judged.ndcg(*answer) for answer in answers) >= 0.9
    assert statistics.mean(judged.first_is_right(*answer) for answer in answers) >= 0.9


def test_what_people_type_leads_to_what_they_mean(
    judged: ModuleType, library: Library, reader: Reader
) -> None:
    """Whatever the query itself finds; else what is looked for instead, or the first that is proposed."""
    queries = judged.queries(list(judged.items(library)), "typed.json")
    assert len(queries) >= 120
    assert [query.words for query in queries if 3 not in query.grades.values()] == []
    answers = []
    for query in queries:
        found = _listed(library, reader, query.words)
        if not found:
            other, near = instead(reader._index, query.words)
            found = _listed(library, reader, other or next(iter(near), ""))
        answers.append((query, found))
    assert statistics.mean(judged.ndcg(*answer) for answer in answers) >= 0.95
    assert statistics.mean(judged.first_is_right(*answer) for answer in answers) >= 0.95


def test_a_worse_order_has_a_worse_score(judged: ModuleType) -> None:
    query = judged.Query("x", "", False, {"a": 3, "b": 1})
    assert judged.ndcg(query, ["a", "b"]) == 1
    assert judged.ndcg(query, ["b", "a"]) < 0.8
    assert judged.ndcg(query, []) == 0
    assert not judged.first_is_right(query, ["b", "a"])


def _listed(library: Library, reader: Reader, words: str) -> list[str]:
    """As the page lists them: documents that the words name, tasks, documents that mention them."""
    answer = reader.search(words)

    def named(id_: str) -> bool:
        document = library.document(id_)
        names = [document.title, document.number, document.issuer, *(part.title for part in document.lists)]
        names += [(document.region.path or "").replace("/", "")]
        return all(any(word in fold(str(name or "")) for name in names) for word in answer.words)

    first = [f"doc:{id_}" for id_ in answer.documents if named(id_)]
    return [*first, *answer.tasks, *(f"doc:{id_}" for id_ in answer.documents if not named(id_))]
