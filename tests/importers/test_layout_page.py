"""docs/guide/layouts.md: every family of layouts has an example, and the example is read right.

The examples are passages of the samples; `test_samples` holds what those are read as.
"""

from __future__ import annotations

import re
from typing import get_args

import pytest

from qingdan.importers import formats
from qingdan.importers.recognise.tables import delimited, stacked

from .conftest import ROOT, SAMPLES, drafted_file

PAGE = (ROOT / "docs" / "guide" / "layouts.md").read_text("utf-8")
EXAMPLE = re.compile(r"### (?P<family>[^\n]+)\n(?:(?!###).)*?<!-- 样本：(?P<sample>[\w-]+) -->\n```text\n"
                     r"(?P<text>.*?)\n```", re.DOTALL)  # fmt: skip
EXAMPLES = {m["family"]: (m["sample"], m["text"]) for m in EXAMPLE.finditer(PAGE)}
DESTROYED = ("各格的文字连在了一起", "用线画出来的表，线画得不齐", "行和列对不上")


def test_every_family_has_an_example() -> None:
    assert re.findall(r"^### (.+)$", PAGE, re.MULTILINE) == list(EXAMPLES)


@pytest.mark.parametrize("family", EXAMPLES)
def test_an_example_is_a_passage_of_its_sample(family: str) -> None:
    sample, text = EXAMPLES[family]
    path = SAMPLES / f"{sample}.txt"
    assert path.with_suffix(".yaml").is_file()
    assert text in path.read_text("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize("family", EXAMPLES)
def test_a_sample_gives_tasks_unless_it_is_destroyed(family: str) -> None:
    document = drafted_file(SAMPLES / f"{EXAMPLES[family][0]}.txt").document
    assert document is not None
    assert bool(document.tasks) == (family not in DESTROYED)


def test_every_way_of_printing_a_table_is_shown() -> None:
    stacks, marks = set(), set()
    for sample, _ in EXAMPLES.values():
        path = SAMPLES / f"{sample}.txt"
        blocks = formats.read(path.name, path.read_bytes(), path.name).blocks
        for i in range(len(blocks)):
            if (in_line := delimited.header_at(blocks, i)) is not None:
                marks.add(in_line[0])
            elif (below := stacked.header_at(blocks, i)) is not None:
                stacks.add(below.mode)
    assert stacks == set(get_args(stacked.Mode))
    assert marks == set(delimited.MARKS)
