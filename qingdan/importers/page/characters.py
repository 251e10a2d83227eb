"""Characters as fonts encode them -> characters as people read them."""

from __future__ import annotations

import re
import unicodedata

LOST = "\ufffd"
"""Stands for a glyph whose character the file does not tell."""
_RADICALS = dict(
    zip(
        "⺂⺃⺅⺉⺎⺏⺐⺒⺓⺔⺕⺖⺘⺙⺛⺞⺟⺠⺡⺣⺤⺦⺨⺫⺭⺯⺰⺱⺹⺺⺾⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻐⻑⻒⻓"
        "⻔⻖⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻮⻯⻰⻱⻲⻳⼾",
        "乛乚亻刂兀尣尢巳幺彑彐忄扌攵旡歺母民氵灬爫丬犭罒礻糹纟罓耂肀艹虎衤覀西见角讠贝车辶钅長镸长"
        "门阝青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐齿竜龙龜亀龟户",
        strict=True,
    )
)
"""Radicals that fonts give in place of the character of the same shape, and Unicode maps to none or to a
traditional one. Measured: all of U+4E00-9FFF set in Noto CJK SC and printed by Chromium."""
_ODD = re.compile("[\u2e80-\u2fd5\uf900-\ufaff\ufb00-\ufb06]")


def shown(text: str) -> str:
    """The characters that a reader sees: radicals and compatibility forms as the common ones."""
    if not _ODD.search(text):
        return text
    return "".join(
        _RADICALS.get(c) or (unicodedata.normalize("NFKC", c) if _ODD.match(c) else c) for c in text
    )


def is_odd(text: str) -> bool:
    """Whether `shown` changes it."""
    return bool(_ODD.search(text))


def is_lost(text: str) -> bool:
    """Whether nobody can tell which character it is: none, control characters, private ones."""
    return not text or any(
        c == LOST or "\ue000" <= c <= "\uf8ff" or unicodedata.category(c) in ("Cc", "Cn") for c in text
    )
