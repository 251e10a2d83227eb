"""Where a query finds nothing, what is meant by it is looked for, and said so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from qingdan.model import Library
from qingdan.search.instead import instead
from qingdan.search.reader import Reader

from .test_local import indexed
from .test_reader import HOSTILE, substrings

Ask = Callable[[str, str], Page]


@pytest.fixture(scope="module")
def typed(root: Path) -> list[str]:
    listed = json.loads((root / "benchmarks/search/typed.json").read_text("utf-8"))
    return [query["q"] for query in listed]


@pytest.fixture(scope="module")
def local(library: Library) -> Reader:
    return Reader(indexed(library))


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("谁负责政务公开培训", "政务公开培训"),
        ("12月底前要完成什么", "12月底前"),
        ("发改委牵头的任务", "牵头:发改委"),
        ("大数据局配合的工作", "大数据局"),  # supports nothing
        ("牵头:市教育局 供电", "供电 单位:市教育局"),  # answers for it, and leads nothing
        ("请问退税政策找哪个单位？", "退税政策"),
        ("德清县9月底前要完成哪些工作", "德清县 9月底前"),
        ("绍兴市财政局有哪些任务", "绍兴市 财政局"),
        ("哪个部门负责食品安全", "食品 安全"),
        ("年底前完成的任务", "年底前"),
        ("长期任务有哪些", "时限:长期"),
        ("哪些任务没有时限", "时限:未注明"),
        ("工作任务清单的通知(绍政办综[2022]4号)", "工作任务清单的通知 绍政办综(2022)4号"),
        ("嘉政办发2020年36号", "嘉政办发〔2020〕36号"),
        ("绍政办综20224号", "绍政办综〔2022〕4号"),
        ("2022年12月31日以前", "2022年 12月底前"),
        ("3、注重发挥专家解读作用！", "注重发挥专家解读作用"),
        ("招生信息由谁公开 -绍兴", "招生 信息 公开 -绍兴"),
        ("政务公开 囧囧", "政务公开"),
        ("公开 牵头单位：市财政局", "公开 牵头:市财政局"),
        ("单位:应公开尽公开", "应公开尽公开"),
        ("供电 完成时限： 长期", "供电 时限: 长期"),
        ("<浙江省公共数据条例>", "浙江省公共数据条例"),
    ],
)
def test_what_is_meant(query: str, other: str, reader: Reader) -> None:
    assert not reader.search(query).tasks
    assert instead(reader._index, query) == (other, [])
    assert reader.search(other).tasks or reader.search(other).documents


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("谁负责政务工开培训", "政务公开培训"),
        ("fgw", "市发改委"),
        ("s'f'j", "市司法局"),
        ("单位:发该委", "发改委"),
    ],
)
def test_one_character_away_is_asked_for(query: str, meant: str, reader: Reader) -> None:
    other, near = instead(reader._index, query)
    assert (other, near[0]) == ("", meant)


@pytest.mark.parametrize(
    "query", ["囧囧囧囧", "魑魅魍魉", "", "？！", "谁", "的任务", "没有这句话", "囧" * 1000]
)
def test_nonsense_leads_nowhere(query: str, reader: Reader) -> None:
    assert reader.search(query).tasks or instead(reader._index, query) == ("", [])


def test_filters_that_leave_nothing_are_not_the_words_fault(reader: Reader) -> None:
    assert instead(reader._index, "市财政局", {"region": "nowhere"}) == ("", [])
    assert instead(reader._index, "谁负责政务公开培训", {"year": "2022"})[0] == "政务公开培训"
    assert instead(reader._index, "谁负责政务公开培训", {"year": "2020"})[0] != "政务公开培训"


@given(before=st.sampled_from(["谁负责", "请问", "哪些单位", "囧"]), seed=st.integers(0, 2**32))
def test_what_is_offered_finds_something(
    before: str, seed: int, library: Library, reader: Reader, local: Reader
) -> None:
    query = before + substrings(library, 1, seed)[0]
    if reader.search(query).tasks or reader.search(query).documents:
        return
    other, near = instead(reader._index, query)
    assert (other, near) == instead(local._index, query)
    for one in [other] if other else near:
        found = reader.search(one)
        assert found.tasks or found.documents, query


def test_hostile_queries_lead_on_or_not(reader: Reader, large_reader: Reader) -> None:
    for query in HOSTILE:
        for one in (reader, large_reader):
            instead(one._index, query)


_INSTEAD = """async (queries) => {
  const index = await qingdanSearch.open("../");
  for (const name of ["nearest", "instead"]) await qingdanSearch.script("../", `assets/search-${name}`);
  const answers = [];
  for (const query of queries) {
    const [other, near] = await qingdanSearch.instead(index, query, {});
    answers.push([other, near.map((one) => one.query)]);
  }
  return answers;
}"""


def _missed(reader: Reader, queries: list[str]) -> list[str]:
    found = ((query, reader.search(query)) for query in queries)
    return [query for query, answer in found if not answer.tasks and not answer.documents]


def test_all_readers_lead_on_alike(
    ask: Ask, site: str, large_site: str, typed: list[str],
    reader: Reader, large_reader: Reader, local: Reader,
) -> None:  # fmt: skip
    hostile = [query for query in HOSTILE if not any("\ud800" <= c <= "\udfff" for c in query)]
    for address, one, each in ((site, reader, 1), (large_site, large_reader, 4)):
        missed = _missed(one, [*typed, *hostile])[::each]
        assert len(missed) > 20
        expected = [list(instead(one._index, query)) for query in missed]
        answers = ask(address, "?q=公开").evaluate(_INSTEAD, missed)
        assert dict(zip(missed, answers, strict=True)) == dict(zip(missed, expected, strict=True))
    missed = _missed(local, [*typed, *hostile])
    assert [instead(local._index, q) for q in missed] == [instead(reader._index, q) for q in missed]


def test_the_page_says_what_it_looks_for_instead(ask: Ask, site: str, reader: Reader) -> None:
    page = ask(site, "?q=谁负责政务公开培训")
    said = page.locator(".qd-search-nearest")
    said.wait_for()
    tasks = reader.search("政务公开培训").tasks
    assert said.inner_text() == f"改找“政务公开培训”，找到 {len(tasks)} 条任务："
    assert page.locator("[data-total]").get_attribute("data-total") == "0"
    assert page.locator("[data-task]").evaluate_all("all => all.map((one) => one.dataset.task)") == [*tasks]
    expect(page.locator("[data-task] mark").first).to_have_text("政务公开培训")
    said.locator("a").first.click()
    page.wait_for_function("() => document.querySelector('[data-total]')?.dataset.total !== '0'")
    assert page.locator("[name=q]").input_value() == "政务公开培训"
