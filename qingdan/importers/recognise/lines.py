"""Lines: what a line of running text is, by itself: 附件 markers, 抄送, dates, titles."""

from __future__ import annotations

import re
from functools import lru_cache

from qingdan.importers.blocks import Block, Line
from qingdan.importers.recognise.signs import names_units, squeeze
from qingdan.text import dates, doc_numbers, labels

ATTACHMENT = re.compile(
    r"[（(【]?附\s*[件表录]\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})?(?:[-－—][0-9]{1,2})?\s*[）)】]?\s*[：:]?"
)
"""A line that only says that an annex begins."""
ANNEXED = re.compile(r"附\s*[件表]\s*(?:[0-9０-９一二三四五六七八九十]{1,2})?\s*[：:]\s*\S")
"""附件：1.… in the letter: what is annexed."""
COPIES = re.compile(r"(?:抄\s*[送报]|分\s*送)\s*[：:]")
_ISSUED = re.compile(r".{0,40}(?:印发|翻印)\s*")
_TITLE_END = re.compile(
    r"(?:清单|分解表|分工表|一览表|责任表|任务表|进度表|安排表|明细表|推进表|计划表|表|要点|方案|计划|分工|安排|台账|目录|规划|"
    r"分解|指标|名单|职责|通知|意见|办法|细则|决定|通告|公告|函|批复|报告|通报|规定)(?:[（(][^（）()]{1,24}[）)])?$"
)
_NOTICE_END = re.compile(
    r"(?:通知|意见|办法|决定|通告|公告|函|批复|通报|规定)(?:[（(][^（）()]{1,24}[）)])?$"
)
_ORGAN = re.compile(
    r"(?:人民政府|政府|办公厅|办公室|委员会|领导小组|管委会|管理局|局|厅|部|院|委|指挥部|公司|办事处)(?:办公厅|办公室)?$"
)
_PUBLIC = re.compile(
    r"[（(【]\s*(?:此件|本文|此文|本件)?\s*(?:依申请公开|主动公开|公开发布|不予公开|删减后公开|公开)[^（）()]{0,8}[）)】]|"
    r"[（(](?:此件|本文)?(?:略)?有删减[）)]|公开(?:方式|属性)\s*[：:]\s*\S{2,10}"
)
_NOTE = re.compile(r"[（(]?(?:备注|注|说明)\s*[0-9]?\s*[：:]")
LONGEST_TITLE = 90


@lru_cache(maxsize=8192)
def is_attachment(text: str) -> bool:
    """附件, 附件1, 附件：."""
    return bool(ATTACHMENT.fullmatch(squeeze(text)))


def is_public_mark(text: str) -> bool:
    """（此件公开发布）."""
    return bool(_PUBLIC.fullmatch(squeeze(text)))


def is_copies(text: str) -> bool:
    """抄送：…."""
    return bool(COPIES.match(text.strip()))


def is_note(text: str) -> bool:
    """注：…."""
    return bool(_NOTE.match(text.strip()))


def printed_day(text: str) -> tuple[str, dates.Found] | None:
    """「德清县人民政府办公室 2022年8月26日印发」: the organ and the day."""
    plain = text.strip()
    if len(plain) > 70 or not _ISSUED.fullmatch(plain):
        return None
    found = next(dates.find_all(plain), None)
    if found is None or squeeze(plain[found.end :]) not in ("印发", "翻印"):
        return None
    return plain[: found.start].strip(" \t\u3000，,"), found


def is_date(text: str) -> bool:
    """A line that is a full date."""
    return dates.parse(text) is not None


def is_organ(text: str) -> bool:
    """A line that is the name of who signs or issues."""
    plain = squeeze(text)
    if plain == "国务院":
        return True
    return 4 <= len(plain) <= 40 and bool(_ORGAN.search(plain)) and not re.search("[。；：:，,]|关于", plain)


def organs(text: str) -> str:
    """The names of those who sign in a line, a space between two: 中共某市委　某市人民政府."""
    parts = text.split()
    several = len(parts) > 1 and all(len(p) >= 5 and is_organ(p) for p in parts)
    return " ".join(parts) if several else squeeze(text)


