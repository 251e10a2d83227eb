"""`qingdan diff`: what is compared with what, and how it is said."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from qingdan.cli import main

ROOT = Path(__file__).parent.parent.parent
SHAOXING = "documents/shaoxing-2022.yaml"


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """The content, twice; the second with a report, a moved deadline and other words."""
    for name in ("old", "new"):
        shutil.copytree(ROOT / "content", tmp_path / name)
    edit(tmp_path / "new")
    return tmp_path / "old", tmp_path / "new"


def edit(content: Path) -> None:
    path = content / SHAOXING
    text = path.read_text("utf-8")
    for old, new in (
        (
            "完成时限: 12月底前\n",
            "完成时限: 12月底前\n    进展: [{日期: 2022-12-01, 状态: 已完成, 说明: 网上公开}]\n",
        ),
        ("牵头单位: 市财政局\n", "牵头单位: 市审计局\n"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


def test_it_says_what_a_clerk_changed(two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    old, new = two
    assert main(["diff", str(old), "--content", str(new)]) == 0
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert lines[0] == "shaoxing-2022"
    assert "  shaoxing-2022/3 进展：新增 2022-12-01 已完成 网上公开" in lines
    assert any(line.endswith("牵头单位：市财政局 → 市审计局") for line in lines)
    assert shown.err == f"共 {len(lines) - 1} 处不同。\n"


def test_published_data_are_an_edition_too(
    two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = two
    site = old.parent / "site"
    assert main(["build", "--content", str(old), "--output", str(site)]) == 0
    capsys.readouterr()
    assert main(["diff", str(site), str(old), "--content", str(old)]) == 0
    assert capsys.readouterr().err == "没有不同。\n"
    said = []
    for edition in (site, site / "data", old):
        assert main(["diff", str(edition), str(new), "--json", "--content", str(new)]) == 0
        said.append(json.loads(capsys.readouterr().out))
    assert said[0] == said[1] == said[2]
    assert {d["field"] for d in said[0]} >= {"progress", "lead_units"}


def test_a_version_of_git_is_an_edition_too(
    two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = two

    def git(*words: str) -> None:
        identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", *identity, "-C", str(old.parent), *words], check=True, capture_output=True)

    git("init", "-q")
    git("add", "old")
    git("commit", "-q", "-m", "one")
    edit(old)
    assert main(["diff", "HEAD", "--json", "--content", str(old)]) == 0
    by_git = json.loads(capsys.readouterr().out)
    assert main(["diff", "HEAD", str(new), "--json", "--content", str(old)]) == 0
    assert by_git == json.loads(capsys.readouterr().out) != []


Spoil = Callable[[Path], object]


@pytest.mark.parametrize(
    ("spoil", "old", "said"),
    [
        (lambda _: None, "nosuch", "没有 nosuch 这个文件夹"),
        (lambda _: None, "--output=x", "没有 --output=x 这个文件夹"),
        (lambda c: (c / "documents/bad.yaml").write_text("标题: [", "utf-8"), "", "个错误，不能比较"),
    ],
)
def test_what_cannot_be_compared_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], spoil: Spoil, old: str, said: str
) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    spoil(tmp_path / "content")
    assert main(["diff", "--content", str(tmp_path / "content"), "--", old or str(tmp_path / "content")]) == 1
    assert said in capsys.readouterr().err
    assert not list(Path.cwd().glob("x"))
