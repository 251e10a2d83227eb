"""OOXML (ISO/IEC 29500): the parts of a .docx or .xlsx and how they point at each other."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from qingdan.importers.archive import PART, Archive, RefusedError, is_zip, parse_xml

_STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)  # fmt: skip
"""Names of the strict form, and the ones that nearly every file uses: the same words by another name."""
_TYPES = "[Content_Types].xml"
_SMALL = 4 * 1024 * 1024


class Relation(NamedTuple):
    """What a part points at."""

    kind: str
    """Last word of its type: `header`, `numbering`, `worksheet` …"""
    target: str
    """Name of a part; an address where `external`."""
    external: bool


class Package:
    """The parts of an office file. Every method raises RefusedError for what is damaged."""

    def __init__(self, data: bytes) -> None:
        self.archive = Archive(data)
        self._types = self._content_types()
        start = [
            r.target for r in self.relations("").values() if r.kind == "officeDocument" and not r.external
        ]
        self.main = start[0] if start else ""
        """The part where it begins; empty where there is none."""
        self.main_type = self._types.get(self.main, "")
        """What kind of file it is (`…wordprocessingml.document.main+xml`); empty where it does not say."""

    def _content_types(self) -> Mapping[str, str]:
        if _TYPES not in self.archive:
            return {}
        root = self.archive.xml(_TYPES, _SMALL)
        by_suffix: dict[str, str] = {}
        found: dict[str, str] = {}
        for entry in root:
            name, kind = etree.QName(entry).localname, entry.get("ContentType", "")
            if name == "Default":
                by_suffix[entry.get("Extension", "").lower()] = kind
            elif name == "Override":
                found[entry.get("PartName", "").lstrip("/")] = kind
        for name in self.archive.names:
            suffix = name.rpartition(".")[2].lower()
            if name not in found and suffix in by_suffix:
                found[name] = by_suffix[suffix]
        return found

    def relations(self, part: str) -> Mapping[str, Relation]:
        """What a part points at, by id; the package itself is the part with the empty name."""
        folder, _, name = part.rpartition("/")
        file = posixpath.join(folder, "_rels", f"{name}.rels")
        if file not in self.archive:
            return {}
        found = {}
        for entry in self.archive.xml(file, _SMALL):
            external = entry.get("TargetMode") == "External"
            target = entry.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = entry.get("Type", "").rpartition("/")[2]
            found[entry.get("Id", "")] = Relation(kind, target, external)
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Names of the parts of one kind that a part points at, those that are there."""
        found = (r for r in self.relations(part).values() if r.kind == kind and not r.external)
        return [r.target for r in found if r.target in self.archive]

    def xml(self, part: str, most: int = PART) -> etree._Element:
        """The root of a part; strict names as the usual ones."""
        return parse_xml(self.raw(part, most), part)

    def raw(self, part: str, most: int = PART) -> bytes:
        """The bytes of a part that holds XML; strict names as the usual ones."""
        if part not in self.archive:
            raise RefusedError("这个文件缺了内容，不完整。")
        data = self.archive.read(part, most)
        if b"http://purl.oclc.org/ooxml/" in data:
            for strict, usual in _STRICT:
                data = data.replace(strict, usual)
        return data


def main_type(data: bytes) -> str:
    """What kind of office file the bytes are, by its own word; empty where they are none."""
    if not is_zip(data):
        return ""
    try:
        return Package(data).main_type
    except RefusedError:
        return ""
