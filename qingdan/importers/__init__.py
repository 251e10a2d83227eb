"""Importers 导入: an original, as received -> what it says.

One module a format; FORMATS lists them. A format is told by the end of the
file's name, never by trying one reader after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import NamedTuple

from qingdan.importers import txt
from qingdan.model import OriginalText
from qingdan.problems import Place, Problem, error


class Format(NamedTuple):
    """One format of originals."""

    suffixes: tuple[str, ...]
    """How names of such files end, in lower case."""
    name: str
    """What staff call it."""
    read: Callable[[bytes, str], tuple[OriginalText | None, list[Problem]]]
    """(bytes, place file) -> text and problems. Never raises."""


FORMATS: tuple[Format, ...] = (Format((".txt", ".text"), "纯文本", txt.read),)
"""Every format that is read."""


def read(
    path_name: str, data: bytes, place_file: str, formats: tuple[Format, ...] = FORMATS
) -> tuple[OriginalText | None, list[Problem]]:
    """The text of an original, told by its name; None with a problem where it can't be read.

    Raises ValueError where two formats claim the file: a fault of the table, not of the file.
    """
    suffix = PurePosixPath(path_name).suffix.lower()
    claimants = [f for f in formats if suffix in f.suffixes]
    if len(claimants) > 1:
        raise ValueError(f"{path_name}: claimed by {', '.join(f.name for f in claimants)}")
    if not claimants:
        known = "、".join(f"{f.name}（{' '.join(f.suffixes)}）" for f in formats)
        what = f"以 {suffix} 结尾的原件" if suffix else "没有扩展名的原件"
        hint = f"现在能读的格式：{known}。另存为其中一种，把「原件」的「文件」改成新的文件名。"
        return None, [error(Place(place_file), "original-unreadable", f"还不会读{what}。", hint)]
    return claimants[0].read(data, place_file)
