"""Web pages, part by part: encodings, white space, hidden parts, lists, tables, frames, and hostile ones."""

# ruff: noqa: E501, ISC004, SIM905 - pages stand in one piece
from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.importers import read_blocks, signatures
from qingdan.importers.blocks import Line, Reading, Table
from qingdan.importers.html import spans
from qingdan.importers.html.numbering import printed_number
from qingdan.importers.html.spans import Spanned

PLACE = "content/originals/x.html"


def reading(page: str | bytes, name: str = "x.html") -> Reading:
    data = page if isinstance(page, bytes) else f"<!doctype html><meta charset=utf-8>{page}".encode()
    return read_blocks(name, data, PLACE)


def lines(page: str | bytes) -> list[str]:
    found = reading(page)
    assert found.original, found.problems
    return list(found.original.lines)


# ------------------------------------------------------------------ encodings

PAGE = "<html><head>{}</head><body><p>绍政办综〔2022〕4号，各区、县（市）政府，镕</p></body></html>"
LINE = "绍政办综〔2022〕4号，各区、县（市）政府，镕"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("<meta charset=utf-8>", "utf-8"),
        ("<meta charset='utf-8'>", "utf-8-sig"),
        ("<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>", "gb18030"),
        ("<meta charset=GBK>", "gbk"),
        ("<meta charset=utf-8>", "gb18030"),
        ("<meta charset=gb2312>", "utf-8"),
        ("<meta charset=iso-8859-1>", "gb18030"),
        ("", "gb18030"),
        ("", "utf-16"),
        ("<meta charset=big5>", "utf-8"),
    ],
)
def test_encodings(declared: str, encoding: str) -> None:
    assert lines(PAGE.format(declared).encode(encoding)) == [LINE]


def test_a_page_in_big5_that_says_so() -> None:
    page = "<html><meta charset=big5><p>臺北市政府令，修正計畫</p></html>".encode("big5")
    assert lines(page) == ["臺北市政府令，修正計畫"]


def test_a_few_damaged_bytes_are_told_and_many_are_refused() -> None:
    data = PAGE.format("<meta charset=utf-8>").encode()
    found = reading(data.replace("镕".encode(), b"\xe9\x95"))
    assert found.original
    assert "\ufffd" in found.original.lines[0]
    assert reading(b"<html>" + bytes(range(128, 256)) * 40).original is None


