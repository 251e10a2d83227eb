"""Words, quotes, -words, words of fields and filters together: all readers find what a plain scan finds."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from qingdan.model import Library
from qingdan.search.reader import Reader

from .asking import query
from .plain_scan import Asked, Field, found
from .test_local import indexed
from .test_reader import agree


@pytest.fixture(scope="module")
def local(library: Library) -> Reader:
    return Reader(indexed(library))


@given(seed=st.integers(0, 2**32))
def test_all_conditions_hold_wherever_they_stand(
    seed: int, library: Library, reader: Reader, local: Reader
) -> None:
    typed, asked = query(library, random.Random(seed))
    for one in (reader, local):
        assert set(one.search(typed, asked.filters).tasks) == found(library, asked), (typed, asked)
    assert local.search(typed, asked.filters) == reader.search(typed, asked.filters), typed


@given(seed=st.integers(0, 2**32))
def test_counts_say_how_many_would_be_found(seed: int, library: Library, reader: Reader) -> None:
    chance = random.Random(seed)
    typed, asked = query(library, chance)
    answer = reader.search(typed, asked.filters)
    for name, counts in answer.counts.items():
        if counts:
            value = chance.choice(sorted(counts))
            with_it = reader.search(typed, {**asked.filters, name: value})
            assert counts[value] == len(with_it.tasks) or not value, (typed, asked, name, value)


def test_shards_find_the_same(large: Library, large_reader: Reader) -> None:
    chance = random.Random(17)
    for _ in range(40):
        typed, asked = query(large, chance)
        assert set(large_reader.search(typed, asked.filters).tasks) == found(large, asked), (typed, asked)


def test_the_browser_agrees(
    page: Page, ask: Callable[[str, str], Page], site: str, large_site: str, library: Library,
    large: Library, reader: Reader, large_reader: Reader,
) -> None:  # fmt: skip
    for address, of, one, count in ((site, library, reader, 150), (large_site, large, large_reader, 50)):
        chance = random.Random(count)
        queries = [query(of, chance) for _ in range(count)]
        agree(ask(address, "?q=公开"), one, [(typed, dict(asked.filters), "") for typed, asked in queries])


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("政务公开 单位:财政局", Asked(("政务公开",), (), (Field("单位", "财政局"),))),
        ("政务公开 -单位:财政局", Asked(("政务公开",), (), (Field("单位", "财政局", unwanted=True),))),
        ("绍政办综 时限:12月", Asked(("绍政办综",), (), (Field("时限", "12月"),))),
        (
            "清单 年度:2022 牵头:财政局",
            Asked(("清单",), (), (Field("年度", "2022"), Field("牵头", "财政局"))),
        ),
    ],
)
def test_a_word_in_the_title_and_a_field(typed: str, asked: Asked, library: Library, reader: Reader) -> None:
    answer = reader.search(typed)
    assert set(answer.tasks) == found(library, asked)
    assert answer.tasks


def test_a_field_narrows_what_its_words_alone_find(library: Library, reader: Reader) -> None:
    """政务公开 单位:财政局 holds all of 政务公开 财政局 whose unit it is."""
    plain = reader.search("政务公开 财政局").tasks
    of_unit = found(library, Asked(fields=(Field("单位", "财政局"),)))
    assert {*plain} & of_unit <= {*reader.search("政务公开 单位:财政局").tasks}
    assert len({*plain} & of_unit) >= 5


def test_filters_narrow_and_leave_the_named_where_nothing_else_is(reader: Reader) -> None:
    whole = reader.search("政务公开")
    unit = {"unit": "shaoxing/shi-cai-zheng-ju"}
    narrowed = reader.search("政务公开", unit)
    own = [t for t in whole.tasks if t in reader.search("", unit).tasks]
    assert narrowed.tasks
    assert narrowed.by_document == (not own)
    assert set(narrowed.tasks) == set(own or reader.search("政务公开 单位:市财政局 地区:绍兴").tasks)
