"""Promise 1: nothing is lost and nothing is invented.

White space aside, an original is an exact sequence of

- the *spine*, in document order: paragraphs of 正文, then each list with its
  名称, 表头, headings, paragraphs and the cells of its tasks, then 附录;
- *metadata* (标题, 文号, 发文机关, 主送, 成文日期, 印发日期, 抄送), which may stand
  anywhere and repeatedly, and has to stand somewhere; 依据 stand inside the text;
- *leftovers* 未采用, in order;
- *frames*: printed marks that only name or part the fields beside them
  (`frames`), each accepted only where it belongs.

`align` proves that, or says where it fails. Pure; it never raises, and its time
is proportional to the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from qingdan.model import Document
from qingdan.text.passages.explain import explain
from qingdan.text.passages.faults import Difference, Mismatch, Unclaimed, labels
from qingdan.text.passages.headers import settle
from qingdan.text.passages.printed import Printed, Span, squeeze
from qingdan.text.passages.recovery import in_one_line, recover
from qingdan.text.passages.spine import Field, Spine, spine
from qingdan.text.passages.walk import Claim, Walker

__all__ = [
    "Alignment",
    "Difference",
    "Field",
    "Mismatch",
    "Passage",
    "Span",
    "Spine",
    "Unclaimed",
    "align",
    "spine",
    "squeeze",
]


class Passage(NamedTuple):
    """Words of the original and the field that carries them."""

    field: str
    """Id of the field, as in `Alignment.spans`."""
    span: Span


class Alignment(NamedTuple):
    """What stands where, and what does not."""

    spans: Mapping[str, Span]
    """Field id -> its place in the original. `<task id>:text` is a cell, `<task id>` the whole row,
    an anchor (`section-1-3`) a heading, `list-1:title`, `body:2`, `annex-1:1` and names of metadata
    the rest. Where metadata is printed several times: the first time."""
    mismatches: tuple[Mismatch, ...]
    unclaimed: tuple[Unclaimed, ...]
    passages: tuple[Passage, ...] = ()
    """Every passage that a field carries, in printed order: metadata as often as it is printed, and a
    leftover inside a cell that it interrupts behind the cell's own."""

    @property
    def proved(self) -> bool:
        """Whether every character is carried, and every field borne out."""
        return not self.mismatches and not self.unclaimed


def align(lines: Sequence[str], document: Document) -> Alignment:
    """Hold a document against the lines of its original (without line breaks)."""
    printed, parts = Printed(lines), spine(document)
    walked = Walker(printed, parts).walk()
    if walked.stuck and (settled := settle(printed, parts)) != parts:
        parts = settled
        walked = Walker(printed, parts).walk()
    if walked.stuck:
        walked = Walker(printed, parts, strict=frozenset()).walk()
        glued = () if walked.stuck else _glued(printed, parts, walked.claims)
    else:
        glued = ()
    if walked.stuck is None:
        wrong = (*_absent(printed, parts), *glued, *labels(printed, walked.claims))
        told = {m.field.id for m in wrong}
        wrong += tuple(m for m in _merged(printed, parts, walked.claims) if m.field.id not in told)
        return _outcome(printed, walked.claims, wrong, ())
    straight = in_one_line(printed, parts)
    recovered = recover(printed, straight, _parted(printed, straight))
    mismatches, unclaimed = explain(printed, straight, recovered)
    mismatches += labels(printed, recovered.claims)
    told = {m.field.id for m in mismatches}
    mismatches += tuple(m for m in _merged(printed, straight, recovered.claims) if m.field.id not in told)
    if not mismatches and not unclaimed:
        # The walk failed and recovery found nothing: say at least where the walk ended.
        at = walked.stuck.state.at
        unclaimed = (Unclaimed(printed.span(at, at + 12), printed.text[at : at + 12]),)
    return _outcome(printed, recovered.claims, mismatches, unclaimed)


def _absent(printed: Printed, parts: Spine) -> tuple[Mismatch, ...]:
    """Metadata and grounds that stand nowhere in the original."""
    wanted = [(p.field, p.forms) for p in parts.pieces] + [(f, (f.text,)) for f in parts.basis]
    return tuple(
        Mismatch("nowhere", field)
        for field, forms in wanted
        if not any(form in printed.text for form in forms)
    )


def _parted(printed: Printed, parts: Spine) -> frozenset[int]:
    """Lists whose cells mostly end where white space or a mark stands (0, the body, always)."""
    votes = dict.fromkeys((block.list for block in parts.blocks), 0)
    for block in parts.blocks:
        for field in block.fields:
            if len(field.text) > 8 and (at := printed.text.find(field.text)) >= 0:
                votes[block.list] += 1 if at + len(field.text) in printed.edges else -1
    return frozenset(number for number, vote in votes.items() if vote >= 0 or not number)


def _glued(printed: Printed, parts: Spine, claims: Sequence[Claim]) -> tuple[Mismatch, ...]:
    """Cells that do not end where the printed cell ends, in lists most of whose cells do."""
    list_of = {field.id: block.list for block in parts.blocks if not block.prose for field in block.fields}
    votes: dict[int, int] = {}
    glued: list[Claim] = []
    for claim, following in pairwise(claims):
        if claim.field.id in list_of and following.start == claim.end:
            part, parted = list_of[claim.field.id], claim.end in printed.edges
            votes[part] = votes.get(part, 0) + (1 if parted else -1)
            glued += [] if parted else [claim]
    return tuple(
        Mismatch("edge", claim.field, span=printed.span(claim.start, claim.end))
        for claim in glued
        if votes[list_of[claim.field.id]] > 0
    )


def _merged(printed: Printed, parts: Spine, claims: Sequence[Claim]) -> tuple[Mismatch, ...]:
    """Fields with a boundary of printed cells inside, in lists whose cells are parted by tabs or marks."""
    list_of = {
        field.id: block.list
        for block in parts.blocks
        if not block.prose and block.kind in ("task", "paragraph")
        for field in block.fields
    }
    votes: dict[int, int] = {}
    for claim, following in pairwise(claims):
        if claim.field.task and claim.field.task is following.field.task and claim.field.id in list_of:
            part = list_of[claim.field.id]
            votes[part] = votes.get(part, 0) + (1 if printed.parted(following.start) else -4)
    return tuple(
        Mismatch("edge", claim.field, span=printed.span(claim.start, claim.end))
        for claim in claims
        if votes.get(list_of.get(claim.field.id, -1), 0) > 0
        and any(map(printed.parted, printed.edges_between(claim.start + 1, claim.end)))
    )


def _outcome(
    printed: Printed,
    claims: Sequence[Claim],
    mismatches: tuple[Mismatch, ...],
    unclaimed: tuple[Unclaimed, ...],
) -> Alignment:
    spans: dict[str, Span] = {}
    passages: list[Passage] = []
    for claim in claims:
        span = printed.span(claim.start, claim.end)
        passages.append(Passage(claim.field.id, span))
        spans.setdefault(claim.field.id, span)
        if task := claim.field.task:
            row = spans.get(task.id)
            spans[task.id] = Span(min(row.start, span.start), max(row.end, span.end)) if row else span
    return Alignment(spans, mismatches, unclaimed, tuple(passages))
