"""Pictures 图: numbers of tasks as bars and columns. Pure geometry; templates/pages/charts/ draws it.

Widths are percent of the figure and heights are lines of its text (em), so a picture fits any
screen without shrinking its words, and grows with the reader's type size. Parts of a bar differ
by pattern and not by colour alone. Every picture has a sentence that says what it shows, and the
same numbers as a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from qingdan.pages.page import ROOT
from qingdan.pages.templates import Templates

PATTERNS = 4
"""So many parts of a bar can be told apart: full, hatched, dotted, empty."""


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
    """Address of a table on this page that has the same numbers; empty: one is made."""


_ROOM = 84.0
"""Percent of the width for the longest bar: the rest is for its number."""
_TALL = 8.0
"""Height of the tallest column in lines."""
_TOP = 3.0
"""Lines above the tallest column, for its number and the mark."""


def bars(templates: Templates, chart: Chart) -> Markup:
    """Lying bars, one below the other, each with its name above it. Names are words of the page and
    not of the drawing, because drawn words do not wrap on a narrow screen."""
    longest = max((b.total for b in chart.bars), default=0) or 1
    rows = []
    for bar in chart.bars:
        x = 0.0
        pieces = []
        for n, part in enumerate(bar.parts, 1):
            width = part / longest * _ROOM
            if part:
                pieces.append(
                    f'<rect class="qd-part" x="{_number(x)}%" y=".1em" width="{_number(width)}%"'
                    f' height="1.1em" fill="url(#qd-p{n})"/>'
                )
            x += width
        rows.append(
            f'<li>{_name(bar)}<svg class="qd-drawing" width="100%" height="1.3em" role="img"'
            f' aria-label="{_told(chart, bar)}">{"".join(pieces)}<text class="qd-total" x="{_number(x)}%"'
            f' y="1.05em" dx=".4em">{bar.total}</text></svg></li>'
        )
    return _drawn(templates, "charts/bars", chart, rows="\n".join(rows))


def columns(templates: Templates, chart: Chart) -> Markup:
    """Standing columns in a row, for months."""
    highest = max((b.total for b in chart.bars), default=0) or 1
    step = 100 / max(1, len(chart.bars))
    group = ""
    rows = []
    for i, bar in enumerate(chart.bars):
        bottom = _TOP + _TALL
        middle = f'x="{_number(i * step + step / 2)}%"'
        begin, wide = _number(i * step), _number(step)
        pieces = [f'<rect class="qd-hit" x="{begin}%" y="1.6em" width="{wide}%" height="10.7em"/>']
        for n, part in enumerate(bar.parts, 1):
            height = part / highest * _TALL
            bottom -= height
            if part:
                pieces.append(
                    f'<rect class="qd-part" x="{_number(i * step + step * 0.16)}%" y="{_number(bottom)}em"'
                    f' width="{_number(step * 0.68)}%" height="{_number(height)}em" fill="url(#qd-p{n})"/>'
                )
        if bar.total:
            pieces.append(
                f'<text class="qd-total" {middle} y="{_number(bottom - 0.35)}em">{bar.total}</text>'
            )
        pieces.append(f'<text class="qd-under" {middle} y="12.15em">{escape(bar.short)}</text>')
        if bar.url:
            label = f"{escape(bar.name)}：{_told(chart, bar)}"
            rows.append(f'<a href="{_address(bar)}" aria-label="{label}">{"".join(pieces)}</a>')
        else:
            rows.append(f"<g>{''.join(pieces)}</g>")
        if bar.group != group:
            group = bar.group
            rows.append(f'<text class="qd-group" x="{_number(i * step)}%" y="13.5em">{escape(group)}</text>')
    mark = (_number(chart.mark[0] * step), chart.mark[1]) if chart.mark else None
    return _drawn(
        templates,
        "charts/columns",
        chart,
        rows="\n".join(rows),
        height=_number(_TOP + _TALL + 2.9),
        base=_number(_TOP + _TALL),
        mark=mark,
        role="group" if any(b.url for b in chart.bars) else "img",
    )


def _address(bar: Bar) -> str:
    return str(escape(bar.url if bar.url.startswith("#") else ROOT + bar.url))


def _name(bar: Bar) -> str:
    return f'<a href="{_address(bar)}">{escape(bar.name)}</a>' if bar.url else str(escape(bar.name))


def _told(chart: Chart, bar: Bar) -> str:
    """What a reader who does not see it hears of a bar: 4 项（牵头 3 项，责任 1 项）."""
    label = f"{bar.total} 项"
    if len(chart.series) > 1 and bar.total:
        named = "，".join(f"{s} {n} 项" for s, n in zip(chart.series, bar.parts, strict=True) if n)
        label += f"（{named}）"
    return label


def _drawn(templates: Templates, template: str, chart: Chart, *, rows: str, **more: object) -> Markup:
    used = [n for n in range(len(chart.series)) if any(b.parts[n] for b in chart.bars)]
    several = used if len(used) > 1 else []
    html = templates.render(
        template,
        chart=chart,
        rows=Markup(rows),  # noqa: S704 - every part is escaped above
        key=[(n + 1, chart.series[n]) for n in several],
        cells=Markup(_table_rows(chart, several)) if not chart.table else "",  # noqa: S704 - the same
        **more,
    )
    return Markup(html)  # noqa: S704 - rendered with escaping


def _table_rows(chart: Chart, used: Sequence[int]) -> str:
    """The same numbers for a table: the parts that are not nought anywhere, and their sum."""
    rows = []
    for bar in chart.bars:
        cells = "".join(f'<td data-label="{chart.series[n]}">{bar.parts[n] or ""}</td>' for n in used)
        rows.append(f'<tr><th scope="row">{_name(bar)}</th>{cells}<td data-label="共">{bar.total}</td></tr>')
    return "\n".join(rows)


def _number(value: float) -> str:
    """Two decimals are less than a pixel, and the bytes stay the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
