"""The slow way, first half: walk on after every fault, so that each shows by itself.

Where the walk gets stuck, the next field whose words stand whole in the
original, in the order that both texts agree on, is where it goes on. What was
passed over, fields on one side and printed words on the other, is a region.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, islice, pairwise, product
from typing import NamedTuple

from qingdan.text.passages import frames
from qingdan.text.passages.difference import matching, similarity
from qingdan.text.passages.printed import Printed
from qingdan.text.passages.spine import Block, Field, Spine
from qingdan.text.passages.walk import Claim, State, Stuck, Walker, number_first

_FRAME = 24
"""Longest frame that is looked for in front of a field, in characters."""
_AHEAD = 4000
"""How far a leftover or metadata is looked for behind unclaimed words, in characters."""
_LONG = 6
"""From this length on words are told from others without white space before them."""
_BACK = 60
"""How many edges back leftovers and metadata are looked for in front of a field."""


class Region(NamedTuple):
    """Fields that did not match, and the printed words that no field claimed there."""

    fields: tuple[Field, ...]
    start: int
    end: int
    """Positions in the printed text."""


class Recovered(NamedTuple):
    """All claims in printed order, all regions between them."""

    claims: list[Claim]
    regions: list[Region]


def in_one_line(printed: Printed, parts: Spine) -> Spine:
    """The spine with its choices made: annexes where they are printed, 序号 before a 名称."""
    text = printed.text
    blocks: list[Block] = []
    pending: list[Block] = []
    for block in parts.blocks:
        if block.kind == "heading":
            pending.append(block)
            continue
        merged = number_first([*pending, block]) if pending else None
        if merged and _stands_first(text, pending, block):
            blocks.append(merged)
        else:
            blocks += [*pending, block]
        pending = []
    blocks += pending
    for annex in _annexes(parts.annexes):
        where = text.find(max((f.text for b in annex for f in b.fields), key=len))
        behind = [
            n
            for n, block in enumerate(blocks)
            if block.edge and 0 <= where < text.find(_longest_of(blocks, n))
        ]
        at = behind[0] if behind else len(blocks)
        blocks[at:at] = annex
    return parts._replace(blocks=tuple(blocks), annexes=())


def _stands_first(text: str, headings: list[Block], task: Block) -> bool:
    """Whether the 序号 is printed before the headings rather than between them and the words."""
    number, words = task.fields[0].text, task.fields[1].text[:6]
    first, last = headings[0].fields[0].text[:6], headings[-1].fields[-1].text[-6:]
    if last + number in text or last.endswith(number):
        return False
    return number + first in text or last + words in text


def _annexes(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    one: list[Block] = []
    for block in blocks:
        if block.edge and one:
            yield one
            one = []
        one.append(block)
    if one:
        yield one


def _longest_of(blocks: list[Block], first: int) -> str:
    """The longest words near the beginning of the list that begins at a block."""
    return max((f.text for block in blocks[first : first + 8] for f in block.fields), key=len)


def recover(printed: Printed, parts: Spine, strict: frozenset[int]) -> Recovered:
    """Walk through the whole original, over every fault. `parts` is in one line."""
    return _Recovery(printed, parts, strict).run()


class _Recovery:
    def __init__(self, printed: Printed, parts: Spine, strict: frozenset[int]) -> None:
        self.printed, self.text, self.parts = printed, printed.text, parts
        self.walker = Walker(printed, parts, strict=strict, pool=True)
        self.fields = [f for block in parts.blocks for f in block.fields]
        self.block_of = [n for n, block in enumerate(parts.blocks) for _ in block.fields]
        self.first_of = [0, *accumulate(len(block.fields) for block in parts.blocks)]
        offsets = [0, *accumulate(len(f.text) for f in self.fields)]
        places = matching("".join(f.text for f in self.fields), self.text)
        self.where = [
            self._whole(field.text, places[a], places[b - 1])
            for field, (a, b) in zip(self.fields, pairwise(offsets), strict=True)
        ]
        """For each field where it stands whole, as both texts agree; -1 where it does not."""
        self.claims: list[Claim] = []
        self.regions: list[Region] = []

    def _whole(self, words: str, first: int, last: int) -> int:
        """Where words stand whole, by the place of their first or last character; -1 if they don't."""
        starts = (last - len(words) + 1 if last >= 0 else -1, first)
        return next((s for s in starts if s >= 0 and self.text.startswith(words, s)), -1)

    def run(self) -> Recovered:
        state, forced = State(), -1
        while True:
            walked = self.walker.walk(state)
            self.claims += walked.claims
            if walked.stuck is None:
                return Recovered(self.claims, self.regions)
            stuck = walked.stuck
            index = self.first_of[stuck.state.block] + stuck.state.field
            if forced == index and not walked.claims:
                state = self._force(stuck.state, index)
                forced = -1
                continue
            state = self._overrun(stuck, index) or self._resume(stuck, index)
            forced = self.first_of[state.block] + state.field

    def _force(self, state: State, index: int) -> State:
        """Past a field (or what is left of the text) that the walk can't enter even where it stands."""
        if index >= len(self.fields):
            self.regions.append(Region((), state.at, len(self.text)))
            return State(len(self.text), len(self.parts.blocks))
        field, start = self.fields[index], self.where[index]
        if start < state.at:
            self.regions.append(Region((field,), state.at, state.at))
            return self._behind(index, state.at)
        end = start + len(field.text)
        if start > state.at:
            self.regions.append(Region((), state.at, start))
        else:
            self.regions.append(Region((field,), start, end))
        self.claims.append(Claim(field, start, end))
        return self._behind(index, end)

    def _behind(self, index: int, at: int) -> State:
        """The state behind a field."""
        block = self.block_of[index]
        if index + 1 == self.first_of[block + 1]:
            return State(at, block + 1)
        return State(at, block, index + 1 - self.first_of[block])

    def _overrun(self, stuck: Stuck, index: int) -> State | None:
        """Where the field before took, with words too many, the beginning of this one."""
        at = stuck.state.at
        if stuck.cut or not self.claims or index >= len(self.fields):
            return None
        last, words = self.claims[-1], self.fields[index].text
        # Words that begin with a closing mark have it too many themselves.
        if last.end != at or last.field.name == "leftover" or words[0] in "。，、；：,;:）)”》":
            return None
        for back in range(1, min(4, len(last.field.text))):
            edge = self.printed.gap(at - back) > self.printed.gap(at) or self.printed.gap(at - back) == 2
            if (edge or not self.printed.gap(at)) and self.text.startswith(words[:12], at - back):
                self.claims.pop()
                self.regions.append(Region((last.field,), last.start, at - back))
                return stuck.state._replace(at=at - back)
        return None

    def _resume(self, stuck: Stuck, index: int) -> State:
        """Note the region at which the walk got stuck; where it goes on."""
        at = stuck.state.at
        goal = index + 1 if stuck.cut else index
        while goal < len(self.fields) and self.where[goal] < at:
            goal += 1
        target = self.where[goal] if goal < len(self.fields) else len(self.text)
        passed = tuple(self.fields[index:goal])
        if not passed and (start := self._loose_start(at, target)):
            self.regions.append(Region((), at, start))
            return stuck.state._replace(at=start)
        words = "".join(f.text for f in passed)
        ways = list(
            self._ways_in(
                goal, at, target, stuck.state.bracket, same=goal == index and bool(stuck.state.bracket)
            )
        )
        if passed:
            end, state = max(ways, key=lambda way: (similarity(words, self.text[at : way[0]]), -way[0]))
        else:
            end, state = min(ways, key=lambda way: (way[0] <= at, way[0]))
        self.regions.append(Region(passed, at, end))
        return state

    def _at(self, index: int, at: int, bracket: str = "") -> State:
        """The state before a field."""
        if index >= len(self.fields):
            return State(at, len(self.parts.blocks))
        block = self.block_of[index]
        return State(at, block, index - self.first_of[block], bracket)

    def _loose_start(self, at: int, end: int) -> int:
        """The first position between where a leftover or a piece of metadata begins; 0: none.

        A short one has to be parted from the words before it.
        """
        for start in range(at + 1, min(end, at + _AHEAD)):
            found = next(self.walker.loose(State(start)), None)
            if found and (start in self.printed.edges or found[0].at >= start + _LONG):
                return start
        return 0

    def _ways_in(
        self, index: int, low: int, target: int, bracket: str, *, same: bool
    ) -> Iterator[tuple[int, State]]:
        """Where a walk may begin so that it comes to a field over frames, metadata and leftovers only.

        `same`: the field is the one at which the walk got stuck, with this bracket open.
        """
        begins = [(target, "")]
        if index < len(self.fields) and self.fields[index].name in frames.FRAMED:
            unclosed = _open_bracket(self.text[max(0, target - 400) : target])
            begins = [(target, bracket if same else ""), *self._openings(low, target, bracket or unclosed)]
        for start, inside in begins:
            yield start, self._at(index, start, inside)
        outside = {start for start, inside in begins if not inside}
        reach = self._reach(low, outside)
        for start in reach - outside:
            yield start, self._at(index, start)
        framed = same or self._after_framed(index)
        plain = self.printed.plain
        for end in reach if framed else ():
            for start, opener in product(range(max(low, end - _FRAME // 2), end), "（【〔〈"):
                if end in (frames.closing(plain, start, opener, ended) for ended in (True, False)):
                    yield start, self._closing(index, start, opener)

    def _after_framed(self, index: int) -> bool:
        """Whether a bracket may close before a field: prose with units before it."""
        if not index or self.fields[index - 1].name not in frames.FRAMED:
            return False
        return self.parts.blocks[self.block_of[index - 1]].prose

    def _openings(self, low: int, target: int, bracket: str) -> Iterator[tuple[int, str]]:
        """Beginnings of frames that open before a field, each with the bracket that is open there."""
        for start in range(max(low, target - _FRAME), target):
            for inside in dict.fromkeys(("", bracket)):
                opened = frames.opening(self.printed.plain, start, inside, start in self.printed.edges)
                if opened.end == target and (opened.bracket or opened.label):
                    yield start, inside

    def _closing(self, index: int, at: int, bracket: str) -> State:
        """The state in front of a closing bracket that stands before a field."""
        here = self._at(index, at)
        if here.field or not here.block:
            return here._replace(bracket=bracket)
        return State(at, here.block - 1, len(self.parts.blocks[here.block - 1].fields), bracket)

    def _reach(self, low: int, ends: set[int]) -> set[int]:
        """Positions from which leftovers and metadata lead to one of the ends."""
        reach = set(ends)
        edges = (p for p in range(max(ends, default=low) - 1, low - 1, -1) if p in self.printed.edges)
        for start in islice(edges, _BACK):
            if any(state.at in reach for state, _, _ in self.walker.loose(State(start))):
                reach.add(start)
        return reach


def _open_bracket(text: str) -> str:
    """The last bracket in the words that is not closed."""
    depth = 0
    for c in reversed(text):
        if c in "）)】〕〉":
            depth += 1
        elif c in "（(【〔〈":
            if not depth:
                return c
            depth -= 1
    return ""
