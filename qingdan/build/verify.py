"""Verify the pages before they take the old site's place: every link leads
somewhere, every anchor exists, nothing is loaded from another host, no slot
of the shell is left.

A finding is a bug of ours or of a template, not of the content; it stops the
build all the same, because a site with dead links is half a site.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from qingdan.files import Content, Manifest, Piece, Written, joined
from qingdan.processes import parted, share

SLOT_MARK = "@@qd:"
"""How every slot of a shell begins; none may be left in a finished page."""

_VALUE = rb"""=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))"""
_HREF, _SRC, _ID = (re.compile(rb"<[a-zA-Z][^<>]*?\s" + name + _VALUE) for name in (b"href", b"src", b"id"))
_FOLLOWED = re.compile(rb"<(?:a|area)\s", re.IGNORECASE)
"""Elements whose address is followed by a person and loads nothing: they may lead out of the site."""
_CSS_URL = re.compile(rb"""(?:@import\s+|url\(\s*)["']?(?:https?:)?//""", re.IGNORECASE)


class Finding(NamedTuple):
    """One thing that is wrong with a page."""

    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}：{self.what}"


def verify(
    written: Written, before: Manifest, folder: Path, previous: Path, base: str, jobs: int
) -> list[Finding]:
    """What is wrong with the site in `folder`, which stood like `before` in `previous`.

    Pages that were not made hold what they held, so their links are looked at again only where
    something that was there is gone: a file, or an anchor of a page.
    """
    files = written.manifest.rows
    pages = sorted(path for path in files if path.endswith(".html"))
    noted = [one for one in written.noted if isinstance(one, Noted)]
    if before.rows and _something_is_gone(written, before, folder, previous):
        noted += look_at([path for path in pages if path not in written.made], folder, base, jobs)
    found = list(check_noted(noted, files, folder, base, jobs))
    if all(finding.path for finding in found):
        return found
    # Which pages hold the dead links, is asked only where there are some.
    seen = {path: read_page(path, (folder / path).read_bytes(), base) for path in pages}
    return [f for one in seen.values() for f in one.findings] + check_links(seen, files, folder)


def _something_is_gone(written: Written, before: Manifest, folder: Path, previous: Path) -> bool:
    after = written.manifest.rows
    if not before.rows.keys() <= after.keys():
        return True
    for path in written.made:
        if path.endswith(".html") and path in before.rows and before.rows[path].digest != after[path].digest:
            try:
                old = (previous / path).read_bytes()
            except OSError:
                return True
            if not anchors(old) <= anchors((folder / path).read_bytes()):
                return True
    return False


class Noted(NamedTuple):
    """What some pages link to."""

    links: dict[tuple[str, bytes], set[bytes]]
    """(folder that an address starts from, the address without its fragment) -> fragments."""
    suspects: dict[str, Seen]
    """By path: pages with odd addresses, or something else that needs a closer look."""


_NO_PAGE = (b"mailto:", b"tel:", b"webcal:")
"""How addresses begin that load nothing and lead to no page."""


class _Glance(NamedTuple):
    """What a stretch of a page holds, as far as it was not noted before."""

    addresses: set[bytes]
    """Those that do not begin with the way to the site's root."""
    here: set[bytes]
    """Fragments on the page itself."""
    ids: set[bytes]
    """Of a piece alone: what it offers for them."""
    odd: bool


_NOTHING = _Glance(set(), set(), set(), odd=False)


