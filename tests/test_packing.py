"""Packed forms beside texts: the same bytes, made again only where the text changed."""

import gzip
from pathlib import Path

import brotli
import pytest

from qingdan import files
from qingdan.build import offline
from qingdan.files import PACKERS, Batch, File, Manifest, MissingPackerError

LONG = "公开政务信息，" * 200


@pytest.fixture
def both():
    return [make() for make in PACKERS.values()]


def wanted(text: str = LONG) -> list[File | Batch]:
    return [
        File("a/index.html", text.encode(), text[-9:]),
        File("a/small.html", b"<p>", "small"),
        File("a/sheet.xlsx", b"PK" + text.encode(), text[-9:]),
        Batch("data", lambda: [File("data/tasks.json", LONG.encode(), "k")], "k"),
    ]


def build(root: Path, files_, packers, before=None):
    """Written as a build writes: beside, then swapped."""
    manifest = before.manifest if before else Manifest()
    written = files.write_tree(
        files_, root / "new", root / "site", manifest, spare=files.spare_name(root / "site"), packers=packers
    )
    files.swap(root / "new", root / "site")
    return written


def names(root: Path) -> list[str]:
    site = root / "site"
    return sorted(f.relative_to(site).as_posix() for f in site.rglob("*") if f.is_file())


PLAIN = ["a/index.html", "a/sheet.xlsx", "a/small.html", "data/tasks.json"]
PACKED = sorted([*PLAIN, "a/index.html.gz", "a/index.html.br", "data/tasks.json.gz", "data/tasks.json.br"])


def test_texts_are_packed_and_nothing_else(tmp_path, both):
    written = build(tmp_path, wanted(), both)
    assert names(tmp_path) == PACKED
    assert (written.new, written.kept) == (8, 0)
    packed = (tmp_path / "site/a/index.html.gz").read_bytes()
    assert gzip.decompress(packed).decode() == LONG
    assert packed[4:8] == b"\0\0\0\0"  # no time in it
    assert brotli.decompress((tmp_path / "site/data/tasks.json.br").read_bytes()).decode() == LONG


def test_only_what_changed_is_packed_again(tmp_path, both, monkeypatch):
    first = build(tmp_path, wanted(), both)
    before = {name: (tmp_path / "site" / name).stat().st_mtime_ns for name in PACKED}
    done = []
    spied = [p._replace(pack=lambda data, p=p: done.append(p.suffix) or p.pack(data)) for p in both]
    second = build(tmp_path, wanted(LONG + "改了。"), spied, first)
    assert done == [".gz", ".br"]
    assert (second.new, second.kept) == (4, 4)  # the page, its two forms, the sheet
    after = {name: (tmp_path / "site" / name).stat().st_mtime_ns for name in PACKED}
    assert {name for name in PACKED if before[name] != after[name]} == {
        "a/index.html", "a/index.html.gz", "a/index.html.br", "a/sheet.xlsx",
    }  # fmt: skip
    third = build(tmp_path, wanted(), spied, second)  # from the second edit on, in the spare folder
    assert done == [".gz", ".br"] * 2
    assert gzip.decompress((tmp_path / "site/a/index.html.gz").read_bytes()).decode() == LONG
    assert files.same_as_before(wanted(), tmp_path / "site", third.manifest, both)
    assert files.same_as_before(wanted(), tmp_path / "site", third.manifest) is None


def test_forms_come_and_go_with_the_option(tmp_path, both):
    first = build(tmp_path, wanted(), ())
    assert names(tmp_path) == PLAIN
    assert files.same_as_before(wanted(), tmp_path / "site", first.manifest, both) is None
    second = build(tmp_path, wanted(), both, first)
    assert names(tmp_path) == PACKED
    assert (second.new, second.kept) == (4, 4)
    third = build(tmp_path, wanted(), both[:1], second)
    assert names(tmp_path) == [name for name in PACKED if not name.endswith(".br")]
    build(tmp_path, wanted(), (), third)
    assert names(tmp_path) == PLAIN


def test_another_way_of_packing_packs_anew(tmp_path, both):
    first = build(tmp_path, wanted(), both)
    other = [p._replace(mark="another", pack=lambda data: b"other") for p in both]
    build(tmp_path, wanted(), other, first)
    assert (tmp_path / "site/a/index.html.gz").read_bytes() == b"other"


def test_the_offline_edition_holds_none_of_them(tmp_path, both):
    build(tmp_path, wanted(), both)
    counts = [
        offline.pack(tmp_path / "site", names, tmp_path / f"{len(names)}.zip") for names in (PLAIN, PACKED)
    ]
    assert counts == [5, 5]  # and the page that opens it
    assert (tmp_path / f"{len(PLAIN)}.zip").read_bytes() == (tmp_path / f"{len(PACKED)}.zip").read_bytes()


def test_a_missing_library_is_an_error_of_its_own(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "brotli", None)
    with pytest.raises(MissingPackerError):
        PACKERS["br"]()
