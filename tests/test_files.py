"""Writing beside and swapping: the old site stays whole whatever happens."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from qingdan import files
from qingdan.files import Batch, Batched, Content, DoubledPathError, File, Manifest, Row, joined


def site(*pairs: tuple[str, str], key: str = "") -> list[File]:
    return [File(path, text.encode(), key) for path, text in pairs]


def test_writes_folders_and_bytes(tmp_path: Path) -> None:
    written = files.write_tree(
        site(("a/b/c.html", "一"), ("d.txt", "二")), tmp_path / "new", tmp_path / "old", Manifest()
    )
    assert (tmp_path / "new/a/b/c.html").read_text("utf-8") == "一"
    assert (written.new, written.kept, written.size) == (2, 0, 6)


def test_same_key_is_taken_over_without_making_it(tmp_path: Path) -> None:
    first = files.write_tree([File("p", b"1", "k")], tmp_path / "old", tmp_path / "none", Manifest())

    def never() -> bytes:
        raise AssertionError("made although its key is the same")

    second = files.write_tree([File("p", never, "k")], tmp_path / "new", tmp_path / "old", first.manifest)
    assert (tmp_path / "new/p").read_bytes() == b"1"
    assert (second.new, second.kept) == (0, 1)
    assert second.manifest == replace(first.manifest, spare=())


def test_another_key_with_the_same_bytes_keeps_the_time_stamp(tmp_path: Path) -> None:
    first = files.write_tree([File("p", b"1", "k1")], tmp_path / "old", tmp_path / "none", Manifest())
    second = files.write_tree([File("p", b"1", "k2")], tmp_path / "new", tmp_path / "old", first.manifest)
    assert second.kept == 1
    assert second.manifest.rows["p"].key == "k2"
    assert (tmp_path / "new/p").stat().st_mtime_ns == (tmp_path / "old/p").stat().st_mtime_ns


def test_a_file_that_somebody_touched_is_made_anew(tmp_path: Path) -> None:
    first = files.write_tree([File("p", b"1", "k")], tmp_path / "old", tmp_path / "none", Manifest())
    (tmp_path / "old/p").write_bytes(b"spam")
    files.write_tree([File("p", b"1", "k")], tmp_path / "new", tmp_path / "old", first.manifest)
    assert (tmp_path / "new/p").read_bytes() == b"1"


def test_nothing_to_write_is_known_beforehand(tmp_path: Path) -> None:
    wanted = [File("a/p", b"1", "k"), File("q", b"2", "l")]
    first = files.write_tree(wanted, tmp_path / "old", tmp_path / "none", Manifest())
    same = files.same_as_before(wanted, tmp_path / "old", first.manifest)
    assert same is not None
    assert files.same_as_before([wanted[0], File("q", b"2")], tmp_path / "old", first.manifest) == same
    assert (same.new, same.kept, same.size, same.manifest) == (0, 2, 2, first.manifest)
    other: list[list[File | Batch]] = [
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
        files.write_tree(
            site(("a.html", "1"), ("a.html", "2")), tmp_path / "new", tmp_path / "old", Manifest()
        )
    assert not (tmp_path / "new").exists()


def test_processes_write_the_same_as_one(tmp_path: Path) -> None:
    wanted = [File(f"{i % 7}/{i}.html", lambda i=i: str(i).encode() * 50, f"k{i}") for i in range(900)]

    class Inspector:
        def __init__(self) -> None:
            self.seen: dict[str, int] = {}

        def look(self, path: str, content: Content) -> None:
            self.seen[path] = len(joined(content))

        def noted(self) -> object:
            return self.seen

    def seen(written: files.Written) -> dict[str, int]:
        return {path: size for one in written.noted for path, size in one.items()}  # type: ignore[attr-defined]

    one = files.write_tree(wanted, tmp_path / "one", tmp_path / "none", Manifest(), inspector=Inspector)
    two = files.write_tree(
        wanted, tmp_path / "two", tmp_path / "none", Manifest(), jobs=2, inspector=Inspector
    )
    assert [(r.key, r.digest) for r in one.manifest.rows.values()] == [
        (r.key, r.digest) for r in two.manifest.rows.values()
    ]
    assert seen(one) == seen(two)
    assert len(seen(one)) == 900
    for path in one.manifest.rows:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes()


def listed(*made: File) -> Iterator[File]:
    yield from made


def test_one_process_lists_and_makes_a_whole_batch(tmp_path: Path) -> None:
    def files_() -> Iterator[File]:
        me = str(os.getpid()).encode()
        yield from (File(f"b/{i}.txt", me) for i in range(900))

    wanted = [File(f"{i}.txt", b"x") for i in range(900)]
    written = files.write_tree(
        [*wanted, Batch("b", files_, "k")], tmp_path / "new", tmp_path / "none", Manifest(), jobs=2
    )
    assert len({(tmp_path / "new" / f"b/{i}.txt").read_bytes() for i in range(900)}) == 1
    assert len(written.manifest.rows) == 1800


def test_a_batch_with_its_old_key_is_not_even_listed(tmp_path: Path) -> None:
    def never() -> Iterator[File]:
        raise AssertionError("listed although its key is the same")

    batch = Batch("b", lambda: listed(File("b/1", b"1"), File("b/2", lambda: b"2", "k2")), "k")
    first = files.write_tree([batch], tmp_path / "old", tmp_path / "none", Manifest())
    again = files.write_tree([Batch("b", never, "k")], tmp_path / "new", tmp_path / "old", first.manifest)
    assert again.manifest == replace(first.manifest, spare=())
    assert files.same_as_before([Batch("b", never, "k")], tmp_path / "old", first.manifest)
    other = files.write_tree(
        [Batch("b", lambda: listed(File("b/1", b"1"), File("b/3", b"3")), "l")],
        tmp_path / "third", tmp_path / "old", first.manifest,
    )  # fmt: skip
    assert set(other.manifest.rows) == {"b/1", "b/3"}
    assert (other.new, other.kept) == (1, 1)
    (tmp_path / "old/b/2").write_bytes(b"spam")
    with pytest.raises(AssertionError, match="listed"):
        files.write_tree([Batch("b", never, "k")], tmp_path / "fourth", tmp_path / "old", first.manifest)


def build(target: Path, manifest: Manifest, **texts: str) -> files.Written:
    """Write these files, and swap."""
    new = files.building_name(target)
    wanted = site(*((name.replace("_", "/"), text) for name, text in texts.items()))
    written = files.write_tree(wanted, new, target, manifest, spare=files.spare_name(target))
    files.swap(new, target)
    return written


def contents(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()}


def test_the_site_before_is_brought_up_to_date(tmp_path: Path) -> None:
    target = tmp_path / "site"
    first = build(target, Manifest(), a_p="1", b="2", c_d_e="3", f="4")
    second = build(target, first.manifest, a_p="1", b="changed", c_d_e="3", f="4")
    assert (second.new, second.kept) == (1, 3)
    kept = (files.spare_name(target) / "a").stat().st_ino
    third = build(target, second.manifest, a_p="1", b="again", g="new")
    assert (target / "a").stat().st_ino == kept, "the spare's folders come back"
    assert contents(target) == {"a/p": "1", "b": "again", "g": "new"}
    assert not (target / "c").exists()
    fourth = build(target, third.manifest, a="a file in the place of a folder", b_x="and the reverse", f="4")
    assert contents(target) == {"a": "a file in the place of a folder", "b/x": "and the reverse", "f": "4"}
    assert contents(files.spare_name(target)) == {"a/p": "1", "b": "again", "g": "new"}
    assert fourth.kept == 0


@pytest.mark.parametrize("spoil", ["foreign", "changed", "removed", "gone"])
def test_a_spare_that_somebody_touched_does_no_harm(tmp_path: Path, spoil: str) -> None:
    target, spare = tmp_path / "site", tmp_path / ".site.spare"
    first = build(target, Manifest(), a_p="1", b="2")
    second = build(target, first.manifest, a_p="1", b="3")
    if spoil == "foreign":
        (spare / "a/spam.html").write_text("spam")
    elif spoil == "changed":
        (spare / "a/p").unlink()
        (spare / "a/p").write_text("spam")
    elif spoil == "removed":
        (spare / "a/p").unlink()
        (spare / "a").rmdir()
    else:
        shutil.rmtree(spare)
    build(target, second.manifest, a_p="1", b="4")
    assert contents(target) == {"a/p": "1", "b": "4"}


def test_a_fault_in_a_process_reaches_the_caller(tmp_path: Path) -> None:
    def broken() -> bytes:
        raise RuntimeError("broken page")

    wanted = [File(f"{i}.html", b"x") for i in range(500)] + [File("bad.html", broken)]
    with pytest.raises(RuntimeError, match="broken page"):
        files.write_tree(wanted, tmp_path / "new", tmp_path / "old", Manifest(), jobs=2)


def test_swap_replaces_and_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "site"
    for text in ("1", "2"):
        new = files.building_name(target)
        new.mkdir()
        (new / "index.html").write_text(text)
        files.swap(new, target)
        assert (target / "index.html").read_text() == text
    assert sorted(p.name for p in tmp_path.iterdir()) == [".site.spare", "site"]
    assert (files.spare_name(target) / "index.html").read_text() == "1"


def test_a_swap_killed_half_way_is_undone(tmp_path: Path) -> None:
    target = tmp_path / "site"
    (tmp_path / ".site.old").mkdir()
    (tmp_path / ".site.old/index.html").write_text("old")
    (tmp_path / ".site.building-99999999").mkdir()
    files.recover(target)
    assert (target / "index.html").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_manifest_round_trip_and_damage(tmp_path: Path) -> None:
    manifest = Manifest({"a": Row("k", "d", 1, 2)}, {"b": Batched("k", ("a",))}, ("a",), {"n": [1]})
    path = tmp_path / "m.json"
    files.save_manifest(path, manifest, "program")
    assert files.load_manifest(path, "program") == manifest
    for damaged in ('{"a": [1', "[]", "{}", '{"program": "program", "files": {"a": 1}}'):
        path.write_text(damaged)
        assert files.load_manifest(path, "program") == Manifest()


def test_another_program_takes_nothing_over_by_key(tmp_path: Path) -> None:
    first = files.write_tree([File("p", b"1", "k")], tmp_path / "old", tmp_path / "none", Manifest())
    files.save_manifest(tmp_path / "m.json", first.manifest, "old program")
    manifest = files.load_manifest(tmp_path / "m.json", "new program")
    written = files.write_tree([File("p", b"2", "k")], tmp_path / "new", tmp_path / "old", manifest)
    assert (tmp_path / "new/p").read_bytes() == b"2"
    assert written.kept == 0
