"""Signs: what a cell or a line looks like, by itself."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from qingdan.text import deadlines, labels, numerals, unit_words, units

Look = Literal["empty", "number", "deadline", "units", "heading", "text", "words"]
"""`text` is long or a sentence; `words` are short and tell nothing by themselves."""

_NUMBER = re.compile(r"[（(]?\s*(?:[0-9０-９]{1,4}(?:[.-][0-9]{1,3}){0,2}|[①-⑳])\s*[)）]?\s*[.．、]?")
_HAN_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十百]{1,4}[）)]?[、.．]?")
_SENTENCE = re.compile("[。；！？]|，.*，.*，")
_LONG = 24
_BLANK = frozenset({"/", "／", "-", "--", "—", "——", "－", "–", "无", "暂无"})
_LEVELS = ("市", "县", "省", "区", "各", "州", "旗", "镇", "乡", "国家", "中央", "有关", "相关", "自治")


def squeeze(text: str) -> str:
    """Without white space: for looking, never for keeping."""
    return "".join(text.split())


@lru_cache(maxsize=16384)
def look(text: str) -> Look:
    """What a cell looks like."""
    plain = squeeze(text)
    if not plain:
        return "empty"
    if number_value(plain) is not None:
        return "number"
    if len(plain) <= 40 and is_deadline(plain):
        return "deadline"
    if plain in _BLANK:
        return "words"
    label = labels.heading_label(plain)
    if label and label.level <= 2 and len(plain) <= 80 and not plain.endswith(("；", ";")):
        return "heading"
    if names_units(plain):
        return "units"
    return "text" if len(plain) >= _LONG or _SENTENCE.search(plain) else "words"


def number_value(text: str) -> int | None:
    """The value of a cell that is a 序号: 1, 1., （2）, 十二; None for anything else."""
    plain = squeeze(text)
    if len(plain) > 10:
        return None
    if _NUMBER.fullmatch(plain):
        digits = re.search("[0-9０-９]+", plain)
        if digits:
            return numerals.to_int(digits[0])
        label = labels.heading_label(plain + "甲")
        return label.value if label else None
    if _HAN_NUMBER.fullmatch(plain):
        return numerals.to_int(plain.strip("（()）、.．"))
    return None


_WHEN = re.compile(
    "[0-9０-９一二三四五六七八九十]\\s*(?:月|日|季度|年(?:底|前|末))|季度|年[底末内]|半年|日内|工作日|每年|每月"
)


@lru_cache(maxsize=4096)
def is_deadline(text: str) -> bool:
    """Whether the words say by when, as a cell does: 12月底前, 持续推进, 2022年9—12月."""
    plain = squeeze(text)
    if deadlines.is_deadline(plain):
        return True
    if labels.heading_label(plain) or len(plain) > 24 or not _WHEN.search(plain):
        return False
    return bool(deadlines.parse(plain, 2000).rule) and not unit_words.like_a_unit(plain)


@lru_cache(maxsize=16384)
def names_units(text: str) -> bool:
    """Whether the words are names of units and nothing else."""
    plain = squeeze(text)
    if plain in _SHORT:
        return True
    if not 2 < len(plain) <= 400 or re.search("[。！？].", plain) or "《" in plain:
        return False
    if labels.heading_label(plain):
        return False
    named = units.parse(plain, "responsible")
    if not named:
        return False
    likely = [unit_like(n.name) for n in named]
    return all(len(n.name) <= 26 for n in named) and sum(likely) * 4 >= len(likely) * 3 and likely[0]


_SHORT = frozenset({"各区", "各县", "各市", "各镇", "各乡", "各州", "各旗"})
"""Collectives too short to be told from words by their look."""


def unit_like(name: str) -> bool:
    """Whether one name could be a unit's: ends as units do, or is a collective (各…)."""
    if len(name) < 3 and not name.endswith(("局", "委", "办", "厅", "部", "院")):
        return False
    if unit_words.like_a_unit(name) or name.endswith(_ENDS):
        return not name.startswith(_VERBS)
    return len(name) <= 16 and bool(_COLLECTIVE.search(name))


_ENDS = (
    "支行",
    "分行",
    "支队",
    "大队",
    "总队",
    "委员会",
    "分局",
    "集团",
    "海关",
    "协会",
    "妇联",
    "残联",
    "总工会",
    "政府",
    "办公厅",
    "工商联",
    "税务",
    "开发区",
    "新区",
    "园区",
    "检察院",
    "法院",
    "军分区",
    "人武部",
    "电视台",
    "联社",
    "银行",
    "学院",
    "大学",
    "医院",
    "工会",
    "红十字会",
    "计生协",
    "科协",
    "文联",
    "社联",
    "侨联",
    "台联",
    "国调队",
    "调查队",
    "管委会",
    "党工委",
    "纪委监委",
    "监委",
    "等部门",
    "示范区",
    "度假区",
    "港区",
    "邮政",
    "公司",
    "运营商",
    "供电",
    "移动",
    "电信",
    "联通",
)
_VERBS = (
    "推进",
    "加强",
    "加快",
    "完善",
    "开展",
    "建立",
    "组织",
    "深化",
    "做好",
    "落实",
    "强化",
    "提升",
    "优化",
    "健全",
    "推动",
    "实施",
    "规范",
    "建设",
    "打造",
    "制定",
    "进一步",
    "积极",
    "及时",
    "认真",
    "严格",
    "全面",
    "持续",
    "探索",
    "编制",
    "指导",
    "贯彻",
    "充分",
    "牢固",
    "切实",
    "大力",
    "着力",
    "开工",
    "启动",
    "新建",
    "改建",
    "扩建",
    "改扩建",
    "迁建",
    "建成",
    "完成",
    "举办",
    "成立",
    "设立",
    "推广",
    "支持",
    "创建",
    "改造",
    "引进",
    "培育",
    "打击",
    "整治",
    "加大",
    "发挥",
    "鼓励",
    "引导",
    "协调",
    "督促",
    "争取",
    "力争",
    "确保",
    "提高",
    "保障",
    "建好",
    "用好",
    "办好",
    "抓好",
    "管好",
    "统筹",
    "拓展",
    "巩固",
    "促进",
    "实现",
    "发展",
    "维护",
    "修订",
    "研究",
    "出台",
    "印发",
    "公开",
    "公布",
    "发布",
    "围绕",
    "聚焦",
    "坚持",
    "继续",
    "稳步",
    "依法",
    "依托",
    "优先",
)
_COLLECTIVE = re.compile(
    r"^(?:[市省县区州]|全[市省县区])?(?:直属?|级|属)?各?(?:有关|相关)?(?:部门|单位|责任单位|企业)(?:[（(](?:部门|单位)[）)])?$"
    r"|^各[^，。；]{1,14}$|(?:有关|相关|主管)(?:部门|单位|企业|机构)(?:[（(](?:部门|单位)[）)])?$"
)
