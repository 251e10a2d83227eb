"""PDF with text: what its pages show. Scans without text, passwords and damage are refused in plain words.

Read with pdfminer.six, the engine of pdfplumber: pdfplumber keeps all pages and has no bounds. No
script of the file runs, nothing that it names is fetched.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO

from qingdan.importers.archive import AGAIN, RefusedError
from qingdan.importers.blocks import Reading
from qingdan.importers.composing import Composer, unreadable
from qingdan.importers.page import Paper, Sheet
from qingdan.importers.page.characters import is_lost, is_odd, shown
from qingdan.problems import Place, Problem, warning

SUFFIXES = (".pdf",)
PAGES = 5_000
CHARACTERS = 6_000_000
"""Most characters of a document: a thousand full pages have a quarter of it."""
_SCAN = (
    "先用识别软件（WPS 的「图片转文字」、Acrobat 的 OCR）转成有文字的文件，对照原件校一遍；"
    "更好的办法是向发文单位要 Word 或者直接导出的 PDF。"
)
_OTHER = "换一份：用 Word 或 WPS 打开源文件，另存为 PDF；或者直接导入源文件。"


def claims(_suffix: str, data: bytes) -> bool:
    """Whether the bytes are a PDF: they begin with its mark, or have it behind stray bytes and end as one."""
    head = data[:1024]
    if head.lstrip(b"\xef\xbb\xbf\0\r\n\t ").startswith(b"%PDF-"):
        return True
    return b"%PDF-" in head and b"startxref" in data[-2048:] and not head.startswith((b"PK\x03\x04", b"<"))


def read(_name: str, data: bytes, place: str) -> Reading:
    """What the pages show. Never raises."""
    try:
        return _Reader(data, place).read()
    except RefusedError as refused:
        return unreadable(place, refused.message, refused.hint)
    except RecursionError:
        return unreadable(place, "这个 PDF 的结构套得太深，没有读。", AGAIN)


class _Reader:
    def __init__(self, data: bytes, place: str) -> None:
        self.data = data
        self.place = place
        self.paper = Paper()
        self.composer = Composer()
        self.problems: list[Problem] = []
        self.characters = self.lost = self.odd = self.vertical = 0
        self.bare: list[int] = []
        """Pages that are pictures without text."""
        self.layered: list[int] = []
        """Pages whose text lies unseen behind a picture."""

    def read(self) -> Reading:
        from qingdan.importers.pdf.sheets import sheets

        logging.getLogger("pdfminer").setLevel(logging.CRITICAL + 1)
        for sheet, drawn in sheets(BytesIO(self.data)):
            visible = [g for g in sheet.glyphs if not g.text.isspace()]
            self.characters += len(visible)
            self.vertical += drawn.vertical
            if self.characters > CHARACTERS or sheet.number > PAGES:
                raise RefusedError("这个 PDF 太长，没有读。", "拆成几份，只留清单所在的页。")
            if not visible and drawn.pictures > 0.3:
                self.bare.append(sheet.number)
            elif drawn.invisible * 2 > len(visible) > 0 or (drawn.pictures > 0.7 and visible):
                self.layered.append(sheet.number)
            self.lost += sum(is_lost(g.text) for g in visible)
            self.odd += sum(is_odd(g.text) for g in visible)
            glyphs = [g._replace(text=shown(g.text)) for g in sheet.glyphs]
            self.paper.add(Sheet(sheet.number, sheet.width, sheet.height, glyphs, sheet.rulings))
        self._refuse()
        self.paper.compose(self.composer)
        return self.composer.reading(self.place, self.data, list(self._problems()))

    def _refuse(self) -> None:
        """Documents that can't be read rightly."""
        pages = len(self.paper.pages)
        if not pages:
            raise RefusedError("这个 PDF 不完整（复制或下载时断了），一页也读不出来。", AGAIN)
        if not self.characters:
            what = "是扫描件，只有图片，没有文字" if self.bare else "里没有文字"
            raise RefusedError(f"这个 PDF {what}，读不了。", _SCAN)
        if self.lost * 10 > self.characters:
            message = f"这个 PDF 的字体没有带文字编码，{self.characters} 个字里有 {self.lost} 个认不出来。"
            raise RefusedError(message, _OTHER)
        if self.vertical * 2 > self.characters:
            raise RefusedError("这个 PDF 是竖排的，还不会读。", _OTHER)

    def _problems(self) -> Iterator[Problem]:
        place = Place(self.place)
        if self.bare:
            message = f"第 {_list(self.bare)} 页只有图片，没有文字，没有读入。"
            yield warning(place, "pictures", message, _SCAN)
        if self.layered:
            message = f"第 {_list(self.layered)} 页像是扫描件，文字是软件识别出来的，可能有错字。"
            yield warning(place, "recognised-text", message, "对照页面上的图，逐字校对。")
        if self.odd:
            message = f"有 {self.odd} 个字在文件里用的是部首或兼容字的编码（例如「⼈」），读成了通用的字。"
            yield warning(place, "odd-encoding", message, "字形是一样的，一般不用管。")


def _list(numbers: list[int]) -> str:
    words = "、".join(map(str, numbers[:8]))
    return words if len(numbers) <= 8 else f"{words} 等 {len(numbers)}"
