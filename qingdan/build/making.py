"""From a content folder that was looked at to the files of its site, none of them made yet: the stages
before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from qingdan.build.memory import memory_of
from qingdan.build.options import Options
from qingdan.build.outcome import Outcome, Report, timed
from qingdan.build.reading import Reading
from qingdan.build.session import Session
from qingdan.build.wanted import Alike, Made
from qingdan.model import Library
from qingdan.search.parts import Remembered

_Earlier = Callable[[str, str], bytes | None]


def made_of(
    reading: Reading,
    options: Options,
    session: Session,
    outcome: Outcome,
    report: Report,
    earlier: _Earlier = lambda _path, _key: None,
    shell_ready: Callable[[], None] = lambda: None,
) -> Made:
    """What the files of a site are made from. `earlier`: gives the files of the last build; `shell_ready`
    waits until nobody else makes the shell."""
    library = outcome.library = reading.library
    with timed("shell", outcome.timings, report):
        alike = Alike(library, session.in_mind("alike", memory_of(options.content, options.cache, "alike")))
        shell_ready()
        shells = session.shells(library.site, options.published_zip)
    outcome.warnings = list(shells.warnings)
    return Made(
        reading=reading,
        shells=shells,
        as_of=options.as_of or newest_date(library),
        content=options.content,
        pieces=memory_of(options.content, options.cache, "exports"),
        alike=alike,
        index=Remembered(memory_of(options.output, options.cache, "search"), earlier),
        templates=session.templates(options.root / "templates" / "pages"),
    )


def newest_date(library: Library) -> date:
    """The newest date in the data: what the site counts from when nobody says a day."""
    days = [d for doc in library.documents for d in (doc.signed, doc.printed, doc.published) if d]
    days += [p.date for t in library.tasks() for p in t.progress]
    days += [a.date for t in library.tasks() for a in t.adjustments if a.date]
    years = [date(doc.year, 1, 1) for doc in library.documents if doc.year]
    return max(days or years or [date(1970, 1, 1)])
