"""The files of the index: what they hold, how large they are, how little of them an edit changes."""

from __future__ import annotations

import gzip
import json
import random
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.build.shell_html import slim_script, slim_style
from qingdan.model import Library, Site, Task, Text
from qingdan.search import files, layout
from qingdan.search.analysis import grade
from qingdan.search.codec import Numbers, encode, pack, shard_of, unpack
from qingdan.search.layout import Layout
from qingdan.search.opened import Opened
from qingdan.search.parts import bounded_line
from qingdan.search.passages import Passage
from qingdan.search.reader import Reader
from qingdan.search.shards import encode_array, shards_of
from qingdan.search.suffixes import DEPTH, line_of

from .plain_scan import scan
from .test_reader import substrings


@given(st.lists(st.integers(0, 2**40) | st.integers(0, 20_000)))
def test_numbers_come_back(numbers: list[int]) -> None:
    assert list(Numbers(encode(numbers))) == numbers
    data, sizes = encode_array(np.array(numbers, np.int64))
    assert data.tobytes() == encode(numbers)
    assert [len(encode([n])) for n in numbers] == sizes.tolist()


@given(st.binary(max_size=300))
def test_packed_bytes_come_back_or_are_refused(data: bytes) -> None:
    packed = pack(data)
    assert unpack(packed) == data == gzip.decompress(packed)
    assert packed == pack(data)
    for broken in (packed[:-1], packed[:-9], packed + b"x", b""):
        with pytest.raises(zlib.error):
            unpack(broken)


_FIELD = st.text(alphabet="政务公开一、(", min_size=1, max_size=9)
_REPEATED = st.sampled_from(
    [
        "公开政务公开政务公开政务公开",
        "各区、县(市)政府和有关部门和单位",
        "一",
        "公公公公公公公公公公公公公公公",
    ]
)
_FIELDS = st.lists(_FIELD | _REPEATED, max_size=4).map("\n".join)


_CUTS = st.tuples(st.integers(0, 2**16), st.integers(0, 2**16), st.integers(1, 40))


@given(
    drawn=st.lists(st.builds(Passage, _FIELDS, _FIELDS), max_size=30),
    times=st.sampled_from([1, 9]),
    apart=st.sampled_from([1, 70]),
    most=st.sampled_from([2, 7, 1000]),
    cuts=st.lists(_CUTS, min_size=6, max_size=6),
)
def test_every_piece_is_found_where_it_stands_and_how(
    drawn: list[Passage], times: int, apart: int, most: int, cuts: list[tuple[int, int, int]]
) -> None:
    """Against each passage itself: in common beginnings, small pages, overfull ones, long words. All is drawn
    before anything is asserted: else what fails once only would be called a flaky strategy."""
    passages = drawn * times
    spread = {48 + apart * i: passage for i, passage in enumerate(passages)}
    shape = Layout((max(spread, default=0),), 1)
    text, sizes = bounded_line(spread.values())
    line = line_of([text[:40], text[40:]], sizes, list(spread))
    made = shards_of(line, shape, most)
    files = {
        f"search/{kind}/{i}.bin": pack(content)
        for kind in ("grams", "lists", "positions", "summaries")
        for i, content in enumerate(getattr(made, kind))
    }
    counts = {kind: getattr(shape, kind) for kind in ("grams", "lists", "positions", "summaries")}
    manifest = {
        "format": 4,
        "tasks": list(shape.tasks),
        "slot": layout.SLOT,
        "common": "\n".join(made.common),
    }
    files["search/index.bin"] = pack(json.dumps(manifest | counts).encode("utf-16-le"))
    opened = Opened(files.__getitem__)
    opened.passage = spread.__getitem__  # type: ignore[method-assign]
    fields = [field for p in passages for part in p for field in part.split("\n") if field]
    for which, where, length in cuts:
        field = [*fields, "务政公开"][which % (len(fields) + 1)]
        start = where % len(field)
        word = field[start : start + length]
        wanted = {n: how for n, p in spread.items() if (how := grade(word, p.head, p.text)) >= 0}
        assert opened.lookup(word) == wanted


def test_summaries_tell_what_the_reader_finds_first(
    large: Library, large_index: dict[str, bytes], large_reader: Reader
) -> None:
    opened = Opened(large_index.__getitem__)
    told = 0
    for word in ["的", "公", "政务", "公开", "政府", "各区、县(市)", "信息", *opened._common]:
        summary = opened.summary(word)
        if summary is None:
            continue
        told += 1
        match = large_reader.find('"' + word.translate(_PRINTED) + '"')
        total, tasks, total_documents, documents = summary
        assert (total, total_documents) == (len(match.tasks), len(match.documents))
        assert tasks == match.tasks[: len(tasks)]
        assert documents == match.documents[: len(documents)]
    assert told > 5


_PRINTED = str.maketrans("\x0b\x0c\x0d\x0e\x0f\x10\x11", "、。,;:()")


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
    assert [path for path in before if before[path] != after[path]] == ["search/index.bin", "search/index.js"]


def test_an_edit_changes_few_files(large: Library, large_index: dict[str, bytes]) -> None:
    after = {file.path: file.read() for file in files(_edited(large))}
    assert after.keys() == large_index.keys()
    changed = [path.split("/")[1] for path in after if after[path] != large_index[path]]
    # of 128: the four pairs that came, and what now goes on otherwise
    assert 2 <= changed.count("grams") <= 4 + DEPTH
    assert changed.count("lists") <= 8
    assert changed.count("positions") <= 4 + DEPTH
    assert changed.count("summaries") <= 8
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
    manifest = unpack(index["search/index.bin"]).decode("utf-16-le").replace('"format":4', '"format":1')
    with pytest.raises(ValueError, match="another format"):
        Opened(lambda _: pack(manifest.encode("utf-16-le")))


def _packed(root: Path, *names: str) -> int:
    texts = ((root / "templates/theme/assets" / name).read_text("utf-8") for name in names)
    return sum(
        len(gzip.compress((slim_script(t) if "use strict" in t else slim_style(t)).encode())) for t in texts
    )


def test_sizes(root: Path, index: dict[str, bytes], large: Library, large_index: dict[str, bytes]) -> None:
    """What a browser fetches for its first answer, packed."""
    reader = ("search-text.js", "search-index.js", "search-shards.js")
    assert _packed(root, *reader) < 12 * 1024
    assert _packed(root, "search-suggest.js") + len(index["search/suggest.bin"]) < 9_000
    page = _packed(root, "search-text.js", "search-index.js", "search.js", "search.css")
    assert page + len(index["search/index.bin"]) < 44_000
    page += _packed(root, "search-shards.js")
    fetched = []
    for query in substrings(large, 60, 9):
        seen: dict[str, int] = {}

        def read(path: str, seen: dict[str, int] = seen) -> bytes:
            seen[path] = len(large_index[path])
            return large_index[path]

        reader = Reader(Opened(read))
        match = reader.find(query)
        for number in match.tasks[:10]:
            reader._index.task_id(number)
        for ordinal in match.documents[:3]:
            reader._index.document(ordinal)
        fetched.append(page + sum(seen.values()))
    assert sorted(fetched)[30] < 100_000
    assert max(fetched) < 125_000
    assert len(large_index) < 4_000
