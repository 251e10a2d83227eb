"""`qingdan import` as a clerk uses it: folders, several files, pages to read by, and what goes wrong."""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qingdan import cli
from qingdan.build.importing import written
from qingdan.build.importing.chosen import Chosen, choose, id_of
from qingdan.build.importing.progress import Progress

from .conftest import ROOT, SAMPLES

SHAOXING = ROOT / "content" / "originals" / "shaoxing-2022.txt"
SMALL = "任务清单\n序号\t任务\t责任单位\n1\t开展普查\t市统计局\n2\t发布公报\t市统计局\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(*names: str, text: str = SMALL) -> list[str]:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, "utf-8")
    return [*names]


def test_a_folder_means_the_originals_in_it(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make("收 文/通知.txt", "收 文/二级/乙.txt", "收 文/~$通知.docx", "收 文/.隐藏.txt", "收 文/照片.jpg")
    assert cli.main(["import", "收 文", "-o", "草稿"]) == 0
    assert sorted(p.name for p in Path("草稿").iterdir()) == ["tong-zhi.yaml", "yi.yaml"]
    said = capsys.readouterr().err
    assert "一共 2 个原件，读成 2 个，4 条任务。" in said
    assert "另有 1 个文件不是能读的格式，没有读：照片.jpg。" in said
    Path("空").mkdir()
    assert cli.main(["import", "空"]) == 2
    assert "文件夹 空 里没有能读的原件" in capsys.readouterr().err


def test_originals_of_one_name_get_ids_of_their_own(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = make("甲/通知.txt", "乙/通知.txt", "通知.text")
    assert cli.main(["import", *names, "-o", "草稿"]) == 0
    assert sorted(p.name for p in Path("草稿").iterdir()) == [
        "tong-zhi-2.yaml",
        "tong-zhi-3.yaml",
        "tong-zhi.yaml",
    ]
    said = capsys.readouterr().err
    assert "甲/通知.txt：2 条任务 → 草稿/tong-zhi.yaml" in said
    assert "同名的原件（通知.txt）放进去以前先改名" in said


@pytest.mark.parametrize(
    ("name", "id_", "shown"),
    [
        ("C:\\收文\\2022 通知.docx", "2022-tong-zhi", "2022 通知.docx"),
        ("//server/share/A B.txt", "a-b", "A B.txt"),
        ("-", "draft", "标准输入"),
        ("（）.txt", "7de967", "（）.txt"),
    ],
)
def test_names_of_any_system(name: str, id_: str, shown: str) -> None:
    assert choose([name]).originals == (Chosen(name, id_, shown),)


def test_ids_stay_short_enough_for_a_file_name() -> None:
    assert len(id_of("a" * 300)) <= 80
    assert len(id_of("关于印发任务清单的通知" * 30)) <= 100


def test_files_may_stand_before_and_after_options(desk: Path) -> None:
    one, two, three = make("a.txt", "b.txt", "c.txt")
    assert cli.main(["import", one, "-o", "out", two, "--overwrite", three]) == 0
    assert sorted(p.name for p in Path("out").iterdir()) == ["a.yaml", "b.yaml", "c.yaml"]


def test_unknown_options_and_no_original_are_wrong_usage(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        cli.main(["import", "a.txt", "--no-such"])
    assert "不认识的参数 --no-such" in capsys.readouterr().err
    assert cli.main(["import", "--json"]) == 2
    assert "少了原件" in capsys.readouterr().err


def test_a_new_folder_for_one_original(desk: Path) -> None:
    make("a.txt")
    assert cli.main(["import", "a.txt", "-o", "新文件夹"]) == 0
    assert Path("新文件夹/a.yaml").is_file()


@pytest.mark.parametrize(
    ("arguments", "page"),
    [
        (["a.txt", "--review"], "a-对照.html"),
        (["--review", "a.txt"], "a-对照.html"),
        (["a.txt", "--review", "看.html"], "看.html"),
        (["--review", "看.html", "a.txt"], "看.html"),
        (["a.txt", "--review=看.html", "-o", "x/bian-hao.yaml"], "看.html"),
        (["a.txt", "--review", "-o", "x/bian-hao.yaml"], "bian-hao-对照.html"),
        (["a.txt", "--review", "页/"], "页/a-对照.html"),
    ],
)
def test_where_the_page_goes(desk: Path, arguments: list[str], page: str) -> None:
    make("a.txt")
    for _ in range(2):  # a page of ours is written anew
        assert cli.main(["import", *arguments, "--json"]) == 0
        assert Path(page).read_text("utf-8").startswith("<!doctype html>")
    assert len([*desk.rglob("*.html")]) == 1


def test_a_page_is_never_written_over_another_file(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A saved web page may be the only copy of an original."""
    make("a.txt", "网页.html", "a-对照.html")
    assert cli.main(["import", "--review", "网页.html", "a.txt"]) == 2
    assert "网页.html 已经有了，不是对照页" in capsys.readouterr().err
    assert cli.main(["import", "a.txt", "--review", "-o", "a.yaml"]) == 2
    assert "a-对照.html 已经有了，不是对照页" in capsys.readouterr().err
    assert Path("网页.html").read_text("utf-8") == Path("a-对照.html").read_text("utf-8") == SMALL
    assert Path("a.yaml").is_file()  # the draft is written all the same


def test_one_name_does_not_do_for_several(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make("a.txt", "b.txt")
    assert cli.main(["import", "a.txt", "b.txt", "--review", "看.html"]) == 2
    assert "--review 后面请写文件夹" in capsys.readouterr().err
    assert cli.main(["import", "a.txt", "b.txt", "-o", "a.txt"]) == 2
    assert "a.txt 是一个文件" in capsys.readouterr().err
    assert cli.main(["import", "a.txt", "b.txt", "--review", "--json"]) == 0
    assert sorted(p.name for p in Path().glob("*.html")) == ["a-对照.html", "b-对照.html"]


def test_what_could_not_be_placed_stands_first(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    original = SAMPLES / "destroyed.txt"
    assert cli.main(["import", str(original), "-o", "d.yaml"]) == 0
    said = capsys.readouterr().err
    assert said.index("[unplaced]") < said.index("[destroyed-table]")
    told = said[said.index("destroyed.txt：读到") :].splitlines()
    assert told[1].startswith("有 5 段没有认出是什么")
    assert cli.main(["import", str(original), str(SHAOXING), "-o", "out"]) == 0
    assert "有 1 个原件里有没有认出的文字，请先看这些：destroyed.txt（5 段）。" in capsys.readouterr().err


def test_what_to_do_next_knows_what_is_done_already(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make("a.txt", "content/originals/b.txt")
    cli.main(["import", "a.txt", "-o", "a.yaml", "--review"])
    said = capsys.readouterr().err
    assert "把原件照原样放进 content/originals/" in said
    assert "草稿放进 content/documents/" in said
    assert "用浏览器打开对照页" in said
    cli.main(["import", "content/originals/b.txt", "-o", "content/documents/b.yaml"])
    assert capsys.readouterr().err.splitlines()[-2:] == [
        "接下来：",
        "  1. 运行 qingdan check，按提示改，直到没有错误。",
    ]


def test_one_bad_original_does_not_stop_the_others(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make("a.txt", "c.txt")
    Path("b.txt").write_bytes(b"\x81")
    assert cli.main(["import", "a.txt", "b.txt", "没有.txt", "c.txt", "--json"]) == 2
    shown = capsys.readouterr()
    assert [r["id"] for r in json.loads(shown.out)] == ["a", "c"]
    assert "没有读成 2 个：b.txt、没有.txt。" in shown.err
    assert cli.main(["import", "a.txt", "b.txt"]) == 1


def test_problems_for_programs_are_all_that_standard_error_says(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make("a.txt", text=SMALL.replace("2\t", "4\t"))
    assert cli.main(["import", "a.txt", "没有.txt", "--format", "json", "-o", "out"]) == 2
    found = json.loads(capsys.readouterr().err)
    assert [(p["file"], p["rule"]) for p in found] == [
        ("a.txt", "number-gap"),
        ("没有.txt", "original-unreadable"),
    ]


def test_a_draft_that_a_person_changed_is_kept_and_the_rest_goes_on(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make("a.txt", "b.txt")
    make("out/a.yaml", text="# 我改过\n")
    assert cli.main(["import", "a.txt", "b.txt", "-o", "out"]) == 2
    assert "没有覆盖" in capsys.readouterr().err
    assert Path("out/a.yaml").read_text("utf-8") == "# 我改过\n"
    assert Path("out/b.yaml").is_file()


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "磁盘满了"), (errno.EACCES, "没有读写它的权限"), (errno.EROFS, "磁盘只能读")],
)
def test_what_the_disk_refuses_is_told_and_leaves_no_half_file(
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    number: int,
    said: str,
) -> None:
    make("a.txt")
    whole = Path.write_text

    def refuse(path: Path, text: str, *rest: object, **more: object) -> int:
        whole(path, text[:10], "utf-8")
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(Path, "write_text", refuse)
    assert cli.main(["import", "a.txt", "-o", "out/a.yaml", "--review"]) == 1
    told = capsys.readouterr().err
    assert f"草稿没有写成：{said}" in told
    assert f"对照页没有写成：{said}" in told
    assert [p for p in desk.rglob("*") if p.is_file()] == [desk / "a.txt"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="没有 /dev/full，无法装作磁盘已满")
def test_a_full_disk_behind_standard_output(desk: Path) -> None:
    make("a.txt")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "qingdan", "import", "a.txt"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "写不出来：磁盘满了。\n")


def test_a_reader_who_has_seen_enough(desk: Path) -> None:
    command = f"{sys.executable} -m qingdan import {SHAOXING} {SHAOXING.parent}/*.txt | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_who_stops_it_keeps_whole_files(desk: Path) -> None:
    names = make(*(f"{i}.txt" for i in range(3000)), text=SHAOXING.read_text("utf-8"))
    command = [sys.executable, "-m", "qingdan", "import", *names, "-o", "out"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        for _ in range(300):
            if len([*Path("out").glob("*.yaml")]) > 2:
                break
            time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        said = running.communicate()[1]
    drafts = [*Path("out").iterdir()]
    assert running.returncode == 130
    assert said.splitlines()[-1] == f"已停止。写好的 {len(drafts)} 份草稿是完整的。"
    assert "Traceback" not in said
    expected = (ROOT / "content/documents/shaoxing-2022.yaml").read_text("utf-8")
    for draft in drafts:
        assert draft.read_text("utf-8").splitlines()[-1] == expected.splitlines()[-1]


def test_a_terminal_shows_how_far_it_is(desk: Path) -> None:
    """In a real terminal, of 40 columns: a bar that never breaks the line, and is gone at the end."""
    pty = pytest.importorskip("pty")
    names = make(*(f"很长很长的名字{i}关于印发任务清单的通知.txt" for i in range(6)))
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "40", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "qingdan", "import", *names, "-o", "out"]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=environment) as running:
        os.close(theirs)
        seen = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            seen += part
    os.close(ours)
    assert running.returncode == 0
    text = seen.decode()
    assert "[###.................] 2/6 很长" in text
    assert all(len(line.encode("gbk")) < 40 for line in text.split("\r") if line.startswith("["))
    assert text.rstrip().endswith("直到没有错误。")


def test_elsewhere_there_is_no_bar() -> None:
    stream = io.StringIO()
    progress = Progress(5, stream)
    progress.at(1, "a.txt")
    progress.say("一行")
    assert stream.getvalue() == "一行\n"


def test_a_page_of_ours_is_known(desk: Path) -> None:
    make("a.txt", "b.html")
    cli.main(["import", "a.txt", "--review", "--json"])
    assert written.is_review(Path("a-对照.html"))
    assert not written.is_review(Path("b.html"))
    assert not written.is_review(Path("没有.html"))
