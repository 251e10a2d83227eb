"""Words that the reading of units turns on: roles, collectives, 会同, 等, 以下统称."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from qingdan.model import Role
from qingdan.regexes import regex

_HAN = "\u3400-\u9fff"
_STOP = "、﹑､，,；;。\n"

# -- roles ---------------------------------------------------------------------------------

Told = Literal["lead", "responsible", "supporting", "told"]

_ROLE_WORDS: Final[dict[str, Told]] = {
    "为牵头单位": "lead", "为责任单位": "told", "为配合单位": "supporting",
    "牵头": "lead", "主办": "lead",
    "配合": "supporting", "协同": "supporting", "协办": "supporting", "协助": "supporting",
    "参与": "supporting", "参加": "supporting", "协作": "supporting", "会办": "supporting",
    "组织实施": "told",
    "落实属地责任": "told", "组织落实": "told", "共同推进": "told", "各负其责": "told", "主要责任": "told",
    "负责": "told", "落实": "told", "实施": "told", "承办": "told", "主责": "told",
    "指导": "told", "推进": "told", "推动": "told", "承担": "told", "执行": "told", "督导": "told",
    "分工": "told",
}  # fmt: skip
"""Words at the end of a name -> the role they say; `told` leaves what the column says."""
_BY_DUTY = tuple(
    f"{by}{own}{what}"
    for by in ("按照", "按", "根据", "依照", "依据", "依")
    for own in ("各自", "")
    for what in ("职责分工", "职能分工", "职责", "职能", "分工")
)
"""按职责分工 and kin."""
_ADVERBS = (
    "分别",
    "共同",
    "具体",
    "各自",
    "联合",
    "统一",
    "主要",
    "积极",
    "密切",
    "抓好",
    "做好",
    "并",
    "予以",
)
"""Stand between a name and its role word."""
_ROLES = _ROLE_WORDS | dict.fromkeys(_BY_DUTY, "told")
_ENDS = tuple(sorted(_ROLES, key=len, reverse=True))
_NEEDS_ANOTHER = frozenset({"分工"})
"""Words that are role words only before another: 分工负责."""


@lru_cache(maxsize=8192)
def without_role(text: str) -> tuple[str, Told | None]:
    """市司法局分别负责 -> (市司法局, told); the strongest of several words counts (牵头负责: lead)."""
    end = len(text)
    told: Told | None = None
    while True:
        while end and text[end - 1] in "。.！!；;，,、":
            end -= 1
        ends_so = text.endswith(_ENDS, 0, end)  # in one call: most names end in none of them
        word = next((w for w in _ENDS if text.endswith(w, 0, end)), None) if ends_so else None
        if word and not (word in _NEEDS_ANOTHER and told is None):
            role = _ROLES[word]
            told = role if told in (None, "told") else told
            end -= len(word)
            continue
        adverb = next((w for w in _ADVERBS if text.endswith(w, 0, end)), None) if told else None
        if not adverb:
            return text[:end], told
        end -= len(adverb)


_ROLE_BRACKET = regex(
    r"[（(【〔](?:(?P<lead>牵头|主办)|(?P<with>配合|协同|协办|协助|参与)|责任|主责|负责|落实|承办|按职责分工负责)"
    r"(?:负责|责任|落实)?(?:单位|部门)?[）)】〕]\Z"
)
_RULE_BRACKET = regex(rf"[（(][^（()）]{{0,40}}(?:下同|牵头单位|牵头部门)[^（()）{_STOP}]{{0,10}}[）)]\Z")


def without_role_bracket(name: str) -> tuple[str, Role | None]:
    """市教育局（牵头） -> (市教育局, lead); a bracketed alias stays in the name."""
    match = _ROLE_BRACKET.search(name, max(0, len(name) - 16))
    if match:
        role: Role = "lead" if match["lead"] else "supporting" if match["with"] else "responsible"
        return name[: match.start()], role
    rule = _RULE_BRACKET.search(name, max(0, len(name) - 60))
    return (name[: rule.start()] if rule else name), None


_UNIT_LABEL = (
    "(?:主要|第一|共同|主体)?(?:牵头|责任|主责|配合|协同|协办|协助|会办|主办|承办|参与|参加|实施|落实|负责)"
    "(?:配合|协同|责任|落实|实施)?"
    "(?:单位|部门|处室|科室|股室|局室|主体|机构)"
)
_PERSON_LABEL = (
    "(?:分管|牵头|负责|责任|联系|包案|主管|包保|包抓|包联|挂钩|[市县区省]级?){0,3}"
    "(?:领导|负责人|责任人|联系人|负责同志)"
)
LABEL = regex(
    rf"(?:(?P<person>{_PERSON_LABEL})|{_UNIT_LABEL}|(?:部门|任务|责任|职责|工作)?分工|牵头|责任|配合|协办|抄送|主送|抄报)"
    rf"[:：]|{_UNIT_LABEL}为(?=.)"
)
_ANY_LABEL = regex(rf"(?:{_UNIT_LABEL}|{_PERSON_LABEL})[:：]")


def with_labels_apart(text: str) -> str:
    """A ；before each label that follows a name at once: 牵头单位：甲局责任单位：乙局."""

    def part(match: re.Match[str]) -> str:
        at = match.start()
        return match.group() if at == 0 or text[at - 1] in _STOP + "（(【〔〈" else f"；{match.group()}"

    return _ANY_LABEL.sub(part, text)


def role_of_label(label: str) -> Role | None:
    """The role that 牵头单位： says; None for 抄送： and persons."""
    if "牵头" in label or "主办" in label:
        return "lead"
    if any(word in label for word in ("配合", "协同", "协办", "协助", "会办", "参与", "参加")):
        return "supporting"
    return "responsible" if re.search("责|承办|实施|落实", label) else None


FIRST_LEADS = regex(
    r"(?:第一(?:位|个|家|名)?|首位|首个|首家|最前)[^。；;]{0,12}(?:为|是|系|即)[^。；;，,]{0,6}(?:牵头|主办)"
    r"|(?:牵头|主办)(?:责任)?(?:单位|部门)[^。；;]{0,6}[排列居][^。；;，,]{0,4}(?:第一|首位|最前)"
)

RESPONSIBLE_LEADS = regex(
    r"(?:无|没有|未(?:明确|注明|列出?|写明|确定)|不设)[^，,。；;]{0,4}(?:牵头|主办)(?:责任)?(?:单位|部门)[^。；;]{0,8}[，,]?[^。；;]{0,6}"
    r"(?:责任|承办|负责)(?:单位|部门)[^。；;，,]{0,4}(?:即|就|也|均|视)?(?:为|是|作为)[^。；;，,]{0,4}(?:牵头|主办)"
)
"""无牵头单位的，责任单位即为牵头单位."""

# -- 会同, 等, 统称 --------------------------------------------------------------------------

_WITH = regex(
    r"会同|(?:(?<=[局厅部院署行办室])|(?<=[革康设业易农财科教健信运游]委))"
    rf"会(?=(?:[市省县区州]|国家|中央|各|有关|相关)[{_HAN}]{{2}})"
)
_CALLED = regex(r".*以下(?:统称|合称)(?:为|作)?[“\"「『]?(?P<name>[^”\"」』）)]*)")


@lru_cache(maxsize=8192)
def called(text: str) -> str | None:
    """以下统称X -> X, the name by which all that it sums up goes from here on."""
    match = _CALLED.match(text)
    return match["name"] if match else None


@lru_cache(maxsize=8192)
def with_parts(text: str) -> tuple[str, ...]:
    """甲局会同乙局 -> [甲局, 乙局]; 会 alone too, where units stand on both sides."""
    depth = 0
    depths = []
    for char in text:
        depth += (char in "（(〈") - (char in "）)〉")
        depths.append(depth)
    parts, begin = [], 0
    for match in _WITH.finditer(text):
        if depths[match.start()] <= 0:
            parts.append(text[begin : match.start()])
            begin = match.end()
    return (*parts, text[begin:])


_AND_OTHERS = regex(r"(?<![高中初同平对均优特相差头])等(?![级候额于量教学院职第])")
BARE = regex(
    r"(?:(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})个?)?(?:部门|单位|地方|机构|地区|企业|区县)*"
    r"(?:[（(](?:部门|单位)[）)]|和(?:部门|单位))?"
)
"""What names nobody after 等: 等部门, 等15个单位."""
_LEVEL = "(?:各|有关|相关|其他|国家|中央|[市省县区州镇乡旗](?![、，]))"
_AND = regex(rf"以及|[和与及](?={_LEVEL})")


@lru_cache(maxsize=8192)
def and_others(text: str) -> int | None:
    """Where 等 stands in 甲局等有关部门 (not in 高等学校, not within brackets)."""
    depth = 0
    for position, char in enumerate(text):
        depth += (char in "（(〈") - (char in "）)〉")
        if char == "等" and depth <= 0 and _AND_OTHERS.match(text, position):
            return position
    return None


def split_and(text: str) -> list[str]:
    """What follows 等, split at 和 where units stand on both sides; empty ones left out."""
    text = without_leading(text)
    names: list[str] = []
    begin = 0
    for match in _AND.finditer(text):
        left = text[begin : match.start()]
        if like_a_unit(left) and like_a_unit(text[match.end() :]):
            names.append(left)
            begin = match.end()
    return [name for name in (*names, text[begin:]) if name]


_LEADING = regex(rf"(?:由|以及|及|与|和(?=[市省各]|有关|相关|国家))(?=[{_HAN}])")


def without_leading(name: str) -> str:
    """Without 由 and 以及 before a name; 和 only before a level, for 和县 and 和平区 are names."""
    match = _LEADING.match(name)
    return name[match.end() :] if match else name


NOBODY = frozenset({"无", "暂无", "同上"})
RULE_FOR_OTHERS = regex("以下.*(?:均|都|不再)")
"""The beginning of a sentence that says something of the tasks that follow: 以下各项工作均需…."""
TELLS_A_RULE = regex("下同|不再|均(?:涉及|需|须|由|为)")
"""Pieces of a cell that say something of others: 下同; 不再列出; 具体任务均涉及相关市."""
NO_NAME = regex(
    "以下简称"
    "|(?:分管|协管|主管|联系)?(?:省|市|县|区|州)?(?:人民)?(?:政府)?(?:分管|协管)?(?:常务)?副?"
    r"(?:省长|市长|县长|区长|州长|主席|秘书长|书记|领导|负责人|负责同志)\Z"
)
"""What repeats a name or means persons (分管副省长)."""

_UNIT_ENDS = frozenset("局委办厅部院会室署司处科所站队社联团行府心关区县市州盟旗镇乡街校馆库台园厂港组")
_UNIT_WORDS = ("公司", "街道", "部门", "单位", "组织", "企业", "大学", "机构", "政协", "党派")
_FIELDS = frozenset({"海关", "机关", "工商联", "公安", "税务", "社区"})


def like_a_unit(name: str) -> bool:
    """Whether a name ends as names of units do (市财政局), not as a field does (财政)."""
    plain = re.sub(r"[（(][^（()）]{0,60}[）)]\Z", "", name[-80:])
    if len(plain) < 2 or plain in _FIELDS:
        return False
    return plain[-1] in _UNIT_ENDS or plain.endswith(_UNIT_WORDS)


_S = r"[ \t\u3000\xa0]"
PARTED_BY_SPACE = regex(
    rf"(?<=[局委办厅部院署会府心司室社团]){_S}{{1,8}}(?=[市省县区州]{_S}?[{_HAN}]{{2}})"
    rf"|(?<=[局办厅院署会心司室社团]){_S}{{1,8}}(?=各[{_HAN}])"
)
"""Spaces between two whole names (市发改委 市财政局); within a name (市 发改委) they just go."""
