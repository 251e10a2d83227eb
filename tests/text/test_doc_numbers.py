from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.text import doc_numbers

ANY = st.text(max_size=60)
NUMBERS = st.text(
    alphabet="国办发浙政〔〕[]（）【】0123456789２０号第令根据《》落实现将印，。\n ", max_size=40
)

WHOLE = {  # printed: normal form
    # the five originals
    "绍政办综〔2022〕4号": "绍政办综〔2022〕4号",
    "国办发〔2022〕8号": "国办发〔2022〕8号",
    "浙政办发〔2021〕28号": "浙政办发〔2021〕28号",
    "国办公开办函〔2019〕61号": "国办公开办函〔2019〕61号",
    "国务院令第713号": "国务院令第713号",
    # kin
    "国办发[2022]8号": "国办发〔2022〕8号",
    "国办发【2022】8号": "国办发〔2022〕8号",
    "国办发（2022）8号": "国办发〔2022〕8号",
    "国办发(2022)8号": "国办发〔2022〕8号",
    "国办发〔2022]8号": "国办发〔2022〕8号",
    "国办发 〔 2022 〕 8 号": "国办发〔2022〕8号",
    "国办发〔２０２２〕８号": "国办发〔2022〕8号",
    "国办发〔2022〕 118 号 ": "国办发〔2022〕118号",
    "国函〔2022〕8号": "国函〔2022〕8号",
    "中华人民共和国主席令第八十二号": "中华人民共和国主席令第八十二号",
    "浙江省人民政府令第388号": "浙江省人民政府令第388号",
    "财政部第5号令": "财政部令第5号",
    "和政办发〔2022〕8号": "和政办发〔2022〕8号",
    "浙全面依法治省办〔2021〕3号": "浙全面依法治省办〔2021〕3号",
}
DAMAGED = {  # printed: normal form (None where it cannot be known), what is wrong
    "嘉政办发〔20208号": (None, ("年份后面少了右括号。",)),
    "嘉政办发2020〕8号": (None, ("年份前面少了左括号。",)),
    "嘉政办发〔2020〕号": (None, ("括号后面少了顺序号。",)),
    "嘉政办发〔202〕8号": (None, ("年份应当是四位数字，这里是“202”。",)),
    "嘉政办发〔20201〕8号": (None, ("年份应当是四位数字，这里是“20201”。",)),
    "嘉政办发〔1020〕8号": (None, ("“1020”不像年份。",)),
    "嘉政办发〔2020〕0号": (None, ("顺序号从 1 起，不会是 0。",)),
    "嘉政办发〔2020〕8": ("嘉政办发〔2020〕8号", ("末尾少了“号”字。",)),
    "嘉政办发〔2020〕08号": ("嘉政办发〔2020〕8号", ("顺序号前面不加 0。",)),
    "嘉政办发〔2020〕第8号": ("嘉政办发〔2020〕8号", ("顺序号前面不加“第”字。",)),
}
NO_NUMBER = (
    "", "绍兴市人民政府办公室", "（2020年版）", "2022年6月1日", "〔2022〕8号", "第8号", "第一批（12）号",
    "2022〕8号", "12345", "国办发〔2022〕8号文件精神",
    "根据国办发〔2022〕8号", "（此件公开发布）", "工作任务（2022）8号楼",
)  # fmt: skip


@pytest.mark.parametrize(("text", "normal"), WHOLE.items())
def test_whole_numbers(text: str, normal: str) -> None:
    number = doc_numbers.parse(text)
    assert number is not None
    assert (number.normal, number.wrong, number.damaged) == (normal, (), False)
    assert number.kind == ("order" if "令" in normal else "issue")
    assert text[number.start : number.end] == number.text == text.strip()


@pytest.mark.parametrize("text", DAMAGED)
def test_damaged_numbers_say_what_is_wrong_and_are_not_mended(text: str) -> None:
    number = doc_numbers.parse(text)
    assert number is not None
    assert (number.normal, number.wrong) == DAMAGED[text]
    assert number.damaged == (number.normal is None)


@pytest.mark.parametrize("text", NO_NUMBER)
def test_no_number(text: str) -> None:
    assert doc_numbers.parse(text) is None


FOUND = {
    "根据《…的通知》（国办发〔2022〕8号）和《…的通知》（浙政办发〔2022〕30号）精神": [
        "国办发〔2022〕8号",
        "浙政办发〔2022〕30号",
    ],
    "基层政府全面完成国办发〔2019〕54号、浙政办发〔2020〕16号文件明确的": [
        "国办发〔2019〕54号",
        "浙政办发〔2020〕16号",
    ],
    "国办发〔2019〕54号和浙政办发〔2020〕16号": ["国办发〔2019〕54号", "浙政办发〔2020〕16号"],
    "和政办发〔2020〕16号": ["和政办发〔2020〕16号"],  # 和县, 和政县
    "《重大行政决策程序暂行条例》（国务院令第713号），制定": ["国务院令第713号"],
    "绍兴市人民政府办公室\n\n绍政办综〔2022〕4号\n": ["绍政办综〔2022〕4号"],
    "政府信息公开标准目录（2020年版）": [],
    "按照浙政办发〔20208号执行": [None],
}