def is_number(text: str) -> bool:
    """A line that is a 文号, whole or damaged."""
    plain = squeeze(text)
    found = doc_numbers.parse(text) if len(plain) < 40 else None
    return found is not None and not _NO_CODE.search(found.code)


_NO_CODE = re.compile("文号|字号|机构|机关|[^函]单位|日期|标题|名称|关于|印发|通知")
"""What no 代字 holds: labels of a record block, the words of a title."""


def is_title(text: str) -> bool:
    """A line that could be a title, or the end of one."""
    plain = squeeze(text).strip("《》")
    if not 4 <= len(plain) <= LONGEST_TITLE or re.search(r"[。；;！？]|[：:，,]$", plain):
        return False
    label = labels.heading_label(plain)
    return bool(_TITLE_END.search(plain)) and (label is None or plain.startswith("第"))


def is_notice_title(text: str) -> bool:
    """A title that ends as notices do: …的通知."""
    return is_title(text) and bool(_NOTICE_END.search(squeeze(text)))


def is_whole_title(text: str) -> bool:
    """A notice's title from its organ on: 某某人民政府关于印发…的通知, 中共某市委 某市人民政府印发…的通知."""
    plain = squeeze(text)
    about = _ABOUT.search(plain)
    return about is not None and is_notice_title(plain) and is_organ(plain[: about.start()])


_ABOUT = re.compile("关于|印发|转发|批转")


def is_addressees(text: str) -> bool:
    """「各区、县（市）人民政府，市政府有关部门：」."""
    plain = squeeze(text)
    if not (4 <= len(plain) <= 300 and plain.endswith(("：", ":"))):
        return False
    words = plain[:-1]
    return (
        "。" not in words
        and not labels.heading_label(plain)
        and (names_units(words) or bool(_TO.search(words)))
    )


_TO = re.compile(
    r"^各[^，。]{0,20}(?:政府|部门|单位|委|办|局|镇|街道|区|县|市)|^(?:[市县区省州]|机关|局)?(?:各|直属|属|直|"
    r"机关)[^，。]{0,12}(?:单位|部门|处室|科室|股室)|有关(?:部门|单位)$"
)


_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


_BESIDE_BAR = re.compile(rf"(?<=[|｜│┃]){_UNSEEN.pattern}|{_UNSEEN.pattern}(?=[|｜│┃])")
"""A bar beside an unseen character stands at a blank: it parts cells."""
_ODD_SPACE = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
"""White space that YAML forbids or takes for the end of a line."""


def visible(text: str) -> str:
    """The text without characters that nobody sees: alignment counts them as white space."""
    if _ODD_SPACE.search(text):
        text = _ODD_SPACE.sub(" ", text)
    if _BESIDE_BAR.search(text):
        text = _BESIDE_BAR.sub(" ", text)
    return _UNSEEN.sub("", text) if _UNSEEN.search(text) else text


_BARS = re.compile("[|｜│┃]")
_RULING = re.compile(r"^[\s|｜+:：=\-─━—┼├┤]*[|｜+─━┼][\s|｜+:：=\-─━—┼├┤]*$")


def unmarked(line: str) -> str:
    """The line with the marks between cells made blank, as alignment sees it; the length stays.

    A bar inside words, the only one of its line, is a character like any other.
    """
    if _RULING.match(line):
        return " " * len(line)
    bars = [bar.start() for bar in _BARS.finditer(line)]
    for at in bars:
        alone = len(bars) == 1 and line[at - 1 : at].strip() and line[at + 1 : at + 2].strip()
        if not alone:
            line = f"{line[:at]} {line[at + 1 :]}"
    return line


def text_of(block: Block) -> str:
    """The words of a line; nothing for a table."""
    return block.text if isinstance(block, Line) else ""


def is_blank(block: Block) -> bool:
    """A line without words."""
    return isinstance(block, Line) and not block.text.strip(" \t\r\u3000\xa0\u200b\ufeff|｜")
