"""Which pictures each kind of page shows, and what they say. A picture that would say nothing, one
bar alone or all bars alike, is not made.

    due          months and deadlines
    units        units and regions, and the table of units by deadlines
    documents    how far a document is, and its parts
"""

from __future__ import annotations

from qingdan.pages.figures.documents import parts, progress
from qingdan.pages.figures.due import deadlines, duties, kinds, month_anchor, timeline, year_columns
from qingdan.pages.figures.units import Heat, heat, regions, units

__all__ = [
    "Heat",
    "deadlines",
    "duties",
    "heat",
    "kinds",
    "month_anchor",
    "parts",
    "progress",
    "regions",
    "timeline",
    "units",
    "year_columns",
]
