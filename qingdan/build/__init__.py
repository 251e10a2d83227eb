"""Build 生成: the order of all stages stands only here.

load -> check -> shell -> pages, search, exports -> write -> verify -> swap.
Errors of the content end the build before anything is written; a failed or
killed build leaves the old site whole; the same input gives the same bytes.
"""

from __future__ import annotations

import gc
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from qingdan import files
from qingdan.build.asked import NotOursError, concerning, inside
from qingdan.build.inputs import Inputs
from qingdan.build.links import Finding
from qingdan.build.look import Look
from qingdan.build.memory import Memory, PiecesInMemory, program
from qingdan.build.originals import path_of
from qingdan.build.reading import Reading, read_content
from qingdan.build.verify import Confirmed, verify
from qingdan.model import Document, Library
from qingdan.problems import Problem, has_errors

if TYPE_CHECKING:
    from qingdan.build.shell import ShellSet

# Pages, exports, search and the shell are imported where they are made: that takes 0.4 s, which a check
# and a build of unchanged inputs need not wait for.


__all__ = [
    "NotOursError",
    "Options",
    "Outcome",
    "OutputRefusedError",
    "Report",
    "build",
    "check",
    "newest_date",
]


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
    others: list[Problem] = field(default_factory=list)
    """Where only some files were asked for: the problems that do not concern them."""
    library: Library | None = None
    """None where nothing had changed, or a check found all that it needs in memory."""
    documents: int = 0
    tasks: int = 0
    findings: list[Finding] = field(default_factory=list)
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


_Wanted = Sequence[files.File | files.Batch]

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
def check(
    content: Path,
    report: Report = lambda _: None,
    jobs: int = 1,
    cache: Path | None = None,
    asked: Sequence[Path] = (),
) -> Outcome:
    """Look at a content folder and check it; nothing is written but what is remembered in `cache`.

    With `asked`, files of the content, only what concerns them is told. Raises NotOursError for one
    that is none.
    """
    timings: dict[str, float] = {}
    with _timed("read", timings, report):
        inputs = Inputs(content, cache=cache)
        paths = [inside(path, content) for path in asked]
        now = inputs.content_digest() if cache else ""
        outcomes = _memory_of(content, cache, "checked") if cache else None
        if outcomes and not asked and (known := _recalled(outcomes, now)):
            return replace(known, timings=timings)
        reading = read_content(content, cache, jobs, inputs.files)
        outcome = _outcome(reading, timings)
        if outcomes:
            _remember(outcomes, now, inputs.content_digest(), outcome)
        if asked:
            told = set(found := concerning(paths, reading, content.name))
            outcome.others = [problem for problem in outcome.problems if problem not in told]
            outcome.problems = found
    return outcome


@_without_collector()
def build(options: Options, report: Report = lambda _: None) -> Outcome:
    """Build the whole site, or leave the old one as it is.

    Raises OutputRefusedError where the output folder is not ours to replace, OSError where
    the disk refuses.
    """
    _guard(options)
    files.recover(options.output)
    timings: dict[str, float] = {}
    place = f"{files.key_of(str(options.output.resolve()))}.json"
    outcomes = _memory_of(options.output, options.cache, "built")
    with _timed("read", timings, report):
        sources = Inputs(options.content, options.root, options.cache)
        inputs = sources.site_digest(options.as_of)
        manifest = files.load_manifest(options.cache / "manifests" / place, program())
        known = _recalled(outcomes, inputs) if manifest.note.get("inputs") == inputs else None
        if known and (same := files.stands(options.output, manifest)):
            return replace(known, written=same, timings=timings)
        reading = read_content(options.content, options.cache, options.jobs, sources.files)
    outcome = _outcome(reading, timings)
    if has_errors(reading.problems):
        return outcome
    library = outcome.library = reading.library
    as_of = options.as_of or newest_date(library)
    with _timed("shell", timings, report):
        from qingdan.build.shell import make_shell

        shells = make_shell(options.root / "mkdocs.yml", options.cache, library.site)
    outcome.warnings = list(shells.warnings)
    with _timed("pages", timings, report):
        wanted = list(_files(reading, shells, options, as_of, manifest))
    base = urlsplit(shells.site_url).path
    outcome.written = _write(wanted, outcome, options, manifest, base, outcomes, report)
    if outcome.written:
        # What was changed while the build ran is no part of it.
        still = sources.site_digest(options.as_of)
        note = {"inputs": inputs if still == inputs else ""}
        written = replace(outcome.written.manifest, note=note)
        if written != manifest:
            files.save_manifest(options.cache / "manifests" / place, written, program())
        _remember(outcomes, inputs, still, outcome)
    return outcome


