"""How an index is parted into files: how many of each kind, and which passages are in which.

Everything follows from how much there is to find, in steps of powers of two, so that a
growing library seldom moves what it had.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from qingdan.search.passages import FIRST_TASK

SLOT = 16
"""A document's passages begin at a multiple of this, so that a task more moves no other document."""
SEGMENT = 8192
"""Passages whose facets are in one file."""
SMALL_TASKS, SMALL_CHARACTERS = 800, 200_000
"""Up to here all is one file, which is then smaller than what a first search would fetch."""
COMMON, COMMON_SHARE = 2000, 3000
"""A beginning at more places than the first, and than this part of all characters, is common."""
KINDS = ("grams", "lists", "positions", "summaries")
"""The files in which words are looked up."""
_STEP = 256
_CHARACTERS_A_SHARD = 6000
_FEWEST_SHARDS, _MOST_SHARDS = 64, 1024
_MOST_CHARACTERS_A_SHARD = 60_000
_BLOCK, _MOST_BLOCKS, _MOST_IN_A_BLOCK = 32, 2150, 112


@dataclass(frozen=True)
class Layout:
    """Of a library with so many tasks in each document, oldest first, and so many characters."""

    tasks: tuple[int, ...]
    characters: int

    @cached_property
    def starts(self) -> list[int]:
        """Number of the first passage of each document."""
        starts, at = [], 0
        for count in self.tasks:
            starts.append(at)
            at = -(-(at + FIRST_TASK + count) // SLOT) * SLOT
        return starts

    @property
    def numbers(self) -> list[int]:
        """Of all passages."""
        return [
            number
            for start, count in zip(self.starts, self.tasks, strict=True)
            for number in range(start, start + FIRST_TASK + count)
        ]

    @cached_property
    def end(self) -> int:
        """One past the last passage."""
        return self.starts[-1] + FIRST_TASK + self.tasks[-1] if self.tasks else 0

    @property
    def small(self) -> bool:
        return sum(self.tasks) <= SMALL_TASKS and self.characters <= SMALL_CHARACTERS

    @property
    def most(self) -> int:
        """Places of a beginning that is not common; in steps, so that it seldom changes."""
        return max(COMMON, self.characters // COMMON_SHARE // _STEP * _STEP)

    @property
    def shape(self) -> tuple[int, ...]:
        """What must stay so that the shards of unchanged documents stay."""
        return (*(getattr(self, kind) for kind in KINDS), self.most)

    @property
    def grams(self) -> int:
        """Files of pages: a power of two."""
        wanted = min(max(self.characters // _CHARACTERS_A_SHARD, _FEWEST_SHARDS), _MOST_SHARDS)
        wanted = max(wanted, self.characters // _MOST_CHARACTERS_A_SHARD)
        return 1 << (wanted - 1).bit_length()

    @property
    def lists(self) -> int:
        return self.grams // 2

    @property
    def positions(self) -> int:
        return self.grams // 8

    @property
    def summaries(self) -> int:
        return self.grams // 16

    @cached_property
    def block(self) -> int:
        """Passages whose records are in one file: 32, 48, 64, 80, 96, 112, 128."""
        block = _BLOCK
        while self.end > block * max(_MOST_BLOCKS, self.end // _MOST_IN_A_BLOCK):
            block += max(SLOT, 1 << (block.bit_length() - 3))
        return block
