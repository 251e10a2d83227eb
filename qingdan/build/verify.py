"""Verify the pages before they take the old site's place: every link leads
somewhere, every anchor exists, nothing is loaded from another host, no slot
of the shell is left.

A finding is a bug of ours or of a template, not of the content; it stops the
build all the same, because a site with dead links is half a site.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

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
        start, rest = folder, raw
        while start and rest.startswith(b"../"):  # so that all pages share what was resolved from the root
            start, rest = dirname(start), rest[3:]
        if (target := _resolved(start, rest or b"./", base)) is not None:
            links.add(target)
    return Seen(frozenset(links), tuple(findings))


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


def _foreign(page: str, content: bytes, raw: bytes) -> Iterator[Finding]:
    """Every element that loads the address of another host, or declares it (canonical may)."""
    at = content.find(raw)
    while at >= 0:
        start = content.rfind(b"<", 0, at)
        tag = content[start : content.find(b">", at) + 1]
        if not _FOLLOWED.match(tag) and b'rel="canonical"' not in tag and b"=" in content[at - 2 : at]:
            yield Finding(page, f"从别的网站加载 {_text(raw)}")
        at = content.find(raw, at + len(raw))


@lru_cache(maxsize=200_000)
def _resolved(folder: str, raw: bytes, base: str) -> tuple[str, str] | None:
    """`resolve` for the raw bytes of an attribute on any page of a folder."""
    return resolve(f"{folder}/index.html" if folder else "index.html", _text(raw), base)


def _text(raw: bytes) -> str:
    return html.unescape(raw.decode("utf-8", "replace")).strip()
