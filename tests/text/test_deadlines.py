from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.text import deadlines

ANY = st.text(max_size=60)
TIMES = st.text(
    alphabet="0123456789２〇一二三十年月日季度半上下旬底末前后内起至到每第个的完成持续全长期按自印发之天周工作"
    "、，。（）《》- /.\n\u3000",
    max_size=40,
)
SIGNED = date(2022, 6, 1)

BY = {  # printed in a document of 2022 (signed on 1 June): the last day
    # the five originals
    "12月底前": "2022-12-31",
    "12 月底前": "2022-12-31",
    "三季度前": "2022-09-30",
    "二季度前": "2022-06-30",
    "9月底前": "2022-09-30",
    "10月底前": "2022-10-31",
    "6月底前": "2022-06-30",
    "7月底前": "2022-07-31",
    "9月底": "2022-09-30",
    "10月底": "2022-10-31",
    "年底前": "2022-12-31",
    # met in the wild
    "2023年底": "2023-12-31",
    "2021年8月前": "2021-08-31",
    "2026年12月": "2026-12-31",
    "1月份": "2022-01-31",
    "12月份": "2022-12-31",
    "6月底完成": "2022-06-30",
    "2020年底前": "2020-12-31",
    "2018年12月31日前": "2018-12-31",
    "到2025年": "2025-12-31",
    "印发之日起30日内": "2022-07-01",
    "5年内": "2027-06-01",
    # kin
    "上半年": "2022-06-30",
    "下半年": "2022-12-31",
    "上半年前": "2022-06-30",
    "2023年上半年完成": "2023-06-30",
    "第三季度": "2022-09-30",
    "一季度末": "2022-03-31",
    "3季度前": "2022-09-30",
    "2022年第三季度前": "2022-09-30",
    "四季度": "2022-12-31",
    "第4季度末前": "2022-12-31",
    "前三季度": "2022-09-30",
    "一至三季度": "2022-09-30",
    "二、三季度": "2022-09-30",
    "6月中旬": "2022-06-20",
    "6月中旬前": "2022-06-20",
    "9月上旬前": "2022-09-10",
    "9月下旬": "2022-09-30",
    "2月下旬前": "2022-02-28",
    "9月初": "2022-09-10",
    "6月中前": "2022-06-15",
    "2月底": "2022-02-28",
    "2024年2月底前": "2024-02-29",
    "十二月底": "2022-12-31",
    "十二月底前": "2022-12-31",
    "二〇二三年六月底前": "2023-06-30",
    "１２月底前": "2022-12-31",
    "22年12月底前": "2022-12-31",
    "年内": "2022-12-31",
    "年内完成": "2022-12-31",
    "年底": "2022-12-31",
    "年末": "2022-12-31",
    "年中前": "2022-06-30",
    "年初": "2022-01-31",
    "本年底前": "2022-12-31",
    "今年底": "2022-12-31",
    "今年年底前": "2022-12-31",
    "2022年度内": "2022-12-31",
    "明年": "2023-12-31",
    "明年6月底前": "2023-06-30",
    "次年一季度前": "2023-03-31",
    "12月31日前": "2022-12-31",
    "6月30日": "2022-06-30",
    "2022年6月30日之前": "2022-06-30",
    "6月5号前": "2022-06-05",
    "2022.12": "2022-12-31",
    "2022.12.31": "2022-12-31",
    "2022-12-31": "2022-12-31",
    "2022/6/30前": "2022-06-30",
    "2023.6底前": "2023-06-30",
    "12.31前": "2022-12-31",
    "6.30": "2022-06-30",
    "12 月 底 前": "2022-12-31",
    "年 底 前": "2022-12-31",
    "2022 年 12 月 31 日 前": "2022-12-31",
    "12月\n底前": "2022-12-31",
    "2022年": "2022-12-31",
    "2025年前": "2025-12-31",
    "截至12月底": "2022-12-31",
    "力争9月底前完成": "2022-09-30",
    "2022年12月底前完成平台建设": "2022-12-31",
    "12月底前。": "2022-12-31",
    "（9月底前）": "2022-09-30",
    "1-6月": "2022-06-30",
    "3月至10月": "2022-10-31",
    "6—9月": "2022-09-30",
    "6月1日-10日": "2022-06-10",
    "2022-2025年": "2025-12-31",
    "2022年6月至2023年3月": "2023-03-31",
    "即日起至12月底": "2022-12-31",
    "10月至次年3月": "2023-03-31",
    "5、6月份": "2022-06-30",
    "6月底前完成方案，12月底前完成建设": "2022-12-31",
    "6月底前\n12月底前": "2022-12-31",
    "12月底前（其中试点6月底前）": "2022-12-31",
    "2023年6月底前启动，10月底前完成": "2023-10-31",
    "10月底前，并长期坚持": "2022-10-31",
    "2022年12月底前完成并持续推进": "2022-12-31",
    "全年，12月底前总结": "2022-12-31",
    "自本通知印发之日起1个月内": "2022-07-01",
    "文件印发后两周内": "2022-06-15",
    "三个月内": "2022-09-01",
    "半年内": "2022-12-01",
    "半个月内": "2022-06-16",
    "印发之日起10天内完成": "2022-06-11",
}
OTHER = {  # printed: kind, id of the rule
    "全年": ("year", "full_year"),
    "贯穿全年": ("year", "full_year"),
    "全年推进": ("year", "full_year"),
    "全年持续推进": ("year", "full_year"),
    "全 年": ("year", "full_year"),
    "2022年全年": ("year", "full_year"),
    "1—12月": ("year", "full_year"),
    "1月至12月": ("year", "full_year"),
    "全年，每季度报送": ("year", "full_year"),
    "持续推进": ("ongoing", "ongoing"),
    "长期推进": ("ongoing", "ongoing"),
    "长期坚持": ("ongoing", "ongoing"),
    "长期": ("ongoing", "ongoing"),
    "常态化": ("ongoing", "ongoing"),
    "常态化推进": ("ongoing", "ongoing"),
    "年内持续推进": ("ongoing", "ongoing"),
    "2022年持续推进": ("ongoing", "ongoing"),
    "持 续推进": ("ongoing", "ongoing"),
    "立行立改": ("ongoing", "at_once"),
    "即时": ("ongoing", "at_once"),
    "实时": ("ongoing", "at_once"),
    "随时更新": ("ongoing", "at_once"),
    "每月26日前": ("ongoing", "recurring"),
    "每季度末": ("ongoing", "recurring"),
    "按月": ("ongoing", "recurring"),
    "每年2月底前": ("ongoing", "recurring"),
    "每年12月31日前": ("ongoing", "recurring"),
    "每月底前": ("ongoing", "recurring"),
    "每个季度第1个月的20日前": ("ongoing", "recurring"),
    "每半年一次": ("ongoing", "recurring"),
    "每年": ("ongoing", "recurring"),
    "按季度": ("ongoing", "recurring"),
    "定期": ("ongoing", "recurring"),
    "季度末": ("ongoing", "recurring"),
    "次月10日前": ("ongoing", "recurring"),
    "2022年7月起": ("ongoing", "since"),
    "6月1日起": ("ongoing", "since"),
    "即日起": ("ongoing", "since"),
    "信息形成之日起20个工作日内": ("ongoing", "event"),
    "政策文件印发后3日内": ("ongoing", "event"),
    "印发之日起15个工作日内": ("none", "working_days"),
    "20个工作日内": ("none", "working_days"),
    "短期": ("none", "no_date"),
    "中期": ("none", "no_date"),
    "按计划推进": ("none", "no_date"),
    "适时": ("none", "no_date"),
    "按照上级时间节点要求": ("none", "no_date"),
    "/": ("none", "blank"),
    "—": ("none", "blank"),
    "无": ("none", "blank"),
}
UNREAD = (
    "市发改委",
    "国庆节前",
    "月底前",
    "2月30日前",
    "13月底前",
    "2022年13月",
    "待研究",
    "按照2021年12月通知办理",
    "12345热线",
    "26个试点领域",
    "第1个月",
    "3次",
)


