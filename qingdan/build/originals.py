"""Read originals: what the checks prove each document against."""

from __future__ import annotations

from pathlib import Path

from qingdan.model import Document, OriginalText
from qingdan.problems import Place, Problem, error, why_refused

SIZE = 100 * 1024 * 1024
"""Largest original, in bytes."""
TOO_LARGE = "这个原件超过 100 MB，没有读入。"


def read_original(document: Document, content: Path) -> tuple[OriginalText | None, list[Problem]]:
    """The original of a document, and why it cannot be read. Of one that is missing nothing is said
    here: the check tells that names it."""
    path = path_of(document.original.file, content) if document.original else None
    if path is None or not path.is_file():
        return None, []
    return _read(document, path, content)


def path_of(name: str, content: Path) -> Path | None:
    """Where the original of this name is; None for a name that leads out of content/originals/."""
    folder = (content / "originals").resolve()
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder) else None


def _read(document: Document, path: Path, content: Path) -> tuple[OriginalText | None, list[Problem]]:
    assert document.original is not None
    name = f"{content.name}/originals/{document.original.file}"
    try:
        if path.stat().st_size > SIZE:
            hint = "换一份小一些的，例如只有文字的版本。"
            return None, [error(Place(name), "original-unreadable", TOO_LARGE, hint)]
        data = path.read_bytes()
    except OSError as fault:
        message = f"这个原件打不开：{why_refused(fault)}。"
        return None, [error(Place(name), "original-unreadable", message, "检查文件的权限，再试一次。")]
    from qingdan import importers  # 0.2 s, for those who read originals anew

    return importers.read(path.name, data, name)
