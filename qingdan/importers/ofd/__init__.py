"""OFD 版式文档 (GB/T 33190-2016): what its pages show, by the places of its characters and lines."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from qingdan.importers.archive import RefusedError
from qingdan.importers.blocks import Reading
from qingdan.importers.composing import unreadable
from qingdan.importers.ofd.drawing import MM, Drawing
from qingdan.importers.ofd.package import Document, Package, box_of, child, children, documents, text_of
from qingdan.importers.page import Drawn, Pages, Sheet


def read(_name: str, data: bytes, place: str) -> Reading:
    """What the pages of all documents show. Never raises."""
    try:
        pages = Pages("OFD", place)
        for sheet, drawn in _sheets(Package(data)):
            pages.add(sheet, drawn)
        return pages.reading(data)
    except RefusedError as refused:
        return unreadable(place, refused.message, refused.hint)


def _sheets(package: Package) -> Iterator[tuple[Sheet, Drawn]]:
    number = 0
    for document in documents(package):
        templates: dict[str, etree._Element] = {}
        for at in document.pages:
            number += 1
            yield _sheet(package, document, templates, at, number)


def _sheet(
    package: Package,
    document: Document,
    templates: dict[str, etree._Element],
    at: tuple[str, str],
    number: int,
) -> tuple[Sheet, Drawn]:
    """One page, by its id and the name of its part: its templates, its own content, its annotations."""
    id_, name = at
    page = package.part(name)
    x, y, width, height = box_of(text_of(child(page, "Area"), "PhysicalBox")) or document.box
    drawing = Drawing(document, width, height)
    origin = (1.0, 0.0, 0.0, 1.0, -x, -y)
    for used in children(page, "Template"):
        template = used.get("TemplateID", "")
        if template in document.templates and template not in templates:
            templates[template] = package.part(document.templates[template])
        if template in templates:
            drawing.take(templates[template], origin)
    drawing.take(page, origin)
    drawing.apart = True
    for part in document.notes.get(id_, ()):
        for note in package.part(part).iter("{*}Annot"):
            if note.get("Visible", "true").lower() == "false" or note.get("Type") in ("Link", "Path"):
                continue
            for look in children(note, "Appearance"):
                box = box_of(look.get("Boundary", "")) or (0.0, 0.0, 1.0, 1.0)
                drawing.take(look, (1.0, 0.0, 0.0, 1.0, box[0] - x, box[1] - y))
    sheet = Sheet(number, width * MM, height * MM, drawing.glyphs, drawing.rulings)
    return sheet, Drawn(drawing.pictures, drawing.curves, drawing.invisible, drawing.vertical)