# ------------------------------------------------------------------ what is text


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>甲\n  乙</p><p>a\n  b</p>", ["甲乙", "a b"]),
        ("<p>　　首行&nbsp;&#12288;缩进&#x3000;</p>", ["首行\xa0\u3000缩进"]),
        ("<p>甲<br>乙<br/>丙</p>丁<div>戊</div>己", ["甲", "乙", "丙", "丁", "戊", "己"]),
        ("<p><b>甲</b><i>乙</i> <u>丙</u></p>", ["甲乙 丙"]),
        ("<p>甲<!-- 注 -->乙<script>丙</script><style>p{}</style>丁<template>x</template></p>", ["甲乙丁"]),
        ("<p>甲<noscript>请打开脚本</noscript></p><div hidden>乙</div><p style='display: none'>丙</p>", ["甲"]),
        ("<style>.a,#b{display:none} .c{DISPLAY:NONE} @media print{p{display:none}}</style>"
         "<p class=a>甲</p><p id=b>乙</p><p class='x c'>丙</p><p>丁</p>", ["丁"]),
        ("<p class=a style='display:block'>甲</p><style>.a{display:none}</style>", ["甲"]),
        ("<p>甲<span style='font-size:0'>隐</span><span style='visibility:hidden'>藏</span>乙</p>", ["甲乙"]),
        ("<pre>甲\t乙\n  丙</pre>", ["甲\t乙", "丙"]),
        ("<p>甲&lt;乙&gt;&amp;&quot;&#39;&hellip;&middot;</p>", ["甲<乙>&\"'…·"]),
        ("<p>甲<ruby>公<rp>(</rp><rt>gōng</rt><rp>)</rp></ruby>开</p>", ["甲公开", "gōng"]),
        ("<dl><dt>索引号</dt><dd>A-1</dd><dt>文号：</dt><dd>甲〔2022〕1号</dd></dl>",
         ["索引号 A-1", "文号： 甲〔2022〕1号"]),
        ("<p>甲<o:p>&nbsp;</o:p></p><!--[if gte mso 9]><xml>乙</xml><![endif]-->"
         "<p><![if !supportLists]><span style='mso-list:Ignore'>1、<span>&nbsp; </span></span><![endif]>丙</p>",
         ["甲", "1、\xa0 丙"]),
        ("<p>甲<span style='mso-tab-count:1'>&nbsp;&nbsp;&nbsp;</span>乙</p>", ["甲\t乙"]),
        ("<fieldset><legend>甲</legend><button>打印</button><select><option>一<option>二</select>"
         "<input type=hidden value=x><input type=submit value=搜索><textarea>留言</textarea>乙</fieldset>",
         ["甲", "打印", "一二", "搜索", "留言", "乙"]),
        ("<details><summary>甲</summary>乙</details><svg><text>丙</text></svg>", ["甲", "乙", "丙"]),
        ("<section>甲</section><main><article>乙</article></main>", ["甲", "乙"]),
        ("<p>甲\x00乙&#0;\x0b丙</p>", ["甲乙\ufffd丙"]),
    ],
)  # fmt: skip
def test_what_a_reader_sees(page: str, expected: list[str]) -> None:
    assert lines(page) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1.甲", "2.乙"]),
        ("<ol start=3><li>甲</li><li value=7>乙</li><li>丙</li></ol>", ["3.甲", "7.乙", "8.丙"]),
        ("<ol reversed><li>甲</li><li>乙</li></ol>", ["2.甲", "1.乙"]),
        ("<ol type=A><li>甲</li></ol><ol type=i><li>乙</li></ol>", ["A.甲", "i.乙"]),
        ("<ol style='list-style-type:cjk-ideographic'><li>甲<ol><li>子</li></ol></li><li>乙</li></ol>",
         ["一、甲", "1.子", "二、乙"]),
        ("<ol style='list-style:none'><li>甲</li></ol><ul><li>乙</li></ul>", ["甲", "乙"]),
        ("<style>li{list-style:none}</style><ol><li>1.甲</li></ol>", ["1.甲"]),
        ("<ol class='custom_cn list-paddingleft-1'><li>甲</li></ol>", ["一、甲"]),
        ("<ol><li>1.甲</li></ol>", ["1.甲"]),
    ],
)  # fmt: skip
def test_numbers_that_a_browser_counts(page: str, expected: list[str]) -> None:
    found = reading(page)
    assert found.original
    assert list(found.original.lines) == expected
    computed = any(isinstance(b, Line) and b.label and b.text != "1.甲" for b in found.blocks)
    assert any(p.rule == "computed-number" for p in found.problems) == computed or expected == [
        "1.甲",
        "2.乙",
    ]


@pytest.mark.parametrize(
    ("number", "style", "printed"),
    [
        (28, "lower-alpha", "ab."), (4, "upper-roman", "IV."), (5, "decimal-leading-zero", "05."),
        (12, "simp-chinese-informal", "十二、"), (0, "cjk-ideographic", "0."), (-1, "lower-roman", "-1."),
        (3, "disc", ""), (3, "（{han}）", "（三）"),
    ],
)  # fmt: skip
def test_printed_numbers(number: int, style: str, printed: str) -> None:
    assert printed_number(number, style) == printed


def test_hidden_text_that_could_be_some_is_told() -> None:
    hidden = "这一段写了许多话，读者要点开才看得到；不读入，但是要告诉人，让人自己去看一看。"
    found = reading(f"<p>甲</p><div style='display:none'>{hidden}</div>")
    assert [p.rule for p in found.problems] == ["hidden-text"]


def test_a_page_of_pictures_is_refused() -> None:
    found = reading("<p><img src=1.jpg><img src=2.jpg></p>")
    assert found.original is None
    assert found.problems[0].message == "这个网页里只有 2 张图片，没有文字。"


# ------------------------------------------------------------------ tables


def tables(page: str) -> list[list[list[str | None]]]:
    return [
        [[c.text if c else None for c in row] for row in b.rows]
        for b in reading(page).blocks
        if isinstance(b, Table)
    ]


def test_spans_make_a_grid() -> None:
    page = (
        "<table><tr><td rowspan=2>甲<td colspan=2>乙<tr><td>丙<td>丁<tr><td colspan=3>戊</table>"
        "<table><tbody><tr><td rowspan=0>一<td>二<tr><td>三</tbody><tbody><tr><td>四<td>五</tbody></table>"
    )
    assert tables(page) == [
        [["甲", "乙", None], [None, "丙", "丁"], ["戊", None, None]],
        [["一", "二"], [None, "三"], ["四", "五"]],
    ]


