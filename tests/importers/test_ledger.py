"""Ledgers that the site made, imported: the same tasks, field by field, as they are or filled in by staff."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from qingdan.build.importing.drafted import Imported, as_record
from qingdan.exports import Edition, beside
from qingdan.importers.drafting import draft
from qingdan.loader import Source, load, load_document
from qingdan.model import Library, Site

CONTENT = Path(__file__).parents[2] / "content"
FIELDS = (
    "number", "section", "text", "lead_units", "responsible_units", "supporting_units", "deadline", "status",
    "progress", "goal", "measures", "remark", "adjustments",
)  # fmt: skip
Record = dict[str, Any]


def files_of(library: Library) -> dict[str, bytes]:
    edition = Edition(library=library, as_of=date(2022, 12, 1))
    found = [file for part in beside.parts(edition) for file in part.files()]
    return {file.path: file.read() for file in (*found, *beside.of_all(edition))}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return files_of(load(CONTENT).library)


def imported(name: str, data: bytes) -> tuple[list[Record], list[str]]:
    """The tasks of a file, and the rules of its problems; that its draft is proved."""
    drafted = draft(name, data, f"content/originals/{name}", "draft")
    assert drafted.alignment
    assert drafted.alignment.proved
    record = as_record(Imported(name, "draft", drafted))
    return [t for part in record["lists"] for t in part["tasks"]], [p.rule for p in drafted.problems]


def told(tasks: list[Record], *without: str) -> list[Record]:
    return [{k: t[k] for k in FIELDS if k in t and k not in without} for t in tasks]


@pytest.mark.parametrize(
    "id_", ["shaoxing-2022", "deqing-2022", "unnamed-city-2022", "zhejiang-2021", "jiaxing-2020"]
)
@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_document_comes_back(files: dict[str, bytes], id_: str, kind: str) -> None:
    path = f"documents/{id_}/{id_}"
    whole = json.loads(files[f"{path}.json"])
    found, rules = imported(f"{id_}.{kind}", files[f"{path}.{kind}"])
    assert told(found) == told([t for part in whole["lists"] for t in part["tasks"]])
    assert set(rules) <= {"no-units"}


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_unit_s_list_comes_back(files: dict[str, bytes], kind: str) -> None:
    """Its numbers are its own, headings are those of the documents; the day of a deadline without year
    needs the year that the title says."""
    paths = sorted(p for p in files if p.startswith("units/") and p.endswith(f".{kind}"))[::5]
    assert len(paths) > 15
    for path in paths:
        found, _ = imported(Path(path).name, files[path])
        wanted = json.loads(files[f"{path.removesuffix(kind)}json"])
        assert told(found, "number", "section") == told(wanted, "number", "section"), path
        assert [t["number"] for t in found] == [str(n) for n in range(1, len(wanted) + 1)]


def test_a_deadline_s_list_comes_back(files: dict[str, bytes]) -> None:
    path = "deadlines/2022-12-31/tasks"
    found, _ = imported("tasks.xlsx", files[f"{path}.xlsx"])
    wanted = json.loads(files[f"{path}.json"])
    assert told(found, "number", "section") == told(wanted, "number", "section")


# ------------------------------------------------------------ what the five do not hold

NAMES = ("市教育局", "市财政局", "市发改委", "各区、县（市）政府", "市政务数据办（市跑改办）", "县供电公司")
UNITS = st.lists(st.sampled_from(NAMES), max_size=3, unique=True).map("；".join)
WORDS = st.sampled_from(
    (
        "推动政务公开标准化、规范化建设，完善制度。",
        "做好重大建设项目信息公开工作",
        "健全制度；落实责任，定期通报情况。",
        "完成“一网通办”改造，<新增>接口 & 数据",
        "公开1.2万条信息，覆盖率达到95%以上。",
    )
)
DEADLINES = st.sampled_from(["", "全年", "12月底前", "2022年9月底", "三季度前", "长期坚持", "持续推进"])
REPORTS = st.lists(
    st.fixed_dictionaries(
        {
            "日期": st.dates(date(2022, 1, 1), date(2022, 12, 31)).map(str),
            "状态": st.sampled_from(["未开始", "进行中", "已完成"]),
        },
        optional={"说明": WORDS, "链接": st.just("https://example.gov.cn/a?b=1&c=2")},
    ),
    max_size=2,
).map(lambda found: sorted(found, key=lambda r: r["日期"]))
MOVES = st.lists(
    st.fixed_dictionaries(
        {"原定": st.just("6月底前"), "调整后": st.just("12月底前")},
        optional={"日期": st.just("2022-06-20"), "依据": st.just("某政办〔2022〕9号（摘要）")},
    ),
    max_size=1,
)
TASKS = st.fixed_dictionaries(
    {"内容": WORDS, "责任单位": UNITS.filter(bool), "完成时限": DEADLINES},
    optional={
        "牵头单位": UNITS,
        "配合单位": UNITS,
        "目标": WORDS,
        "措施": WORDS,
        "备注": WORDS,
        "进展": REPORTS,
        "调整": MOVES,
    },
)
HEADINGS = ["一、着力深化主动公开", "（一）聚焦战略定位", "优化营商环境", "二、优化服务，" + "便民" * 70]
PARAGRAPHS = [{"段落": "坚持以人民为中心，全面推进政务公开。"}, {"段落": "注：各单位按季度报送。"}]


def library_of(lists: list[list[Any]]) -> Library:
    names = [f"2022年公开任务清单（{'甲乙丙'[n]}）" for n in range(len(lists))]
    whole = {
        "标题": "某市人民政府办公室关于印发2022年公开任务清单的通知",
        "文号": "某政办〔2022〕7号",
        "年度": "2022",
        "成文日期": "2022-02-01",
        "清单": [{"名称": n, "形式": "表格", "条目": e} for n, e in zip(names, lists, strict=True)],
    }
    # YAML reads JSON
    text = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in whole.items())
    read = load_document(Source("content/documents/made-2022.yaml", "0" * 64, tuple(text.splitlines())))
    assert read.document, read.problems
    return Library(
        site=Site(),
        documents=(read.document,),
        regions=(read.document.region,),
        units={},
        duties={},
        due={},
        redirects={},
    )


@settings(max_examples=30)
@given(st.lists(st.lists(TASKS, min_size=3, max_size=6), min_size=1, max_size=2), st.data())
def test_any_list_comes_back(rows: list[list[Record]], data: st.DataObject) -> None:
    lists: list[list[Any]] = []
    for tasks in rows:
        entries: list[Any] = []
        for number, task in enumerate(tasks, 1):
            entries += data.draw(st.lists(st.sampled_from([*HEADINGS, *PARAGRAPHS]), max_size=2))
            entries.append({"序号": str(number), **{k: v for k, v in task.items() if v}})
        lists.append(entries)
    found = files_of(library_of(lists))
    wanted = json.loads(found["documents/made-2022/made-2022.json"])
    for kind in ("xlsx", "docx"):
        tasks, _ = imported(f"made-2022.{kind}", found[f"documents/made-2022/made-2022.{kind}"])
        assert told(tasks) == told([t for part in wanted["lists"] for t in part["tasks"]])


# ------------------------------------------------------------ filled in by staff

ONE = [
    {"序号": str(n), "内容": f"完成第{n}批信息公开。", "责任单位": "市教育局", "完成时限": "全年"}
    for n in (1, 2, 3, 4)
]


def filled(**cells: str) -> bytes:
    book = load_workbook(BytesIO(files_of(library_of([list(ONE)]))["documents/made-2022/made-2022.xlsx"]))
    for place, words in cells.items():
        book.active[place] = words
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_what_staff_report_in_the_workbook_is_read() -> None:
    tasks, rules = imported(
        "a.xlsx", filled(E6="已完成", F6="2022年9月1日 进行中：印发方案\n2022年10月9日 已完成")
    )
    assert [t["status"] for t in tasks] == ["已完成", "未报送", "未报送", "未报送"]
    assert [(p["date"], p["status"], p["note"]) for p in tasks[0]["progress"]] == [
        ("2022-09-01", "进行中", "印发方案"),
        ("2022-10-09", "已完成", ""),
    ]
    assert rules == []


def test_a_report_without_date_is_told_and_kept_out() -> None:
    tasks, rules = imported("a.xlsx", filled(F6="2022年9月1日 进行中", F7="正在推进", E8="已完成"))
    assert [t["status"] for t in tasks] == ["进行中", "未报送", "未报送", "未报送"]
    assert rules.count("unread-progress") == 3  # 正在推进; 已完成 without a report; 进行中 beside 未报送


def test_a_table_of_others_is_read_as_ever() -> None:
    tasks, rules = imported("a.xlsx", filled(E6="正常", F6="正在推进", F7="快好了"))
    assert "unknown-column" in rules
    assert not any(t["progress"] for t in tasks)
