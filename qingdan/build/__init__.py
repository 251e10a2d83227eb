"""Build 生成: the order of all stages stands only here.

load -> check -> shell -> pages, search, exports -> write -> verify -> swap.
Errors of the content end the build before anything is written; a failed or
killed build leaves the old site whole; the same input gives the same bytes.

    options    what is asked for          outcome    what it came to
    checking   without building           making     up to files that nobody has made yet
    preview    pages of what was saved just now, made when somebody looks at them
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from urllib.parse import urlsplit

from qingdan import files
from qingdan.build.asked import NotOursError
from qingdan.build.checking import check
from qingdan.build.inputs import Inputs
from qingdan.build.memory import Memory, memory_of
from qingdan.build.options import Options, OutputRefusedError, guard
from qingdan.build.outcome import Outcome, Report, outcome_of, recalled, remember, timed, without_collector
from qingdan.build.session import Session
from qingdan.problems import has_errors, why_refused

# All that reads content or makes files is imported where it does: that takes half a second, which a
# check or a build of unchanged inputs need not wait for.

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
]


@without_collector()
def build(options: Options, report: Report = lambda _: None, session: Session | None = None) -> Outcome:
    """Build the whole site, or leave the old one as it is.

    `session`: what earlier builds of this process know. Raises OutputRefusedError where the output
    folder is not ours to replace, OSError where the disk refuses.
    """
    session = session or new_session(options)
    guard(options)
    outcome = _build(options, report, session)
    if options.zip and outcome.written and not options.published_zip:
        with timed("zip", outcome.timings, report):
            from qingdan.build import offline

            offline.pack(options.output, outcome.written.manifest.rows, options.zip)
    return outcome


def _build(options: Options, report: Report, session: Session) -> Outcome:
    files.recover(options.output)
    timings: dict[str, float] = {}
    outcomes = memory_of(options.output, options.cache, "built")
    with ExitStack() as meanwhile:
        with timed("read", timings, report):
            inputs = _site_inputs(session.inputs, options)
            manifest = session.manifest()
            known = recalled(outcomes, inputs) if manifest.note.get("inputs") == inputs else None
            if known and (same := files.stands(options.output, manifest)):
                return replace(known, written=same, timings=timings)
            from qingdan.build.ahead import shell_ahead
            from qingdan.build.reading import read_content

            found = session.inputs.files
            shell_ready = meanwhile.enter_context(shell_ahead(options))
            reading = read_content(options.content, session.kept(), options.jobs, found, options.today)
        outcome = outcome_of(reading, timings)
        if has_errors(reading.problems):
            return outcome
        from qingdan.build.making import made_of
        from qingdan.build.wanted import wanted

        earlier = files.earlier(options.output, manifest)
        made = made_of(reading, options, session, outcome, report, earlier, shell_ready)
    with timed("pages", timings, report):
        listed = list(wanted(made))
    base = urlsplit(made.shells.site_url).path
    outcome.written = _write(listed, outcome, options, manifest, base, outcomes, report)
    if outcome.written:
        # What was changed while the build ran is no part of it.
        still = _site_inputs(session.inputs, options)
        last = outcome.written.manifest
        written = replace(last, note={**last.note, "inputs": inputs if inputs == still else ""})
        if written != manifest:
            try:
                session.save_manifest(written)
            except OSError as fault:  # the site stands; what it was made from is looked at anew next time
                outcome.unkept = f"{why_refused(fault)}（{options.cache}）"
        if inputs == still:
            remember(outcomes, inputs, still, outcome)
    return outcome


def new_session(options: Options, *, living: bool = False) -> Session:
    """What builds of these options share; `living`: whether there will be several."""
    return Session(options, living=living)


def _site_inputs(sources: Inputs, options: Options) -> str:
    """Digest of all that the site is made from, and of the forms it is wanted in; empty where it is not
    known beforehand."""
    digest = sources.site_digest(options.as_of)
    marks = (packer.mark for packer in options.packers)
    return files.key_of(digest, options.published_zip, *marks) if digest else ""


def _write(
    wanted: Sequence[files.File | files.Batch],
    outcome: Outcome,
    options: Options,
    manifest: files.Manifest,
    base: str,
    memory: Memory,
    report: Report,
) -> files.Written | None:
    """Write beside the old site, verify, swap; `base` is the path part of site_url, `memory` that of the
    site. None where a page is not as it must be."""
    zipped = options.published_zip
    if not zipped and (same := files.same_as_before(wanted, options.output, manifest, options.packers)):
        return same
    from qingdan.build import offline
    from qingdan.build.linked import Recalled
    from qingdan.build.look import Look
    from qingdan.build.verify import verify

    folder = files.building_name(options.output)
    try:
        with timed("write", outcome.timings, report):
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
            with timed("zip", outcome.timings, report):
                offline.pack(folder, written.manifest.rows, folder / zipped)
                written = files.with_file(written, folder, zipped)
        with timed("verify", outcome.timings, report):
            last = Recalled(memory, manifest)
            outcome.findings = verify(
                written,
                manifest,
                folder,
                options.output,
                base,
                options.jobs,
                last.linked,
            )
        if outcome.findings:
            return None
        note = {"links": last.keep(written)}
        with timed("swap", outcome.timings, report):
            files.swap(folder, options.output)
        return written._replace(manifest=replace(written.manifest, note=note))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
