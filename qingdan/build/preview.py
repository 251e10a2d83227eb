"""Preview 预览: pages of what was saved just now, each made when somebody looks at it, before any of them is
written. What is the same as in the written site is read there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from qingdan.build.options import Options
from qingdan.build.outcome import Outcome, Report, outcome_of, timed, without_collector
from qingdan.build.session import Session
from qingdan.files import File, Row
from qingdan.problems import has_errors

if TYPE_CHECKING:
    from qingdan.build.wanted import Made


class Preview:
    """The site of one state of the content."""

    def __init__(self, made: Made) -> None:
        from qingdan.build.wanted import wanted_pages

        self._listed: Iterator[File] = wanted_pages(made)
        """What nobody has asked for yet."""
        self._files = {file.path: file for file in made.shells.files}
        self._bytes: dict[str, bytes] = {}

    def read(self, path: str, rows: Mapping[str, Row]) -> bytes | None:
        """The bytes of a file. None where the written site, of which `rows` tell, has the same, or where
        it is none of the pages: data and search are made with the site. Raises FileNotFoundError for
        a page that is none of this state."""
        file = self._file(path)
        if file is None:
            if path.endswith(".html"):
                raise FileNotFoundError(path)
            return None
        row = rows.get(path)
        if row and file.key and row.key == file.key:
            return None
        if path not in self._bytes:
            self._bytes[path] = file.read()
        return self._bytes[path]

    def _file(self, path: str) -> File | None:
        if path not in self._files and path.endswith(".html"):
            for file in self._listed:
                self._files[file.path] = file
                if file.path == path:
                    break
        return self._files.get(path)


@without_collector()
def preview(options: Options, report: Report, session: Session) -> tuple[Outcome, Preview | None]:
    """Look at the content as it is now and check it. No preview where it has errors."""
    timings: dict[str, float] = {}
    with timed("read", timings, report):
        from qingdan.build.reading import read_content

        known = session.inputs.look_at_content()
        reading = read_content(options.content, session.kept(), options.jobs, known, options.today)
    outcome = outcome_of(reading, timings)
    if has_errors(reading.problems):
        return outcome, None
    from qingdan.build.making import made_of

    made = made_of(reading, options, session, outcome, report)
    made.templates.compile_all()  # where one has a fault, that is told now
    return outcome, Preview(made)
