"""axe-core on every kind of page, at both widths, in every look at one of them: WCAG 2.2 A and AA."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

Site = Any
Open = Callable[..., AbstractContextManager[Page]]

OPEN = "document.querySelectorAll('main details').forEach(e => { e.open = true; })"
THIN = """() => {
  const seen = new Map();
  for (const row of document.querySelectorAll("main tbody tr, main li")) {
    const shape = row.outerHTML.replace(/>[^<]*/g, ">")
      .replace(/ (id|href|title|datetime|value|data-[\\w-]+)="[^"]*"/g, "");
    seen.set(shape, (seen.get(shape) || 0) + 1);
    if (seen.get(shape) > 3) row.remove();
  }
  return seen.size; }"""
"""Three rows of each shape (elements, classes, states, without words and addresses) stay: the fiftieth
tells axe nothing new, and costs as much as the first."""
RUN = """async ([rules, part, without]) => {
  const only = rules ? {type: "rule", values: rules}
    : {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]};
  const off = Object.fromEntries(without.map(rule => [rule, {enabled: false}]));
  const found = await axe.run(part, {runOnly: only, rules: off, resultTypes: ["violations"]});
  return [found.passes.length, found.violations.map(v =>
    [v.id, v.nodes.length, v.nodes[0].target.join(" "), v.nodes[0].failureSummary])]; }"""
STYLED = ["color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable"]
"""The rules whose outcome a look can change; the others are asked once a page."""
LOOKS: dict[int, dict[str, tuple[str, dict[str, str]]]] = {
    390: {
        "large": ("default", {"size": "large", "contrast": ""}),
        "dark, high contrast, large": ("slate", {"size": "large", "contrast": "high"}),
    },
    1280: {
        "dark": ("slate", {"size": "", "contrast": ""}),
        "high contrast": ("default", {"size": "", "contrast": "high"}),
    },
}
"""Beside the light look, each at the width where it strains a page most: size where there is little
room, colour where most is in view. All at both widths took two minutes more."""
WEAR = """([scheme, chosen]) => { document.body.dataset.mdColorScheme = scheme; qdAccess.choose(chosen); }"""
APART: dict[str, tuple[str, list[str]]] = {"original": ("main", ["target-size", "color-contrast"])}
"""The lines of an original scroll in a pane of their own, and axe paints what is clipped below its edge
upon the footer: test_readable measures its contrast. Its marks are words of running text, whose size
2.5.8 leaves open."""
PLAIN = ("guide", "reference/", "about", "glossary")
"""Pages of docs/ in the same frame and with the same elements as those that are looked at."""


@pytest.mark.parametrize("width", LOOKS)
def test_no_violation_on_any_kind_of_page_in_any_look(site: Site, opened: Open, width: int) -> None:
    found = {}
    axe = AXE_FILE_PATH.read_text("utf-8")
    with opened("", width) as page:
        start = page.url
        page.emulate_media(reduced_motion="reduce")  # a colour on its way from one look to the next is none
        for kind, path in site.kinds.items():
            if kind.startswith(PLAIN):
                continue
            if kind in ("zhejiang-2021", "jiaxing-2020", "unnamed-city-2022"):
                continue  # a table and clauses like those of the other two
            part, without = APART.get(kind, ("html", []))
            page.goto(start + path)
            page.evaluate(OPEN)
            page.evaluate(THIN)
            page.evaluate(axe)
            page.evaluate(WEAR, ["default", {"size": "", "contrast": ""}])
            passed, violations = page.evaluate(RUN, [None, part, without])
            assert passed > 5, kind
            if violations:
                found[kind, "light"] = violations
            for look, worn in LOOKS[width].items():
                page.evaluate(WEAR, list(worn))
                passed, violations = page.evaluate(RUN, [[r for r in STYLED if r not in without], part, []])
                assert passed or without, kind
                if violations:
                    found[kind, look] = violations
    assert not found, json.dumps([*found.items()], ensure_ascii=False, indent=1)
