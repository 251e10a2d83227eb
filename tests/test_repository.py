"""The repository keeps its own promises: locks, pinned actions, originals as received."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)(?: ; ([^\\]+?))? \\$", re.MULTILINE)


def _pins(lock: str) -> set[tuple[str, str, str]]:
    """(name, version, marker) of each pin."""
    found = PIN.findall((ROOT / lock).read_text("utf-8"))
    return {(name, version, marker) for name, version, marker in found}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_a_pin_or_its_hash_or_a_comment(lock: str) -> None:
    for line in (ROOT / lock).read_text("utf-8").splitlines():
        assert re.match(r" *#|    --hash=sha256:[0-9a-f]{64}( \\)?$", line) or PIN.match(line), line


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_no_host_and_no_path_of_a_machine(lock: str) -> None:
    assert not re.search(
        r"://|find-links|index-url|/(opt|work|home|root|tmp)/", (ROOT / lock).read_text("utf-8")
    )


def test_the_developers_lock_only_adds_to_the_runtime_lock() -> None:
    runtime, all_ = ({pin[:2] for pin in _pins(lock)} for lock in LOCKS)
    assert runtime <= all_


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        ("requirements.lock", PROJECT["dependency-groups"]["setup"]),
        ("requirements-dev.lock", PROJECT["project"]["optional-dependencies"]["dev"]),
    ],
)
def test_pyproject_pins_exactly_what_the_locks_hold(lock: str, wanted: list[str]) -> None:
    assert {f"{name}=={version}" for name, version, _ in _pins(lock)} >= set(wanted), "make lock"


def test_actions_are_pinned_by_commit() -> None:
    for workflow in (ROOT / ".github/workflows").glob("*.yml"):
        for job in yaml.safe_load(workflow.read_text("utf-8"))["jobs"].values():
            for step in job["steps"]:
                assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step.get("uses", "a/b@" + "0" * 40))


def test_git_converts_no_original() -> None:
    files = sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "content/originals").rglob("*.*"))
    said = subprocess.run(
        ["git", "check-attr", "text", "--", *files], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if said.returncode:
        pytest.skip(f"no git repository here: {said.stderr.strip()}")
    assert [line.rsplit(": ", 1)[1] for line in said.stdout.splitlines()] == ["unset"] * len(files)


def test_make_help_tells_every_target() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    targets = {t for line in re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE) for t in line.split()}
    for target in targets - {"help", "lint"}:
        assert f"make {target}" in text.split("\nsite:")[0], target
