"""Files that lie where nobody reads them: a document beside documents/ would be missing without a word."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from qingdan.problems import Place, Problem, error, warning

_OURS = ("documents", "originals", "units")
_YAML = (".yaml", ".yml")


def strays(content: Path, name: str) -> Iterator[Problem]:
    """YAML files of the content folder outside of documents/ and units/; `name` as in `Place.file`."""
    try:
        with os.scandir(content) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return  # a folder that is not there, or cannot be read, is told of where it is looked into
    for entry in entries:
        place = Place(f"{name}/{legible(entry.name)}")
        if entry.is_dir() and entry.name not in _OURS:
            if not entry.name.startswith(".") and _holds_yaml(entry.path):
                message = f"文件夹「{legible(entry.name)}」里有 YAML 文件，没有读入。"
                hint = "文件移到 content/documents/，名录移到 content/units/；用不着的删去。"
                yield error(place, "file-name", message, hint)
        elif entry.name in ("site.yml", "site.YAML", "Site.yaml", "site.yaml.txt"):
            message = f"文件名「{entry.name}」不是 site.yaml，没有读入。"
            yield error(place, "file-name", message, "改名为「site.yaml」。")
        elif entry.name != "site.yaml" and entry.name.lower().endswith(_YAML) and entry.name[0] not in ".~":
            message = f"「{legible(entry.name)}」直接放在 content/ 里，没有读入。"
            hint = "文件移到 content/documents/，名录移到 content/units/；用不着的删去。"
            yield error(place, "file-name", message, hint)
    for path in sorted((content / "originals").glob("*.[yY]*[mM][lL]")):
        message = f"「{legible(path.name)}」是 YAML 文件，放在了原件的文件夹里，没有读入。"
        hint = "文件移到 content/documents/，名录移到 content/units/；用不着的删去。"
        yield warning(Place(f"{name}/originals/{legible(path.name)}"), "file-name", message, hint)


def _holds_yaml(folder: str) -> bool:
    return any(n.lower().endswith(_YAML) for _, _, names in os.walk(folder) for n in names)


def is_legible(name: str) -> bool:
    """Whether the name of a file can be written in UTF-8; one from an old archive is GBK bytes."""
    return not any("\ud800" <= c <= "\udfff" for c in name)


def legible(name: str) -> str:
    """The name of a file for people."""
    return name if is_legible(name) else os.fsencode(name).decode("gb18030", "replace")
