"""Elements: which tags begin a line, which are never shown, what an element is called and says."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree


def words_of(text: str) -> frozenset[str]:
    """The words of a list, as a set."""
    return frozenset(text.split())


BLOCKS = words_of(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol optgroup option p pre search section summary table tbody td tfoot th thead tr ul "
    "xmp listing plaintext marquee"
)
UNSEEN = words_of(
    "script style template title noscript iframe object embed video audio canvas datalist rp area map "
    "frameset noframes col colgroup meta link base param source track"
)


def tag_of(element: etree._Element) -> str:
    """The name of an element in lower case; empty for comments and their like."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def texts(element: etree._Element) -> Iterator[str]:
    """The words of an element that would be shown."""
    events = etree.iterwalk(element, events=("start", "end"))
    for event, part in events:
        if event == "start" and (tag_of(part) in UNSEEN or not tag_of(part)):
            events.skip_subtree()
        elif event == "start":
            yield part.text or ""
        if event == "end" and part is not element:
            yield part.tail or ""
