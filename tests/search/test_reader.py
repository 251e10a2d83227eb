"""The readers find what stands there, all of it and nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from qingdan.model import Library
from qingdan.search.analysis import fold
from qingdan.search.opened import Opened
from qingdan.search.reader import Reader

from .plain_scan import fields, scan

HOSTILE = (
    "", " ", "\u3000", "\u200b", "-", "--", "- -", '"', '""', '" "', "“”", "“", "”“", '"""""', '-"',
    "-“公开”", "(", ")", "[", "]", ".*", "^.{3}$", "\\", "\\d+", "(?<!a)b", "$&", "*", "+", "?", "|", "%00",
    "%", "&q=x", "#", "<b>公开</b>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;",
    "'; drop table", "__proto__", "constructor", "toString", "😀", "👨\u200d👩\u200d👧", "\ud83d",
    "\ude00公开", "公开\ud800", "𠮷", "\u202e公开", "\u0000", "\ufeff公开", "公\n开", "ﬃ", "①", "½", "ß", "İ",
    "ſ", "〇", "々", "\ue000", "公" * 10_000, "政务公开 " * 3_000, "-公 " * 500, '"公' * 1000,
    "a" * 999 + "b" * 9000,
)  # fmt: skip


def substrings(library: Library, count: int, seed: int) -> list[str]:
    """Random pieces of 1 to 12 characters of anything that can be found."""
    chance = random.Random(seed)
    found = []
    for task in chance.choices(list(library.tasks()), k=count):
        field = chance.choice([f for f in fields(task) if f] + [fold(task.text.value)] * 3)
        length = min(chance.randrange(1, 13), len(field))
        start = chance.randrange(len(field) - length + 1)
        found.append(field[start : start + length])
    return found


@given(data=st.data())
def test_every_piece_of_a_task_is_found_in_one_file(
    data: st.DataObject, library: Library, reader: Reader
) -> None:
    _check_piece(data, library, reader)


@given(data=st.data())
def test_every_piece_of_a_task_is_found_in_shards(
    data: st.DataObject, large: Library, large_reader: Reader
) -> None:
    _check_piece(data, large, large_reader)


def _check_piece(data: st.DataObject, library: Library, reader: Reader) -> None:
    tasks = list(library.tasks())
    task = tasks[data.draw(st.integers(0, len(tasks) - 1), label="task")]
    choices = [f for f in fields(task) if f]
    field = choices[data.draw(st.integers(0, len(choices) - 1), label="field")]
    start = data.draw(st.integers(0, len(field) - 1), label="start")
    piece = field[start : start + data.draw(st.integers(1, 40), label="length")]
    assert set(reader.search(piece).tasks) == scan(library, piece)


def test_words_may_stand_in_different_fields(library: Library, reader: Reader) -> None:
    chance = random.Random(3)
    for task in chance.choices(list(library.tasks()), k=100):
        names = [party.name for _, party in task.parties()]
        if names:
            words = (fold(task.text.value)[:4], fold(chance.choice(names)))
            found = set(reader.search(" ".join(words)).tasks)
            assert found >= scan(library, *words)
            for id_ in found - scan(library, *words):  # the missing word names the document then
                title = fold(library.document(id_.split("/")[0]).title.value)
                issuer = fold(str(library.document(id_.split("/")[0]).issuer or ""))
                assert any(word in title + "\n" + issuer for word in words)


def test_document_order_and_totals_do_not_depend_on_the_form_of_the_index(
    library: Library, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qingdan.search import layout, suffixes, writer

    monkeypatch.setattr(layout, "SMALL_TASKS", 0)
    monkeypatch.setattr(layout, "COMMON", 40)  # so that there are common beginnings
    monkeypatch.setattr(suffixes, "CELL", 1)  # or everything is near everything
    sharded = {file.path: file.read() for file in writer.files(library)}
    opened = Opened(sharded.__getitem__)
    other = Reader(opened)
    assert len(opened._common) > 20
    queries = [
        *substrings(library, 300, 7),
        "政务公开 财政",
        "公开 -疫情",
        "“放管服”改革",
        "绍兴市",
        "徵求意見",
    ]
    for query in queries:
        assert other.search(query) == reader.search(query), query
    for order in ("due", "document"):
        assert other.search("公开", order=order) == reader.search("公开", order=order)
    for filters in (
        {"region": "shaoxing"},
        {"role": "lead", "due": "none"},
        {"status": "未报送", "year": "2021"},
    ):
        assert other.search("公开", filters) == reader.search("公开", filters)
        assert other.search("", filters) == reader.search("", filters)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("绍政办综[2022]4号", "shaoxing-2022"),
        ("绍政办综【2022】4 号", "shaoxing-2022"),
        ("国办发(2022)8号", "shaoxing-2022"),
        ("浙政办发〔２０２１〕28号", "zhejiang-2021"),
    ],
)
def test_numbers_of_documents_in_any_brackets(reader: Reader, query: str, first: str) -> None:
    assert first in reader.search(query).documents


def test_a_document_number_leads_to_its_tasks(reader: Reader) -> None:
    found = reader.search("绍政办综〔2022〕4号")
    assert found.by_document
    assert found.tasks == tuple(f"shaoxing-2022/{i}" for i in range(1, 51))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("政務公開", "政务公开"),
        ("徵求意見", "征求意见"),
        ("１２月底前", "12月底前"),
        ("各區、縣（市）政府", "各区、县(市)政府"),
    ],
)
def test_equal_spellings_find_the_same(reader: Reader, one: str, other: str) -> None:
    assert reader.search(one).tasks
    assert set(reader.search(one).tasks) >= set(reader.search(other).tasks)


