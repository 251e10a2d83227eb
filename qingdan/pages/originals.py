"""Originals 原件 on the site: the text line by line, and the files for download. Damaged passages
are shown by a mark, and the file that holds them is not offered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath

from qingdan.files import File, key_of
from qingdan.model import Document
from qingdan.pages.page import Page, PageSpec
from qingdan.pages.redaction import redact
from qingdan.pages.scope import Download, Scope
from qingdan.pages.words import item_name, short_title


def page_url(document: Document) -> str:
    """Address of the page that shows the original's text."""
    return f"{document.url}original/"


def pages(scope: Scope) -> Iterator[PageSpec]:
    """One page an original that could be read."""
    for document in scope.library.documents:
        if document.id in scope.originals:
            yield scope.spec(
                f"{page_url(document)}index.html",
                "original",
                lambda d=document: _page(scope, d),  # type: ignore[misc]
                *shown(scope, document),
            )


def shown(scope: Scope, document: Document) -> Iterator[str]:
    """What pages show of a document's original."""
    yield document.digest
    text = scope.originals.get(document.id)
    yield text.sha256 if text else ""
    yield from (d.file.path for d in downloads(scope, document))


def _page(scope: Scope, document: Document) -> Page:
    original = scope.originals[document.id]
    lines = redact(original.lines, _damaged(document))
    lines_of = task_lines(scope, document)
    begins: dict[int, list[str]] = defaultdict(list)
    for id_, line in lines_of.items():
        begins[line].append(id_)
    name = PurePosixPath(original.file).name
    rows = [_line(scope, i, text, begins.get(i, ())) for i, text in enumerate(lines or (), 1)]
    body = scope.templates.render(
        "original",
        crumbs=[
            ("首页", ""),
            ("文件", "documents/"),
            (short_title(document), document.url),
            ("原件文字", None),
        ],
        title=document.title.value,
        document_url=document.url,
        name=name,
        rows=rows,
        hidden=lines is None,
        damaged=any(x.damaged for x in document.leftovers),
        downloads=downloads(scope, document),
    )
    return Page(
        path=f"{page_url(document)}index.html",
        kind="original",
        title=f"原件文字：{short_title(document)}",
        description=f"{document.title.value}的原件文字，逐行编号，每项任务都能找到它在原件里的位置。",
        body=body,
    )


def _line(scope: Scope, line: int, text: str, begins: Sequence[str]) -> Mapping[str, object]:
    """One line, and the tasks that begin on it."""
    tasks = [t for t in map(scope.task, begins) if t]
    return {"line": line, "text": text, "tasks": [{"name": item_name(t), "url": t.url} for t in tasks]}


def task_lines(scope: Scope, document: Document) -> Mapping[str, int]:
    """Task id -> the line of the original where its row begins, from 1."""
    return scope.begins.get(document.id, {})


def _damaged(document: Document) -> list[str]:
    return [x.text.value for x in document.leftovers if x.damaged]


_SCRIPTED = {".html", ".htm", ".xhtml", ".mht", ".mhtml", ".svg", ".xml"}
"""What a browser would run or load more for: offered as plain text."""


def downloads(scope: Scope, document: Document) -> Sequence[Download]:
    """The files that the page offers: the YAML, and the original where nothing in it is damaged."""
    offered = scope.offered.get(document.id)
    if offered is None:
        offered = scope.offered[document.id] = tuple(_downloads(scope, document))
    return offered


def _downloads(scope: Scope, document: Document) -> Iterator[Download]:
    damaged = _damaged(document)
    name = document.place.file
    if name in scope.yaml and (not damaged or redact(scope.yaml[name].lines, damaged) is not None):
        content = partial(_yaml, scope, name, damaged)
        file = File(f"{document.url}{document.id}.yaml", content, key_of("yaml", document.digest))
        yield Download("录入的数据（YAML）", file)
    text = scope.originals.get(document.id)
    if document.original and scope.read_original and not damaged:
        name = PurePosixPath(document.original.file).name
        if PurePosixPath(name).suffix.lower() in _SCRIPTED:
            name += ".txt"
        content = partial(scope.read_original, document)
        file = File(document.url + name, content, key_of("original", text.sha256) if text else "")
        yield Download("收到的原件", file)


def files(scope: Scope) -> Iterator[File]:
    """The files for download, of all documents."""
    for document in scope.library.documents:
        yield from (d.file for d in downloads(scope, document))


def _yaml(scope: Scope, name: str, damaged: Sequence[str]) -> bytes:
    lines = redact(scope.yaml[name].lines, damaged)
    assert lines is not None  # else the file is not offered
    return ("\n".join(lines) + "\n").encode()