class Look:
    """A `files.Inspector` of pages.

    Thousands of pages hold the same rows with the same addresses, all of which begin with the way
    to the site's root. Each of these is noted once, whatever the number of pages, and is resolved
    once, later.
    """

    def __init__(self, base: str = "") -> None:
        self._base = base
        self._from_root: dict[int, set[bytes]] = {}
        """Depth of the page -> addresses as they stand on it."""
        self._links: dict[tuple[str, bytes], set[bytes]] = {}
        self._suspects: dict[str, Seen] = {}
        self._me = object()
        """By which pieces know who looked at them. They stay longer than what is noted here."""

    def look(self, path: str, content: Content) -> None:
        """Take note of a page; other files have no links."""
        if not path.endswith(".html"):
            return
        depth = path.count("/")
        parts = [content] if isinstance(content, bytes) else content
        own = b"".join([part for part in parts if isinstance(part, bytes)])
        seen = [self._glance(own, depth), *self._glances([p for p in parts if isinstance(p, Piece)], depth)]
        here = set().union(*[one.here for one in seen if one.here])
        odd = any(one.odd for one in seen)
        if here and not odd:
            odd = not here <= _values(own, b" id=", _ID).union(*[one.ids for one in seen if one.ids])
        if odd:
            self._suspects[path] = read_page(path, joined(content), self._base)
            return
        folder = dirname(path)
        for raw in set().union(*[one.addresses for one in seen if one.addresses]):
            start, rest = _up(folder, raw)
            address, _, fragment = rest.partition(b"#")
            self._links.setdefault((start, address), set()).add(fragment)

    def _glances(self, pieces: Sequence[Piece], depth: int) -> list[_Glance]:
        """What pieces hold that is of interest to each page; looked at once for all pages of a depth."""
        me = (self._me, depth)
        new = [piece for piece in pieces if piece.seen is None or piece.seen[0] != me]
        if new:
            all_new = b"".join([piece.content for piece in new])
            if b" id=" not in all_new and self._glance(all_new, depth) == _NOTHING:
                for piece in new:
                    piece.seen = me, _NOTHING
            else:
                for piece in new:
                    ids = _values(piece.content, b" id=", _ID)
                    piece.seen = me, self._glance(piece.content, depth)._replace(ids=ids)
        found = [piece.seen[1] for piece in pieces if piece.seen]
        return [one for one in found if one is not _NOTHING]

    def _glance(self, content: bytes, depth: int) -> _Glance:
        known = self._from_root.setdefault(depth, set())
        unknown = _addresses(content) - known
        if depth:
            start = b"../" * depth
            rooted = {raw for raw in unknown if raw.startswith(start)}
            known |= rooted
            unknown -= rooted
        here = {raw[1:] for raw in unknown if raw[:1] == b"#"}
        away = {raw for raw in unknown if raw[:1] == b"#" or raw.startswith(_NO_PAGE)}
        addresses = unknown - away
        # url(#…) is a pattern of a chart on the page itself
        odd = SLOT_MARK.encode() in content or b"@import" in content
        odd = odd or content.count(b"url(") > content.count(b"url(#")
        odd = odd or any(b":" in raw or raw[:1] in (b"/", b"") or b"\\" in raw for raw in addresses)
        return _Glance(addresses, here, set(), odd)

    def noted(self) -> Noted:
        """What was seen so far."""
        links = self._links
        for depth, addresses in self._from_root.items():
            for raw in addresses:
                address, _, fragment = raw[3 * depth :].partition(b"#")
                links.setdefault(("", address), set()).add(fragment)
        return Noted(links, self._suspects)


def look_at(pages: Sequence[str], folder: Path, base: str, jobs: int) -> list[Noted]:
    """The same for pages that stand in a folder."""

    def look(part: range) -> Noted:
        looking = Look(base)
        for i in part:
            looking.look(pages[i], (folder / pages[i]).read_bytes())
        return looking.noted()

    return share(look, parted(len(pages), jobs, 500), jobs if len(pages) > _WORTH_PROCESSES else 1)


def check_noted(
    noted: Sequence[Noted], files: Collection[str], folder: Path, base: str, jobs: int
) -> Iterator[Finding]:
    """What is wrong with the pages that were looked at. files: all paths of the site, which stands in
    `folder`. An address that leads nowhere is told with a path only where its page is a suspect;
    else with an empty one."""
    wanted: dict[str, set[str]] = {}
    for one in noted:
        for (start, address), fragments in one.links.items():
            target = _resolved(start, address or b"./", base)
            if target is not None and target[0] not in files:
                yield Finding("", f"链接指向不存在的 {target[0]}")
            elif target is not None and (fragments - _NOWHERE):
                wanted.setdefault(target[0], set()).update(unquote(_text(f)) for f in fragments - _NOWHERE)
        for path, seen in one.suspects.items():
            yield from seen.findings
            yield from check_links({path: seen}, files, folder)
    targets = sorted(target for target in wanted if target.endswith(".html"))

    def missing(part: range) -> list[Finding]:
        return [
            Finding("", f"链接指向 {targets[i]} 里不存在的位置 #{fragment}")
            for i in part
            for fragment in sorted(wanted[targets[i]] - anchors((folder / targets[i]).read_bytes()))
        ]

    parts = parted(len(targets), jobs, 250)
    for findings in share(missing, parts, jobs if len(targets) > _WORTH_PROCESSES else 1):
        yield from findings


