"""The original beside the fields: nothing of the print is missing, every passage leads to its field and
back, damaged words are left out, and no word of an original is ever markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from qingdan.loader import Source, load_document
from qingdan.model import Document, OriginalText, PrintedCell, PrintedTable
from qingdan.pages.redaction import MARK, injected
from qingdan.pages.review import Note, view
from qingdan.pages.review.standalone import standalone
from qingdan.text.passages import align
from qingdan.vocabulary import KEYS
from tests.pages.conftest import Edit, Input, replaced

Site = dict[str, bytes]
Element = html.HtmlElement


def squeezed(text: str) -> str:
    return "".join(text.split())


def shown(site: Site, id_: str) -> Element:
    return html.fromstring(site[f"documents/{id_}/original/index.html"].decode())


def loaded(text: str) -> Document:
    source = Source("content/documents/made.yaml", sha256(text.encode()).hexdigest(), tuple(text.split("\n")))
    document, _ = load_document(source)
    assert document
    return document


def alone(
    lines: tuple[str, ...],
    yaml: str,
    *notes: Note,
    tables: tuple[PrintedTable, ...] = (),
    site: bool = False,
) -> Element:
    """The page that stands alone, of these lines and this YAML."""
    original = OriginalText("made.txt", "", lines, tables)
    document = loaded(yaml)
    made = view(original, document, align(lines, document), notes, site=site)
    return html.fromstring(standalone(made, "made.txt", ["一行话"]))


def lines_of(page: Element) -> dict[int, str]:
    return {int(li.get("id")[1:]): li.text_content() for li in page.xpath("//*[@id='rv-original']//ol/li")}


def test_originals_are_shown_line_by_line(real: Input, site: Site) -> None:
    for id_, original in real.originals.items():
        lines = lines_of(shown(site, id_))
        assert list(lines) == list(range(1, len(original.lines) + 1))
        if not any(x.damaged for x in real.library.document(id_).leftovers):
            assert tuple(lines.values()) == original.lines


def test_every_passage_leads_to_its_field_and_every_field_to_its_passage(real: Input, site: Site) -> None:
    """The words at both ends are the same, white space and marks between units aside."""
    for document in real.library.documents:
        page = shown(site, document.id)
        fields = {e.get("id"): e for e in page.xpath("//*[@id='rv-fields']//*[starts-with(@id, 'f')]")}
        passages: dict[str, str] = {}
        for link in page.xpath("//*[@id='rv-original']//a[starts-with(@href, '#f')]"):
            key = link.get("href")[1:]
            passages[key] = passages.get(key, "") + link.text_content()
        first = {e.get("id"): e for e in page.xpath("//*[@id='rv-original']//a[starts-with(@id, 'p')]")}
        assert passages.keys() <= fields.keys()
        for id_, field in fields.items():
            assert field.get("href")[1:] in first, (document.id, field.text_content())
            for added in field.xpath(".//small"):
                added.drop_tree()
            words = squeezed(field.text_content())
            if id_ in passages and re.fullmatch(r"\d{4}-\d{2}-\d{2}", words) is None:
                # a body has its 文号 cut out of it: they lead to 依据
                assert words in squeezed(passages[id_]) or field.get("class") in ("b", "m"), words


def test_all_that_the_yaml_holds_stands_under_its_key(real: Input, site: Site) -> None:
    for document in real.library.documents:
        side = shown(site, document.id).get_element_by_id("rv-fields")
        under: dict[str, list[str]] = {}
        for role in side.xpath(".//a/small"):
            role.drop_tree()
        for key in side.iter("dt"):
            under.setdefault(key.text_content(), []).append(squeezed(key.getnext().text_content()))
        keys = {k.name: k.key for k in KEYS["task"]}
        for task in document.tasks:
            for name, cell in task.cells.items():
                assert any(squeezed(cell.value) in words for words in under[keys[name]]), (task.id, name)
        for entry in (e for part in document.lists for e in part.entries):
            assert squeezed(entry.text.value) in squeezed(side.text_content())
        for leftover in document.leftovers:
            assert (squeezed(leftover.text.value) in under[leftover.reason]) != leftover.damaged
        links = [a.get("href") for a in side.xpath(".//a[text()='任务页']")]
        assert links == [f"../#{t.anchor}" for t in document.tasks]


def test_units_and_deadlines_are_shown_as_they_were_read(real: Input, site: Site) -> None:
    for document in real.library.documents:
        page = shown(site, document.id)
        rules = {f"#{li.get('id')}": li.text for li in page.xpath("//ol[@class='rv-rules']/li")}
        entries = [dl for dl in page.xpath("//*[@id='rv-fields']//dl") if dl.xpath("./dt[.='内容']")]
        for task, entry in zip(document.tasks, entries, strict=False):
            names = [squeezed(i.text_content()) for i in entry.iter("i")]
            assert sorted(names) == sorted(p.name for _, p in task.parties()), task.id
            if task.deadline.text:
                (read,) = entry.xpath(".//small[starts-with(., '读作') and b]")
                assert rules[read.xpath("./a/@href")[0]] == task.deadline.rule
                if task.deadline.date:
                    d = task.deadline.date
                    assert f"{d.year}年{d.month}月{d.day}日" in read.text_content()


TABLE = """\
标题: 任务清单
清单:
- 名称: 任务清单
  表头: [序号, 任务, 责任单位, 完成时限]
  条目:
  - {序号: 1, 内容: 开展普查, 责任单位: "市统计局、市财政局", 完成时限: 6月底前}
  - {序号: 2, 内容: 发布公报, 责任单位: 市统计局, 完成时限: 年底前}