@pytest.mark.parametrize(("text", "last"), BY.items())
def test_reads_the_last_day(text: str, last: str) -> None:
    read = deadlines.parse(text, 2022, signed=SIGNED)
    assert (read.kind, str(read.date), read.text) == ("by", last, text.rstrip("。"))
    assert read.rule


@pytest.mark.parametrize("text", OTHER)
def test_reads_what_has_no_last_day(text: str) -> None:
    read = deadlines.parse(text, 2022)
    kind, rule = OTHER[text]
    assert (read.kind, read.date, read.year) == (kind, None, 2022 if kind == "year" else None)
    assert read.rule.startswith(rule_text(rule))


@pytest.mark.parametrize("text", UNREAD)
def test_what_no_rule_reads_stays_unread(text: str) -> None:
    assert deadlines.parse(text, 2022) == deadlines.Deadline(text, "none")


@pytest.mark.parametrize("text", [None, "", " ", "\n\u3000", "\u200b"])
def test_nothing_printed_is_no_deadline(text: str | None) -> None:
    assert deadlines.parse(text, 2022) == deadlines.Deadline(None, "none")


def test_without_a_year_no_day_is_made_up() -> None:
    read = deadlines.parse("12月底前", None)
    assert (read.kind, read.date, read.rule) == ("none", None, rule_text("year_missing"))
    assert str(deadlines.parse("2023年12月底前", None).date) == "2023-12-31"
    assert deadlines.parse("全年", None) == deadlines.Deadline("全年", "year", rule=rule_text("full_year"))
    assert deadlines.parse("1-12月", None).kind == "year"
    assert deadlines.parse("12月底前", 22) == read


