"""The Jinja templates of page bodies. Contexts come ready from Python: templates loop and ask.

What stands on pages by the ten thousand (rows of tasks, bars) is joined from strings instead, in
`listing`, `cells` and `charts`.
"""

from __future__ import annotations

import traceback
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
)

from qingdan.files import digest
from qingdan.pages.charts import patterns
from qingdan.pages.navigation import contents, path
from qingdan.pages.page import ROOT
from qingdan.pages.terms import term
from qingdan.problems import TemplateFaultError

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "pages"
"""Where the templates are: templates/pages/ beside the package."""

_SHARED = {"part": "partials.html", "review": "comparison.html"}
"""Macros that every template has at hand: name -> file. An `import` in each of them would be looked up
and compared anew for every page."""


_HINT = "模板要和程序是同一个版本：改过的，改回来或者改对；升级以后，把 templates/ 一起换成新的。"


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
        try:
            self._share()
            for name in self._env.list_templates(extensions=["html"]):
                self._env.get_template(name)
        except Exception as fault:
            self._tell(fault)
            raise

    def render(self, template: str, /, **context: object) -> str:
        """The template `<template>.html` with this context. Raises TemplateFaultError where that can't be
        done for a fault of the template."""
        try:
            self._share()
            return self._rendered(template, context)
        except Exception as fault:
            self._tell(fault)
            raise

    def _rendered(self, template: str, context: dict[str, object]) -> str:
        """As `Template.render` does it, but with the globals merged by C, which takes a tenth less of a
        page's time."""
        found = self._compiled.get(template)
        if found is None:
            found = self._compiled[template] = self._env.get_template(f"{template}.html")
        merged = found.new_context(self._env.globals | context, shared=True)
        try:
            return "".join(found.root_render_func(merged))
        except Exception:
            self._env.handle_exception()  # raises it again, with the lines of the template

    def _share(self) -> None:
        if not self._ready:
            for name, file in _SHARED.items():
                self._env.globals[name] = self._env.get_template(file).module
            self._ready = True

    def _tell(self, fault: Exception) -> None:
        """A fault of a template is told by its file and line; those of the program are left as they are."""
        if place := self._place(fault):
            raise TemplateFaultError(f"模板有错：{place}：{fault}。{_HINT}") from fault

    def _place(self, fault: Exception) -> str:
        """Where in the templates a fault is; empty where it is none of theirs."""
        if isinstance(fault, TemplateNotFound):
            return f"templates/pages/{fault.name}"
        if isinstance(fault, TemplateSyntaxError):
            return f"templates/pages/{fault.name} 第 {fault.lineno} 行"
        given = traceback.extract_tb(fault.__traceback__)
        frames = [f for f in given if not {"jinja2", "markupsafe"} & set(Path(f.filename).parts)]
        last = Path(frames[-1].filename) if frames else Path()
        own = last.resolve().parent == self._folder.resolve()
        return f"templates/pages/{last.name} 第 {frames[-1].lineno} 行" if own else ""

    def digest(self) -> str:
        """Of all templates of the folder."""
        texts = (p.name.encode() + p.read_bytes() for p in sorted(self._folder.rglob("*.html")))
        return digest(b"\0".join(texts))
