"""No bytes make the loader raise, and every text that YAML can carry comes back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from qingdan.loader import Report, load_document, locate, read_registry
from qingdan.loader.decoding import decode
from qingdan.loader.report import MENDED
from qingdan.loader.tree import compose
from qingdan.problems import Severity, has_errors, render_text
from qingdan.vocabulary import KEYS

SAMPLES = sorted((Path(__file__).parent.parent / "bad" / "loader").glob("*.yaml"))
FILE = "content/documents/shaoxing-2022.yaml"
WORDS = sorted({key.key for table in KEYS.values() for key in table})
# fmt: off
PIECES = [
    *WORDS, ": ", "：", " ", "　", "\t", "\n", "\n  ", "\n    ", "- ", "-", "[", "]", "{", "}", ",", "，",
    '"', "'", "\\", ">", "#", " #", "&a", "*a", "!b", "%", "@", "`", "? ", "\r", "|-", "---\n", "...\n",
    "\u2028", "\x85", "\ufeff", "“", "2022", "市发改委、市财政局", "一、", "（一）", "\0",
]
# fmt: on


def _mistype(pattern: str, new: str) -> Callable[[str], str]:
    return lambda line: re.sub(pattern, new, line, count=1)


KEY = r"^( *(?:- )?[^ :'\"]{2,8}): (?=[^'\"|\[{])"
FAULTS = {
    "full-width-colon": _mistype(KEY, r"\1："),
    "missing-space": _mistype(KEY, r"\1:"),
    "tab-indentation": _mistype("^(?:  )+", "\t\t"),
    "full-width-space": _mistype("^    ", "　　"),
    "quotes": _mistype(KEY, r'\1: "'),
    "special-start": _mistype(KEY, r"\1: @"),
    "brackets": _mistype(KEY, r"\1: [附]"),
    "full-width-punctuation": _mistype("^( *)- (?=序号)", r"\1－ "),
    "indentation": _mistype("^  (?= +(?:- 序号|牵头单位|责任单位|完成时限))", ""),
}


@pytest.mark.parametrize("rule", FAULTS)
def test_a_slip_of_the_hand_in_a_real_notice_is_found_on_its_line(content: Path, rule: str) -> None:
    lines = (content / "documents" / "shaoxing-2022.yaml").read_text("utf-8").split("\n")
    tried = 0
    for at in range(len(lines)):
        slip = FAULTS[rule](lines[at])
        if slip == lines[at] or at % 3:
            continue
        tried += 1
        source, _ = decode(FILE, "\n".join([*lines[:at], slip, *lines[at + 1 :]]).encode())
        found = [
            (p.rule, p.place.line) for p in load_document(source).problems if p.severity is Severity.ERROR
        ]
        assert found == [(rule, at + 1)], slip
    assert tried > 10


def read_all(data: bytes) -> None:
    source, problems = decode(FILE, data)
    document, found = load_document(source)
    report = Report(source)
    read_registry(report)
    for problem in [*problems, *found, *report.problems]:
        place = problem.place
        assert 0 <= place.line <= len(source.lines)
        assert place.line == 0 or 1 <= place.column <= len(source.lines[place.line - 1]) + 1
    assert render_text([*problems, *found]) is not None
    assert document is None or {p.rule for p in found if p.severity is Severity.ERROR} <= MENDED | {
        "unknown-key"
    }
    assert document is not None or has_errors([*problems, *found])


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    read_all(data)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_pieces_of_yaml_raise(text: str) -> None:
    read_all(text.encode())


@given(st.sampled_from(SAMPLES), st.data())
def test_no_change_of_a_document_raises(sample: Path, data: st.DataObject) -> None:
    text = sample.read_bytes().decode("utf-8", "replace")
    at = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 3))
    piece = data.draw(st.sampled_from(["", *PIECES]))
    read_all((text[:at] + piece + text[at + length :]).encode())


@pytest.mark.parametrize("sign", ["[", "{a: ", "- ", "[{a: "])
def test_depth_is_bounded_before_anything_recurses(sign: str) -> None:
    source, _ = decode(FILE, (sign * 100_000).encode())
    report = Report(source)
    compose(report)
    assert {problem.rule for problem in report.problems} == {"too-deep"}


def test_many_parted_documents_are_told_of_once() -> None:
    source, _ = decode(FILE, b"a: b\n---\n" * 20_000)
    report = Report(source)
    compose(report)
    assert [problem.rule for problem in report.problems] == ["several-documents"]


TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60).filter(lambda text: text.strip())


@given(TEXTS, TEXTS, st.sampled_from(["|-", "plain", "'", '"', ">-"]))
def test_a_dumped_document_loads_back(text: str, heading: str, style: str) -> None:
    assume(not heading.lstrip().startswith(("序号", "内容", "段落")))
    rows = [heading, {"序号": "1", "内容": text, "责任单位": ["市发改委", "市财政局"]}]
    whole = {"标题": "清单", "年度": "2022", "清单": [{"形式": "表格", "条目": rows}]}
    dumped = yaml.dump(
        whole,
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=False,
        width=10**6,
        default_style=None if style == "plain" else style.rstrip("-"),
    )
    source, problems = decode(FILE, dumped.encode())
    document, found = load_document(source)
    if any(p.rule == "control-character" for p in (*problems, *found)):
        return  # said so
    assert document, render_text(found)
    task = document.tasks[0]
    assert task.text.value == text.strip()
    assert document.lists[0].entries[0].text.value == heading.strip()
    assert list(task.cells) == ["number", "text", "responsible"]


@given(TEXTS, st.sampled_from([None, "|", "'", '"', ">"]), st.data())
def test_every_character_is_located(text: str, style: str | None, data: st.DataObject) -> None:
    whole = {"标题": text, "年度": "2022", "清单": []}
    dumped = yaml.dump(
        whole, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, default_style=style, width=20
    )
    source, problems = decode(FILE, dumped.encode())
    document, _ = load_document(source)
    if document is None or problems:
        return
    words = document.title
    offset = data.draw(st.integers(0, len(words.value) - 1))
    found = locate(source, words, offset)
    written = source.lines[found.place.line - 1][found.place.column - 1]
    assert written == words.value[offset] or (style == '"' and written == "\\") or written == "\\"


@pytest.mark.parametrize(
    "text",
    [
        "a:\n" + " b\n" * 20_000 + "\t",
        "".join(f"k{n}: v\n" for n in range(20_000)),
        "标题: " + "[" * 50_000,
        "标题: '" + "''" * 50_000,
        "- [\n" * 20_000,
        "{文件：a，" * 20_000,
        "：\n" * 20_000,
    ],
    ids=lambda text: text[:8],
)
def test_large_nonsense_takes_time_in_proportion(text: str) -> None:
    read_all(text.encode())  # a squared effort would not end
