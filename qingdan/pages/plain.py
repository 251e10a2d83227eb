"""Files for machines, and redirects: robots.txt, sitemap.xml, pages that lead to a new address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, urlsplit

from markupsafe import escape

from qingdan.files import File

_MOST = 45_000
"""Addresses in one site map; the protocol allows 50,000."""


def redirects(moved: Mapping[str, str], site_name: str) -> Iterator[File]:
    """A page at each old address that leads to the new one, with and without JavaScript."""
    for old, new in moved.items():
        path = old if old.endswith("/") else old + "/"
        target = "../" * path.count("/") + quote(new)
        root = "../" * path.count("/")
        text = _REDIRECT.format(target=escape(target), site=escape(site_name), root=root)
        yield File(f"{path}index.html", text.encode())


_REDIRECT = """<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>这一页换了地址 - {site}</title>
<meta http-equiv="refresh" content="0; url={target}">
<link rel="canonical" href="{target}">
<script src="{root}assets/moved.js"></script>
<p>这一页换了地址，<a href="{target}">请点这里</a>。</p>
</html>
"""


def robots(site_url: str) -> File:
    """Everything may be read; where the site map is, if the site knows its address."""
    text = "User-agent: *\nAllow: /\n"
    if site_url:
        text += f"Sitemap: {site_url}sitemap.xml\n"
    return File("robots.txt", text.encode())


def sitemap(addresses: Iterable[str], site_url: str) -> Iterator[File]:
    """All addresses; absolute where the site knows its own, else from the server's root."""
    base = site_url or urlsplit(site_url).path or "/"
    entries = [f"<url><loc>{escape(base + quote(a))}</loc></url>" for a in addresses]
    parts = [entries[i : i + _MOST] for i in range(0, len(entries), _MOST)] or [[]]
    if len(parts) == 1:
        yield File("sitemap.xml", _document("urlset", parts[0]))
        return
    names = [f"sitemap-{i}.xml" for i in range(1, len(parts) + 1)]
    yield File(
        "sitemap.xml", _document("sitemapindex", [f"<sitemap><loc>{base}{n}</loc></sitemap>" for n in names])
    )
    for name, part in zip(names, parts, strict=True):
        yield File(name, _document("urlset", part))


def _document(root: str, entries: Iterable[str]) -> bytes:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<{root} xmlns="{space}">',
        *entries,
        f"</{root}>",
        "",
    ]
    return "\n".join(lines).encode()
