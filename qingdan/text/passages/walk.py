"""The fast way: one walk through the original that claims every character, or finds where it can't.

The walk goes forward, the next field of the spine first, and goes back only
where a choice proves wrong. States that were left are not entered again, and
their number is bounded, so a walk takes time in proportion to the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qingdan.text.passages import frames
from qingdan.text.passages.printed import Printed
from qingdan.text.passages.spine import Block, Field, Piece, Spine


class State(NamedTuple):
    """How far a walk is."""

    at: int = 0
    """Position in the printed text."""
    block: int = 0
    field: int = 0
    """Next field of the block; above 0 only where a walk goes on after a fault."""
    bracket: str = ""
    """The bracket that is open before that field."""
    annex: int = 0
    leftover: int = 0


class Claim(NamedTuple):
    """A field and where it stands: positions in the printed text."""

    field: Field
    start: int
    end: int
    label: str = ""
    """The printed label before it, where it names another field than this one."""


class Stuck(NamedTuple):
    """Where no way led on."""

    state: State
    """At the field that did not match (or behind the last one of its block, where a frame is not closed)."""
    cut: bool
    """Whether the words matched but did not end where the cell ends."""


class Walk(NamedTuple):
    """The outcome: claims in printed order, and where it got stuck (None: all is claimed)."""

    claims: list[Claim]
    stuck: Stuck | None


_BETWEEN = "、，,；;"
"""Marks that part the units of a cell."""

_Step = tuple[State, list[Claim], State]
"""Where a way leads, what it claims, and where it began."""


class _Matched(NamedTuple):
    at: int
    bracket: str
    leftover: int
    claims: list[Claim]


class _Missed(NamedTuple):
    at: int
    bracket: str
    cut: bool


class Walker:
    """Walks over one original for one document."""

    def __init__(
        self, printed: Printed, parts: Spine, *, strict: frozenset[int] | None = None, pool: bool = False
    ) -> None:
        """`strict`: ordinals of lists whose cells end at white space (None: all); 0 is the body.

        `pool`: leftovers may stand in any order and repeatedly (used to explain faults).
        """
        self.printed = printed
        self.text = printed.text
        self.plain = printed.plain
        self.parts = parts
        self.strict = strict
        self.pool = pool
        self._by_first = _by_first_character(parts.pieces)
        self._spots = _spots(printed, parts.leftovers) if pool else {}
        self._stuck = Stuck(State(), cut=False)
        self._stuck_from = State()
        self._partial: list[Claim] = []

    def walk(self, start: State | None = None) -> Walk:
        """Walk from a state on to the end of the text, or as far as it goes."""
        parts = self.parts
        begin = start or State()
        budget = 2000 + 40 * (len(parts.blocks) + len(parts.leftovers) + len(parts.pieces))
        self._stuck, self._stuck_from, self._partial = Stuck(begin, cut=False), begin, []
        goal = (len(self.text), len(parts.blocks), len(parts.annexes))
        last = 0 if self.pool else len(parts.leftovers)
        came: dict[State, tuple[State | None, list[Claim]]] = {begin: (None, [])}
        ways = [self._steps(begin)]
        state = begin
        while ways and len(came) < budget:
            if (state.at, state.block, state.annex) == goal and state.leftover == last and not state.bracket:
                return Walk(_claims(came, state), None)
            for following, claims, origin in ways[-1]:
                if following not in came:
                    came[following] = (origin, claims)
                    state = following
                    ways.append(self._steps(state))
                    break
            else:
                ways.pop()
        return Walk(_claims(came, self._stuck_from) + self._partial, self._stuck)

    def _miss(self, origin: State, state: State, partial: list[Claim], *, cut: bool = False) -> None:
        """Remember the farthest point."""
        if _rank(state) > _rank(self._stuck.state):
            self._stuck, self._stuck_from, self._partial = Stuck(state, cut), origin, list(partial)

    def _steps(self, state: State) -> Iterator[_Step]:
        """Ways on from a state, the likeliest first."""
        blocks = self.parts.blocks
        if state.block < len(blocks):
            block = blocks[state.block]
            if found := self._block(block, state):
                yield self._after(state, found, 1), found.claims, state
            if not state.field and block.kind == "heading":
                yield from self._number_first(state)
        else:
            self._miss(state, state, [])
        annexes = self.parts.annexes
        if state.annex < len(annexes) and (
            state.block >= len(blocks) or blocks[state.block].edge or not annexes[state.annex].edge
        ):
            found = self._block(annexes[state.annex], State(state.at, leftover=state.leftover), quiet=True)
            if found:
                done = state._replace(at=found.at, annex=state.annex + 1, leftover=found.leftover)
                yield done, found.claims, state
        yield from self.loose(state)

    @staticmethod
    def _after(state: State, found: _Matched, blocks: int) -> State:
        return State(found.at, state.block + blocks, 0, "", state.annex, found.leftover)

    def _number_first(self, state: State) -> Iterator[_Step]:
        """Headings that stand behind the 序号 of the task that follows them (a 名称 column)."""
        blocks = self.parts.blocks
        end = state.block
        while end < len(blocks) and blocks[end].kind == "heading":
            end += 1
        if end == len(blocks) or not (merged := number_first(blocks[state.block : end + 1])):
            return
        if found := self._block(merged, state, quiet=True):
            yield self._after(state, found, end + 1 - state.block), found.claims, state

    def loose(self, state: State) -> Iterator[_Step]:
        """Leftovers and metadata from a state on."""
        text, at = self.text, state.at
        for field in self._leftovers(at, state.leftover):
            end = at + len(field.text)
            used = state.leftover if self.pool else state.leftover + 1
            yield state._replace(at=end, leftover=used), [Claim(field, at, end)], state
        for piece in self._by_first.get(text[at : at + 1], ()):
            labelled = frames.metadata_label(piece.name, text, at)
            ways = [(b, f) for b in {labelled: 0, at: 0} for f in piece.forms if text.startswith(f, b)]
            if ways:
                begin, form = ways[0]
                end = begin + len(form)
                for behind in {frames.metadata_tail(piece.name, text, end): 0, end: 0}:
                    yield state._replace(at=behind), [Claim(piece.field, begin, end)], state
            elif labelled > at and piece.name == "copies" and self._leftovers(labelled, state.leftover):
                # 「抄送：」 before a first name that was overwritten.
                yield state._replace(at=labelled), [], state

    def _leftovers(self, at: int, index: int) -> Sequence[Field]:
        """The leftovers that may stand at a position."""
        if self.pool:
            return self._spots.get(at, ())
        following = self.parts.leftovers[index : index + 1]
        return following if following and self.text.startswith(following[0].text, at) else ()

    def _block(self, block: Block, state: State, *, quiet: bool = False) -> _Matched | None:
        """Match the fields of a block from a state on."""
        at, bracket, leftover = state.at, state.bracket, state.leftover
        claims: list[Claim] = []
        missed: _Missed | None = None
        index = state.field
        while index < len(block.fields):
            found = self._field(block, index, at, bracket, leftover)
            if isinstance(found, _Missed):
                if (cell := self._left_cell(block, at, leftover)) is not None and not bracket:
                    claims.append(cell)
                    at, leftover = cell.end, leftover + (0 if self.pool else 1)
                    continue
                missed = found
                break
            at, bracket, leftover = found.at, found.bracket, found.leftover
            claims += found.claims
            index += 1
        if bracket and not missed:
            end = frames.closing(self.plain, at, bracket, _ended(block))
            at, missed = (end, None) if end is not None else (at, _Missed(at, bracket, cut=False))
        if missed is None:
            return _Matched(at, "", leftover, claims)
        if not quiet:
            here = State(missed.at, state.block, index, missed.bracket, state.annex, leftover)
            self._miss(state, here, claims, cut=missed.cut)
        return None

    def _left_cell(self, block: Block, at: int, leftover: int) -> Claim | None:
        """A cell of a printed row that is among the leftovers (责任人: a column without a key)."""
        if block.kind != "task" or block.prose or at not in self.printed.edges:
            return None
        for field in self._leftovers(at, leftover):
            end = at + len(field.text)
            if end in self.printed.edges:
                return Claim(field, at, end)
        return None

    def _field(self, block: Block, index: int, at: int, bracket: str, leftover: int) -> _Matched | _Missed:
        """Match one field of a block with the frames before it."""
        text, field = self.text, block.fields[index]
        if bracket and (end := frames.closing(self.plain, at, bracket, _ended(block))) is not None:
            at, bracket = end, ""
        opened = frames.Opening(at, bracket, None, "")
        if field.name in frames.FRAMED:
            opened = self._opened(field, block, at, bracket)
            bare = block.prose and opened.end == at and not bracket and at not in self.printed.edges
            if bare and not (field.name == "remark" and frames.labelled_sentence(self.plain, at)):
                return _Missed(at, bracket, cut=False)
        elif bracket:
            return _Missed(at, bracket, cut=False)
        found = self._words(field, opened.end, leftover)
        if found is None:
            return _Missed(opened.end, opened.bracket, cut=False)
        if not self._ends_well(block, index, found.at, opened.bracket):
            return _Missed(opened.end, opened.bracket, cut=True)
        wrong = opened.label if opened.names and opened.names != field.name else ""
        claims = [Claim(field, opened.end, found.at, wrong), *found.claims]
        after = frames.after_number(text, found.at) if field.name == "number" else found.at
        return _Matched(after, opened.bracket, found.leftover, claims)

    def _ends_well(self, block: Block, index: int, end: int, bracket: str) -> bool:
        """Whether a field may end at a position: where the printed cell ends, or a frame begins."""
        text, field = self.text, block.fields[index]
        on_edge = end in self.printed.edges
        if frames.before_label(self.plain, end) and (field.name in frames.FRAMED or not on_edge or bracket):
            return False  # the mark that parts it from a label is frame
        if on_edge or block.prose or bracket or not (self.strict is None or block.list in self.strict):
            return True
        follows = index + 1 < len(block.fields) and block.fields[index + 1].name in frames.FRAMED
        opens = frames.is_bracket(text, end) or bool(frames.opening(self.plain, end, "", False).label)
        return follows and opens

    def _opened(self, field: Field, block: Block, at: int, bracket: str) -> frames.Opening:
        """The opening frame before a framed field. A cell of a table may itself begin like one."""
        if not block.prose and not bracket and self.text.startswith(field.text, at):
            return frames.Opening(at, "", None, "")
        opened = frames.opening(self.plain, at, bracket, at in self.printed.edges)
        if opened.label and not opened.names and field.name == "remark":
            # 督导单位：甲局 is no field of ours, so the remark keeps the label that says what it is.
            label = self.plain.find(opened.label, at, opened.end)
            for start in (label, label - 1):  # 【督导单位】 begins with its bracket
                if start >= at and self.text.startswith(field.text, start):
                    return frames.Opening(start, opened.bracket, None, "")
        return opened

    def _words(self, field: Field, at: int, leftover: int) -> _Matched | None:
        """The words of a field, also where a leftover (a page's foot) interrupts them."""
        if self.text.startswith(field.text, at):
            return _Matched(at + len(field.text), "", leftover, [])
        if field.pieces and (end := self._listed(field.pieces, at)):
            return _Matched(end, "", leftover, [])
        claims: list[Claim] = []
        rest = field.text
        while not self.text.startswith(rest, at):
            cut = self._interruption(rest, at, leftover)
            if cut is None:
                return None
            claims.append(cut)
            rest, at = rest[cut.start - at :], cut.end
            leftover += 0 if self.pool else 1
        return _Matched(at + len(rest), "", leftover, claims)

    def _listed(self, pieces: Sequence[str], at: int) -> int:
        """Past the parts of a cell with at most one mark between two; 0 where they don't stand there."""
        for n, piece in enumerate(pieces):
            if (
                n
                and self.text[at : at + 1]
                and self.text[at] in _BETWEEN
                and not piece.startswith(self.text[at])
            ):
                at += 1
            if not self.text.startswith(piece, at):
                return 0
            at += len(piece)
        return at

    def _interruption(self, rest: str, at: int, leftover: int) -> Claim | None:
        candidates = self.parts.leftovers
        if not self.pool:
            candidates = candidates[leftover : leftover + 1]
        for field in candidates:
            start = self.text.find(field.text, at + 1, at + len(rest) + len(field.text))
            end = start + len(field.text)
            inside = at < start < at + len(rest) and rest.startswith(self.text[at:start])
            if inside and self.printed.gap(start) == self.printed.gap(end) == 2:
                return Claim(field, start, end)
        return None


def _rank(state: State) -> tuple[int, int, int]:
    return (state.at, state.block, state.field)


def _claims(came: dict[State, tuple[State | None, list[Claim]]], state: State) -> list[Claim]:
    """All that was claimed on the way to a state, in printed order."""
    way: list[list[Claim]] = []
    at: State | None = state
    while at is not None:
        at, claims = came[at]
        way.append(claims)
    return [claim for claims in reversed(way) for claim in claims]


def _ended(block: Block) -> bool:
    """Whether the words of a task end as a sentence does, before the bracket with its units."""
    return any(field.name == "text" and frames.ends_sentence(field.text) for field in block.fields)


def number_first(blocks: Sequence[Block]) -> Block | None:
    """Headings and the task behind them as one block whose 序号 stands before the headings."""
    task = blocks[-1]
    if task.kind != "task" or task.fields[0].name != "number" or len(task.fields) < 2:
        return None
    headings = tuple(f for b in blocks[:-1] for f in b.fields)
    return task._replace(fields=(task.fields[0], *headings, *task.fields[1:]), edge=blocks[0].edge)


def _spots(printed: Printed, leftovers: Sequence[Field]) -> dict[int, list[Field]]:
    """Where leftovers may stand: parted from other words, if they stand so often enough."""
    listed = Counter(field.text for field in leftovers)
    spots: dict[int, list[Field]] = {}
    for field in {f.text: f for f in leftovers}.values():
        starts, at = [], printed.text.find(field.text)
        while at >= 0:
            starts.append(at)
            at = printed.text.find(field.text, at + len(field.text))
        parted = [s for s in starts if s in printed.edges and s + len(field.text) in printed.edges]
        for start in parted if len(parted) >= listed[field.text] else starts:
            spots.setdefault(start, []).append(field)
    return spots


def _by_first_character(pieces: Sequence[Piece]) -> dict[str, list[Piece]]:
    """Pieces by the characters that they, or a label before them, may begin with; longest first."""
    table: dict[str, list[Piece]] = {}
    for piece in sorted(pieces, key=lambda p: -len(p.forms[0])):
        firsts = {form[0] for form in piece.forms} | frames.label_firsts(piece.name)
        for first in firsts:
            table.setdefault(first, []).append(piece)
    return table
