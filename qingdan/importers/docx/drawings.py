"""Drawings: what hangs on a paragraph: text boxes, word art, diagrams, pictures."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from qingdan.importers.docx.names import CHART, DGM, MC, A, R, V, w

_LOCKED = "{http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas}lockedCanvas"
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_BOX = w("txbxContent")


def choice(alternate: etree._Element) -> etree._Element:
    """The branch of mc:AlternateContent that is read: the first that is offered, else the fallback;
    the fallback too where it alone holds words."""
    first = alternate.find(MC + "Choice")
    fallback = alternate.find(MC + "Fallback")
    if first is None or (fallback is not None and not _has_words(first) and _has_words(fallback)):
        return alternate if fallback is None else fallback
    return first


def _has_words(element: etree._Element) -> bool:
    return any((t.text or "").strip() for t in element.iter(w("t"), A + "t")) or any(
        t.get("string") for t in element.iter(V + "textpath")
    )


class Drawing:
    """What a w:drawing, w:pict or w:object shows."""

    def __init__(self, given: etree._Element) -> None:
        self.boxes: list[etree._Element] = []
        """Text boxes, in order."""
        self.words: list[str] = []
        """Word art and text of locked canvases."""
        self.diagrams: list[str] = []
        """Ids of relations to diagrams' data."""
        self.pictures = 0
        self.objects = 0
        """Charts and embedded files: their text is a picture to us."""
        for element in _walk(given):
            self._take(element)

    def _take(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == _BOX:
            self.boxes.append(element)
        elif tag == V + "textpath":
            self.words += [words for words in [element.get("string", "")] if words.strip()]
        elif tag == A + "p":
            words = "".join(t.text or "" for t in element.iter(A + "t"))
            self.words += [words] if words.strip() else []
        elif tag == DGM + "relIds":
            self.diagrams.append(element.get(R + "dm", ""))
        elif tag in (A + "blip", V + "imagedata"):
            self.pictures += 1
        elif tag in (CHART + "chart", _OLE):
            self.objects += 1


def _walk(parent: etree._Element) -> Iterator[etree._Element]:
    """Elements in order; what stands in a text box belongs to the box."""
    for child in parent:
        if child.tag == MC + "AlternateContent":
            yield from _walk(choice(child))
            continue
        yield child
        if child.tag not in (_BOX, A + "p"):
            yield from _walk(child)
