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
from qingdan.build.memory import Memory
from qingdan.build.session import Session
from qingdan.problems import Problem, has_errors, why_refused

# All that reads content or makes files is imported where it does: that takes half a second, which a
# check or a build of unchanged inputs need not wait for.
if TYPE_CHECKING:
    from qingdan.build.links import Finding
    from qingdan.build.reading import Reading
    from qingdan.model import Library

__all__ = [
    "NotOursError",
    "Options",
    "Outcome",
    "OutputRefusedError",
    "Report",
    "Session",
    "build",
    "check",
    "new_session",
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
    today: date | None = None
    """The day of which nothing in the data can be later; None: that is not looked at. The site does not
    depend on it."""
    jobs: int = 1
    packers: Sequence[files.Packer] = ()
    """Forms to be put beside texts, compressed beforehand."""
    zip: Path | None = None
    """Where the offline edition is to be written. In the output folder it is part of the site, and the
    page of the data links to it."""

    @property
    def published_zip(self) -> str:
        """The path of the offline edition below the site's root; empty where it is no part of it."""
        target, output = self.zip and self.zip.resolve(), self.output.resolve()
        return target.relative_to(output).as_posix() if target and target.is_relative_to(output) else ""

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
    unkept: str = ""
    """Why the disk did not take what the next build wants to know of this one."""
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
            # What was counted meanwhile is forgotten, else the next object begins a search through all.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


@_without_collector()
def check(
    content: Path,
    report: Report = lambda _: None,
    jobs: int = 1,
    cache: Path | None = None,
    asked: Sequence[Path] = (),
    today: date | None = None,
) -> Outcome:
    """Look at a content folder and check it; nothing is written but what is remembered in `cache`.
    `today`: see `Options.today`.

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
        from qingdan.build.kept import Kept
        from qingdan.build.reading import read_content

        kept = Kept(content, cache) if cache else None
        reading = read_content(content, kept, jobs, inputs.files, today)
        outcome = _outcome(reading, timings)
        if outcomes:
            _remember(outcomes, now, inputs.content_digest(), outcome)
        if asked:
            told = set(found := concerning(paths, reading, content.name))
            outcome.others = [problem for problem in outcome.problems if problem not in told]
            outcome.problems = found
    return outcome


@_without_collector()
def build(
    options: Options, report: Report = lambda _: None, session: Session | None = None, *, hurry: bool = False
) -> Outcome:
    """Build the whole site, or leave the old one as it is.

    `session`: what earlier builds of this process know. With `hurry` only the pages are made; data and
    search stay those of the last build, and the next build without hurry makes them. Raises
    OutputRefusedError where the output folder is not ours to replace, OSError where the disk refuses.
    """
    session = session or new_session(options)
    _guard(options)
    outcome = _build(options, report, session, hurry=hurry)
    if options.zip and outcome.written and not options.published_zip:
        with _timed("zip", outcome.timings, report):
            from qingdan.build import offline

            offline.pack(options.output, outcome.written.manifest.rows, options.zip)
    return outcome


def _build(options: Options, report: Report, session: Session, *, hurry: bool) -> Outcome:
    files.recover(options.output)
    timings: dict[str, float] = {}
    place = f"{files.key_of(str(options.output.resolve()))}.json"
    outcomes = _memory_of(options.output, options.cache, "built")
    with _timed("read", timings, report):
        inputs = _site_inputs(session.inputs, options)
        manifest = session.manifest(options.cache / "manifests" / place)
        known = _recalled(outcomes, inputs) if manifest.note.get("inputs") == inputs else None
        if known and (same := files.stands(options.output, manifest)):
            return replace(known, written=same, timings=timings)
        from qingdan.build.reading import read_content

        found = session.inputs.files
        reading = read_content(options.content, session.kept(), options.jobs, found, options.today)
    outcome = _outcome(reading, timings)
    if has_errors(reading.problems):
        return outcome
    library = outcome.library = reading.library
    as_of = options.as_of or newest_date(library)
    with _timed("shell", timings, report):
        from qingdan.build.shell import make_shell
        from qingdan.build.wanted import Alike, Made, wanted

        alike = Alike(library, _memory_of(options.content, options.cache, "alike"))
        shells = make_shell(
            options.root / "mkdocs.yml", options.cache, library.site, offline=options.published_zip
        )
    outcome.warnings = list(shells.warnings)
    with _timed("pages", timings, report):
        from qingdan.search.parts import Remembered

        made = Made(
            reading=reading,
            shells=shells,
            as_of=as_of,
            content=options.content,
            pieces=_memory_of(options.content, options.cache, "exports"),
            alike=alike,
            index=Remembered(
                _memory_of(options.output, options.cache, "search"), files.earlier(options.output, manifest)
            ),
            templates=session.templates(options.root / "templates" / "pages"),
            held=manifest.batches if hurry else {},
        )
        files_ = list(wanted(made))
    base = urlsplit(shells.site_url).path
    outcome.written = _write(files_, outcome, options, manifest, base, outcomes, report, session, hurry=hurry)
    if outcome.written:
        # What was changed while the build ran is no part of it.
        still = _site_inputs(session.inputs, options)
        whole = inputs == still and not hurry
        last = outcome.written.manifest
        written = replace(last, note={**last.note, "inputs": inputs if whole else ""})
        if written != manifest:
            try:
                session.save_manifest(options.cache / "manifests" / place, written)
            except OSError as fault:  # the site stands; what it was made from is looked at anew next time
                outcome.unkept = f"{why_refused(fault)}（{options.cache}）"
        if whole:
            _remember(outcomes, inputs, still, outcome)
    return outcome


def new_session(options: Options, *, living: bool = False) -> Session:
    """What builds of these options share; `living`: whether there will be several."""
    return Session(options.content, options.root, options.cache, living=living)


def _site_inputs(sources: Inputs, options: Options) -> str:
    """Digest of all that the site is made from, and of the forms it is wanted in; empty where it is not
    known beforehand."""
    digest = sources.site_digest(options.as_of)
    marks = (packer.mark for packer in options.packers)
    return files.key_of(digest, options.published_zip, *marks) if digest else ""


def _write(
    wanted: _Wanted,
    outcome: Outcome,
    options: Options,
    manifest: files.Manifest,
    base: str,
    memory: Memory,
    report: Report,
    session: Session,
    *,
    hurry: bool,
) -> files.Written | None:
    """Write beside the old site, verify, swap; `base` is the path part of site_url, `memory` that of the
    site. None where a page is not as it must be."""
    zipped = options.published_zip
    if not zipped and (same := files.same_as_before(wanted, options.output, manifest, options.packers)):
        return same
    from qingdan.build import offline
    from qingdan.build.linked import Recalled
    from qingdan.build.look import Look
    from qingdan.build.verify import no_page, verify

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
                packers=options.packers,
            )
        if zipped:
            with _timed("zip", outcome.timings, report):
                offline.pack(folder, written.manifest.rows, folder / zipped)
                written = files.with_file(written, folder, zipped)
        with _timed("verify", outcome.timings, report):
            recalled = Recalled(memory, manifest)
            outcome.findings = verify(
                written,
                manifest,
                folder,
                options.output,
                base,
                options.jobs,
                recalled.linked,
                awaited=no_page if hurry else None,
            )
        if outcome.findings:
            return None
        note = {"links": recalled.keep(written)}
        with _timed("swap", outcome.timings, report), session.swapping:
            files.swap(folder, options.output)
            session.swaps += 1
        return written._replace(manifest=replace(written.manifest, note=note))
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
    if any(problem.rule == "future-date" for problem in outcome.problems):
        return  # tomorrow it may be none
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


def _guard(options: Options) -> None:
    """Refuse to replace a folder that is not a site of ours, or that holds the sources."""
    output = options.output.resolve()
    for kept in (options.root, options.content):
        if kept.resolve().is_relative_to(output):
            raise OutputRefusedError(f"输出文件夹 {options.output} 里有网站的源文件，不能用来放网站。")
    if output.is_relative_to(options.content.resolve()):
        raise OutputRefusedError(f"输出文件夹 {options.output} 在内容文件夹里面，请换一个地方。")
    if options.zip and options.zip.resolve().is_relative_to(options.content.resolve()):
        raise OutputRefusedError(f"离线版 {options.zip} 在内容文件夹里面，请换一个地方。")
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
