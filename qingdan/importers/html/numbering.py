"""Numbering: what a browser prints before the items of an ordered list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qingdan.text.numerals import to_chinese

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_BULLETS = {"none", "disc", "circle", "square", "disclosure-open", "disclosure-closed"}
_HAN = {
    "cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "cjk-decimal", "japanese-informal",
    "simp-chinese-formal", "trad-chinese-formal", "korean-hanja-informal", "hiragana", "katakana",
}  # fmt: skip
_EDITOR = (
    (re.compile(r"\bcustom_cn2\b|\blist-cn-3"), "（{han}）"),
    (re.compile(r"\bcustom_cn1\b|\blist-cn-2"), "{han}）"),
    (re.compile(r"\bcustom_cn\b|\blist-cn-1"), "{han}、"),
    (re.compile(r"\bcustom_num2\b|\blist-num-3"), "({n})"),
    (re.compile(r"\bcustom_num1\b|\blist-num-2"), "{n})"),
    (re.compile(r"\bcustom_num\b|\blist-num-1"), "{n}."),
)
"""Lists of UEditor, which draws their numbers as background pictures."""
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(slots=True)
class Counter:
    """The count of one ordered list."""

    next: int
    step: int
    style: str
    """A list-style-type, or a form with {n} and {han}."""

    def label(self, value: str | None, own_style: str) -> str:
        """The printed number of the next item; `value` is its attribute."""
        if value is not None and re.fullmatch(r"[-+]?[0-9]{1,6}", value.strip()):
            self.next = int(value)
        number, self.next = self.next, self.next + self.step
        return printed_number(number, own_style or self.style)


def counter(start: str | None, kind: str | None, classes: str, style: str, reverse: int) -> Counter:
    """The counter of an `<ol>`; `reverse`: the number of its items if it counts down, else 0."""
    first = int(start) if start and re.fullmatch(r"[-+]?[0-9]{1,6}", start.strip()) else reverse or 1
    own = style or next((form for found, form in _EDITOR if found.search(classes)), "")
    return Counter(first, -1 if reverse else 1, own or _TYPES.get(kind or "", "decimal"))


def printed_number(number: int, style: str) -> str:
    """The number with the mark behind it; empty for bullets and none."""
    if style in _BULLETS:
        return ""
    if "{" in style:
        return style.format(n=number, han=to_chinese(number) if 0 < number < 10_000 else number)
    if style in _HAN and 0 < number < 10_000:
        return f"{to_chinese(number)}、"
    if style == "decimal-leading-zero":
        return f"{number:02d}."
    if style.endswith(("alpha", "latin")) and number > 0:
        letters = ""
        rest = number
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(ord("a") + digit) + letters
        return f"{letters.upper() if style.startswith('upper') else letters}."
    if style.endswith("roman") and 0 < number < 4000:
        words, rest = "", number
        for value, sign in _ROMAN:
            times, rest = divmod(rest, value)
            words += sign * times
        return f"{words.upper() if style.startswith('upper') else words}."
    return f"{number}."
