"""From the clerk's file to the message: one character of the YAML changed, and `check` names its place,
the place in the original, and both readings."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest

from qingdan.checks import check, check_document
from qingdan.checks.case import Shared
from qingdan.importers import read
from qingdan.loader import Loaded, Source, load, load_document, locate
from qingdan.model import OriginalText, Task
from qingdan.problems import Problem, Severity, has_errors

ROOT = Path(__file__).parent.parent.parent
IDS = ("deqing-2022", "jiaxing-2020", "shaoxing-2022", "unnamed-city-2022", "zhejiang-2021")
NEW = "囧"


@cache
def loaded() -> Loaded:
    return load(ROOT / "content")


@cache
def original(id_: str) -> OriginalText:
    document = loaded().library.document(id_)
    assert document.original
    file = ROOT / "content" / "originals" / document.original.file
    text, problems = read(file.name, file.read_bytes(), f"content/originals/{file.name}")
    assert text
    assert not problems
    return text


@cache
def shared() -> Shared:
    return Shared.of(loaded().library)


def errors(source: Source) -> list[Problem]:
    """What is wrong with a changed YAML of one of the five."""
    result = load_document(source)
    problems = list(result.problems)
    if result.document:
        id_ = result.document.id
        problems += check_document(result.document, original(id_), {source.file: source}, shared())
    return [p for p in problems if p.severity is Severity.ERROR]


def test_the_five_have_no_error() -> None:
    originals = {id_: original(id_) for id_ in IDS}
    problems = check(loaded().library, originals, loaded().sources)
    assert not has_errors(problems)
    assert not has_errors(loaded().problems)


def test_what_readers_are_told_of_the_five() -> None:
    originals = {id_: original(id_) for id_ in IDS}
    told = {(p.subject, p.public) for p in check(loaded().library, originals, loaded().sources) if p.public}
    assert ("unnamed-city-2022/3", "原文如此：正文写“年底前”，时限一栏写“10月底前”。") in told
    assert ("unnamed-city-2022/4", "原文如此：正文写“年底前”，时限一栏写“10月底前”。") in told
    assert ("shaoxing-2022/37", "原文如此：正文写“2022年底前”，时限一栏写“三季度前”。") in told
    assert {id_ for id_, _ in told} == {
        *("unnamed-city-2022/3", "unnamed-city-2022/4", "shaoxing-2022/37"),
        *("deqing-2022", "deqing-2022/14", "deqing-2022/18", "deqing-2022/3-3"),
    }
    assert not any("365" in public for _, public in told)


def test_only_checks_what_is_asked() -> None:
    originals = {id_: original(id_) for id_ in IDS}
    problems = check(loaded().library, originals, loaded().sources, only={"shaoxing-2022"})
    assert {p.place.file for p in problems} == {"content/documents/shaoxing-2022.yaml"}


@pytest.mark.parametrize("id_", IDS)
def test_a_changed_character_is_named_with_both_places_and_readings(id_: str) -> None:
    document, chance = loaded().library.document(id_), random.Random(id_)
    file = document.place.file
    source = loaded().sources[file]
    for task in document.tasks:
        name = chance.choice([n for n in task.cells if n != "number"])
        words = task.cells[name].value
        at = chance.choice([i for i, c in enumerate(words) if not c.isspace()])
        place = locate(source, task.cells[name], at).place
        line = source.lines[place.line - 1]
        column = place.column - 1
        assert line[column] == words[at]
        changed = line[:column] + NEW + line[column + 1 :]
        lines = (*source.lines[: place.line - 1], changed, *source.lines[place.line :])
        (problem,) = errors(Source(file, source.sha256, lines))
        assert (problem.rule, problem.place, problem.subject) == ("changed-words", place, task.id)
        ours, theirs = problem.excerpts
        assert (ours.text, ours.width) == (changed, 1)
        assert theirs.place.file == f"content/originals/{id_}.txt"
        assert theirs.text[theirs.place.column - 1 : theirs.place.column - 1 + theirs.width] == words[at]
        assert f"{NEW}" in problem.message.split("，原件是")[0]
        assert NEW not in problem.message.split("，原件是")[1]


@pytest.mark.parametrize("id_", IDS)
def test_a_changed_character_of_the_original_fails(id_: str) -> None:
    document, text = loaded().library.document(id_), original(id_)
    task = next(e for e in document.lists[-1].entries if isinstance(e, Task))
    words = task.text.value[:6]
    lines = tuple(line.replace(words, words[:5] + NEW) for line in text.lines)
    changed = text._replace(lines=lines, sha256="0" * 64)
    rules = {p.rule for p in check_document(document, changed, loaded().sources, shared())}
    assert {"changed-original", "changed-words"} <= rules
