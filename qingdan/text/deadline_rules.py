"""The rules by which deadlines are read, as the public is told them."""

from __future__ import annotations

from typing import NamedTuple


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


def told_by(*ids: str) -> str:
    """The sentences of these rules, one after the other; KeyError for an unknown id."""
    return "".join(_TEXTS[name] for name in ids)
