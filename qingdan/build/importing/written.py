"""What an import writes, and where: never over another file, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from qingdan.files import write_text

OURS = '<meta name="generator" content="qingdan import --review">'
"""By this a page of ours is known: only such a page is written anew without a word."""


class TakenError(Exception):
    """There is another file already."""


def write_draft(text: str, target: Path, *, overwrite: bool) -> None:
    """Write the YAML. Raises TakenError where the file holds something else, and OSError."""
    if target.is_file() and not overwrite:
        before = target.read_text("utf-8", "replace")
        if before.strip() and before != text:
            raise TakenError(f"{target} 已经有了，没有覆盖。换一个文件名，或者加上 --overwrite。")
    write_text(target, text)


def write_review(page: str, target: Path) -> None:
    """Write the page to read by. Raises TakenError where another file stands there, and OSError."""
    if target.exists() and not is_review(target):
        raise TakenError(f"{target} 已经有了，不是对照页，没有覆盖。换一个文件名。")
    write_text(target, page)


def is_review(path: Path) -> bool:
    """Whether a file is a page that we wrote."""
    if path.suffix.lower() not in (".html", ".htm"):
        return False
    try:
        with path.open("rb") as file:
            return OURS.encode() in file.read(2000)
    except OSError:
        return False
