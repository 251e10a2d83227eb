"""`qingdan search` 搜索: the tasks that hold some words, with the place of each in the YAML."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from qingdan.search.analysis import fold
from qingdan.search.local import kept, shown
from qingdan.search.local.indexed import Indexed
from qingdan.search.local.related import related
from qingdan.search.query import FIELDS
from qingdan.search.reader import Match, Reader
from qingdan.vocabulary import NOT_REPORTED, STATUSES

Say = Callable[[str], None]
MOST_DOCUMENTS = 5
"""Documents that are shown beside the tasks."""


MOST_RELATED = 100


class Asked(NamedTuple):
    """What was asked for."""

    words: str
    filters: Mapping[str, str]
    order: str = ""
    related: str = ""
    """Id of a task whose like is looked for; empty: look for the words."""
    page: int = 1
    limit: int = 20


_IDS = {
    "unit": r"[a-z0-9-]+/[a-z0-9-]+",
    "region": "[a-z0-9-]+",
    "year": "[0-9]{4}",
    "due": "[0-9]{4}-[0-9]{2}|[0-9]{4}-year|year|ongoing|none",
    "status": "|".join((*STATUSES, NOT_REPORTED)),
    "document": "[a-z0-9-]+",
    "role": "lead|responsible|supporting",
    "kind": "by|year|ongoing|none",
}
"""What a filter of the page may be; anything else is a word of the field."""


class Wanted(NamedTuple):
    """How the answer is to look."""

    json: bool = False
    colour: str = "auto"
    """auto, always or never."""


class WrongUsageError(Exception):
    """What was asked for can't be done, for the reason that it tells."""


def run(content: Path, cache: Path, asked: Asked, wanted: Wanted, say: Say) -> int:
    """Search and show: results to standard output, all else to `say`. The exit code: 0, also where nothing
    is found; 1 where there is nothing to search. Raises WrongUsageError."""
    if not fold(asked.words) and not any(asked.filters.values()) and not asked.related:
        raise WrongUsageError("请写出要找的字，例如：qingdan search 政务公开。")
    if asked.related and fold(asked.words):
        raise WrongUsageError("--related 找相近的任务，不能同时再写要找的字。")
    report = say if sys.stderr.isatty() else _silent
    folder = kept.folder_of(content, cache)
    opened = kept.opened(content, folder, report)
    try:
        page = _answer(opened, asked)
    except WrongUsageError:
        raise
    except Exception:  # what Whoosh reads is damaged, or it is a bug: then it comes again
        opened = kept.remade(content, folder, report)
        page = _answer(opened, asked)
    if opened.note:
        say(opened.note)
    _show(page, wanted)
    _tell(page, opened, say)
    return 1 if opened.unread and not opened.indexed.rows else 0


