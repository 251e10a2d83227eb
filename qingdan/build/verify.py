"""Verify the pages before they take the old site's place: every link leads
somewhere, every anchor exists, nothing is loaded from another host, no slot
of the shell is left.

A finding is a bug of ours or of a template, not of the content; it stops the
build all the same, because a site with dead links is half a site.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

SLOT_MARK = "@@qd:"
"""How every slot of a shell begins; none may be left in a finished page."""

_LINK = re.compile(
    rb"""<(a|link|area)\b[^>]*?\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE
)
_LOAD = re.compile(
    rb"""<(?:img|script|iframe|source|audio|video|embed|track|object)\b[^>]*?\s(?:src|data)\s*=\s*"""
    rb"""(?:"([^"]*)"|'([^']*)'|([^\s>]+))""",
    re.IGNORECASE,
)
_ID = re.compile(rb"""\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
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


def read_page(path: str, content: bytes, base: str = "") -> Seen:
    """The links of a page, resolved to files of the site, and what is wrong with it alone.

    `base` is the path part of site_url: links of 404.html begin with it.
    """
    findings = []
    links = set()
    if SLOT_MARK.encode() in content:
        findings.append(Finding(path, "外壳的空位没有填上"))
    if _CSS_URL.search(content):
        findings.append(Finding(path, "样式引用了别的网站"))
    for match in _LOAD.finditer(content):
        address = _text(match.group(1) or match.group(2) or match.group(3) or b"")
        if _foreign(address):
            findings.append(Finding(path, f"从别的网站加载 {address}"))
        elif (target := resolve(path, address, base)) is not None:
            links.add((target[0], ""))
    for match in _LINK.finditer(content):
        address = _text(match.group(2) or match.group(3) or match.group(4) or b"")
        if _foreign(address):
            # a link that people follow may lead out (the notice where it was published);
            # <link> loads or declares, and may only name the site itself
            if (
                match.group(1).lower() == b"link"
                and b"canonical" not in match.group(0) + content[match.end() : match.end() + 40]
            ):
                findings.append(Finding(path, f"<link> 指向别的网站 {address}"))
        elif (target := resolve(path, address, base)) is not None:
            links.add(target)
    return Seen(frozenset(links), tuple(findings))


def anchors(content: bytes) -> frozenset[str]:
    """The ids that a page offers."""
    return frozenset(_text(m.group(1) or m.group(2) or m.group(3) or b"") for m in _ID.finditer(content))


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
    findings = []
    offered: dict[str, frozenset[str]] = {}
    for path, seen in pages.items():
        for target, fragment in sorted(seen.links):
            if target not in files:
                findings.append(Finding(path, f"链接指向不存在的 {target}"))
            elif fragment and target.endswith(".html"):
                if target not in offered:
                    offered[target] = anchors((folder / target).read_bytes())
                if fragment not in offered[target] and fragment != "top":
                    findings.append(Finding(path, f"链接指向 {target} 里不存在的位置 #{fragment}"))
    return findings


def _foreign(address: str) -> bool:
    return address.startswith("//") or address.lower().startswith(("http://", "https://", "ftp://"))


def _text(raw: bytes) -> str:
    return html.unescape(raw.decode("utf-8", "replace")).strip()
