"""Pictures 图: numbers of tasks as bars and columns, drawn as SVG.

Widths are percent of the figure and heights are lines of its text (em), so a picture fits any
screen without shrinking its words, and grows with the reader's type size. Parts of a bar differ
by pattern and not by colour alone. Every picture has a sentence that says what it shows, and the
same numbers as a table: lying bars are one, each beside its numbers.

Thousands of pages have one, and a page has dozens of bars: they are joined from strings, which takes
a fifth of what a template takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from qingdan.pages.markup import escaped
from qingdan.pages.page import ROOT


class Bar(NamedTuple):
    """One thing that is counted."""

    name: str
    parts: tuple[int, ...]
    """One number a series."""
    url: str = ""
    """Where it leads: below the site's root, or `#...` on this page. Empty: nowhere."""
    short: str = ""
    """The name as columns write it, where room is scarce."""
    group: str = ""
    """What the first columns of a group write below: 2022年."""

    @property
    def total(self) -> int:
        return sum(self.parts)


class Chart(NamedTuple):
    """One picture."""

    id: str
    title: str
    told: str
    """What it shows, in a sentence or two."""
    series: tuple[str, ...]
    """What the parts of a bar are; a single one needs no key."""
    bars: tuple[Bar, ...]
    head: str
    """What the bars are: the name of the first column of the table."""
    mark: tuple[float, str] | None = None
    """Columns only: where a day stands, counted in columns, and how it is called."""
    table: str = ""
    """Columns only: address of a table on this page that has the same numbers; empty: one is made."""


_ROOM = 84.0
"""Percent of the width for the longest bar: the rest is for its number."""
_TALL = 8.0
"""Height of the tallest column in lines."""
_TOP = 3.0
"""Lines above the tallest column, for its number and the mark."""


def bars(chart: Chart) -> Markup:
    """Lying bars, one below the other, each with its name above it: the rows of a table, so that whoever
    does not see the bars reads names and numbers."""
    totals = [b.total for b in chart.bars]
    names = [_name(b) for b in chart.bars]
    longest = max(totals, default=0) or 1
    key = _key(chart)
    rows = []
    for bar, name, total in zip(chart.bars, names, totals, strict=True):
        drawn = parted = ""
        if total:
            drawn = (
                f'<svg width="{_number(total / longest * _ROOM)}%" aria-hidden="true">'
                f"{_parts(bar, total) if key else '<rect/>'}</svg>"
            )
            if key:
                parted = f"<small>{_parted(chart, bar)}</small>"
        rows.append(f'<tr><th scope="row">{name}</th><td>{drawn}<span>{total}{parted}</span></td></tr>\n')
    return _figure(chart, "qd-chart", f'<table class="qd-bars">\n{"".join(rows)}</table>', key)


def _parts(bar: Bar, total: int) -> str:
    x = 0.0
    pieces = []
    for n, part in enumerate(bar.parts, 1):
        if part:
            width = part / total * 100
            pieces.append(
                f'<rect class="qd-part" x="{_number(x)}%" width="{_number(width)}%" fill="url(#qd-p{n})"/>'
            )
            x += width
    return "".join(pieces)


def columns(chart: Chart) -> Markup:
    """Standing columns in a row, for months."""
    totals = [b.total for b in chart.bars]
    highest = max(totals, default=0) or 1
    key = _key(chart)
    step = 100 / max(1, len(chart.bars))
    base = _number(_TOP + _TALL)
    role = "group" if any(b.url for b in chart.bars) else "img"
    begin = (
        f'<svg class="qd-drawing" width="100%" height="{_number(_TOP + _TALL + 2.9)}em" role="{role}"'
        f' aria-labelledby="{chart.id}-title"><desc>{escaped(chart.told)}</desc>'
    )
    rows = [begin]
    if chart.mark:
        x, words = _number(chart.mark[0] * step), escaped(chart.mark[1])
        rows.append(
            f'<g class="qd-day" aria-hidden="true"><line x1="{x}%" x2="{x}%" y1="1.4em" y2="{base}em"/>'
            f'<text x="{x}%" y="1em">{words}</text></g>'
        )
    group = ""
    for i, (bar, total) in enumerate(zip(chart.bars, totals, strict=True)):
        column = _column(bar, total, i * step, step, highest)
        if bar.url:
            label = f"{escaped(bar.name)}：{total} 项{_parted(chart, bar) if key and total else ''}"
            rows.append(f'<a href="{_address(bar)}" aria-label="{label}">{column}</a>')
        else:
            rows.append(f"<g>{column}</g>")
        if bar.group != group:
            group = bar.group
            rows.append(f'<text class="qd-group" x="{_number(i * step)}%" y="13.5em">{escaped(group)}</text>')
    rows.append(f'<line class="qd-base" x1="0" x2="100%" y1="{base}em" y2="{base}em"/>')
    rows.append("</svg>")
    return _figure(chart, "qd-chart qd-columns-chart", "\n".join(rows), key, _table(chart, key))


