"""Check a content folder: nothing is written but what is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from qingdan.build.asked import concerning, inside
from qingdan.build.inputs import Inputs
from qingdan.build.memory import memory_of
from qingdan.build.outcome import Outcome, Report, outcome_of, recalled, remember, timed, without_collector


@without_collector()
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
    with timed("read", timings, report):
        inputs = Inputs(content, cache=cache)
        paths = [inside(path, content) for path in asked]
        now = inputs.content_digest() if cache else ""
        outcomes = memory_of(content, cache, "checked") if cache else None
        if outcomes and not asked and (known := recalled(outcomes, now)):
            return replace(known, timings=timings)
        from qingdan.build.kept import Kept
        from qingdan.build.reading import read_content

        kept = Kept(content, cache) if cache else None
        reading = read_content(content, kept, jobs, inputs.files, today)
        outcome = outcome_of(reading, timings)
        if outcomes:
            remember(outcomes, now, inputs.content_digest(), outcome)
        if asked:
            told = set(found := concerning(paths, reading, content.name))
            outcome.others = [problem for problem in outcome.problems if problem not in told]
            outcome.problems = found
    return outcome