def test_heads_come_first_and_feet_last_and_strays_before() -> None:
    page = (
        "<table>散<caption>题</caption><tfoot><tr><td>合计<td>2</tfoot><thead><tr><th>名<th>数</thead>"
        "<tbody><tr><td>甲<td>1</tbody><tr style='display:none'><td>隐<td>0</tr></table>"
    )
    assert tables(page) == [[["名", "数"], ["甲", "1"], ["合计", "2"]]]
    assert set(lines(page)[:2]) == {"散", "题"}


def test_a_table_in_a_cell_of_data_and_tables_that_lay_out() -> None:
    data = "<table><tr><td>1<td><table><tr><td>子甲<td>子乙</table><td>市公安局，市财政局，市民政局<tr><td>2<td>二<td>三</table>"
    assert tables(data) == [[["1", "子甲\n子乙", "市公安局，市财政局，市民政局"], ["2", "二", "三"]]]
    layout = f"<table><tr><td><ul><li>菜单</ul><td><table><tr><td><p>信</p>{data}</table></table>"
    assert tables(layout) == tables(data)
    assert lines(layout)[:2] == ["菜单", "信"]


def test_paragraphs_of_a_cell_keep_their_breaks() -> None:
    page = "<table><tr><td><p>市公安局</p><p>市民政局</p><td>年底前<br>完成<tr><td>a<td>b</table>"
    assert tables(page)[0][0] == ["市公安局\n市民政局", "年底前\n完成"]
    assert lines(page)[0] == "市公安局 市民政局\t年底前 完成"


SPANNED = st.tuples(st.integers(0, 4), st.integers(1, 4))
GROUPS = st.lists(st.lists(st.lists(SPANNED, max_size=5), max_size=5), max_size=3)


@given(GROUPS)
def test_every_cell_stands_in_the_grid_once(shape) -> None:
    key, groups = 0, []
    for group in shape:
        rows = []
        for row in group:
            rows.append([Spanned(key + k, r, c) for k, (r, c) in enumerate(row)])
            key += len(row)
        groups.append(rows)
    made = spans.grid(groups)
    assert sorted(p.key for row in made for p in row if p) == list(range(key))
    taken = set()
    for y, row in enumerate(made):
        assert len(row) == len(made[0])
        for x, placed in enumerate(row):
            if placed:
                area = {(y + j, x + i) for j in range(placed.rows) for i in range(placed.columns)}
                assert not area & taken
                taken |= area
                assert y + placed.rows <= len(made)
                assert x + placed.columns <= len(row)


@given(GROUPS)
def test_every_cell_of_a_random_table_is_read_once(shape) -> None:
    number = 0
    page = "<table>"
    for group in shape:
        page += "<tbody>"
        for row in group:
            page += "<tr>"
            for rows, columns in row:
                number += 1
                page += f"<td rowspan={rows} colspan={columns}>〔{number}〕</td>"
    found = reading(page + "</table><p>尾</p>")
    assert found.original
    text = "\n".join(found.original.lines)
    assert all(text.count(f"〔{n}〕") == 1 for n in range(1, number + 1))


TAGS = "div p span b table tr td th tbody thead tfoot caption ul ol li a h1 h2 center font dl dt dd section nav footer form pre article main header blockquote".split()
TREES = st.recursive(
    st.none(),
    lambda inner: st.tuples(
        st.sampled_from(TAGS),
        st.sampled_from(["", ' class="nav"', ' id="zoom"', ' href="x"']),
        st.lists(inner, max_size=4),
    ),
    max_leaves=40,
)


@given(TREES)
def test_no_word_of_a_random_page_is_lost(tree) -> None:
    count = 0

    def write(node) -> str:
        nonlocal count
        count += 1
        word = f"〔{count}〕"
        if node is None:
            return word
        tag, attribute, children = node
        return f"{word}<{tag}{attribute}>{''.join(map(write, children))}</{tag}>"

    found = reading(write(tree))
    assert found.original
    text = "\n".join(found.original.lines)
    assert [n for n in range(1, count + 1) if text.count(f"〔{n}〕") != 1] == []


# ------------------------------------------------------------------ the frame


def frames(page: str) -> list[str]:
    return [b.text for b in reading(page).blocks if isinstance(b, Line) and b.frame]


NOTICE = "<h1>甲市2022年重点任务清单</h1><div>" + "".join(
    f"<p>第{k}段，市公安局、市民政局要抓好落实，按时完成；年底前报送。</p>" for k in range(8)
) + "<p>甲市人民政府办公室</p><p>2022年6月1日</p></div>"  # fmt: skip


