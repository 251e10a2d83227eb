"""Outcome: what one build, or one check, came to, and what the same inputs came to the last time."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qingdan import files
from qingdan.build.memory import Memory
from qingdan.problems import Problem, has_errors

if TYPE_CHECKING:
    from qingdan.build.links import Finding
    from qingdan.build.reading import Reading
    from qingdan.model import Library

Report = Callable[[str], None]
"""Told the name of each stage as it begins."""


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


def outcome_of(reading: Reading, timings: dict[str, float]) -> Outcome:
    """What reading came to so far."""
    summaries = list(reading.found.summaries)
    tasks = sum(len(summary.tasks) for summary in summaries)
    return Outcome(reading.problems, documents=len(summaries), tasks=tasks, timings=timings)


def recalled(outcomes: Memory, inputs: str) -> Outcome | None:
    """What the same inputs came to the last time."""
    entry = outcomes.recall("outcome") if inputs else None
    if not isinstance(entry, tuple) or entry[0] != inputs:
        return None
    _, problems, warnings, documents, tasks = entry
    return Outcome(problems, warnings=warnings, documents=documents, tasks=tasks)


def remember(outcomes: Memory, inputs: str, still: str, outcome: Outcome) -> None:
    """`still`: the inputs when the work was done; what changed meanwhile is not remembered."""
    if any(problem.rule == "future-date" for problem in outcome.problems):
        return  # tomorrow it may be none
    if inputs and inputs == still:
        entry = (inputs, outcome.problems, outcome.warnings, outcome.documents, outcome.tasks)
        outcomes.keep("outcome", entry)


@contextmanager
def timed(stage: str, timings: dict[str, float], report: Report) -> Iterator[None]:
    """Tell of a stage, and note how long it takes."""
    report(stage)
    begin = time.perf_counter()
    try:
        yield
    finally:
        timings[stage] = time.perf_counter() - begin


@contextmanager
def without_collector() -> Iterator[None]:
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
