"""Files of the content folder -> their lines; what is wrong with a file as a file."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from qingdan.loader.decoding import decode
from qingdan.loader.report import Source
from qingdan.problems import Place, Problem, error, why_refused

SIZE = 5 * 1024 * 1024
"""Largest file of the content, in bytes."""


class ContentFile(NamedTuple):
    """A file of the content folder that is to be read."""

    path: Path
    place: str
    """As `Place.file`."""
    root: Path
    """The content folder: no link may lead out of it."""


class Sources(Mapping[str, Source]):
    """The files by `Place.file`; those that were not read anew are decoded when somebody asks."""

    def __init__(self) -> None:
        self._known: dict[str, Source | Callable[[], Source]] = {}

    def __setitem__(self, file: str, source: Source | Callable[[], Source]) -> None:
        self._known[file] = source

    def __getitem__(self, file: str) -> Source:
        found = self._known[file]
        if not isinstance(found, Source):
            found = self._known[file] = found()
        return found

    def __contains__(self, file: object) -> bool:
        return file in self._known  # without decoding it

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def read_source(file: ContentFile) -> tuple[Source | None, list[Problem]]:
    """The lines of a file, and what is wrong with it as a file; None where it cannot be read."""
    path, place = file.path, Place(file.place)
    if path.is_symlink() and path.exists() and not path.resolve().is_relative_to(file.root.resolve()):
        message = "这是一个链接，指向内容文件夹外面，没有读入。"
        return None, [error(place, "unreadable-file", message, "换成文件本身，或者删去。")]
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            message = "这不是一个普通文件，没有读入。"
            return None, [error(place, "unreadable-file", message, "删去，或者换成文件。")]
        if found.st_size > SIZE:
            message = "这个文件超过 5 MB，没有读入。"
            hint = "YAML 里只放文字；一份文件太大，就按清单拆成几份。"
            return None, [error(place, "file-too-large", message, hint)]
        data = path.read_bytes()
    except FileNotFoundError:
        message = "没有这个文件。"
        return None, [error(place, "unreadable-file", message, "检查文件名和文件夹。")]
    except OSError as failure:
        return None, [refused(place, failure)]
    return decode(file.place, data)


def refused(place: Place, failure: OSError) -> Problem:
    """The system refused to open it."""
    message = f"打不开：{why_refused(failure)}。"
    return error(place, "unreadable-file", message, "检查文件的权限，再试一次。")
