"""The one folding of text: what search holds to be equal.

Equal are full and half width and all compatibility forms (NFKC), upper and lower case,
〔〕 【】 [] （） and (), “” ‘’ 「」 『』 and ", traditional and simplified characters, hyphens;
white space and characters without a shape do not count at all. The same rules stand in
templates/theme/assets/search-text.js; tests/search compares the two.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from qingdan.text.traditional import SIMPLIFIED

SEPARATOR = "\n"
"""Stands between the fields of a folded passage. No folded text holds it, so nothing is found across."""

_EQUAL = {
    **dict.fromkeys("[〔【", "("),
    **dict.fromkeys("]〕】", ")"),
    **dict.fromkeys("“”‘’「」『』", '"'),
    **dict.fromkeys("\u2010\u2011\u2013\u2212", "-"),
    "○": "〇",
    **SIMPLIFIED,
}
_SHAPELESS = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
_REPLACEMENT = "\ufffd"


def fold_character(character: str) -> str:
    """One code point folded: none, one or (ligatures, ㈠, ½) several characters."""
    point = ord(character)
    if 0xD800 <= point <= 0xDFFF:  # half of a pair: cannot be encoded, found nowhere
        return _REPLACEMENT
    if 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF:  # variation selectors
        return ""
    plain = unicodedata.normalize("NFKC", character).lower()
    return "".join(_EQUAL.get(c, c) for c in plain if unicodedata.category(c) not in _SHAPELESS)


class _Table(dict[int, str]):
    """For `str.translate`: each character is folded once, then remembered."""

    def __missing__(self, point: int) -> str:
        folded = self[point] = fold_character(chr(point))
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """`text` folded: （国办发［2022］8 号） -> (国办发(2022)8号)."""
    return text.translate(_TABLE)


fold_again = lru_cache(1 << 16)(fold)
"""`fold` for names and headings: of 390,000 in 25,000 tasks, 12,000 are different."""


def fold_with_origins(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the index in `text` that it came from."""
    pieces, origins = [], []
    for index, character in enumerate(text):
        folded = _TABLE[ord(character)]
        pieces.append(folded)
        origins += [index] * len(folded)
    return "".join(pieces), origins


def occurrences(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where folded words stand in `text` (not folded): sorted, merged (start, end) pairs."""
    folded, origins = fold_with_origins(text)
    spans = []
    for word in words:
        at = folded.find(word) if word else -1
        while at >= 0:
            spans.append((origins[at], origins[at + len(word) - 1] + 1))
            at = folded.find(word, at + 1)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


_DIGITS = "〇一二三四五六七八九"
_CHINESE = re.compile(f"(?<![百千万亿点十{_DIGITS}])[{_DIGITS}十]+(?=[年月日号]|个?季度)")
_NUMERAL = re.compile(f"[{_DIGITS}十](?:[年月日号]|个?季度)")
_ARABIC = re.compile("[0-9]+(?=[年月日号]|个?季度)")


def with_arabic_numerals(text: str) -> str:
    """Folded text with the Chinese numerals of dates in Arabic ones: 二〇二二年十二月底 -> 2022年12月底.
    Those that can be read in two ways stay."""
    return _CHINESE.sub(_arabic, text) if _NUMERAL.search(text) else text  # a quick look: few have any


def _arabic(found: re.Match[str]) -> str:
    tens, ten, ones = (numeral := found[0]).partition("十")
    if not ten:
        return "".join(str(_DIGITS.index(c)) for c in numeral) if len(numeral) in (1, 4) else numeral
    if len(tens) > 1 or len(ones) > 1 or "〇" in tens + ones or "十" in ones:
        return numeral
    return str((_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0))


def with_chinese_numerals(text: str) -> str:
    """Folded text with the Arabic numerals of dates in Chinese ones: 2022年12月底 -> 二〇二二年十二月底."""
    return _ARABIC.sub(_chinese, text)


def _chinese(found: re.Match[str]) -> str:
    numeral = found[0]
    if len(numeral) == 4:
        return "".join(_DIGITS[int(digit)] for digit in numeral)
    if len(numeral) > 2 or not int(numeral):
        return numeral
    tens, ones = divmod(int(numeral), 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def corpus_pairs(texts: str) -> str:
    """The traditional characters among `texts` with their simplified forms, 關关業业: all that
    a browser needs to fold these texts without the whole table."""
    return "".join(c + SIMPLIFIED[c] for c in sorted(set(_TRADITIONAL.findall(texts))))


_TRADITIONAL = re.compile(f"[{''.join(SIMPLIFIED)}]")


BOUNDARIES = SEPARATOR + "、。,;:()"
"""What parts the names in a cell, folded."""
_BOUNDARIES = tuple(zip(BOUNDARIES[1:], "\x0b\x0c\x0d\x0e\x0f\x10\x11", strict=True))
LAST_BOUNDARY = "\x11"
"""In bounded text, this and every smaller character is a boundary."""


def bounded(text: str) -> str:
    """Folded text as the index has it: what parts the names in a cell stands below all other
    characters, as SEPARATOR does. So what begins or ends beside one is found together."""
    for mark, below in _BOUNDARIES:
        text = text.replace(mark, below)
    return text


IN_TEXT, IN_HEAD, WHOLE = range(3)
"""How good a hit is: in a text; in a heading, a unit, a deadline, a title; the whole of one of these."""


def grade(word: str, head: str, text: str) -> int:
    """How well a folded word stands in a passage, at best; -1 where it does not."""
    if word not in head:
        return IN_TEXT if word in text else -1
    word, head = bounded(word), bounded(SEPARATOR + head + SEPARATOR)
    at = head.find(word)
    while at >= 0:
        if head[at - 1] <= LAST_BOUNDARY and head[at + len(word)] <= LAST_BOUNDARY:
            return WHOLE
        at = head.find(word, at + 1)
    return IN_HEAD
