"""What the reader asks of an index, whatever holds it: the site's own files, or Whoosh on one's machine.

Parsing a query, deciding what it finds and in which order is the reader's alone, so that two indexes
that answer these questions alike give the same hits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from qingdan.search.facets import Facts


class Searched(Protocol):
    """An index opened for reading. Passages are numbered so that those of a newer document come
    after those of an older one, and within a document as passages.py has them."""

    @property
    def starts(self) -> Sequence[int]:
        """Number of the first passage of each document, oldest document first."""

    def lookup(self, word: str) -> dict[int, int]:
        """Number of every passage that holds the folded word -> how well: `analysis.grade`."""

    def ordinal(self, number: int) -> int:
        """Which document holds the passage."""

    def tasks_of(self, ordinal: int) -> range:
        """Numbers of the tasks of a document."""

    def all_tasks(self) -> list[int]:
        """Newest document first."""

    def documents_of(self, hits: Iterable[int], kinds: set[int]) -> set[int]:
        """The documents whose own passages of these kinds (NAMES, SAYS) are among the hits."""

    def facts(self, number: int) -> Facts:
        """What filters ask of a task."""

    def admits(self, number: int, filters: Mapping[str, str]) -> bool:
        """Whether the task passes all filters."""

    def task_id(self, number: int) -> str:
        """`shaoxing-2022/1`."""

    def document(self, ordinal: int) -> Mapping[str, Any]:
        """The record of a document, without its tasks."""
