"""Writes OFD 版式文档 after GB/T 33190-2016, as office software exports it: one object a line of text, rulings as paths."""

# ruff: noqa: E501 - parts stand in one piece

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from html import escape
from io import BytesIO

from .notices import Grid, Part, Slot, Title

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 25.0
BODY, HEAD, CELL = 4.2, 6.0, 3.2
"""Sizes of type, in millimetres."""
_NO_BEGIN = "，。、；：！？）》”’】〕,.;:!?)"


def text(x: float, y: float, words: str, size: float) -> str:
    """A line of text whose baseline begins at (x, y)."""
    steps = [size if ord(c) > 0x2000 else size / 2 for c in words[:-1]]
    same = (
        f"g {len(steps)} {steps[0]:.3f}"
        if len(set(steps)) == 1 and len(steps) > 1
        else " ".join(f"{s:.3f}" for s in steps)
    )
    delta = f' DeltaX="{same}"' if steps else ""
    box = f"{x:.3f} {y - size:.3f} {sum(steps) + size:.3f} {size * 1.2:.3f}"
    return (
        f'<ofd:TextObject ID="1" Boundary="{box}" Font="2" Size="{size}"><ofd:FillColor Value="0 0 0"/>'
        f'<ofd:TextCode X="0" Y="{size:.3f}"{delta}>{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def ruling(x0: float, y0: float, x1: float, y1: float) -> str:
    """A line."""
    return (
        f'<ofd:PathObject ID="1" Boundary="{x0:.3f} {y0:.3f} {max(x1 - x0, 0.1):.3f} {max(y1 - y0, 0.1):.3f}" LineWidth="0.2">'
        f'<ofd:StrokeColor Value="0 0 0"/><ofd:AbbreviatedData>M 0 0 L {x1 - x0:.3f} {y1 - y0:.3f}</ofd:AbbreviatedData></ofd:PathObject>'
    )


def wrapped(words: str, width: float, size: float, first: float = 0.0) -> list[str]:
    """The words in lines; a point may not begin one."""
    lines, line, used = [], "", first
    for c in words:
        wide = size if ord(c) > 0x2000 else size / 2
        if used + wide > width + 0.01 and c not in _NO_BEGIN:
            lines.append(line)
            line, used = "", 0.0
        line += c
        used += wide
    return [*lines, line]


def packed(
    pages: Sequence[str], *, template: str = "", documents: int = 1, extra: dict[str, str] | None = None
) -> bytes:
    """The file of these pages, each the objects of one layer."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        bodies = "".join(
            f"<ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_{k}/Document.xml</ofd:DocRoot></ofd:DocBody>"
            for k in range(documents)
        )
        file.writestr(
            "OFD.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {SPACE} Version="1.0" DocType="OFD">{bodies}</ofd:OFD>',
        )
        for k in range(documents):
            _document(file, f"Doc_{k}", pages, template)
        for name, content in (extra or {}).items():
            file.writestr(name, content)
    return out.getvalue()


def _document(file: zipfile.ZipFile, folder: str, pages: Sequence[str], template: str) -> None:
    listed = "".join(
        f'<ofd:Page ID="{10 + k}" BaseLoc="Pages/Page_{k}/Content.xml"/>' for k in range(len(pages))
    )
    model = (
        '<ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml" ZOrder="Background"/>' if template else ""
    )
    file.writestr(
        f"{folder}/Document.xml",
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>100</ofd:MaxUnitID>'
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH} {HEIGHT}</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{model}"
        f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages><ofd:Annotations>Annots/Annotations.xml</ofd:Annotations></ofd:Document>",
    )
    file.writestr(
        f"{folder}/PublicRes.xml",
        f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="2" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>',
    )
    if template:
        file.writestr(f"{folder}/Tpls/Tpl_0/Content.xml", page(template))
    for k, objects in enumerate(pages):
        used = '<ofd:Template TemplateID="5" ZOrder="Background"/>' if template else ""
        file.writestr(f"{folder}/Pages/Page_{k}/Content.xml", page(objects, used))


def page(objects: str, before: str = "") -> str:
    """A page's part."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:Page {SPACE}>{before}<ofd:Content><ofd:Layer ID="3" Type="Body">{objects}'
        "</ofd:Layer></ofd:Content></ofd:Page>"
    )


