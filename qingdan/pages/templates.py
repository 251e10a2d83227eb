"""The Jinja templates of page bodies. Contexts come ready from Python: templates loop and ask.

What stands on pages by the ten thousand (rows of tasks, bars) is joined from strings instead, in
`listing`, `cells` and `charts`.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from qingdan.files import digest
from qingdan.pages.charts import patterns
from qingdan.pages.navigation import contents, path
from qingdan.pages.page import ROOT
from qingdan.pages.terms import term

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "pages"
"""Where the templates are: templates/pages/ beside the package."""

_SHARED = {"part": "partials.html", "review": "comparison.html"}
"""Macros that every template has at hand: name -> file. An `import` in each of them would be looked up
and compared anew for every page."""


class Templates:
    """The templates of one folder, compiled once each."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._env = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._env.globals |= {
            "root": ROOT,
            "term": term,
            "patterns": patterns,
            "path": path,
            "contents": contents,
        }
        self._compiled: dict[str, Template] = {}
        self._ready = False

    def compile_all(self) -> None:
        """Compile them now: for a process that stays, before somebody waits."""
        self._share()
        for name in self._env.list_templates(extensions=["html"]):
            self._env.get_template(name)

    def render(self, template: str, /, **context: object) -> str:
        """The template `<template>.html` with this context."""
        self._share()
        found = self._compiled.get(template)
        if found is None:
            found = self._compiled[template] = self._env.get_template(f"{template}.html")
        # As `Template.render` does, but with the globals merged by C, which takes a tenth less of a page.
        merged = found.new_context(self._env.globals | context, shared=True)
        try:
            return "".join(found.root_render_func(merged))
        except Exception:
            self._env.handle_exception()

    def _share(self) -> None:
        if not self._ready:
            for name, file in _SHARED.items():
                self._env.globals[name] = self._env.get_template(file).module
            self._ready = True

    def digest(self) -> str:
        """Of all templates of the folder."""
        texts = (p.name.encode() + p.read_bytes() for p in sorted(self._folder.rglob("*.html")))
        return digest(b"\0".join(texts))
