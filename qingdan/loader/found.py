"""What was found in a content folder, and the Library that it makes when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from qingdan.loader.content_files import ContentFile
from qingdan.loader.directory import Directory
from qingdan.loader.indexes import index_due, index_duties, index_units, settled
from qingdan.loader.registry import Registry
from qingdan.loader.report import Source
from qingdan.loader.summary import Summary
from qingdan.model import Document, Library, Site
from qingdan.problems import Problem


class ReadDocument(NamedTuple):
    """What one YAML text of a document came to."""

    document: Document | None
    """None where errors leave open what is meant."""
    problems: tuple[Problem, ...]


class ReadFile(NamedTuple):
    """What one file of documents/ came to."""

    problems: tuple[Problem, ...]
    source: Source | Callable[[], Source] | None
    """Its lines, or what decodes them when somebody asks; None where it could not be read."""
    summary: Summary | None = None
    """None where errors leave open what is meant."""
    document: Document | Callable[[], Document] | None = None
    """Or what reads it when somebody asks; None where there is no summary."""


class ReadRegistry(NamedTuple):
    """What one file of units/ came to."""

    registry: Registry | None
    """None where errors leave open what is meant."""
    problems: tuple[Problem, ...]
    source: Source | Callable[[], Source] | None
    """As above."""


class Reads(Protocol):
    """Reads files, so that a build may share the work among processes or know from before what a
    file came to. What comes of a file of documents/ depends on its bytes, its name and the directory
    only; of a registry, on its bytes and its name."""

    def registry(self, file: ContentFile) -> ReadRegistry:
        """One file of units/."""
        ...

    def documents(self, files: Sequence[ContentFile], directory: Directory) -> Iterable[ReadFile]:
        """Files of documents/, in their order."""
        ...


class Found(NamedTuple):
    """What stands in a content folder. A document that is known from before is read when somebody
    asks for it."""

    site: Site
    directory: Directory
    files: Mapping[str, ReadFile]
    """By the id that the document has, or would have; in order."""
    slugs: Mapping[tuple[str, str], str]
    """(unit id, name) -> the slug by which units that would share one are told apart."""
    redirects: Mapping[str, str]
    problems: tuple[Problem, ...]
    """In order of place."""
    sources: Mapping[str, Source]
    """By `Place.file`."""

    @property
    def summaries(self) -> Iterator[Summary]:
        """Of every document, in order of id."""
        return (file.summary for file in self.files.values() if file.summary is not None)

    def document(self, summary: Summary) -> Document:
        """The document of a summary."""
        found = self.files[summary.id].document
        assert found is not None  # whoever gave the summary has read it
        document = found if isinstance(found, Document) else found()
        told_apart = self.slugs and any(
            (f"{summary.region.slug}/{slug}", name) in self.slugs for name, slug in summary.unregistered
        )
        return settled(document, self.slugs) if told_apart else document

    def library(self) -> Library:
        """All documents and the indexes."""
        documents = tuple(map(self.document, self.summaries))
        registered = self.directory.all()
        units = index_units(documents, registered)
        regions = {units_.region for units_ in registered} | {d.region for d in documents}
        return Library(
            site=self.site,
            documents=documents,
            regions=tuple(sorted(regions, key=lambda r: (r.path is None, r.path or "", r.slug))),
            units=units,
            duties=index_duties(documents, units),
            due=index_due(documents),
            redirects=self.redirects,
        )
