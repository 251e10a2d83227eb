"""Which originals are meant, and what their documents will be called."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from qingdan.build.importing.written import is_review
from qingdan.importers import FORMATS
from qingdan.loader.naming import slug_of
from qingdan.regexes import regex

STDIN = "-"
_STDIN_NAME = "标准输入"
_LONGEST = 80
"""Characters of an id: longer ones make names of files that no system takes."""
_NOBODYS = regex(r"^(?:\.|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
"""Files that programs leave in folders beside the originals: hidden ones, locks of Office and WPS."""


class WrongUsageError(Exception):
    """What was asked for can't be done, for the reason that it tells."""


class Chosen(NamedTuple):
    """One original, and the id of its document."""

    name: str
    """As written on the command line; `-` is standard input."""
    id: str
    shown: str
    """For people: the name of the file, with its folder only where another has the same name."""

    @property
    def place(self) -> str:
        """For problems: the file with its folder, parted by `/`."""
        return self.shown if self.name == STDIN else self.name.replace("\\", "/")


class Choice(NamedTuple):
    """All that is meant."""

    originals: tuple[Chosen, ...]
    passed: tuple[str, ...]
    """Files of folders that are in no format that is read."""


def choose(names: Sequence[str]) -> Choice:
    """The originals that the names mean; a folder means the files in it. Raises WrongUsageError."""
    found: list[str] = []
    passed: list[str] = []
    for name in dict.fromkeys(names):
        if name == STDIN or not Path(name).is_dir():
            found.append(name)
            continue
        inside = [*_inside(Path(name))]
        good = [path for path, known in inside if known]
        passed += [path for path, known in inside if not known]
        if not good:
            raise WrongUsageError(f"文件夹 {name} 里没有能读的原件。能读的是：{_known()}。")
        found += good
    return Choice(tuple(_named(found)), tuple(passed))


def id_of(stem: str) -> str:
    """An id for a document from the name of its file: small letters, digits and -."""
    plain = re.sub("[^a-z0-9]+", "-", stem.lower()).strip("-")
    if plain and stem.isascii():
        return plain[:_LONGEST].strip("-")
    return slug_of(stem) or "draft"


def _named(names: Sequence[str]) -> Iterator[Chosen]:
    """The originals, each with an id of its own: a second 通知 becomes tong-zhi-2."""
    taken: set[str] = set()
    lasts = [_STDIN_NAME if name == STDIN else re.split(r"[\\/]", name)[-1] for name in names]
    count = Counter(lasts)
    for name, last in zip(names, lasts, strict=True):
        first = id_ = id_of("draft" if name == STDIN else Path(last).stem)
        number = 1
        while id_ in taken:
            number += 1
            id_ = f"{first}-{number}"
        taken.add(id_)
        yield Chosen(name, id_, last if count[last] == 1 else name)


def _inside(folder: Path) -> Iterator[tuple[str, bool]]:
    """(path, whether its name ends as a format's does) of the files in a folder and those below it."""
    suffixes = {suffix for form in FORMATS for suffix in form.suffixes}
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _NOBODYS.match(name))
        for name in sorted(files):
            path = Path(where, name)
            if not _NOBODYS.match(name) and path.is_file() and not is_review(path):
                yield str(path), path.suffix.lower() in suffixes


def _known() -> str:
    return "、".join(suffix for form in FORMATS for suffix in form.suffixes)
