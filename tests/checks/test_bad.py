"""Every rule has a bad sample and its exact message beside it (`make renew` writes the messages
anew; a person reads the diff). `<rule>.yaml` or `<rule>-<which>.yaml`, its original in originals/."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from qingdan.checks import RULES, check
from qingdan.importers import read
from qingdan.loader import load
from qingdan.problems import Problem, has_errors, in_order, render_text

BAD = Path(__file__).parent.parent / "bad" / "checks"
SAMPLES = sorted(BAD.glob("*.yaml"))
TOGETHER = {"doubled-notice-2": "doubled-notice"}
"""Samples that need another one beside them."""


def problems_of(sample: Path, folder: Path) -> list[Problem]:
    """The problems of a content folder with this sample, its original and the registry."""
    content = folder / "content"
    shutil.copytree(BAD / "units", content / "units")
    (content / "documents").mkdir()
    (content / "originals").mkdir()
    for name in filter(None, (sample.stem, TOGETHER.get(sample.stem))):
        shutil.copy(BAD / f"{name}.yaml", content / "documents")
    loaded = load(content)
    problems = list(loaded.problems)
    originals = {}
    for document in loaded.library.documents:
        if document.original and (file := BAD / "originals" / document.original.file).exists():
            text, found = read(file.name, file.read_bytes(), f"content/originals/{file.name}")
            problems += found
            if text:
                originals[document.id] = text
    today = date(2026, 1, 1)
    return in_order([*problems, *check(loaded.library, originals, loaded.sources, today=today)])


def named(sample: Path) -> set[str]:
    """The rules that the sample's name may mean: number-form-ours -> number-form."""
    return {rule for rule in RULES if f"{sample.stem}-".startswith(f"{rule}-")}


@pytest.mark.golden
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_bad_sample_gives_its_exact_message(sample: Path, renew: bool, tmp_path: Path) -> None:
    problems = problems_of(sample, tmp_path)
    golden = sample.with_suffix(".txt")
    text = "".join(f"{paragraph}\n" for paragraph in [render_text(problems), *_public(problems)])
    if renew:
        golden.write_text(text, "utf-8", newline="\n")
    assert golden.read_text("utf-8") == text, "make renew"
    assert named(sample) & {problem.rule for problem in problems} or sample.stem == "doubled-notice"


def _public(problems: list[Problem]) -> list[str]:
    """What readers of the site are told."""
    return [f"网页：{p.subject}：{p.public}" for p in problems if p.public]


def test_every_rule_has_a_sample() -> None:
    assert set().union(*map(named, SAMPLES)) == RULES.keys()


def test_originals_of_samples_are_all_used() -> None:
    names = {sample.stem for sample in SAMPLES}
    assert {path.stem for path in (BAD / "originals").iterdir()} <= names


def test_a_good_document_has_no_problem(tmp_path: Path) -> None:
    assert problems_of(BAD / "doubled-notice.yaml", tmp_path) == []


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_problems_stand_in_order_and_say_how_to_mend(sample: Path, tmp_path: Path) -> None:
    problems = problems_of(sample, tmp_path)
    assert problems == in_order(problems)
    assert all(p.hint and p.message.endswith("。") for p in problems)
    assert has_errors(problems) or problems or sample.stem == "doubled-notice"
