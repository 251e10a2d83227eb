"""Drafting: an original -> the proved draft of its YAML, and what needs a person's eye."""

from __future__ import annotations

import re
from typing import NamedTuple

from qingdan.importers import formats
from qingdan.importers.blocks import Reading
from qingdan.importers.draft import UNKNOWN, Draft
from qingdan.importers.printed import with_tables
from qingdan.importers.proof import Proved, prove
from qingdan.importers.recognise import recognise
from qingdan.model import Document, OriginalText
from qingdan.problems import Excerpt, Place, Problem, error, has_errors, in_order, warning
from qingdan.text.passages import Alignment
from qingdan.text.passages.printed import Printed

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ue000-\uf8ff\ufffd]")
_EMPTY = "重新收一份；是扫描件或图片的，找有文字的文件。"
_NOT_ITS_BUSINESS = frozenset({"no-registry", "no-year"})
"""What the loader says of every draft, because content/ is not beside it."""


class Drafted(NamedTuple):
    """What became of one original."""

    original: OriginalText | None
    yaml: str
    """Empty where the original cannot be read."""
    document: Document | None
    alignment: Alignment | None
    problems: tuple[Problem, ...]
    """What could not be placed first, then by place; all of them point into the original."""


def draft(name: str, data: bytes, place: str, id_: str, *, filed: bool = True) -> Drafted:
    """The draft of an original: `place` names the original in problems, `id_` will be the document's;
    `filed`: whether the original is a file that the draft can name."""
    return draft_of(formats.read(name, data, place), id_, filed=filed)


def draft_of(reading: Reading, id_: str, *, filed: bool = True) -> Drafted:
    """The draft of an original that a format module has read."""
    if reading.original is None:
        return Drafted(None, "", None, None, reading.problems)
    if not Printed(reading.original.lines).text:
        nothing = error(Place(reading.original.file), "original-unreadable", "这个原件里没有文字。", _EMPTY)
        return Drafted(None, "", None, None, (*reading.problems, nothing))
    found = recognise(reading.blocks)
    proved = prove(found, reading.original, id_, filed=filed)
    problems = [
        *reading.problems,
        *_unseen(reading.original),
        *_remarks(found, reading.original),
        *_of_loader(proved),
    ]
    first = _unplaced(found, reading.original)
    return Drafted(
        with_tables(reading.original, reading.blocks),
        proved.yaml,
        proved.document,
        proved.alignment,
        tuple(first + in_order(problems)),
    )


def _unplaced(found: Draft, original: OriginalText) -> list[Problem]:
    """What the recogniser could not place."""
    problems = []
    for item in sorted(found.leftovers, key=lambda x: x.mark):
        if item.reason == UNKNOWN:
            place = Place(original.file, *item.mark)
            message = f"这一段没有认出是什么，列在「未采用」里：{_short(item.text)}"
            hint = "看它是什么：任务、标题、正文就移到该在的地方，没有用的写上理由。"
            problems.append(warning(place, "unplaced", message, hint, _excerpt(original, place, item.text)))
    return problems


def _remarks(found: Draft, original: OriginalText) -> list[Problem]:
    problems = []
    for remark in found.remarks:
        place = Place(original.file, *remark.mark)
        excerpt = _excerpt(original, place, "")
        problems.append(warning(place, remark.rule, remark.message, remark.hint, excerpt))
    return problems


def _unseen(original: OriginalText) -> list[Problem]:
    """Characters that nobody sees, or that every font draws otherwise: one problem a line."""
    problems = []
    for number, line in enumerate(original.lines, 1):
        if not (found := _UNSEEN.search(line)):
            continue
        at = Place(original.file, number, found.start() + 1)
        kind = "私用区字符，各家字体画得不一样" if "\ue000" <= found[0] <= "\uf8ff" else "看不见的字符"
        if found[0] == "\ufffd":
            kind = "替换符，原来的字已经丢失"
        message = f"原件这里有一个{kind}（U+{ord(found[0]):04X}）。"
        hint = "对照纸质件或来源网页，看是哪个字；读入的草稿照原样保留。"
        problems.append(warning(at, "unseen-character", message, hint, Excerpt(at, line)))
    return problems


def _of_loader(proved: Proved) -> list[Problem]:
    if has_errors(proved.problems):
        return list(proved.problems)
    return [p for p in proved.problems if p.rule not in _NOT_ITS_BUSINESS]


def _excerpt(original: OriginalText, place: Place, words: str) -> Excerpt:
    line = original.lines[place.line - 1] if 0 < place.line <= len(original.lines) else ""
    return Excerpt(place, line, max(1, min(len(words), len(line) - place.column + 1)))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else f"{plain[:38]}……"
