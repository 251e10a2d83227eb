"""datapackage.json, and what holds for all data files together."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan import exports
from qingdan.exports.addresses import as_uri
from qingdan.exports.edition import plain_title
from qingdan.model import Library

NAMES = [
    "tasks.json", "documents.json", "units.json", "tasks.schema.json", "documents.schema.json",
    "units.schema.json", "tasks.csv", "tasks.xlsx", "deadlines.ics", "feed.xml", "schema.json",
    "datapackage.json",
]  # fmt: skip


def test_names(data):
    assert list(data) == NAMES


def test_the_package_says_of_each_file_what_is_so(data):
    package = json.loads(data["datapackage.json"])
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert "licenses" not in package
    paths = {r["path"]: r for r in package["resources"]}
    assert set(paths) == {n for n in NAMES if not n.endswith("schema.json")} - {"datapackage.json"}
    for path, resource in paths.items():
        assert resource["bytes"] == len(data[path])
        assert resource["hash"] == f"sha256:{sha256(data[path]).hexdigest()}"
        assert resource["title"]
        for field in resource.get("schema", {}).get("fields", []):
            assert field["title"]
            assert field["description"]


def test_each_json_file_names_its_schema(data):
    for resource in json.loads(data["datapackage.json"])["resources"]:
        if resource["format"] == "json":
            schema = json.loads(data[resource["jsonSchema"]])
            for record in json.loads(data[resource["path"]]):
                names = list(schema["items"]["properties"])
                assert list(record) == [name for name in names if name in record]


@pytest.mark.filterwarnings("ignore")  # frictionless' own
def test_frictionless_finds_the_folder_valid(data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import frictionless

    for name, content in data.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    report = frictionless.validate("datapackage.json", type="package")
    assert report.valid, report.flatten(["name", "fieldName", "rowNumber", "note"])
    assert report.stats["tasks"] == len(json.loads(data["datapackage.json"])["resources"])
    rows = next(task.stats["rows"] for task in report.tasks if task.name == "tasks-table")
    assert rows == len(json.loads(data["tasks.json"]))


def test_the_same_input_makes_the_same_bytes(export):
    assert export() == export()


def keys(library: Library, **given: object) -> set[str]:
    arguments = {"as_of": date(2022, 12, 1), "site_url": "", "originals": {}, **given}
    return {f.key for f in exports.files(library, **arguments)}  # type: ignore[arg-type]


def test_what_did_not_change_is_not_made_again(sample):
    assert keys(sample) == keys(replace(sample))
    assert len(keys(sample)) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda s: (replace(s, documents=(replace(s.documents[0], digest="0"), s.documents[1])), {}),
        lambda s: (replace(s, documents=s.documents[:1]), {}),
        lambda s: (replace(s, site=replace(s.site, name="别的名称")), {}),
        lambda s: (replace(s, units={id_: replace(u, aliases=("别名",)) for id_, u in s.units.items()}), {}),
        lambda s: (s, {"as_of": date(2022, 12, 2)}),
        lambda s: (s, {"site_url": "https://qingdan.example"}),
    ],
    ids=["edited", "removed", "site", "registry", "day", "address"],
)
def test_what_changed_is_made_again(sample, change):
    library, given_ = change(sample)
    assert keys(library, **given_) != keys(sample)


def test_frictionless_notices_what_is_wrong(export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import frictionless

    for name, content in export().items():
        (tmp_path / name).write_bytes(content.replace("截止".encode(), "终止".encode()))
    monkeypatch.chdir(tmp_path)
    assert not frictionless.validate("datapackage.json", type="package").valid


def test_nothing_is_made_before_it_is_asked_for(sample, monkeypatch):
    def fail(_):
        raise AssertionError

    monkeypatch.setattr(exports, "FORMATS", dict.fromkeys(exports.FORMATS, fail))
    assert len(list(exports.files(sample, as_of=date(2022, 12, 1)))) == len(NAMES)


@given(st.text())
def test_an_address_becomes_ascii_once_and_for_all(address):
    uri = as_uri(address.encode("utf-8", "ignore").decode())
    assert uri.isascii()
    assert as_uri(uri) == uri


def test_titles_lose_the_spaces_of_print():
    assert plain_title("2022 年　全市\n政务公开 ") == "2022年全市政务公开"
