from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.text import labels, numerals

ANY = st.text(max_size=60)

READ = {  # printed: label, level, value, short form, the rest
    # the five originals
    "一、围绕中心工作、重大事项，着力深化主动公开": (
        "一、",
        1,
        1,
        "一",
        "围绕中心工作、重大事项，着力深化主动公开",
    ),
    "（一）聚焦战略定位加大公开力度": ("（一）", 2, 1, "(一)", "聚焦战略定位加大公开力度"),
    "(五) 推动惠民利企政策直达快享": ("(五)", 2, 5, "(五)", "推动惠民利企政策直达快享"),
    "(十一) 扎实推进基层政务公开": ("(十一)", 2, 11, "(十一)", "扎实推进基层政务公开"),
    "（十五）健全抓落实工作体系": ("（十五）", 2, 15, "(十五)", "健全抓落实工作体系"),
    "(一)提升共同富裕建设公开水平。": ("(一)", 2, 1, "(一)", "提升共同富裕建设公开水平。"),
    "八、持续强化工作指导监管": ("八、", 1, 8, "八", "持续强化工作指导监管"),
    "1.2022年全县政务公开工作重点任务清单": ("1.", 3, 1, "1", "2022年全县政务公开工作重点任务清单"),
    "2.2022年政务公开质效提升五大行动任务清单": ("2.", 3, 2, "2", "2022年政务公开质效提升五大行动任务清单"),
    # kin
    "　　三、加强领导": ("三、", 1, 3, "三", "加强领导"),
    "壹、工作目标": ("壹、", 1, 1, "壹", "工作目标"),
    "(贰)优化审批": ("(贰)", 2, 2, "(贰)", "优化审批"),
    "拾壹、强化保障": ("拾壹、", 1, 11, "拾壹", "强化保障"),
    "二十一、强化保障": ("二十一、", 1, 21, "二十一", "强化保障"),
    "三．强化保障": ("三．", 1, 3, "三", "强化保障"),
    "（ 二 ） 推动": ("（ 二 ）", 2, 2, "(二)", "推动"),
    "（三)推动": ("（三)", 2, 3, "(三)", "推动"),
    "一）推动": ("一）", 2, 1, "(一)", "推动"),
    "㈢推动": ("㈢", 2, 3, "(三)", "推动"),
    "1．加强": ("1．", 3, 1, "1", "加强"),
    "12、加强": ("12、", 3, 12, "12", "加强"),
    "１．加强": ("１．", 3, 1, "1", "加强"),
    "1、5G网络建设": ("1、", 3, 1, "1", "5G网络建设"),
    "⒊加强": ("⒊", 3, 3, "3", "加强"),
    "（1）编制目录": ("（1）", 4, 1, "(1)", "编制目录"),
    "（12)编制目录": ("（12)", 4, 12, "(12)", "编制目录"),
    "3)编制目录": ("3)", 4, 3, "(3)", "编制目录"),
    "①编制目录": ("①", 4, 1, "(1)", "编制目录"),
    "⑵编制目录": ("⑵", 4, 2, "(2)", "编制目录"),
    "第一章 总则": ("第一章", 1, 1, "第一章", "总则"),
    "第二部分 重点任务": ("第二部分", 1, 2, "第二部分", "重点任务"),
    "第三节　公开": ("第三节", 2, 3, "第三节", "公开"),
    "第十二条 各级": ("第十二条", 3, 12, "第十二条", "各级"),
}
NO_LABEL = (
    "",
    "一",
    "1",
    "（）",
    "2022年绍兴市政务公开工作重点任务清单",
    "2022 年绍兴市",
    "1.5亿元投资",
    "１．５亿元",
    "3.0版上线",
    "2022.12.31前",
    "6.30前完成",
    "12345 政务服务便民热线",
    "12366纳税服务平台",
    "一是加强领导",
    "一方面",
    "二季度前完成",
    "一、二季度完成",
    "陆、海、空联运",
    "一、二、三产业",
    "1、2月份完成",
    "1、2、3号楼",
    "26个试点领域",
    "0.加强",
    "（2022）4号",
    "〔2022〕4号",
    "（一季度）完成",
    "（此件公开发布）",
    "十大民生实事",
    "第一时间公开",
    "第一书记",
)


@pytest.mark.parametrize("text", READ)
def test_reads(text: str) -> None:
    label = labels.heading_label(text)
    assert label is not None
    assert (label.text, label.level, label.value, label.short(), text[label.end :]) == READ[text]


@pytest.mark.parametrize("text", NO_LABEL)
def test_a_number_of_the_sentence_is_no_label(text: str) -> None:
    assert labels.heading_label(text) is None


def test_headings_of_shaoxing_count_through(content: Path) -> None:
    """Mixed brackets, inner spaces, headings inside and outside the table: 一 to 四, （一） to （十五）."""
    lines = (content / "originals" / "shaoxing-2022.txt").read_text("utf-8").splitlines()
    found = [label for line in lines if (label := labels.heading_label(line)) and not line[0].isdigit()]
    assert [label.value for label in found if label.level == 1] == [1, 2, 3, 4]
    assert [label.value for label in found if label.level == 2] == list(range(1, 16))
    assert {label.level for label in found} == {1, 2}


@given(
    st.integers(1, 199),
    st.sampled_from(["{}、", "（{}）", "({})", "（ {} ）", "第{}章"]),
    st.text("优化服务", min_size=1),
)
def test_any_chinese_number_is_read(number: int, form: str, rest: str) -> None:
    printed = form.format(numerals.to_chinese(number))
    label = labels.heading_label(printed + rest)
    assert label is not None
    assert (label.text, label.value) == (printed, number)


@given(ANY | st.text(alphabet="一二十第章节条（）() 、.．1２0①⑴⒈㈠年季度月", max_size=20))
def test_never_raises_and_short_is_plain(text: str) -> None:
    label = labels.heading_label(text)
    if label:
        assert text.lstrip().startswith(label.text)
        assert 1 <= label.level <= 4
        assert not set(label.short()) & set(" 、.．（）")
        assert len(text) - len(text.lstrip()) + len(label.text) <= label.end <= len(text)
