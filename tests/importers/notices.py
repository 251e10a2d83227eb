"""The checked documents as notices: lines and real tables, for renderers into other formats.

Their originals are flattened text. What stood in tables is put back into tables from the
checked YAML; all the rest are the lines of the original.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from .conftest import ROOT, drafted_file, tree

IDS = ("deqing-2022", "jiaxing-2020", "shaoxing-2022", "unnamed-city-2022", "zhejiang-2021")
_GROUPED = {("deqing-2022", 2): 1, ("unnamed-city-2022", 0): 0}
"""(document, list) -> the column whose cells are headings in the YAML."""


class Slot(NamedTuple):
    """A cell."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Grid:
    """A table: rows of cells, None where a merged cell covers."""

    rows: tuple[tuple[Slot | None, ...], ...]


class Title(str):
    """A line that is the title of the notice or of a list."""

    __slots__ = ()


Part = str | Grid


@lru_cache(maxsize=8)
def notice(id_: str) -> tuple[Part, ...]:
    """The parts of a document, in printed order."""
    found = drafted_file(ROOT / "content" / "originals" / f"{id_}.txt")
    assert found.original is not None
    assert found.alignment is not None
    spans = found.alignment.spans
    values = checked(id_)
    lines = [line.replace("|", " ").strip(" \t\u3000|") for line in found.original.lines]
    titles = {_plain(values["标题"]), *(_plain(part.get("名称", "")) for part in values["清单"])}
    starts = {spans[k].start[0] for k in spans if k == "title" or k.endswith(":title")}
    grids: dict[int, tuple[int, Grid]] = {}
    for number, part in enumerate(values["清单"], 1):
        if part["形式"] == "表格":
            begin = spans[f"list-{number}:header:1"].start[0]
            own = [t.id for t in found.document.lists[number - 1].tasks] if found.document else []
            last = max(spans[k].end[0] for k in spans if k.split(":")[0] in own)
            grids[begin] = (last, _grid(id_, number - 1, part))
    parts: list[Part] = []
    at = 1
    while at <= len(lines):
        if at in grids:
            end, grid = grids[at]
            parts.append(grid)
            at = end + 1
            continue
        text = lines[at - 1]
        if text:
            parts.append(Title(text) if at in starts or _plain(text) in titles else text)
        at += 1
    return tuple(parts)


def checked(id_: str) -> dict[str, Any]:
    """The values of the checked YAML."""
    return tree((ROOT / "content" / "documents" / f"{id_}.yaml").read_text(encoding="utf-8"))


def _plain(text: str) -> str:
    return "".join(text.split())


def _grid(id_: str, index: int, part: dict[str, Any]) -> Grid:
    entries = [e for e in part["条目"] if isinstance(e, str) or "内容" in e]
    keys: list[str] = []
    for entry in entries:
        if not isinstance(entry, str):
            keys += [k for k in entry if k not in keys]
    keys.sort(key=["序号", "内容", "牵头单位", "责任单位", "完成时限"].index)
    group = _GROUPED.get((id_, index))
    if group is None:
        width = len(keys)
        rows = [tuple(Slot(name) for name in part["表头"])]
        for e in entries:
            if isinstance(e, str):
                rows.append((Slot(e, 1, width), *[None] * (width - 1)))
            else:
                rows.append(tuple(Slot(e.get(k, "")) for k in keys))
        return Grid(tuple(rows))
    return Grid(tuple(_grouped(entries, keys, part["表头"], group)))


def _grouped(
    entries: list[Any], keys: list[str], header: list[str], group: int
) -> list[tuple[Slot | None, ...]]:
    """A table with a column of group cells that span their rows."""
    spare = len(keys) + 1 - len(header)
    names: list[Slot | None] = []
    for k, name in enumerate(header):
        names.append(Slot(name, 1, 1 + (spare if k == group + 1 else 0)))
        names += [None] * (spare if k == group + 1 else 0)
    rows: list[tuple[Slot | None, ...]] = [tuple(names)]
    for k, entry in enumerate(entries):
        if isinstance(entry, str):
            continue
        cells: list[Slot | None] = [Slot(entry.get(key, "")) for key in keys]
        heading = entries[k - 1] if k else ""
        if isinstance(heading, str):
            below = next((j for j, e in enumerate(entries[k:], k) if isinstance(e, str)), len(entries))
            cells.insert(group, Slot(heading, below - k))
        else:
            cells.insert(group, None)
        rows.append(tuple(cells))
    return rows


def same(id_: str, drafted: str, *, spaces: bool = True) -> None:
    """Assert that a draft says what the checked YAML says; `spaces`: to the space."""
    wanted, found = checked(id_), tree(drafted)
    region, printed = wanted.pop("地区", ""), found.pop("地区", "")
    assert region.endswith(printed)
    for values in (wanted, found):
        values.pop("未采用", None)
    if not spaces:
        wanted, found = _squeezed(wanted), _squeezed(found)
    assert yaml.dump(found, allow_unicode=True) == yaml.dump(wanted, allow_unicode=True)


def _squeezed(value: Any) -> Any:
    if isinstance(value, str):
        return _plain(value)
    if isinstance(value, list):
        return [_squeezed(v) for v in value]
    return {k: _squeezed(v) for k, v in value.items()}
