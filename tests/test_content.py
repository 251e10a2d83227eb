"""The five notices in content/: facts read from the originals by a person, and held against what is loaded.

Every expected value below was read from the printed notice. The texts of tasks are not typed here at all:
a row names the words with which a text begins and ends, and the passage between is taken from the original.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from qingdan.loader import Loaded, load
from qingdan.model import Heading, Library, Paragraph, Task, TaskList
from qingdan.problems import Severity, render_text

FIVE = ("deqing-2022", "jiaxing-2020", "shaoxing-2022", "unnamed-city-2022", "zhejiang-2021")

# 泛称 that stand in many rows
QX = "各区、县（市）政府"
BM = "市政府有关部门（单位）"
XS = "各县（市、区）政府"
SJ = "市级有关部门（单位）"
GQ = "各区人民政府"
SZ = "市直各有关部门"
KF = "各开发区管委会"


@pytest.fixture(scope="module")
def loaded(content: Path) -> Loaded:
    return load(content)


@pytest.fixture(scope="module")
def library(loaded: Loaded) -> Library:
    return loaded.library


def squeezed(text: str) -> str:
    """The text without any white space."""
    return re.sub(r"\s+", "", text)


def printed(content: Path, id_: str) -> str:
    """The original as received."""
    return (content / "originals" / f"{id_}.txt").read_text("utf-8")


def sections(file: str) -> list[tuple[str, list[str]]]:
    """A file of tests/content/: lines by the list that they are about (`deqing-2022/3`)."""
    found: list[tuple[str, list[str]]] = []
    for line in (Path(__file__).parent / "content" / file).read_text("utf-8").splitlines():
        if line.startswith("["):
            found.append((line.strip("[]"), []))
        elif line and not line.startswith("#"):
            found[-1][1].append(line)
    return found


def task_list(library: Library, name: str) -> TaskList:
    """`deqing-2022/3` -> the third list of the document."""
    id_, ordinal = name.split("/")
    return library.document(id_).lists[int(ordinal) - 1]


def names(task: Task, role: str) -> tuple[str, ...]:
    return tuple(party.name for party in getattr(task, role))


# ---------------------------------------------------------------------------------- what is loaded


def test_no_errors(loaded: Loaded) -> None:
    errors = [p for p in loaded.problems if p.severity is Severity.ERROR]
    assert not errors, render_text(errors)


@pytest.mark.parametrize(
    ("id_", "lists"),
    [
        ("shaoxing-2022", [("2022年绍兴市政务公开工作重点任务清单", "table", 50)]),
        (
            "deqing-2022",
            [
                ("2022年德清县政务公开工作要点", "prose", 25),
                ("2022年全县政务公开工作重点任务清单", "table", 22),
                ("2022年政务公开质效提升五大行动任务清单", "table", 5),
            ],
        ),
        ("unnamed-city-2022", [("2022年全市政务公开工作主要任务分解表", "table", 25)]),
        ("zhejiang-2021", [("2021年浙江省政务公开工作要点", "prose", 25)]),
        ("jiaxing-2020", [("2020年嘉兴市政务公开重点工作责任清单", "table", 70)]),
    ],
)
def test_lists(library: Library, id_: str, lists: list[tuple[str, str, int]]) -> None:
    found = library.document(id_).lists
    assert [(str(part.title), part.kind, len(part.tasks)) for part in found] == lists


def test_222_tasks_with_ids_of_their_own(library: Library) -> None:
    ids = [task.id for id_ in FIVE for task in library.document(id_).tasks]
    assert len(ids) == len(set(ids)) == 222


@pytest.mark.parametrize(
    ("id_", "ordinal", "last"),
    [
        ("shaoxing-2022", 1, 50),
        ("deqing-2022", 2, 22),
        ("deqing-2022", 3, 5),
        ("unnamed-city-2022", 1, 25),
        ("jiaxing-2020", 1, 70),
    ],
)
def test_numbers_of_tables_run_without_gap(library: Library, id_: str, ordinal: int, last: int) -> None:
    tasks = library.document(id_).lists[ordinal - 1].tasks
    assert [task.number for task in tasks] == [str(n) for n in range(1, last + 1)]


ZHEJIANG_CLAUSES = {
    "一": {"(一)": 1, "(二)": 1, "(三)": 4, "(四)": 2, "(五)": 1},
    "二": {"(一)": 1, "(二)": 1, "(三)": 1},
    "三": {"(一)": 1, "(二)": 3},
    "四": {"(一)": 1, "(二)": 1, "(三)": 2},
    "五": {"(一)": 2, "(二)": 3},
}
DEQING_CLAUSES = {
    "一": {"(一)": 2, "(二)": 3, "(三)": 3, "(四)": 1},
    "二": {"(五)": 1, "(六)": 2, "(七)": 2, "(八)": 1},
    "三": {"(九)": 3, "(十)": 2, "(十一)": 2, "(十二)": 1},
    "四": {"(十三)": 1, "(十四)": 1},
}


@pytest.mark.parametrize(
    ("id_", "clauses"), [("zhejiang-2021", ZHEJIANG_CLAUSES), ("deqing-2022", DEQING_CLAUSES)]
)
def test_numbers_of_clauses(library: Library, id_: str, clauses: dict[str, dict[str, int]]) -> None:
    """Clauses have no printed number: headings and ordinal stand in its place."""
    expected = [
        f"{outer}{inner}-{n}"
        for outer, below in clauses.items()
        for inner, count in below.items()
        for n in range(1, count + 1)
    ]
    assert [task.number for task in library.document(id_).lists[0].tasks] == expected


# ------------------------------------------------------------------------------- the notices' own words


class Notice(NamedTuple):
    id: str
    title: str
    number: str | None
    issuer: str | None
    region: str | None
    level: str
    year: int
    signed: date | None
    printed: date | None
    addressees: str | None
    basis: tuple[str, ...]
    copies: tuple[str, ...]
    paragraphs: int
    """Of the notice itself, without title, addressees and signature."""
    leftovers: tuple[str, ...]


NOTICES = [
    Notice(
        "shaoxing-2022",
        "绍兴市人民政府办公室关于印发2022年绍兴市政务公开重点工作任务清单的通知",
        "绍政办综〔2022〕4号",
        "绍兴市人民政府办公室",
        "浙江省/绍兴市",
        "市级",
        2022,
        date(2022, 6, 1),
        None,
        "各区、县（市）人民政府，市政府有关部门、有关单位",
        ("国办发〔2022〕8号", "浙政办发〔2022〕30号"),
        ("市委宣传部", "市委网信办", "市信访局"),
        4,
        ("（此件公开发布）",),
    ),
    Notice(
        "deqing-2022",
        "2022年德清县政务公开工作要点",  # the notice's own title is not printed
        None,
        "德清县人民政府办公室",
        "浙江省/湖州市/德清县",
        "县级",
        2022,
        date(2022, 8, 24),
        date(2022, 8, 26),
        "高新区管委会,各镇人民政府(街道办),县府直属各单位",
        (),
        ("县委各部门", "县人大常委会", "县政协办公室", "县人武部", "县法院", "县检察院", "各群众团体"),
        1,
        ("分享到:", "附件1", "附件2", "县外勤365下载安装_365bet安卓手机客户端_365bet365网址"),
    ),
    Notice(
        "unnamed-city-2022",
        "2022年全市政务公开工作主要任务分解表",
        None,
        None,
        None,
        "",
        2022,
        None,
        None,
        None,
        (),
        (),
        0,
        (),
    ),
    Notice(
        "zhejiang-2021",
        "浙江省人民政府办公厅关于印发2021年浙江省政务公开工作要点的通知",
        "浙政办发〔2021〕28号",
        "浙江省人民政府办公厅",
        "浙江省",
        "省级",
        2021,
        date(2021, 5, 12),
        date(2021, 5, 17),
        "各市、县(市、区)人民政府,省政府直属各单位",
        (),
        ("省委各部门", "省人大常委会", "省政协办公厅", "省军区", "省监委", "省法院", "省检察院"),
        1,
        ("(此件公开发布)",),
    ),
    Notice(
        "jiaxing-2020",
        "嘉兴市人民政府办公室关于印发2020年嘉兴市政务公开重点工作责任清单的通知",
        "嘉政办发〔2020〕36号",
        "嘉兴市人民政府办公室",
        "浙江省/嘉兴市",
        "市级",
        2020,
        date(2020, 7, 2),
        None,
        "各县（市、区）人民政府，市级有关部门（单位）",
        ("浙政办发〔2020〕20号",),
        ("市委各部门", "市人大常委会", "市政协办公室", "嘉兴军分区", "市监委", "市法院", "市检察院"),
        4,
        ("（此件公开发布）", "附件"),
    ),
]


@pytest.mark.parametrize("notice", NOTICES, ids=lambda n: n.id)
def test_notice(library: Library, notice: Notice) -> None:
    document = library.document(notice.id)
    assert str(document.title) == notice.title
    assert (document.number and str(document.number)) == notice.number
    assert (document.issuer and str(document.issuer)) == notice.issuer
    assert (document.region.path, document.region.level) == (notice.region, notice.level)
    assert (document.year, document.signed, document.printed) == (notice.year, notice.signed, notice.printed)
    assert (document.addressees and str(document.addressees)) == notice.addressees
    assert tuple(map(str, document.basis)) == notice.basis
    assert document.copies == notice.copies
    assert len(str(document.body).splitlines() if document.body else ()) == notice.paragraphs
    assert tuple(str(leftover.text) for leftover in document.leftovers) == notice.leftovers
    assert all(leftover.reason for leftover in document.leftovers)


def test_notice_bodies_are_whole(library: Library, content: Path) -> None:
    """正文 runs from the words after the addressees to the signature."""
    for id_, first, last in [
        ("shaoxing-2022", "为全面深入推进政务公开，", "开展监督检查和评价考核。"),
        ("deqing-2022", "《2022年德清县政务公开工作要点》已经", "请认真贯彻执行。"),
        ("zhejiang-2021", "《2021年浙江省政务公开工作要点》已经", "请认真贯彻执行。"),
        ("jiaxing-2020", "为全面深入推进政务公开，", "附件：市级有关部门（单位）名单"),
    ]:
        body = library.document(id_).body
        assert body is not None
        assert squeezed(str(body)) == passage(printed(content, id_), first, last), id_


def passage(original: str, first: str, last: str) -> str:
    """The original from the words `first` to the next `last`, without spaces.

    `first` stands in it once, with the words before its ^ if it has some; these are not in the passage.
    """
    text = squeezed(original)
    before, _, words = first.rpartition("^")
    assert text.count(before + words) == 1, f"「{first}」 stands {text.count(before + words)} times"
    start = text.index(before + words) + len(before)
    return text[start : text.index(last, start) + len(last)]


def test_spam_is_kept_apart_and_nothing_is_put_in_its_place(library: Library) -> None:
    """The name that was overwritten went from comma to comma; what stands beside it is kept."""
    document = library.document("deqing-2022")
    damaged = [leftover for leftover in document.leftovers if leftover.damaged]
    assert [str(leftover.text) for leftover in damaged] == [
        "县外勤365下载安装_365bet安卓手机客户端_365bet365网址"
    ]
    assert [str(piece) for piece in document.copies_text] == [
        "县委各部门,县人大常委会、县政协办公室,",
        ",县人武部,县法院,县检察院,各群众团体",
    ]
    for other in FIVE:
        others = [leftover for leftover in library.document(other).leftovers if leftover.damaged]
        assert others == (damaged if other == "deqing-2022" else [])


def test_annexed_list_of_units(library: Library) -> None:
    (annex,) = library.document("jiaxing-2020").annexes
    assert str(annex.title) == "市级有关部门（单位）名单"
    units = str(annex.text).rstrip("。").split("、")
    assert (len(units), units[0], units[-1]) == (61, "市委宣传部", "市消防救援支队")
    assert "市政务数据办（市跑改办）" in units
    assert not any(library.document(id_).annexes for id_ in FIVE if id_ != "jiaxing-2020")


def test_units_in_running_names(library: Library) -> None:
    """Names that the spelling of a list could break are still whole."""
    all_names = {name for id_ in FIVE for task in library.document(id_).tasks for _, name in parties(task)}
    assert {
        QX,
        XS,
        BM,
        SJ,
        "市自然资源和规划局",
        "市政务数据办（市跑改办）",
        "市委宣传部（市新闻办）",
    } <= all_names
    for name in all_names:
        assert not re.search(r"\s|^[、，,;；等和及]|[、，,;；。]$", name), name
        assert not re.search(r"(牵头|负责|落实)$", name), name


def parties(task: Task) -> list[tuple[str, str]]:
    return [(role, party.name) for role, party in task.parties()]


# --------------------------------------------------------------------------------- headings, paragraphs


@pytest.mark.parametrize(("list_", "expected"), sections("headings.txt"), ids=str)
def test_headings(library: Library, list_: str, expected: list[str]) -> None:
    assert [str(e.text) for e in task_list(library, list_).entries if isinstance(e, Heading)] == expected


@pytest.mark.parametrize(
    ("id_", "header"),
    [
        ("shaoxing-2022", [("序号", "重点工作", "牵头单位", "责任单位", "完成时限")]),
        (
            "deqing-2022",
            [
                (),
                ("序号", "重点任务", "牵头单位", "完成时限"),
                ("序号", "名称", "目标任务", "责任单位", "完成时限"),
            ],
        ),
        ("unnamed-city-2022", [("工作任务", "工作要求", "责任单位", "时限")]),
        ("zhejiang-2021", [()]),
        ("jiaxing-2020", [("序号", "重点工作", "牵头单位", "责任单位")]),
    ],
)
def test_printed_columns(library: Library, id_: str, header: list[tuple[str, ...]]) -> None:
    assert [tuple(map(str, part.header)) for part in library.document(id_).lists] == header


@pytest.mark.parametrize(
    ("id_", "edges"),
    [
        (
            "zhejiang-2021",
            [
                ("2021年全省政务公开工作的总体要求是：", "助力社会主义现代化先行省建设。"),
                ("各地、各部门要将本要点落实情况", "接受社会监督。"),
            ],
        ),
        (
            "deqing-2022",
            [
                ("2022年全县政务公开工作的总体要求是:", "更好发挥政务公开促落实、强监管功能。"),
                ("附件:1.", "2022年全县政务公开工作重点任务清单"),
                ("2.2022年", "政务公开质效提升五大行动任务清单"),
            ],
        ),
        ("shaoxing-2022", []),
        ("jiaxing-2020", []),
        ("unnamed-city-2022", []),
    ],
)
def test_paragraphs_that_hold_no_task(
    library: Library, content: Path, id_: str, edges: list[tuple[str, str]]
) -> None:
    paragraphs = [
        squeezed(str(entry.text))
        for part in library.document(id_).lists
        for entry in part.entries
        if isinstance(entry, Paragraph)
    ]
    assert paragraphs == [passage(printed(content, id_), *edge) for edge in edges]


# ------------------------------------------------------------------------------- sums over whole lists


@pytest.mark.parametrize(
    ("id_", "ordinal", "expected"),
    [
        # counted in the originals, by the printed words
        ("shaoxing-2022", 1, {"2022-year": 36, "2022-06-30": 2, "2022-09-30": 9, "2022-12-31": 3}),
        ("deqing-2022", 1, {"none": 25}),
        (
            "deqing-2022",
            2,
            {
                "2022-year": 11,
                "2022-06-30": 1,
                "2022-07-31": 1,
                "2022-09-30": 3,
                "2022-10-31": 2,
                "2022-12-31": 4,
            },
        ),
        ("deqing-2022", 3, {"2022-year": 3, "2022-09-30": 1, "2022-10-31": 1}),
        (
            "unnamed-city-2022",
            1,
            {"ongoing": 15, "2022-09-30": 1, "2022-10-31": 4, "2022-12-31": 5},
        ),
        ("zhejiang-2021", 1, {"none": 25}),
        ("jiaxing-2020", 1, {"none": 70}),
    ],
)
def test_sums_of_deadlines(library: Library, id_: str, ordinal: int, expected: dict[str, int]) -> None:
    tasks = library.document(id_).lists[ordinal - 1].tasks
    assert Counter(task.deadline.slug for task in tasks) == expected


@pytest.mark.parametrize(
    ("id_", "ordinal", "lead_only", "both", "responsible_only", "neither"),
    [
        ("shaoxing-2022", 1, 27, 23, 0, 0),
        ("deqing-2022", 1, 23, 0, 0, 2),
        ("deqing-2022", 2, 22, 0, 0, 0),
        ("deqing-2022", 3, 0, 0, 5, 0),
        ("unnamed-city-2022", 1, 0, 0, 25, 0),
        ("zhejiang-2021", 1, 15, 1, 9, 0),
        ("jiaxing-2020", 1, 24, 46, 0, 0),
    ],
)
def test_sums_of_roles(
    library: Library,
    id_: str,
    ordinal: int,
    lead_only: int,
    both: int,
    responsible_only: int,
    neither: int,
) -> None:
    tasks = library.document(id_).lists[ordinal - 1].tasks
    found = Counter((bool(task.lead), bool(task.responsible)) for task in tasks)
    assert found == Counter(
        {
            (True, False): lead_only,
            (True, True): both,
            (False, True): responsible_only,
            (False, False): neither,
        }
    )
    assert not any(task.supporting for task in tasks)


# -------------------------------------------------------------------------------------- single rows


class Row(NamedTuple):
    list: str
    number: str
    section: tuple[str, ...]
    """Beginnings of the headings above, outermost first."""
    first: str
    last: str
    """Words with which the text begins and ends."""
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    deadline: str | None
    due: str
    """Slug of the deadline."""


def rows() -> Iterator[Row]:
    for list_, lines in sections("rows.txt"):
        for line in lines:
            cells = ["" if cell == "-" else cell for cell in line.split(" | ")]
            number, section, words, lead, responsible, deadline, due = cells
            first, last = words.split("…")
            yield Row(
                list_,
                number,
                tuple(section.split()),
                first,
                last,
                tuple(lead.split()),
                tuple(responsible.split()),
                deadline or None,
                due,
            )


@pytest.mark.parametrize("expected", list(rows()), ids=lambda r: f"{r.list}/{r.number}")
def test_row(library: Library, content: Path, expected: Row) -> None:
    (task,) = [task for task in task_list(library, expected.list).tasks if task.number == expected.number]
    assert len(task.section) == len(expected.section)
    for heading, beginning in zip(task.section, expected.section, strict=True):
        assert heading.startswith(beginning)
    original = printed(content, expected.list.split("/")[0])
    assert squeezed(str(task.text)) == passage(original, expected.first, expected.last)
    assert names(task, "lead") == expected.lead
    assert names(task, "responsible") == expected.responsible
    assert (task.deadline.text, task.deadline.slug) == (expected.deadline, expected.due)


def test_cells_stay_as_printed(library: Library) -> None:
    """Role words, inner spaces and brackets are kept in the cells; only names are read out of them."""

    def cell(id_: str, name: str) -> str:
        document, _, number = id_.partition("/")
        (task,) = [t for t in library.document(document).tasks if t.id == f"{document}/{number}"]
        return str(task.cells[name])

    assert "全方位公开 2022 年《政府工作报告》" in cell("shaoxing-2022/7", "text")
    assert cell("shaoxing-2022/40", "deadline") == "12 月底前"
    assert cell("jiaxing-2020/32", "lead") == "市政府办公室、市审计局分别负责"
    assert cell("deqing-2022/11", "lead") == "县经信局、 县大数据局"
    assert cell("deqing-2022/3-5", "responsible") == "各镇(街道)"
    assert cell("unnamed-city-2022/2", "responsible") == "市司法局等市直各有关部门"
    assert cell("unnamed-city-2022/23", "responsible") == "市政府办公厅，各区人民政府"
    assert cell("zhejiang-2021/一(三)-1", "lead") == "省跑改办牵头"
    assert cell("zhejiang-2021/一(四)-2", "responsible") == "县级政府办公室会同财政等有关部门负责"
    assert cell("zhejiang-2021/一(一)-1", "responsible") == (
        "各级行政机关或经法律、法规授权的具有管理公共事务职能的组织负责，以下统称各级行政机关负责"
    )


def test_clause_is_whole_over_the_page_break(library: Library) -> None:
    texts = {task.number: str(task.text) for task in library.document("zhejiang-2021").tasks}
    for number, joined in [
        ("一(二)-1", "专项规划、空间规划"),
        ("一(四)-1", "政府采购项目全链条"),
        ("二(二)-1", "图表图解、简明问答"),
        ("三(一)-1", "提供的政府信息同步"),
        ("四(二)-1", "主办责任,依托全省"),
        ("四(三)-2", "密切相关的数据,自然资源"),
        ("五(一)-1", "标准目录实施情况"),
    ]:
        assert joined in texts[number]


# ------------------------------------------------------------------------------------------- 单位名录


def test_every_named_unit_is_in_the_registry(library: Library) -> None:
    missing = {
        party.name
        for id_ in FIVE
        for task in library.document(id_).tasks
        for _, party in task.parties()
        if party.unit.place is None
    }
    assert not missing


def test_units_of_different_places_are_different(library: Library) -> None:
    places = {
        unit.region.slug for unit in library.units.values() if unit.name == "市司法局" and not unit.collective
    }
    assert {"shaoxing", "jiaxing", "unnamed-city-2022"} <= places


def test_collectives(library: Library) -> None:
    """What stands for several units is a 泛称; single units are not."""
    found = {
        (unit.region.slug, unit.name)
        for unit in library.units.values()
        if unit.collective and unit.region.slug in REGIONS
    }
    assert found == {(slug, name) for slug, names_ in REGIONS.items() for name in names_.split()}


REGIONS = {
    "shaoxing": f"{QX} {BM} 市政府有关部门 各有关公共企事业单位",
    "deqing": "各有关单位 各有关部门 各镇(街道)",
    "unnamed-city-2022": f"{GQ} {SZ} {KF} 市级领域主管部门 各基层政府",
    "zhejiang": "各级行政机关 各县级政府 县级政府办公室 财政等有关部门 省级有关主管部门 各级政务公开领导小组",
    "jiaxing": f"{SJ} {XS}",
}


def test_members_of_a_collective_are_those_of_the_printed_list(library: Library) -> None:
    """Only 嘉兴 prints who 市级有关部门（单位） are; every one of them is a unit of the registry."""
    annexed = str(library.document("jiaxing-2020").annexes[0].text).rstrip("。").split("、")
    known: dict[str, str] = {}
    for unit in library.units.values():
        if unit.region.slug == "jiaxing":
            known |= dict.fromkeys((unit.name, *unit.aliases), unit.name)
    (collective,) = [
        u for u in library.units.values() if u.region.slug == "jiaxing" and u.name == SJ and u.collective
    ]
    assert list(collective.members) == [known[name] for name in annexed]
    assert collective.source
    others = [u for u in library.units.values() if u.region.slug in REGIONS and u is not collective]
    assert not any(u.members for u in others)


def test_aliases_only_where_the_print_equates_two_spellings(library: Library) -> None:
    aliased = {
        (u.region.slug, u.name): u.aliases
        for u in library.units.values()
        if u.aliases and u.region.slug in REGIONS
    }
    assert aliased == {
        ("shaoxing", "市委宣传部"): ("市委宣传部（市新闻办）",),
        ("jiaxing", "市政务数据办"): ("市政务数据办（市跑改办）",),
    }
    assert all(u.source for u in library.units.values() if u.aliases)


def test_misprints_are_not_mended(library: Library) -> None:
    """省跑政办 may be a misprint of 省跑改办: two units until somebody shows it."""
    zhejiang = {unit.name for unit in library.units.values() if unit.region.slug == "zhejiang"}
    assert {"省跑政办", "省跑改办"} <= zhejiang


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("市发改委", "shi-fa-gai-wei"),
        ("市长三角发展办", "shi-chang-san-jiao-fa-zhan-ban"),  # not 市长 shi-zhang
        ("人行嘉兴市中心支行", "ren-hang-jia-xing-shi-zhong-xin-zhi-hang"),  # not xing
        ("嘉兴国调队", "jia-xing-guo-diao-dui"),
        ("市总工会", "shi-zong-gong-hui"),
        (XS, "ge-xian-shi-qu-zheng-fu"),
        ("市政务数据办", "shi-zheng-wu-shu-ju-ban"),
    ],
)
def test_slugs_with_several_readings(library: Library, name: str, slug: str) -> None:
    assert {u.slug for u in library.units.values() if u.name == name and u.place is not None} == {slug}
