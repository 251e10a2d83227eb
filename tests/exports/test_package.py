"""datapackage.json, and what holds for all data files together."""

import json
import shutil
import time
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
from qingdan.loader import load
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


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="no time zones to set on this system")
def test_neither_the_clock_nor_its_zone_shows(export, monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    before = export(site_url="https://qingdan.example")
    time.sleep(2.1)  # ZIP counts two seconds at a time
    monkeypatch.setenv("TZ", "America/St_Johns")
    time.tzset()
    try:
        assert export(site_url="https://qingdan.example") == before
    finally:
        monkeypatch.undo()
        time.tzset()


def made(library: Library, **given: object) -> dict[str, tuple[str, bytes]]:
    """Name -> (key, bytes)."""
    arguments = {"as_of": date(2022, 12, 1), **given}
    files = exports.files(exports.Edition(library=library, **arguments))  # type: ignore[arg-type]
    return {f.path.removeprefix("data/"): (f.key, f.read()) for f in files}


def test_what_did_not_change_is_not_made_again(sample):
    first = made(sample)
    assert first == made(replace(sample))
    assert len({key for key, _ in first.values()}) == len(NAMES)


TASKS = {"tasks.json", "tasks.csv", "tasks.xlsx", "deadlines.ics", "feed.xml"}
RECORDS = {*TASKS, "documents.json", "units.json"}

CHANGES = {
    "document edited": (
        lambda s: (replace(s, documents=(replace(s.documents[0], digest="0"), s.documents[1])), {}),
        RECORDS,
    ),
    "document removed": (lambda s: (replace(s, documents=s.documents[1:]), {}), RECORDS),
    "registry": (
        lambda s: (replace(s, units={i: replace(u, aliases=("别名",)) for i, u in s.units.items()}), {}),
        {"units.json"},
    ),
    "name of the site": (
        lambda s: (replace(s, site=replace(s.site, name="别的名称")), {}),
        {"tasks.xlsx", "deadlines.ics", "feed.xml"},
    ),
    "telephone of the site": (lambda s: (replace(s, site=replace(s.site, phone="110")), {}), set()),
    "original": (
        lambda s: (s, {"originals": {"sample-2022": "d" * 64}}),
        {"documents.json"},
    ),
    "day": (lambda s: (s, {"as_of": date(2022, 12, 2)}), {"tasks.xlsx"}),
    "address": (lambda s: (s, {"site_url": "https://qingdan.example"}), RECORDS),
}


@pytest.mark.parametrize(("change", "expected"), CHANGES.values(), ids=CHANGES)
def test_what_changed_is_made_again_and_nothing_else(sample, change, expected):
    library, given_ = change(sample)
    before, after = made(sample), made(library, **given_)
    assert other_keys(before, after) == expected | ({"datapackage.json"} if expected else set())
    assert other_bytes(before, after) <= other_keys(before, after)


def other_keys(before, after):
    return {name for name in NAMES if before[name][0] != after[name][0]}


def other_bytes(before, after):
    return {name for name in NAMES if before[name][1] != after[name][1]}


def test_an_undated_document_hangs_on_the_day(sample):
    library = replace(sample, documents=(replace(sample.documents[0], year=None), sample.documents[1]))
    before, after = made(library), made(library, as_of=date(2022, 12, 2))
    assert other_bytes(before, after) >= {"feed.xml"}
    assert other_bytes(before, after) <= other_keys(before, after)


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("site.yaml", "名称: ", "名称: 新", {"tasks.xlsx", "deadlines.ics", "feed.xml"}),
        ("units/shaoxing.yaml", "网址名: shi-", "网址名: x-shi-", {"units.json"}),
        ("units/shaoxing.yaml", "", None, {"units.json"}),
        ("documents/shaoxing-2022.yaml", "完成时限: 全年", "完成时限: 年底前", RECORDS),
    ],
    ids=["name", "slugs", "no registry", "deadlines"],
)
def test_keys_of_the_real_notices_follow_their_bytes(content, tmp_path, file, old, new, expected):
    """What a registry or a setting changes in the bytes, its key knows, through the loader too."""
    folder = tmp_path / "content"
    shutil.copytree(content, folder)
    before = made(load(folder).library)
    if new is None:
        (folder / file).unlink()
    else:
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), "utf-8")
    after = made(load(folder).library)
    assert other_keys(before, after) == expected | {"datapackage.json"}
    assert other_bytes(before, after) <= other_keys(before, after)


def test_frictionless_notices_what_is_wrong(export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import frictionless

    for name, content in export().items():
        (tmp_path / name).write_bytes(content.replace("截止".encode(), "终止".encode()))
    monkeypatch.chdir(tmp_path)
    assert not frictionless.validate("datapackage.json", type="package").valid


def test_nothing_is_made_before_it_is_asked_for(sample, monkeypatch):
    def fail(_):
        raise AssertionError

    monkeypatch.setattr(exports, "FORMATS", {n: f._replace(make=fail) for n, f in exports.FORMATS.items()})
    assert len(list(exports.files(exports.Edition(library=sample, as_of=date(2022, 12, 1))))) == len(NAMES)


@given(st.text())
def test_an_address_becomes_ascii_once_and_for_all(address):
    uri = as_uri(address.encode("utf-8", "ignore").decode())
    assert uri.isascii()
    assert as_uri(uri) == uri


def test_titles_lose_the_spaces_of_print():
    assert plain_title("2022 年　全市\n政务公开 ") == "2022年全市政务公开"