def test_the_frame_is_told_apart_without_any_names() -> None:
    page = (
        "<div><a href=1>首页</a> &gt; <a href=2>公开</a></div><ul><li><a href=3>机构</a><li><a href=4>新闻</a>"
        f"<li><a href=5>服务</a></ul>{NOTICE}<div><a href=7>关于放假的通知</a></div>"
    )
    assert frames(page) == ["首页 > 公开", "机构", "新闻", "服务", "关于放假的通知"]


def test_sentences_and_data_are_never_taken_for_frame() -> None:
    wrapped = f"<div class='main header-wrap nav'>{NOTICE}</div><div class=footer>本市各级政府要照此办理，不得延误。</div>"
    assert frames(wrapped) == ["本市各级政府要照此办理，不得延误。"]
    assert frames(NOTICE) == []
    assert frames(f"<nav>{NOTICE}</nav>") == []


def test_the_record_block_is_read_as_lines() -> None:
    page = (
        "<table><tr><td>索 引 号：</td><td>A/2022-1</td><td>发布机构</td><td>市政府办公室</td></tr>"
        "<tr><td>文　　号：</td><td>甲政办〔2022〕4号</td><td colspan=2>有效性：有效</td></tr></table>"
        + NOTICE
    )
    assert frames(page) == [
        "索 引 号： A/2022-1", "发布机构\t市政府办公室", "文　　号： 甲政办〔2022〕4号", "有效性：有效",
    ]  # fmt: skip


def test_links_within_the_notice_stay() -> None:
    page = NOTICE.replace("</div>", "<p><a href=1.doc>附件：任务清单.doc</a></p></div>")
    assert frames(page) == []


# ------------------------------------------------------------------ kinds of files


def test_mht() -> None:
    body = "<html><body><p>标题＝甲</p></body></html>"
    data = (
        b"From: <Saved by Blink>\r\nSubject: =?utf-8?Q?=E7=94=B2?=\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    from base64 import encodebytes

    data += encodebytes(body.encode("gb18030")) + b"\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n"
    found = read_blocks("x.mht", data, PLACE)
    assert found.original
    assert found.original.lines == ("标题＝甲",)
    assert read_blocks("x.mht", data[:-8], PLACE).original is None
    assert read_blocks("x.mht", data[:200], PLACE).original is None


@pytest.mark.parametrize(
    ("name", "data", "claimed"),
    [
        ("a.doc", b"\xef\xbb\xbf  <html><body>x", True),
        ("a", b"<?xml version='1.0'?><!-- c --><!DOCTYPE HTML PUBLIC>", True),
        ("a.xls", b"<table border=1><tr><td>x", True),
        ("a.html", "正文，没有标记".encode(), False),
        ("a.txt", b"1 < 2", False),
        ("a.txt", "<甲>".encode(), False),
        ("a.md", b"<table><tr><td>x", False),
        ("a.md", b"<!doctype html><table><tr><td>x", True),
        ("a.html", b"PK\x03\x04<html>", False),
        ("a.html", "<html>甲".encode("utf-16"), True),
    ],
)  # fmt: skip
def test_pages_are_known_by_their_bytes(name: str, data: bytes, claimed: bool) -> None:
    assert signatures.is_html("." + name.partition(".")[2], data) is claimed


def test_a_page_that_ends_too_soon_is_told() -> None:
    whole = "<html><body><p>甲</p></body></html>"
    assert [p.rule for p in reading(whole[:-14].encode()).problems] == ["cut-original"]
    assert not reading(whole.encode()).problems


# ------------------------------------------------------------------ hostile pages

HOSTILE = {
    "deep": "<div>" * 100_000 + "甲",
    "deep tables": "<table><tr><td>甲<td>乙" * 600,
    "wide": "<table><tr>" + "<td colspan=1000>甲" * 5_000,
    "tall": "<table>" + "<tr><td rowspan=65534 colspan=1000>甲<td>乙" * 3_000,
    "endless cells": "<table>" + "<tr><td>甲<td>乙" * 60_000,
    "endless text": "<p>" + "甲" * 6_000_000,
    "open comment": "<p>甲<!--" + "-" * 1_000_000,
    "attributes": "<p " + "a=1 " * 300_000 + ">甲",
    "entities": "<p>" + "&lt;" * 1_000_000,
    "style": "<style>" + "@a{" * 200_000 + "</style><p>甲",
    "unclosed": "<b><i>甲" * 30_000,
    "lists": "<ol>" * 1_900 + "<li>甲",
    "entity bomb": '<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><p>甲&b;',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_in_time(name: str) -> None:
    began = time.process_time()
    found = reading(HOSTILE[name])
    assert time.process_time() - began < 60  # that it ends, not how fast the machine is
    assert found.original or found.problems[0].rule == "original-unreadable"
