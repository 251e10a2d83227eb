"""Proof: a draft carries every character of its original, as it comes out.

The draft is dumped, loaded as any document is, and held against its original.
What no field carries becomes a leftover 未识别; a field that the original does not
bear out is given up, and its words become leftovers too. So the outcome is proved
whatever the recogniser made of the text, or it says that it is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from qingdan.dumper import dump
from qingdan.importers.blocks import Mark
from qingdan.importers.draft import UNKNOWN, Draft, DraftList, Leftover, Remark, tree
from qingdan.importers.recognise.lines import unmarked, visible
from qingdan.loader import Source, load_document
from qingdan.model import Document, OriginalText
from qingdan.problems import Problem
from qingdan.text.passages import Alignment, Mismatch, Span, align, squeeze

_PASSES = 5


class Proved(NamedTuple):
    """A draft with its YAML and what proves it."""

    yaml: str
    document: Document
    problems: tuple[Problem, ...]
    """Of the loader, about the YAML."""
    alignment: Alignment


def prove(draft: Draft, original: OriginalText, id_: str, *, filed: bool = True) -> Proved:
    """The draft, mended until it is proved; at worst all words are leftovers."""
    file = original.file.rsplit("/", 1)[-1] if filed else ""
    for _ in range(_PASSES):
        proved = _held(draft, original, file, id_)
        if proved is not None:
            if proved.alignment.proved:
                return proved
            _mend(draft, proved.alignment, original.lines)
        else:
            break
    _give_up(draft, original.lines)
    last = _held(draft, original, file, id_)
    assert last is not None
    return last


def _held(draft: Draft, original: OriginalText, file: str, id_: str) -> Proved | None:
    """The draft dumped, loaded and aligned; None where the loader refuses it."""
    text = dump(tree(draft, file, original.sha256))
    digest = sha256(text.encode("utf-8", "replace")).hexdigest()
    source = Source(f"content/documents/{id_}.yaml", digest, tuple(text.split("\n")))
    document, problems = load_document(source)
    if document is None:
        return None
    return Proved(text, document, tuple(problems), align(original.lines, document))


def _mend(draft: Draft, alignment: Alignment, lines: Sequence[str]) -> None:
    """Give up fields that are not borne out; list words that nothing carries."""
    for mismatch in alignment.mismatches:
        if mismatch.kind == "repeated" and mismatch.span:
            _leave(draft, mismatch.span, lines)
        else:
            _drop(draft, mismatch, lines)
    for unclaimed in alignment.unclaimed:
        _leave(draft, unclaimed.span, lines)
    if not alignment.mismatches and not any(squeeze(u.text) for u in alignment.unclaimed):
        _drop_unused(draft, alignment)


def _drop_unused(draft: Draft, alignment: Alignment) -> None:
    """Nothing is missing and yet it is not proved: a leftover stands in a passage that something else
    carries whole. Those that carry nothing are given up."""
    ordered = sorted(draft.leftovers, key=lambda item: item.mark)
    used = {
        squeeze(item.text)
        for number, item in enumerate(ordered, 1)
        if any(passage.field == f"leftover:{number}" for passage in alignment.passages)
    }
    draft.leftovers = [item for item in ordered if squeeze(item.text) in used]


def _drop(draft: Draft, mismatch: Mismatch, lines: Sequence[str]) -> None:
    """Give up one field, or the list or part that it stands in."""
    field = mismatch.field
    if field.name in ("title", "number", "issuer", "addressees") and not field.id.startswith(
        ("list", "annex")
    ):
        setattr(draft, field.name, _other_title(draft, lines) if field.name == "title" else "")
        return
    if field.name in ("signed", "printed"):
        setattr(draft, field.name, None)
    elif field.name == "copies":
        draft.copies = []
    elif field.name == "basis":
        draft.basis = [text for text in draft.basis if squeeze(text) != field.text]
    elif field.name == "leftover":
        draft.leftovers = [x for x in draft.leftovers if squeeze(x.text) != field.text]
    elif field.name == "body":
        draft.body = [text for text in draft.body if squeeze(text) != field.text]
    elif field.id.startswith("annex"):
        draft.annexes = []
    else:
        _drop_list(draft, field.task.list_ordinal if field.task else _ordinal(field.id))


def _other_title(draft: Draft, lines: Sequence[str]) -> str:
    """Another title than the one that is not borne out: a list's, else the first line."""
    first = (w for line in lines if (w := squeeze(visible(unmarked(line)))))
    candidates = [part.title for part in draft.lists if part.title] + list(islice(first, 1))
    return next((t for t in candidates if t != draft.title), draft.title)


def _drop_list(draft: Draft, ordinal: int) -> None:
    """Give up a list: what is left of it would be a guess."""
    if not 1 <= ordinal <= len(draft.lists):
        draft.lists = []
        return
    part = draft.lists[ordinal - 1]
    if not part.entries and not part.title and not part.header:
        return
    draft.lists[ordinal - 1] = DraftList(part.kind, [], part.mark)
    message = "这份清单读出来的文字和原件对不上，没有采用，全部列在「未采用」里。"
    draft.remarks.append(Remark(part.mark, "unproved-list", message, "对照原件手工录入这一份清单。"))


def _ordinal(id_: str) -> int:
    found = re.match(r"(?:list|section)-([0-9]+)", id_)
    return int(found[1]) if found else 0


def _leave(draft: Draft, span: Span, lines: Sequence[str]) -> None:
    """A leftover for each line of a span."""
    (first, begin), (last, end) = span
    for number in range(first, min(last, len(lines)) + 1):
        line = unmarked(lines[number - 1])
        start = begin - 1 if number == first else 0
        part = line[start : end - 1] if number == last else line[start:]
        words = visible(part).strip()
        if squeeze(words):
            draft.leftovers.append(Leftover(words, UNKNOWN, Mark(number, start + 1)))


def _give_up(draft: Draft, lines: Sequence[str]) -> None:
    """Nothing could be proved: every line is a leftover, and the first one is the title too."""
    title = next((w for line in lines if (w := squeeze(visible(unmarked(line))))), "")
    kept = [r for r in draft.remarks if r.rule in ("destroyed-table", "no-title")]
    fresh = Draft(title=title, remarks=kept)
    for name in Draft.__dataclass_fields__:
        setattr(draft, name, getattr(fresh, name))
    for number, line in enumerate(lines, 1):
        words = visible(unmarked(line)).strip()
        if squeeze(words):
            draft.leftovers.append(Leftover(words, UNKNOWN, Mark(number, 1)))
    message = "这份原件没有读懂：读出来的文字和原件对不上，全部列在「未采用」里，没有猜。"
    draft.remarks.append(Remark(Mark(1, 1), "unread", message, "对照原件手工录入。"))
