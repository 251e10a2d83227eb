"""Workbook: the sheets of an .xlsx in order -> canonical text, blocks, problems."""

from __future__ import annotations

from qingdan.importers.blocks import Mark, Reading
from qingdan.importers.composing import Composer
from qingdan.importers.number_format import BUILT_IN
from qingdan.importers.ooxml import Package
from qingdan.importers.sheets import Sheet, Spot, compose
from qingdan.importers.xlsx.content import Content, SheetReader, covered, stream, words_of
from qingdan.importers.xlsx.places import A, R, S, name_of, whole
from qingdan.importers.xlsx.remarks import Seen, problems


class Workbook:
    """One workbook. Raises RefusedError where it can't be read."""

    def __init__(self, package: Package, place: str) -> None:
        self.package = package
        self.place = place
        self.composer = Composer()
        self.seen: list[Seen] = []
        root = package.xml(package.main)
        properties = root.find(f"{S}workbookPr")
        date1904 = properties is not None and properties.get("date1904", "0") in ("1", "true")
        self.root = root
        self.reader = SheetReader(self._strings(), self._formats(), date1904=date1904)

    # ------------------------------------------------------------ the workbook

    def read(self, data: bytes) -> Reading:
        """All of its sheets that are shown. `data` are the bytes of the file."""
        relations = self.package.relations(self.package.main)
        footers: list[str] = []
        for given in self.root.iterfind(f"{S}sheets/{S}sheet"):
            found = relations.get(given.get(f"{R}id", ""))
            if found is None or found.external or found.target not in self.package.archive:
                continue
            if found.kind != "worksheet":
                self._see("object", given.get("name", ""))
                continue
            content = self.reader.read(self.package.raw(found.target), found.target)
            if given.get("state", "visible") != "visible":
                if any(text.strip() for text in content.cells.values()):
                    self._see("hidden", f"工作表「{given.get('name', '')}」")
                continue
            footers += self._sheet(found.target, content)
        for words in dict.fromkeys(footers):
            self.composer.line(words, style="footer", frame=True)
        macros = any(name.endswith("vbaProject.bin") for name in self.package.archive.names)
        macros |= self.package.main_type.startswith("application/vnd.ms-excel")
        told = problems(self.place, self.seen, self.composer.lines, macros=macros)
        return self.composer.reading(self.place, data, told)

    def _see(self, kind: str, words: str, mark: Mark | None = None) -> None:
        self.seen.append(Seen(kind, mark or Mark(max(len(self.composer.lines), 1), 1), words))

    def _sheet(self, part: str, content: Content) -> list[str]:
        """One sheet: header, text boxes, cells. Its footer is given back, for the end."""
        heads = [w for w in content.furniture[:3] if w]
        for words in dict.fromkeys(heads):
            if words not in self.composer.lines:
                self.composer.line(words, style="header", frame=True)
        self._drawings(part)
        visible: dict[Spot, str] = {}
        under = covered(content.spans.values(), content.cells)
        for spot, text in content.cells.items():
            row, column = spot
            gone = row in content.hidden_rows or any(a <= column <= b for a, b in content.hidden_columns)
            if not gone and spot not in under:
                visible[spot] = text
            elif text.strip():
                self._see("hidden", text.strip(), Mark(len(self.composer.lines) + 1, 1))
        marks = compose(Sheet(visible, content.spans), self.composer)
        for spot in content.no_value:
            self._see("no-value", name_of(spot), marks.get(spot))
        for spot, code in content.unknown.items():
            if spot in marks:
                self._see("format", code, marks[spot])
        for target in self.package.related(part, "comments"):
            count = sum(1 for _ in self.package.xml(target).iter(f"{S}comment"))
            self.seen += [Seen("comment", Mark(max(len(self.composer.lines), 1), 1), "")] * count
        return [w for w in content.furniture[3:] if w]

    def _drawings(self, part: str) -> None:
        """Text boxes and shapes of a sheet; pictures are told."""
        for target in self.package.related(part, "drawing"):
            root = self.package.xml(target)
            for body in root.iter():
                if isinstance(body.tag, str) and body.tag.endswith("}txBody"):
                    for paragraph in body.iter(f"{A}p"):
                        words = "".join(t.text or "" for t in paragraph.iter(f"{A}t")).strip()
                        if words:
                            self.composer.line(words)
            for _ in root.iter(f"{A}blip"):
                self._see("picture", "")
            if any("chart" in str(g.get("uri")) for g in root.iter(f"{A}graphicData")):
                self._see("object", "图表")

    def _strings(self) -> list[str]:
        names = self.package.related(self.package.main, "sharedStrings")
        return [words_of(si) for si in stream(self.package.raw(names[0]), names[0], "si")] if names else []

    def _formats(self) -> list[str]:
        """The number format of each style of cells."""
        names = self.package.related(self.package.main, "styles")
        if not names:
            return []
        root = self.package.xml(names[0])
        own = {f.get("numFmtId", ""): f.get("formatCode", "") for f in root.iterfind(f"{S}numFmts/{S}numFmt")}
        ids = [x.get("numFmtId", "0") for x in root.iterfind(f"{S}cellXfs/{S}xf")]
        return [own.get(i) or BUILT_IN.get(whole(i), "General") for i in ids]