@pytest.mark.parametrize("text", FOUND)
def test_finds_numbers_in_running_text(text: str) -> None:
    assert [number.normal for number in doc_numbers.find_all(text)] == FOUND[text]


ORIGINALS = {
    "shaoxing-2022": (
        ["绍政办综〔2022〕4号", "国办发〔2022〕8号", "浙政办发〔2022〕30号"],
        ["国办发〔2022〕8号", "浙政办发〔2022〕30号"],
    ),
    "jiaxing-2020": (
        ["嘉政办发〔2020〕36号", "浙政办发〔2020〕20号", "国办发〔2019〕54号", "浙政办发〔2020〕16号",
         "国办发〔2019〕54号",
         "浙政办发〔2020〕16号", "国办公开办函〔2019〕61号"],
        ["浙政办发〔2020〕20号"],
    ),
    "zhejiang-2021": (["浙政办发〔2021〕28号"], []),
    "deqing-2022": ([], []),
}  # fmt: skip


@pytest.mark.parametrize("name", ORIGINALS)
def test_numbers_and_grounds_of_the_originals(name: str, content: Path) -> None:
    text = (content / "originals" / f"{name}.txt").read_text("utf-8")
    every, grounds = ORIGINALS[name]
    assert [number.text for number in doc_numbers.find_all(text)] == every
    assert [number.text for number in doc_numbers.grounds(text)] == grounds


GROUNDS = {
    "依据《甲》（国办发〔2022〕8号）要求，现将《乙》（浙政办发〔2022〕30号）印发给你们。": [
        "国办发〔2022〕8号"
    ],
    "按照《甲》（国办发〔2022〕8号）部署，结合实际，制定本清单。": ["国办发〔2022〕8号"],
    "为贯彻落实《甲》（国办发〔2022〕8号）精神，现将有关任务印发给你们。": ["国办发〔2022〕8号"],
    "为贯彻落实《甲》（国办发〔2022〕8号），根据《乙》（浙政办发〔2022〕30号）要求，制定本清单。": [
        "浙政办发〔2022〕30号"
    ],
    "《要点》已经同意，现印发给你们。请按照《丙》（浙政办发〔2021〕9号）要求抓好落实。": [],
    "根据《关于印发甲的通知》（国办发〔2022〕8号）和（国办发〔2022〕8号），现印发给你们。": [
        "国办发〔2022〕8号"
    ],
    "为贯彻落实《甲》(国办发〔2021〕12号)、《乙》(闽政办函〔2021〕34号)精神和《丙》(厦府办〔2021〕44号)要求,现将"
    "《2021年全区政务公开工作主要任务分解表》印发给你们": [
        "国办发〔2021〕12号",
        "闽政办函〔2021〕34号",
        "厦府办〔2021〕44号",
    ],
    "根据《甲》(建城〔2020〕111号)和《乙》(湘建城〔2021〕165号)等文件精神,结合我县实际制定本工作方案。": [
        "建城〔2020〕111号",
        "湘建城〔2021〕165号",
    ],
    "根据有关规定，现将《清单》印发给你们。": [],
    "": [],
}


@pytest.mark.parametrize("text", GROUNDS)
def test_grounds_are_the_numbers_of_the_clause_that_says_on_what_ground(text: str) -> None:
    assert [number.normal for number in doc_numbers.grounds(text)] == GROUNDS[text]


@given(
    st.text("国浙京绍嘉府综函", min_size=2, max_size=6),
    st.integers(1949, 2099),
    st.integers(1, 99_999),
    st.sampled_from(["〔〕", "[]", "（）", "【】"]),
)
def test_any_whole_number_is_read_and_normal_is_stable(code: str, year: int, ordinal: int, pair: str) -> None:
    number = doc_numbers.parse(f"{code}{pair[0]}{year}{pair[1]}{ordinal}号")
    assert number is not None
    assert (number.code, number.year, number.ordinal, number.wrong) == (code, year, ordinal, ())
    again = doc_numbers.parse(number.normal or "")
    assert again is not None
    assert again.normal == number.normal


@given(ANY | NUMBERS)
def test_never_raises_and_places_are_true(text: str) -> None:
    doc_numbers.parse(text)
    doc_numbers.grounds(text)
    for number in doc_numbers.find_all(text):
        assert text[number.start : number.end] == number.text
        assert number.wrong or number.normal
