"""Web pages, as a browser saves them or Word exports them: the notice, and the frame around it.

Nothing that a page names is fetched or run. Every character that its reader sees is
in the canonical text once, frame and all; what is hidden is not, and is told if it
could be text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from qingdan.importers import signatures
from qingdan.importers.archive import RefusedError
from qingdan.importers.blocks import Reading
from qingdan.importers.composing import Composer, unreadable
from qingdan.importers.html import encoding, frame, mht
from qingdan.importers.html.elements import tag_of
from qingdan.importers.html.flow import Flow
from qingdan.importers.html.shown import Paragraph, Shown
from qingdan.importers.html.styles import Sheet
from qingdan.problems import Excerpt, Place, Problem, warning

SIZE = 40 * 1024 * 1024
"""Largest page, in bytes: its tree takes ten times as much."""
_ENDED = re.compile(r"</\s*(?:html|body)\s*>", re.IGNORECASE)
_COUNTER = re.compile(r"content\s*:[^;}]*counters?\s*\(")
_AGAIN = "重新保存一次网页（浏览器里按 Ctrl+S，类型选「网页，仅 HTML」），换掉这个文件。"


def read(_name: str, data: bytes, place: str) -> Reading:
    """What a page shows. Never raises."""
    page: tuple[bytes, str] | None = (data, "")
    if signatures.is_mht(data):
        page = mht.page_of(data)
    if page is None:
        return unreadable(place, "这个网页文件（.mht）不完整，或者里面没有网页。", _AGAIN)
    if len(page[0]) > SIZE:
        return unreadable(
            place, "这个网页超过 40 MB，没有读。", "只保存网页的文字（类型选「网页，仅 HTML」）。"
        )
    text = encoding.decode(*page)
    if text is None:
        return unreadable(place, "这个网页的文字读不出来：不是 UTF-8，也不是 GB18030 编码。", _AGAIN)
    try:
        return _read(text, data, place)
    except RefusedError as refused:
        return unreadable(place, refused.message, refused.hint)


def _read(text: str, data: bytes, place: str) -> Reading:
    body = parse(text)
    if body is None:
        return unreadable(place, "这个网页里没有文字。", _AGAIN)
    shown = show(body)
    composer = Composer()
    compose(shown, composer)
    problems = list(_problems(shown, body, place, composer.lines))
    if re.search("<html[\\s>]", text[:3000], re.IGNORECASE) and not _ENDED.search(text[-4000:]):
        message = "这个网页没有结尾，可能没有保存完整。"
        problems.append(warning(Place(place, len(composer.lines), 1), "cut-original", message, _AGAIN))
    reading = composer.reading(place, data, problems)
    if reading.original is None and shown.pictures:
        hint = "图片里的字要先识别（OCR）成文字，或者向发文单位要 Word 文件。"
        return unreadable(place, f"这个网页里只有 {shown.pictures} 张图片，没有文字。", hint)
    return reading


def parse(text: str) -> etree._Element | None:
    """The tree of a page; None for an empty one. Raises RefusedError for nesting without end."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    source = text.replace("\0", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(source, parser) if source.strip() else None
    except etree.XMLSyntaxError:
        root = None
    if any("depth" in entry.message.lower() for entry in parser.error_log if entry.level >= 3):
        raise RefusedError("这个网页的结构套得太深，读不全，没有读。", "从浏览器里复制到文本文件，再导入。")
    return root


def show(root: etree._Element) -> Shown:
    """What a page shows, with its frame told."""
    sheet = Sheet(["".join(e.itertext()) for e in root.iter("style")])
    anatomy = frame.Anatomy(root)
    flow = Flow(sheet, frozenset({anatomy.container}), anatomy.framed)
    shown = flow.walk(root)
    frame.tell(shown, anatomy, frozenset(_titles(root)))
    return shown


def _titles(root: etree._Element) -> Iterator[str]:
    """What the page says its article is called: to find its printed title, never in place of it."""
    for meta in root.iter("meta"):
        if meta.get("name", "").lower() in ("articletitle", "og:title", "title"):
            yield "".join((meta.get("content") or "").split())
    for title in root.iter("title"):
        words = "".join(title.itertext())
        yield "".join(words.split())
        for part in re.split(r"[_|\-—–]", words):
            yield "".join(part.split())


def compose(shown: Shown, composer: Composer) -> None:
    """The items of a page as blocks; a table in the frame as lines."""
    for item in shown.items:
        if isinstance(item, Paragraph):
            composer.line(item.text, style=item.style, label=item.label, frame=item.frame)
        elif item.frame:
            for row in item.rows:
                composer.line("\t".join(c.text for c in row if c and c.text), frame=True)
        else:
            composer.table(item.rows)


def _problems(shown: Shown, root: etree._Element, place: str, lines: list[str]) -> Iterator[Problem]:
    """What a person should look at, that only the page shows."""
    hidden = [words for words in shown.hidden if len(words) >= 30 and re.search("[。；]", words)]
    if hidden:
        message = f"网页里有 {len(hidden)} 段设成不显示的文字，没有读入：{hidden[0][:30]}……"
        hint = "在浏览器里打开网页看一看：点开才显示的，先点开再保存。"
        yield warning(Place(place), "hidden-text", message, hint)
    if shown.computed:
        number = next((k for k, line in enumerate(lines, 1) if line.startswith(shown.computed[0])), 0)
        at = Place(place, number, 1 if number else 0)
        message = f"网页里有 {len(shown.computed)} 个编号是浏览器按列表算出来的，不是写在文字里的。"
        excerpts = [Excerpt(at, lines[number - 1])] if number else []
        yield warning(at, "computed-number", message, "对照网页，看编号是不是这样。", *excerpts)
    if any(_COUNTER.search("".join(e.itertext())) for e in root.iter("style")):
        message = "网页用样式表计数编号，这些编号没有读入。"
        yield warning(Place(place), "computed-number", message, "对照网页，补上编号。")
    frames = [e for e in root.iter("iframe", "frame") if e.get("src") and tag_of(e)]
    words = sum(len(line) for line in lines)
    if frames and words < 400:
        message = "这个网页的正文可能在嵌进来的另一个网页里，没有保存下来。"
        yield warning(Place(place), "embedded-page", message, "在浏览器里单独打开那一页，保存它。")
    elif shown.pictures and words < 400:
        message = f"这个网页文字很少，有 {shown.pictures} 张图片，图片里的字读不了。"
        yield warning(
            Place(place), "pictures", message, "正文若是图片，先识别（OCR）成文字，或者要 Word 文件。"
        )
