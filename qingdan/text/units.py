"""Units 单位: a printed cell -> names with their roles.

The reading rules (docs: 怎么看): split at 、，；and line breaks outside brackets; a
collective that holds 、 (各区、县（市）政府) is one unit; role words at the end
(牵头, 按职责分工负责) are no part of a name; "A、B等C" is A, B, C; "A会同B": A leads;
"以下统称X": the unit is X. `unit_words` holds the words that these rules turn on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from qingdan.model import Role
from qingdan.text import collectives, deadlines, labels
from qingdan.text import unit_words as words
from qingdan.text.traditional import as_printed, simplified
from qingdan.text.unit_pieces import COMMA, HARD, OPENERS, SOFT, Piece, pieces, unwrapped

_TRIM = "：:.．、﹑､，,；;。·•|｜!！?？\"'＂"
_ROUNDS = 4
"""How often a name is looked at again after something was taken off it; no print needs more."""
_STARS = "★☆●○■□◆◇*△▲▪◎※"


class Named(NamedTuple):
    """A unit as one cell names it."""

    name: str
    """As printed, spaces dropped."""
    role: Role


def parse(cell: str, role: Role, *, first_is_lead: bool = False) -> tuple[Named, ...]:
    """The units of a cell, in order; `role` is what its column (or bracket label) says.

    Words inside win over the column where they say more: 牵头, 会同, 配合. 负责 leaves the
    column's role, unless the same cell tells who leads. `first_is_lead`: the document says
    列第一位者为牵头单位; it holds for cells of responsible units that name no leader.
    Words that are a deadline (，6月底完成) and persons are left out. Never raises.
    """
    return _parse(cell, role, first_is_lead)


def split(text: str) -> tuple[str, ...]:
    """The names alone, in order, each once: for 抄送 and lists of units."""
    return tuple(dict.fromkeys(named.name for named in parse(text, "responsible")))


def deadline_words(cell: str) -> str | None:
    """The piece of a units cell that is a deadline: 「省发改委牵头，6月底完成」 -> 6月底完成."""
    plain = simplified(cell)
    for piece in pieces(plain):
        name = _trimmed(piece.text)
        if _is_deadline(name):
            return name if plain is cell else as_printed(name, plain, cell)
    return None


def is_collective(name: str) -> bool:
    """Whether the name stands for several units that it does not name: 各…, …有关部门."""
    plain = simplified("".join(name.split()))
    return bool(collectives.COLLECTIVE.search(plain))


def first_is_lead(text: str) -> bool:
    """Whether the words say that the first unit of a list leads: 列第一位者为牵头单位，下同."""
    return bool(words.FIRST_LEADS.search(simplified("".join(text.split()))))


def responsible_leads(text: str) -> bool:
    """Whether the words say who leads where no leader is named: 无牵头单位的，责任单位即为牵头单位."""
    return bool(words.RESPONSIBLE_LEADS.search(simplified("".join(text.split()))))


@dataclass(slots=True)
class _Entry:
    """A name while its cell is being read."""

    name: str
    soft: bool
    """Whether 、 stands before it."""
    role: Role | None = None
    closed: bool = False
    """Whether a role word has told its part (负责 tells it without changing the role)."""


@lru_cache(maxsize=8192)
def _parse(cell: str, role: Role, first_leads: bool) -> tuple[Named, ...]:
    reading, plain = _Reading(role), simplified(cell)
    for piece in pieces(plain):
        reading.take(piece)
    named = reading.named(first_leads)
    if plain is cell:
        return named
    return tuple(n._replace(name=as_printed(n.name, plain, cell)) for n in named)


class _Reading:
    """The state of reading one cell from left to right."""

    def __init__(self, role: Role) -> None:
        self.cell_role = role
        self.label_role: Role | None = None
        self.entries: list[_Entry] = []
        self.hard_from = 0
        """First entry after the last ；or line break: what 以下统称 and 会同 reach back to."""
        self.run_from = 0
        """First entry that no role word has claimed yet."""
        self.after_with = False
        """Whether 会同 stands before, so that what follows is responsible."""
        self.persons = False
        self.tells_lead = False
        self.tells_rule = False
        """Whether the sentence says something of other tasks: 。以下均需各县政府落实，不再列出."""

    def take(self, piece: Piece) -> None:
        """Read one piece."""
        text = self._label(piece.text)
        if piece.before and piece.before in HARD:
            self._boundary(hard=True)
        if not piece.before or piece.before in "。\n":
            self.tells_rule = bool(piece.before) and bool(words.RULE_FOR_OTHERS.match(text))
        if self.persons or self.tells_rule or not text or _is_a_rule(text):
            return
        if (called := words.called(text)) is not None:
            self._called(called)
            return
        parts = words.with_parts(text)
        soft = bool(piece.before) and piece.before in SOFT
        for ordinal, part in enumerate(parts):
            if ordinal:
                self._with()
            self._part(part, soft=soft and ordinal == 0)
        if piece.after and piece.after in COMMA and self.run_from == len(self.entries):
            self.after_with = False

    def named(self, first_leads: bool) -> tuple[Named, ...]:
        """The result: every (name, role) once."""
        fallback: Role = "responsible" if self.tells_lead else self.cell_role
        read = [Named(e.name, e.role or (fallback if e.closed else self.cell_role)) for e in self.entries]
        if first_leads and self.cell_role == "responsible" and not self.tells_lead and read:
            first = read[0]
            read[0] = first._replace(role="lead") if first.role == "responsible" else first
        return tuple(dict.fromkeys(read))

    def _label(self, text: str) -> str:
        """The piece without 牵头单位： before it; the label's role holds until the next one."""
        match = words.LABEL.match(text)
        if not match:
            return text
        self._boundary(hard=True)
        self.persons = bool(match["person"])
        self.label_role = words.role_of_label(match.group())
        self.tells_lead |= self.label_role == "lead"
        return text[match.end() :]

    def _boundary(self, *, hard: bool) -> None:
        self.run_from = len(self.entries)
        self.after_with = False
        if hard:
            self.hard_from = len(self.entries)

    def _with(self) -> None:
        """会同: who stands before leads, who follows is responsible."""
        for entry in self.entries[self.run_from :]:
            entry.role, entry.closed = entry.role or "lead", True
        self.tells_lead = True
        self.run_from = len(self.entries)
        self.after_with = True

    def _called(self, name: str) -> None:
        """以下统称X replaces what it sums up."""
        del self.entries[self.hard_from :]
        self.run_from = min(self.run_from, len(self.entries))
        self._part(name, soft=False)

    def _part(self, text: str, *, soft: bool) -> None:
        """One side of 会同, or a whole piece: names, and the role word behind them."""
        text, told = words.without_role(text.strip(_TRIM))
        for entry in self._entries(text, soft=soft):
            entry.name, own = _own_role(entry.name)
            entry.role = "responsible" if self.after_with else self.label_role
            if own:
                entry.role, entry.closed = own, True
                self.tells_lead |= own == "lead"
            if _is_a_name(entry.name):
                self.entries.append(entry)
        if told is not None:
            self._tell(told)

    def _tell(self, told: words.Told) -> None:
        """Give the names since the last role word the role that this one says."""
        for entry in self.entries[self.run_from :]:
            if entry.closed:
                continue
            entry.closed = True
            if told == "lead" and entry.role != "responsible":
                entry.role = "lead"
            elif told == "supporting":
                entry.role = "supporting"
        self.tells_lead |= told == "lead"
        self.run_from = len(self.entries)

    def _entries(self, text: str, *, soft: bool) -> list[_Entry]:
        """The names in a piece: A等C is A and C; a field (财政等有关部门) is no unit of its own."""
        entries: list[_Entry] = []
        cut = words.and_others(text)
        if cut is None:
            return [_Entry(text, soft)]
        while cut is not None:
            before, after = text[:cut], text[cut:].lstrip("等")
            if before and after and not words.like_a_unit(before):
                return [*entries, self._field(text, soft=soft)]
            entries += [_Entry(before, soft)] if before else []
            text, soft = after, True
            cut = words.and_others(text)
        rest = (name for name in words.split_and(text) if not words.BARE.fullmatch(name))
        return [*entries, *(_Entry(name, soft=True) for name in rest)]

    def _field(self, text: str, *, soft: bool) -> _Entry:
        """财政等有关部门, together with the fields that were enumerated before it."""
        while soft and len(self.entries) > self.run_from and not words.like_a_unit(self.entries[-1].name):
            field = self.entries.pop()
            text, soft = f"{field.name}、{text}", field.soft
        return _Entry(text, soft)