def _write(
    wanted: _Wanted,
    outcome: Outcome,
    options: Options,
    manifest: files.Manifest,
    base: str,
    memory: Memory,
    report: Report,
) -> files.Written | None:
    """Write beside the old site, verify, swap; `base` is the path part of site_url, `memory` that of the
    site. None where a page is not as it must be."""
    if same := files.same_as_before(wanted, options.output, manifest):
        return same
    folder = files.building_name(options.output)
    try:
        with _timed("write", outcome.timings, report):
            written = files.write_tree(
                wanted,
                folder,
                options.output,
                manifest,
                spare=files.spare_name(options.output),
                jobs=options.jobs,
                inspector=lambda: Look(base),
            )
        with _timed("verify", outcome.timings, report):
            confirmed: Confirmed = memory.recall("anchors") or {}
            known = dict(confirmed)
            outcome.findings = verify(
                written, manifest, folder, options.output, base, options.jobs, confirmed
            )
            if confirmed != known and not outcome.findings:
                rows = written.manifest.rows
                memory.keep("anchors", {p: c for p, c in confirmed.items() if p in rows})
        if outcome.findings:
            return None
        with _timed("swap", outcome.timings, report):
            files.swap(folder, options.output)
        return written
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _outcome(reading: Reading, timings: dict[str, float]) -> Outcome:
    summaries = list(reading.found.summaries)
    tasks = sum(len(summary.tasks) for summary in summaries)
    return Outcome(reading.problems, documents=len(summaries), tasks=tasks, timings=timings)


def _recalled(outcomes: Memory, inputs: str) -> Outcome | None:
    """What the same inputs came to the last time."""
    entry = outcomes.recall("outcome") if inputs else None
    if not isinstance(entry, tuple) or entry[0] != inputs:
        return None
    _, problems, warnings, documents, tasks = entry
    return Outcome(problems, warnings=warnings, documents=documents, tasks=tasks)


def _remember(outcomes: Memory, inputs: str, still: str, outcome: Outcome) -> None:
    """`still`: the inputs when the work was done; what changed meanwhile is not remembered."""
    if inputs and inputs == still:
        entry = (inputs, outcome.problems, outcome.warnings, outcome.documents, outcome.tasks)
        outcomes.keep("outcome", entry)


def newest_date(library: Library) -> date:
    """The newest date in the data: what the site counts from when nobody says a day."""
    days = [d for doc in library.documents for d in (doc.signed, doc.printed, doc.published) if d]
    days += [p.date for t in library.tasks() for p in t.progress]
    days += [a.date for t in library.tasks() for a in t.adjustments if a.date]
    years = [date(doc.year, 1, 1) for doc in library.documents if doc.year]
    return max(days or years or [date(1970, 1, 1)])


def _memory_of(content: Path, cache: Path, kind: str) -> Memory:
    """The memory of one content folder; by its place, so that two folders do not forget each other."""
    return Memory(cache / kind / files.key_of(str(content.resolve())))


def _search_key(library: Library) -> str:
    """Digest of all that the search index depends on: the documents, and who is meant by a name."""
    units = (f"{u.id} {u.name} {u.aliases} {u.region.path}" for u in library.units.values())
    return files.key_of(*(part for d in library.documents for part in (d.id, d.digest)), "/", *units)


def _files(
    reading: Reading, shells: ShellSet, options: Options, as_of: date, manifest: files.Manifest
) -> Iterator[files.File | files.Batch]:
    """Every file of the site, not yet made. What takes longest comes first, so that processes share it."""
    from qingdan import exports, pages, search

    library = reading.library

    def read_original(document: Document) -> bytes:
        path = path_of(document.original.file, options.content) if document.original else None
        assert path is not None  # it was read a moment ago
        return path.read_bytes()

    remembered = search.Remembered(
        _memory_of(options.output, options.cache, "search"), files.earlier(options.output, manifest)
    )
    yield files.Batch(
        "search",
        lambda: search.files(library, remembered=remembered),
        _search_key(library),
        remembered.keep,
    )
    pieces = PiecesInMemory(_memory_of(options.content, options.cache, "exports"))
    data = list(
        exports.files(
            library,
            originals=reading.originals,
            as_of=as_of,
            site_url=shells.site_url,
            pieces=pieces,
        )
    )
    key = files.key_of(*(file.key for file in data))
    yield files.Batch("exports", lambda: data, key, pieces.keep)
    edition = exports.Edition(
        library=library, as_of=as_of, site_url=shells.site_url, originals=reading.originals
    )
    beside = list(exports.downloads.files(edition))
    key = files.key_of(*(part for file in beside for part in (file.path, file.key)))
    yield files.Batch("downloads", lambda: beside, key)
    key = exports.subscriptions.key(edition)
    yield files.Batch("subscriptions", lambda: exports.subscriptions.files(edition), key)
    yield from shells.files
    yield from pages.files(
        library,
        reading.problems,
        reading.originals,
        shells.shells,
        as_of,
        shells.site_url,
        docs=shells.docs,
        alignments=reading.alignments,
        yaml=reading.found.sources,
        read_original=read_original,
        templates=options.root / "templates" / "pages",
    )


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
