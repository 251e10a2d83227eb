"""`qingdan diff`: what changed between two editions, each a content folder, the published data of a site,
or a version in git."""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qingdan.exports.differences import Data, Difference, differences
from qingdan.exports.edition import Edition
from qingdan.exports.fields import DOCUMENT, TASK
from qingdan.loader import load
from qingdan.problems import Severity

_NAMES = {"document": {f.name: f.title for f in DOCUMENT}, "task": {f.name: f.title for f in TASK}}
_LONGEST = 60
"""Characters of a value that are shown."""


class UnreadableError(Exception):
    """An edition that is none, or cannot be read."""


def compare(old: str, new: str, content: Path) -> list[Difference]:
    """The differences. old, new: a folder, or a version that git knows; empty: the content folder as it is.

    Raises UnreadableError where there is no such edition, or where its content has errors.
    """
    return list(differences(_read(old, content), _read(new, content)))


def as_json(found: Sequence[Difference]) -> str:
    """For programs: an array, one difference a line."""
    rows = ",\n".join(json.dumps(d._asdict(), ensure_ascii=False) for d in found)
    return f"[\n{rows}\n]" if rows else "[]"


def as_text(found: Sequence[Difference]) -> Iterator[str]:
    """For people, line by line: one heading a document."""
    document = ""
    for d in found:
        if d.document != document:
            document = d.document
            yield document
        yield "  " + "".join(_line(d))


def _line(d: Difference) -> Iterator[str]:
    what = "任务" if d.task else "文件"
    name = d.task or d.document
    if d.kind == "added":
        yield f"新增{what} {name}：{_cut(d.after)}"
    elif d.kind == "removed":
        yield f"少了{what} {name}：{_cut(d.before)}"
    elif d.kind == "renumbered":
        yield f"任务编号 {d.before} 改为 {d.after}"
    else:
        yield f"{name} " if d.task else ""
        yield from _values(d)


def _values(d: Difference) -> Iterator[str]:
    assert d.field
    name = _NAMES["task" if d.task else "document"][d.field]
    if d.field in ("progress", "adjustments", "corrections"):
        before, after = d.before or [], d.after or []
        fresh = [x for x in after if x not in before]
        gone = [x for x in before if x not in after]
        yield f"{name}："
        yield "；".join(
            [*(f"新增 {_entry(x)}" for x in fresh), *(f"删去 {_entry(x)}" for x in gone)] or ["换了次序"]
        )
    else:
        yield f"{name}：{_shown(d.before)} → {_shown(d.after)}"


def _entry(entry: Mapping[str, Any]) -> str:
    return _cut(" ".join(_shown(v) for v in entry.values() if v))


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return "，".join(_shown(v) for v in value.values() if v is not None)
    if isinstance(value, list):
        return _cut("、".join(_shown(v) for v in value)) or "（空）"
    return _cut(str(value)) if value not in (None, "") else "（空）"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "……"


def _read(name: str, content: Path) -> Data:
    if not name:
        return _content(content)
    folder = Path(name)
    if not folder.is_dir():
        return _version(name, content)
    for data in (folder, folder / "data"):
        if (data / "tasks.json").is_file() and (data / "documents.json").is_file():
            return _published(data)
    if (folder / "content" / "documents").is_dir():
        folder = folder / "content"
    if not (folder / "documents").is_dir():
        raise UnreadableError(f"{name} 里没有 documents 文件夹，也没有网站的 data/tasks.json。")
    return _content(folder)


def _published(data: Path) -> Data:
    try:
        read = [json.loads((data / f"{name}.json").read_text("utf-8")) for name in ("documents", "tasks")]
        return Data(*read)
    except ValueError as fault:
        raise UnreadableError(f"{data} 里的 JSON 读不出来：{fault}") from fault


def _content(folder: Path) -> Data:
    loaded = load(folder)
    wrong = sum(p.severity is Severity.ERROR for p in loaded.problems)
    if wrong:
        raise UnreadableError(f"{folder} 有 {wrong} 个错误，不能比较。先运行 qingdan check，改好再来。")
    # the day stands in no record that is compared
    return Data.of(Edition(library=loaded.library, as_of=date(1970, 1, 1)))


def _version(name: str, content: Path) -> Data:
    """The content folder as git has it at a version (HEAD~1, v1.0, a commit)."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell; a name that looks like an option is refused by `--end-of-options`
            ["git", "-C", str(content), "archive", "--format=tar", "--end-of-options", name, "."],  # noqa: S607
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as missing:
        raise UnreadableError(f"没有 {name} 这个文件夹；要和 git 的版本比较，先装好 git。") from missing
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise UnreadableError(f"没有 {name} 这个文件夹，git 也不认得这个版本：{said}")
    with TemporaryDirectory() as folder, tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
        return _content(Path(folder))
