"""The command line, as a person and as CI run it: exit codes, streams, words."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qingdan.cli import build_site, main


@pytest.fixture
def copied(tmp_path: Path, content: Path) -> Path:
    shutil.copytree(content, tmp_path / "content")
    return tmp_path / "content"


def spoil(content: Path) -> None:
    path = content / "documents" / "shaoxing-2022.yaml"
    path.write_text(path.read_text("utf-8").replace("完成时限: 12月底前", "完成时限: 11月底前", 1), "utf-8")


def test_fine_content(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--content", str(copied)]) == 0
    shown = capsys.readouterr()
    assert "[contradicting-date]" in shown.out
    assert "0 个错误" in shown.err


def test_strict_counts_reminders(copied: Path) -> None:
    assert main(["check", "--strict", "--content", str(copied)]) == 1


def test_an_error_is_shown_with_both_readings(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(copied)
    assert main(["check", "--content", str(copied)]) == 1
    shown = capsys.readouterr().out
    assert "错误 content/documents/shaoxing-2022.yaml:38:" in shown
    assert "11月底前" in shown
    assert "12月底前" in shown
    assert "content/originals/shaoxing-2022.txt" in shown


def test_some_files_only(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(copied)
    documents = copied / "documents"
    assert main(["check", "--content", str(copied), str(documents / "zhejiang-2021.yaml")]) == 0
    shown = capsys.readouterr()
    assert "shaoxing" not in shown.out
    assert "其余文件另有 1 个错误" in shown.err
    assert main(["check", str(documents / "shaoxing-2022.yaml"), "--content", str(copied)]) == 1
    assert "11月底前" in capsys.readouterr().out
    assert main(["check", "--content", str(copied), str(documents / "no.yaml")]) == 2
    assert "没有" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["json", "gitlab"])
def test_problems_for_programs(copied: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    spoil(copied)
    assert main(["check", "--format", form, "--content", str(copied)]) == 1
    rows = json.loads(capsys.readouterr().out)
    rules = {row.get("rule") or row.get("check_name") for row in rows}
    assert {"changed-words", "contradicting-date"} <= rules


def test_problems_for_github(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(copied)
    assert main(["check", "--format", "github", "--content", str(copied)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(
        line.startswith("::error file=content/documents/shaoxing-2022.yaml,line=38,") for line in lines
    )
    assert all(line.startswith(("::error ", "::warning ")) for line in lines)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--nonsense"],
        ["nonsense"],
        ["check", "--format", "xml"],
        ["build", "--as-of", "2022-02-30"],
        ["build", "--jobs", "0"],
        ["build", "--jobs"],
        ["build", "--precompress", "zip"],
        ["serve", "--port", "x"],
    ],
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "用法不对" in capsys.readouterr().err


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "check" in capsys.readouterr().out


def test_no_content_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--content", str(tmp_path / "nowhere")]) == 2
    assert "找不到内容文件夹" in capsys.readouterr().err


def test_build_site_builds_elsewhere(copied: Path, root: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    arguments = ["--content", str(copied), "--output", str(output), "--jobs", "1", "--as-of", "2022-07-01"]
    assert build_site(arguments, root) == 0
    assert (output / "documents/shaoxing-2022/index.html").is_file()
    spoil(copied)
    before = (output / "index.html").stat().st_mtime_ns
    assert build_site(arguments, root) == 1
    assert (output / "index.html").stat().st_mtime_ns == before


def test_an_output_folder_of_others_is_wrong_usage(
    copied: Path, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    thesis = tmp_path / "others" / "thesis.txt"
    thesis.parent.mkdir()
    thesis.write_text("x")
    assert build_site(["--content", str(copied), "--output", str(thesis.parent)], root) == 2
    assert "不敢替换" in capsys.readouterr().err
    assert thesis.read_text() == "x"


def test_an_output_folder_above_the_content_is_wrong_usage(
    copied: Path, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build_site(["--content", str(copied), "--output", str(tmp_path)], root) == 2
    assert "里有网站的源文件" in capsys.readouterr().err
    assert (copied / "documents").is_dir()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_said_in_a_sentence(copied: Path, root: Path) -> None:
    command = f"{sys.executable} -m qingdan check --content {copied} > /dev/full"
    done = subprocess.run(command, shell=True, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "读写文件时出错：磁盘满了。原来的网站没有动。\n"


def test_from_a_shell_without_utf8(copied: Path, root: Path) -> None:
    """An old terminal's encoding must not turn a message into a traceback."""
    spoil(copied)
    env = {**os.environ, "PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "qingdan", "check", "--content", str(copied)],
        cwd=root, env=env, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert "12月底前" in done.stdout.decode("utf-8")


def test_a_reader_who_has_seen_enough(copied: Path, root: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m qingdan check --content {copied} | head -n 1",
        shell=True, cwd=root, capture_output=True, check=False,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGTERM to catch")
def test_a_command_that_is_told_to_end_says_so(
    copied: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def told_to_end(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)

    monkeypatch.setattr("qingdan.build.check", told_to_end)
    before = signal.getsignal(signal.SIGTERM)
    assert main(["check", "--content", str(copied)]) == 143
    assert "已停止" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_folder_in_place_of_a_file(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--content", str(copied), str(copied / "documents")]) == 2
    assert "不写文件" in capsys.readouterr().err
