"""The content folder -> the Library: which files there are, and what they make together."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from qingdan.loader.content_files import ContentFile, Sources, read_source, refused
from qingdan.loader.directory import Directory, index_redirects
from qingdan.loader.document import read_document
from qingdan.loader.found import Found, ReadDocument, ReadFile, ReadRegistry, Reads
from qingdan.loader.indexes import addresses, settle_slugs
from qingdan.loader.naming import slug_of
from qingdan.loader.registry import Registry, read_registry
from qingdan.loader.report import Report, Source
from qingdan.loader.site import read_site
from qingdan.loader.strays import is_legible, legible, strays
from qingdan.loader.summary import summary_of
from qingdan.model import Library, Site
from qingdan.problems import Place, Problem, error, in_order, warning
from qingdan.regexes import regex

_ID = regex(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Loaded(NamedTuple):
    """What a content folder holds."""

    library: Library
    """Without the documents whose errors leave open what is meant."""
    problems: tuple[Problem, ...]
    """In order of place."""
    sources: Mapping[str, Source]
    """By `Place.file`."""


def load(content: Path, only: Sequence[Path] | None = None) -> Loaded:
    """The Library of a content folder; with `only`, of these documents of it (files, or folders
    of files; they may lie elsewhere). Bad content never raises: it is among the problems."""
    found = look(content, only)
    return Loaded(found.library(), found.problems, found.sources)


def look(content: Path, only: Sequence[Path] | None = None, reads: Reads | None = None) -> Found:
    """The same without the Library. reads: another way to the same results than reading one file
    after the other."""
    return _Looking(content, reads or Anew()).look(only)


class Anew:
    """`Reads` that knows nothing from before."""

    def registry(self, file: ContentFile) -> ReadRegistry:
        """One file of units/."""
        source, problems = read_source(file)
        if source is None or not source.lines:
            return ReadRegistry(None, tuple(problems), source)
        report = Report(source)
        registry = read_registry(report)
        problems = _without_told(problems, report.problems)
        return ReadRegistry(registry, (*problems, *report.problems), source)

    def documents(self, files: Sequence[ContentFile], directory: Directory) -> Iterator[ReadFile]:
        """Files of documents/."""
        return (read_file(file, directory) for file in files)


def read_file(file: ContentFile, directory: Directory) -> ReadFile:
    """One file of documents/."""
    source, problems = read_source(file)
    if source is None or not source.lines:
        return ReadFile(tuple(problems), source)
    document, found = load_document(source, directory)
    summary = summary_of(document) if document else None
    return ReadFile((*_without_told(problems, found), *found), source, summary, document)


def _without_told(problems: Sequence[Problem], found: Sequence[Problem]) -> list[Problem]:
    """What is wrong with the characters of a file, without those of which the reader tells at their place."""
    told = {p.place for p in found}
    return [p for p in problems if p.rule != "invisible-character" or p.place not in told]


def load_document(source: Source, directory: Directory | None = None) -> ReadDocument:
    """One document from its YAML: a pure function of the text, the stem of its file's name (the
    document's id) and the registry of its region."""
    report = Report(source)
    document = read_document(report, Path(source.file).stem, directory or Directory())
    return ReadDocument(document, tuple(report.problems))


