"""Shells 外壳: MkDocs and Material build docs/ and one page for each kind of
generated page, at the depth and in the tab where those pages live.

The theme's templates so run once a kind, not once a page. All knowledge of
MkDocs and Material is in this module and in templates/theme/.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qingdan.build.shell_html import (
    ShellFaultError,
    clean_page,
    clean_script,
    cut_toc,
    open_slots,
    outer_scripts,
    own_icons,
    slim_script,
    slim_style,
    without_source_map,
)
from qingdan.files import File, digest, write_text
from qingdan.model import Site
from qingdan.pages.shell import Shell, TocMarkup
from qingdan.regexes import regex

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class _Place(NamedTuple):
    """Where the shell of a kind is built."""

    source: str
    tab: str
    """The page of the nav whose tab is lit."""
    toc: bool = True

    @property
    def built(self) -> str:
        return self.source.removesuffix(".md") + ".html"


_NAME = "qd-shell"
_PLACES = {
    "home": _Place("index.md", "index.md", toc=False),
    "documents": _Place("documents/index.md", "documents/index.md"),
    "document": _Place(f"documents/{_NAME}/index.md", "documents/index.md"),
    "original": _Place(f"documents/{_NAME}/{_NAME}/index.md", "documents/index.md", toc=False),
    "units": _Place("units/index.md", "units/index.md"),
    "region": _Place(f"units/{_NAME}/index.md", "units/index.md"),
    "unit": _Place(f"units/{_NAME}/{_NAME}/index.md", "units/index.md"),
    "deadlines": _Place("deadlines/index.md", "deadlines/index.md"),
    "deadline": _Place(f"deadlines/{_NAME}/index.md", "deadlines/index.md"),
    "changes": _Place("changes/index.md", "changes/index.md"),
    "search": _Place("search/index.md", "search/index.md", toc=False),
}
"""Kind of page -> where its shell stands. 404 and docs/ are built whole."""

_UNWANTED = regex(r"\.map$|^assets/javascripts/(lunr|workers)/|^sitemap\.xml|^assets/images/favicon\.png$")
"""Files of the theme that nothing of ours uses; the site's own sitemap is made in `pages`."""

_FORMAT = "9"
"""Raised when what this module makes of the same input changes."""


@dataclass(frozen=True, slots=True)
class ShellSet:
    """What MkDocs made: the frames, and the files that are ready as they are."""

    shells: dict[str, Shell]
    """By kind."""
    files: list[File]
    """Pages of docs/, 404.html, the theme's assets."""
    site_url: str
    """With a final slash; empty where none is set."""
    docs: tuple[str, ...]
    """Addresses of the pages of docs/, for the site map."""
    warnings: tuple[str, ...]
    """What MkDocs said: dead links in docs/ and the like."""


def make_shell(config_file: Path, cache: Path, site: Site | None = None, offline: str = "") -> ShellSet:
    """The shells and ready files for this mkdocs.yml, from the cache where nothing has changed.

    site: whose name and contacts stand in header and footer. offline: the path of the offline edition,
    which the page of the data links to; empty where there is none.
    """
    site = site or Site()
    folder = cache / "shell" / _key(config_file, site, offline)
    found = _load(folder)
    if found is None:
        _make(config_file, folder, site, offline)
        found = _load(folder)
        _forget_old(folder)
    if found is None:
        raise ShellFaultError(f"{folder}: written, but not whole when read again")
    return found


