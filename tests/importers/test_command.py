"""`qingdan import`: what it writes, where, and its exit codes."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from qingdan import cli

from .conftest import ROOT, tree

SHAOXING = ROOT / "content" / "originals" / "shaoxing-2022.txt"


def test_one_original_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", str(SHAOXING)]) == 0
    shown = capsys.readouterr()
    assert len(tree(shown.out)["清单"][0]["条目"]) == 69
    assert "shaoxing-2022.txt：读到 1 份清单，50 条任务。" in shown.err
    assert "逐字核对：原件的每一个字都有着落" in shown.err


def test_to_a_file_and_not_over_what_a_person_wrote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "new" / "shaoxing-2022.yaml"
    command = ["import", str(SHAOXING), "-o", str(target)]
    assert cli.main(command) == 0
    made = target.read_text("utf-8")
    assert made == (ROOT / "content/documents/shaoxing-2022.yaml").read_text("utf-8")
    assert capsys.readouterr().out == ""
    target.write_text(made + "# 我改过\n", "utf-8")
    assert cli.main(command) == 2
    assert "没有覆盖" in capsys.readouterr().err
    assert target.read_text("utf-8").endswith("# 我改过\n")
    assert cli.main([*command, "--overwrite"]) == 0
    assert target.read_text("utf-8") == made


def test_several_originals_to_a_folder(tmp_path: Path) -> None:
    originals = sorted(SHAOXING.parent.glob("*.txt"))
    assert cli.main(["import", *map(str, originals), "-o", str(tmp_path)]) == 0
    assert [p.name for p in sorted(tmp_path.iterdir())] == [f"{p.stem}.yaml" for p in originals]
    assert cli.main(["import", *map(str, originals), "-o", str(tmp_path / "x.yaml")]) == 2


def test_json_has_the_shape_of_the_open_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", str(SHAOXING), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["id"], record["number"], record["signed"]) == (
        "shaoxing-2022",
        "绍政办综〔2022〕4号",
        "2022-06-01",
    )
    (part,) = record["lists"]
    assert len(part["tasks"]) == 50
    task = part["tasks"][2]
    assert task.pop("url").endswith("documents/shaoxing-2022/#task-3")
    assert task | {"text": ""} == {
        "id": "shaoxing-2022/3",
        "document": "shaoxing-2022",
        "list": "2022年绍兴市政务公开工作重点任务清单",
        "kind": "table",
        "number": "3",
        "section": ["一、围绕中心工作、重大事项，着力深化主动公开", "（一）聚焦战略定位加大公开力度"],
        "text": "",
        "lead_units": ["市财政局"],
        "responsible_units": ["各区、县（市）政府"],
        "supporting_units": [],
        "deadline": {"text": "12月底前", "kind": "by", "date": "2022-12-31"},
        "status": "未报送",
        "progress": [],
    }


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(SHAOXING.read_text("utf-8").encode("gb18030")))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert cli.main(["import", "-"]) == 0
    shown = capsys.readouterr().out
    assert "原件:" not in shown
    assert len(tree(shown)["清单"][0]["条目"]) == 69


@pytest.mark.parametrize(
    ("name", "data", "code", "said"),
    [
        ("a.txt", b"\x81", 1, "读不出来"),
        ("a.txt", "政府公報資訊網站公開資料處理原則及應辦事項說明文件".encode("big5") * 3, 1, "Big5"),
        ("a.ceb", b"Founder CEB", 1, "还不会读"),
        ("missing.txt", None, 2, "没有这个文件"),
    ],
)
def test_what_can_not_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes | None, code: int, said: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert cli.main(["import", str(tmp_path / name)]) == code
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""


def test_problems_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    original = tmp_path / "a.txt"
    original.write_text(
        "2022年任务清单\n序号\t任务\t责任单位\n1\t开展普查\t市统计局\n3\t发布公报\t市统计局\n", "utf-8"
    )
    assert cli.main(["import", str(original), "--format", "json"]) == 0
    shown = capsys.readouterr().err
    (problem,) = json.loads(shown[: shown.rindex("]") + 1])
    assert (problem["rule"], problem["line"], problem["column"]) == ("number-gap", 4, 1)