def test_signs(reader: Reader, library: Library) -> None:
    without = reader.search("信息公开 -疫情")
    assert set(without.tasks) == scan(library, "信息公开") - scan(library, "疫情")
    assert set(reader.search('"信息 公开"').tasks) == scan(library, "信息公开")
    # copied with its quotation marks, a phrase means these too
    assert set(reader.search("“健康码”").tasks) == scan(library, "“健康码”") != scan(library, "健康码")
    # where nothing is written so, the marks are signs
    assert set(reader.search("“信息公开”").tasks) == scan(library, "信息公开")
    assert reader.search("-疫情").tasks == reader.search("").tasks == ()


def test_headings_and_units_come_before_texts(reader: Reader, library: Library) -> None:
    def in_head(id_: str) -> bool:
        task = next(t for t in library.tasks() if t.id == id_)
        texts = ("text", "goal", "measures", "remark")
        head = [
            f for f in fields(task) if f not in {fold(task.cells[n].value) for n in texts if n in task.cells}
        ]
        return any("疫情" in field for field in head)

    found = [in_head(id_) for id_ in reader.search("疫情").tasks]
    assert True in found
    assert False in found
    assert found == sorted(found, reverse=True)


def test_hostile_queries_find_nothing_or_what_stands_there(reader: Reader, large_reader: Reader) -> None:
    for query in HOSTILE:
        for one in (reader, large_reader):
            one.search(query)


ANSWERS = """async (queries) => {
  const index = await qingdanSearch.open("../");
  const answers = [];
  for (const [query, filters, order] of queries) {
    const answer = await index.search(query, filters, { order });
    answers.push({
      tasks: await Promise.all(answer.tasks.map(async (n) => (await index.task(n)).id)),
      documents: await Promise.all(answer.documents.map(async (n) =>
        (await index.record(index.starts[n])).id)),
      words: answer.words,
      byDocument: answer.byDocument,
      counts: Object.fromEntries(Object.entries(answer.counts).map(([name, values]) =>
        [name, Object.fromEntries(Array.from(values, ([value, { count }]) => [value, count]))])),
    });
  }
  return answers;
}"""


def agree(page: Page, reader: Reader, queries: list[tuple[str, dict[str, str], str]]) -> None:
    answers = page.evaluate(ANSWERS, [list(query) for query in queries])
    for (query, filters, order), answer in zip(queries, answers, strict=True):
        expected = reader.search(query, filters, order)
        assert answer["tasks"] == list(expected.tasks), query
        assert answer["documents"] == list(expected.documents), query
        assert answer["words"] == list(expected.words), query
        assert answer["byDocument"] == expected.by_document, query
        assert answer["counts"] == expected.counts, query


def _queries(library: Library, count: int) -> list[tuple[str, dict[str, str], str]]:
    chance = random.Random(11)
    pieces = substrings(library, count, 5)
    pairs = [f"{a} {b}" for a, b in zip(pieces[:20], (p[:1] for p in pieces[1:21]), strict=True)]
    signs = [
        '"信息 公开" 平台',
        "公开 -疫情",
        "“放管服”",
        "“健康码”赋码",
        "政務公開",
        "徵求意見",
        "绍政办综[2022]4号",
        "绍兴 发改委",
        "瞭解",
    ]
    hostile = [q for q in HOSTILE if not any("\ud800" <= c <= "\udfff" for c in q)]
    filters: list[dict[str, str]] = [
        {}, {"region": "shaoxing"}, {"year": "2022"}, {"role": "lead"}, {"due": "2022-12"},
        {"status": "未报送"}, {"unit": "shaoxing/shi-cai-zheng-ju", "role": "responsible"},
        {"document": "zhejiang-2021"}, {"region": "nowhere"},
    ]  # fmt: skip
    fields = [
        "公开 单位：财政局", "单位:市财政局 年度:2022", "牵头：发改委", "时限:12月", "时限:2月",
        "时限：十二月底", "时限:长期", "文号:4号", "文号：〔2022〕4号", "地区:绍兴", "-地区:绍兴 公开",
        "公开 -单位:财政局", "年度:202",
        "年度：二〇二二年", "文件:重点工作", "進展:未报送", "单位:", "单位: 财政局", '单位:"财政 局" 公开',
        "十二月底", "二〇二二年", "责任：各区",
    ]  # fmt: skip
    plain = [(query, {}, "") for query in (*pieces, *pairs, *signs, *hostile, *fields)]
    filtered = [(chance.choice(pieces)[:2], f, "") for f in filters] + [("", f, "") for f in filters]
    return (
        plain
        + filtered
        + [("公开", {"kind": "by"}, "due"), ("公开", {}, "document"), ("年度:2022", {}, "due")]
    )


def test_the_browser_agrees_on_one_file(
    ask: Callable[[str, str], Page], site: str, library: Library, reader: Reader
) -> None:
    agree(ask(site, "?q=公开"), reader, _queries(library, 150))


def test_the_browser_agrees_on_shards(
    ask: Callable[[str, str], Page], large_site: str, large: Library, large_reader: Reader
) -> None:
    agree(ask(large_site, "?q=公开"), large_reader, _queries(large, 60))


def test_find_is_search_without_counts(reader: Reader) -> None:
    for query in ("公开", "公开 -疫情", "绍政办综〔2022〕4号", "没有这句话", ""):
        for filters in ({}, {"region": "shaoxing"}, {"role": "lead", "due": "2022-12"}, {"status": ""}):
            found, match = reader.search(query, filters), reader.find(query, filters)
            assert [reader._index.task_id(n) for n in match.tasks] == list(found.tasks)
            assert [reader._index.document(n)["id"] for n in match.documents] == list(found.documents)
            assert (match.words, match.by_document) == (found.words, found.by_document)
