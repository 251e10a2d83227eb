"""Reading: the sheets of an original -> its reading, or why it can't be read. For every fixed layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from qingdan.importers.archive import AGAIN, RefusedError
from qingdan.importers.blocks import Reading
from qingdan.importers.composing import Composer
from qingdan.importers.page.characters import is_lost, is_odd, shown
from qingdan.importers.page.paper import Paper
from qingdan.importers.page.sheet import Sheet
from qingdan.problems import Place, Problem, warning

PAGES = 5_000
CHARACTERS = 6_000_000
"""Most characters of a document: a thousand full pages have a quarter of it."""
_SCAN = (
    "先用识别软件（WPS 的「图片转文字」、Acrobat 的 OCR）转成有文字的文件，对照原件校一遍；"
    "更好的办法是向发文单位要 Word 或者直接导出的 PDF。"
)
_OTHER = "换一份：用 Word 或 WPS 打开源文件，另存为 PDF；或者直接导入源文件。"


class Drawn(NamedTuple):
    """What else is on a page than its text."""

    pictures: float = 0.0
    """Area of pictures, as a share of the page."""
    paths: int = 0
    """Curved outlines that are filled, as drawn letters are."""
    invisible: int = 0
    """Characters that are not shown."""
    vertical: int = 0
    """Characters set from the top downwards."""
    notes: int = 0
    """Comments and fields with words, which are no part of the page."""


class Pages:
    """Collects the sheets of one original."""

    def __init__(self, kind: str, place: str) -> None:
        """`kind`: what staff call the format: PDF, OFD."""
        self.kind = kind
        self.place = place
        self.paper = Paper()
        self.characters = self.lost = self.odd = self.vertical = self.paths = 0
        self.bare: list[int] = []
        """Pages that are pictures without text."""
        self.layered: list[int] = []
        """Pages whose text lies unseen on a picture."""
        self.noted: list[int] = []
        """Pages with comments or filled fields."""

    def add(self, sheet: Sheet, drawn: Drawn) -> None:
        """Take one page. Raises RefusedError where there are too many."""
        visible = [g for g in sheet.glyphs if not g.text.isspace()]
        self.characters += len(visible)
        self.vertical += drawn.vertical
        self.paths += drawn.paths
        if self.characters > CHARACTERS or len(self.paper.pages) >= PAGES:
            raise RefusedError(f"这个 {self.kind} 太长，没有读。", "拆成几份，只留清单所在的页。")
        if not visible and (drawn.pictures > 0.3 or drawn.paths > 100):
            self.bare.append(sheet.number)
        elif drawn.invisible * 2 > len(visible) > 0 or (drawn.pictures > 0.7 and visible):
            self.layered.append(sheet.number)
        if drawn.notes:
            self.noted.append(sheet.number)
        self.lost += sum(is_lost(g.text) for g in visible)
        self.odd += sum(is_odd(g.text) for g in visible)
        glyphs = [g._replace(text=shown(g.text)) for g in sheet.glyphs]
        self.paper.add(Sheet(sheet.number, sheet.width, sheet.height, glyphs, sheet.rulings))

    def reading(self, data: bytes) -> Reading:
        """All pages as a reading. Raises RefusedError for what can't be read rightly."""
        self._refuse()
        composer = Composer()
        self.paper.compose(composer)
        return composer.reading(self.place, data, list(self._problems()))

    def _refuse(self) -> None:
        kind = self.kind
        if not self.paper.pages:
            raise RefusedError(f"这个 {kind} 不完整（复制或下载时断了），一页也读不出来。", AGAIN)
        if not self.characters:
            what = "里没有文字"
            if self.paths > 100:
                what = "的文字是用线条画出来的，不是文字"
            elif self.bare:
                what = "是扫描件，只有图片，没有文字"
            raise RefusedError(f"这个 {kind} {what}，读不了。", _SCAN)
        if self.lost * 10 > self.characters:
            counted = f"{self.characters} 个字里有 {self.lost} 个认不出来"
            raise RefusedError(f"这个 {kind} 的字体没有带文字编码，{counted}。", _OTHER)
        if self.vertical * 2 > self.characters:
            raise RefusedError(f"这个 {kind} 是竖排的，还不会读。", _OTHER)

    def _problems(self) -> Iterator[Problem]:
        place = Place(self.place)
        if self.bare:
            message = f"第 {_list(self.bare)} 页只有图片，没有文字，没有读入。"
            yield warning(place, "pictures", message, _SCAN)
        if self.layered:
            message = f"第 {_list(self.layered)} 页像是扫描件，文字是软件识别出来的，可能有错字。"
            yield warning(place, "recognised-text", message, "对照页面上的图，逐字校对。")
        if self.noted:
            message = f"第 {_list(self.noted)} 页有批注或者填写的表单，里面的字没有读入。"
            hint = "要收的，打印成一份新的 PDF 再导入；不公开的，先删去：原件是供人下载的。"
            yield warning(place, "comments", message, hint)
        if self.odd:
            message = f"有 {self.odd} 个字在文件里用的是部首或兼容字的编码（例如「⼈」），读成了通用的字。"
            yield warning(place, "odd-encoding", message, "字形是一样的，一般不用管。")


def _list(numbers: list[int]) -> str:
    words = "、".join(map(str, numbers[:8]))
    return words if len(numbers) <= 8 else f"{words} 等 {len(numbers)}"
