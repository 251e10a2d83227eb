"""Links 链接: what a page links to and offers, and what is wrong with it alone, from its bytes. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from posixpath import dirname, join, normpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from qingdan.regexes import regex

SLOT_MARK = "@@qd:"
"""How every slot of a shell begins; none may be left in a finished page."""

_VALUE = rb"""=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))"""
_HREF, _SRC, _ID = (regex(rb"<[a-zA-Z][^<>]*?\s" + name + _VALUE) for name in (b"href", b"src", b"id"))
_PLAIN_HREF, _PLAIN_SRC, _PLAIN_ID = (
    regex(rb" " + name + rb'="([^"]*)"') for name in (b"href", b"src", b"id")
)
_FOLLOWED = regex(rb"<(?:a|area)\s", re.IGNORECASE)
"""Elements whose address is followed by a person and loads nothing: they may lead out of the site."""
_CSS_URL = regex(rb"""(?:@import\s+|url\(\s*)["']?(?:https?:)?//""", re.IGNORECASE)


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
    for raw in addresses_of(content):
        if _FOREIGN.match(raw):
            findings += _foreign(page, content, raw)
            continue
        if raw.startswith(b"#") or not raw:
            links.add((page, unquote(text(raw[1:]))))
            continue
        start, rest = up(folder, raw)
        if (target := resolved(start, rest or b"./", base)) is not None:
            links.add(target)
    return Seen(frozenset(links), tuple(findings))


def up(folder: str, raw: bytes) -> tuple[str, bytes]:
    """The address with its `../` gone up, so that all pages share what is resolved from one folder."""
    while folder and raw.startswith(b"../"):
        folder, raw = dirname(folder), raw[3:]
    return folder, raw


def anchors(content: bytes) -> frozenset[str]:
    """The ids that a page offers."""
    return frozenset(text(raw) for raw in ids_of(content))


def ids_of(content: bytes) -> set[bytes]:
    """The same, as they stand on it."""
    return _values(content, b"id=", _PLAIN_ID, _ID)


def addresses_of(content: bytes) -> set[bytes]:
    """The values of all attributes that hold an address."""
    return _values(content, b"href=", _PLAIN_HREF, _HREF) | _values(content, b"src=", _PLAIN_SRC, _SRC)


def _values(content: bytes, name: bytes, plain: re.Pattern[bytes], pattern: re.Pattern[bytes]) -> set[bytes]:
    """The values of one attribute. The plain pattern is twenty times as fast; the other one is needed
    where the name stands in another way too: its value in single quotes or none, after a line break, or
    as a word of a text. `data-id` is another name."""
    found = plain.findall(content)
    left = content.count(name) - len(found)
    if not left or left == content.count(b"-" + name):
        return set(found)
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


_FOREIGN = regex(rb"\s*(?:https?:|ftp:)?//", re.IGNORECASE)


_BEFORE_ADDRESS = regex(rb"""\s(?:href|src)\s*=\s*["']?$""", re.IGNORECASE)
"""What stands before an address that is one; in other attributes (`content`, `data-…`) it is words."""


def _foreign(page: str, content: bytes, raw: bytes) -> Iterator[Finding]:
    """Every element that loads the address of another host, or declares it (canonical may)."""
    at = content.find(raw)
    while at >= 0:
        start = content.rfind(b"<", 0, at)
        tag = content[start : content.find(b">", at) + 1]
        of_address = _BEFORE_ADDRESS.search(content, max(0, at - 12), at)
        if of_address and not _FOLLOWED.match(tag) and b'rel="canonical"' not in tag:
            yield Finding(page, f"从别的网站加载 {text(raw)}")
        at = content.find(raw, at + len(raw))


@lru_cache(maxsize=200_000)
def resolved(folder: str, raw: bytes, base: str) -> tuple[str, str] | None:
    """`resolve` for the raw bytes of an attribute on any page of a folder."""
    return resolve(f"{folder}/index.html" if folder else "index.html", text(raw), base)


def text(raw: bytes) -> str:
    """The value of an attribute, as it is meant."""
    return html.unescape(raw.decode("utf-8", "replace")).strip()
