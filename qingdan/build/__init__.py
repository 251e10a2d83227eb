"""Build 生成: the order of all stages stands only here.

load -> check -> shell -> pages, search, exports -> write -> verify -> swap.
Errors of the content end the build before anything is written; a failed or
killed build leaves the old site whole; the same input gives the same bytes.
"""

from __future__ import annotations

import gc
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from qingdan import checks, exports, files, pages, search
from qingdan.build import verify
from qingdan.build.originals import path_of, read_originals
from qingdan.build.shell import ShellSet, make_shell
from qingdan.loader import Loaded, load
from qingdan.model import Document, Library, OriginalText
from qingdan.problems import Place, Problem, error, has_errors, in_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What one build is asked for."""

    root: Path
    """The folder with mkdocs.yml, docs/ and templates/."""
    content: Path
    output: Path
    as_of: date | None = None
    """The day from which due and overdue are counted; None: the newest date in the data."""
    jobs: int = 1

    @property
    def cache(self) -> Path:
        """What may be deleted at any time: shells and manifests."""
        return self.root / ".cache" / "qingdan"


@dataclass(slots=True)
class Outcome:
    """What one build, or one check, came to."""

    problems: list[Problem]
    library: Library
    findings: list[verify.Finding] = field(default_factory=list)
    """What is wrong with the pages: bugs, not faults of the content."""
    warnings: list[str] = field(default_factory=list)
    """What MkDocs said of the hand-written pages (dead links in docs/)."""
    written: files.Written | None = None
    """None when nothing was written."""
    timings: dict[str, float] = field(default_factory=dict)
    """Stage -> seconds."""

    @property
    def ok(self) -> bool:
        return not has_errors(self.problems) and not self.findings


class OutputRefusedError(Exception):
    """The output folder holds something that is no site of ours: it is not replaced."""


Report = Callable[[str], None]
"""Told the name of each stage as it begins."""


@contextmanager
def _without_collector() -> Iterator[None]:
    """A build makes millions of objects and hardly a cycle: looking for cycles took a sixth of the
    time at 25,000 tasks, and unshared the memory of forked processes."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_without_collector()
def check(content: Path, report: Report = lambda _: None, jobs: int = 1) -> Outcome:
    """Load and check; nothing is written."""
    timings: dict[str, float] = {}
    with _timed("load", timings, report):
        loaded = load(content)
    with _timed("check", timings, report):
        _, problems = _checked(loaded, content, jobs)
    return Outcome(problems, loaded.library, timings=timings)


@_without_collector()
def build(options: Options, report: Report = lambda _: None) -> Outcome:
    """Build the whole site, or leave the old one as it is.

    Raises OutputRefusedError where the output folder is not ours to replace, OSError where
    the disk refuses.
    """
    _guard(options)
    files.recover(options.output)
    timings: dict[str, float] = {}
    with _timed("load", timings, report):
        loaded = load(options.content)
    library = loaded.library
    with _timed("check", timings, report):
        originals, problems = _checked(loaded, options.content, options.jobs)
    outcome = Outcome(problems, library, timings=timings)
    if has_errors(problems):
        return outcome
    as_of = options.as_of or newest_date(library)
    with _timed("shell", timings, report):
        shells = make_shell(options.root / "mkdocs.yml", options.cache, library.site)
    outcome.warnings = list(shells.warnings)
    with _timed("pages", timings, report):
        wanted = list(_files(loaded, problems, originals, shells, options, as_of))
    _write(wanted, outcome, options, urlsplit(shells.site_url).path, report)
    return outcome


def _write(wanted: list[files.File], outcome: Outcome, options: Options, base: str, report: Report) -> None:
    """Write beside the old site, verify, swap; `base` is the path part of site_url."""
    memory = options.cache / "manifests" / f"{files.key_of(str(options.output.resolve()))}.json"
    manifest = files.load_manifest(memory, _program())
    if same := files.same_as_before(wanted, options.output, manifest):
        outcome.written = same
        return
    folder = files.building_name(options.output)
    try:
        with _timed("write", outcome.timings, report):
            written = files.write_tree(
                wanted,
                folder,
                options.output,
                manifest,
                jobs=options.jobs,
                inspect=lambda path, content: (
                    verify.read_page(path, content, base) if path.endswith(".html") else None
                ),
            )
        with _timed("verify", outcome.timings, report):
            outcome.findings = _verify(written, folder)
        if outcome.findings:
            return
        with _timed("swap", outcome.timings, report):
            files.swap(folder, options.output)
            files.save_manifest(memory, written.manifest, _program())
        outcome.written = written
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def newest_date(library: Library) -> date:
    """The newest date in the data: what the site counts from when nobody says a day."""
    days = [d for doc in library.documents for d in (doc.signed, doc.printed) if d]
    days += [p.date for t in library.tasks() for p in t.progress]
    years = [date(doc.year, 1, 1) for doc in library.documents if doc.year]
    return max(days or years or [date(1970, 1, 1)])


