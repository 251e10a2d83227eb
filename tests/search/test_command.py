"""`qingdan search` as a person and a program use it: lines, blocks, JSON, streams, exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from qingdan.cli import main
from qingdan.model import Library
from qingdan.problems import display_width
from qingdan.search.local import command, kept, shown
from qingdan.search.local.written import items

GOLDEN = Path(__file__).parent / "golden"
KEYS = ("id", "url", "document", "number", "section", "text", "lead_units", "responsible_units")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, content: Path) -> Path:
    """A folder with the real content and a cache of its own."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(content, folder / "content")
    (folder / "mkdocs.yml").write_text("", "utf-8")
    return folder


@pytest.fixture
def search(site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SITE_URL", raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["search", "--content", str(site / "content"), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def _page(site: Path, words: str, limit: int = 4) -> shown.Page:
    content = site / "content"
    opened = kept.opened(content, kept.folder_of(content, site / ".cache" / "qingdan"))
    return command._answer(opened, command.Asked(words, {}, limit=limit))


@pytest.mark.golden
@pytest.mark.parametrize("words", ["政务公开 财政", "绍政办综〔2022〕4号", "疫情"])
@pytest.mark.parametrize("form", ["lines", "blocks-80", "blocks-120-colour"])
def test_results_as_a_person_sees_them(words: str, form: str, site: Path, renew: bool) -> None:
    page = _page(site, words)
    if form == "lines":
        made = list(shown.lines(page, shown.PLAIN, ""))
    elif form == "blocks-80":
        made = list(shown.blocks(page, shown.PLAIN, "https://example.gov.cn", 80))
    else:
        made = list(shown.blocks(page, shown.COLOURED, "", 120))
    text = "\n".join(made).replace("\x1b", "␛") + "\n"
    golden = GOLDEN / f"{form}-{words}.txt"
    if renew:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, "utf-8", newline="\n")
    assert golden.read_text("utf-8") == text, "make renew"


