"""The theme's output, made fit: slots cut open, what nothing of ours uses taken out, no address of
another host left. Pure: text to text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qingdan.files import digest
from qingdan.pages.shell import TocMarkup, slot
from qingdan.regexes import regex


class ShellFaultError(Exception):
    """The theme did not render what shells are cut from: its version is not the one pinned."""


def clean_page(html: str, versions: Mapping[str, str]) -> str:
    """Without what names the generator or the search that is not there; assets with their digest,
    so that no browser shows a new page with an old style sheet."""
    html = re.sub(r'\s*<meta name="generator"[^>]*>', "", html)
    # not allowed there: the drawer is no field of a form, and an empty tabindex is none
    html = re.sub(r'(<input class="md-toggle"[^>]*?) autocomplete="off"', r"\1", html)
    html = html.replace(' tabindex=""', "").replace(" tabindex>", ">")
    html = re.sub(r'"search": "[^"]*"', '"search": ""', html, count=1)
    # words of the search overlay and of code blocks' copy buttons, of which we have neither
    html = re.sub(r'"translations": \{.*?\}', '"translations": {}', html, count=1)
    # the button of Material's search overlay: our search box needs none
    html = re.sub(
        r'<label class="md-header__button md-icon" for="__search">.*?</label>', "", html, flags=re.DOTALL
    )
    # the title of the page, which stands in the header once the heading is scrolled away: read once
    html = html.replace(
        '<div class="md-header__topic" data-md-component="header-topic">',
        '<div class="md-header__topic" data-md-component="header-topic" aria-hidden="true">',
    )
    # the way back up is out of sight until the reader is on her way, and takes no focus before
    html = html.replace('data-md-component="top" hidden', 'data-md-component="top" tabindex="-1" hidden')
    # columns of tables in docs/ that are set to one side: a server may forbid styles inside pages
    html = re.sub(r' style="text-align: (\w+);"', r' class="qd-\1"', html)
    for path, mark in versions.items():
        html = html.replace(f'{path}"', f'{path}?v={mark}"')
    return html


_INLINE = regex(r"<script>(.*?)</script>", re.DOTALL)
_ASSETS = regex(r'href="([^"]*?)assets/stylesheets/')
_BUNDLE = regex(r'(<script src="[^"]*assets/javascripts/bundle\.[^"]*")></script>')
"""The theme's script stands at the end of the page, and may as well wait until the page is read: the
first picture need not wait for it."""
_SCOPE = regex(r'new URL\("[^"]*",location\)')


def outer_scripts(html: str) -> tuple[str, dict[str, str]]:
    """The page with the theme's own lines of script in files, and those: path -> text. So a server
    may forbid scripts inside pages (Content-Security-Policy), and all pages share them.

    The one line that names the way to the site's root takes it from where its file stands. The line
    for tabs inside a page, of which we have none, goes.
    """
    found = _ASSETS.search(html)
    root = found[1] if found else ""
    files: dict[str, str] = {}

    def moved(match: re.Match[str]) -> str:
        text = match[1]
        if "__tabbed_" in text:
            return ""
        text = _SCOPE.sub('new URL("../..",document.currentScript.src)', text)
        path = f"assets/theme/{digest(text.encode())[:10]}.js"
        files[path] = text
        return f'<script src="{root}{path}"></script>'

    return _BUNDLE.sub(r"\1 defer></script>", _INLINE.sub(moved, html)), files


_ICONS = {
    "M12 18c-.89 0-1.74-.2-2.5-.55": "dark",
    "M12 8a4 4 0 0 0-4 4": "light",
    "M13 20h-2V8l-5.5 5.5": "up",
}
"""How the paths of the theme's icons begin -> the icon of qingdan.css that stands for each. Drawn there
they are fetched once, and not with every page."""


def own_icons(html: str) -> str:
    """The frame with the longest of the theme's icons drawn by the style sheet."""
    for begin, name in _ICONS.items():
        drawn = rf'<svg[^>]*><path d="{re.escape(begin)}[^>]*></svg>'
        html = re.sub(drawn, f'<span class="qd-icon qd-icon-{name}"></span>', html)
    return html


def open_slots(html: str) -> str:
    """The slots that the theme gives no place of its own, and a skip link that leads to our heading
    instead of the shell's."""
    html = re.sub(rf"<h1>\s*{slot('body')}\s*</h1>", slot("body"), html)
    html = re.sub(r"\n\s+", "\n", html).lstrip()
    skip = r'(<div data-md-component="skip">).*?(</div>)'
    return re.sub(skip, r'\1<a href="#main" class="md-skip">跳到正文</a>\2', html, count=1, flags=re.DOTALL)


def cut_toc(html: str, kind: str, *, wanted: bool) -> tuple[str, TocMarkup]:
    """The page with a slot for each table of contents (the theme writes two on pages of the nav),
    and the markup of its entries.

    The shell's source has three headings: a with b below it, then c. What stands around them is
    the markup: c is an entry alone; from a to b an entry opens, from b's end to c it closes.
    """
    a, b, c = (f'<a href="#qd-toc-{name}"' for name in "abc")
    if a not in html:
        if wanted:
            raise ShellFaultError(f"shell {kind}: the theme rendered no table of contents")
        return html, TocMarkup("", "", "")
    markup: TocMarkup | None = None
    while a in html:
        try:
            begin, nested, leaf = (html.rindex("<li", 0, html.index(link)) for link in (a, b, c))
            nested_end, leaf_end = (html.index("</li>", i) + len("</li>") for i in (nested, leaf))
        except ValueError:
            raise ShellFaultError(f"shell {kind}: the table of contents has an unknown form") from None
        markup = TocMarkup(
            _templated(html[leaf:leaf_end], "c"),
            _templated(html[begin:nested], "a"),
            _templated(html[nested_end:leaf], "a"),
        )
        html = html[:begin] + slot("toc") + html[leaf_end:]
    assert markup is not None
    return html, markup


def _templated(markup: str, name: str) -> str:
    return markup.replace(f"qd-toc-{name}", slot("id")).replace(f"qdtoc{name}", slot("text"))


_OUTSIDE = regex(r"https?://(?!www\.w3\.org/)[^\"'`\s)]*")


def slim_script(script: str) -> str:
    """A script of ours without comment lines and indentation: a fifth less to fetch. Strings of ours hold
    no line breaks, and comments stand on lines of their own."""
    script = re.sub(r"^\s*/\*.*?\*/[^\S\n]*$", "", script, flags=re.MULTILINE | re.DOTALL)
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


def slim_style(style: str) -> str:
    """A style sheet of ours without comments and the spaces that mean nothing: a fifth less to fetch.
    Strings of ours hold neither comments nor double spaces."""
    style = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL))
    style = re.sub(r"\s*([{};,>])\s*", r"\1", style).replace(";}", "}")
    return re.sub(r"(?<=[a-z]): (?=[^{}]*[;}])", ":", style).strip() + "\n"


def clean_script(script: str) -> str:
    """A script of the theme without addresses of other hosts: what they would fetch (diagrams,
    repository facts) this site does not use. And it takes only what says its language for the page in
    another language: it asks each of those for a site map, which a feed has not."""
    script = script.replace("link[rel=alternate]", "link[rel=alternate][hreflang]")
    return _OUTSIDE.sub("about:blank", without_source_map(script))


def without_source_map(text: str) -> str:
    """A script or style sheet without the line that names its source map, which is not shipped."""
    return re.sub(r"\n?(//|/\*)# sourceMappingURL=\S+( ?\*/)?\n?", "\n", text)
