"""Writing beside and swapping: the old site stays whole whatever happens."""

import os
from pathlib import Path

import pytest

from qingdan import files
from qingdan.files import DoubledPathError, File


def site(*pairs: tuple[str, str], key: str = "") -> list[File]:
    return [File(path, text.encode(), key) for path, text in pairs]


def test_writes_folders_and_bytes(tmp_path: Path) -> None:
    written = files.write_tree(
        site(("a/b/c.html", "一"), ("d.txt", "二")), tmp_path / "new", tmp_path / "old", {}
    )
    assert (tmp_path / "new/a/b/c.html").read_text("utf-8") == "一"
    assert (written.new, written.kept, written.size) == (2, 0, 6)


def test_same_key_is_taken_over_without_making_it(tmp_path: Path) -> None:
    first = files.write_tree([File("p", b"1", "k")], tmp_path / "old", tmp_path / "none", {})

    def never() -> bytes:
        raise AssertionError("made although its key is the same")

    second = files.write_tree([File("p", never, "k")], tmp_path / "new", tmp_path / "old", first.manifest)
    assert (tmp_path / "new/p").read_bytes() == b"1"
    assert (second.new, second.kept) == (0, 1)
    assert second.manifest == first.manifest


def test_another_key_with_the_same_bytes_keeps_the_time_stamp(tmp_path: Path) -> None:
    first = files.write_tree([File("p", b"1", "k1")], tmp_path / "old", tmp_path / "none", {})
    second = files.write_tree([File("p", b"1", "k2")], tmp_path / "new", tmp_path / "old", first.manifest)
    assert second.kept == 1
    assert second.manifest["p"].key == "k2"
    assert (tmp_path / "new/p").stat().st_mtime_ns == (tmp_path / "old/p").stat().st_mtime_ns


def test_a_file_that_somebody_touched_is_made_anew(tmp_path: Path) -> None:
    first = files.write_tree([File("p", b"1", "k")], tmp_path / "old", tmp_path / "none", {})
    (tmp_path / "old/p").write_bytes(b"spam")
    files.write_tree([File("p", b"1", "k")], tmp_path / "new", tmp_path / "old", first.manifest)
    assert (tmp_path / "new/p").read_bytes() == b"1"


def test_nothing_to_write_is_known_beforehand(tmp_path: Path) -> None:
    wanted = [File("a/p", b"1", "k"), File("q", b"2", "l")]
    first = files.write_tree(wanted, tmp_path / "old", tmp_path / "none", {})
    same = files.same_as_before(wanted, tmp_path / "old", first.manifest)
    assert same is not None
    assert files.same_as_before([wanted[0], File("q", b"2")], tmp_path / "old", first.manifest) == same
    assert (same.new, same.kept, same.size, same.manifest) == (0, 2, 2, first.manifest)
    other = [
        [*wanted, File("r", b"", "m")],
        wanted[:1],
        [wanted[0], File("q", b"2", "other key")],
        [wanted[0], File("q", b"3")],
        [wanted[0], File("q", lambda: b"2")],
    ]
    assert [files.same_as_before(o, tmp_path / "old", first.manifest) for o in other] == [None] * 5
    (tmp_path / "old/q").write_bytes(b"spam")
    assert files.same_as_before(wanted, tmp_path / "old", first.manifest) is None


def test_doubled_paths_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(DoubledPathError, match=r"a\.html"):
        files.write_tree(site(("a.html", "1"), ("a.html", "2")), tmp_path / "new", tmp_path / "old", {})
    assert not (tmp_path / "new").exists()


def test_processes_write_the_same_as_one(tmp_path: Path) -> None:
    wanted = [File(f"{i % 7}/{i}.html", lambda i=i: str(i).encode() * 50, f"k{i}") for i in range(900)]

    def inspect(path: str, content: bytes) -> object:
        return (path, len(content))

    one = files.write_tree(wanted, tmp_path / "one", tmp_path / "none", {}, jobs=1, inspect=inspect)
    two = files.write_tree(wanted, tmp_path / "two", tmp_path / "none", {}, jobs=2, inspect=inspect)
    assert [(r.key, r.digest) for r in one.manifest.values()] == [
        (r.key, r.digest) for r in two.manifest.values()
    ]
    assert one.inspected == two.inspected
    assert len(one.inspected) == 900
    for path in one.manifest:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes()


def test_one_process_makes_a_whole_group(tmp_path: Path) -> None:
    wanted = [
        File(f"{i}.txt", lambda: str(os.getpid()).encode(), group="g" if i % 3 == 0 else "")
        for i in range(900)
    ]
    files.write_tree(wanted, tmp_path / "new", tmp_path / "none", {}, jobs=2)
    assert len({(tmp_path / "new" / f.path).read_bytes() for f in wanted if f.group}) == 1


def test_a_fault_in_a_process_reaches_the_caller(tmp_path: Path) -> None:
    def broken() -> bytes:
        raise RuntimeError("broken page")

    wanted = [File(f"{i}.html", b"x") for i in range(500)] + [File("bad.html", broken)]
    with pytest.raises(RuntimeError, match="broken page"):
        files.write_tree(wanted, tmp_path / "new", tmp_path / "old", {}, jobs=2)


def test_swap_replaces_and_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "site"
    for text in ("1", "2"):
        new = files.building_name(target)
        new.mkdir()
        (new / "index.html").write_text(text)
        files.swap(new, target)
        assert (target / "index.html").read_text() == text
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_swap_killed_half_way_is_undone(tmp_path: Path) -> None:
    target = tmp_path / "site"
    (tmp_path / ".site.old").mkdir()
    (tmp_path / ".site.old/index.html").write_text("old")
    (tmp_path / ".site.building-99999999").mkdir()
    files.recover(target)
    assert (target / "index.html").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_manifest_round_trip_and_damage(tmp_path: Path) -> None:
    manifest = {"a": files.Row("k", "d", 1, 2)}
    path = tmp_path / "m.json"
    files.save_manifest(path, manifest, "program")
    assert files.load_manifest(path, "program") == manifest
    for damaged in ('{"a": [1', "[]", "{}", '{"program": "program", "files": {"a": 1}}'):
        path.write_text(damaged)
        assert files.load_manifest(path, "program") == {}


def test_another_program_takes_nothing_over_by_key(tmp_path: Path) -> None:
    first = files.write_tree([File("p", b"1", "k")], tmp_path / "old", tmp_path / "none", {})
    files.save_manifest(tmp_path / "m.json", first.manifest, "old program")
    manifest = files.load_manifest(tmp_path / "m.json", "new program")
    written = files.write_tree([File("p", b"2", "k")], tmp_path / "new", tmp_path / "old", manifest)
    assert (tmp_path / "new/p").read_bytes() == b"2"
    assert written.kept == 0
