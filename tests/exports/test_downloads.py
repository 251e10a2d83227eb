"""The files beside pages: each offer is a file, their rows are those of data/, and keys hold."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from qingdan import exports, offers
from qingdan.exports import Edition, beside, downloads
from qingdan.files import File
from qingdan.loader import load
from qingdan.model import Downloads, Library, Unit
from qingdan.offers import Offer, file_name

CONTENT = Path(__file__).parents[2] / "content"
SHAOXING = "documents/shaoxing-2022.yaml"


def files_of(library: Library, **given: object) -> dict[str, File]:
    edition = Edition(library=library, as_of=date(2022, 12, 1), **given)  # type: ignore[arg-type]
    found = [file for part in beside.parts(edition) for file in part.files()]
    found += beside.of_all(edition)
    assert len({file.path for file in found}) == len(found)
    return {file.path: file for file in found if not file.path.endswith((".ics", ".xml"))}


@pytest.fixture(scope="module")
def library(real) -> Library:
    return real[0]


@pytest.fixture(scope="module")
def made(library: Library) -> dict[str, bytes]:
    return {path: file.read() for path, file in files_of(library).items()}


@pytest.fixture(scope="module")
def data(library: Library) -> dict[str, bytes]:
    edition = Edition(library=library, as_of=date(2022, 12, 1))
    return {f.path.removeprefix("data/"): f.read() for f in exports.files(edition)}


def offered(library: Library) -> list[Offer]:
    found = [o for d in library.documents for o in offers.of_document(library, d)]
    found += [o for u in library.units.values() for o in offers.of_unit(library, u)]
    return found + [o for tasks in library.due.values() for o in offers.of_deadline(library, tasks)]


def own(library: Library, unit: Unit) -> list[str]:
    """Ids of the tasks that reach a unit, from the index alone."""
    duties = library.duties[unit.id]
    tasks = [*duties.lead, *duties.responsible, *duties.supporting, *(t for _, t in duties.through)]
    return list(dict.fromkeys(t.id for t in tasks))


def test_every_offer_is_a_file_and_every_file_is_offered(library: Library, made) -> None:
    found = offered(library)
    assert sorted(o.href for o in found if o.kind in ("csv", "json", "xlsx", "docx")) == sorted(made)
    assert {o.label for o in found} >= {
        "表格（Excel）",
        "文档（Word）",
        "数据（CSV）",
        "数据（JSON）",
    }
    for path in ("units/shaoxing/shi-cai-zheng-ju/tasks", "documents/shaoxing-2022/shaoxing-2022"):
        assert all(f"{path}.{kind}" in made for kind in ("csv", "json", "xlsx", "docx"))


def test_names_on_the_readers_disk_tell_the_files_apart(library: Library) -> None:
    names = [o.name for o in offered(library) if o.kind == "xlsx"]
    assert "绍兴市_市财政局_任务台账.xlsx" in names
    assert "2022年绍兴市政务公开重点工作任务清单_任务台账.xlsx" in names
    assert "2022年12月31日_任务台账.xlsx" in names
    assert len(set(names)) == len(names)
    assert file_name('a/b\\c:*?"<>|', "..") == "abc_任务台账"
    assert len(file_name("长" * 300).encode()) < 240


def test_rows_are_those_of_the_whole(library: Library, made, data) -> None:
    entries = {entry["id"]: entry for entry in json.loads(data["tasks.json"])}
    whole = data["tasks.csv"].split(b"\r\n")
    lines = dict(zip(entries, whole[1:-1], strict=True))
    listed = [(u.url, own(library, u)) for u in library.units.values() if own(library, u)]
    listed += [(tasks[0].due.url, [t.id for t in tasks]) for tasks in library.due.values()]
    for url, ids in listed:
        found = json.loads(made[f"{url}tasks.json"])
        assert sorted(t["id"] for t in found) == sorted(ids)
        assert all(entries[t["id"]] == t for t in found)
        header, *rows, last = made[f"{url}tasks.csv"].split(b"\r\n")
        assert (header, last) == (whole[0], b"")
        assert rows == [lines[t["id"]] for t in found]


def test_a_unit_lists_its_tasks_by_role_then_by_deadline_and_those_of_collectives_last(library, made) -> None:
    unit = next(
        u for u in library.units.values() if library.duties[u.id].through and library.duties[u.id].lead
    )
    found = [t["id"] for t in json.loads(made[f"{unit.url}tasks.json"])]
    duties = library.duties[unit.id]
    assert set(found[: len(duties.lead)]) == {t.id for t in duties.lead}
    own_ids = {t.id for t in (*duties.lead, *duties.responsible, *duties.supporting)}
    assert set(found[len(own_ids) :]) == {t.id for _, t in duties.through} - own_ids


def test_a_document_is_told_as_import_tells_one(library: Library, made, data) -> None:
    entries = {entry["id"]: entry for entry in json.loads(data["tasks.json"])}
    for entry in json.loads(data["documents.json"]):
        found = json.loads(made[f"documents/{entry['id']}/{entry['id']}.json"])
        for part, told in zip(found["lists"], entry["lists"], strict=True):
            assert all(entries[task["id"]] == task for task in part["tasks"])
            part["tasks"] = len(part["tasks"])
            assert part == told
        assert found == entry


def test_the_same_library_gives_the_same_bytes(library: Library, made) -> None:
    again = files_of(load(CONTENT).library)
    assert {path: file.read() for path, file in again.items()} == made


def test_workbooks_and_documents_are_sound_zips_without_a_clock(made) -> None:
    for path, content in made.items():
        if path.endswith((".xlsx", ".docx")):
            archive = ZipFile(BytesIO(content))
            assert archive.testzip() is None
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            core = [archive.read(name) for name in archive.namelist() if name.endswith("core.xml")]
            assert not any(b"dcterms" in part.replace(b"xmlns:dcterms", b"") for part in core)


def edited(tmp_path: Path, path: str, old: str, new: str) -> Library:
    shutil.copytree(CONTENT, tmp_path / "content")
    file = tmp_path / "content" / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return load(tmp_path / "content").library


EDITS: dict[str, tuple[str, str, str]] = {
    "words": (SHAOXING, "集中展示建设成果", "集中展示建设成效"),
    "progress": (SHAOXING, "    完成时限: 12月底前\n",
                 "    完成时限: 12月底前\n    进展: [{日期: 2022-09-01, 状态: 进行中}]\n"),
    "title": (SHAOXING, "标题: 绍兴市", "标题: 某兴市"),
    "unit": (SHAOXING, "牵头单位: 市财政局", "牵头单位: 市税务局"),
    "alias": ("units/shaoxing.yaml", "- 名称: 市财政局\n", "- 名称: 市财政局\n  别名: [市税务局]\n"),
    "members": ("units/jiaxing.yaml", "市教育局", "市教育体育局"),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_what_differs_has_another_key_and_other_regions_keep_theirs(library, made, tmp_path, edit) -> None:
    changed = edited(tmp_path, *EDITS[edit])
    before, after = files_of(library), files_of(changed)
    for path in before.keys() & after.keys():
        if before[path].key == after[path].key:
            assert after[path].read() == made[path], path
    touched = {path.split("/")[1] for path in before.keys() & after.keys()
               if before[path].key != after[path].key and path.startswith("units/")}  # fmt: skip
    place = "jiaxing" if edit == "members" else "shaoxing"
    assert touched <= {place}
    keys = [
        {part.name: part.key() for part in beside.parts(Edition(library=x, as_of=date(2022, 12, 1)))}
        for x in (library, changed)
    ]
    assert [name for name in keys[0] if keys[0][name] != keys[1][name]] == [place]


def test_the_day_of_counting_changes_nothing(library: Library, made) -> None:
    later = Edition(library=library, as_of=date(2031, 1, 1))
    for file in downloads.of_deadlines(later):
        assert file.read() == made[file.path]


def test_site_yaml_says_which_files_there_are(library: Library) -> None:
    chosen = Downloads(document=("docx",), unit=("csv", "json"), deadline=())
    some = replace(library, site=replace(library.site, downloads=chosen))
    paths = files_of(some)
    assert {(p.split("/")[0], p.rsplit(".", 1)[1]) for p in paths} == {
        ("documents", "docx"), ("units", "csv"), ("units", "json"),
    }  # fmt: skip
    assert sorted(o.href for o in offered(some)) == sorted(paths)
    was = {b.name: b.key() for b in beside.parts(Edition(library=library, as_of=date(2022, 12, 1)))}
    now = {b.name: b.key() for b in beside.parts(Edition(library=some, as_of=date(2022, 12, 1)))}
    assert all(was[name] != now[name] for name in was)


def test_files_of_deadlines_are_joined_from_pieces_that_are_known(library: Library, made) -> None:
    asked: list[tuple[str, str]] = []

    class Known:
        def __init__(self) -> None:
            self.pieces: dict[tuple[str, str], bytes] = {}

        def of(self, kind: str, document, key: str, make: Callable[[], bytes]) -> bytes:
            if (kind, document.id) not in self.pieces:
                asked.append((kind, document.id))
                self.pieces[kind, document.id] = make()
            return self.pieces[kind, document.id]

    pieces = Known()
    for _ in range(2):
        edition = Edition(library=library, as_of=date(2022, 12, 1), pieces=pieces)
        assert all(file.read() == made[file.path] for file in downloads.of_deadlines(edition))
    assert len(asked) == 3 * len(library.documents)
