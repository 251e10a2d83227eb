"""What a check of some files tells: everything that a whole check tells of them.

The whole content is looked at all the same (memory knows what nobody has touched), so that rules
which look at several documents see them all. Only what concerns no asked file is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qingdan.problems import Problem

if TYPE_CHECKING:
    from qingdan.build.reading import Reading


class NotOursError(Exception):
    """A file that was asked for is none of the content folder."""


def inside(path: Path, content: Path) -> str:
    """The path of a file below the content folder, as `Place.file` has it behind the folder's name."""
    found = path.resolve()
    root = content.resolve()
    if not found.is_relative_to(root):
        raise NotOursError(f"{path} 不在内容文件夹 {content} 里。")
    if not found.is_file():
        if found.is_dir():
            raise NotOursError(f"{path} 是文件夹。请写文件；要检查全部，运行 qingdan check，不写文件。")
        raise NotOursError(f"没有 {path} 这个文件。" if not found.exists() else f"{path} 不是普通文件。")
    return found.relative_to(root).as_posix()


def concerning(paths: Sequence[str], reading: Reading, name: str) -> list[Problem]:
    """The problems that concern these files, in order. name: the content folder's.

    A problem concerns the file in which it stands, each file whose line it shows, and the documents
    that it is about or that take part in it. A registry concerns the documents of its region, an
    original those that name it.
    """
    files = {f"{name}/{path}" for path in paths}
    documents = {Path(path).stem for path in paths if path.startswith("documents/")}
    documents |= {id_ for id_, file in reading.names.items() if f"originals/{file}" in paths}
    registries = {r.region: r.place.file for r in reading.found.directory.registries()}
    # An address that was given up, and that a unit of an asked document has now.
    addresses = {registries.get(s.region) for s in reading.found.summaries if s.id in documents}
    documents |= {s.id for s in reading.found.summaries if registries.get(s.region) in files}

    def is_asked(problem: Problem) -> bool:
        shown = {problem.place.file, *(excerpt.place.file for excerpt in problem.excerpts)}
        about = {problem.subject.split("/", 1)[0], *problem.others}
        return bool(
            shown & files
            or about & documents
            or (problem.rule == "doubled-address" and problem.place.file in addresses)
        )

    return [problem for problem in reading.problems if is_asked(problem)]
