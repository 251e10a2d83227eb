"""Word documents: each thing that a page shows and its file hides, with the blocks it must give."""

# ruff: noqa: E501 -- lines of XML are read more easily whole

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.importers import signatures
from qingdan.importers.blocks import Line, Reading, Table
from qingdan.importers.formats import read

from .raw_docx import docx, level, lists, p, r, tbl, tc, tr


def reading(body: str, **parts) -> Reading:
    found = read("x.docx", docx(body, **parts), "x.docx")
    assert found.original is not None, found.problems
    for block in found.blocks:  # marks point at the words
        cells = [block] if isinstance(block, Line) else [c for row in block.rows for c in row if c]
        for cell in cells:
            line = found.original.lines[cell.mark.line - 1][cell.mark.column - 1 :]
            assert line.startswith(cell.text.replace("\n", " "))
    return found


def lines(body: str, **parts) -> list[str]:
    found = reading(body, **parts)
    assert found.original is not None
    return list(found.original.lines)


def rules(body: str, **parts) -> list[str]:
    return [problem.rule for problem in reading(body, **parts).problems]


def grid(found: Reading) -> list[list[str | None]]:
    (table,) = [b for b in found.blocks if isinstance(b, Table)]
    return [[c and c.text for c in row] for row in table.rows]


# ------------------------------------------------------------ words of a paragraph

