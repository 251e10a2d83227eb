"""One original, imported."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from qingdan.build.importing.chosen import STDIN, Chosen, choose
from qingdan.build.originals import SIZE, TOO_LARGE
from qingdan.exports import records
from qingdan.exports.edition import Edition
from qingdan.importers.drafting import Drafted, draft
from qingdan.model import Library, Site
from qingdan.pages.review import Note, view
from qingdan.pages.review.standalone import standalone
from qingdan.problems import Place, error, has_errors, why_refused


class Imported(NamedTuple):
    """One original, imported."""

    name: str
    """Of the file, for people."""
    id: str
    """What the document is called."""
    drafted: Drafted
    opened: bool = True
    """Whether the file could be opened at all."""

    @property
    def ok(self) -> bool:
        return self.drafted.document is not None and not has_errors(self.drafted.problems)


def import_file(name: str) -> Imported:
    """The draft of a file, or of standard input (`-`)."""
    (chosen,) = choose([name]).originals
    return import_chosen(chosen)


def import_chosen(chosen: Chosen) -> Imported:
    """The draft of an original; a problem says why it can't be read."""
    filed = chosen.name != STDIN
    try:
        if filed and Path(chosen.name).exists() and not Path(chosen.name).is_file():
            return _unread(chosen, f"打不开 {chosen.name}：这不是一个普通文件。", opened=False)
        if filed and Path(chosen.name).stat().st_size > SIZE:
            return _unread(chosen, TOO_LARGE)
        data = Path(chosen.name).read_bytes() if filed else sys.stdin.buffer.read(SIZE + 1)
        if len(data) > SIZE:
            return _unread(chosen, TOO_LARGE)
    except OSError as fault:
        return _unread(chosen, f"打不开 {chosen.name}：{_why(fault)}。", opened=False)
    try:
        drafted = draft(chosen.shown, data, chosen.place, chosen.id, filed=filed)
    except RecursionError:  # nothing of ours recurses; a format's library may
        return _unread(chosen, "这个原件的结构套得太深，读不了。")
    except MemoryError:
        return _unread(chosen, "这个原件太大，内存不够，读不了。")
    return Imported(chosen.shown, chosen.id, drafted)


def _unread(chosen: Chosen, message: str, *, opened: bool = True) -> Imported:
    fault = error(Place(chosen.place), "original-unreadable", message)
    return Imported(chosen.shown, chosen.id, Drafted(None, "", None, None, (fault,)), opened)


def _why(fault: OSError) -> str:
    if isinstance(fault, FileNotFoundError):
        return "没有这个文件"
    if isinstance(fault, IsADirectoryError):
        return "这是一个文件夹，请写里面的文件"
    if isinstance(fault, PermissionError):
        return "没有权限，或者正被别的程序打开"
    return why_refused(fault)


def as_record(imported: Imported) -> dict[str, Any]:
    """The draft in the shape of one entry of documents.json, its tasks under `lists[].tasks`."""
    document = imported.drafted.document
    assert document is not None
    library = Library(
        site=Site(), documents=(document,), regions=(), units={}, duties={}, due={}, redirects={}
    )
    original = imported.drafted.original
    originals = {document.id: original.sha256} if original else {}
    edition = Edition(library=library, as_of=document.dated or date(1970, 1, 1), originals=originals)
    record = records.document(edition, document)
    for shown, part in zip(record["lists"], document.lists, strict=True):
        shown["tasks"] = [records.task(edition, part, task) for task in part.tasks]
    return record


def review_page(imported: Imported, summary: list[str]) -> str:
    """The page to read the draft by. Only for an original that was read."""
    original, _, document, alignment, problems = imported.drafted
    assert original is not None
    assert document is not None
    assert alignment is not None
    notes = [
        Note(
            p.severity.value,
            p.message,
            p.hint,
            *((p.place.line, p.place.column) if p.place.file == original.file else (0, 0)),
        )
        for p in problems
    ]
    shown = view(original, document, alignment, notes, site=False)
    return standalone(shown, imported.name, summary)
