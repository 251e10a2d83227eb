"""Offline edition 离线版: the whole site as one zip that opens from a disk (`file://`), search included.

For networks without a web server and for archives. A browser that reads files from a disk shows a
folder as a list of its files, and lets no page fetch: so addresses of folders become those of their
`index.html`, and each file of the search index stands there as a script too. What only a server needs
is left out. Same site, same bytes.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from qingdan.files import File
from qingdan.regexes import regex

ENTRY = "打开.html"
"""What a person opens."""
FOLDER = "site/"
"""Where the site stands in the zip, beside the entry."""

_ONLY_SERVED = {"404.html", "robots.txt", "sitemap.xml"}
_COMPRESSED = (".gz", ".br")
"""What `--precompress` put beside the texts."""
_PACKED = (".bin", ".xlsx", ".docx", ".png", ".zip")
"""Compressed as they are."""

_TO_FOLDER = regex(
    rb"""((?:\s(?:href|action)="|;\ url=)   # an address ...
         (?:(?!/)[^":?#]*/|(?:\.\./)*\.\.?))  # ... of this site that ends in a folder
         (?=["?#])""",
    re.VERBOSE,
)


def pack(site: Path, paths: Iterable[str], target: Path) -> int:
    """Write the zip, whole or not at all; how many files it holds. `paths`: those of the site."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name[:40]}.{os.getpid()}")
    count = 0
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as out:
            for file in _files(site, sorted(paths)):
                out.writestr(_entry(file.path), file.read())
                count += 1
        beside.replace(target)
    finally:  # a full disk, a person's Ctrl-C
        beside.unlink(missing_ok=True)
    return count


def _files(site: Path, paths: list[str]) -> Iterator[File]:
    yield File(ENTRY, _ENTRY.encode())
    known = set(paths)
    for path in paths:
        if path in _ONLY_SERVED or path.startswith("sitemap-") or path.endswith(_COMPRESSED):
            continue
        content = (site / path).read_bytes()
        if path.endswith(".html"):
            content = named_files(content)
        yield File(FOLDER + path, content)
        if path.startswith("search/") and path.endswith(".bin"):
            from qingdan.search.writer import as_script

            script = as_script(File(path, content))
            if script.path not in known:
                yield File(FOLDER + script.path, script.content)


def named_files(page: bytes) -> bytes:
    """A page whose addresses name the `index.html` of each folder of the site, without what is no use
    on a disk: the offer of this very zip (templates/theme/main.html), a hint to fetch."""
    return _TO_FOLDER.sub(_named, _UNWANTED.sub(b"", page))


_UNWANTED = regex(rb'<p class="qd-offline">.*?</p>|<link rel="preload"[^>]* as="fetch"[^>]*>')


def _named(found: re.Match[bytes]) -> bytes:
    address = found[1]
    return address + (b"index.html" if address.endswith(b"/") else b"/index.html")


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    entry.create_system = 3  # else it says on which system it was made
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_STORED if path.endswith(_PACKED) else zipfile.ZIP_DEFLATED
    return entry


_ENTRY = f"""<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>打开清单网站</title>
<meta http-equiv="refresh" content="0; url={FOLDER}index.html">
<h1>清单网站（离线版）</h1>
<p><a href="{FOLDER}index.html">请点这里打开</a>。</p>
<p>打不开时：先把整个压缩包解压，再打开这个文件，不要在压缩软件里直接打开。</p>
</html>
"""
