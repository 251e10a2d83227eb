"""Every kind of page, light and dark: contrast, size of what is clicked, order of headings, focus."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

Site = Any
Open = Callable[..., AbstractContextManager[Page]]

OPEN = "document.querySelectorAll('main details').forEach(e => { e.open = true; })"
# WCAG AA: 4.5, and 3 for large text. Grounds and opacities of all ancestors are painted over each other.
FAINT = """() => {
  const pen = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const paint = colours => {
    for (const colour of ['white', ...colours]) { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3); };
  const light = colour => { const [r, g, b] = colour.map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const found = {}, known = new Map();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  while (texts.nextNode()) {
    const e = texts.currentNode.parentElement, box = e.getBoundingClientRect();
    if (!texts.currentNode.data.trim() || e.closest('script, style, noscript') || box.width < 2 || !box.height
        || !e.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    seen++;
    const style = getComputedStyle(e), grounds = [];
    let solid = 1;
    for (let p = e; p; p = p.parentElement) {
      grounds.unshift(getComputedStyle(p).backgroundColor);
      solid *= getComputedStyle(p).opacity; }
    const key = [...grounds, style.color, solid].join();
    if (!known.has(key)) {
      const ground = paint(grounds), full = paint([...grounds, style.color]);
      const [low, high] = [light(ground), light(full.map((v, i) => v * solid + ground[i] * (1 - solid)))]
        .sort((a, b) => a - b);
      known.set(key, (high + 0.05) / (low + 0.05)); }
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (known.get(key) < (large ? 3 : 4.5) || size < 12)
      found[e.tagName + '.' + e.className] = [known.get(key), size, e.textContent.trim().slice(0, 20)];
  }
  if (!seen) throw new Error('no text was looked at');
  return found; }"""
# WCAG 2.2: 24 by 24 pixels.
SMALL = """() => [...document.querySelectorAll('a, button, input, select, summary')].filter(e => {
  const box = e.getBoundingClientRect();
  return e.checkVisibility({visibilityProperty: true}) && box.width > 2
    && (box.height < 23.5 || box.width < 24);
}).map(e => e.outerHTML.slice(0, 100)).slice(0, 5)"""
STOP = """() => { const e = document.activeElement, s = getComputedStyle(e);
  return [e.tagName, s.outlineStyle, parseFloat(s.outlineWidth), e.outerHTML.slice(0, 90)]; }"""
LEVELS = "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(e => Number(e.tagName[1]))"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_text_is_clear_and_what_is_clicked_is_large_enough(
    site: Site, opened: Open, width: int, scheme: str
) -> None:
    faint, small, order = {}, {}, {}
    with opened("", width) as page:
        start = page.url
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for kind, path in {**site.kinds, "results": "search/?q=%E5%85%AC%E5%BC%80&role=lead"}.items():
            page.goto(start + path)
            if kind == "results":
                page.wait_for_selector("[data-total]")
            page.evaluate(OPEN)
            if found := page.evaluate(FAINT):
                faint[kind] = found
            if boxes := page.evaluate(SMALL):
                small[kind] = boxes
            levels = page.evaluate(LEVELS)
            if levels[0] != 1 or any(b > a + 1 for a, b in pairwise(levels)):
                order[kind] = levels
    assert (faint, small, order) == ({}, {}, {})


def test_the_keyboard_sees_where_it_is(site: Site, opened: Open) -> None:
    """Each of the first stops of a page shows an outline of 2 pixels or more."""
    for kind in ("home", "shaoxing-2022", "search"):
        with opened(site.kinds[kind]) as page:
            stops = []
            for _ in range(14):
                page.keyboard.press("Tab")
                stops.append(page.evaluate(STOP))
            assert {s[0] for s in stops} >= {"A", "INPUT"}
            assert [s for s in stops if s[0] != "BODY" and (s[1] == "none" or s[2] < 2)] == [], kind