def _checked(loaded: Loaded, content: Path, jobs: int) -> tuple[dict[str, OriginalText], list[Problem]]:
    """The originals, read, and all problems in order."""
    originals = read_originals(loaded.library, content)
    found = checks.check(loaded.library, originals.texts, loaded.sources, jobs=jobs)
    # An original that is there and cannot be read is told of where it was read.
    found = [p for p in found if p.rule != "missing-original" or p.subject not in originals.told]
    empty = _without_documents(loaded, content)
    return originals.texts, in_order([*loaded.problems, *originals.problems, *found, *empty])


def _without_documents(loaded: Loaded, content: Path) -> Iterator[Problem]:
    """No document at all is most likely a wrong folder or half a checkout: an empty site must not
    take the place of a full one."""
    folder = f"{content.name}/documents"
    if not any(file.startswith(f"{folder}/") for file in loaded.sources):
        message = "content/documents/ 里一份文件也没有，网站不生成。"
        hint = "看看是不是在别的文件夹里运行，文件是不是没有取全。"
        yield error(Place(folder), "no-documents", message, hint)


def _files(
    loaded: Loaded,
    problems: list[Problem],
    originals: Mapping[str, OriginalText],
    shells: ShellSet,
    options: Options,
    as_of: date,
) -> Iterator[files.File]:
    """Every file of the site, not yet made. What takes longest comes first, so that processes share it."""
    library = loaded.library

    def read_original(document: Document) -> bytes:
        path = path_of(document.original, options.content) if document.original else None
        assert path is not None  # it was read a moment ago
        return path.read_bytes()

    data = exports.files(library, originals=originals, as_of=as_of, site_url=shells.site_url)
    yield from (replace(file, group="exports") for file in data)
    yield from (replace(file, group="search") for file in search.files(library))
    yield from shells.files
    yield from pages.files(
        library,
        problems,
        originals,
        shells.shells,
        as_of,
        shells.site_url,
        docs=shells.docs,
        yaml={file: source.lines for file, source in loaded.sources.items()},
        read_original=read_original,
        templates=options.root / "templates" / "pages",
    )


def _verify(written: files.Written, folder: Path) -> list[verify.Finding]:
    seen = {path: s for path, s in written.inspected.items() if isinstance(s, verify.Seen)}
    findings = [f for s in seen.values() for f in s.findings]
    return findings + verify.check_links(seen, written.manifest.keys(), folder)


@cache
def _program() -> str:
    """Digest of the package's source: another version of the program makes everything anew."""
    package = Path(__file__).resolve().parents[1]
    return files.digest(b"\0".join(path.read_bytes() for path in sorted(package.rglob("*.py"))))


def _guard(options: Options) -> None:
    """Refuse to replace a folder that is not a site of ours, or that holds the sources."""
    output = options.output.resolve()
    for kept in (options.root, options.content):
        if kept.resolve().is_relative_to(output):
            raise OutputRefusedError(f"输出文件夹 {options.output} 里有网站的源文件，不能用来放网站。")
    if output.is_relative_to(options.content.resolve()):
        raise OutputRefusedError(f"输出文件夹 {options.output} 在内容文件夹里面，请换一个地方。")
    if not output.exists():
        return
    if not output.is_dir():
        raise OutputRefusedError(f"{options.output} 是一个文件，不是文件夹。")
    if any(output.iterdir()) and not (output / "data" / "tasks.json").is_file():
        raise OutputRefusedError(
            f"文件夹 {options.output} 里有别的东西，不是清单网站，不敢替换。请换一个空文件夹。"
        )


@contextmanager
def _timed(stage: str, timings: dict[str, float], report: Report) -> Iterator[None]:
    report(stage)
    begin = time.perf_counter()
    try:
        yield
    finally:
        timings[stage] = time.perf_counter() - begin
