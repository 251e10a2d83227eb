"""Reading: the content folder is looked at and checked, each document by itself and from memory where
nothing it is made of has changed; then the checks that look at several documents.

What one document comes to is a pure function of its YAML, its original and the registry of its
region. That makes it safe to share among processes and to remember.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path

from qingdan import checks
from qingdan.build.kept import Kept
from qingdan.build.reader import Reader
from qingdan.checks.case import Case, Shared
from qingdan.loader import Found, look
from qingdan.model import Library, OriginalText
from qingdan.problems import Place, Problem, error, in_order
from qingdan.text.passages import Alignment


class Reading:
    """A content folder, looked at and checked."""

    def __init__(self, found: Found, problems: list[Problem], reader: Reader) -> None:
        self.found = found
        self.problems = problems
        """All of them, in order of place."""
        self.originals: Mapping[str, OriginalText] = reader.originals
        """By document id: those that could be read."""
        self.digests: Mapping[str, str] = reader.digests
        """SHA-256 of the same, without reading them."""
        self.alignments: Mapping[str, Alignment] = reader.alignments
        """By document id: each document that its original bears out, held against it."""
        self.names: Mapping[str, str] = reader.names
        """Document id -> what it names as its original, as far as it could be read."""

    @cached_property
    def library(self) -> Library:
        """All documents; read now where memory knew what they came to."""
        return self.found.library()


def read_content(
    content: Path,
    kept: Kept | None,
    jobs: int,
    files: Mapping[str, str] | None = None,
    today: date | None = None,
) -> Reading:
    """Look at a content folder and check it. Bad content never raises.

    `files`: SHA-256 of each file of the folder by its path, as far as somebody knows them.
    """
    reader = Reader(content, kept, jobs, files)
    found = look(content, reads=reader)
    together = _checked_together(found, reader.originals, today)
    problems = in_order((*found.problems, *together, *_without_documents(found, content)))
    if kept is not None:
        kept.save()
    return Reading(found, problems, reader)


def _checked_together(
    found: Found, originals: Mapping[str, OriginalText], today: date | None
) -> Iterator[Problem]:
    """What the rules find that look at several documents."""
    shared = Shared(found.summaries, today=today)
    for summary in found.summaries:
        rules = [rule for rule in checks.TOGETHER if rule.together and rule.together(summary, shared)]
        if rules:
            document = found.document(summary)
            case = Case(document, originals.get(document.id), found.sources, shared)
            yield from checks.check_case(case, rules)


def _without_documents(found: Found, content: Path) -> Iterator[Problem]:
    """No document at all is most likely a wrong folder or half a checkout: an empty site must not
    take the place of a full one."""
    place = Place(f"{content.name}/documents")
    if any(problem.place == place for problem in found.problems):
        return  # the folder cannot be read: that is said already
    if all(file.source is None for file in found.files.values()):
        message = "content/documents/ 里一份文件也没有，网站不生成。"
        hint = "看看是不是在别的文件夹里运行，文件是不是没有取全。"
        yield error(place, "no-documents", message, hint)
