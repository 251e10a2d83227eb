"""Words of the content with their place."""

from __future__ import annotations

from typing import NamedTuple

from qingdan.problems import Place
from qingdan.vocabulary import DAMAGED


class Text(NamedTuple):
    """Words of the content with the place where they begin."""

    value: str
    place: Place

    def __str__(self) -> str:
        return self.value


def is_damage(reason: str) -> bool:
    """Whether a reason says that words were overwritten or injected."""
    return DAMAGED in reason or "注入" in reason
