"""Every fault of form has a bad sample and its exact message beside it (`make renew` writes the
messages anew; a person reads the diff)."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingdan.loader import RULES, Directory, Report, load, load_document, read_registry
from qingdan.loader.decoding import decode
from qingdan.problems import Problem, in_order, render_text

BAD = Path(__file__).parent.parent / "bad" / "loader"
SAMPLES = sorted(path for path in BAD.iterdir() if path.suffix == ".yaml" or path.is_dir())
REGISTRY = """\
地区: 浙江省/绍兴市
网址名: shaoxing
单位:
- {名称: 市财政局, 网址名: shi-cai-zheng-ju}
泛称:
- {名称: 各区、县（市）政府, 网址名: ge-qu-xian-shi-zheng-fu}
"""
TESTED_BY_HAND = {"unreadable-file", "file-too-large"}
"""Files of 5 MB and files that are not there make no samples: see test_library."""


def problems_of(sample: Path) -> list[Problem]:
    """A file is a document of 绍兴, a folder a whole content folder."""
    if sample.is_dir():
        return list(load(sample).problems)
    registry = read_registry(Report(decode("content/units/shaoxing.yaml", REGISTRY.encode())[0]))
    assert registry
    source, problems = decode(f"content/documents/{sample.name}", sample.read_bytes())
    return in_order([*problems, *load_document(source, Directory([registry])).problems])


def named(sample: Path) -> set[str]:
    """The rules that the sample's name may mean: anchor-alias -> anchor."""
    return {rule for rule in RULES if f"{sample.stem}-".startswith(f"{rule}-")}


@pytest.mark.golden
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_bad_sample_gives_its_exact_message(sample: Path, renew: bool) -> None:
    problems = problems_of(sample)
    golden = sample.with_suffix(".txt")
    text = render_text(problems) + "\n"
    if renew:
        golden.write_text(text, "utf-8", newline="\n")
    assert golden.read_text("utf-8") == text, "make renew"
    if named(sample):
        assert named(sample) & {problem.rule for problem in problems}


def test_every_rule_has_a_sample() -> None:
    shown = {problem.rule for sample in SAMPLES for problem in problems_of(sample)}
    assert shown == RULES.keys() - TESTED_BY_HAND


def test_no_message_is_without_its_sample() -> None:
    assert {path.stem for path in BAD.glob("*.txt")} == {path.stem for path in SAMPLES}
