"""Originals 原件 on the site: beside the fields that carry them, and the files for download. Damaged
passages are shown by a mark, and the file that holds them is not offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath

from qingdan.files import File, key_of
from qingdan.model import Document
from qingdan.pages.page import Page, PageSpec
from qingdan.pages.redaction import damaged, redact
from qingdan.pages.review import Note, view
from qingdan.pages.scope import Download, Scope
from qingdan.words import item_name, short_title


def page_url(document: Document) -> str:
    """Address of the page that shows the original's text."""
    return f"{document.url}original/"


def page(scope: Scope, document: Document) -> Iterator[PageSpec]:
    """The page of a document's original, where it could be read."""
    if document.id in scope.originals:
        yield scope.spec(
            f"{page_url(document)}index.html",
            "original",
            lambda: _page(scope, document),
            *shown(scope, document),
            scope.row_keys[document.id],
            *(note.message for note in _notes(scope, document)),
        )


def shown(scope: Scope, document: Document) -> Iterator[str]:
    """What pages show of a document's original."""
    yield document.digest
    yield scope.digests.get(document.id, "")
    yield from (d.file.path for d in downloads(scope, document))


def _page(scope: Scope, document: Document) -> Page:
    original = scope.originals[document.id]
    alignment = scope.alignment(document)
    assert alignment is not None  # there is an original
    name = PurePosixPath(original.file).name
    body = scope.templates.render(
        "original",
        crumbs=[
            ("首页", ""),
            ("文件", "documents/"),
            (short_title(document), document.url),
            ("原文对照", None),
        ],
        title=document.title.value,
        document_url=document.url,
        name=name,
        view=view(
            original, document, alignment, [*_notes(scope, document)], fragments=scope.fragments, site=True
        ),
        damaged=bool(damaged(document)),
        downloads=downloads(scope, document),
    )
    return Page(
        path=f"{page_url(document)}index.html",
        kind="original",
        title=f"原文对照：{short_title(document)}",
        description=f"{document.title.value}的原件文字，与收录的每一项数据逐段对照。",
        body=body,
        head=scope.templates.render("original_head"),
    )


def _notes(scope: Scope, document: Document) -> Iterator[Note]:
    """What readers are told of the document and its tasks."""
    for problem in scope.notes.get(document.id, ()):
        yield Note("说明", problem.public)
    for task in document.tasks:
        for problem in scope.notes.get(task.id, ()):
            yield Note("说明", f"{item_name(task)}：{problem.public}", task=task.id)


def task_lines(scope: Scope, document: Document) -> Mapping[str, int]:
    """Task id -> the line of the original where its row begins, from 1."""
    alignment = scope.alignment(document)
    spans = alignment.spans if alignment else {}
    return {t.id: spans[t.id].start[0] for t in document.tasks if t.id in spans}


_SCRIPTED = {".html", ".htm", ".xhtml", ".mht", ".mhtml", ".svg", ".xml"}
"""What a browser would run or load more for: offered as plain text."""


def downloads(scope: Scope, document: Document) -> Sequence[Download]:
    """The files that the page offers: the YAML, and the original where nothing in it is damaged."""
    offered = scope.offered.get(document.id)
    if offered is None:
        offered = scope.offered[document.id] = tuple(_downloads(scope, document))
    return offered


def _downloads(scope: Scope, document: Document) -> Iterator[Download]:
    hidden = damaged(document)
    name = document.place.file
    if name in scope.yaml and (not hidden or redact(scope.yaml[name].lines, hidden) is not None):
        content = partial(_yaml, scope, name, hidden)
        file = File(f"{document.url}{document.id}.yaml", content, key_of("yaml", document.digest))
        yield Download("录入的数据（YAML）", file)
    if document.original and scope.read_original and not hidden:
        name = PurePosixPath(document.original.file).name
        if PurePosixPath(name).suffix.lower() in _SCRIPTED:
            name += ".txt"
        content = partial(scope.read_original, document)
        digest = scope.digests.get(document.id)
        key = key_of("original", digest) if digest else ""
        file = File(page_url(document) + name, content, key)
        yield Download("收到的原件", file)


def files(scope: Scope) -> Iterator[File]:
    """The files for download, of all documents."""
    for document in scope.library.documents:
        yield from (d.file for d in downloads(scope, document))


def _yaml(scope: Scope, name: str, hidden: Sequence[str]) -> bytes:
    lines = redact(scope.yaml[name].lines, hidden)
    assert lines is not None  # else the file is not offered
    return ("\n".join(lines) + "\n").encode()