def printed(parts: Sequence[Part]) -> bytes:
    """A notice, set on pages: tables go over page breaks, and long rows too."""
    return packed(_Setter().set(parts), template=text(MARGIN, 15, "政务公开文件汇编", 3.2))


class _Setter:
    """Sets parts on pages."""

    def __init__(self) -> None:
        self.pages: list[list[str]] = [[]]
        self.y = MARGIN

    def set(self, parts: Sequence[Part]) -> list[str]:
        for part in parts:
            if isinstance(part, Grid):
                self._table(part)
            else:
                self._paragraph(part)
        return [
            "".join(objects) + text(WIDTH / 2 - 6, HEIGHT - 12, f"— {k} —", 4)
            for k, objects in enumerate(self.pages, 1)
        ]

    @property
    def room(self) -> float:
        return HEIGHT - MARGIN - self.y

    def _new_page(self) -> None:
        self.pages.append([])
        self.y = MARGIN

    def _paragraph(self, part: str) -> None:
        head = isinstance(part, Title)
        size = HEAD if head else BODY
        width = WIDTH - 2 * MARGIN
        lines = wrapped(part, width, size, 0 if head else 2 * size)
        for k, line in enumerate(lines):
            if self.room < size * 1.7:
                self._new_page()
            set_in = (
                (width - sum(size if ord(c) > 0x2000 else size / 2 for c in line)) / 2
                if head
                else (0 if k else 2 * size)
            )
            self.pages[-1].append(text(MARGIN + set_in, self.y + size, line, size))
            self.y += size * 1.7

    def _table(self, grid: Grid) -> None:
        columns = len(grid.rows[0])
        long = [
            any(r[k] and len(r[k].text) > 30 for r in grid.rows if sum(map(bool, r)) > 1)
            for k in range(columns)
        ]  # type: ignore[union-attr]
        total = WIDTH - 2 * MARGIN
        widths = [
            20.0 if not wide else (total - 20.0 * long.count(False)) / long.count(True) for wide in long
        ]
        xs = [MARGIN + sum(widths[:k]) for k in range(columns + 1)]
        top = self.y
        for y, row in enumerate(grid.rows):
            cells = {
                k: wrapped(s.text, xs[k + s.columns] - xs[k] - 2, CELL)
                for k, s in enumerate(row)
                if s and s.rows == 1
            }
            lines = max((len(c) for c in cells.values()), default=1)
            done = 0
            while done < lines:
                fits = int((self.room - 2) // (CELL * 1.5))
                if fits < 1:
                    self._close(xs, top)
                    self._new_page()
                    top = self.y
                    continue
                taken = min(fits, lines - done)
                height = taken * CELL * 1.5 + 2
                for k, words in cells.items():
                    for n, line in enumerate(words[done : done + taken]):
                        if line:
                            self.pages[-1].append(
                                text(xs[k] + 1, self.y + 1 + CELL * (1 + 1.5 * n), line, CELL)
                            )
                if done == 0:
                    self._groups(row, xs)
                self._sides(grid, y, xs, height)
                self.y += height
                done += taken
        self._close(xs, top)

    def _groups(self, row: Sequence[Slot | None], xs: list[float]) -> None:
        """The words of cells over several rows, at their tops."""
        for k, s in enumerate(row):
            if s and s.rows > 1:
                for n, line in enumerate(wrapped(s.text, xs[k + 1] - xs[k] - 2, CELL)):
                    self.pages[-1].append(text(xs[k] + 1, self.y + 1 + CELL * (1 + 1.5 * n), line, CELL))

    def _sides(self, grid: Grid, y: int, xs: list[float], height: float) -> None:
        """The lines above a row and between its cells; none within merged ones."""
        row = grid.rows[y]
        k = 0
        while k < len(row):
            slot = row[k]
            over = slot.columns if slot else 1
            if slot:
                self.pages[-1].append(ruling(xs[k], self.y, xs[k + over], self.y))
            self.pages[-1].append(ruling(xs[k], self.y, xs[k], self.y + height))
            k += over
        self.pages[-1].append(ruling(xs[-1], self.y, xs[-1], self.y + height))

    def _close(self, xs: list[float], top: float) -> None:
        """The frame of a table on a page."""
        if self.y > top:
            self.pages[-1] += [ruling(xs[0], top, xs[-1], top), ruling(xs[0], self.y, xs[-1], self.y)]