未采用:
- {文字: 第1页, 理由: 未识别}
- {文字: 打印, 理由: 页面框架}
"""
LINES = (
    "任务清单",
    "序号\t任务\t责任单位\t完成时限",
    "1\t开展普查\t市统计局、市财政局\t6月底前",
    "2\t发布公报\t市统计局\t年底前",
    "第1页",
    "打印",
)


def test_what_could_not_be_placed_comes_first_and_other_leftovers_last() -> None:
    page = alone(LINES, TABLE)
    titles = [h.text for h in page.xpath("//*[@id='rv-fields']//h3")]
    assert titles == [
        "没有认出是什么的文字（1 处）", "文件", "清单（2 条任务）", "未采用（1 处）", "读时限用到的规则",
    ]  # fmt: skip
    assert [a.text for a in page.xpath("//a[@class='u']")] == ["第1页"] * 2
    assert [a.text for a in page.xpath("//a[@class='x']")] == ["打印"] * 2


def test_notes_jump_to_their_place_inside_the_words() -> None:
    page = alone(
        LINES,
        TABLE,
        Note("提醒", "这里看一看。", "改一改。", line=3, column=5),
        Note("错误", "没有地方。"),
        Note("提醒", "在行末。", line=6, column=3),
    )
    jumps = page.xpath("//*[@class='rv-notes']//a")
    assert [(a.get("href"), a.text) for a in jumps] == [("#w1", "第 3 行"), ("#w3", "第 6 行")]
    mark = page.get_element_by_id("w1")
    assert (mark.getprevious().text, mark.getnext().text) == ("开展", "普查")
    assert mark.getprevious().get("href") == mark.getnext().get("href")
    assert lines_of(page) == dict(enumerate(LINES, 1))
    assert page.get_element_by_id("w3").getparent().get("id") == "L6"


def test_words_that_no_field_carries_stand_out() -> None:
    page = alone((*LINES, "多出来的一行"), TABLE)
    assert [m.text for m in page.xpath("//mark[@class='v']")] == ["多出来的一行"]


def test_tables_of_the_original_are_tables() -> None:
    def cell(line: int, start: int, end: int, rows: int = 1, columns: int = 1) -> PrintedCell:
        return PrintedCell(line, start, end, rows, columns)

    cells = []
    for n, line in enumerate(LINES[1:4], 2):
        at, row = 0, []
        for text in line.split("\t"):
            row.append(cell(n, at, at + len(text), columns=2 if text == "序号" else 1))
            at += len(text) + 1
        cells.append(tuple(row))
    page = alone(
        LINES, TABLE, Note("提醒", "看。", line=4, column=3), tables=(PrintedTable(2, tuple(cells)),)
    )
    rows = page.xpath("//*[@id='rv-original']//tr")
    assert [r.get("id") for r in rows] == ["L2", "L3", "L4"]
    assert [td.text_content().strip() for td in rows[1].iter("td")] == LINES[2].split("\t")
    assert rows[0].xpath("./td/@colspan") == ["2"]
    assert rows[2].xpath("./td[2]/a[@id='w1']")
    assert list(lines_of(page)) == [1, 5, 6]
    assert not any(page.xpath("//ol[@start='2']"))


HOSTILE = """<script>alert(1)</script>"><img src=x onerror=alert(1)>&amp;'\x7f</a></li>"""


