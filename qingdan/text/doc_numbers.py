"""Document numbers 文号: 国办发〔2022〕8号, and 国务院令第713号 as a kind of its own.

Read with brackets of any shape and width and with spaces inside; the normal form
has 〔〕 and no spaces. Damaged ones (〔20208号) are recognised, told what is wrong
with them, and never mended: what was lost cannot be known.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple

from qingdan.regexes import regex
from qingdan.text import numerals

_HAN = "\u3400-\u9fff"
_OPEN = "〔\\[［（(【〖﹝{｛〈<＜"
_CLOSE = "〕\\]］）)】〗﹞}｝〉>＞"
_ROUND = "（(｛{〈<＜﹛"
_S = r"\s{0,4}"
_DIGIT = "[0-9０-９]"
_LONGEST_CODE = 24
"""Characters of 代字 looked back for, spaces included."""

_ISSUE = regex(
    rf"[{_OPEN}]{_S}(?P<year>{_DIGIT}{{1,9}}){_S}(?P<close>[{_CLOSE}])?{_S}(?:年{_S})?"
    rf"(?P<nth>第)?{_S}(?P<number>{_DIGIT}{{1,5}})?{_S}(?P<hao>号(?![楼线院机台位]))?"
)
_NO_OPEN = regex(
    rf"(?<!{_DIGIT})(?P<year>(?:19|20){_DIGIT}{{2}}){_S}[{_CLOSE}]{_S}(?P<number>{_DIGIT}{{1,5}}){_S}号"
)
_CODE = regex(rf"[{_HAN}\s]{{1,{_LONGEST_CODE}}}\Z")
_ORDER = regex(
    rf"(?P<issuer>[{_HAN}]{{2,30}}?){_S}"
    rf"(?:令{_S}[（(〔]?{_S}第{_S}(?P<a>{_DIGIT}{{1,4}}|[{numerals.CHARS}]{{1,8}}){_S}号"
    rf"|第{_S}(?P<b>{_DIGIT}{{1,4}}|[{numerals.CHARS}]{{1,8}}){_S}号{_S}令)"
)
_GROUND_WORDS = ("根据", "依据", "按照", "依照", "遵照")
_VERBS = (
    "根据", "按照", "依据", "依照", "遵照", "参照", "对照", "贯彻", "落实", "执行", "完成", "印发", "转发",
    "关于", "结合", "详见", "参见", "以及", "全面", "认真", "严格", "废止", "修订", "文件",
)  # fmt: skip
"""Words that stand before a 代字 in running text and are no part of it."""
_JOINERS = ("和", "与", "及", "或", "见", "的", "按", "在", "对", "将", "由")
_GENERIC = ("政", "委", "办", "发", "党", "府", "函")
"""A 代字 begins with its place or field; cut off before one of these, a joiner was its first character."""
_CODE_ENDS = "发函办字综规令秘人任文号电复请议报告通明审批研建财教社工资法体联干组纪宣会党"
_YEARS = range(1949, 2100)


class DocNumber(NamedTuple):
    """One 文号 as it stands in a text."""

    text: str
    """As printed."""
    kind: Literal["issue", "order"]
    """`issue` 国办发〔2022〕8号; `order` 国务院令第713号."""
    code: str
    """代字 (国办发), or who gave the order (国务院); spaces dropped."""
    year: int | None
    """None for orders, and where damaged."""
    ordinal: int | None
    """顺序号; None where damaged."""
    wrong: tuple[str, ...]
    """What is wrong with it, one Chinese sentence each; empty for a whole one in any shape."""
    start: int
    end: int
    """Exclusive; both in the text that was read."""

    @property
    def damaged(self) -> bool:
        """Whether something was lost, so that the number cannot be known."""
        return self.ordinal is None or (self.kind == "issue" and self.year is None)

    @property
    def normal(self) -> str | None:
        """国办发〔2022〕8号 or 国务院令第713号; None where damaged."""
        if self.damaged:
            return None
        if self.kind == "order":  # 主席令 are numbered in Chinese: 第八十二号 stays
            printed = re.search("第(.+?)号", "".join(self.text.split()))
            return f"{self.code}令第{numerals.ascii_digits(printed[1]) if printed else self.ordinal}号"
        return f"{self.code}〔{self.year}〕{self.ordinal}号"


def parse(text: str) -> DocNumber | None:
    """The 文号 that the whole text is, whole or damaged; None where it is something else."""
    stripped = text.strip()
    if len(stripped) > 80:
        return None
    if stripped.startswith(_GROUND_WORDS):
        return None
    for found in _all(stripped, running=False):
        if found.start == 0 and found.end == len(stripped):
            shift = text.find(stripped)
            return found._replace(start=shift, end=shift + len(stripped))
    return None


def find_all(text: str) -> tuple[DocNumber, ...]:
    """Every 文号 of a running text, in order, damaged ones too."""
    return tuple(_all(text, running=True))


def _all(text: str, *, running: bool) -> list[DocNumber]:
    found: list[DocNumber] = []
    for match in _ISSUE.finditer(text):
        start = _code_start(text, match.start(), found[-1].end if found else 0, running=running)
        if start is not None and (number := _issue(text, start, match)):
            found.append(number)
    taken = [(n.start, n.end) for n in found]
    for match in _NO_OPEN.finditer(text):
        start = _code_start(text, match.start(), 0, running=running)
        if start is not None and not _inside(match.start(), taken):
            code = "".join(text[start : match.start()].split())
            wrong = ("年份前面少了左括号。",)
            found.append(_number(text, start, match.end(), None, None, wrong, code))
    found += [_order(text, m) for m in _ORDER.finditer(text) if not _inside(m.start(), taken)]
    return sorted(found, key=lambda n: n.start)


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    """Whether the position is in one of the spans, which are sorted and apart."""
    before = bisect_right(spans, (position, len(spans) and spans[-1][1] + position)) - 1
    return before >= 0 and position < spans[before][1]


def _code_start(text: str, end: int, floor: int, *, running: bool) -> int | None:
    """Where the 代字 that ends at `end` begins; None where none stands there."""
    window = text[max(floor, end - _LONGEST_CODE) : end]
    match = _CODE.search(window)
    if not match or not match.group().strip():
        return None
    code = match.group()
    _, line_break, tail = code.rpartition("\n")
    if line_break and len("".join(tail.split())) >= 2:
        code = tail  # what stands on the line above is something else
    verbs = _VERBS if running else ()
    cut = max((code.rfind(verb) + len(verb) for verb in verbs if verb in code), default=0)
    rest = code[cut:].lstrip()
    if running and rest.startswith(_JOINERS) and not rest[1:].lstrip().startswith(_GENERIC):
        cut += len(code[cut:]) - len(rest) + 1
    rest = code[cut:].lstrip()
    if len("".join(rest.split())) < 2:
        return None
    return end - len(rest)


def _issue(text: str, start: int, match: re.Match[str]) -> DocNumber | None:
    """国办发〔2022〕8号 from its bracket on; None for a bracket that holds something else."""
    digits = numerals.ascii_digits(match["year"])
    number = numerals.ascii_digits(match["number"] or "")
    code = "".join(text[start : match.start()].split())
    whole_year = len(digits) == 4
    if not whole_year and (not match["hao"] or match.group()[0] in _ROUND):
        return None  # （12）号 is no 文号
    if not match["hao"] and not (number and match["close"] and code[-1] in _CODE_ENDS):
        return None
    wrong = tuple(_faults(match, digits, number))
    year = int(digits) if match["close"] and whole_year and int(digits) in _YEARS else None
    ordinal = (int(number) or None) if number and match["close"] else None
    end = match.start() + len(match.group().rstrip())
    return _number(text, start, end, year, ordinal, wrong, code)


def _faults(match: re.Match[str], digits: str, number: str) -> Iterator[str]:
    """What is wrong with the printed number, sentence by sentence."""
    if not match["close"]:
        yield "年份后面少了右括号。"
    elif len(digits) != 4:
        yield f"年份应当是四位数字，这里是“{digits}”。"
    elif int(digits) not in _YEARS:
        yield f"“{digits}”不像年份。"
    if match["close"] and not number:
        yield "括号后面少了顺序号。"
    elif number and int(number) == 0:
        yield "顺序号从 1 起，不会是 0。"
    elif number.startswith("0"):
        yield "顺序号前面不加 0。"
    if match["nth"]:
        yield "顺序号前面不加“第”字。"
    if not match["hao"]:
        yield "末尾少了“号”字。"


def _number(
    text: str, start: int, end: int, year: int | None, ordinal: int | None, wrong: tuple[str, ...], code: str
) -> DocNumber:
    return DocNumber(text[start:end], "issue", code, year, ordinal, wrong, start, end)


def _order(text: str, match: re.Match[str]) -> DocNumber:
    """国务院令第713号."""
    issuer = match["issuer"]
    cut = max((issuer.rfind(verb) + len(verb) for verb in _VERBS if verb in issuer), default=0)
    start = match.start() + (cut if len(issuer) - cut >= 2 else 0)
    ordinal = numerals.to_int(match["a"] or match["b"])
    wrong = () if ordinal else ("令的号数读不出来。",)
    code = text[start : match.end("issuer")]
    return DocNumber(text[start : match.end()], "order", code, None, ordinal, wrong, start, match.end())


_GROUND = regex("|".join(_GROUND_WORDS))
_CARRY_OUT = regex("贯彻|落实")
_ISSUING = regex("现将|现就|现印发|现予|现转发|特制定|制定|印发给你们|通知如下|予以印发|提出如下")
_SENTENCE = regex("[^。！？!?\n]*[。！？!?\n]?")


def grounds(text: str) -> tuple[DocNumber, ...]:
    """The 文号 in a notice's 根据 clause, each once; `text` is the 正文, without the lists.

    The clause stands in the opening of the notice (up to the sentence that issues
    something) and ends where that is issued: 根据《…》（国办发〔2022〕8号）精神，经市政府
    同意，现将…. Where no 根据 (依据, 按照 …) names a number there, 为贯彻落实《…》（…） counts.
    """
    opening = _opening(text)
    masked = _without_titles(opening)
    for keyword in (_GROUND, _CARRY_OUT):
        spans = list(_clauses(masked, keyword))
        seen: dict[str, DocNumber] = {}
        for number in find_all(opening):
            if any(a <= number.start < b for a, b in spans):
                seen.setdefault(number.normal or number.text, number)
        if seen:
            return tuple(seen.values())
    return ()


def _opening(text: str) -> str:
    """The notice up to the end of the sentence that issues something, else its first paragraph."""
    masked = _without_titles(text)
    for match in _SENTENCE.finditer(masked):
        if match.group() and _ISSUING.search(match.group()):
            return text[: match.end()]
    first = len(text) - len(text.lstrip())
    end = text.find("\n", first)
    return text if end < 0 else text[:end]


def _without_titles(text: str) -> str:
    """The text with all that stands within 《》 blanked out; its length stays."""
    out, depth = list(text), 0
    if text.count("《") != text.count("》"):
        return text
    for position, char in enumerate(text):
        depth += (char == "《") - (char == "》")
        if depth > 0 or char == "》":
            out[position] = "＿"
    return "".join(out)


def _clauses(text: str, keyword: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where each clause that begins with the keyword stands, up to what it leads to."""
    spans: list[tuple[int, int]] = []
    for match in _SENTENCE.finditer(text):
        begin = keyword.search(match.group())
        if not begin:
            continue
        stop = _ISSUING.search(match.group(), begin.end())
        spans.append((match.start() + begin.start(), match.start() + stop.start() if stop else match.end()))
    return spans
