"""Package: the parts of an OFD file and how they name each other (GB/T 33190-2016, chapters 5 to 7)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from qingdan.importers.archive import AGAIN, Archive, RefusedError

ALL = 300 * 1024 * 1024
"""Bytes of XML that are read for one file, all together."""
_HINT = "用 WPS 或 OFD 阅读器打开它，另存（打印）成 PDF，再导入。"


class Package:
    """The parts of one file. Names are read as they stand; what leads outside is not there."""

    def __init__(self, data: bytes) -> None:
        """Raises RefusedError."""
        self.archive = Archive(data)
        self.left = ALL
        self._names = {name.lower(): name for name in self.archive.names}
        if any(name.rsplit("/", 1)[-1] in ("encryptions.xml", "decryptseed.dat") for name in self._names):
            raise RefusedError("这个 OFD 加了密，打不开。", "用 OFD 阅读器打开，去掉密码，另存一份。")

    def part(self, name: str) -> etree._Element:
        """The root of a part. Raises RefusedError where it is missing, too large or no XML."""
        known = self._names.get(name.lower())
        if known is None:
            raise RefusedError(f"这个 OFD 不完整，缺了一个部分（{name[:60]}）。", AGAIN)
        data = self.archive.read(known)
        self.left -= len(data)
        if self.left < 0:
            raise RefusedError("这个 OFD 的内容大得不正常，没有读。", _HINT)
        return self.archive.xml(known)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.lower() in self._names


@dataclass(slots=True)
class Document:
    """One document of a file."""

    box: tuple[float, float, float, float]
    """Of pages that say nothing else; millimetres: x, y, width, height."""
    pages: list[tuple[str, str]] = field(default_factory=list)
    """(id, name of the part), in order."""
    templates: dict[str, str] = field(default_factory=dict)
    """Id -> name of the part."""
    units: dict[str, etree._Element] = field(default_factory=dict)
    """Composite drawings by id."""
    notes: dict[str, list[str]] = field(default_factory=dict)
    """Id of a page -> names of the parts with its annotations."""


def documents(package: Package) -> Iterator[Document]:
    """The documents of a file, in order. Raises RefusedError."""
    root = package.part("OFD.xml")
    for body in children(root, "DocBody"):
        start = text_of(body, "DocRoot")
        if start:
            yield _document(package, located("", start))


def _document(package: Package, name: str) -> Document:
    root = package.part(name)
    folder = posixpath.dirname(name)
    common = child(root, "CommonData")
    area = child(common, "PageArea") if common is not None else None
    document = Document(box_of(text_of(area, "PhysicalBox")) or (0.0, 0.0, 210.0, 297.0))
    if common is not None:
        for page in children(common, "TemplatePage"):
            document.templates[page.get("ID", "")] = located(folder, page.get("BaseLoc", ""))
        for kind in ("PublicRes", "DocumentRes"):
            for part in children(common, kind):
                _resources(package, located(folder, part.text or ""), document)
    pages = child(root, "Pages")
    for page in children(pages, "Page") if pages is not None else ():
        document.pages.append((page.get("ID", ""), located(folder, page.get("BaseLoc", ""))))
    annotations = text_of(root, "Annotations")
    if annotations:
        _annotations(package, located(folder, annotations), document)
    return document


def _resources(package: Package, name: str, document: Document) -> None:
    """The composite drawings of a part with resources."""
    if not package.has(name):
        return
    for unit in package.part(name).iter("{*}CompositeGraphicUnit", "{*}CompositeGraphUnit"):
        document.units[unit.get("ID", "")] = unit


def _annotations(package: Package, name: str, document: Document) -> None:
    """Which parts annotate which pages."""
    if not package.has(name):
        return
    folder = posixpath.dirname(name)
    for page in children(package.part(name), "Page"):
        part = located(folder, text_of(page, "FileLoc"))
        if package.has(part):
            document.notes.setdefault(page.get("PageID", ""), []).append(part)


def located(folder: str, name: str) -> str:
    """A name that a part in `folder` gives, from the root of the file."""
    name = name.strip().replace("\\", "/")
    return posixpath.normpath(name.lstrip("/") if name.startswith("/") else posixpath.join(folder, name))


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of a name, whatever its name space's prefix."""
    return next(children(element, name), None) if element is not None else None


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children of a name, whatever their name space's prefix."""
    return (e for e in element if isinstance(e.tag, str) and local(e) == name)


def local(element: etree._Element) -> str:
    """The name of an element without its name space."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(element: etree._Element | None, name: str) -> str:
    """The words of a child; empty where there is none."""
    found = child(element, name)
    return (found.text or "").strip() if found is not None else ""


_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?")


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute; those beyond a million are none."""
    return [value for found in _NUMBER.findall(text or "") if abs(value := float(found)) < 1e6]


def box_of(text: str) -> tuple[float, float, float, float] | None:
    """x, y, width and height; None for anything else."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 and found[2] > 0 < found[3] else None