def _column(bar: Bar, total: int, begin: float, step: float, highest: int) -> str:
    bottom = _TOP + _TALL
    middle = f'x="{_number(begin + step / 2)}%"'
    pieces = [
        f'<rect class="qd-hit" x="{_number(begin)}%" y="1.6em" width="{_number(step)}%" height="10.7em"/>'
    ]
    for n, part in enumerate(bar.parts, 1):
        if part:
            height = part / highest * _TALL
            bottom -= height
            pieces.append(
                f'<rect class="qd-part" x="{_number(begin + step * 0.16)}%" y="{_number(bottom)}em"'
                f' width="{_number(step * 0.68)}%" height="{_number(height)}em" fill="url(#qd-p{n})"/>'
            )
    if total:
        pieces.append(f'<text class="qd-total" {middle} y="{_number(bottom - 0.35)}em">{total}</text>')
    pieces.append(f'<text class="qd-under" {middle} y="12.15em">{escaped(bar.short)}</text>')
    return "".join(pieces)


PATTERNED = Markup(
    """<svg class="qd-patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>
<pattern id="qd-p1" width="8" height="8" patternUnits="userSpaceOnUse">\
<rect class="qd-ink" width="8" height="8"/></pattern>
<pattern id="qd-p2" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
<rect class="qd-pale" width="6" height="6"/><rect class="qd-ink" width="2.4" height="6"/></pattern>
<pattern id="qd-p3" width="6" height="6" patternUnits="userSpaceOnUse">\
<rect class="qd-pale" width="6" height="6"/><circle class="qd-ink" cx="3" cy="3" r="1.5"/></pattern>
<pattern id="qd-p4" width="8" height="8" patternUnits="userSpaceOnUse">\
<rect class="qd-pale" width="8" height="8"/></pattern>
</defs></svg>
"""
)
"""The patterns by which four parts of a bar are told apart (full, hatched, dotted, empty)."""


def patterns(*drawings: str) -> Markup:
    """The patterns, for a page that has these drawings: once, before the first that needs one."""
    return PATTERNED if any("url(#qd-p" in drawn for drawn in drawings) else Markup()


def _address(bar: Bar) -> str:
    return escaped(bar.url if bar.url.startswith("#") else ROOT + bar.url)


def _name(bar: Bar) -> str:
    return f'<a href="{_address(bar)}">{escaped(bar.name)}</a>' if bar.url else escaped(bar.name)


def _parted(chart: Chart, bar: Bar) -> str:
    """What a bar is made of: （牵头 3，责任 1）; of a single part, its name alone."""
    found = [(s, n) for s, n in zip(chart.series, bar.parts, strict=True) if n]
    if len(found) == 1:
        return f"（{found[0][0]}）"
    return f"（{'，'.join([f'{s} {n}' for s, n in found])}）"


def _key(chart: Chart) -> Sequence[int]:
    """Which series the drawing tells apart; none where there is one only."""
    used = [n for n in range(len(chart.series)) if any(b.parts[n] for b in chart.bars)]
    return used if len(used) > 1 else ()


def _figure(chart: Chart, kind: str, drawing: str, key: Sequence[int], table: str = "") -> Markup:
    """The drawing between its sentence and key and the table of its numbers, where it is none itself."""
    title = escaped(chart.title)
    begin = (
        f'<figure class="{kind}" id="{chart.id}" aria-labelledby="{chart.id}-title">\n<figcaption>'
        f'<b id="{chart.id}-title">{title}</b><span>{escaped(chart.told)}</span></figcaption>\n'
    )
    html = [begin]
    if key:
        html.append('<ul class="qd-key" aria-label="图例">\n')
        html += [
            '<li><svg width="18" height="14" aria-hidden="true" focusable="false"><rect class="qd-part" x="1"'
            f' y="1" width="16" height="12" fill="url(#qd-p{n + 1})"/></svg>{escaped(chart.series[n])}</li>\n'
            for n in key
        ]
        html.append("</ul>\n")
    html += [drawing, "\n", table, "</figure>\n"]
    return Markup("".join(html))  # noqa: S704 - every part is escaped where it is put in


def _table(chart: Chart, key: Sequence[int]) -> str:
    """The same numbers for reading: the parts that are not nought anywhere, and their sum; or the way to
    a table that has them."""
    if chart.table:
        return f'<p class="qd-quiet"><a href="{escaped(chart.table)}">同样的数字，看表格</a></p>\n'
    series = [escaped(s) for s in chart.series]
    begin = (
        '<details class="qd-more">\n<summary>同样的数字，看表格</summary>\n'
        f'<table class="qd-table qd-numbers">\n<caption class="qd-hidden">{escaped(chart.title)}</caption>\n'
    )
    names = (escaped(chart.head), *[series[n] for n in key], "共")
    heads = "".join([f'<th scope="col">{name}</th>' for name in names])
    html = [begin, f"<thead><tr>{heads}</tr></thead>\n<tbody>\n"]
    for bar in chart.bars:
        cells = "".join([f'<td data-label="{series[n]}">{bar.parts[n] or ""}</td>' for n in key])
        total = f'<td data-label="共">{bar.total}</td>'
        html.append(f'<tr><th scope="row">{_name(bar)}</th>{cells}{total}</tr>\n')
    html.append("</tbody>\n</table>\n</details>\n")
    return "".join(html)


@lru_cache(maxsize=4096)
def _number(value: float) -> str:
    """Two decimals are less than a pixel, and the bytes stay the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