def test_words_of_an_original_are_never_markup() -> None:
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    yaml = (
        f"标题: {quoted}\n清单:\n- 名称: {quoted}\n  条目:\n  - {quoted}\n  - 内容: {quoted}\n"
        f"    责任单位: {quoted}\n未采用:\n- {{文字: {quoted}, 理由: {quoted}}}\n"
    )
    page = alone((HOSTILE,) * 6, yaml, Note(HOSTILE, HOSTILE, HOSTILE, line=2, column=4))
    assert not page.xpath("//img")
    assert not page.xpath("//*[@onerror]")
    assert len(page.xpath("//script")) == 1
    assert set(lines_of(page).values()) == {HOSTILE}


def test_the_page_stands_alone() -> None:
    """Nothing is loaded, and the policy lets only our own style and script work."""
    page = alone(LINES, TABLE)
    assert not page.xpath("//@src | //link | //iframe | //object | //form")
    assert {a[0] for a in page.xpath("//@href")} == {"#"}
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert not page.xpath("//@style | //@onclick")
    for css in page.xpath("//style"):
        assert "url(" not in css.text
        assert "@import" not in css.text


def test_a_damaged_cell_loses_only_what_was_injected(edited: Callable[[Edit], Input]) -> None:
    """A correction because of damage: neither its printed form nor a word of the injection is published."""
    spam = "bet365官网"

    def edit(content: Path) -> None:
        replaced(content / "originals/shaoxing-2022.txt", "市财政局\t各区、县", f"市{spam}财政局\t各区、县")
        replaced(
            content / "documents/shaoxing-2022.yaml",
            "    完成时限: 12月底前\n",
            "    完成时限: 12月底前\n    更正:\n"
            f"    - {{字段: 牵头单位, 原文: 市{spam}财政局, 理由: 损坏：插入的推广文字}}\n",
        )

    site = edited(edit)
    files = site.files()
    for path, file in files.items():
        if path.startswith("documents/shaoxing-2022/"):
            assert spam not in file.read().decode(), path
    page = html.fromstring(files["documents/shaoxing-2022/original/index.html"].read().decode())
    (link,) = page.xpath("//a[starts-with(., '市〔') or (.='市' and ./following-sibling::mark)]")
    assert link.getnext().text == MARK
    assert link.getnext().getnext().text == "财政局"
    assert "documents/shaoxing-2022/shaoxing-2022.txt" not in files


@given(
    kept=st.text("市财政局、 \n", min_size=1, max_size=12),
    at=st.integers(0, 12),
    spam=st.text("赌b36", min_size=1),
)
def test_what_was_injected_is_found_whatever_it_is(kept: str, at: int, spam: str) -> None:
    printed = kept[:at] + spam + kept[at:]
    runs = injected(printed, kept)
    assert runs is not None
    gone = {i for start, end in runs for i in range(start, end)}
    left = "".join(c for i, c in enumerate(printed) if i not in gone)
    assert squeezed(left) == squeezed(kept)


def test_a_damaged_cell_that_was_rewritten_is_hidden_whole() -> None:
    assert injected("市赌场局", "市财政局") is None


@given(st.lists(st.text("任务 \t|<&\u200b", max_size=9), min_size=1, max_size=6), st.data())
def test_whatever_the_lines_every_character_is_shown(lines: list[str], data: st.DataObject) -> None:
    notes = [
        Note("提醒", "看", line=data.draw(st.integers(0, 7)), column=data.draw(st.integers(0, 11)))
        for _ in range(data.draw(st.integers(0, 3)))
    ]
    original = OriginalText("made.txt", "", tuple(lines))
    document = loaded("标题: 任务\n清单:\n- 条目: [{内容: 任务}]\n")
    made = view(original, document, align(original.lines, document), notes, site=False)
    text = [
        html.fromstring(f"<p>{row.html}</p>").text_content() for part in made.original for row in part.rows
    ]
    assert text == lines
    marks = "".join(str(row.html) for part in made.original for row in part.rows).count('class="w"')
    assert marks == sum(n.target.startswith("w") for n in made.notes)


@pytest.mark.parametrize("site", [True, False])
def test_damage_is_hidden_on_the_site_and_shown_to_the_clerk(site: bool) -> None:
    yaml = TABLE.replace("{文字: 打印, 理由: 页面框架}", "{文字: 赌场, 理由: 损坏：注入}")
    page = alone((*LINES[:-1], "赌 场"), yaml, site=site)
    assert ("赌" in page.text_content()) is not site


def test_damage_that_is_not_found_hides_the_whole() -> None:
    yaml = TABLE.replace("{文字: 打印, 理由: 页面框架}", "{文字: 赌场, 理由: 损坏：注入}")
    page = alone(LINES, yaml, site=True)
    assert "整篇暂不公开" in page.get_element_by_id("rv-original").text_content()
    assert "开展普查" not in page.get_element_by_id("rv-original").text_content()