@lru_cache(maxsize=8192)  # the same few names stand in thousands of rows
def _own_role(name: str) -> tuple[str, Role | None]:
    """The bare name, and the role that a bracket of its own says: 市教育局（牵头）."""
    own: Role | None = None
    for _ in range(_ROUNDS):
        before = name
        name, bracketed = words.without_role_bracket(_trimmed(name))
        name, _ = words.without_role(name)
        own = own or bracketed
        if name == before:
            break
    return name, own


@lru_cache(maxsize=8192)
def _is_a_rule(text: str) -> bool:
    """Whether a piece says who leads, and names nobody: 列第一位者为牵头单位."""
    return "（" not in text and "(" not in text and bool(words.FIRST_LEADS.search(text))


_OF_TIME = frozenset("月年季日天周内时期续改长常")


@lru_cache(maxsize=8192)
def _is_a_name(text: str) -> bool:
    """Whether it can name somebody: not /, 无, a label or a deadline (6月底完成)."""
    if text in words.NOBODY or words.NO_NAME.match(text) or words.LABEL.fullmatch(f"{text}："):
        return False
    if words.TELLS_A_RULE.search(text) or words.FIRST_LEADS.search(text):
        return False
    return any(char.isalnum() for char in text) and not _is_deadline(text)


def _is_deadline(name: str) -> bool:
    """`deadlines.is_deadline`, asked only where a character of time stands (most names have none)."""
    return not _OF_TIME.isdisjoint(name) and deadlines.is_deadline(name)


def _trimmed(name: str) -> str:
    """Without stray punctuation, list labels, 由 and 以及 at its ends."""
    for _ in range(_ROUNDS):
        before = name
        name = name.strip(_TRIM).lstrip(_STARS)
        name = unwrapped(name) if name[:1] in OPENERS else name
        name = words.without_leading(name)
        label = labels.heading_label(name)
        if label and label.level >= 3 and not label.short().startswith("第"):
            name = name[label.end :]
        if name == before:
            break
    return name
