"""Promise 1 on the layouts met in the wild, and on made documents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.loader import load_document
from qingdan.loader.decoding import decode
from qingdan.model import Document
from qingdan.text.passages import align
from qingdan.text.passages.difference import changes, matching
from qingdan.text.passages.printed import Printed
from qingdan.text.passages.spine import spine
from qingdan.text.passages.walk import Walker

HEAD = "标题: 关于某事的通知\n年度: 2022\n"
PROSE = HEAD + "清单:\n- 形式: 条文\n  条目:\n"
TABLE = HEAD + "清单:\n- 表头: [序号, 任务, 责任单位]\n  条目:\n"
BARE = HEAD + "清单:\n- 条目:\n"
ROW = "  - 序号: 1\n    内容: 做好公开。\n    责任单位: 市财政局\n"
TITLE = "关于某事的通知\n"


def read(yaml: str) -> Document:
    source, problems = decode("content/documents/made-2022.yaml", yaml.encode())
    document = load_document(source).document
    assert not problems
    assert document
    return document


def faults(yaml: str, original: str) -> list[str]:
    found = align((TITLE + original).split("\n"), read(yaml))
    return [f"{m.kind} {m.field.id}" for m in found.mismatches] + [
        f"unclaimed {u.text}" for u in found.unclaimed
    ]


ONE = "  - 内容: 做好公开。\n    牵头单位: 市财政局\n"
BOTH = ONE + "    责任单位: 各区政府\n"

TWO_ROWS = (
    HEAD
    + "清单:\n- 表头: [序号, 任务, 牵头单位, 责任单位, 时限]\n  条目:\n"
    + BOTH.replace("- 内容", "- 序号: 1\n    内容")
    + "    完成时限: 全年\n未采用:\n- {文字: 责任分工, 理由: 表头}\n"
)

GOOD = {
    "labels in one bracket": (PROSE + BOTH, "做好公开。（牵头单位：市财政局；责任单位：各区政府）"),
    "a bracket each": (PROSE + BOTH, "做好公开。（牵头单位：市财政局）（责任单位：各区政府）"),
    "bracket on the next line": (PROSE + ONE, "做好公开。\n(牵头单位:市财政局)"),
    "mixed brackets": (PROSE + ONE, "做好公开。（牵头单位：市财政局)"),
    "square brackets": (PROSE + ONE, "做好公开。【牵头单位：市财政局】"),
    "other words for the role": (
        PROSE + BOTH,
        "做好公开。（牵头责任单位：市财政局，主要责任单位：各区政府）",
    ),
    "role word as frame": (PROSE + ONE, "做好公开。（市财政局牵头）"),
    "role word in the cell": (PROSE + ONE.replace("财政局", "财政局牵头"), "做好公开。（市财政局牵头）"),
    "the sentence ends behind the bracket": (
        PROSE + ONE.replace("公开。", "公开"),
        "做好公开（市财政局牵头）。",
    ),
    "deadline in the bracket": (
        PROSE + ONE.replace("财政局", "财政局牵头") + "    完成时限: 6月底完成\n",
        "做好公开。（市财政局牵头，6月底完成）",
    ),
    "brackets in names": (
        PROSE + ONE.replace("市财政局", "市政务办（跑改办）、市〈原〉水利局"),
        "做好公开。（牵头单位：市政务办（跑改办）、市〈原〉水利局）",
    ),
    "labels on lines of their own": (
        PROSE + BOTH + "    完成时限: 全年\n",
        "做好公开。\n牵头单位：市财政局\n责任单位：各区政府\n完成时限：全年",
    ),
    "a note between title and header": (
        HEAD
        + "清单:\n- 名称: 清单一\n  表头: [序号, 任务, 责任单位]\n  条目:\n  - 段落: （第一位为牵头单位）\n"
        + ROW,
        "清单一\n（第一位为牵头单位）\n序号\t任务\t责任单位\n1\t做好公开。\t市财政局",
    ),
    "a header in two rows": (
        TWO_ROWS,
        "序号\t任务\t责任分工\t\t时限\n\t\t牵头单位\t责任单位\t\n1\t做好公开。\t市财政局\t各区政府\t全年",
    ),
    "labels without brackets, all in one line": (
        PROSE
        + "  - 序号: 1\n    内容: 修路\n    牵头单位: 市建设局。\n    备注: 顺利。\n"
        + "  - 序号: 2\n    内容: 架桥\n    牵头单位: 市水利局。\n",
        "1、修路,牵头部门:市建设局。备注:顺利。2、架桥,牵头部门:市水利局。",
    ),
    "a cell a line, blank lines between": (
        BARE + ROW.replace("做好", "★做好"),
        "1\n\n★做好公开。\n\n市财政局\n",
    ),
    "a cell and a bar a line": (
        TABLE + ROW,
        "序号 |\n任务 |\n责任单位 |\n1 |\n做好公开。 |\n市财政局 |\n|",
    ),
    "cell and bar on alternate lines": (
        TABLE + ROW,
        "序号\n|\n任务\n|\n责任单位\n|\n1\n|\n做好公开。\n|\n市财政局",
    ),
    "a row a line, bars behind the heading": (
        TABLE + "  - 一、总的\n" + ROW,
        "序号 | 任务 | 责任单位 |\n一、总的 | ||\n1 | 做好公开。 | 市财政局 |",
    ),
    "a Markdown table": (TABLE + ROW, "|序号|任务|责任单位|\n|---|:--|--|\n|1|做好公开。|市财政局|"),
    "cells parted by one space": (BARE + ROW, "1 做好公开。 市财政局"),
    "cells run together": (BARE + ROW + ROW.replace("1", "2"), "1做好公开。市财政局2做好公开。市财政局"),
    "names broken over lines": (BARE + ROW, "1\t做好\n公开。\t市财\n\n政局"),
    "a cell written as a list": (
        BARE + ROW.replace("市财政局", "[市财政局, 市水利局]"),
        "1 做好公开。 市财政局、市水利局",
    ),
    "units in a bracket within the cell": (
        BARE + ROW.replace("公开。", "公开"),
        "1 做好公开（责任单位：市财政局）",
    ),
    "名称 behind 序号": (BARE + "  - 强基行动\n" + ROW, "1 强基行动 做好公开。 市财政局"),
    "名称 before 序号": (BARE + "  - 强基行动\n" + ROW, "强基行动 1 做好公开。 市财政局"),
    "a bar inside words": (BARE + "  - 内容: 甲|乙平台\n", "甲|乙平台"),
    "a page's foot inside a clause": (
        BARE + ROW + "未采用:\n- {文字: — 2 —, 理由: 页面框架}\n",
        "1 做好\n— 2 —\n公开。 市财政局",
    ),
    "a correction": (
        BARE + ROW + "    更正:\n    - {字段: 责任单位, 原文: 市财证局, 理由: 印错了}\n",
        "1 做好公开。 市财证局",
    ),
    "an annex before the list": (
        HEAD
        + "清单:\n- 名称: 任务清单\n  条目:\n"
        + ROW
        + "附录:\n- {名称: 名单, 内容: '市财政局、市水利局'}\n",
        "名单\n市财政局、市水利局\n任务清单\n1 做好公开。 市财政局",
    ),
    "metadata anywhere, with labels": (
        HEAD
        + "文号: 某政发〔2022〕1号\n发文机关: 某市政府\n成文日期: 2022-06-01\n印发日期: 2022-06-02\n"
        + "主送: 各区政府\n抄送: 市委办公室，市法院\n清单:\n- 条目:\n"
        + ROW
        + "未采用:\n- {文字: '索引号：001', 理由: 页面框架}\n",
        (
            "索引号：001\n标题：关于某事的通知\n文号：某政发〔2022〕1号 发文机关：某市政府\n"
            "成文日期：2022-06-01\n"
            "某市政府文件\n各区政府：\n某市政府\n二〇二二年六月一日\n1 做好公开。 市财政局\n"
            "抄送：市委办公室，市法院。\n某市政府 2022年06月02日印发"
        ),
    ),
}


@pytest.mark.parametrize(("yaml", "original"), GOOD.values(), ids=list(GOOD))
def test_a_layout_is_proved(yaml: str, original: str) -> None:
    assert faults(yaml, original) == []


@pytest.mark.parametrize(("yaml", "original"), GOOD.values(), ids=list(GOOD))
def test_no_word_of_a_layout_may_be_missing(yaml: str, original: str) -> None:
    """Each character of a task, dropped from the original: found, whatever the layout."""
    alignment = align((TITLE + original).split("\n"), read(yaml))
    lines = (TITLE + original).split("\n")
    for task in read(yaml).tasks:
        for name in task.cells:
            line, column = alignment.spans[f"{task.id}:{name}"].start
            text = lines[line - 1]
            for changed in (text[: column - 1] + text[column:], text[: column - 1] + "囧" + text[column:]):
                assert not align([*lines[: line - 1], changed, *lines[line:]], read(yaml)).proved, changed


BAD = {
    "a bracket that is not closed": (PROSE + ONE, "做好公开。（牵头单位：市财政局"),
    "a bracket that was not opened": (PROSE + ONE, "做好公开。牵头单位：市财政局）"),
    "units behind the words without a mark": (PROSE + ONE, "做好公开。市财政局"),
    "a label that is none": (PROSE + ONE, "做好公开。（牵单位：市财政局）"),
    "a mark too many behind the bracket": (PROSE + ONE, "做好公开。（牵头单位：市财政局），"),
    "a label in the cell": (
        PROSE + ONE.replace("市财政局", "牵头单位：市财政局"),
        "做好公开。（牵头单位：市财政局）",
    ),
    "the separator in the cell": (
        PROSE + BOTH.replace("市财政局", "市财政局；"),
        "做好公开。（牵头单位：市财政局；责任单位：各区政府）",
    ),
    "another role": (PROSE + ONE.replace("牵头", "责任"), "做好公开。（牵头单位：市财政局）"),
    "a bar in the cell": (
        BARE + ROW.replace("公开。", "公开。|市财政局").replace("    责任单位: 市财政局\n", ""),
        "1 | 做好公开。 | 市财政局 |",
    ),
    "an invisible character": (
        BARE + ROW.replace("公开。", '"公\\u200b开。"').replace('做好"', '"做好'),
        "1 做好公开。 市财政局",
    ),
    "a leftover printed twice": (
        BARE + ROW + "未采用:\n- {文字: 第1页, 理由: 页面框架}\n",
        "第1页\n1 做好公开。 市财政局\n第1页",
    ),
    "抄送 without a name": (BARE + ROW, "1 做好公开。 市财政局\n抄送："),
    "文件 without an issuer": (BARE + ROW, "文件\n1 做好公开。 市财政局"),
}


@pytest.mark.parametrize(("yaml", "original"), BAD.values(), ids=list(BAD))
def test_a_frame_out_of_its_place_is_no_frame(yaml: str, original: str) -> None:
    assert faults(yaml, original)


# --- made documents

HAN = "一二三市县局办委公开政务、，。（）()；：:|年月日0123456789文件印发抄送牵头负责单位 \t\u3000A"
words = st.text(HAN, max_size=12)


@given(words, st.lists(words, max_size=6), st.lists(words, max_size=8), st.booleans())
def test_nothing_raises_and_all_is_accounted_for(
    body: str, cells: list[str], lines: list[str], prose: bool
) -> None:
    document = read(PROSE + "  - 内容: 做好公开。\n" if prose else BARE + "  - 内容: 做好公开。\n")
    made = made_document(document, body, cells)
    alignment = align(lines, made)
    printed = Printed(lines)
    assert bool(alignment.mismatches or alignment.unclaimed) != alignment.proved
    for span in alignment.spans.values():
        assert (1, 1) <= span.start <= span.end
        assert span.end[0] <= max(1, len(lines))
    assert alignment.proved <= (Walker(printed, spine(made), strict=frozenset()).walk().stuck is None)


def made_document(document: Document, body: str, cells: list[str]) -> Document:
    names = ["number", "lead", "responsible", "supporting", "deadline", "remark"]
    task = document.tasks[0]
    own: dict[str, Any] = {
        "text": task.text,
        **{name: task.text._replace(value=value) for name, value in zip(names, cells, strict=False)},
    }
    part = replace(document.lists[0], entries=(replace(task, cells=own),))
    return replace(document, body=task.text._replace(value=body), lists=(part,))


row = st.tuples(
    st.text("甲乙丙丁戊，。己庚（辛）", min_size=1, max_size=30),
    st.text("市县区局、办", min_size=1, max_size=9),
)
noise = st.sampled_from(["第1页", "打印", "索引号：1", ""])


@given(st.lists(row, min_size=1, max_size=8), st.sampled_from(["\t", " | ", "\n", " "]), st.data())
def test_made_tables_are_proved_with_their_noise(
    rows: list[tuple[str, str]], mark: str, data: st.DataObject
) -> None:
    yaml, original, leftovers = BARE, [], []
    for n, (text, unit) in enumerate(rows, 1):
        between = data.draw(noise)
        if between:
            original.append(between)
            leftovers.append(f"- {{文字: '{between}', 理由: 页面框架}}\n")
        yaml += f"  - 序号: '{n}'\n    内容: '{text}'\n    责任单位: '{unit}'\n"
        original.append(mark.join([str(n), text, unit]))
    if leftovers:
        yaml += "未采用:\n" + "".join(leftovers)
    assert faults(yaml, "\n".join(original)) == []


@given(st.text("甲乙丙丁", max_size=400), st.text("甲乙丙丁", max_size=400))
def test_matching_rises_and_matches(a: str, b: str) -> None:
    found = [(i, j) for i, j in enumerate(matching(a, b)) if j >= 0]
    assert all(a[i] == b[j] for i, j in found)
    assert [j for _, j in found] == sorted({j for _, j in found})
    rebuilt, at = "", 0
    for change in changes(a, b):
        rebuilt += a[at : change.a_start] + b[change.b_start : change.b_end]
        at = change.a_end
    assert rebuilt + a[at:] == b


# --- time in proportion to the text: counted, not clocked


def steps(copies: int, fault: bool, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many blocks are tried for a list of so many rows."""
    rows = "".join(
        f"  - 序号: {n}\n    内容: 做好第{n}项工作，定期公开。\n    责任单位: 市财政局\n"
        for n in range(1, copies + 1)
    )
    original = "\n".join(f"{n}\t做好第{n}项工作，定期公开。\t市财政局" for n in range(1, copies + 1))
    if fault:
        original = original.replace("5项工作", "5项工昨")
    count = 0
    own = Walker._block

    def counted(self: Walker, *args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        return own(self, *args, **kwargs)

    monkeypatch.setattr(Walker, "_block", counted)
    document = read(BARE + rows)
    alignment = align((TITLE + original).split("\n"), document)
    monkeypatch.setattr(Walker, "_block", own)
    assert alignment.proved is not fault
    if fault:
        assert all(m.kind == "changed" for m in alignment.mismatches)
        assert len(alignment.mismatches) == original.count("昨")
    return count


@pytest.mark.parametrize("fault", [False, True])
def test_work_grows_with_the_text_and_no_faster(fault: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = steps(40, fault, monkeypatch), steps(320, fault, monkeypatch)
    assert many <= 8 * few + 40


def test_work_is_bounded_where_everything_looks_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    leftovers = "未采用:\n" + "- {文字: 一, 理由: 页面框架}\n" * 60
    document = read(HEAD + "发文机关: 一\n" + "清单:\n- 条目:\n" + "  - 内容: 一一\n" * 60 + leftovers)
    tried = 0
    own = Walker._block

    def counted(self: Walker, *args: Any, **kwargs: Any) -> Any:
        nonlocal tried
        tried += 1
        return own(self, *args, **kwargs)

    monkeypatch.setattr(Walker, "_block", counted)
    align(["一" * 397 + "二"], document)
    assert tried < 60_000


def test_a_header_in_one_row_keeps_its_order() -> None:
    table = TWO_ROWS.replace("牵头单位, 责任单位", "责任单位, 牵头单位").replace(
        "未采用:\n- {文字: 责任分工, 理由: 表头}\n", ""
    )
    printed = "序号\t任务\t牵头单位\t责任单位\t时限\n1\t做好公开。\t市财政局\t各区政府\t全年"
    assert "order list-1:header:4" in faults(table, printed)


def test_a_header_in_two_rows_loses_no_word() -> None:
    printed = (
        "序号\t任务\t责任分工\t\t时限\n\t\t牵头单位\t责任单位\t\n1\t做好公开。\t市财政局\t各区政府\t全年"
    )
    assert faults(TWO_ROWS.replace("任务, 牵头", "牵头"), printed)
    assert faults(TWO_ROWS.replace("文字: 责任分工", "文字: 责任分"), printed)
    assert faults(TWO_ROWS.split("未采用")[0], printed)


@pytest.mark.parametrize("mark", ["\t", " | "])
def test_two_cells_in_one_field(mark: str) -> None:
    rows = [["1", "做好公开。", "市财政局", "各区政府"], ["2", "做好解读。", "市税务局", "各区政府"]]
    printed = "\n".join(mark.join(row) for row in rows)
    one = BARE + "".join(
        f"  - 序号: {n}\n    内容: {text}\n    牵头单位: {lead}\n    责任单位: {other}\n"
        for n, text, lead, other in rows
    )
    assert faults(one, printed) == []
    merged = one.replace("市财政局\n    责任单位: 各区政府", "市财政局各区政府")
    assert faults(merged, printed) == ["edge made-2022/1:lead"]
    hidden = one[: one.index("  - 序号: 2")] + "  - 段落: 2做好解读。市税务局各区政府\n"
    assert faults(hidden, printed) == ["edge list-1:paragraph-1:1"]
