"""Grouping: which paragraphs tell of tasks, which head those below, which one bracket closes together."""

from __future__ import annotations

from collections.abc import Sequence

from qingdan.importers.recognise.prose import brackets
from qingdan.importers.recognise.prose.paragraphs import Segment
from qingdan.importers.recognise.signs import squeeze
from qingdan.text import labels
from qingdan.text.labels import Label

_LONGEST_SHORT = 40
"""Characters of the longest 「1．…」 that heads sub-items."""


def holds_tasks(texts: Sequence[str]) -> bool:
    """Whether there are headings, brackets with units or label lines in the paragraphs."""
    for text in texts:
        label = labels.heading_label(text)
        if label and (label.level <= 2 or len(squeeze(text)) > 30):
            return True
        if brackets.tells_units(text) or brackets.run_on(text):
            return True
    return False


def heads(text: str, following: Label | None) -> bool:
    """Whether 「1．深化商事制度改革。」 heads （1）…（2）…: it is short, and names no units."""
    label = labels.heading_label(text)
    if label is None or label.level != 3 or following is None or (following.level, following.value) != (4, 1):
        return False
    words = text[label.end :]
    return (
        len(squeeze(words)) <= _LONGEST_SHORT
        and "。" not in words[:-1]
        and not (brackets.tells_units(text) or brackets.run_on(text))
    )


def together(parts: Sequence[Segment]) -> set[int]:
    """Sub-items 1.…2.… of which only the last has units: one bracket closes them all."""

    def closed(k: int) -> bool:
        text = parts[k].text
        following = parts[k + 1].text if k + 1 < len(parts) else ""
        below = next(brackets.find(following), None)
        return (
            next(brackets.find(text), None) is not None
            or brackets.run_on(text) is not None
            or bool(brackets.label_line(following))
            or (below is not None and below.start == 0)
        )

    found: set[int] = set()
    run: list[int] = []
    for k, segment in enumerate(parts):
        label = labels.heading_label(segment.text)
        if label is None or label.level < 3 or label.value == 1:
            run = []
        if label and label.level >= 3 and (not run or label.value == len(run) + 1):
            run.append(k)
            if closed(k):
                found |= set(run) if len(run) > 1 and run[0] and label.value == len(run) else set()
                run = [] if len(run) == 1 else [-1]
        if run and run[0] < 0:
            run = []
    return found
