"""Today 今天: a page says what holds from the day of counting on, whenever it is read; what changes with the
reader's own day is said by templates/theme/assets/today.js, from the numbers that are given here. Pure."""

from __future__ import annotations

from collections import Counter

from qingdan.model import Library
from qingdan.pages.reports import STANDINGS, standing


def days(library: Library) -> str:
    """Every day with tasks due on it, and how many of them would stand at each of STANDINGS once it has
    passed: `2022-09-30:0,0,0,0,14 2022-10-31:...`."""
    found = []
    for slug, tasks in library.due.items():
        if tasks[0].due.date:
            counts = Counter(map(standing, tasks))
            found.append(f"{slug}:{','.join(str(counts[s]) for s in STANDINGS)}")
    return " ".join(found)
