"""The manifest: what the last build of one site wrote, and from what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from qingdan.files.file import write_text


class Row(NamedTuple):
    """What the last build knows of one file that it wrote."""

    key: str
    digest: str
    size: int
    mtime_ns: int


_COLUMNS = ("keys", "digests", "sizes", "times")
"""How rows stand in the file, column by column: sixty thousand short lists take twice as long to read."""


class Batched(NamedTuple):
    """What it knows of a batch."""

    key: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """Of one built site."""

    rows: Mapping[str, Row] = field(default_factory=dict)
    """By path."""
    batches: Mapping[str, Batched] = field(default_factory=dict)
    """By name."""
    spare: tuple[str, ...] | None = None
    """Paths in which the spare folder (the site before) may differ from this one; None: there is no
    spare folder, or nobody knows what is in it."""
    note: Mapping[str, Any] = field(default_factory=dict)
    """What the build wants to be told the next time: plain values for JSON."""


def load_manifest(path: Path, program: str) -> Manifest:
    """The manifest of the last build; empty where there is none or it is damaged: then all is made
    anew. One that another `program` (a digest) wrote has no keys: all is made anew, and what comes
    out the same keeps its time stamp."""
    try:
        found = json.loads(path.read_text("utf-8"))
        spare = found["spare"]
        manifest = Manifest(
            rows=dict(zip(found["paths"], map(Row, *(found[name] for name in _COLUMNS)), strict=True)),
            batches={name: Batched(key, tuple(paths)) for name, (key, paths) in found["batches"].items()},
            spare=None if spare is None else tuple(spare),
            note=dict(found["note"]),
        )
        same = found["program"] == program
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Manifest()
    if same:
        return manifest
    rows = {p: row._replace(key="") for p, row in manifest.rows.items()}
    return replace(manifest, rows=rows, batches={}, note={})


def save_manifest(path: Path, manifest: Manifest, program: str) -> None:
    """Write the manifest, whole or not at all."""
    found = {
        "program": program,
        "note": manifest.note,
        "spare": manifest.spare,
        "batches": manifest.batches,
        "paths": list(manifest.rows),
        **{name: [row[at] for row in manifest.rows.values()] for at, name in enumerate(_COLUMNS)},
    }
    write_text(path, json.dumps(found, ensure_ascii=False, separators=(",", ":")))
