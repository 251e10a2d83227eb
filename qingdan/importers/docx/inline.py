"""Inline: the words of one paragraph, run by run.

Results of fields, accepted text of tracked changes, the one branch of alternate
content. Unknown elements are looked into, so that no words are lost in a wrapper
that we never saw.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from qingdan.importers.docx.drawings import Drawing, choice
from qingdan.importers.docx.fields import Fields
from qingdan.importers.docx.names import MC, M, deleted_words, switch, value, w
from qingdan.importers.docx.parts import Item, Kind, Paragraph, Trace
from qingdan.importers.docx.styles import Styles
from qingdan.importers.docx.symbols import glyph

_BLANK = re.compile("[\t\r\n]")
_SYMBOLIC = re.compile("[\uf020-\uf0ff]")
_PLAIN: Mapping[object, str] = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
    w("softHyphen"): "",
}
_NO_RUNS = frozenset(map(w, ("pPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "commentRangeStart")))
_NO_WORDS = frozenset(
    map(w, ("rPr", "delInstrText", "annotationRef", "footnoteRef", "endnoteRef", "lastRenderedPageBreak"))
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a paragraph needs of its document."""

    styles: Styles
    fields: Fields
    notes: Callable[[str, str], None]
    """Told (kind, id) of each note that is referred to, in order."""
    diagram: Callable[[str], list[str]]
    """Id of a relation -> the words of a diagram."""
    box: Callable[[etree._Element], list[Item]]
    """What stands in a text box."""


class Inline:
    """Reads the words of one paragraph."""

    def __init__(self, around: Surroundings, style: str) -> None:
        self.around = around
        self.fields = around.fields
        self.style = style
        self.parts: list[str] = []
        self.length = 0
        self.traces: list[Trace] = []
        self.boxes: list[Item] = []
        self.hidden = False
        self._pieces: Mapping[object, Callable[[etree._Element], None]] = {
            w("instrText"): self._instruction,
            w("fldChar"): self._field,
            w("sym"): self._symbol,
            w("footnoteReference"): self._note,
            w("endnoteReference"): self._note,
            w("commentReference"): self._comment,
            w("ruby"): self._ruby,
            w("drawing"): self._drawing,
            w("pict"): self._drawing,
            w("object"): self._drawing,
            w("delText"): self._deletion,
        }

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def add(self, words: str) -> None:
        if not words or self.fields.instruct(words):
            return
        if self.hidden:
            if words.strip():
                self.trace("hidden", words)
            return
        self.parts.append(words)
        self.length += len(words)

    def trace(self, kind: Kind, words: str = "") -> None:
        before = self.traces[-1] if self.traces else None
        if kind == "hidden" and before and before.kind == kind and before.at == self.length:
            self.traces[-1] = before._replace(words=before.words + words)
        else:
            self.traces.append(Trace(kind, self.length, words))

    def read(self, parent: etree._Element) -> None:
        """All children of a paragraph or of a wrapper in it."""
        for child in parent:
            tag = child.tag
            if tag == w("r"):
                self._run(child)
            elif tag in (w("del"), w("moveFrom")):
                self.trace("revision", deleted_words(child))
            elif tag in (w("ins"), w("moveTo")):
                self.trace("revision")
                self.read(child)
            elif tag == w("fldSimple"):
                self._simple(child)
            elif tag == MC + "AlternateContent":
                self.read(choice(child))
            elif tag in (M + "oMath", M + "oMathPara"):
                self.trace("math")
                self.add("".join(t.text or "" for t in child.iter(M + "t", w("t"))))
            elif isinstance(tag, str) and tag not in _NO_RUNS:
                self.read(child)

    def _simple(self, field: etree._Element) -> None:
        instruction = field.get(w("instr"), "")
        self.fields.begin()
        self.fields.instruct(instruction)
        if len(field):
            self.fields.part()
        self.read(field)
        self.add(self.fields.end())

    def _run(self, run: etree._Element) -> None:
        properties = run.find(w("rPr"))
        before, self.hidden = self.hidden, self._hides(properties)
        font = None if properties is None else properties.find(w("rFonts"))
        for child in run:
            self._piece(child, font)
        self.hidden = before

    def _hides(self, properties: etree._Element | None) -> bool:
        own = switch(properties, "vanish")
        if own is not None:
            return own
        style = value(None if properties is None else properties.find(w("rStyle")))
        by_style = self.around.styles.hides(style, "character") if style else None
        return bool(self.around.styles.hides(self.style, "paragraph") if by_style is None else by_style)

    def _piece(self, piece: etree._Element, font: etree._Element | None) -> None:
        """One child of a run."""
        tag = piece.tag
        if tag == w("t"):
            self._words(piece.text or "", font)
        elif tag in _PLAIN:
            self.add(_PLAIN[tag])
        elif tag in self._pieces:
            self._pieces[tag](piece)
        elif isinstance(tag, str) and tag not in _NO_WORDS:
            for inner in choice(piece) if tag == MC + "AlternateContent" else piece:
                self._piece(inner, font)

    def _instruction(self, piece: etree._Element) -> None:
        self.fields.instruct(piece.text or "")

    def _deletion(self, piece: etree._Element) -> None:
        self.trace("revision", piece.text or "")

    def _comment(self, _piece: etree._Element) -> None:
        self.trace("comment")

    def _note(self, piece: etree._Element) -> None:
        kind = str(piece.tag).rpartition("}")[2].removesuffix("Reference")
        self.around.notes(kind, value(piece, "id"))
        self.trace("note")

    def _words(self, text: str, font: etree._Element | None) -> None:
        words = _BLANK.sub(" ", text) if _BLANK.search(text) else text
        if font is not None and _SYMBOLIC.search(words):
            name = value(font, "ascii") or value(font, "hAnsi")
            words = _SYMBOLIC.sub(lambda m: glyph(m[0], name), words)
        self.add(words)

    def _field(self, mark: etree._Element) -> None:
        kind = value(mark, "fldCharType")
        if kind == "begin":
            self.fields.begin(mark)
        elif kind == "separate":
            self.fields.part()
        elif kind == "end":
            self.add(self.fields.end())

    def _symbol(self, piece: etree._Element) -> None:
        try:
            code = int(value(piece, "char"), 16)
        except ValueError:
            return
        if 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE:
            self.add(glyph(chr(code), value(piece, "font")))

    def _ruby(self, ruby: etree._Element) -> None:
        """The base, and what is printed above it in brackets, as web pages do it without ruby."""
        base, above = ruby.find(w("rubyBase")), ruby.find(w("rt"))
        if base is not None:
            self.read(base)
        at = self.length
        if above is not None:
            self.add("（")
            self.read(above)
            if self.length == at + 1 and self.parts[-1] == "（":
                self.parts.pop()
                self.length = at
            else:
                self.add("）")

    def _drawing(self, given: etree._Element) -> None:
        found = Drawing(given)
        if self.hidden:
            return
        for relation in found.diagrams:
            self.boxes += [Paragraph(text=words) for words in self.around.diagram(relation)]
        for box in found.boxes:
            self.boxes += self.around.box(box)
        self.boxes += [Paragraph(text=words) for words in found.words]
        if found.pictures:
            self.trace("picture")
        if found.objects:
            self.trace("object")
