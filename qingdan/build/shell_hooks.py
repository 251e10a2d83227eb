# ruff: noqa: ARG002 - MkDocs passes every argument by name
"""What MkDocs calls while it builds the shells. Imported only when a shell is built, because
importing MkDocs takes longer than building a small site from the cache."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from qingdan.pages.shell import slot

_SOURCE = f"""\
---
title: "{slot("title")}"
description: "{slot("description")}"
hide: [{{hide}}]
qd_shell: true
---
"""
_HEADINGS = """\
## qdtoca {#qd-toc-a}
### qdtocb {#qd-toc-b}
## qdtocc {#qd-toc-c}
"""
"""What the markup of the table of contents is cut from (`build.shell`)."""


class _NoConfig(Config):  # type: ignore[no-untyped-call]
    pass


class ShellPages(BasePlugin[_NoConfig]):  # type: ignore[no-untyped-call]
    """Adds the shells' sources in memory, lights their tab, and leaves a slot for their body."""

    def __init__(self, sources: Mapping[str, str], without_toc: Collection[str]) -> None:
        self._sources = sources
        self._without_toc = without_toc
        self._lit: list[Page] = []

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        for source in self._sources:
            bare = source in self._without_toc
            front = _SOURCE.format(hide="navigation, toc" if bare else "navigation")
            files.append(File.generated(config, source, content=front + ("" if bare else _HEADINGS)))
        return files

    def on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        # an <h1> keeps the theme from adding its own
        return f"<h1>{slot('body')}</h1>" if self._is_shell(page) else html

    def on_page_context(
        self, context: TemplateContext, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        if self._is_shell(page):
            self._tab(page, nav).active = True
            page.previous_page = page.next_page = None
            if page.canonical_url:
                page.canonical_url = slot("canonical")
        return context

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        for tab in self._lit:
            tab.active = False
        self._lit.clear()
        return output

    def _tab(self, page: Page, nav: Navigation) -> Page:
        tab = next(p for p in nav.pages if p.file.src_uri == self._sources[page.file.src_uri])
        self._lit.append(tab)
        return tab

    def _is_shell(self, page: Page) -> bool:
        return page.file.src_uri in self._sources


class _SearchSlotConfig(Config):  # type: ignore[no-untyped-call]
    enabled = Type(bool, default=True)


class SearchSlot(BasePlugin[_SearchSlotConfig]):  # type: ignore[no-untyped-call]
    """Stands in for Material's search plugin: the header then renders partials/search.html, which
    is ours, and no index is made."""

    def __init__(self) -> None:
        options: dict[str, Any] = {}
        self.load_config(options)
