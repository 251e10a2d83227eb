"""The files of the index: what they hold, how large they are, how little of them an edit changes."""

from __future__ import annotations

import gzip
import random
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qingdan.search.grams import characters, grams
from qingdan.search.postings import (
    character_shard,
    gram_shard,
    in_shards,
    read_characters,
    read_passages,
    read_positions,
    read_shard,
    split_lengths,
)

from qingdan.model import Library, Site, Task, Text
from qingdan.search import files
from qingdan.search.codec import decode, encode, pack, shard_of, unpack
from qingdan.search.opened import Opened
from qingdan.search.passages import Passage
from qingdan.search.query import parse
from qingdan.search.reader import Reader

from .plain_scan import scan
from .test_reader import substrings


@given(st.lists(st.integers(0, 2**40) | st.integers(0, 5000)))
def test_numbers_come_back(numbers: list[int]) -> None:
    assert list(decode(encode(numbers))) == numbers


@given(st.binary(max_size=300))
def test_packed_bytes_come_back_or_are_refused(data: bytes) -> None:
    packed = pack(data)
    assert unpack(packed) == data == gzip.decompress(packed)
    assert packed == pack(data)
    for broken in (packed[:-1], packed[:-9], packed + b"x", b""):
        with pytest.raises(zlib.error):
            unpack(broken)


words = st.text(alphabet="政务公开\n一", max_size=12)


@given(st.lists(st.builds(Passage, words, words), max_size=8), st.sampled_from([0, 1, 3, 1000]))
def test_postings_hold_every_place(passages: list[Passage], most: int) -> None:
    numbered = dict(enumerate(passages, 5))
    found = grams(numbered, most)
    common = found.common
    wanted: dict[str, dict[int, tuple[list[int], list[int]]]] = {}
    for number, (head, text) in numbered.items():
        for area, line in enumerate((text, head)):
            for length in range(2, 7):
                for at in range(len(line) - length + 1):
                    gram = line[at : at + length]
                    is_gram = length == 2 or gram[1:] in common or gram[:-1] in common
                    if "\n" not in gram and is_gram:
                        wanted.setdefault(gram, {}).setdefault(number, ([], []))[area].append(at)
    got = {}
    for group in in_shards(found.places, 4):
        shard = gram_shard(found, group)
        listed = read_shard(shard.passages)
        for (gram, data), places in zip(
            listed.items(), split_lengths(shard.positions, len(listed)), strict=True
        ):
            standing = read_passages(data)
            assert [how in (1, 3) for how in standing.values()] == [
                bool(in_head) for _, in_head in wanted[gram].values()
            ]
            got[gram] = wanted[gram] if gram in common else read_positions(places, standing)
    assert got == wanted
    single = characters(numbered.items())
    shards = [character_shard(single, group) for group in in_shards(single, 4)]
    read = {c: read_characters(data) for shard in shards for c, data in read_shard(shard).items()}
    assert read == {
        c: {n: int(c in p.head) for n, p in numbered.items() if c in p.head + p.text}
        for c in set("".join(p.head + p.text for p in passages)) - {"\n"}
    }


def test_shards_are_used_evenly() -> None:
    chance = random.Random(1)
    pairs = {
        chr(chance.randrange(0x4E00, 0x6000)) + chr(chance.randrange(0x4E00, 0x6000)) for _ in range(6400)
    }
    sizes = [0] * 64
    for pair in pairs:
        sizes[shard_of(pair, 64)] += 1
    assert 50 < min(sizes) <= max(sizes) < 160


def test_same_library_same_bytes(large: Library, large_index: dict[str, bytes]) -> None:
    assert {file.path: file.read() for file in files(large)} == large_index
    turned = replace(large, documents=large.documents[::-1])
    assert {file.path: file.read() for file in files(turned)} == large_index


def test_keys_tell_what_changed(library: Library) -> None:
    before = {file.path: file.key for file in files(library)}
    after = {file.path: file.key for file in files(_edited(library))}
    assert all(before.values())
    assert [path for path in before if before[path] != after[path]] == ["search/index.bin"]


