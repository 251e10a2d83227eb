"""Inputs: one digest of all that a build, or a check, is made from. Where it is that of the last one,
so is all that follows, and nothing need be loaded to say so.

Contents count, not time stamps: a checkout, a moved folder or a wrong clock changes nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from qingdan.build.memory import program
from qingdan.files import digest, key_of


def content_digest(content: Path) -> str:
    """Of the content folder: its name, and names and bytes of everything in it. Empty where it holds
    a link or something that cannot be read: of such a folder nothing is known beforehand."""
    return _digest([content], content.resolve().name, program())


def site_digest(root: Path, content: Path, as_of: date | None) -> str:
    """Of all that a site is made from: content, docs/, templates/, mkdocs.yml, the variables that it
    names, the day, the program. Empty as above."""
    try:
        settings = (root / "mkdocs.yml").read_bytes()
    except OSError:
        return ""
    variables = re.findall(r"!ENV\s*\[?\s*(\w+)", settings.decode("utf-8", "replace"))
    return _digest(
        [content, root / "docs", root / "templates"],
        content.resolve().name,
        program(),
        str(as_of),
        digest(settings),
        *(f"{name}={os.environ.get(name, '')}" for name in variables),
    )


def _digest(folders: list[Path], *parts: str) -> str:
    try:
        seen = [piece for folder in folders for piece in _below(str(folder), "")]
    except OSError:
        return ""
    return key_of(*parts, *seen)


def _below(folder: str, path: str) -> Iterator[str]:
    """Names and digests of everything below a folder, in order."""
    with os.scandir(f"{folder}/{path}") as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        name = f"{path}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield f"{name}/"
            yield from _below(folder, f"{name}/")
        elif entry.is_file(follow_symlinks=False):
            with open(entry.path, "rb") as file:
                yield f"{name} {digest(file.read())}"
        else:
            raise OSError(f"{entry.path} is neither file nor folder")
