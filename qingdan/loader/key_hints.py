"""A key that nobody knows -> the key that was most likely meant."""

from __future__ import annotations

import difflib
import re
from functools import cache, lru_cache
from typing import NamedTuple

from qingdan.vocabulary import HEADER_FIELDS, KEYS, keys

KIND_NAMES = {
    "document": "文件",
    "original": "原件",
    "list": "清单",
    "task": "任务",
    "paragraph": "段落",
    "progress": "进展",
    "adjustment": "调整",
    "correction": "更正",
    "annex": "附录",
    "leftover": "未采用",
    "registry": "单位名录",
    "unit": "单位",
    "collective": "泛称",
    "site": "站点",
    "downloads": "下载",
}
"""What a kind of mapping is called in messages."""

_SIMPLIFIED = str.maketrans(
    "標題號發機關區屬期據單錄內務採序責牽頭協辦時標措備註進調級訂編稱態說連結網驗碼資訊廢別類員舊處簡線類條",
    "标题号发机关区属期据单录内务采序责牵头协办时标措备注进调级订编称态说连结网验码资讯废别类员旧处简线类条",
)
_OTHER_WORDS = {
    "document": {"名称": "标题", "发文字号": "文号", "发文单位": "发文机关", "日期": "成文日期",
                 "年份": "年度", "附件": "附录", "主送机关": "主送", "抄送机关": "抄送", "来源": "原件",
                 "任务": "清单"},
    "list": {"标题": "名称", "类型": "形式", "任务": "条目", "清单": "条目"},
    "task": {"任务": "内容", "时限": "完成时限", "状态": "进展", "进度": "进展", "id": "编号"},
    "leftover": {"内容": "文字", "原因": "理由"},
    "annex": {"标题": "名称", "文字": "内容"},
    "original": {"链接": "网址", "sha256": "校验码", "文件名": "文件"},
    "progress": {"进展": "说明", "时间": "日期", "内容": "说明", "网址": "链接"},
    "registry": {"名录": "单位", "统称": "泛称", "名称": "地区"},
    "unit": {"简称": "别名"},
    "collective": {"简称": "别名", "单位": "成员"},
}  # fmt: skip
"""Words that clerks use for a key of ours, by kind; printed names of columns are in HEADER_FIELDS."""


def bare(word: str) -> str:
    """The word without spaces, quotes, dashes and invisible characters around or inside it."""
    return re.sub("[\\s\u200b-\u200f\u2060\ufeff\"'“”‘’*·•－—–-]", "", word)


@cache
def known_words() -> frozenset[str]:
    """Every key, in Chinese: what a line that is meant as `键: 值` begins with."""
    return frozenset(key.key for table in KEYS.values() for key in table)


def is_key(word: str) -> bool:
    """Whether the word is a key of any kind, in simplified or traditional characters."""
    return word in known_words() or word.translate(_SIMPLIFIED) in known_words()


class Guess(NamedTuple):
    """The key that an unknown word most likely stands for."""

    key: str
    """Empty where none is near."""
    sure: bool
    """Whether it is another word or spelling for the key, and no mere likeness."""


@lru_cache(maxsize=1024)
def meant(word: str, kind: str) -> Guess:
    """The key of this kind that the word most likely stands for."""
    table = keys(kind)
    simple = bare(word).translate(_SIMPLIFIED)
    if simple in table:
        return Guess(simple, sure=True)
    lower = simple.lower().replace("_", "")
    for key in table.values():
        if lower in (name := key.name.replace("_", ""), f"{name}s"):
            return Guess(key.key, sure=True)
    if other := _OTHER_WORDS.get(kind, {}).get(simple):
        return Guess(other, sure=True)
    if kind == "task":
        for name, words in HEADER_FIELDS.items():
            if simple in words:
                return Guess(next(key.key for key in table.values() if key.name == name), sure=True)
    near = difflib.get_close_matches(simple, table, 1, 0.5)
    return Guess(near[0] if near else "", sure=False)


@lru_cache(maxsize=1024)
def homes(word: str) -> tuple[str, ...]:
    """The kinds of mapping that have the word as a key."""
    simple = bare(word).translate(_SIMPLIFIED)
    return tuple(kind for kind, table in KEYS.items() if any(key.key == simple for key in table))
