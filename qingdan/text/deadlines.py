"""Deadlines 时限: printed words -> kind and last day, with the rule that read them.

Every reading names its rule, one line of RULES, which the public sees. A cell is
taken apart once into the times, the words of duration (全年, 持续推进), of return
(每季度末) and of counting (印发之日起30日内) that stand in it; `_decide` then says,
in one fixed order, which of them counts. What no rule reads stays unread: kind
`none` with an empty rule.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from qingdan.model import Deadline, DeadlineKind
from qingdan.text import numerals, periods
from qingdan.text.dates import make
from qingdan.text.periods import INSIDE, Period, S


class Rule(NamedTuple):
    """One rule of reading."""

    id: str
    text: str
    """One Chinese sentence for the public."""
    example: str
    """Printed words that it reads; empty for rules that only add to another."""


RULES: tuple[Rule, ...] = (
    Rule("day", "写明某月某日的，读作那一天；“某月某日前”也算上那一天。", "12月31日前"),
    Rule("month", "“某月底前”“某月底”“某月前”“某月”，都读作该月的最后一天。", "12月底前"),
    Rule("early_month", "“某月上旬”“某月初”，都读作该月 10 日。", "9月上旬前"),
    Rule("half_month", "“某月中”读作该月 15 日。", "6月中前"),
    Rule("mid_month", "“某月中旬”读作该月 20 日。", "6月中旬"),
    Rule("quarter", "“某季度前”“某季度末”“某季度”，都读作该季度的最后一天。", "三季度前"),
    Rule("half", "“上半年”读作 6 月 30 日，“下半年”读作 12 月 31 日。", "上半年"),
    Rule("year_end", "“年底前”“年底”“年末”“年内”，都读作当年的最后一天。", "年底前"),
    Rule("mid_year", "“年中”读作 6 月 30 日。", "年中前"),
    Rule("early_year", "“年初”读作 1 月 31 日。", "年初"),
    Rule("year", "只写到年份的，读作那一年的最后一天。", "2025年"),
    Rule("span", "写了起止时间的，读作最后一天。", "6—9月"),
    Rule("after_signing", "从印发之日起算的，从成文日期往后数，当天不算。", "印发之日起30日内"),
    Rule("full_year", "“全年”“贯穿全年”“1—12月”，管一整年。", "全年"),
    Rule("ongoing", "“持续推进”“长期坚持”“常态化”一类，没有最后一天，归入长期。", "持续推进"),
    Rule("at_once", "“立行立改”“即时”“实时”一类，要求随时去做，没有最后一天，归入长期。", "立行立改"),
    Rule("recurring", "“每季度末”“每年2月底前”“按月”一类，到期又重来，没有最后一天，归入长期。", "每季度末"),
    Rule("since", "只写从何时起、没有写到何时止的，归入长期。", "2022年7月起"),
    Rule("event", "从某件事发生之日起算的，每次发生都要做，归入长期。", "信息形成之日起20个工作日内"),
    Rule("signing_unknown", "从印发之日起算，但是没有成文日期，算不出是哪一天。", ""),
    Rule("working_days", "按工作日算的，要看当年的放假安排，不换成日期。", "印发之日起15个工作日内"),
    Rule("year_missing", "没有写年份，文件也没有写明年度，算不出是哪一天。", ""),
    Rule("no_date", "“按计划”“适时”“近期”一类，没有写日期。", "按计划推进"),
    Rule("blank", "格里只有“/”“—”“无”一类的记号，等于没有写。", "/"),
    Rule("document_year", "没有写年份的，按文件的年度算。", ""),
    Rule("relative_year", "“今年”“明年”从文件的年度数起。", "明年6月底前"),
    Rule("latest", "写了几个时间的，取最晚的一个。", "6月底前完成方案，12月底前完成建设"),
    Rule("date_first", "写了日期，又写“全年”“持续推进”“每月”一类的，以日期为准。", "10月底前，并长期坚持"),
)
"""Every rule; the last four only add to one of the others, in the same `Deadline.rule`."""

_TEXTS = {rule.id: rule.text for rule in RULES}
_UNKNOWN: tuple[DeadlineKind, str] = ("none", "")

_COUNT = rf"(?P<n>[0-9０-９]{{1,4}}|[{numerals.CHARS}]{{1,5}}|半){S}"
_UNIT = "(?P<unit>个?工作日|日|天|个?星期|周|个?月|年)"
_WITHIN = rf"{_COUNT}{_UNIT}{S}{INSIDE}"
_ISSUED = "(?:印发|发布|下发|发文|公布|出台|成文|签发|发出|下达)"
_AFTER_SIGNING = re.compile(rf"(?:[自从]{S})?(?:[本该]?[^\s，。；、自从]{{0,6}})?{_ISSUED}{S}(?:之?[日后])?{S}起?{S}[,，]?{S}{_WITHIN}")
_EVENT = re.compile(
    rf"(?:[自从]{S})?[^\s，。；、自从]{{0,16}}(?:之日|之时|后|之后|以后){S}起?{S}[,，]?{S}(?:在{S})?{_WITHIN}"
)
_DURATION = re.compile(rf"(?<![近去前往第0-9０-９{numerals.CHARS}])(?:在{S})?{_WITHIN}")
_EACH = (
    rf"(?:每{S}(?:个|一|隔)?{S}(?:(?:[0-9]{{1,2}}|[一二两三四五六七八九十半]){S}个?{S})?"
    r"(?:年度?|季度?|月份?|周|星期|旬|日|天|学期|工作日)"
)
_NUM = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_POINT = (
    rf"(?:年?(?:底|末|初)|第?{_NUM}{S}(?:个{S}月|季度|月份?){S}(?:的?{S}{_NUM}{S}[日号]|底|末|[上中下]旬)?"
    rf"|[末首次下当]{S}个?月份?{S}(?:的?{S}{_NUM}{S}[日号]|底|末)?|{_NUM}{S}[日号]|[上中下]旬|[上下]半年|第?{_NUM}{S}个工作日)"
)
_RECURRING = re.compile(
    rf"{_EACH}{S}(?:的?{S}(?P<point>{_POINT}))?{S}(?P<before>之前|以前|前(?!期|后))?)"
    r"|按(?:月度?|季度?|年度?|周|日|旬|半年|学期)(?!程|计划|安排|要求|工作|期)|[逐](?:月|季度?|年|日|周|旬)|不?定期(?!限)|(?<![1-4一二三四])季度末|(?:月|季|年|周)报"
)
_FULL_YEAR = re.compile(
    rf"(?:(?P<y>[0-9０-９]{{4}}){S}年(?:度)?{S}|(?P<w>明年|次年))?(?:贯穿)?{S}"
    rf"(?:全年度?|整年|(?<![0-9])1{S}月?份?{S}(?:[-－—–―~～]{{1,2}}|至|到){S}12{S}月份?)"
)
_AT_ONCE = re.compile("立行立改|立即|立改|即知即改|即查即改|边查边改|即时|实时|随时|及时|马上|即行")
_ONGOING = re.compile("持续|长期|常态|常年|经常|日常|不间断|滚动|长效|永久|不断|一直|始终|贯穿始终|久久为功|常抓不懈")
_SINCE_NOW = re.compile("即日起")
_NO_DATE = re.compile("按(?:照|时间)?[^，。；]{0,8}(?:计划|要求|进度|节点|部署|安排|规定|方案)|序时|适时|择机|视情|近期|短期|中期|待定|未定|另行")
_BLANK = frozenset({"/", "／", "\\", "-", "--", "—", "——", "－", "–", "无", "暂无", "、", "*", "…", "……", "〇", "○"})
_FILLER = re.compile(
    r"[\s\u200b\ufeff，,。.、；;：:（）()〈〉“”\"'！!]|底前|之前|以前|完成|落实|办结|到位|见效|力争|确保|原则上|争取|推进|推动|实施|开展|坚持|执行|公开"
    r"|报送|上报|整改|任务|工作|完毕|时间|时限|期限|暂定|基本|全面|全部|取得|初步|成效|并|且|和|及|前|底|于|在|到|至|截止?|各|分别|进行|保持|加强|优化|做好"
)


class _Parts(NamedTuple):
    """A cell, taken apart."""

    text: str
    times: tuple[Period, ...]
    counted: re.Match[str] | None
    """印发之日起30日内, or a bare 30日内."""
    event: re.Match[str] | None
    recurring: re.Match[str] | None
    full_year: re.Match[str] | None
    ongoing: re.Match[str] | None
    at_once: re.Match[str] | None
    strict: bool
    """Whether nothing but such words and fillers (完成, 力争) stands in it."""


def parse(text: str | None, year: int | None, *, signed: date | None = None) -> Deadline:
    """The deadline that a cell prints; `year` is the document's, `signed` its 成文日期.

    Never raises. Blank: text None. Not read by any rule: kind `none`, rule empty. Read, but
    without a day that could be computed (no year, working days): kind `none` with its rule.
    """
    if text is None or not text.strip("\u200b\ufeff \t\r\n\u3000\xa0"):
        return Deadline(None, "none")
    return _parse(text.strip(), year if year in range(1949, 2200) else None, signed)


def is_deadline(text: str) -> bool:
    """Whether the words are a deadline and nothing else: 6月底完成, 年内持续推进, not 市发改委."""
    if not 1 < len(text) < 60:
        return False
    parts = _take_apart(text, 2000)
    said = parts.times or parts.counted or parts.recurring or parts.full_year or parts.ongoing or parts.at_once
    return bool(said) and parts.strict


@lru_cache(maxsize=4096)
def _parse(text: str, year: int | None, signed: date | None) -> Deadline:
    if text in _BLANK:
        return Deadline(text, "none", rule=_TEXTS["blank"])
    parts = _take_apart(text, year)
    limits = [t for t in parts.times if not t.since and (t.closed or _bare_counts(t, parts))]
    if not limits:
        return _without_date(parts, year, signed)
    return _with_date(limits, parts)


def _bare_counts(time: Period, parts: _Parts) -> bool:
    """A bare 12月 is a limit where the cell says nothing else; a bare 2022年 beside 持续推进 is none."""
    lasting = parts.ongoing or parts.at_once or parts.recurring or parts.full_year
    return parts.strict and not (time.form == "year" and lasting)


def _with_date(limits: list[Period], parts: _Parts) -> Deadline:
    """The reading of a cell with one or more limits."""
    text = parts.text
    dated = [t for t in limits if t.last]
    if not dated:
        impossible = any(t.impossible for t in limits)
        return Deadline(text, "none", rule="" if impossible else _TEXTS["year_missing"])
    latest = max(dated, key=lambda t: (t.last or date.min, t.start))
    if _whole_year(latest) and len(dated) == 1:
        return Deadline(text, "year", None, latest.year, _rule("full_year", *_year_notes(latest)))
    if latest.closed.endswith("内") and parts.ongoing and _adjoining(latest, parts.ongoing):
        return Deadline(text, "ongoing", rule=_TEXTS["ongoing"])
    notes = [*_year_notes(latest)]
    if len({t.last for t in dated}) > 1:
        notes.append("latest")
    if parts.ongoing or parts.full_year or parts.recurring or parts.at_once:
        notes.append("date_first")
    return Deadline(text, "by", latest.last, rule=_rule(latest.form, *notes))


def _without_date(parts: _Parts, year: int | None, signed: date | None) -> Deadline:
    """The reading of a cell without any limit in days."""
    text = parts.text
    if parts.counted:
        return _counted(text, parts.counted, signed)
    if parts.event:
        return Deadline(text, "ongoing", rule=_TEXTS["event"])
    if parts.full_year:
        said, word = parts.full_year["y"], parts.full_year["w"]
        if said:
            return Deadline(text, "year", None, numerals.to_int(said), _TEXTS["full_year"])
        shifted = year + 1 if word and year else year
        return Deadline(text, "year", None, shifted, _rule("full_year", *(["relative_year"] if word else [])))
    if parts.recurring:
        return Deadline(text, "ongoing", rule=_TEXTS["recurring"])
    if parts.ongoing:
        return Deadline(text, "ongoing", rule=_TEXTS["ongoing"])
    if any(t.since for t in parts.times) or _SINCE_NOW.search(text):
        return Deadline(text, "ongoing", rule=_TEXTS["since"])
    if parts.at_once:
        return Deadline(text, "ongoing", rule=_TEXTS["at_once"])
    if _NO_DATE.search(text):
        return Deadline(text, "none", rule=_TEXTS["no_date"])
    return Deadline(text, "none")


def _take_apart(text: str, year: int | None) -> _Parts:
    """Find every word of time once; what one reader has taken, the next does not see."""
    rest = text

    def take(pattern: re.Pattern[str]) -> re.Match[str] | None:
        nonlocal rest
        match = pattern.search(rest)
        if match:
            rest = rest[: match.start()] + "\n" * len(match.group()) + rest[match.end() :]
        return match

    bounded = len(text) <= 400
    counted = take(_AFTER_SIGNING) if bounded else None
    event = take(_EVENT) if bounded else None
    counted = counted or take(_DURATION)
    recurring = take(_RECURRING)
    full_year = take(_FULL_YEAR)
    times = _joined(rest, list(periods.scan(rest, year, cell=True)))
    for time in times:
        rest = rest[: time.start] + "\n" * (time.end - time.start) + rest[time.end :]
    ongoing = take(_ONGOING)
    at_once = take(_AT_ONCE)
    strict = not _FILLER.sub("", rest)
    return _Parts(text, tuple(times), counted, event, recurring, full_year, ongoing, at_once, strict)


_CONNECTOR = re.compile(rf"{S}(?:[-－—–―~～]{{1,2}}|至|到){S}")


def _joined(text: str, times: list[Period]) -> list[Period]:
    """Times with 至 or — between them become one span."""
    out: list[Period] = []
    for time in times:
        before = out[-1] if out else None
        if before and not before.closed and _CONNECTOR.fullmatch(text, before.end, time.start):
            out[-1] = time._replace(start=before.start, form="span", first=before.first)
        else:
            out.append(time)
    return out


def _whole_year(time: Period) -> bool:
    return (
        time.form == "span"
        and time.first is not None
        and time.last is not None
        and (time.first.month, time.first.day) == (1, 1)
        and (time.last.month, time.last.day) == (12, 31)
        and time.first.year == time.last.year
    )


def _adjoining(time: Period, match: re.Match[str]) -> bool:
    return match.start() - time.end in (0, 1) or time.start - match.end() in (0, 1)


def _year_notes(time: Period) -> Iterator[str]:
    if time.year_from == "document":
        yield "document_year"
    elif time.year_from == "relative":
        yield "relative_year"


def _rule(*ids: str) -> str:
    return "".join(_TEXTS[name] for name in ids)


def _counted(text: str, match: re.Match[str], signed: date | None) -> Deadline:
    """印发之日起30日内: the day of issue does not count (民法典 201 条)."""
    unit = match["unit"].removeprefix("个")
    if unit == "工作日":
        return Deadline(text, "none", rule=_TEXTS["working_days"])
    if signed is None:
        return Deadline(text, "none", rule=_TEXTS["signing_unknown"])
    last = _after(signed, match["n"], unit)
    return Deadline(text, "by", last, rule=_TEXTS["after_signing"]) if last else Deadline(text, "none")


def _after(day: date, count: str, unit: str) -> date | None:
    """So many days, weeks, months or years later; None beyond the calendar."""
    half = count.strip() == "半"
    number = numerals.to_int(count)
    if half:
        if unit not in ("年", "月"):
            return None
        number, unit = (6, "月") if unit == "年" else (15, "日")
    if not number:
        return None
    try:
        if unit in ("日", "天"):
            return day + timedelta(days=number)
        if unit in ("周", "星期"):
            return day + timedelta(weeks=number)
    except OverflowError:
        return None
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "年" else 1)
    year, month = divmod(months, 12)
    if year > 2200:
        return None
    return make(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class DateMention(NamedTuple):
    """A time that a running text sets for what it tells to do."""

    text: str
    """As printed."""
    start: int
    end: int
    """Exclusive."""
    date: date | None
    kind: DeadlineKind
    rule: str


_DO = re.compile(
    rf"{S}(?:[,，]{S})?(?:要|应当?|须|需|力争|争取|确保|基本|全面|全部|完成|实现|建成|达到|建立|形成|办结|报送|上报|出台|印发|公布|公开|启动|向)"
)
_DONE = re.compile(rf"{S}(?:完成|办结)")
"""After a bare day; 2022年8月26日印发 tells when something was done."""
_TO = re.compile(rf"(?:到|至|截至|截止到?|截止至){S}\Z")
_STATED = re.compile(rf"(?:截至|截止到?|截止至|较|比|与|同|自|从|因|据){S}\Z")
_DESCRIBES = re.compile(
    rf"{S}(?:已|尚未|未)|{S}(?:注册|登记|成立|出生|建成|投产|竣工|开工|发布|印发|制发|出台|制定|制作|形成|产生|签订|受理|核发|取得|参保|入职|毕业|生成)[^，。；、]{{0,8}}的"
)
_YEARS_WITHIN = re.compile(rf"(?<![近去前往过第0-9０-９{numerals.CHARS}满])(?P<n>[0-9０-９]{{1,2}}|[一二两三四五六七八九十]{{1,2}}){S}(?P<unit>年){S}{INSIDE}")
_TITLE = re.compile("《[^《》]{0,400}》")


def mentions(text: str, year: int | None, *, signed: date | None = None) -> tuple[DateMention, ...]:
    """The times in a running text that say by when; years in titles and names are none.

    年底前要…, 在 2022 年底前…, 7月底前完成…, 到2025年…, 每年2月底前…, 印发之日起30日内…; not
    2022年《政府工作报告》, （2020年版）, 在2021年工作的基础上, 截至2021年底.
    """
    document = year if year in range(1949, 2200) else None
    rest = _TITLE.sub(lambda m: "\n" * len(m.group()), text)
    found: list[DateMention] = []

    def add(start: int, end: int, read: Deadline) -> None:
        nonlocal rest
        found.append(DateMention(text[start:end], start, end, read.date, read.kind, read.rule))
        rest = rest[:start] + "\n" * (end - start) + rest[end:]

    for match in list(_RECURRING.finditer(rest)):
        if match["point"] and (match["before"] or match["point"][-1] in "底末日号旬"):
            add(match.start(), match.end(), Deadline(match.group(), "ongoing", rule=_TEXTS["recurring"]))
    for pattern in (_AFTER_SIGNING, _YEARS_WITHIN):
        for match in list(pattern.finditer(rest)):
            add(match.start(), match.end(), _counted(match.group(), match, signed))
    for time in list(periods.scan(rest, document)):
        start = _limit_start(rest, time, document)
        if start is not None:
            rule = _rule(time.form, *_year_notes(time)) if time.last else "" if time.impossible else _TEXTS["year_missing"]
            kind: DeadlineKind = "by" if time.last else "none"
            found.append(DateMention(text[start : time.end], start, time.end, time.last, kind, rule))
    return tuple(sorted(found, key=lambda m: m.start))


def _limit_start(text: str, time: Period, document: int | None) -> int | None:
    """Where a time that says by when begins (with its 到); None for one that says something else."""
    if time.since or (time.last and document and time.last.year < document):
        return None
    if _DESCRIBES.match(text, time.end):
        return None
    before = text[max(0, time.start - 6) : time.start]
    if time.closed in ("前", "之前", "以前", "止", "为止"):
        return time.start
    to = _TO.search(before)
    if to and to.group().startswith(("到", "至")) and (time.closed or time.form in ("year", "day", "month")):
        return time.start - len(to.group())
    if _STATED.search(before):
        return None
    if time.form == "year_end" and time.closed.endswith("内"):
        return time.start
    told = _DONE if time.form == "day" else _DO
    return time.start if time.form != "year" and told.match(text, time.end) else None
