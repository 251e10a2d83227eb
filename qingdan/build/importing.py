"""Import 导入: originals -> drafts of YAML, with what a person has to look at. Only `write` writes."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from qingdan.exports import records
from qingdan.exports.edition import Edition
from qingdan.importers.drafting import Drafted, draft
from qingdan.loader.naming import slug_of
from qingdan.model import Library, Site
from qingdan.problems import Place, Problem, error, has_errors

Say = Callable[[str], None]
Render = Callable[[Sequence[Problem]], str]

STDIN = "-"
_STDIN_NAME = "标准输入"


class Imported(NamedTuple):
    """One original, imported."""

    name: str
    """Of the file, for people."""
    id: str
    """What the document would be called."""
    drafted: Drafted

    @property
    def ok(self) -> bool:
        return self.drafted.document is not None and not has_errors(self.drafted.problems)


class WrongUsageError(Exception):
    """What was asked for can't be done, for the reason that it tells."""


def run(
    names: Sequence[str], *, output: Path | None, as_json: bool, overwrite: bool, render: Render, say: Say
) -> int:
    """The command: drafts to `output` or standard output, problems and summary to `say`; the exit code.

    Raises WrongUsageError.
    """
    several = len(names) > 1
    if several and output is not None and output.suffix in (".yaml", ".yml"):
        raise WrongUsageError(f"有 {len(names)} 个原件，-o 后面请写文件夹，不要写 {output}。")
    records_found, code = [], 0
    for number, name in enumerate(names, 1):
        if several and sys.stderr.isatty():
            say(f"[{number}/{len(names)}] {name}")
        target = (
            output / f"{_id(name)}.yaml" if output is not None and _is_folder(output, several) else output
        )
        try:
            imported = import_file(name, id_of(target.stem) if target else "")
        except OSError as fault:
            say(f"打不开 {name}：{_why(fault)}。")
            code = 2
            continue
        _tell(imported, render, say)
        code = max(code, 0 if imported.ok else 1)
        if imported.drafted.document is None:
            continue
        if as_json:
            records_found.append(as_record(imported))
        if target is not None:
            write(imported, target, overwrite=overwrite)
            say(f"草稿写在 {target}。")
        elif not as_json:
            print(("---\n" if several and number > 1 else "") + imported.drafted.yaml, end="")  # noqa: T201
    if as_json and (records_found or several):
        print(to_json(records_found if several else records_found[0]))  # noqa: T201
    return code


def _why(fault: OSError) -> str:
    if isinstance(fault, FileNotFoundError):
        return "没有这个文件"
    if isinstance(fault, IsADirectoryError):
        return "这是一个文件夹，请写里面的文件"
    if isinstance(fault, PermissionError):
        return "没有权限，或者正被别的程序打开"
    return fault.strerror or str(fault)


def _is_folder(output: Path, several: bool) -> bool:
    return several or output.is_dir()


def _id(name: str) -> str:
    return id_of("draft" if name == STDIN else Path(name).stem)


def _tell(imported: Imported, render: Render, say: Say) -> None:
    """Problems, what could not be placed first; then the summary."""
    shown = render(imported.drafted.problems)
    if imported.drafted.problems:
        say(shown + "\n")
    for line in summary(imported):
        say(line)


def import_file(file: str, id_: str = "") -> Imported:
    """The draft of a file, or of standard input (`-`). Raises OSError where it can't be opened."""
    if file == STDIN:
        data, name = sys.stdin.buffer.read(), _STDIN_NAME
    else:
        path = Path(file)
        data, name = path.read_bytes(), path.name
    id_ = id_ or id_of("draft" if file == STDIN else Path(file).stem)
    try:
        return Imported(name, id_, draft(name, data, name, id_, filed=file != STDIN))
    except RecursionError:  # nothing of ours recurses; a format's library may
        fault = error(Place(name), "original-unreadable", "这个原件的结构套得太深，读不了。")
        return Imported(name, id_, Drafted(None, "", None, None, (fault,)))


def id_of(stem: str) -> str:
    """An id for a document from the name of its file: small letters, digits and -."""
    plain = re.sub("[^a-z0-9]+", "-", stem.lower()).strip("-")
    return plain if plain and stem.isascii() else slug_of(stem) or "draft"


def write(imported: Imported, target: Path, *, overwrite: bool = False) -> None:
    """Write the YAML. Raises WrongUsageError where the file holds something else, and OSError."""
    text = imported.drafted.yaml
    if target.is_file() and not overwrite:
        before = target.read_text("utf-8", "replace")
        if before.strip() and before != text:
            raise WrongUsageError(f"{target} 已经有了，没有覆盖。换一个文件名，或者加上 --overwrite。")
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.new")
    beside.write_text(text, "utf-8", newline="\n")
    beside.replace(target)


def as_record(imported: Imported) -> dict[str, Any]:
    """The draft in the shape of one entry of documents.json, its tasks under `lists[].tasks`."""
    document = imported.drafted.document
    assert document is not None
    library = Library(
        site=Site(), documents=(document,), regions=(), units={}, duties={}, due={}, redirects={}
    )
    original = imported.drafted.original
    originals = {document.id: original} if original else {}
    edition = Edition(library=library, as_of=document.dated or date(1970, 1, 1), originals=originals)
    record = records.document(edition, document)
    for shown, part in zip(record["lists"], document.lists, strict=True):
        shown["tasks"] = [records.task(edition, part, task) for task in part.tasks]
    return record


def to_json(record: dict[str, Any] | list[dict[str, Any]]) -> str:
    """JSON for standard output."""
    return json.dumps(record, ensure_ascii=False, indent=1)


def summary(imported: Imported) -> list[str]:
    """What became of the original, for a clerk: a few lines."""
    drafted = imported.drafted
    if drafted.document is None or drafted.alignment is None:
        return [f"{imported.name}：没有读成。"]
    document = drafted.document
    lists = f"{len(document.lists)} 份清单，" if document.lists else "0 份清单，"
    lines = [f"{imported.name}：读到 {lists}{len(document.tasks)} 条任务。"]
    unplaced = sum(p.rule == "unplaced" for p in drafted.problems)
    others = len(drafted.problems) - unplaced
    if drafted.alignment.proved:
        lines.append("逐字核对：原件的每一个字都有着落，草稿没有原件以外的字。")
    else:
        lines.append("逐字核对：没有通过，请对照原件逐条核对。")
    if unplaced:
        lines.append(f"有 {unplaced} 段没有认出是什么，列在「未采用」里，理由是「未识别」，请先看这些。")
    if others:
        lines.append(f"另有 {others} 处请对照原件看一看。")
    if not document.region.path:
        lines.append("没有读到地区，请在「地区」里从省写起；确实不知道的不写。")
    elif "/" not in document.region.path and not document.region.path.endswith(("省", "自治区")):
        lines.append(f"地区只印了「{document.region.path}」，请从省写起补全。")
    return lines