_NOWHERE = {b"", b"top"}
"""Fragments that need no anchor."""
_WORTH_PROCESSES = 400
"""Fewer pages than this are read sooner than processes start."""


class Seen(NamedTuple):
    """What one page links to and offers, read from its bytes."""

    links: frozenset[tuple[str, str]]
    """(path of a file of the site, fragment)."""
    findings: tuple[Finding, ...]


def read_page(page: str, content: bytes, base: str = "") -> Seen:
    """The links of a page, resolved to files of the site, and what is wrong with it alone.

    `base` is the path part of site_url: links of 404.html begin with it.
    """
    findings = []
    links = set()
    if SLOT_MARK.encode() in content:
        findings.append(Finding(page, "外壳的空位没有填上"))
    if (b"url(" in content or b"@import" in content) and _CSS_URL.search(content):
        findings.append(Finding(page, "样式引用了别的网站"))
    folder = dirname(page)
    for raw in _addresses(content):
        if _FOREIGN.match(raw):
            findings += _foreign(page, content, raw)
            continue
        if raw.startswith(b"#") or not raw:
            links.add((page, unquote(_text(raw[1:]))))
            continue
        start, rest = _up(folder, raw)
        if (target := _resolved(start, rest or b"./", base)) is not None:
            links.add(target)
    return Seen(frozenset(links), tuple(findings))


def _up(folder: str, raw: bytes) -> tuple[str, bytes]:
    """The address with its `../` gone up, so that all pages share what is resolved from one folder."""
    while folder and raw.startswith(b"../"):
        folder, raw = dirname(folder), raw[3:]
    return folder, raw


def anchors(content: bytes) -> frozenset[str]:
    """The ids that a page offers."""
    return frozenset(_text(raw) for raw in _values(content, b" id=", _ID))


def _addresses(content: bytes) -> set[bytes]:
    """The values of all attributes that hold an address."""
    return _values(content, b" href=", _HREF) | _values(content, b" src=", _SRC)


def _values(content: bytes, name: bytes, pattern: re.Pattern[bytes]) -> set[bytes]:
    """The values of one attribute. Splitting at the name is ten times as fast as the pattern, which
    is needed only where a value stands in single quotes or none, or the name after a line break."""
    parts = content.split(name + b'"')
    if len(parts) - 1 == content.count(name) and b"\n" + name[1:] not in content:
        return {part[: part.find(b'"')] for part in parts[1:]}
    return {quoted or single or bare for quoted, single, bare in pattern.findall(content)}


def resolve(page: str, address: str, base: str = "") -> tuple[str, str] | None:
    """(file of the site, fragment) that an address on a page leads to; None for mailto: and its kin."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    fragment = unquote(parts.fragment)
    if not parts.path:
        return page, fragment
    path = unquote(parts.path)
    if path.startswith("/"):
        inside = path.removeprefix(base.rstrip("/")).lstrip("/")
        target = normpath(inside) if inside else "."
    else:
        target = normpath(join(dirname(page), path))
    if target == ".":
        target = ""
    if path.endswith(("/", "/.", "/..")) or path in {".", ".."} or not target:
        target = join(target, "index.html")
    return target, fragment


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


_FOREIGN = re.compile(rb"\s*(?:https?:|ftp:)?//", re.IGNORECASE)


_BEFORE_ADDRESS = re.compile(rb"""\s(?:href|src)\s*=\s*["']?$""", re.IGNORECASE)
"""What stands before an address that is one; in other attributes (`content`, `data-…`) it is words."""


def _foreign(page: str, content: bytes, raw: bytes) -> Iterator[Finding]:
    """Every element that loads the address of another host, or declares it (canonical may)."""
    at = content.find(raw)
    while at >= 0:
        start = content.rfind(b"<", 0, at)
        tag = content[start : content.find(b">", at) + 1]
        of_address = _BEFORE_ADDRESS.search(content, max(0, at - 12), at)
        if of_address and not _FOLLOWED.match(tag) and b'rel="canonical"' not in tag:
            yield Finding(page, f"从别的网站加载 {_text(raw)}")
        at = content.find(raw, at + len(raw))


@lru_cache(maxsize=200_000)
def _resolved(folder: str, raw: bytes, base: str) -> tuple[str, str] | None:
    """`resolve` for the raw bytes of an attribute on any page of a folder."""
    return resolve(f"{folder}/index.html" if folder else "index.html", _text(raw), base)


def _text(raw: bytes) -> str:
    return html.unescape(raw.decode("utf-8", "replace")).strip()
