"""tasks.json, documents.json, units.json: the contract's keys in the contract's order."""

import json
from datetime import date

import jsonschema
import pytest

from qingdan.model import Library

TASK = [
    "id", "url", "document", "list", "kind", "number", "section", "text", "lead_units", "responsible_units",
    "supporting_units", "deadline", "status", "progress",
]  # fmt: skip
DOCUMENT = [
    "id", "url", "title", "number", "issuer", "region", "year", "signed", "printed", "basis", "copies",
    "lists", "original",
]  # fmt: skip
UNIT = ["id", "url", "region", "name", "aliases", "collective", "lead", "responsible"]


def load(data, name):
    return json.loads(data[f"{name}.json"])


@pytest.mark.parametrize("name", ["tasks", "documents", "units"])
def test_files_follow_their_published_schemas(data, name):
    schema = load(data, f"{name}.schema")
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    assert list(validator.iter_errors(load(data, name))) == []


@pytest.mark.parametrize(("name", "keys"), [("tasks", TASK), ("documents", DOCUMENT), ("units", UNIT)])
def test_keys_of_the_contract_come_first_and_in_its_order(data, name, keys):
    records = load(data, name)
    assert records
    for record in records:
        assert list(record)[: len(keys)] == keys
        assert set(record) <= set(load(data, f"{name}.schema")["items"]["properties"])


def test_every_reference_between_the_files_holds(data):
    tasks, documents, units = (load(data, name) for name in ("tasks", "documents", "units"))
    ids = [t["id"] for t in tasks]
    assert len(set(ids)) == len(ids)
    assert len({u["id"] for u in units}) == len(units)
    assert sum(part["tasks"] for d in documents for part in d["lists"]) == len(tasks)
    assert {t["document"] for t in tasks} <= {d["id"] for d in documents}
    by_id = {t["id"]: t for t in tasks}
    for unit in units:
        for role in ("lead", "responsible", "supporting"):
            for id_ in unit[role]:
                names = by_id[id_][f"{role}_units"]
                assert {unit["name"], *unit["aliases"]} & set(names), (unit["id"], id_)
    named = sum(len(t[f"{role}_units"]) for t in tasks for role in ("lead", "responsible", "supporting"))
    listed = sum(len(u[role]) for u in units for role in ("lead", "responsible", "supporting"))
    assert listed <= named


def test_a_whole_record(export):
    assert json.loads(export()["tasks.json"])[1] == {
        "id": "sample-2022/1",
        "url": "/documents/sample-2022/#task-1",
        "document": "sample-2022",
        "list": "2022年任务清单",
        "kind": "table",
        "number": "1",
        "section": ["一、主动公开", "（一）教育 领域"],
        "text": "=1+1 公开教育信息，12月底前完成；\n“第二行”",
        "lead_units": ["市教育局"],
        "responsible_units": ["各区、县（市）政府"],
        "supporting_units": [],
        "deadline": {"text": "6月底前", "kind": "by", "date": "2022-06-30"},
        "status": "已完成",
        "progress": [
            {"date": "2022-07-01", "status": "进行中", "note": "-已开始", "link": None},
            {
                "date": "2022-11-30",
                "status": "已完成",
                "note": "＝全部公开",
                "link": "https://example.org/a?b=1&c=2",
            },
        ],
        "adjustments": [
            {
                "before": "6月底前",
                "after": "12月底前",
                "date": "2022-06-20",
                "basis": None,
                "deadline": {"text": "12月底前", "kind": "by", "date": "2022-12-31"},
            }
        ],
        "superior": ["zhejiang-2021/一(一)-1"],
        "corrections": [{"field": "deadline", "original": "6月低前", "reason": "原文笔误"}],
    }


def test_nothing_reported_is_not_nothing_done(export):
    assert [t["status"] for t in json.loads(export()["tasks.json"])] == [
        "未报送",
        "已完成",
        "未报送",
        "未报送",
    ]


def test_documents(export):
    nowhere, sample = json.loads(export()["documents.json"])
    assert sample["title"] == "关于印发2022年任务清单的通知"
    assert sample["lists"] == [{"title": "2022年任务清单", "kind": "table", "tasks": 3}]
    assert sample["original"] == {"file": "sample-2022.txt", "sha256": "c" * 64}
    assert (sample["signed"], sample["printed"]) == ("2022-06-01", None)
    assert (
        nowhere["original"] is nowhere["region"] is nowhere["number"] is nowhere["lists"][0]["title"] is None
    )


def test_a_unit_without_tasks_and_units_of_the_same_name(export):
    units = {u["id"]: u for u in json.loads(export()["units.json"])}
    assert units["shaoxing/shi-dang-an-guan"]["lead"] == []
    assert units["shaoxing/shi-jiao-yu-ju"]["lead"] == ["sample-2022/1"]
    assert units["shaoxing/shi-jiao-yu-ju"]["supporting"] == ["sample-2022/一(一)-2"]
    assert units["nowhere-2021/shi-jiao-yu-ju"]["lead"] == ["nowhere-2021/1"]
    assert units["shaoxing/ge-qu"]["members"] == ["越城区政府"]


@pytest.mark.parametrize("site_url", ["https://qingdan.example/gov", "https://qingdan.example/gov/"])
def test_addresses_are_absolute_where_the_site_has_one(export, site_url):
    for name in ("tasks", "documents", "units"):
        for record in json.loads(export(site_url=site_url)[f"{name}.json"]):
            assert record["url"].startswith(
                ("https://qingdan.example/gov/documents/", f"{site_url.rstrip('/')}/units/")
            )


def test_one_record_a_line(export, sample: Library):
    lines = export()["tasks.json"].decode().splitlines()
    assert len(lines) == len(list(sample.tasks())) + 2
    assert (lines[0], lines[-1]) == ("[", "]")


def test_an_empty_library(export, empty):
    made = export(empty, originals={})
    assert [json.loads(made[f"{name}.json"]) for name in ("tasks", "documents", "units")] == [[], [], []]


def test_the_five_notices(real, export):
    library, originals = real
    made = export(library, originals=originals)
    documents = {d["id"]: d for d in json.loads(made["documents.json"])}
    assert {id_: [part["tasks"] for part in d["lists"]] for id_, d in documents.items()} == {
        "deqing-2022": [25, 22, 5],
        "jiaxing-2020": [70],
        "shaoxing-2022": [50],
        "unnamed-city-2022": [25],
        "zhejiang-2021": [25],
    }
    for id_, document in documents.items():
        assert document["original"] == {"file": f"{id_}.txt", "sha256": originals[id_]}
    tasks = {t["id"]: t for t in json.loads(made["tasks.json"])}
    first = tasks["shaoxing-2022/1"]
    assert first["lead_units"] == ["市发改委", "各区、县（市）政府"]
    assert first["deadline"] == {"text": "全年", "kind": "year", "date": None}
    assert first["url"] == "/documents/shaoxing-2022/#task-1"
    assert all(
        t["deadline"] == {"text": None, "kind": "none", "date": None}
        for t in tasks.values()
        if t["document"] == "jiaxing-2020"
    )
    assert documents["unnamed-city-2022"]["region"] is None
    assert date.fromisoformat(documents["shaoxing-2022"]["signed"]) == date(2022, 6, 1)