def test_without_a_signing_date_no_day_is_counted() -> None:
    read = deadlines.parse("印发之日起30日内", 2022)
    assert (read.kind, read.date, read.rule) == ("none", None, rule_text("signing_unknown"))


def test_the_rule_tells_where_the_year_came_from_and_which_date_counted() -> None:
    assert deadlines.parse("12月底前", 2022).rule == rule_text("month") + rule_text("document_year")
    assert deadlines.parse("2022年12月底前", 2021).rule == rule_text("month")
    assert deadlines.parse("明年6月底前", 2022).rule == rule_text("month") + rule_text("relative_year")
    two = deadlines.parse("6月底前完成方案，12月底前完成建设", 2022).rule
    assert two == rule_text("month") + rule_text("document_year") + rule_text("latest")
    both = deadlines.parse("10月底前，并长期坚持", 2022).rule
    assert both == rule_text("month") + rule_text("document_year") + rule_text("date_first")


@pytest.mark.parametrize("rule", [rule for rule in deadlines.RULES if rule.example], ids=lambda rule: rule.id)
def test_every_rule_reads_its_own_example(rule: deadlines.Rule) -> None:
    read = deadlines.parse(rule.example, 2022, signed=SIGNED)
    assert rule.text in read.rule


def test_rules_are_told_once_and_in_sentences() -> None:
    assert len({rule.id for rule in deadlines.RULES}) == len(deadlines.RULES)
    assert all(rule.text.endswith("。") for rule in deadlines.RULES)


@pytest.mark.parametrize(
    "text", ["6月底完成", "年内持续推进", "持续推进", "2022年底前", "全年", "每季度末", "印发后30日内"]
)
def test_words_that_are_a_deadline_and_nothing_else(text: str) -> None:
    assert deadlines.is_deadline(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "市发改委",
        "长期护理保险中心",
        "各区、县（市）政府",
        "市日报社",
        "常州市政府",
        "按职责分工负责",
        "市委年轻干部处",
    ],
)
def test_words_that_are_more_or_less_than_a_deadline(text: str) -> None:
    assert not deadlines.is_deadline(text)