RUNS = [
    ("runs", r("市发") + r("改委"), "市发改委"),
    ("hyperlink", f'<w:hyperlink r:id="x">{r("链接")}</w:hyperlink>', "链接"),
    ("tab", f"{r('甲')}<w:r><w:tab/></w:r>{r('乙')}", "甲\t乙"),
    ("hyphens", f"{r('甲')}<w:r><w:noBreakHyphen/><w:softHyphen/></w:r>{r('乙')}", "甲-乙"),
    ("smart tag", f'<w:smartTag w:element="d">{r("2022年")}<w:smartTag>{r("6月")}</w:smartTag></w:smartTag>', "2022年6月"),
    ("custom xml", f"<w:customXml><w:customXmlPr/>{r('甲')}</w:customXml>", "甲"),
    ("control", f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{r('内容')}</w:sdtContent></w:sdt>", "内容"),
    ("symbol", '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "✓"),
    ("symbol typed", r("\uf0fe", '<w:rFonts w:ascii="Wingdings"/>'), "☑"),
    ("unknown symbol", '<w:r><w:sym w:font="Webdings" w:char="F061"/></w:r>', "\uf061"),
    ("ruby", f"<w:r><w:ruby><w:rt>{r('hàn')}</w:rt><w:rubyBase>{r('汉')}</w:rubyBase></w:ruby></w:r>{r('字')}", "汉（hàn）字"),
    ("bidi", f"<w:dir>{r('甲')}</w:dir><w:bdo>{r('乙')}</w:bdo>", "甲乙"),
    ("unknown wrapper", f"<w:someday>{r('甲')}</w:someday>", "甲"),
    ("math", "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", "x=1"),
    ("simple field", f'<w:fldSimple w:instr=" DATE ">{r("6月")}</w:fldSimple>', "6月"),
    ("line feed in words", r("甲\n乙"), "甲 乙"),
]  # fmt: skip


@pytest.mark.parametrize(("inner", "text"), [x[1:] for x in RUNS], ids=[x[0] for x in RUNS])
def test_words_of_a_paragraph(inner: str, text: str) -> None:
    assert lines(p(f"<w:r/>{inner}")) == [text]
    assert lines(p(f"<w:r/>{inner}") + p("。")) == [text, "。"]


def char(kind: str, more: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{more}</w:fldChar></w:r>'


def field(instruction: str, result: str | None = None, form: str = "") -> str:
    middle = "" if result is None else char("separate") + r(result)
    return f"{char('begin', form)}<w:r><w:instrText>{instruction}</w:instrText></w:r>{middle}{char('end')}"


def form(inner: str) -> str:
    return f"<w:ffData>{inner}</w:ffData>"


FIELDS = [
    ("result", field("REF x \\h", "第三条"), "第三条"),
    ("nested", f"{char('begin')}<w:r><w:instrText>IF </w:instrText></w:r>{field('PAGE', '7')}<w:r><w:instrText>=1</w:instrText></w:r>{char('separate')}{r('是')}{char('end')}", "是"),
    ("nested in the result", f"{char('begin')}<w:r><w:instrText>HYPERLINK</w:instrText></w:r>{char('separate')}{r('见')}{field('REF', '附件')}{char('end')}", "见附件"),
    ("circle", field("eq \\o\\ac(○,11)"), "⑪"),
    ("pinyin", field('EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(hàn),汉)'), "汉（hàn）"),
    ("symbol", field('SYMBOL 252 \\f "Wingdings" \\s 10'), "✓"),
    ("checked", field("FORMCHECKBOX", None, form('<w:checkBox><w:checked/></w:checkBox>')), "☑"),
    ("not checked", field("FORMCHECKBOX", None, form('<w:checkBox><w:default w:val="0"/></w:checkBox>')), "☐"),
    ("choice", field("FORMDROPDOWN", None, form('<w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/><w:listEntry w:val="乙"/></w:ddList>')), "乙"),
    ("never ended", f"{char('begin')}<w:r><w:instrText>DATE</w:instrText></w:r>{char('separate')}{r('今天')}", "今天"),
    ("never begun", f"{r('甲')}{char('end')}{r('乙')}", "甲乙"),
]  # fmt: skip


@pytest.mark.parametrize(("inner", "text"), [x[1:] for x in FIELDS], ids=[x[0] for x in FIELDS])
def test_fields_show_their_results(inner: str, text: str) -> None:
    assert lines(p(inner)) == [text]


def test_a_field_over_paragraphs() -> None:
    body = p(f"{char('begin')}<w:r><w:instrText>TOC</w:instrText></w:r>{char('separate')}{r('一、总体')}")
    assert lines(body + p(r("二、保障") + char("end")) + p("正文")) == ["一、总体", "二、保障", "正文"]


def test_breaks_part_lines() -> None:
    found = reading(p(f"{r('关于印发')}<w:r><w:br/></w:r>{r('清单的通知')}", style="Title"), styles=STYLES)
    assert [(b.text, b.style) for b in found.blocks] == [("关于印发", "title"), ("清单的通知", "title")]


# ------------------------------------------------------------ styles

STYLES = (
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="我的"/><w:basedOn w:val="a1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="大纲"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="h"><w:name w:val="藏"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="hp"><w:name w:val="藏段"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="ring"><w:name w:val="环"/><w:basedOn w:val="ring"/></w:style>'
)


def test_styles_of_titles_and_headings() -> None:
    body = (
        p("题", style="Title")
        + p("一", style="a1")
        + p("二", style="b")
        + p("三", style="c")
        + p("正", style="ring")
    )
    found = reading(body, styles=STYLES)
    assert [b.style for b in found.blocks if isinstance(b, Line)] == [
        "title",
        "heading1",
        "heading1",
        "heading3",
        "",
    ]


def test_a_table_of_contents_is_frame() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="t1"><w:name w:val="toc 1"/></w:style>'
    found = reading(
        p(r("一、总则") + "<w:r><w:tab/></w:r>" + r("1"), style="t1") + p("一、总则"), styles=styles
    )
    assert [(b.text, b.frame) for b in found.blocks if isinstance(b, Line)] == [
        ("一、总则\t1", True),
        ("一、总则", False),
    ]


# ------------------------------------------------------------ numbers


def numbered(*paragraphs: str, numbering: str, styles: str = "") -> list[str]:
    return lines("".join(paragraphs), numbering=numbering, styles=styles)


LEVELS = (
    level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.", '<w:suff w:val="space"/>')
    + level(3, "decimalEnclosedCircle", "%4")
)


def test_levels_begin_anew() -> None:
    order = [0, 1, 1, 2, 2, 3, 1, 2, 0, 1]
    found = numbered(*(p("项", list_=1, level=k) for k in order), numbering=lists(LEVELS))
    assert found == [
        "一、项",
        "（一）项",
        "（二）项",
        "1.项",
        "2.项",
        "① 项",
        "（三）项",
        "1.项",
        "二、项",
        "（一）项",
    ]


def test_labels_are_named_in_blocks() -> None:
    (line,) = reading(p("项", list_=1), numbering=lists(LEVELS)).blocks
    assert isinstance(line, Line)
    assert (line.label, line.text) == ("一、", "一、项")


def test_several_levels_in_a_label_and_legal_digits() -> None:
    given = level(0, "chineseCountingThousand", "第%1章", '<w:suff w:val="space"/>') + level(
        1, "decimal", "%1.%2", "<w:isLgl/>"
    )
    found = numbered(
        p("总则", list_=1),
        p("目的", list_=1, level=1),
        p("细则", list_=1),
        p("范围", list_=1, level=1),
        numbering=lists(given),
    )
    assert found == ["第一章 总则", "1.1 目的", "第二章 细则", "2.1 范围"]


def test_a_level_without_those_above_it() -> None:
    given = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2.")
    found = numbered(p("甲", list_=1, level=1), p("乙", list_=1, level=1), numbering=lists(given))
    assert found == ["1.1.甲", "1.2.乙"]


def test_lists_of_one_definition_go_on() -> None:
    more = '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
    assert numbered(p("甲", list_=1), p("乙", list_=7), numbering=lists(LEVELS, nums=more)) == [
        "一、甲",
        "二、乙",
    ]


def test_a_list_that_starts_anew() -> None:
    more = '<w:num w:numId="7"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    found = numbered(p("甲", list_=1), p("乙", list_=7), p("丙", list_=7), numbering=lists(LEVELS, nums=more))
    assert found == ["一、甲", "一、乙", "二、丙"]


def test_a_list_with_a_level_of_its_own() -> None:
    own = level(0, "upperLetter", "%1)", start=3)
    more = f'<w:num w:numId="7"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">{own}</w:lvlOverride></w:num>'
    assert numbered(p("甲", list_=7), p("乙", list_=7), numbering=lists(LEVELS, nums=more)) == [
        "C)甲",
        "D)乙",
    ]


RESTARTS = [
    ("", [0, 1, 2, 1, 2, 0, 2], ["1", "1", "1", "2", "1", "2", "1"]),
    ("0", [0, 1, 2, 1, 2, 0, 2], ["1", "1", "1", "2", "2", "2", "3"]),
    ("1", [0, 1, 2, 1, 2, 0, 2], ["1", "1", "1", "2", "2", "2", "1"]),
]


@pytest.mark.parametrize(("rule", "order", "wanted"), RESTARTS, ids=["usual", "never", "after the first"])
def test_rules_of_restart(rule: str, order: list[int], wanted: list[str]) -> None:
    restart = f'<w:lvlRestart w:val="{rule}"/>' if rule else ""
    given = level(0, "decimal", "%1") + level(1, "decimal", "%2") + level(2, "decimal", "%3", restart)
    assert numbered(*(p("", list_=1, level=k) for k in order), numbering=lists(given)) == wanted


def test_numbers_from_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:basedOn w:val="h1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h3"><w:name w:val="x"/><w:basedOn w:val="h1"/></w:style>'
    )
    given = level(0, "decimal", "%1、", '<w:pStyle w:val="h1"/>') + level(
        1, "decimal", "%1.%2、", '<w:pStyle w:val="h3"/>'
    )
    body = (
        p("甲", style="h1"),
        p("乙", style="h2"),
        p("丙", style="h3"),
        p("丁", style="h1", list_=0),
        p("戊", style="h1"),
    )
    assert numbered(*body, numbering=lists(given), styles=styles) == [
        "1、甲",
        "1.1、乙",
        "1.2、丙",
        "丁",
        "2、戊",
    ]


def test_a_definition_by_its_style() -> None:
    styles = '<w:style w:type="numbering" w:styleId="ls"><w:name w:val="ls"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="ls"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="ls"/>{LEVELS}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    )
    assert numbered(p("甲", list_=1), p("乙", list_=2), numbering=numbering, styles=styles) == [
        "一、甲",
        "二、乙",
    ]


def test_numbers_in_cells_go_row_by_row() -> None:
    rows = [tr(tc(p("", list_=1)), tc(f"任务{n}")) for n in range(3)]
    assert grid(reading(tbl(*rows), numbering=lists(level(0, "decimal", "%1")))) == [
        ["1", "任务0"],
        ["2", "任务1"],
        ["3", "任务2"],
    ]


def test_bullets_are_printed() -> None:
    font = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    given = level(0, "bullet", "\uf06c").replace("</w:lvl>", f"{font}</w:lvl>")
    assert numbered(p("甲", list_=1), numbering=lists(given)) == ["●甲"]


def test_a_hidden_paragraph_takes_no_number() -> None:
    hidden = p(r("不见", "<w:vanish/>"), list_=1, mark="<w:vanish/>")
    assert numbered(p("甲", list_=1), hidden, p("乙", list_=1), numbering=lists(LEVELS)) == [
        "一、甲",
        "二、乙",
    ]


def test_unknown_numbers_are_told() -> None:
    found = reading(p("甲", list_=1), numbering=lists(level(0, "thaiLetters", "%1、")))
    assert found.blocks[0].text == "1、甲"
    assert [x.rule for x in found.problems] == ["unknown-numbering"]


@pytest.mark.parametrize(
    "numbering",
    ["", lists(LEVELS), "<w:num w:numId='1'/>", "<w:num w:numId='1'><w:abstractNumId w:val='9'/></w:num>"],
)
def test_lists_that_are_not_there(numbering: str) -> None:
    assert lines(p("甲", list_=9) + p("乙", list_=1, level=12), numbering=numbering) == ["甲", "乙"]


# ------------------------------------------------------------ tracked changes, comments, hidden text


def test_accepted_text_is_read() -> None:
    body = p(
        r("甲") + f"<w:ins>{r('乙')}</w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>" + r("丁")
    )
    found = reading(body)
    assert found.blocks[0].text == "甲乙丁"
    (problem,) = found.problems
    assert problem.rule == "tracked-changes"
    assert (problem.place.line, problem.place.column) == (1, 2)
    assert "有 2 处修订" in problem.message
    assert "「丙」" in problem.message


def test_moved_text_stands_once() -> None:
    body = (
        p(f"<w:moveFrom>{r('甲')}</w:moveFrom>", mark="<w:moveFrom/>")
        + p("乙")
        + p(f"<w:moveTo>{r('甲')}</w:moveTo>", mark="<w:moveTo/>")
    )
    assert lines(body) == ["乙", "甲"]


def test_a_deleted_end_joins_paragraphs() -> None:
    body = p("前半", mark="<w:del/>", list_=1) + p("后半", list_=1) + p("下", list_=1)
    assert lines(body, numbering=lists(LEVELS)) == ["一、前半后半", "二、下"]


def test_a_deleted_paragraph_takes_no_number() -> None:
    gone = p("<w:del><w:r><w:delText>删</w:delText></w:r></w:del>", mark="<w:del/>", list_=1)
    assert lines(p("甲", list_=1) + gone + p("乙", list_=1), numbering=lists(LEVELS)) == ["一、甲", "二、乙"]


def test_deleted_and_inserted_rows() -> None:
    table = tbl(
        tr(tc("甲"), tc("1")),
        tr(tc("乙"), tc("2"), properties="<w:del/>"),
        tr(tc("丙"), tc("3"), properties="<w:ins/>"),
    )
    found = reading(table)
    assert grid(found) == [["甲", "1"], ["丙", "3"]]
    assert [x.rule for x in found.problems] == ["tracked-changes"]


def test_old_properties_count_for_nothing() -> None:
    change = '<w:pPr><w:pPrChange><w:pPr><w:pStyle w:val="Title"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange></w:pPr>'
    found = reading(f"<w:p>{change}{r('甲')}</w:p>", styles=STYLES, numbering=lists(LEVELS))
    assert found.blocks == (Line("甲", found.blocks[0].mark),)


def test_comments_are_named_and_not_read() -> None:
    body = p(
        '<w:commentRangeStart w:id="1"/>'
        + r("甲")
        + '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
    )
    found = reading(body, comments=f'<w:comment w:id="1">{p("批一下")}</w:comment>')
    assert [b.text for b in found.blocks] == ["甲"]
    assert [x.rule for x in found.problems] == ["comments"]


@pytest.mark.parametrize(
    "body",
    [
        p(r("甲") + r("秘密", "<w:vanish/>")),
        p(r("甲") + r("秘密", '<w:rStyle w:val="h"/>')),
        p(r("甲", '<w:vanish w:val="0"/>') + r("秘密"), style="hp"),
    ],
)
def test_hidden_text_is_named_and_not_read(body: str) -> None:
    found = reading(body, styles=STYLES)
    assert [b.text for b in found.blocks] == ["甲"]
    (problem,) = found.problems
    assert problem.rule == "hidden-text"
    assert "「秘密」" in problem.message


# ------------------------------------------------------------ boxes, notes, furniture


def box(words: str) -> str:
    return f"<w:txbxContent>{p(words)}</w:txbxContent>"


CHOICE = f'<mc:Choice Requires="wps"><w:drawing><wp:anchor><wps:wsp><wps:txbx>{box("框")}</wps:txbx></wps:wsp></wp:anchor></w:drawing></mc:Choice>'
FALLBACK = (
    f"<mc:Fallback><w:pict><v:shape><v:textbox>{box('框')}</v:textbox></v:shape></w:pict></mc:Fallback>"
)


@pytest.mark.parametrize(
    "inner",
    [CHOICE + FALLBACK, CHOICE, FALLBACK, '<mc:Choice Requires="x"><w:drawing/></mc:Choice>' + FALLBACK],
)
def test_a_text_box_is_read_once(inner: str) -> None:
    assert lines(p(f"<w:r><mc:AlternateContent>{inner}</mc:AlternateContent></w:r>" + r("正文"))) == [
        "框",
        "正文",
    ]


def test_a_box_in_a_cell_and_a_table_in_a_box() -> None:
    shape = f"<w:r><w:pict><v:shape><v:textbox>{box('框')}</v:textbox></v:shape></w:pict></w:r>"
    assert grid(reading(tbl(tr(tc(p(shape + r("格"))), tc("乙"))))) == [["框\n格", "乙"]]
    table = f"<w:txbxContent>{tbl(tr(tc('序号'), tc('任务')))}</w:txbxContent>"
    found = reading(p(f"<w:r><w:pict><v:shape><v:textbox>{table}</v:textbox></v:shape></w:pict></w:r>"))
    assert grid(found) == [["序号", "任务"]]


def test_word_art_is_read() -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="德清县人民政府文件"/></v:shape></w:pict></w:r>'
    assert lines(p(art)) == ["德清县人民政府文件", ""]


def test_pictures_are_named() -> None:
    picture = "<w:r><w:drawing><wp:inline><a:blip/></wp:inline></w:drawing></w:r>"
    assert rules(p(picture + r("甲"))) == ["pictures"]


def test_notes_stand_behind_the_text_with_their_numbers() -> None:
    def ref(n: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{n}"/></w:r>'

    def note(n: int, words: str) -> str:
        return f'<w:footnote w:id="{n}">{p("<w:r><w:footnoteRef/></w:r>" + r(words))}</w:footnote>'

    notes = (
        f'<w:footnote w:id="-1" w:type="separator">{p("——")}</w:footnote>' + note(2, "注甲") + note(3, "注乙")
    )
    found = reading(p(r("文") + ref(3) + r("字") + ref(2)) + p("完"), footnotes=notes)
    assert [(b.text, b.style) for b in found.blocks] == [
        ("文字", ""),
        ("完", ""),
        ("1 注乙", "footnote"),
        ("2 注甲", "footnote"),
    ]
    assert [x.rule for x in found.problems] == ["notes"]


def test_headers_and_footers_are_frame_without_page_numbers() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:footerReference w:type="default" r:id="footer1"/></w:sectPr>'
    found = reading(
        p("正文") + section,
        header1=p("内部资料"),
        footer1=p(r("— ") + field("PAGE", "3") + r(" —")) + p("德清县人民政府办公室"),
    )
    assert [(b.text, b.style, b.frame) for b in found.blocks if isinstance(b, Line)] == [
        ("内部资料", "header", True),
        ("正文", "", False),
        ("德清县人民政府办公室", "footer", True),
    ]


def test_headers_that_no_page_shows_are_not_read() -> None:
    section = '<w:sectPr><w:headerReference w:type="first" r:id="header1"/><w:headerReference w:type="even" r:id="header2"/></w:sectPr>'
    assert lines(p("正文") + section, header1=p("首页"), header2=p("双页")) == ["正文"]
    shown = section.replace("</w:sectPr>", "<w:titlePg/></w:sectPr>")
    assert lines(
        p("正文") + shown, header1=p("首页"), header2=p("双页"), settings="<w:evenAndOddHeaders/>"
    ) == ["首页", "双页", "正文"]


# ------------------------------------------------------------ tables


def test_spans_and_gaps() -> None:
    table = tbl(
        tr(tc("甲", merge="restart"), tc("乙", span=2)),
        tr(tc("", merge="continue"), tc("丙"), tc("丁")),
        tr(tc("戊"), properties='<w:gridBefore w:val="2"/>'),
        widths=(2000, 2000, 2000),
    )
    found = reading(table)
    assert grid(found) == [["甲", "乙", None], [None, "丙", "丁"], [None, None, "戊"]]
    (block,) = found.blocks
    assert isinstance(block, Table)
    first, second = block.rows[0][0], block.rows[0][1]
    assert first
    assert second
    assert (first.rows, first.columns, second.rows, second.columns) == (2, 1, 1, 2)


def test_columns_that_no_row_fills_are_none() -> None:
    table = tbl(tr(tc("甲", span=3), tc("乙", span=2)), tr(tc("丙", span=3), tc("丁", span=2)))
    assert grid(reading(table)) == [["甲", "乙"], ["丙", "丁"]]


def test_borders_a_hair_apart_are_one() -> None:
    table = tbl(tr(tc("甲"), tc("乙", span=2)), tr(tc("丙", span=2), tc("丁")), widths=(2000, 60, 2000))
    assert grid(reading(table)) == [["甲", "乙"], ["丙", "丁"]]
    narrow = tbl(tr(tc("甲"), tc("乙"), tc("丙")), tr(tc("丁", span=2), tc("戊")), widths=(2000, 60, 2000))
    assert grid(reading(narrow)) == [["甲", "乙", "丙"], ["丁", None, "戊"]]


def test_a_cell_of_several_paragraphs() -> None:
    found = reading(tbl(tr(tc(p("市发改委") + p("") + p("市财政局")), tc("乙"))))
    assert grid(found) == [["市发改委\n市财政局", "乙"]]
    assert found.original
    assert found.original.lines == ("市发改委 市财政局\t乙",)


def test_a_table_in_a_cell_is_told() -> None:
    inner = tbl(tr(tc("子1"), tc("子2")), tr(tc("子3"), tc("子4")))
    found = reading(tbl(tr(tc(p("外") + inner + p("")), tc("乙"))))
    assert grid(found) == [["外\n子1 子2\n子3 子4", "乙"]]
    assert [x.rule for x in found.problems] == ["nested-table"]


def test_a_frame_of_one_column_is_no_table() -> None:
    frame = tbl(tr(tc(p("通知") + tbl(tr(tc("序号"), tc("任务"))))))
    found = reading(frame)
    assert [type(b).__name__ for b in found.blocks] == ["Line", "Table"]


def test_rows_and_cells_in_wrappers() -> None:
    cell = f"<w:sdt><w:sdtContent>{tc('乙')}</w:sdtContent></w:sdt>"
    row = f"<w:sdt><w:sdtPr/><w:sdtContent>{tr(tc('甲'), cell)}</w:sdtContent></w:sdt>"
    assert grid(reading(tbl(row, tr(tc("丙"), tc("丁"))))) == [["甲", "乙"], ["丙", "丁"]]


def test_old_merging_over_columns() -> None:
    go_on = "<w:tc><w:tcPr><w:hMerge/></w:tcPr><w:p/></w:tc>"
    start = f'<w:tc><w:tcPr><w:hMerge w:val="restart"/></w:tcPr>{p("甲")}</w:tc>'
    assert grid(reading(tbl(tr(start, go_on, tc("乙")), tr(tc("1"), tc("2"), tc("3"))))) == [
        ["甲", None, "乙"],
        ["1", "2", "3"],
    ]


def test_words_under_a_merged_cell_are_named() -> None:
    table = tbl(tr(tc("甲", merge="restart"), tc("1")), tr(tc("藏着", merge="continue"), tc("2")))
    found = reading(table)
    assert grid(found) == [["甲", "1"], [None, "2"]]
    assert [x.rule for x in found.problems] == ["hidden-text"]


@st.composite
def merged_tables(draw) -> tuple[str, list[str]]:
    """A table whose cells are rectangles over a random grid, and the words of all cells."""
    height, breadth = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    owner = [[-1] * breadth for _ in range(height)]
    rectangles = []
    for y in range(height):
        for x in range(breadth):
            if owner[y][x] >= 0:
                continue
            wide = draw(st.integers(1, 3))
            while wide > 1 and (x + wide > breadth or any(owner[y][k] >= 0 for k in range(x, x + wide))):
                wide -= 1
            tall = min(draw(st.integers(1, 3)), height - y)
            for yy in range(y, y + tall):
                for xx in range(x, x + wide):
                    owner[yy][xx] = len(rectangles)
            rectangles.append((y, x, tall, wide))
    words = [f"格{n}" + draw(st.sampled_from(["", "。", "、乙"])) for n in range(len(rectangles))]
    rows = []
    for y in range(height):
        cells, x = [], 0
        while x < breadth:
            top, _, tall, wide = rectangles[owner[y][x]]
            merge = "" if tall == 1 else "restart" if top == y else "continue"
            cells.append(tc(words[owner[y][x]] if top == y else "", span=wide, merge=merge))
            x += wide
        rows.append(tr(*cells))
    return tbl(*rows), words


@given(merged_tables(), st.booleans())
def test_every_cell_of_any_table_stands_once(table: tuple[str, list[str]], inside: bool) -> None:
    xml, words = table
    text = "\n".join(lines(tbl(tr(tc(xml + p("")), tc("旁"))) if inside else xml)).replace("\t", " ")
    assert sorted(text.replace("\n", " ").split()) == sorted([*words, *(["旁"] if inside else [])])


# ------------------------------------------------------------ claims and refusals


def test_macros_are_named() -> None:
    data = docx(
        p("甲"),
        kind="application/vnd.ms-word.document.macroEnabled.main+xml",
        more={"word/vbaProject.bin": b"x"},
    )
    found = read("x.docm", data, "x.docm")
    assert [x.rule for x in found.problems] == ["macros"]
    assert found.original


def test_the_strict_form_is_read() -> None:
    strict = BytesIO()
    usual = (
        "schemas.openxmlformats.org/wordprocessingml/2006/main",
        "schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    names = ("purl.oclc.org/ooxml/wordprocessingml/main", "purl.oclc.org/ooxml/officeDocument/relationships")
    with zipfile.ZipFile(BytesIO(docx(p("甲")))) as given, zipfile.ZipFile(strict, "w") as file:
        for name in given.namelist():
            xml = given.read(name).decode()
            for old, new in zip(usual, names, strict=True):
                xml = xml.replace(old, new)
            file.writestr(name, xml)
    assert signatures.is_docx(".docx", strict.getvalue())
    found = read("x.docx", strict.getvalue(), "x.docx")
    assert found.original
    assert found.original.lines == ("甲",)


@pytest.mark.parametrize("body", ["", p(), p(" \u3000"), tbl(tr(tc(""), tc("")))])
def test_nothing_in_it(body: str) -> None:
    found = read("x.docx", docx(body), "x.docx")
    assert found.original is None
    assert [x.message for x in found.problems] == ["这个原件里没有文字。"]


def test_an_outside_part_is_named() -> None:
    assert rules('<w:altChunk r:id="x"/>' + p("甲")) == ["embedded"]


def test_nesting_without_end_is_refused() -> None:
    found = read(
        "x.docx", docx("<w:sdt><w:sdtContent>" * 500 + p("甲") + "</w:sdtContent></w:sdt>" * 500), "x.docx"
    )
    assert found.original is None
    assert "套得太深" in found.problems[0].message
