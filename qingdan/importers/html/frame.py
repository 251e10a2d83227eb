"""Frame: what of a page is menus, tools and footers, and none of the notice.

Only what the page itself shows decides: its elements, their names, where links are many,
marks of the content systems. Words that make sentences, and tables of data, stay with the
notice unless they stand in an element that is frame by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from qingdan.importers.html.elements import UNSEEN, tag_of, words_of
from qingdan.importers.html.shown import Grid, Paragraph, Shown
from qingdan.importers.recognise import record

_TAGS = frozenset({"nav", "footer", "aside"})
_ROLES = words_of("navigation banner contentinfo search complementary menu menubar toolbar tablist dialog")
_NAMES = words_of(
    "nav navbar navi navigation menu menus submenu mainmenu breadcrumb breadcrumbs crumb crumbs bread "
    "position curpos curposition curlocation location dqwz weizhi wz mbx share shares sharebox "
    "bdshare bdsharebuttonbox bshare jiathis fenxiang fx footer foot foots bottomnav copyright "
    "copyrights header banner logo search searchbox sousuo ss sidebar sidenav related relation relate "
    "xgwj xgxx xgjd xgyd xgzc prevnext prenext syxy pager pagination toolbar toolbars print dayin "
    "fontsize zihao ewm qrcode erweima sitemap language wza login hotword hotwords friendlink "
    "friendlinks yqlj friendly gotop totop backtop floatbar fixedbar rightbar leftbar leftnav "
    "rightnav subnav topnav topbar"
)
"""Words that content systems of governments give to parts of the frame, in classes and ids."""
_CONTAINERS = words_of(
    "ucap-content zoom trs_editor trs_ueditor trs-editor content article articlecontent article- "
    "content article_content artical pages_content newscontent news_content news-content contenttext "
    "content-text txt xxgk_content zwgk_content ivs_content easysite-news-text easysite-news-content "
    "detail detailcontent detail-content wz_content bt-article-y artcon art_con art-con nr wznr "
    "zw_content mainbody main-body bodycontent arc_body arc-body con_text con-text text-content "
    "textcontent vsb_content v_news_content info-content infocontent main-content maincontent "
    "contentbox content-box xl_content xl-content wordsection1 section1"
)
"""Classes and ids of the element that holds the article."""
_TITLES = words_of(
    "title titles tit tits bt biaoti headline arttitle articletitle article-title xl-title xltitle "
    "newstitle infotitle detail-title detailtitle contenttitle con-title subtitle bigtitle"
)
_WORD = re.compile(r"[A-Za-z][a-z0-9]*|[A-Z]+(?![a-z])")
_POINTS = re.compile("[。；，、]")
_SENTENCE = re.compile("[。；]")
_PARTS = frozenset({"table", "tbody", "thead", "tr", "p", "li", "font", "span", "b", "strong"})
"""Elements that are parts of an article and never all of it."""
_MOST = 0.9
"""Share of the points that the element which holds the article must have."""


class Anatomy:
    """What the tree of a page tells of its parts, before it is walked."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.points: dict[etree._Element, int] = {}
        self._weigh()
        self.total = self.points.get(root, 0)
        self.container, self.strong = self._container()
        inner = set(self.container.iterancestors()) | {self.container}
        bound = max(6, self.total // 12)
        self.framed = frozenset(
            e for e, points in self.points.items() if e not in inner and points <= bound and _is_frame(e)
        )

    def _weigh(self) -> None:
        """For each element: how many points (。；，、) stand in it outside of links and hidden parts."""
        events = etree.iterwalk(self.root, events=("start", "end"))
        open_: list[int] = []
        links = 0
        for event, element in events:
            tag = tag_of(element)
            if event == "start":
                if tag in UNSEEN or not tag:
                    events.skip_subtree()
                links += tag == "a"
                open_.append(0 if links else len(_POINTS.findall(element.text or "")))
                if tag in UNSEEN:
                    open_[-1] = 0
            else:
                links -= tag == "a"
                own = open_.pop()
                if tag and tag not in UNSEEN:
                    self.points[element] = own
                if open_:
                    open_[-1] += own + (0 if links else len(_POINTS.findall(element.tail or "")))

    def _container(self) -> tuple[etree._Element, bool]:
        """The element that holds the article; whether the page itself says so."""
        named = [e for e, _ in self._outermost(max(1, self.total * _MOST)) if _names(e) & _CONTAINERS]
        if named:
            return named[-1], True
        least = max(1, self.total // 2)
        for element, points in self._outermost(least):
            if points >= least and _names(element) & _CONTAINERS:
                return element, True
        deepest = self.root
        for element, points in self._outermost(max(1, self.total * _MOST)):
            tag = tag_of(element)
            if tag in ("article", "main") or element.get("role") in ("main", "article"):
                return element, True
            if points and tag not in _PARTS:
                deepest = element
        return deepest, False

    def _outermost(self, least: float) -> Iterable[tuple[etree._Element, int]]:
        """Elements with so many points at least, from the outside."""
        element: etree._Element | None = self.root
        while element is not None:
            yield element, self.points.get(element, 0)
            element = next((e for e in element if self.points.get(e, -1) >= least), None)


def tell(shown: Shown, anatomy: Anatomy, titles: frozenset[str]) -> None:
    """Say of each item whether it is frame; `titles`: what the page says its article is called."""
    items = shown.items
    begin, end, strong = _bounds(shown, anatomy)
    first_title = next(
        (k for k, i in enumerate(items[:begin]) if isinstance(i, Paragraph) and _is_title(i, titles)), None
    )
    for k, item in enumerate(items):
        if isinstance(item, Grid):
            continue
        if begin <= k < end:
            item.frame = item.frame or _in_link_list(item)
            continue
        if _is_title(item, titles) and not item.frame:
            item.style = item.style or "title"
            continue
        item.frame = item.frame or _is_links(item)
        if item.frame or _SENTENCE.search(item.text) or record.is_record(item.text):
            continue
        item.frame = (first_title is not None and k < first_title) or (strong and k >= end)


def _bounds(shown: Shown, anatomy: Anatomy) -> tuple[int, int, bool]:
    """The items of the article; whether the page itself says so."""
    if shown.marked:
        begin, end = shown.marked
        if _points(shown.items[begin:end]) * 2 >= _points(shown.items):
            return begin, end, True
    begin, end = shown.spans.get(anatomy.container, (0, len(shown.items)))
    return (begin, end, anatomy.strong) if end > begin else (0, len(shown.items), False)


def _points(items: Iterable[Paragraph | Grid]) -> int:
    count = 0
    for item in items:
        if isinstance(item, Grid):
            count += sum(len(_POINTS.findall(c.text)) for row in item.rows for c in row if c)
        elif not item.linked:
            count += len(_POINTS.findall(item.text))
    return count


def _is_title(item: Paragraph, titles: frozenset[str]) -> bool:
    plain = "".join(item.text.split())
    if len(plain) < 6 or item.linked * 2 > len(plain):
        return False
    if plain in titles or item.style in ("heading1", "heading2", "title"):
        return True
    return bool(_names(item.element) & _TITLES) and "：" not in plain


def _is_links(item: Paragraph) -> bool:
    """Whether a line is links for the most part."""
    return item.linked * 5 >= len("".join(item.text.split())) * 3 and item.linked > 0


def _in_link_list(item: Paragraph) -> bool:
    """Whether a line is one of a list of links."""
    if not _is_links(item) or tag_of(item.element) not in ("li", "dd", "dt"):
        return False
    parent = item.element.getparent()
    return parent is not None and len(parent) >= 3


def _is_frame(element: etree._Element) -> bool:
    """Whether an element is frame by its kind or its name."""
    tag = tag_of(element)
    if tag in ("body", "html"):
        return False
    if tag in _TAGS or element.get("role") in _ROLES:
        return True
    inside = next((True for a in element.iterancestors("article", "main")), False)
    if tag == "header":
        return not inside and element.find(".//h1") is None
    return bool(_names(element) & _NAMES) and not _names(element) & _TITLES and element.find(".//h1") is None


def _names(element: etree._Element) -> set[str]:
    """The class and id of an element, whole and word by word, in small letters."""
    given = f"{element.get('class') or ''} {element.get('id') or ''}"
    if not given.strip():
        return set()
    whole = given.lower().split()
    return {*whole, *(w.lower() for w in _WORD.findall(given))}