def _load(folder: Path) -> ShellSet | None:
    """What an earlier build left there; None where there is nothing, or not all of it."""
    try:
        index = json.loads((folder / "shell.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not all((folder / "files" / path).is_file() for path in index["files"]):
        return None
    shells = {
        kind: Shell(
            kind=kind,
            html=row["html"],
            depth=row["depth"],
            toc=TocMarkup(*row["toc"]),
            site_url=index["site_url"],
            digest=row["digest"],
        )
        for kind, row in index["shells"].items()
    }
    files = [
        File(path, partial((folder / "files" / path).read_bytes), key) for path, key in index["files"].items()
    ]
    return ShellSet(shells, files, index["site_url"], tuple(index["docs"]), tuple(index["warnings"]))


_KEPT = 6
"""So many shells stay in the cache: somebody may go back and forth, or build two sites."""


def _forget_old(folder: Path) -> None:
    old = sorted(folder.parent.glob("[0-9a-f]*"), key=lambda p: p.stat().st_mtime, reverse=True)
    for stale in old[_KEPT:]:
        shutil.rmtree(stale, ignore_errors=True)


def _key(config_file: Path, site: Site, offline: str) -> str:
    """Digest of all that MkDocs' output depends on."""
    settings = config_file.read_bytes()
    root = config_file.parent
    parts = [_FORMAT.encode(), version("mkdocs").encode(), version("mkdocs-material").encode(), settings]
    parts.append(json.dumps([asdict(site), offline], sort_keys=True).encode())
    named = re.findall(rb"!ENV\s*\[?\s*(\w+)", settings)
    parts += [os.environ.get(name.decode(), "").encode() for name in named]
    for top in (root / "docs", root / "templates" / "theme"):
        for path in sorted(p for p in top.rglob("*") if p.is_file()):
            parts += [path.relative_to(root).as_posix().encode(), digest(path.read_bytes()).encode()]
    return digest(b"\0".join(parts))


def _make(config_file: Path, folder: Path, site: Site, offline: str) -> None:
    """Build with MkDocs into a folder beside, then rename it: a killed build leaves no half cache."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".shell-", dir=folder.parent))
    try:
        built = work / "files"
        config, warnings = _run_mkdocs(config_file, built, site, offline)
        ours = ["assets/early.js", "assets/frame.js", *config.extra_css, *map(str, config.extra_javascript)]
        versions = {p: digest((built / p).read_bytes())[:10] for p in ours}
        shells = {}
        moved: dict[str, str] = {}
        for kind, place in _PLACES.items():
            page, scripts = outer_scripts(clean_page((built / place.built).read_text("utf-8"), versions))
            moved |= scripts
            html, markup = cut_toc(open_slots(own_icons(page)), kind, wanted=place.toc)
            shells[kind] = {
                "html": html,
                "depth": place.built.count("/"),
                "toc": markup,
                "digest": digest("\0".join((html, *markup)).encode()),
            }
            (built / place.built).unlink()
        files = dict(_keep(built, versions, moved))
        index = {
            "site_url": _with_slash(config.site_url or ""),
            "shells": shells,
            "files": files,
            "docs": [p.removesuffix("index.html") for p in files if p.endswith(".html") and p != "404.html"],
            "warnings": warnings,
        }
        write_text(work / "shell.json", json.dumps(index, ensure_ascii=False))
        if folder.exists():
            if _load(folder):  # another build was quicker, and may be reading it
                return
            shutil.rmtree(folder)  # a damaged one
        work.rename(folder)
    except OSError:
        if not (folder / "shell.json").is_file():  # else another build was quicker
            raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _keep(built: Path, versions: dict[str, str], scripts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(path, digest) of each file that goes to the site as it is, and of the scripts that stood inside
    pages; the others are removed."""
    for path in sorted(p for p in built.rglob("*") if p.is_file()):
        name = path.relative_to(built).as_posix()
        if _UNWANTED.search(name):
            path.unlink()
            continue
        if name.endswith(".html"):
            page, moved = outer_scripts(clean_page(path.read_text("utf-8"), versions))
            scripts |= moved
            path.write_text(page, "utf-8")
        elif name.endswith(".js"):
            script = clean_script(path.read_text("utf-8"))
            path.write_text(script if "/javascripts/" in name else slim_script(script), "utf-8")
        elif name.endswith(".css"):
            style = without_source_map(path.read_text("utf-8"))
            path.write_text(style if "/stylesheets/" in name else slim_style(style), "utf-8")
        yield name, digest(path.read_bytes())
    for name, text in sorted(scripts.items()):
        write_text(built / name, text)
        yield name, digest(text.encode())


def _run_mkdocs(config_file: Path, output: Path, site: Site, offline: str) -> tuple[MkDocsConfig, list[str]]:
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's plea, printed on import
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    from qingdan.build.shell_hooks import SearchSlot, ShellPages

    said = _Said()
    logger = logging.getLogger("mkdocs")
    spoke, logger.propagate = logger.propagate, False
    logger.addHandler(said)
    try:
        config = load_config(str(config_file), site_dir=str(output), site_name=site.name)
        config.extra["site"] = asdict(site)
        config.extra["offline"] = offline
        if site.description:
            config.site_description = site.description
        sources = {place.source: place.tab for place in _PLACES.values()}
        without_toc = {place.source for place in _PLACES.values() if not place.toc}
        config.plugins["qingdan/shells"] = ShellPages(sources, without_toc)
        config.plugins["material/search"] = SearchSlot()
        build(config)
    finally:
        logger.removeHandler(said)
        logger.propagate = spoke
    return config, said.lines


class _Said(logging.Handler):
    """Keeps MkDocs' warnings for the person who builds."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def _with_slash(url: str) -> str:
    return url if not url or url.endswith("/") else url + "/"
