"""Faults: where a document and its original part, as values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from qingdan.model import Task
from qingdan.text.passages.printed import Printed, Span
from qingdan.text.passages.spine import Field
from qingdan.text.passages.walk import Claim

Kind = Literal["changed", "nowhere", "order", "doubled", "swapped", "label", "edge", "repeated"]


class Difference(NamedTuple):
    """One place where a field and the original part."""

    start: int
    end: int
    """Characters of `field.source.value`; empty where the original has more."""
    written: str
    printed: str
    """Both readings, with a few characters around."""
    span: Span
    """The characters in the original; empty where the YAML has more."""


class Mismatch(NamedTuple):
    """A field that the original does not bear out.

    changed: the words differ (`differences` says where) · nowhere: the original does not hold it at
    its place in the order · order: it stands elsewhere (`span`) · doubled: the original holds it once,
    the YAML twice · swapped: it stands in the place of another cell (`other`) of its row · label: it
    is printed under the name of another field (`printed`) · edge: its end is not the end of the
    printed cell · repeated: a leftover is printed more often than it is listed.
    """

    kind: Kind
    field: Field
    differences: tuple[Difference, ...] = ()
    span: Span | None = None
    """Where the words that matter stand in the original."""
    printed: str = ""
    other: Field | None = None
    row: bool = False
    """Whether the whole row is meant, not the one field."""


class Unclaimed(NamedTuple):
    """Printed words that no field carries."""

    span: Span
    text: str
    """Without white space."""
    before: Task | None = None
    after: Task | None = None
    """The tasks whose rows are printed around it."""


class Explanation(NamedTuple):
    """Everything that is wrong, in the order of print where there is one."""

    mismatches: tuple[Mismatch, ...]
    unclaimed: tuple[Unclaimed, ...]


def labels(printed: Printed, claims: Iterable[Claim]) -> tuple[Mismatch, ...]:
    """Fields that are printed under the name of another field."""
    return tuple(
        Mismatch("label", c.field, span=printed.span(c.start, c.end), printed=c.label)
        for c in claims
        if c.label
    )
