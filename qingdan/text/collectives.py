"""Collectives 泛称: names that stand for several units, and those of them that hold a 、."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qingdan.regexes import regex

_STOP = "、﹑､，,；;。\n"

COLLECTIVE = regex(
    r"各|有关|相关|(?:部门|单位|企业|高校|院校|机构|行政机关)(?:[（(][^（()）]{0,12}[）)])?\Z"
    r"|[县区市州旗镇乡][（(](?:[市区县州旗镇乡街、，]|街道|街道办|办事处|自治县){1,6}[）)]|^[^（(]{1,20}、"
)
"""各…, …有关部门, …单位, 县（市、区）政府, and whatever holds a 、 outside brackets."""

_RANKS = {
    name: rank
    for rank, names in enumerate(
        (
            "自治区 直辖市 省",
            "地级市 设区市 设区的市 自治州 市州 盟市 地区 市 州 盟",
            "县级市 市辖区 自治县 自治旗 县市区 市县 旗县区 区县 县区 县市 市区 旗县 旗区 区 县 旗",
            "乡镇街道 乡镇 镇街 街镇 镇乡 街道办事处 街道办 街道 镇 乡 街",
            "社区 村",
        )
    )
    for name in names.split()
}
"""Names of levels of places -> how deep they lie."""
_ADMIN = "|".join(sorted(_RANKS, key=len, reverse=True))
_DIV = rf"(?:{_ADMIN})(?:[（(][^（()）\n]{{1,12}}[）)])?"
_PREFIX = "(?:(?:全[省市县区州盟]|[省市县区])?(?:各有关|各相关|各级|各|有关|相关|每个?))"
_TAIL = "(?:(?:人民)?政府|党委(?:[、和]?(?:人民)?政府)?|街道办事处|办事处|管委会|党工委|委)"
_DIVISIONS = regex(rf"(?P<prefix>{_PREFIX}|(?<![^{_STOP}]))(?P<divs>{_DIV}(?:[、﹑､]{_DIV})+)")
_TAIL_HERE = regex(_TAIL)
_BOUNDARY = regex(rf"\Z|[{_STOP}（(）)〈〉：:]|牵头|负责|落实|配合|按|分别|共同|会同|等|和|及|与|以及")
_OWN_LEVEL = regex("[级属直域]")
_PAIRS = regex(
    rf"党委、(?:人民)?政府|各[部委办局厅室院](?:[、﹑､][部委办局厅室院])+(?=\Z|[{_STOP}（(）)]|牵头|负责|配合|按|分别|等)|(?:部门|单位|企业)(?:[（(][^（()）]{{0,6}}[）)])?、"
    rf"(?:单位|部门|企业|机构)(?=\Z|[{_STOP}（(）)]|牵头|负责|按|分别|等)"
)


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Spans of collectives that hold 、 and are one unit: 各区、县（市）政府; 各级党委、政府."""
    for match in _DIVISIONS.finditer(text):
        end = _one_unit(text, match)
        if end:
            yield match.start(), end
    for match in _PAIRS.finditer(text):
        yield match.span()


def _one_unit(text: str, match: re.Match[str]) -> int | None:
    """Where the collective ends; the last parts are given up until it holds together."""
    parts = list(re.finditer(_DIV, match["divs"]))
    begin = match.start("divs")
    for last in range(len(parts) - 1, 0, -1):
        end = begin + parts[last].end()
        tail = _TAIL_HERE.match(text, end)
        after = tail.end() if tail else end
        kept = [part.group() for part in parts[: last + 1]]
        if _holds(kept, text, end, after, prefix=bool(match["prefix"])):
            return after
    return None


def _holds(parts: list[str], text: str, end: int, after: int, *, prefix: bool) -> bool:
    """Whether the parts are one enumeration of places and what follows belongs to all of them."""
    ranks = [_RANKS[part.split("（", 1)[0].split("(", 1)[0]] for part in parts]
    closed = bool(_BOUNDARY.match(text, after))
    if not prefix:
        return after > end and closed
    if parts[-1] in ("市", "省", "州"):
        before = all(part in ("区", "县", "市", "省", "州", "盟") for part in parts[:-1])
        return closed and (after == end or before) and not (parts[-1] == "省" and len(parts) > 1)
    if ranks[-1] < max(ranks[:-1]):
        return closed and after == end
    return closed or after > end or not _OWN_LEVEL.match(text, end)
