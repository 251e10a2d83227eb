"""Fields: what Word computes where it keeps no result, from the field's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from qingdan.importers.docx.names import number, switch, value, w
from qingdan.importers.docx.symbols import glyph

PAGE_NUMBERS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"})
"""Fields that print another number on each page."""
_DEEP = 64
"""Fields that are nested deeper are not looked at."""
_CIRCLES = "○〇◯O"
_ENCLOSED = {str(n): chr(0x2460 + n - 1) for n in range(1, 21)} | {
    str(n): chr(0x3251 + n - 21) for n in range(21, 36)
}


@dataclass(slots=True)
class Field:
    """A field that has begun."""

    form: etree._Element | None = None
    """What a form field holds."""
    words: str = ""
    """Its instruction, so far."""
    result: bool = False
    """Whether its result has begun."""
    mute: bool = False
    """Whether its result is page furniture."""

    @property
    def name(self) -> str:
        return self.words.split(maxsplit=1)[0].upper() if self.words.strip() else ""


class Fields:
    """The fields that are open at a place; they nest, and may run over paragraphs."""

    def __init__(self, *, mute_pages: bool) -> None:
        """`mute_pages`: whether page numbers are left out."""
        self._mute_pages = mute_pages
        self._open: list[Field] = []
        self._never_ended: set[etree._Element] = set()
        self._too_deep = 0

    def inside(self, story: etree._Element) -> Fields:
        """The fields of a story or a text box: a stack of its own. A field that never ends there is
        none, or its words would be lost."""
        fields = Fields(mute_pages=self._mute_pages)
        begun: list[etree._Element] = []
        for mark in story.iter(w("fldChar")):
            if next(mark.iterancestors(w("txbxContent")), story) is not story:
                continue
            kind = value(mark, "fldCharType")
            if kind == "begin":
                begun.append(mark)
            elif kind == "end" and begun:
                begun.pop()
        fields._never_ended.update(begun)
        return fields

    def begin(self, mark: etree._Element | None = None) -> None:
        """A field begins; `mark` says so, where it is not a simple one."""
        if mark is not None and mark in self._never_ended:
            return
        if len(self._open) >= _DEEP:
            self._too_deep += 1
            return
        self._open.append(Field(None if mark is None else mark.find(w("ffData"))))

    def part(self) -> None:
        """Its instruction ends, its result begins."""
        if self._open and not self._too_deep:
            field = self._open[-1]
            field.result = True
            field.mute = self._mute_pages and field.name in PAGE_NUMBERS

    def end(self) -> str:
        """It ends; what it prints where it has kept no result."""
        if self._too_deep:
            self._too_deep -= 1
            return ""
        if not self._open:
            return ""
        field = self._open.pop()
        return "" if field.result and field.name != "FORMCHECKBOX" else shown(field)

    def instruct(self, words: str) -> bool:
        """Take words into the instruction of a field; False where they are printed."""
        if not self._open:
            return False
        if any(f.mute for f in self._open):
            return True
        field = next((f for f in self._open if not f.result), None)
        if field is not None:
            field.words += words
        return field is not None


def shown(field: Field) -> str:
    """What a field without a result prints."""
    if field.name == "EQ":
        return _equation(field.words)
    if field.name == "SYMBOL":
        return _symbol(field.words)
    form = field.form
    if form is None:
        return ""
    if field.name == "FORMCHECKBOX":
        box = form.find(w("checkBox"))
        checked = switch(box, "checked")
        return "☑" if (switch(box, "default") if checked is None else checked) else "☐"
    if field.name == "FORMDROPDOWN" and not field.result:
        choice = form.find(w("ddList"))
        if choice is not None:
            entries = [value(e) for e in choice.findall(w("listEntry"))]
            at = number(choice.find(w("result")), default=number(choice.find(w("default"))))
            return entries[at] if 0 <= at < len(entries) else ""
    return ""


def _symbol(words: str) -> str:
    found = re.match(
        r"\s*SYMBOL\s+(0x[0-9a-f]{1,5}|[0-9]{1,6})(?:.*?\\f\s+\"?([^\"\\]+))?", words, re.IGNORECASE
    )
    if not found:
        return ""
    code = int(found[1], 0 if found[1].lower().startswith("0x") else 10)
    usable = 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000
    return glyph(chr(code), (found[2] or "").strip()) if usable else ""


def _equation(words: str) -> str:
    r"""The characters of an EQ field: `\o\ac(○,11)` is ⑪, `\o\ad(\s\up 9(hàn),汉)` is 汉（hàn）."""
    body = re.sub(r"^\s*EQ\s*", "", words, flags=re.IGNORECASE)
    body = re.sub(r"\\\*\s*\w+(?:\s*\"[^\"]*\")?", "", body)
    circle = re.search(rf"\\o\s*\\ac\s*\(\s*([{_CIRCLES}])\s*[,;，]\s*([^()]*)\)", body)
    if circle:
        inside = circle[2].strip()
        return _ENCLOSED.get(inside, inside)
    ruby = re.search(
        r"\\o(?:\\a[lrcd])?\s*\(\s*\\s\s*\\up\s*[0-9]*\s*\(([^()]*)\)\s*[,;]\s*([^()\\]*)\)", body
    )
    if ruby:
        return f"{ruby[2].strip()}（{ruby[1].strip()}）"
    plain = re.sub(r"\\[a-z]+\s*[0-9]*", "", body, flags=re.IGNORECASE)
    return re.sub(r"[(),;\s]+", " ", plain).strip()
