"""What a task carries that is not printed: progress, adjustments, corrections, superior tasks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from qingdan.loader import interpret
from qingdan.loader.fields import Fields, Reader
from qingdan.model import Adjustment, Correction, Progress, Text
from qingdan.vocabulary import keys


def read_progress(reader: Reader, own: Fields) -> tuple[Progress, ...]:
    """进展, oldest first; two of one day stay as they are written."""
    if "progress" not in own:
        return ()
    found = []
    for item in reader.items(own, "progress"):
        entry = reader.fields(item, "progress")
        if entry is None:
            continue
        day, link = reader.date(entry, "date"), reader.web(entry, "link")
        status = reader.plain(entry, "status")
        if day and status:
            found.append(Progress(day, status, reader.plain(entry, "note"), link, reader.place(item)))
    return tuple(sorted(found, key=lambda progress: progress.date))


def read_adjustments(
    reader: Reader, own: Fields, year: int | None, signed: date | None
) -> tuple[Adjustment, ...]:
    """调整, in the order in which they are written: the last one counts."""
    if "adjustments" not in own:
        return ()
    found = []
    for item in reader.items(own, "adjustments"):
        entry = reader.fields(item, "adjustment")
        if entry is None or "after" not in entry:
            continue
        after = reader.plain(entry, "after")
        found.append(
            Adjustment(
                before=reader.plain(entry, "before"),
                after=after,
                date=reader.date(entry, "date"),
                basis=reader.plain(entry, "basis"),
                deadline=interpret.deadline(after, year, signed),
                place=reader.place(item),
            )
        )
    return tuple(found)


def read_superior(reader: Reader, own: Fields) -> tuple[str, ...]:
    """上级任务: ids of tasks."""
    if "superior" not in own:
        return ()
    words = reader.cell(own["superior"].node).value
    return tuple(part for part in re.split(r"[，,、；;\s]+", words) if part)


def read_corrections(reader: Reader, own: Fields, printed: Mapping[str, str]) -> tuple[Correction, ...]:
    """更正; `printed` are the names and keys of the fields that can have one."""
    if "corrections" not in own:
        return ()
    found = []
    for item in reader.items(own, "corrections"):
        entry = reader.fields(item, "correction")
        if entry is None or "field" not in entry:
            continue
        word = reader.plain(entry, "field")
        key = keys("task").get(word)
        if key is None or key.name not in printed:
            hint = f"写被更正的键：{'、'.join(printed.values())}。"
            reader.error(entry["field"].node, "wrong-value", f"「字段」不能写「{word[:20]}」。", hint)
            continue
        original = reader.optional(entry, "original") or Text("", reader.place(item))
        found.append(Correction(key.name, original, reader.plain(entry, "reason"), reader.place(item)))
    return tuple(found)
