"""Pages 页面: the Library becomes pages in memory.

One module a kind of page makes the context; the template of the same name in
templates/pages/ makes the body; the shell, which MkDocs rendered once a kind,
makes the frame. Nothing is rendered before it is asked for, and the key of a
page covers all that it shows, so the build skips what has not changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from qingdan.files import Content, File
from qingdan.loader import Source
from qingdan.model import Document, Library, OriginalText
from qingdan.pages import cards, changes, deadlines, document, documents, home, meta, originals, plain, units
from qingdan.pages.alike import Found, Marks, marks
from qingdan.pages.alike import alike as find_alike
from qingdan.pages.listing import Rows
from qingdan.pages.page import PageSpec, address
from qingdan.pages.scope import Scope
from qingdan.pages.shell import Shell
from qingdan.pages.templates import Templates
from qingdan.problems import Problem
from qingdan.text.passages import Alignment

__all__ = ["files", "pages"]

ReadOriginal = Callable[[Document], bytes]


def pages(scope: Scope) -> Iterator[PageSpec]:
    """Every generated page, not yet rendered."""
    rows = Rows(scope)
    yield from home.pages(scope)
    yield from documents.pages(scope)
    for one in scope.library.documents:
        # Side by side, because they are made of the same reading.
        yield document.page(scope, one)
        yield from originals.page(scope, one)
    yield from units.pages(scope, rows)
    yield from deadlines.pages(scope, rows)
    yield from changes.pages(scope)


def files(
    library: Library,
    problems: Sequence[Problem],
    originals_: Mapping[str, OriginalText],
    shells: Mapping[str, Shell],
    as_of: date,
    site_url: str = "",
    *,
    docs: Iterable[str] = (),
    alignments: Mapping[str, Alignment] | None = None,
    yaml: Mapping[str, Source] | None = None,
    read_original: ReadOriginal | None = None,
    templates: Templates | None = None,
    digests: Mapping[str, str] | None = None,
    alike: tuple[Found, Marks] | None = None,
) -> Iterator[File]:
    """All files of this layer: pages, downloads, redirects, site map, robots.

    problems: those with `public` are shown. originals_: by document id. docs: addresses of the
    hand-written pages, for the site map. alignments: by document id, made here where missing.
    yaml: each YAML file by its place's file name, for download. read_original: gives the bytes of a
    document's original, for download. templates: of the bodies. digests: SHA-256 of each original,
    asked of the originals where nobody knows. alike: tasks that use the same words with their marks,
    looked for here where nobody has.
    """
    if alike is None:
        alike = (looked := find_alike(list(library.tasks()))), marks(looked)
    found, found_marks = alike
    scope = Scope(
        library=library,
        problems=problems,
        originals=originals_,
        digests={id_: text.sha256 for id_, text in originals_.items()} if digests is None else digests,
        shells=shells,
        as_of=as_of,
        alignments=alignments or {},
        yaml=yaml or {},
        read_original=read_original,
        templates=templates or Templates(),
        alike=found,
        alike_marks=found_marks,
    )
    columns = {kind: meta.column(kind, library.site) for kind in shells}
    specs = []
    for spec in pages(scope):  # one by one: a preview asks for a single page
        specs.append(spec)
        yield File(spec.path, _filled(spec, shells[spec.kind], columns[spec.kind]), spec.key)
    yield from originals.files(scope)
    yield from cards.files(scope)
    taken = {s.path for s in specs}
    yield from (f for f in plain.redirects(library.redirects, library.site.name) if f.path not in taken)
    yield plain.robots(site_url)
    yield from plain.sitemap([*(address(s.path) for s in specs), *docs], site_url)


def _filled(spec: PageSpec, shell: Shell, column: str) -> Callable[[], Content]:
    def made() -> Content:
        page = spec.render()
        return shell.fill(replace(page, head=column + page.head))

    return made
