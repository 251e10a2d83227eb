"""A library made by hand, with what the five notices do not hold: progress, adjustments,
words that spreadsheets take for formulas, a document without date, place and original."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from itertools import groupby
from pathlib import Path

import pytest

from qingdan import exports
from qingdan.loader import load
from qingdan.model import (
    Adjustment,
    Correction,
    Deadline,
    Document,
    Duties,
    Heading,
    Library,
    Original,
    Party,
    Progress,
    Region,
    Site,
    Task,
    TaskList,
    Text,
    Unit,
)
from qingdan.problems import Place

AS_OF = date(2022, 12, 1)
SITE_URL = "https://qingdan.example/gov"
"""Below a path, without a slash at the end: both must be coped with."""
PLACE = Place("content/documents/sample.yaml", 1, 1)

SHAOXING = Region("浙江省/绍兴市", "shaoxing")
NOWHERE = Region(None, "nowhere-2021")
EDUCATION = Unit(region=SHAOXING, name="市教育局", slug="shi-jiao-yu-ju", aliases=("教育局",))
DISTRICTS = Unit(
    region=SHAOXING, name="各区、县（市）政府", slug="ge-qu", collective=True, members=("越城区政府",)
)
IDLE = Unit(region=SHAOXING, name="市档案馆", slug="shi-dang-an-guan")
OFFICE = Unit(region=NOWHERE, name="市教育局", slug="shi-jiao-yu-ju")


def text(value: str) -> Text:
    return Text(value, PLACE)


def due(day: date, words: str) -> Deadline:
    return Deadline(words, "by", day, rule="「某月底前」读作该月最后一天")


def task(document: str, number: str, words: str, *, section: tuple[str, ...] = (), **given: object) -> Task:
    fields: dict[str, object] = {
        "id": f"{document}/{number}",
        "anchor": f"task-{number}",
        "number": number,
        "list_ordinal": 1,
        "section": section,
        "cells": {"number": text(number), "text": text(words)},
        "deadline": Deadline(None, "none"),
        "place": PLACE,
    }
    fields.update(given)
    return Task(**fields)  # type: ignore[arg-type]


TASKS = (
    task(
        "sample-2022",
        "1",
        "=1+1 公开教育信息，12月底前完成；\n“第二行”",
        section=("一、主动公开", "（一）教育 领域"),
        lead=(Party("市教育局", EDUCATION),),
        responsible=(Party("各区、县（市）政府", DISTRICTS),),
        deadline=due(date(2022, 6, 30), "6月底前"),
        adjustments=(
            Adjustment(
                "6月底前", "12月底前", date(2022, 6, 20), "", due(date(2022, 12, 31), "12月底前"), PLACE
            ),
        ),
        progress=(
            Progress(date(2022, 7, 1), "进行中", "-已开始", "", PLACE),
            Progress(date(2022, 11, 30), "已完成", "＝全部公开", "https://example.org/a?b=1&c=2", PLACE),
        ),
        corrections=(Correction("deadline", text("6月低前"), "原文笔误", PLACE),),
        superior=("zhejiang-2021/一(一)-1",),
    ),
    task(
        "sample-2022",
        "一(一)-2",
        "<b>不是标记</b> & 'quoted'",
        cells={"text": text("<b>不是标记</b> & 'quoted'"), "remark": text("'注")},
        supporting=(Party("教育局", EDUCATION),),
        deadline=due(date(2022, 12, 31), "年底前"),
    ),
    task("sample-2022", "3", "贯穿全年的事" * 20, deadline=Deadline("全年", "year", year=2022)),
    task("nowhere-2021", "1", "没有时限的事", lead=(Party("市教育局", OFFICE),)),
)


def make_list(title: str | None, *tasks: Task) -> TaskList:
    heading = Heading(text=text("一、主动公开"), level=1, anchor="section-1-1")
    return TaskList(
        ordinal=1,
        title=text(title) if title else None,
        kind="table",
        entries=(heading, *tasks),
        place=PLACE,
    )


DOCUMENTS = (
    Document(
        id="nowhere-2021",
        title=text("2021年工作要点"),
        region=NOWHERE,
        year=2021,
        lists=(make_list(None, TASKS[3]),),
        digest="b" * 64,
        place=PLACE,
    ),
    Document(
        id="sample-2022",
        title=text("关于印发 2022年任务清单的通知"),
        number=text("绍政办综〔2022〕4号"),
        issuer=text("绍兴市人民政府办公室"),
        region=SHAOXING,
        year=2022,
        signed=date(2022, 6, 1),
        basis=(text("国办发〔2022〕8号"),),
        copies=("市委宣传部",),
        original=Original("sample-2022.txt", "", "", PLACE),
        lists=(make_list("2022 年任务清单", *TASKS[:3]),),
        digest="a" * 64,
        place=PLACE,
    ),
)


def make_library(documents: tuple[Document, ...] = DOCUMENTS) -> Library:
    tasks = [t for d in documents for t in d.tasks]
    units = {u.id: u for u in (OFFICE, IDLE, EDUCATION, DISTRICTS)}
    duties = {
        id_: Duties(
            tuple(t for t in tasks if any(p.unit is unit for p in t.lead)),
            tuple(t for t in tasks if any(p.unit is unit for p in t.responsible)),
            tuple(t for t in tasks if any(p.unit is unit for p in t.supporting)),
        )
        for id_, unit in units.items()
    }
    by_slug = groupby(sorted(tasks, key=lambda t: t.due.slug), lambda t: t.due.slug)
    return Library(
        site=Site(),
        documents=documents,
        regions=(SHAOXING, NOWHERE),
        units=units,
        duties=duties,
        due={slug: tuple(group) for slug, group in by_slug},
        redirects={},
    )


ORIGINALS = {"sample-2022": "c" * 64}

Exported = dict[str, bytes]
Export = Callable[..., Exported]


def export(
    library: Library | None = None,
    *,
    site_url: str = "",
    as_of: date = AS_OF,
    originals: dict[str, str] | None = None,
) -> Exported:
    """The data files by name."""
    given = ORIGINALS if originals is None else originals
    library = library or make_library()
    found = exports.files(exports.Edition(library=library, as_of=as_of, site_url=site_url, originals=given))
    return {f.path.removeprefix("data/"): f.read() for f in found}


@pytest.fixture(scope="session")
def real() -> tuple[Library, dict[str, str]]:
    """The five notices, with the digests of their originals."""
    content = Path(__file__).parents[2] / "content"
    library = load(content).library
    originals = {}
    for document in library.documents:
        assert document.original is not None
        file = f"content/originals/{document.original.file}"
        originals[document.id] = sha256((content.parent / file).read_bytes()).hexdigest()
    return library, originals


@pytest.fixture(scope="session", params=["sample", "sample at an address", "real"])
def data(request: pytest.FixtureRequest) -> Exported:
    """The data files, of several libraries."""
    if request.param == "real":
        library, originals = request.getfixturevalue("real")
        return export(library, originals=originals)
    return export(site_url=SITE_URL if "address" in request.param else "")


@pytest.fixture(name="export")
def export_fixture() -> Export:
    """`export(library=the sample, *, site_url="", as_of=…, originals=…)`: data files by name."""
    return export


@pytest.fixture
def sample() -> Library:
    return make_library()


@pytest.fixture
def library_of() -> Callable[[tuple[Document, ...]], Library]:
    """`library_of(documents)`: a library like the sample, of these documents."""
    return make_library


@pytest.fixture(scope="session")
def sample_library() -> Library:
    """The hand-made library once for all: hypothesis takes no fixture that is made anew a test."""
    return make_library()


@pytest.fixture
def empty() -> Library:
    return Library(site=Site(), documents=(), regions=(), units={}, duties={}, due={}, redirects={})
