"""Packed: objects as the bytes that memory keeps of them, and back.

They are pickles, and a pickle is a program for the one who reads it. The reader helps itself to nothing
but the frozen classes of the model and dates; it calls no function that an entry names.
"""

from __future__ import annotations

import copyreg
import io
import pickle
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from qingdan import problems
from qingdan.problems import Severity

if TYPE_CHECKING:
    from qingdan.model import Party

FindParty = Callable[[str], "Party"]
"""Gives the unit of a name. Units are no part of an entry: the registry of today says who is meant."""


def pack(entry: object) -> bytes:
    """Bytes from which `unpack` makes the same object."""
    _learn()
    out = io.BytesIO()
    packer = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
    packer.dispatch_table = _REDUCED
    packer.dump(entry)
    return out.getvalue()


def unpack(content: bytes | memoryview, party: FindParty | None = None) -> Any:
    """What `pack` was given; None where the bytes are none of ours."""
    try:
        return _Unpacker(io.BytesIO(content), party).load()
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError, KeyError, IndexError):
        return None


def _party(name: str) -> Party:
    raise NotImplementedError  # stands in entries for the `party` of `unpack`


_MADE: dict[tuple[str, str], Callable[..., Any]] = {}
"""What makes the objects of these classes from what stands in an entry."""
_REDUCED = copyreg.dispatch_table.copy()
_REDUCED[Severity] = lambda severity: (Severity, (severity.value,))


def _teach(kind: type[Any]) -> None:
    """How objects of a class are packed and made: without a call of Python code for each of them, or
    of each of its fields, which took two thirds of the time."""
    name = kind.__module__, kind.__name__
    _MADE[name] = kind
    if issubclass(kind, tuple):
        _REDUCED[kind] = lambda made: (kind, (tuple(made),))
        _MADE[name] = partial(tuple.__new__, kind)
    elif is_dataclass(kind):
        # `Unit.id` and its like are made from other fields, and are kept as well.
        names = [field.name for field in fields(kind)]
        values = attrgetter(*names) if len(names) > 1 else lambda made: (getattr(made, names[0]),)
        puts = [kind.__dict__[name].__set__ for name in names]

        def make(*values: Any) -> Any:
            made = object.__new__(kind)
            for put, value in zip(puts, values, strict=True):
                put(made, value)
            return made

        _REDUCED[kind] = lambda made: (kind, values(made))
        _MADE[name] = make


def _classes_of(module: object) -> Iterable[type[Any]]:
    return (found for found in vars(module).values() if isinstance(found, type))


@cache
def _learn() -> None:
    """The classes of the model and of the loader. Not before one of them comes up: where nothing has
    changed, problems are all that is read, and these take two thirds of the time to load."""
    from qingdan import model
    from qingdan.loader import Registry, Summary
    from qingdan.text.passages import Alignment, Passage, Span

    kinds: list[type[Any]] = [*_classes_of(model), Alignment, Passage, Span, Summary, Registry]
    for kind in kinds:
        _teach(kind)
    _REDUCED[model.Party] = lambda party: (_party, (party.name,))


_teach(date)
for _kind in _classes_of(problems):
    if _kind.__module__ == problems.__name__:
        _teach(_kind)


class _Unpacker(pickle.Unpickler):
    """Knows the classes of the model, and nothing else."""

    def __init__(self, file: io.BytesIO, party: FindParty | None) -> None:
        super().__init__(file)
        self._party = party

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (__name__, _party.__name__) and self._party:
            return self._party
        if (module, name) not in _MADE:
            _learn()
        found = _MADE.get((module, name))
        if found is None:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found
