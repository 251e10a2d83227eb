"""Labels 序号 of headings: 一、 （一） 1. （1） and their level.

=====  ==========================================  =========
level  printed                                     short
=====  ==========================================  =========
1      一、 一． 壹、 第一章 第一部分 第一篇 第一编     一, 第一章
2      （一） (一) （一) ㈠ 第一节                   (一), 第一节
3      1. 1． 1、 ⒈ 第一条                          1, 第一条
4      （1） (1) 1） ① ⑴                           (1)
=====  ==========================================  =========

A number that belongs to the sentence is no label: 2022年, 1.5亿元, 12345热线,
一是, 一、二季度.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from qingdan.regexes import regex
from qingdan.text import numerals

_S = r"\s{0,4}"
_FORMAL = str.maketrans("壹贰貳叁叄參肆伍陆陸柒捌玖拾", "一二二三三三四五六六七八九十")
_HAN = "[〇零一二三四五六七八九十百廿卅]{1,7}|(?!陆、[海空])[壹贰貳叁叄參肆伍陆陸柒捌玖拾]{1,3}"
"""壹、贰、 are printed for 一、二、; 陆、海、空 begins a sentence."""
_ARABIC = "[0-9０-９]{1,3}"
_OPEN, _CLOSE = "[（(﹙]", "[）)﹚]"
_STOP = "[、.．﹒]?"

_LABEL = regex(
    rf"(?P<chapter>第{_S}(?P<cv>{_HAN}|{_ARABIC}){_S}(?P<what>部分|编|篇|章|节|条))"
    rf"|(?P<bracket>{_OPEN}{_S}(?:(?P<bh>{_HAN})|(?P<ba>{_ARABIC})){_S}{_CLOSE}{_STOP})"
    rf"|(?P<half>(?:(?P<hh>{_HAN})|(?P<ha>{_ARABIC})){_S}{_CLOSE}[、]?)"
    rf"|(?P<han>(?P<hv>{_HAN}){_S}[、.．﹒])"
    rf"|(?P<arabic>(?P<av>{_ARABIC}){_S}[、.．﹒])"
    r"|(?P<sign>[①-⑳㉑-㉟㊱-㊿⑴-⒇⒈-⒛㈠-㈩])"
)
_CHAPTERS = {"部分": 1, "编": 1, "篇": 1, "章": 1, "节": 2, "条": 3}
_DECIMAL = regex(r"[0-9０-９]")
_YEAR = regex(r"\s{0,4}(?:19|20|１９|２０)[0-9０-９]{2}\s{0,4}年")
_NUMBERS_GO_ON = regex(r"\s{0,4}[0-9０-９]{1,3}\s{0,4}(?:[、,，至和.．%％-]|[年月日号]|季度)")
_HAN_GO_ON = regex(rf"\s{{0,4}}(?:{_HAN}){_S}(?:、|季度|月|至)")


class Label(NamedTuple):
    """The label at the beginning of a heading."""

    text: str
    """As printed, with its brackets and stop: 「一、」「（ 一 ）」."""
    level: int
    """1 to 4."""
    value: int
    """From 1."""
    short_text: str
    """What `short` gives."""
    end: int
    """Where the words of the heading begin, white space skipped."""

    def short(self) -> str:
        """For numbers of tasks: 一, (一), 1, (1); ASCII brackets, no stop, no spaces."""
        return self.short_text


def heading_label(text: str) -> Label | None:
    """The label with which the text begins, white space before it apart; None without one."""
    begin = len(text) - len(text.lstrip())
    match = _LABEL.match(text, begin)
    if not match:
        return None
    read = _read(match, text)
    if not read:
        return None
    level, value, short = read
    if not 1 <= value <= 999:
        return None
    rest = text[match.end() :]
    end = match.end() + len(rest) - len(rest.lstrip())
    return Label(match.group(), level, value, short, end)


def _read(match: re.Match[str], text: str) -> tuple[int, int, str] | None:
    """Level, value and short form; None where the number belongs to the sentence."""
    group = match.groupdict()
    if group["sign"]:
        return _sign(group["sign"])
    printed = next(filter(None, map(match.group, ("cv", "bh", "ba", "hh", "ha", "hv", "av"))))
    value = numerals.to_int(printed.translate(_FORMAL))
    if value is None:
        return None
    printed = numerals.ascii_digits(printed)
    if group["chapter"]:
        return _CHAPTERS[group["what"]], value, f"第{printed}{group['what']}"
    if group["bracket"] or group["half"]:
        return (2 if group["bh"] or group["hh"] else 4), value, f"({printed})"
    if group["han"]:
        return None if _HAN_GO_ON.match(text, match.end()) else (1, value, printed)
    return None if _decimal_or_row(match, text) else (3, value, str(value))


def _decimal_or_row(match: re.Match[str], text: str) -> bool:
    """Whether `1.` or `1、` begins 1.5亿元 or 1、2月 and not an item; 1.2022年… is item 1."""
    if _YEAR.match(text, match.end()):
        return False
    if match.group().endswith("、"):
        return bool(_NUMBERS_GO_ON.match(text, match.end()))
    return bool(_DECIMAL.match(text, match.end()))


def _sign(char: str) -> tuple[int, int, str] | None:
    """①, ⑴, ⒈ and ㈠ in one character."""
    plain = unicodedata.normalize("NFKC", char).strip("().")
    value = numerals.to_int(plain)
    if value is None:
        return None
    if "㈠" <= char <= "㈩":
        return 2, value, f"({plain})"
    return (3, value, plain) if "⒈" <= char <= "⒛" else (4, value, f"({plain})")
