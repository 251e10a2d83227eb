"""Styles of a document: what a paragraph or a run has from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lxml import etree

from qingdan.importers.docx.names import number, switch, value, w

_DEEP = 32
"""Longest chain of styles that rest on each other; a longer one is a ring."""
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)


class Styles:
    """The styles by id."""

    def __init__(self, root: etree._Element | None) -> None:
        """`root` is that of styles.xml; None where there is none."""
        self._styles: dict[str, etree._Element] = {}
        self._usual: dict[str, str] = {}
        self._hidden = False
        for style in () if root is None else root.findall(w("style")):
            id_, kind = value(style, "styleId"), value(style, "type", "paragraph")
            self._styles[id_] = style
            if value(style, "default", "0") in ("1", "true", "on"):
                self._usual[kind] = id_
        if root is not None:
            self._hidden = bool(
                switch(root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"), "vanish")
            )
        self.hides = cache(self._hides)
        self.list_of = cache(self._list_of)
        self.name_of = cache(self._name_of)

    def _chain(self, id_: str, kind: str) -> Iterator[etree._Element]:
        """A style and those that it rests on."""
        id_ = id_ or self._usual.get(kind, "")
        for _ in range(_DEEP):
            style = self._styles.get(id_)
            if style is None:
                return
            yield style
            id_ = value(style.find(w("basedOn")))

    def _hides(self, id_: str, kind: str) -> bool | None:
        """Whether text of this style is hidden; None where the style says nothing."""
        for style in self._chain(id_, kind):
            hidden = switch(style.find(w("rPr")), "vanish")
            if hidden is not None:
                return hidden
        return self._hidden if kind == "paragraph" else None

    def _list_of(self, id_: str) -> tuple[str, int | None]:
        """(numId, level) of a paragraph style; the numId is empty where it has none, the level None
        where the list says it."""
        level: int | None = None
        for style in self._chain(id_, "paragraph"):
            found = style.find(f"{w('pPr')}/{w('numPr')}")
            if found is None:
                continue
            if level is None and found.find(w("ilvl")) is not None:
                level = number(found.find(w("ilvl")))
            if (list_ := found.find(w("numId"))) is not None:
                return value(list_), level
        return "", level

    def ids(self, id_: str) -> list[str]:
        """Ids of a paragraph style and of those that it rests on."""
        return [value(style, "styleId") for style in self._chain(id_, "paragraph")]

    def list_of_style(self, id_: str) -> str:
        """The numId that a numbering style stands for; empty where there is none."""
        found = self._styles.get(id_)
        return "" if found is None else value(found.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}"))

    def _name_of(self, id_: str) -> str:
        """`title`, `subtitle`, `heading1` …, `toc`; empty for any other paragraph style."""
        for style in self._chain(id_, "paragraph"):
            name = value(style.find(w("name"))).strip()
            if found := _HEADING.fullmatch(name):
                return f"heading{found[1]}"
            if name.lower() in ("title", "标题"):
                return "title"
            if name.lower() in ("subtitle", "副标题"):
                return "subtitle"
            if re.fullmatch(r"(?:toc|目录) ?[1-9]", name, re.IGNORECASE):
                return "toc"
            level = style.find(f"{w('pPr')}/{w('outlineLvl')}")
            if level is not None and 0 <= number(level, default=9) < 9:
                return f"heading{number(level) + 1}"
        return ""
