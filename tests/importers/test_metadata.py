"""文号, days, 抄送 and who prints, in the forms in which they are printed."""

from __future__ import annotations

from datetime import date

import pytest

from .conftest import drafted

NOTICE = """清河市人民政府办公室关于印发2022年
政务公开工作要点的通知
{number}
各区人民政府，市政府各部门：
根据《省政府办公厅关于做好政务公开工作的通知》（{grounds}）要求，现将《要点》印发给你们。
清河市人民政府办公室
{day}
2022年政务公开工作要点
一、重点
1.做好公开。（市财政局负责）
{tail}
"""
FIRST = date(2022, 6, 1)
DAYS = {
    "二〇二二年六月一日": FIRST,
    "二○二二年六月一日": FIRST,
    "二O二二年六月一日": FIRST,
    "二零二二年六月一日": FIRST,
    "二〇二二年六月十一日": date(2022, 6, 11),
    "2022年 6 月 1 日": FIRST,
    "2022-06-01": FIRST,
}
NUMBERS = (
    "清政办〔2022〕4号",
    "清政办[2022]4号",
    "清政办(2022)4号",
    "清政办【2022】4号",
    "清政办﹝2022﹞4号",
)
COPIES = {
    "抄送：市委办公室，市人大办公室。": ["市委办公室", "市人大办公室"],
    "抄报：省政府办公厅。\n抄送：市委办公室。": ["省政府办公厅", "市委办公室"],
    "分送：各区人民政府。": ["各区人民政府"],
    "（共印50份）": [],
}


def notice(**parts: str):
    usual = {"number": NUMBERS[0], "grounds": "省政办发〔2022〕8号", "day": "2022年6月1日", "tail": ""}
    found = drafted(NOTICE.format(**(usual | parts)))
    assert found.alignment is not None
    assert found.alignment.proved
    assert found.document is not None
    assert len(found.document.tasks) == 1
    return found.document


@pytest.mark.parametrize("printed", DAYS)
def test_the_day_of_the_signature(printed: str) -> None:
    assert notice(day=printed).signed == DAYS[printed]


@pytest.mark.parametrize("printed", NUMBERS)
def test_numbers_with_any_brackets(printed: str) -> None:
    document = notice(number=printed, grounds=printed.replace("清政办", "省政办发"))
    assert document.number is not None
    assert document.number.value == printed
    assert [text.value for text in document.basis] == [printed.replace("清政办", "省政办发")]


@pytest.mark.parametrize("printed", COPIES)
def test_who_gets_copies(printed: str) -> None:
    assert list(notice(tail=printed).copies) == COPIES[printed]


def test_the_office_that_prints_is_no_issuer() -> None:
    document = notice(tail="清河市人民政府办公室秘书处　　2022年6月2日印发")
    assert document.printed == date(2022, 6, 2)
    assert document.issuer is not None
    assert document.issuer.value == "清河市人民政府办公室"
    assert [(item.text.value, item.reason) for item in document.leftovers] == [
        ("清河市人民政府办公室秘书处", "印发机关")
    ]