def test_an_edit_changes_few_files(large: Library, large_index: dict[str, bytes]) -> None:
    after = {file.path: file.read() for file in files(_edited(large))}
    assert after.keys() == large_index.keys()
    changed = [path.split("/")[1] for path in after if after[path] != large_index[path]]
    assert 2 <= changed.count("grams") <= 8  # of 128: the pairs of the words that came
    assert changed.count("positions") <= 8
    assert changed.count("blocks") == 1
    assert changed.count("facets") == 0


def _edited(library: Library) -> Library:
    """With a few words more at the end of one task."""
    document = library.documents[0]
    part = document.lists[0]
    task = part.tasks[0]
    cells = {**task.cells, "text": Text(task.text.value + "另行通知", task.text.place)}
    entries = tuple(replace(e, cells=cells) if isinstance(e, Task) and e is task else e for e in part.entries)
    lists = (replace(part, entries=entries), *document.lists[1:])
    return replace(library, documents=(replace(document, lists=lists), *library.documents[1:]))


def test_a_library_without_documents_or_tasks(library: Library) -> None:
    def of(*documents: object) -> Reader:
        made = Library(
            site=Site(),
            documents=documents,
            regions=(),
            units={},
            duties={},
            due={},
            redirects={},  # type: ignore[arg-type]
        )
        return Reader(Opened({file.path: file.read() for file in files(made)}.__getitem__))

    assert of().search("公开").tasks == ()
    assert of().search("", {"region": "x"}).tasks == ()
    bare = replace(library.documents[-1], lists=())
    assert of(bare).search(bare.title.value).documents == (bare.id,)
    assert of(bare).search("公开").tasks == ()


def test_what_was_left_out_cannot_be_found(library: Library, reader: Reader) -> None:
    """A damaged passage of the source is published nowhere, the index included."""
    damaged = [left for d in library.documents for left in d.leftovers if left.damaged]
    assert damaged
    for left in damaged:
        for at in range(0, max(len(left.text.value) - 4, 1), 3):
            piece = left.text.value[at : at + 4]
            found = reader.search(piece)
            assert set(found.tasks) == scan(library, piece) or found.by_document


def test_damaged_files_raise(index: dict[str, bytes], large_index: dict[str, bytes]) -> None:
    for path in ("search/grams/0.bin", "search/blocks/0.bin"):
        data = large_index[path]
        for broken in (data[:-1], b"", b"<!doctype html>", pack(unpack(data)[:-1]), pack(b"\xff" * 40)):
            opened = Opened({**large_index, path: broken}.__getitem__)
            with pytest.raises((zlib.error, ValueError)):
                opened._read_block(0) if "blocks" in path else opened._shard(0)
    manifest = unpack(index["search/index.bin"]).decode("utf-16-le").replace('"format":1', '"format":2')
    with pytest.raises(ValueError, match="another format"):
        Opened(lambda _: pack(manifest.encode("utf-16-le")))


def _scripts(root: Path, *names: str) -> int:
    return sum(len(gzip.compress((root / "templates/theme/assets" / n).read_bytes())) for n in names)


def test_sizes(root: Path, index: dict[str, bytes], large: Library, large_index: dict[str, bytes]) -> None:
    """What a browser fetches for its first answer, packed."""
    assert _scripts(root, "search-text.js", "search-index.js") < 12_000
    page = _scripts(root, "search-text.js", "search-index.js", "search.js", "search.css")
    assert page + len(index["search/index.bin"]) < 45_000
    fetched = []
    for query in substrings(large, 60, 9):
        seen: dict[str, int] = {}

        def read(path: str, seen: dict[str, int] = seen) -> bytes:
            seen[path] = len(large_index[path])
            return large_index[path]

        reader = Reader(Opened(read))
        match = reader._run(parse(query))
        for number in match.tasks[:10]:
            reader._index.task_id(number)
        for ordinal in match.documents[:3]:
            reader._index.document(ordinal)
        fetched.append(page + sum(seen.values()))
    assert sorted(fetched)[30] < 100_000
    assert max(fetched) < 125_000
    assert len(large_index) < 4_000
