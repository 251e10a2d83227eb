"""Results as a person or a program sees them: blocks at a terminal, one line each elsewhere, JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from qingdan.problems import display_width
from qingdan.search.analysis import occurrences

TASK_KEYS = (
    "id",
    "url",
    "document",
    "title",
    "number",
    "section",
    "text",
    "lead_units",
    "responsible_units",
    "supporting_units",
    "deadline",
    "due",
    "status",
    "place",
    "hits",
)
"""Keys of a task in the JSON, in order; docs/guide/commands.md lists them."""
_ROLES = (("lead_units", "牵头"), ("responsible_units", "责任"), ("supporting_units", "配合"))
_PLAIN_SNIPPET = 80
_UNITS, _FEWEST = 28, 12
"""Columns for the units at a terminal: at most, and at least."""
_INDENT = "    "
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


class Style(NamedTuple):
    """How to mark what."""

    hit: tuple[str, str]
    place: tuple[str, str]
    url: tuple[str, str]
    faint: tuple[str, str]


def _colour(code: str) -> tuple[str, str]:
    return f"\x1b[{code}m", "\x1b[0m"


COLOURED = Style(_colour("1;31"), _colour("35"), _colour("4;34"), _colour("2"))
PLAIN = Style(("【", "】"), ("", ""), ("", ""), ("", ""))


class Page(NamedTuple):
    """Some of the results."""

    query: str
    related: str
    """Id of the task whose like was asked for; empty where words were."""
    filters: Mapping[str, str]
    order: str
    words: tuple[str, ...]
    """What is marked, folded."""
    total: int
    number: int
    """From 1."""
    limit: int
    tasks: Sequence[dict[str, Any]]
    documents: Sequence[dict[str, Any]]
    """id, url, title, number, place; on the first page only."""
    by_document: bool
    nearest: tuple[str, ...] = ()
    """What may be meant, where nothing was found."""
    instead: Page | None = None
    """What another query finds, which was asked instead."""
    unread: tuple[tuple[str, str], ...] = ()

    @property
    def pages(self) -> int:
        return -(-self.total // self.limit)


def as_json(page: Page) -> str:
    """One object; docs/guide/commands.md describes it."""
    return json.dumps(_json_of(page), ensure_ascii=False, indent=1)


def _json_of(page: Page) -> dict[str, Any]:
    tasks = [
        {**task, "hits": occurrences(task["text"], page.words), "place": _place(task["place"])}
        for task in page.tasks
    ]
    return {
        "query": page.query,
        "related": page.related or None,
        "filters": dict(page.filters),
        "sort": page.order,
        "total": page.total,
        "page": page.number,
        "pages": page.pages,
        "limit": page.limit,
        "by_document": page.by_document,
        "tasks": [{key: task[key] for key in (*TASK_KEYS, "likeness") if key in task} for task in tasks],
        "documents": [{**document, "place": _place(document["place"])} for document in page.documents],
        "nearest": list(page.nearest),
        "instead": _json_of(page.instead) if page.instead else None,
        "unread": [{"place": place, "message": message} for place, message in page.unread],
    }


def _place(place: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(("file", "line", "column"), place, strict=True))


def lines(page: Page, style: Style, address: str) -> Iterator[str]:
    """One line a result, its fields parted by tabs: for grep, cut and the like."""
    for task in page.tasks:
        marked = marker(page.words, style)
        units = "；".join(f"{role} {'、'.join(task[key])}" for key, role in _ROLES if task[key])
        fields = [
            painted(_where(task), style.place),
            task["number"],
            marked(units),
            marked(_due(task)),
            snippet(task["text"], page.words, _PLAIN_SNIPPET, style),
            painted(address + task["url"], style.url),
        ]
        yield "\t".join(clean(field) if field.isprintable() else field for field in fields)
    for document in page.documents:
        fields = [_where(document), document["number"] or "", document["title"], address + document["url"]]
        yield "\t".join(map(clean, fields))


def blocks(page: Page, style: Style, address: str, width: int) -> Iterator[str]:
    """Three lines a result: where, what number, who, by when, in columns; the words; the address."""
    marked = marker(page.words, style)
    places = [_where(task) for task in page.tasks]
    numbers = [task["number"] for task in page.tasks]
    dues = [_due(task) for task in page.tasks]
    wide_places, wide_numbers = _widest(places), _widest(numbers)
    room = min(max(width - wide_places - wide_numbers - _widest(dues) - 6, _FEWEST), _UNITS)
    for task, place, number, due in zip(page.tasks, places, numbers, dues, strict=True):
        units = cut("、".join([*task["lead_units"], *task["responsible_units"]]) or "—", room)
        columns = (
            painted(place, style.place) + _pad(place, wide_places),
            number + _pad(number, wide_numbers),
            marked(units) + _pad(units, room),
            marked(due),
        )
        yield "  ".join(columns).rstrip()
        yield _INDENT + snippet(task["text"], page.words, width - len(_INDENT) - 2, style)
        about = " › ".join([task["title"], *task["section"]])
        yield _INDENT + snippet(about, page.words, width - len(_INDENT) - 2, style)
        yield _INDENT + painted(address + task["url"], style.url)
        yield ""
    for document in page.documents:
        yield "  ".join((painted(_where(document), style.place), document["number"] or "", "文件")).rstrip()
        yield _INDENT + marked(clean(document["title"]))
        yield _INDENT + painted(address + document["url"], style.url)
        yield ""


def marker(words: tuple[str, ...], style: Style) -> Callable[[str], str]:
    """A function that marks the words in a text."""

    def marked(text: str) -> str:
        return _marked(text, occurrences(text, words), style)

    return marked


def _marked(text: str, spans: Iterable[tuple[int, int]], style: Style) -> str:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], painted(text[start:end], style.hit)]
        at = end
    return "".join([*pieces, text[at:]])


def snippet(text: str, words: tuple[str, ...], width: int, style: Style) -> str:
    """A part of the text, at most so many columns wide, around the first hit; hits marked."""
    text = clean(text)
    spans = occurrences(text, words)
    start = _start(text, spans[0][0] if spans else 0, width)
    shown = _fitting(text[start:], width - 2 * (start > 0))
    end = start + len(shown)
    if end < len(text):
        shown = _fitting(shown, width - 2 * (start > 0) - 2)
        end = start + len(shown)
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]
    return ("…" if start else "") + _marked(shown, inside, style) + ("…" if end < len(text) else "")


def _start(text: str, hit: int, width: int) -> int:
    """Where to begin, so that a third of the width stands before the hit, or all that is before it."""
    if display_width(text) <= width:
        return 0
    before = 0
    for at in range(hit, 0, -1):
        before += display_width(text[at - 1])
        if before > width // 3:
            return at
    return 0


def _fitting(text: str, width: int) -> str:
    used = 0
    for at, character in enumerate(text):
        used += display_width(character)
        if used > width:
            return text[:at]
    return text


def cut(text: str, width: int) -> str:
    """The text, or as much as fits with … behind it."""
    return text if display_width(text) <= width else _fitting(text, width - 2) + "…"


def clean(text: str) -> str:
    """On one line, and nothing in it that moves the cursor or turns the direction of writing."""
    return _INVISIBLE.sub("", re.sub(r"\s*\n\s*|\t", " ", text))


def painted(text: str, how: tuple[str, str]) -> str:
    """The text between two marks; nothing where there is no text."""
    return f"{how[0]}{text}{how[1]}" if text else ""


def _where(found: Mapping[str, Any]) -> str:
    return ":".join(map(str, found["place"]))


def _due(task: Mapping[str, Any]) -> str:
    """The deadline that counts, as it is printed; its day where that is not in the words."""
    return clean(task["due"]["text"] or "") or "未注明时限"


def _widest(texts: Iterable[str]) -> int:
    return max(map(display_width, texts), default=0)


def _pad(text: str, width: int) -> str:
    return " " * (width - display_width(text))