class _Looking:
    """One run: the problems and sources so far."""

    def __init__(self, content: Path, reads: Reads) -> None:
        self.content = content
        self.reads = reads
        self.name = content.absolute().name
        self.problems: list[Problem] = []
        self.sources = Sources()

    def look(self, only: Sequence[Path] | None) -> Found:
        found = [self._registry(path) for path in self._files("units")]
        registries = [registry for registry in found if registry is not None]
        unread = any(problem.rule == "unreadable-file" for problem in self.problems)
        whole = len(registries) == len(found) and not unread
        directory, problems = Directory.of(registries, whole=whole)
        self._shown(problems)
        site = self._site()
        paths = self._files("documents") if only is None else self._chosen(only)
        files = self._documents(self._named(paths), directory)
        if only is None:
            self._unused(registries, paths)
            self.problems += strays(self.content, self.name)
        summaries = [file.summary for file in files.values() if file.summary]
        slugs = settle_slugs(summaries)
        redirects, problems = index_redirects(directory, addresses(directory.all(), summaries, slugs))
        self._shown(problems)
        problems_ = tuple(in_order(self.problems))
        return Found(site, directory, files, slugs, redirects, problems_, self.sources)

    def _shown(self, problems: Iterable[Problem]) -> None:
        """Problems among several files, with the lines that they point at."""
        for problem in problems:
            excerpt = self.sources[problem.place.file].excerpt(problem.place)
            self.problems.append(replace(problem, excerpts=(excerpt,)))

    # ------------------------------------------------------------ files

    def _place(self, path: Path) -> str:
        """`content/documents/a.yaml`; a file that lies elsewhere, as it was given."""
        try:
            return f"{self.name}/{path.relative_to(self.content).as_posix()}"
        except ValueError:
            return path.as_posix()

    def _files(self, folder: str) -> list[Path]:
        """The .yaml files below a folder, sorted; other files are named."""
        found: list[Path] = []
        top = self.content / folder
        for base, folders, names in os.walk(top, onerror=self._unreadable):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            folders[:] = [name for name in folders if self._is_entered(Path(base) / name)]
            found += [Path(base) / name for name in names if self._is_ours(Path(base) / name)]
        return sorted(found, key=lambda path: path.as_posix())

    def _is_entered(self, path: Path) -> bool:
        """Whether the files of a folder are read; folders with odd names are named."""
        name = path.name
        if not is_legible(name):
            return self._illegible(path, "文件夹")
        if path.is_symlink():
            message = f"「{name}」是指向别的文件夹的链接，里面的文件没有读入。"
            hint = "把文件移到这里，或者删去这个链接。"
            self.problems.append(warning(Place(self._place(path)), "file-name", message, hint))
        elif name.endswith(".yaml"):
            message = f"「{name}」是文件夹，不是文件。"
            hint = "里面的 .yaml 文件照样读入；文件夹换一个不以 .yaml 结尾的名字。"
            self.problems.append(warning(Place(self._place(path)), "file-name", message, hint))
        return True

    def _illegible(self, path: Path, what: str) -> bool:
        message = f"{what}的名字不是 UTF-8 编码，没有读入：「{legible(path.name)}」。"
        hint = f"给{what}改名，用小写字母、数字和 -。"
        place = Place(self._place(path.with_name(legible(path.name))))
        self.problems.append(error(place, "file-name", message, hint))
        return False

    def _is_ours(self, path: Path) -> bool:
        name = path.name
        if not is_legible(name):
            return self._illegible(path, "文件")
        if name.endswith(".yaml"):
            return not name.startswith((".", "~"))
        if re.search(r"\.ya?ml(\.txt)?$", name, re.IGNORECASE):
            stem = re.sub(r"\.ya?ml(\.txt)?$", "", name, flags=re.IGNORECASE)
            message = f"文件名「{name}」不以 .yaml 结尾，没有读入。"
            self.problems.append(
                error(Place(self._place(path)), "file-name", message, f"改名为「{stem}.yaml」。")
            )
        elif not name.startswith((".", "~")) and name.lower() not in (
            "thumbs.db",
            "desktop.ini",
            "readme.md",
        ):
            message = f"这里只放 .yaml 文件，「{name}」没有读入。"
            hint = "原件放进 content/originals/；用不着的删去。"
            self.problems.append(warning(Place(self._place(path)), "file-name", message, hint))
        return False

    def _unreadable(self, failure: OSError) -> None:
        if not isinstance(failure, FileNotFoundError):
            name = self._place(Path(str(failure.filename or self.content)))
            self.problems.append(refused(Place(name), failure))

    def _chosen(self, only: Sequence[Path]) -> list[Path]:
        """The files that were asked for, by their place in the content folder where they lie in it."""
        found: dict[Path, None] = {}
        root = self.content.resolve()
        for asked in only:
            whole = sorted(asked.rglob("*.yaml")) if asked.is_dir() else [asked]
            for path in whole:
                real = path.resolve()
                found[self.content / real.relative_to(root) if real.is_relative_to(root) else path] = None
        return list(found)

    def _report(self, path: Path) -> Report | None:
        """The decoded file; None where it cannot be read."""
        file = ContentFile(path, self._place(path), self.content)
        source, problems = read_source(file)
        self.problems += problems
        if source is None:
            return None
        self.sources[file.place] = source
        return Report(source) if source.lines else None

    # ------------------------------------------------------------ what they hold

    def _registry(self, path: Path) -> Registry | None:
        file = ContentFile(path, self._place(path), self.content)
        registry, problems, source = self.reads.registry(file)
        self.problems += problems
        if source is not None:
            self.sources[file.place] = source
        return registry

    def _site(self) -> Site:
        path = self.content / "site.yaml"
        if not path.exists() or (report := self._report(path)) is None:
            return Site()
        site = read_site(report)
        self.problems += report.problems
        return site

    def _named(self, paths: Iterable[Path]) -> list[Path]:
        """The files whose names are ids, each id once, in order of id."""
        by_id: dict[str, Path] = {}
        for path in paths:
            file = self._place(path)
            if not _ID.fullmatch(path.stem) or len(path.stem) > 80:
                simpler = slug_of(path.stem) if re.search("[A-Za-z0-9\u4e00-\u9fff]", path.stem) else ""
                self.problems.append(
                    error(
                        Place(file),
                        "file-name",
                        "文件名就是网址的一部分，只能用小写字母、数字和中间的 -，不超过 80 个。",
                        f"改名为「{simpler}.yaml」。"
                        if 0 < len(simpler) <= 80
                        else "例如 shaoxing-2022.yaml。",
                    )
                )
            elif (other := by_id.setdefault(path.stem, path)) is not path:
                message = f"编号「{path.stem}」已经是 {self._place(other)} 的。"
                hint = "改一个文件名；同一份文件放了两次，就删去一个。"
                doubled = error(Place(file), "doubled-document", message, hint)
                self.problems.append(replace(doubled, others=(path.stem,)))
        return [by_id[stem] for stem in sorted(by_id)]

    def _documents(self, paths: Iterable[Path], directory: Directory) -> dict[str, ReadFile]:
        files = [ContentFile(path, self._place(path), self.content) for path in paths]
        found = {}
        for file, one in zip(files, self.reads.documents(files, directory), strict=True):
            self.problems += one.problems
            if one.source is not None:
                self.sources[file.place] = one.source
            found[file.path.stem] = one
        return found

    def _unused(self, registries: Iterable[Registry], paths: Iterable[Path]) -> None:
        stems = {path.stem for path in paths}
        for registry in registries:
            slug = registry.region.slug
            if registry.region.path is None and slug not in stems:
                message = f"名录写的文件「{slug}」不在 content/documents/ 里。"
                hint = "「文件」写 YAML 的文件名，不带 .yaml。"
                self._shown([warning(registry.place, "unused-registry", message, hint)])
