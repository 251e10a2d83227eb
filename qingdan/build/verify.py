"""Verify the pages before they take the old site's place: every link leads
somewhere, every anchor exists, nothing is loaded from another host, no slot
of the shell is left.

A finding is a bug of ours or of a template, not of the content; it stops the
build all the same, because a site with dead links is half a site.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from posixpath import basename, split
from urllib.parse import quote, unquote

from qingdan.build.linked import Linked
from qingdan.build.links import Finding, Seen, anchors, read_page, resolved, text
from qingdan.build.look import Look, Noted
from qingdan.files import Manifest, Row, Written
from qingdan.processes import parted, share


def verify(
    written: Written,
    before: Manifest,
    folder: Path,
    previous: Path,
    base: str,
    jobs: int,
    linked: Linked | None = None,
) -> list[Finding]:
    """What is wrong with the site in `folder`, which stood like `before` in `previous`.

    Pages that were not made hold what they held, so their links are looked at again only where
    something that was there is gone: a file, or an anchor of a page. `linked`: of the last build; it
    becomes that of this one.
    """
    linked = linked or Linked()
    files = written.manifest.rows
    pages = sorted(path for path in files if path.endswith(".html"))
    noted = [one for one in written.noted if isinstance(one, Noted)]
    others = [path for path in pages if path not in written.made]
    if others and before.rows:
        words, folders = _gone(written, before, folder, previous, linked)
        if words and not linked.whole:
            words, linked.whole = {b""}, True  # once all pages are looked at, all links are known
        suspected = others if words else [p for p in others if p.startswith(folders)]
        if suspected:
            noted += look_at(suspected, folder, base, jobs, words or {b""})
    found = list(check_noted(noted, files, folder, base, jobs, linked))
    linked.whole |= not others
    if all(finding.path for finding in found):
        return found
    # Which pages hold the dead links, is asked only where there are some.
    seen = {path: read_page(path, (folder / path).read_bytes(), base) for path in pages}
    return [f for one in seen.values() for f in one.findings] + check_links(seen, files, folder)


def _gone(
    written: Written, before: Manifest, folder: Path, previous: Path, linked: Linked
) -> tuple[Collection[bytes], tuple[str, ...]]:
    """What stands on every page that leads to a file, or to an anchor of a page, that was there and is
    no more; and folders, below which alone pages can lead to other files that are gone."""
    after = written.manifest.rows
    lost = linked.gone(written, folder) if linked.whole else _lost(written, before, folder, previous)
    files = before.rows.keys() - after.keys()
    near = {p for p in files if linked.whole and "/" in p and not (p.endswith(".html") or p in linked.files)}
    found = {_end_of_address(path) for path in files - near} | {f"#{anchor}" for _, anchor in lost}
    words = {form.encode() for end in found for form in _written(end)}
    return words, tuple({path.rpartition("/")[0] + "/" for path in near})


def _lost(written: Written, before: Manifest, folder: Path, previous: Path) -> Iterable[tuple[str, str]]:
    """(page, anchor): those that were there and are no more, whether links led to them or not."""
    after = written.manifest.rows
    for path in written.made:
        was = before.rows.get(path) if path.endswith(".html") else None
        if was and was.digest != after[path].digest:
            try:
                old = anchors((previous / path).read_bytes())
            except OSError:
                old = frozenset(("",))  # nobody knows
            yield from ((path, anchor) for anchor in old - anchors((folder / path).read_bytes()))


def _written(end: str) -> Iterator[str]:
    """The ways in which the end of an address may be written."""
    yield end
    yield html.escape(end)
    yield quote(end, safe="/#")
    yield quote(end, safe="/#()!$&'*+,;=:@")
    yield html.escape(quote(end, safe="/#()!$&'*+,;=:@"))


def _end_of_address(path: str) -> str:
    """How an address ends that leads to a file: the name, or that of the folder whose index it is."""
    folder, name = split(path)
    return f"{basename(folder)}/" if name == "index.html" and folder else name


def look_at(
    pages: Sequence[str], folder: Path, base: str, jobs: int, words: Collection[bytes] = (b"",)
) -> list[Noted]:
    """The same for pages that stand in a folder, as far as any of the words stands on them."""

    def look(part: range) -> Noted:
        looking = Look(base)
        for i in part:
            content = (folder / pages[i]).read_bytes()
            if any(word in content for word in words):
                looking.look(pages[i], content)
        return looking.noted()

    return share(look, parted(len(pages), jobs, 500), jobs if len(pages) > _WORTH_PROCESSES else 1)


def check_noted(
    noted: Sequence[Noted],
    files: Mapping[str, Row],
    folder: Path,
    base: str,
    jobs: int,
    linked: Linked,
) -> Iterator[Finding]:
    """What is wrong with the pages that were looked at. files: of the site, which stands in `folder`;
    linked: what is found is put in.
    An address that leads nowhere is told with a path only where its page is a suspect; else with an
    empty one."""
    wanted: dict[str, set[str]] = {}
    for one in noted:
        for (start, address), fragments in one.links.items():
            target = resolved(start, address or b"./", base)
            if target is None:
                continue
            path = target[0]
            if path not in files:
                yield Finding("", f"链接指向不存在的 {path}")
            elif not path.endswith(".html"):
                linked.to_file(path, start)
            elif named := fragments - _NOWHERE:
                wanted.setdefault(path, set()).update(unquote(text(f)) for f in named)
        for path, seen in one.suspects.items():
            yield from seen.findings
            yield from check_links({path: seen}, files, folder)
            linked.of_page(path, seen, files)
    yield from _missing(wanted, files, folder, jobs, linked)


def _missing(
    wanted: Mapping[str, set[str]], files: Mapping[str, Row], folder: Path, jobs: int, linked: Linked
) -> Iterator[Finding]:
    """The anchors that pages do not offer. wanted: by path of the page."""
    asked: dict[str, set[str]] = {}
    for path, fragments in wanted.items():
        if left := fragments - linked.known(path, files[path].digest):
            asked[path] = left
    paths = sorted(asked)

    def gone(part: range) -> list[set[str]]:
        return [asked[paths[i]] - anchors((folder / paths[i]).read_bytes()) for i in part]

    parts = parted(len(paths), jobs, 250)
    found_gone = share(gone, parts, jobs if len(paths) > _WORTH_PROCESSES else 1)
    for path, fragments in zip(paths, (one for part in found_gone for one in part), strict=True):
        for fragment in sorted(fragments):
            yield Finding("", f"链接指向 {path} 里不存在的位置 #{fragment}")
        linked.found(path, files[path].digest, asked[path] - fragments)


_NOWHERE = {b"", b"top"}
"""Fragments that need no anchor."""
_WORTH_PROCESSES = 400
"""Fewer pages than this are read sooner than processes start."""


def check_links(pages: Mapping[str, Seen], files: Collection[str], folder: Path) -> list[Finding]:
    """Links of `pages` that lead to no file of the site, or to no anchor in it.

    files: all paths of the site; folder: where they stand, to read anchors of link targets.
    """
    dead: dict[tuple[str, str], str] = {}
    offered: dict[str, frozenset[str]] = {}
    for target, fragment in set().union(*(seen.links for seen in pages.values())):
        if target not in files:
            dead[target, fragment] = f"链接指向不存在的 {target}"
        elif fragment and fragment != "top" and target.endswith(".html"):
            if target not in offered:
                offered[target] = anchors((folder / target).read_bytes())
            if fragment not in offered[target]:
                dead[target, fragment] = f"链接指向 {target} 里不存在的位置 #{fragment}"
    return [
        Finding(path, dead[link])
        for path, seen in (pages.items() if dead else ())
        for link in sorted(seen.links & dead.keys())
    ]