def as_query(words: str, options: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The query and the filters of the page that ask the same: an id is a filter, anything else a word of
    the field. `--unit 财政局 --role lead` is 牵头:财政局, since both must hold for one unit."""
    filters = {name: value for name, value in options.items() if re.fullmatch(_IDS[name], value)}
    said = [words]
    for name, value in options.items():
        if name in filters or name == "role" or not fold(value):
            continue
        field = "number" if name == "document" and value.rstrip().endswith("号") else name
        if name == "unit" and "role" in filters:
            field = filters.pop("role")
        field = {"document": "title"}.get(field, field)
        said.append(f'{_FIELD_NAMES[field]}:"{re.sub(_QUOTES, "", value)}"')
    return " ".join(filter(None, said)), filters


_FIELD_NAMES = {name: word for word, name in FIELDS.items()}
_QUOTES = '["＂“”]'


def _silent(_: str) -> None:
    pass


def _answer(opened: kept.Opened, asked: Asked) -> shown.Page:
    index = opened.indexed
    alike: dict[int, float] = {}
    if asked.related:
        alike = _related(index, asked)
        match = Match(list(alike), [], (), by_document=False)
    else:
        match = Reader(index).find(asked.words, asked.filters, asked.order)
    start = (asked.page - 1) * asked.limit
    tasks = [_task(index, number) for number in match.tasks[start : start + asked.limit]]
    if alike:
        tasks = [{**task, "likeness": alike[n]} for task, n in zip(tasks, match.tasks[start:], strict=False)]
    documents = [_document(index, n) for n in match.documents[:MOST_DOCUMENTS]] if asked.page == 1 else []
    other, near = ("", ()) if match.tasks or match.documents or alike else _instead(index, asked)
    return shown.Page(
        asked.words,
        asked.related,
        asked.filters,
        asked.order,
        match.words,
        len(match.tasks),
        asked.page,
        asked.limit,
        tasks,
        documents,
        match.by_document,
        near,
        _answer(opened, asked._replace(words=other)) if other else None,
        opened.unread,
    )


def _instead(index: Indexed, asked: Asked) -> tuple[str, tuple[str, ...]]:
    """What to ask instead, and what may be meant."""
    from qingdan.search.instead import instead  # most answers do without

    other, near = instead(index, asked.words, asked.filters)
    return other, tuple(near)


def _related(index: Indexed, asked: Asked) -> dict[int, float]:
    """Number -> likeness of the tasks related to the one asked for that pass the filters."""
    try:
        found = related(index, asked.related, MOST_RELATED)
    except KeyError:
        wrong = shown.clean(asked.related)
        message = f"没有编号是「{wrong}」的任务。编号写成 shaoxing-2022/3 这样，搜索的 --json 里有。"
        raise WrongUsageError(message) from None
    return {one.number: one.likeness for one in found if index.admits(one.number, asked.filters)}


def _task(index: Indexed, number: int) -> dict[str, Any]:
    return index.shown(number) | {"title": index.document(index.ordinal(number))["title"]}


def _document(index: Indexed, ordinal: int) -> dict[str, Any]:
    record, row = index.document(ordinal), index.rows[ordinal]
    return {
        "id": row.id,
        "url": f"/documents/{row.id}/",
        "title": record["title"],
        "number": record["number"] or None,
        "place": row.place,
    }


def _show(page: shown.Page, wanted: Wanted) -> None:
    if wanted.json:
        print(shown.as_json(page))  # noqa: T201 - this is what was asked for
        return
    terminal = sys.stdout.isatty()
    style = shown.COLOURED if _coloured(wanted.colour, terminal=terminal) else shown.PLAIN
    address = os.environ.get("SITE_URL", "").rstrip("/")
    if terminal:
        width = shutil.get_terminal_size().columns
        lines = shown.blocks(page.instead or page, style, address, width)
    else:
        lines = shown.lines(page.instead or page, style, address)
    for line in lines:
        print(line)  # noqa: T201
    sys.stdout.flush()  # the count follows on the other stream


def _coloured(wish: str, *, terminal: bool) -> bool:
    """https://no-color.org: NO_COLOR, not empty, means no colour unless colour is asked for."""
    if wish == "auto":
        return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wish == "always"


def _tell(page: shown.Page, opened: kept.Opened, say: Say) -> None:
    """How many there are, how to see more, and what was not searched."""
    if page.instead:
        say(f"没有找到「{shown.clean(page.query)}」，改找「{shown.clean(page.instead.query)}」。")
        page = page.instead
    if not page.total and page.related:
        say("没有相近的任务。")
    elif not page.total:
        say("没有找到。" if not page.documents else "没有找到任务；上面的文件里有这些字。")
        if page.nearest:
            say(f"要找的是不是：{'、'.join(map(shown.clean, page.nearest))}？")
    elif not page.tasks:
        say(f"找到 {page.total} 项任务，没有第 {page.number} 页，最后是第 {page.pages} 页。")
    else:
        first = (page.number - 1) * page.limit + 1
        part = f"，这是第 {first} 至 {first + len(page.tasks) - 1} 项" if page.pages > 1 else ""
        more = f"；看后面的加 --page {page.number + 1}" if page.number < page.pages else ""
        say(f"找到 {page.total} 项任务{part}{more}。")
    if page.by_document:
        say("没有一项任务含有这些字；这是标题、文号里有这些字的文件的任务。")
    if opened.unread:
        say(f"有 {len(opened.unread)} 份文件读不出来，没有搜（qingdan check 说怎么改）：")
        for place, message in opened.unread[:5]:
            say(f"  {place} {message}")
