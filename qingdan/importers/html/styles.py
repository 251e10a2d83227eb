"""Styles: what of a page nobody sees, as far as the page itself says so.

Only plain selectors of `<style>` (tag, .class, #id, tag.class) are obeyed: outside sheets
are never fetched, and a rule that depends on more is left alone, so that text is kept.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_AT = re.compile(r"@[a-zA-Z-]+[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
"""@media and its kin: their rules hold on some screens only."""
_SELECTOR = re.compile(r"([a-zA-Z][a-zA-Z0-9:\\]*)?(?:([.#])([\w-]+))?")
_DECLARATION = re.compile(
    r"(?:^|[;{\s])(display|visibility|font-size|list-style(?:-type)?)\s*:\s*([^;!]*)", re.IGNORECASE
)
_NOUGHT = re.compile(r"0(?:px|pt|em|%)?")


class Style(NamedTuple):
    """The few properties that matter here; empty where not said."""

    display: str = ""
    visibility: str = ""
    size: str = ""
    list_style: str = ""

    @property
    def hidden(self) -> bool:
        """Whether nothing of the element is seen."""
        return (
            self.display == "none"
            or self.visibility in ("hidden", "collapse")
            or bool(_NOUGHT.fullmatch(self.size))
        )


def parse(text: str) -> Style:
    """The style that declarations make."""
    found: dict[str, str] = {}
    for name, value in _DECLARATION.findall(text):
        found[name.lower()] = value.strip().lower()
    listed = found.get("list-style-type") or found.get("list-style", "").split(" ")[0]
    return Style(found.get("display", ""), found.get("visibility", ""), found.get("font-size", ""), listed)


class Sheet:
    """The styles of a page, by plain selector."""

    def __init__(self, texts: list[str]) -> None:
        self.rules: dict[tuple[str, str, str], Style] = {}
        for text in texts:
            plain = _AT.sub("", _COMMENT.sub("", text[:400_000]))
            for selectors, body in _RULE.findall(plain):
                if not _DECLARATION.search(body):
                    continue
                style = parse(body)
                for selector in selectors.split(","):
                    found = _SELECTOR.fullmatch(selector.strip())
                    if found and found[0]:
                        key = ((found[1] or "").lower(), found[2] or "", found[3] or "")
                        self.rules[key] = _over(self.rules.get(key, Style()), style)

    def of(self, element: etree._Element, tag: str) -> Style:
        """The style of an element: tag, then class, then id, then its own."""
        own = element.get("style")
        if not self.rules:
            return parse(own) if own else Style()
        style = self.rules.get((tag, "", ""), Style())
        for name in (element.get("class") or "").split():
            for key in (("", ".", name), (tag, ".", name)):
                style = _over(style, self.rules.get(key))
        if id_ := element.get("id"):
            for key in (("", "#", id_), (tag, "#", id_)):
                style = _over(style, self.rules.get(key))
        return _over(style, parse(own)) if own else style


def _over(below: Style, above: Style | None) -> Style:
    """One style over another."""
    return below if above is None else Style(*(a or b for a, b in zip(above, below, strict=True)))