MENTIONS = {  # running text of a document of 2022: what sets a time, and which
    # the five originals
    "各级各部门年底前要在本单位政府信息公开专栏集中公开": [("年底前", "2022-12-31")],
    "实际发放结果，在 2022 年底前以村为单位通过村务公开栏公开": [("2022 年底前", "2022-12-31")],
    "标准指引,7月底前完成与主动公开标准目录的融合": [("7月底前", "2022-07-31")],
    "在年底前以村为单位通过村务公开栏公开": [("年底前", "2022-12-31")],
    "2022年底前，市直部门网站全面支持互联网协议第6版": [("2022年底前", "2022-12-31")],
    "年底前将发放结果以村为单位通过村务公开栏公开": [("年底前", "2022-12-31")],
    "全方位公开 2022 年《政府工作报告》明确的十方面民生实事": [],
    "公开2022年县政府工作报告明确的十大民生实事办理情况": [],
    "在 2021 年重要政策文件集中统一公开工作成果的基础上": [],
    "在2021年门户网站集中统一公开的基础上": [],
    "《浙江省公共资源配置领域政府信息公开标准目录（2020年版）》": [],
    "《2022年底前任务》": [],
    "及时发布“2022网剑”监管等执法行动预警信息": [],
    "全面落实“简单咨询留言 1 个工作日答复”要求": [],
    "并在征求活动结束后 1 个月内公开意见征求采纳情况": [],
    "统筹谋划全年政务公开工作，年度至少召开一次": [],
    "全年带头解读政策一般不少于2次": [],
    "按季度向社会公开政府工作报告重点任务": [],
    "按月监测政府网站": [],
    "加快政务服务2.0向基层延伸": [],
    "持续做好政府公报工作": [],
    "12345 政务服务便民热线、12366纳税服务平台": [],
    # met in the wild
    "2022年12月31日前全部整改到位": [("2022年12月31日前", "2022-12-31")],
    "到2025年，实现全覆盖": [("到2025年", "2025-12-31")],
    "到2023年底，建成平台": [("到2023年底", "2023-12-31")],
    "每年2月底前报送总结": [("每年2月底前", "None")],
    "每月26日前报送进展": [("每月26日前", "None")],
    "每季度末报送": [("每季度末", "None")],
    "于每个季度第1个月的20日前报送": [("每个季度第1个月的20日前", "None")],
    "自印发之日起30日内制定方案": [("印发之日起30日内", "None")],
    "5年内实现全覆盖": [("5年内", "None")],
    "2020年年底前，我市初步建成26个试点领域基层政务公开事项目录体系": [],
    "2022年10月底前编制并公布行政许可事项清单": [("2022年10月底前", "2022-10-31")],
    "到2023年底,政务公开工作机制趋于完善": [("到2023年底", "2023-12-31")],
    "从2022年第二季度起,各牵头单位要在每个季度第1个月的20日前报送": [("每个季度第1个月的20日前", "None")],
    # kin
    "6月底完成方案，三季度完成建设": [("6月底", "2022-06-30"), ("三季度", "2022-09-30")],
    "年内完成改造": [("年内", "2022-12-31")],
    "9月上旬前上报": [("9月上旬前", "2022-09-10")],
    "截至2022年底，全市共有26个": [],
    "比2022年底增长一成": [],
    "2000年前建成的老旧小区": [],
    "2022年6月1日起施行": [],
    "2022年8月26日印发": [],
    "12月31日前登记的企业": [],
    "年内容更新不少于10次": [],
    "近年内、5年内容": [],
    "每年组织培训不少于1次": [],
    "2022年中央一号文件": [],
}


@pytest.mark.parametrize("text", MENTIONS)
def test_mentions(text: str) -> None:
    found = deadlines.mentions(text, 2022)
    assert [(mention.text, str(mention.date)) for mention in found] == MENTIONS[text]
    for mention in found:
        assert text[mention.start : mention.end] == mention.text
        assert mention.rule


def test_a_date_before_the_document_is_no_task_of_it() -> None:
    text = "2020年9月底前，基层政府全面完成"
    assert [str(mention.date) for mention in deadlines.mentions(text, 2020)] == ["2020-09-30"]
    assert deadlines.mentions(text, 2022) == ()


def test_mentions_count_from_the_signing_date_where_it_is_known() -> None:
    (mention,) = deadlines.mentions("自印发之日起30日内制定方案", 2022, signed=SIGNED)
    assert (mention.kind, mention.date) == ("by", date(2022, 7, 1))


@given(
    st.integers(2000, 2099),
    st.integers(1, 12),
    st.sampled_from(["{}月底前", "{}月", "{} 月底", "{}月份前", "{}月末前完成"]),
)
def test_a_month_is_its_last_day_in_the_year_of_the_document(year: int, month: int, form: str) -> None:
    read = deadlines.parse(form.format(month), year)
    assert read.date is not None
    assert (read.date.year, read.date.month) == (year, month)
    assert (read.date + timedelta(days=1)).day == 1


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["前", "", "之前", "前完成"]))
def test_a_day_is_that_day(day: date, suffix: str) -> None:
    for printed in (f"{day.year}年{day.month}月{day.day}日{suffix}", f"{day:%Y.%m.%d}{suffix}"):
        assert deadlines.parse(printed, 2022).date == day
    assert deadlines.parse(f"{day.month}月{day.day}日{suffix}", day.year).date == day


@given(ANY | TIMES, st.none() | st.integers(-10, 10_000), st.none() | st.dates())
def test_never_raises_and_kinds_hold_together(text: str, year: int | None, signed: date | None) -> None:
    read = deadlines.parse(text, year, signed=signed)
    assert (read.kind == "by") == (read.date is not None)
    assert read.kind == "none" or (read.rule and read.text)
    assert read.text is None or read.text in text
    deadlines.is_deadline(text)
    for mention in deadlines.mentions(text, year, signed=signed):
        assert text[mention.start : mention.end] == mention.text != ""


def rule_text(name: str) -> str:
    return next(rule.text for rule in deadlines.RULES if rule.id == name)
