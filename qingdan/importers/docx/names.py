"""Names of WordprocessingML, as lxml spells them."""

from __future__ import annotations

from typing import Final

from lxml import etree

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
V: Final = "{urn:schemas-microsoft-com:vml}"
DGM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_OFF: Final = ("0", "false", "off", "none")


def w(name: str) -> str:
    """A name of the main namespace."""
    return _W + name


def value(element: etree._Element | None, name: str = "val", default: str = "") -> str:
    """An attribute of an element that may be missing."""
    return default if element is None else element.get(_W + name, default)


def number(element: etree._Element | None, name: str = "val", default: int = 0) -> int:
    """An attribute as a whole number; the default for what is none."""
    text = value(element, name)
    try:
        return int(text) if len(text) < 12 else default
    except ValueError:
        return default


def switch(parent: etree._Element | None, name: str) -> bool | None:
    """Whether a property is on; None where it is not given."""
    found = None if parent is None else parent.find(_W + name)
    return None if found is None else found.get(_W + "val", "1").lower() not in _OFF


def deleted_words(element: etree._Element) -> str:
    """The words of something that is left out."""
    return "".join(t.text or "" for t in element.iter(w("t"), w("delText")))
