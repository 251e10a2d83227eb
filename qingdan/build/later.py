"""Later 后读: values by document id that are read when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

Value = TypeVar("Value")

_AT_HAND = 32
"""What is asked for again is asked for soon (a document's page, then its original's): all originals of a
large library, each a third of a megabyte once read, would be more than everything else."""


class Later(Mapping[str, Value], Generic[Value]):
    """By document id: what is read when somebody asks; the last few are kept."""

    def __init__(self, read: Callable[[str], Value]) -> None:
        self._read = read
        self._known: dict[str, Value] = {}
        self.ids: dict[str, None] = {}

    def __getitem__(self, id_: str) -> Value:
        found = self._known.get(id_)
        if found is None:
            if id_ not in self.ids:
                raise KeyError(id_)
            found = self._known[id_] = self._read(id_)
            if len(self._known) > _AT_HAND:
                del self._known[next(iter(self._known))]
        return found

    def __contains__(self, id_: object) -> bool:
        return id_ in self.ids  # without reading it

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)