def test_columns_stand_below_each_other(site: Path) -> None:
    page = _page(site, "公开", limit=30)
    rows = [line for line in shown.blocks(page, shown.PLAIN, "", 100) if line.startswith("content/")]
    task_rows = rows[:30]
    dues = [task["due"]["text"] or "未注明时限" for task in page.tasks]
    at = {
        display_width(row[: row.rindex(due)].replace("【", "").replace("】", ""))
        for row, due in zip(task_rows, dues, strict=True)
    }
    assert len(at) == 1


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_snippets_fit_and_hold_the_hit(width: int, library: Library) -> None:
    bare = shown.Style(("", ""), ("", ""), ("", ""), ("", ""))
    for task in library.tasks():
        text = task.text.value
        for word in (text[:3], text[-4:], text[len(text) // 2 :][:5]):
            from qingdan.search.analysis import fold

            part = shown.snippet(text, (fold(word),), width, bare)
            assert display_width(part.replace("…", "..")) <= width
            assert "\n" not in part
            marked = shown.snippet(text, (fold(word),), width, shown.PLAIN)
            assert "【" in marked


def test_one_line_a_result_where_nobody_looks(search) -> None:
    code, out, err = search("政务公开", "财政", "--limit", "3")
    assert code == 0
    rows = [line.split("\t") for line in out.splitlines()]
    assert [len(row) for row in rows[:3]] == [6, 6, 6]
    assert "\x1b" not in out
    assert "找到 10 项任务，这是第 1 至 3 项；看后面的加 --page 2。" in err
    place = rows[2][0]
    file, line, column = place.split(":")
    yaml = (Path(__file__).parents[2] / file).read_text("utf-8").splitlines()
    assert yaml[int(line) - 1][int(column) - 1 :].startswith(("序号", "内容"))


def test_pages(search) -> None:
    whole = search("公开", "--limit", "100000")[1].splitlines()
    parts = [search("公开", "--limit", "50", "--page", str(n))[1].splitlines() for n in range(1, 6)]
    tasks = [line for line in whole if line.count("\t") == 5]
    assert [line for part in parts for line in part if line.count("\t") == 5] == tasks
    assert len(tasks) == 209
    code, out, err = search("公开", "--page", "99")
    assert (code, out) == (0, "")
    assert "没有第 99 页" in err


def test_json_is_for_programs(search, library: Library) -> None:
    code, out, err = search("财政", "--json", "--role", "牵头", "--year", "2022")
    found = json.loads(out)
    assert code == 0
    assert found["total"] == len(found["tasks"]) > 3
    assert found["filters"] == {"year": "2022", "role": "lead"}
    by_id = {item["id"]: item for it in items(library) for item in it.shown}
    for task in found["tasks"]:
        assert tuple(task) == shown.TASK_KEYS
        assert {key: task[key] for key in KEYS} == {key: by_id[task["id"]][key] for key in KEYS}
        for start, end in task["hits"]:
            assert task["text"][start:end] == "财政"
    assert "找到" in err


def test_the_open_data_say_the_same(search, library: Library) -> None:
    from datetime import date

    from qingdan.exports import records
    from qingdan.exports.edition import Edition

    edition = Edition(library=library, as_of=date(2026, 1, 1))
    found = json.loads(search("公开", "--json", "--limit", "100000")[1])["tasks"]
    parts = {t.id: (part, t) for d in library.documents for part in d.lists for t in part.tasks}
    for task in found:
        record = records.task(edition, *parts[task["id"]])
        for key in record.keys() & task.keys():
            assert task[key] == record[key], key


@pytest.mark.parametrize(
    ("arguments", "same"),
    [
        (("公开", "--unit", "财政局"), ("公开 单位:财政局",)),
        (("--unit", "财政局", "--role", "牵头"), ("牵头:财政局",)),
        (("公开", "--region", "绍兴市"), ("公开", "--region", "shaoxing")),
        (("公开", "--due", "12月"), ("公开 时限:12月",)),
        (("公开", "--document", "绍政办综〔2022〕4号"), ("公开", "--document", "shaoxing-2022")),
        (("--year", "2020"), ("--document", "jiaxing-2020")),
    ],
)
def test_options_are_filters_or_words_of_fields(
    search, arguments: tuple[str, ...], same: tuple[str, ...]
) -> None:
    one, other = (json.loads(search("--json", "--limit", "500", *a)[1]) for a in (arguments, same))
    assert one["total"] > 0
    assert [task["id"] for task in one["tasks"]] == [task["id"] for task in other["tasks"]]


def test_orders(search) -> None:
    by_day = json.loads(search("公开", "--json", "--limit", "500", "--sort", "due")[1])["tasks"]
    days = [task["due"]["date"] for task in by_day if task["due"]["kind"] == "by"]
    assert days == sorted(days)
    assert len(days) > 10
    in_order = json.loads(search("公开", "--json", "--limit", "500", "--sort", "document")[1])["tasks"]
    places = [(task["document"], task["place"]["line"]) for task in in_order]
    for document in {name for name, _ in places}:
        lines = [line for name, line in places if name == document]
        assert lines == sorted(lines)
    assert {t["id"] for t in by_day} == {t["id"] for t in in_order}


def test_nothing_found_is_no_fault(search) -> None:
    code, out, err = search("没有这几个字")
    assert (code, out) == (0, "")
    assert "没有找到" in err
    assert json.loads(search("没有这几个字", "--json")[1])["total"] == 0


def test_unwanted_words_are_no_options(search) -> None:
    with_it, without = search("信息公开")[2], search("信息公开", "-疫情")[2]
    assert with_it != without
    assert search("信息公开", "--", "-疫情")[2] == without


def test_nothing_asked(search) -> None:
    for nothing in ((), ("",), (" ", "\u3000")):
        code, out, err = search(*nothing)
        assert (code, out) == (2, "")
        assert "要找的字" in err
    assert search("--year", "2020")[2].startswith("找到 70 项任务")


@pytest.mark.parametrize(
    "arguments", [["--limit", "0"], ["--page", "x"], ["--role", "局长"], ["--color", "red"], ["--sort", "x"]]
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["search", "公开", *arguments])
    assert stopped.value.code == 2
    assert "用法不对" in capsys.readouterr().err


def test_hostile_words_move_no_cursor(search) -> None:
    from .test_reader import HOSTILE

    for words in (*HOSTILE, "\x1b[2J公开", "公开\x07"):
        if "\x00" in words or "\ud83d" in words or "\ude00" in words or "\ud800" in words:
            continue  # no shell can give these
        code, out, err = search("--", words)
        assert code in (0, 2)
        assert not any(c in out + err for c in ("\x1b", "\x07", "\u202e"))


def test_colours(search, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[1;31m" in search("公开", "--color", "always")[1]
    assert "\x1b" not in search("公开", "--color", "auto")[1]
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert command._coloured("auto", terminal=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not command._coloured("auto", terminal=True)
    assert command._coloured("always", terminal=True)


def test_the_address_of_the_site(search, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.gov.cn/qd/")
    assert "\thttps://example.gov.cn/qd/documents/" in search("公开", "--limit", "1")[1]


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
def test_at_a_terminal(site: Path, root: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "qingdan", "search", "预算公开", "--content", str(site / "content")],
        cwd=root, stdout=theirs, stderr=subprocess.PIPE, check=False,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100", "NO_COLOR": ""},
    )  # fmt: skip
    os.close(theirs)
    out = os.read(ours, 1 << 16).decode("utf-8", "replace")
    os.close(ours)
    assert done.returncode == 0
    assert "\x1b[1;31m预算公开\x1b[0m" in out
    assert "\n    \x1b[4;34m/documents/" in out


def test_content_that_cannot_be_read(
    tmp_path: Path, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(content, tmp_path / "content")
    (tmp_path / "mkdocs.yml").write_text("", "utf-8")
    (tmp_path / "content/documents/shaoxing-2022.yaml").write_text("标题: [", "utf-8")
    assert main(["search", "公开", "--content", str(tmp_path / "content")]) == 0
    said = capsys.readouterr().err
    assert "有 1 份文件读不出来，没有搜" in said
    assert "content/documents/shaoxing-2022.yaml:1" in said
    for path in (tmp_path / "content/documents").glob("*.yaml"):
        path.write_text("标题: [", "utf-8")
    assert main(["search", "公开", "--content", str(tmp_path / "content")]) == 1
    assert "有 5 份文件读不出来" in capsys.readouterr().err


def test_other_commands_do_not_wait_for_whoosh(root: Path) -> None:
    code = "import sys, qingdan.cli, qingdan.build; print(sorted(m for m in sys.modules if 'whoosh' in m))"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("kind", "name"), [("截止", "by"), ("全年", "year"), ("长期", "ongoing"), ("未注明", "none")]
)
def test_the_kind_of_deadline(kind: str, name: str, search, library: Library) -> None:
    found = json.loads(search("--kind", kind, "--json", "--limit", "1000")[1])
    assert found["filters"] == {"kind": name}
    assert {t["id"] for t in found["tasks"]} == {t.id for t in library.tasks() if t.due.kind == name}
    assert found["tasks"]


def test_what_was_perhaps_meant(search) -> None:
    code, out, err = search("市财政居")
    assert (code, out) == (0, "")
    assert "没有找到。" in err
    assert "要找的是不是：市财政局" in err
    found = json.loads(search("市财政居", "公开", "--json")[1])
    assert found["total"] == 0
    assert found["nearest"][0] == "市财政局 公开"
    assert json.loads(search("市财政局", "--json")[1])["nearest"] == []
    assert json.loads(search("囧囧囧囧", "--json")[1])["nearest"] == []


def test_a_question_is_answered_by_what_it_asks_for(search) -> None:
    code, out, said = search("谁负责政务公开培训")
    assert code == 0
    assert "政务公开培训" in out
    assert said == "没有找到「谁负责政务公开培训」，改找「政务公开培训」。\n找到 1 项任务。\n"
    found = json.loads(search("谁负责政务公开培训", "--json")[1])
    assert (found["total"], found["tasks"], found["nearest"]) == (0, [], [])
    assert found["instead"]["query"] == "政务公开培训"
    assert [task["id"] for task in found["instead"]["tasks"]] == ["shaoxing-2022/48"]
    assert json.loads(search("政务公开培训", "--json")[1])["instead"] is None
