"""Where a page stands, and what is on it: the way from home, and the contents for narrow screens. Every page
has both, so they are joined from strings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from qingdan.pages.markup import escaped
from qingdan.pages.page import ROOT, TocEntry

Crumb = tuple[str, str | None]
"""Words and address of a page above this one; no address for the page itself."""


def path(crumbs: Iterable[Crumb]) -> Markup:
    """The way from the home page down to this one."""
    items = [
        f'<li aria-current="page">{escaped(text)}</li>\n'
        if url is None
        else f'<li><a href="{ROOT}{escaped(url)}">{escaped(text)}</a></li>\n'
        for text, url in crumbs
    ]
    return Markup(  # noqa: S704 - escaped above
        f'<nav class="qd-path" aria-label="当前位置"><ol>\n{"".join(items)}</ol></nav>\n'
    )


def contents(toc: Sequence[TocEntry]) -> Markup:
    """The table of contents as the page itself shows it, where the frame has no room for one."""
    if not toc:
        return Markup()
    items = [
        f'<li class="qd-level-{entry.level}"><a href="#{escaped(entry.id)}">{escaped(entry.text)}</a></li>\n'
        for entry in toc
    ]
    return Markup(  # noqa: S704 - escaped above
        f'<details class="qd-contents"><summary>本页目录</summary><ul>\n{"".join(items)}</ul></details>\n'
    )
