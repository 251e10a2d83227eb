"""What is held to be equal, in Python and in the browser."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from qingdan.search.analysis import (
    SEPARATOR,
    fold,
    fold_with_origins,
    occurrences,
    with_arabic_numerals,
    with_chinese_numerals,
)
from qingdan.search.query import parse
from qingdan.text.traditional import AMBIGUOUS, SIMPLIFIED

from .test_reader import HOSTILE


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("（国办发〔2022〕8 号）", "(国办发(2022)8号)"),
        ("国办发［２０２２］８号", "国办发(2022)8号"),
        ("国办发【2022】8号", "国办发(2022)8号"),
        ("政務公開、關於印發", "政务公开、关于印发"),
        ("ＡＢＣ App", "abcapp"),
        ("㈠①⑴", "(一)1(1)"),
        ("公\u200b开\ufeff\u3000\t\r\n", "公开"),
        ("2021‐2025", "2021-2025"),
        ("“放管服”、「放管服」、‘放管服’", '"放管服"、"放管服"、"放管服"'),
        ("二○二二年", "二〇二二年"),
        ("葛\U000e0100", "葛"),
        ("⼀、⽅案", "一、方案"),
        ("\ud800", "\ufffd"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_is_done_once(text: str) -> None:
    once = fold(text)
    assert SEPARATOR not in once
    assert " " not in once
    assert fold_with_origins(text)[0] == once
    # NFKC of a lower case letter may have an upper case part again (ϓ); twice is enough for all
    assert fold(fold(once)) == fold(once)


@given(st.text(alphabet="政务公开（(〔 Ａa1①㈠關", min_size=1, max_size=30), st.data())
def test_hits_are_marked_where_they_stand(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if not folded:
        return
    start = data.draw(st.integers(0, len(folded) - 1))
    end = data.draw(st.integers(start + 1, len(folded)))
    word = folded[start:end]
    spans = occurrences(text, (word,))
    assert spans
    for (_, before), (after, _) in pairwise(spans):
        assert before < after
    for start, end in spans:
        assert word in fold(text[start:end])
    unmarked = SEPARATOR.join(
        text[a:b]
        for a, b in zip([0, *(e for _, e in spans)], [*(s for s, _ in spans), len(text)], strict=True)
    )
    assert not any(word in fold(piece) for piece in unmarked.split(SEPARATOR))


def test_the_table_goes_from_traditional_to_simplified() -> None:
    assert len(SIMPLIFIED) > 2900
    assert not set(SIMPLIFIED) & set(SIMPLIFIED.values())
    assert not {chr(c) for c in AMBIGUOUS} & set(SIMPLIFIED)
    daily = {c for c in SIMPLIFIED if _in_gb2312(c)}
    # the browser knows these by name: they are in GB 2312, but are no simplified characters
    assert daily == set("於後麽菸榘麴")
    assert all(_in_gb2312(c) or c not in SIMPLIFIED for c in SIMPLIFIED.values())


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def test_the_browser_folds_the_same(ask: Callable[[str, str], Page], site: str) -> None:
    """Every character of the planes in use that Python's Unicode knows; the browser's may be newer."""
    page = ask(site, "?q=關")  # has the table of traditional characters fetched
    points = [*range(0x33480), *range(0xE0000, 0xE0200), *range(0x10FFF0, 0x110000)]
    known = [p for p in points if not 0xD800 <= p <= 0xDFFF and unicodedata.category(chr(p)) != "Cn"]
    fold_each = "all => Array.from(all, (c) => qingdanSearch.fold(c)).join('\\n')"
    folded = page.evaluate(fold_each, "".join(map(chr, known))).split(SEPARATOR)  # in no folded text
    assert len(known) > 80_000
    different = [(hex(p), fold(chr(p)), f) for p, f in zip(known, folded, strict=True) if fold(chr(p)) != f]
    assert not different
    assert page.evaluate("qingdanSearch.fold('\\ud800公\\udfff')") == "\ufffd公\ufffd"


def test_the_browser_asks_for_the_table_only_for_traditional_characters(
    ask: Callable[[str, str], Page], page: Page, site: str
) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    ask(site, "?q=政务公开2022年〇①（）々")
    assert not [url for url in fetched if "traditional" in url]
    simplified = "".join(
        bytes((a, b)).decode("gb2312", "ignore") for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF)
    )
    asks = page.evaluate("all => Array.from(all).filter((c) => qingdanSearch.needsTable(c))", simplified)
    assert asks == [c for c in simplified if c in SIMPLIFIED]
    traditional = "".join(SIMPLIFIED)
    assert page.evaluate("all => Array.from(all).every((c) => qingdanSearch.needsTable(c))", traditional)
    ask(site, "?q=政務")
    assert [url for url in fetched if "traditional" in url]


QUERIES = (
    *HOSTILE, "政务 公开", '"政务 公开" -疫情', "深化“放管服”改革", '"放管服"改革', "公开 -“疫情 防控”",
    "-公开 疫情", "公开 －疫情", "公开 - 疫情", "2021-2025年", "-2025年", "公开 公开", "＂公开 平台＂",
    "“公开", "a-b", "公开 -", "单位:财政局", "單位：財政局", "单位： 财政局 -年度:2022",
    '-单位:"市 财政局"', "牵头单位:财政局", "单位:", "单位:  ", "文号:〔2022〕4号 公开", "公开单位:财政局",
    "时限:“12月 底”前", "toString:1", "-时限:-",
    "国办发〔2022〕 8 号 公开", "2022 年 12 月底前", "12345 政务", "( 8 )", "8 ", "公开 8 号", "二 号",
    " ".join("天地玄黄宇宙洪荒" * 5),
)  # fmt: skip


def test_the_browser_reads_queries_the_same(ask: Callable[[str, str], Page], site: str) -> None:
    page = ask(site, "?q=關")
    sendable = [q for q in QUERIES if not any("\ud800" <= c <= "\udfff" for c in q)]
    for query, answer in zip(
        sendable,
        page.evaluate("queries => queries.map((q) => qingdanSearch.parse(q))", sendable),
        strict=True,
    ):
        expected = parse(query)
        assert answer == {
            "words": list(expected.words), "without": list(expected.without), "literal": expected.literal,
            "fields": [field._asdict() for field in expected.fields],
        }, query  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "words", "without", "literal"),
    [
        ("政务 公开", ("政务", "公开"), (), ""),
        ('"政务 公开"', ("政务公开",), (), ""),
        ("公开 -疫情", ("公开",), ("疫情",), ""),
        ('公开 -"疫情 防控"', ("公开",), ("疫情防控",), ""),
        ("深化“放管服”改革", ("深化", "放管服", "改革"), (), '深化"放管服"改革'),
        ("「放管服」", ("放管服",), (), '"放管服"'),
        ("-2025年", ("-2025年",), (), ""),
        ("-2025年 规划", ("规划",), ("2025年",), "-2025年规划"),
        ("2021-2025", ("2021-2025",), (), ""),
        ("“公开", ('"公开',), (), ""),
        ("  ", (), (), ""),
        ("国办发〔２０２２〕 8 号 公开", ("国办发(2022)8号", "公开"), (), ""),
        ("2022 年 12 月", ("2022年", "12月"), (), ""),
        ("12345 政务", ("12345", "政务"), (), ""),
        ("\u200b", (), (), ""),
    ],
)
def test_queries(raw: str, words: tuple[str, ...], without: tuple[str, ...], literal: str) -> None:
    assert parse(raw) == (words, without, (), literal)


@given(st.text(alphabet='公开 -－"“”＂a\u200b单位：:'))
def test_no_query_is_too_odd(raw: str) -> None:
    query = parse(raw)
    assert bool(query.words or query.fields) == bool(fold(raw))
    assert all(query.words)
    assert all(query.without)


@pytest.mark.parametrize(
    ("raw", "words", "fields"),
    [
        ("单位:财政局", (), [("unit", "财政局", False)]),
        ("公开 單位：財政局", ("公开",), [("unit", "财政局", False)]),
        ("年度： 2022 -地区:绍兴", (), [("year", "2022", False), ("region", "绍兴", True)]),
        ('文号:"国办发 [2022] 8号"', (), [("number", "国办发(2022)8号", False)]),
        ("牵头单位：市财政局", ("牵头单位:市财政局",), []),
        ("单位：", ("单位:",), []),
        ('"单位:财政局"', ("单位:财政局",), []),
    ],
)
def test_words_of_fields(raw: str, words: tuple[str, ...], fields: list[tuple[str, str, bool]]) -> None:
    query = parse(raw)
    assert query.words == words
    assert [tuple(field) for field in query.fields] == fields
    assert query.literal == ""


@pytest.mark.parametrize(
    ("chinese", "arabic"),
    [
        ("十二月底", "12月底"),
        ("二〇二二年十月三十一日前", "2022年10月31日前"),
        ("三季度前", "3季度前"),
        ("第二个季度", "第2个季度"),
        ("二十日", "20日"),
        ("十一月", "11月"),
    ],
)
def test_numerals_of_dates(chinese: str, arabic: str) -> None:
    assert with_arabic_numerals(chinese) == arabic
    assert with_chinese_numerals(arabic) == chinese


@pytest.mark.parametrize("text", ["一百二十日", "二二年", "十十月", "二〇月〇十日", "一二三", "统一年度"])
def test_numerals_that_are_none_or_can_be_read_in_two_ways_stay(text: str) -> None:
    assert with_arabic_numerals(text) in (text, text.replace("一年", "1年"))


def test_the_browser_reads_numerals_the_same(ask: Callable[[str, str], Page], site: str) -> None:
    page = ask(site, "?q=关")
    texts = [
        "".join(t) + end for t in product("〇一二九十", repeat=3) for end in ("月", "年", "个季度", "", "元")
    ]
    read = page.evaluate("all => all.map((t) => qingdanSearch.withArabicNumerals(t))", texts)
    assert read == [with_arabic_numerals(text) for text in texts]
