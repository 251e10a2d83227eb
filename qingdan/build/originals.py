"""Read the originals of a library: what the checks prove each document against."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from qingdan import importers
from qingdan.model import Document, Library, Original, OriginalText
from qingdan.problems import Place, Problem, error, why_refused

SIZE = 100 * 1024 * 1024
"""Largest original, in bytes."""


class Originals(NamedTuple):
    """What was read of them."""

    texts: dict[str, OriginalText]
    """By document id: those that could be read."""
    problems: list[Problem]
    told: frozenset[str]
    """Ids of documents whose original is there and could not be read: a problem says why."""


def read_originals(library: Library, content: Path) -> Originals:
    """Read them all. One that is missing is left to the check that names it."""
    texts: dict[str, OriginalText] = {}
    problems: list[Problem] = []
    told: set[str] = set()
    for document in library.documents:
        path = path_of(document.original, content) if document.original else None
        if path is None or not path.is_file():
            continue
        text, found = _read(document, path, content)
        problems += found
        if text is not None:
            texts[document.id] = text
        else:
            told.add(document.id)
    return Originals(texts, problems, frozenset(told))


def path_of(original: Original, content: Path) -> Path | None:
    """Where the original is; None for a name that leads out of content/originals/."""
    folder = (content / "originals").resolve()
    path = (folder / original.file).resolve()
    return path if path.is_relative_to(folder) else None


def _read(document: Document, path: Path, content: Path) -> tuple[OriginalText | None, list[Problem]]:
    assert document.original is not None
    name = f"{content.name}/originals/{document.original.file}"
    try:
        if path.stat().st_size > SIZE:
            message = "这个原件超过 100 MB，没有读入。"
            hint = "换一份小一些的，例如只有文字的版本。"
            return None, [error(Place(name), "original-unreadable", message, hint)]
        data = path.read_bytes()
    except OSError as fault:
        message = f"这个原件打不开：{why_refused(fault)}。"
        return None, [error(Place(name), "original-unreadable", message, "检查文件的权限，再试一次。")]
    return importers.read(path.name, data, name)
