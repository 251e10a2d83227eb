"""Whole content folders: what is missing, what belongs together, what is due when."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from qingdan.loader import Loaded, load
from qingdan.problems import Severity, has_errors, render_gitlab, render_text

Folder = Callable[[dict[str, str]], Path]

LIST = """\
清单:
- 条目:
  - 内容: 甲
    牵头单位: 市发改委
    责任单位: 各区、县（市）政府
    完成时限: {}
"""
DOCUMENT = "标题: 清单\n地区: 浙江省/绍兴市\n年度: 2022\n" + LIST
REGISTRY = """\
地区: 浙江省/绍兴市
网址名: shaoxing
旧网址名: [sx]
单位:
- {名称: 市发改委, 网址名: shi-fa-gai-wei, 旧网址名: [fgw]}
- {名称: 越城区政府, 网址名: yue-cheng}
- {名称: 上虞区政府, 网址名: shang-yu}
泛称:
- {名称: 各区政府, 网址名: ge-qu, 成员: [越城区政府, 上虞区政府]}
- {名称: 各区、县（市）政府, 网址名: ge-qu-xian-shi, 成员: [各区政府]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    def make(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="")
        return tmp_path / "content"

    return make


def fine(loaded: Loaded) -> Loaded:
    assert not has_errors(loaded.problems), render_text(loaded.problems)
    return loaded


def test_nothing_is_fine(tmp_path: Path) -> None:
    loaded = fine(load(tmp_path / "content"))
    assert loaded.library.documents == ()
    assert loaded.library.site.name


def test_five_real_notices_load_without_a_problem(content: Path) -> None:
    loaded = load(content)
    assert len(loaded.library.documents) == 5
    assert not loaded.problems, render_text(loaded.problems)
    assert all(unit.place for unit in loaded.library.units.values())
    assert all(place.startswith("content/") for place in loaded.sources)


def test_the_same_content_gives_the_same_library(content: Path) -> None:
    assert load(content) == load(content)


def test_a_collective_reaches_its_members(folder: Folder) -> None:
    loaded = fine(load(folder({"units/a.yaml": REGISTRY, "documents/x.yaml": DOCUMENT.format("全年")})))
    library = loaded.library
    (task,) = library.tasks()
    duties = library.duties["shaoxing/yue-cheng"]
    assert [(unit.name, reached.id) for unit, reached in duties.through] == [("各区、县（市）政府", task.id)]
    assert library.duties["shaoxing/shi-fa-gai-wei"].lead == (task,)
    assert library.duties["shaoxing/ge-qu-xian-shi"].responsible == (task,)
    assert library.duties.keys() == library.units.keys()


def test_a_member_that_the_row_names_is_not_reached_twice(folder: Folder) -> None:
    text = DOCUMENT.format("全年").replace("市发改委", "越城区政府")
    library = fine(load(folder({"units/a.yaml": REGISTRY, "documents/x.yaml": text}))).library
    assert library.duties["shaoxing/yue-cheng"].through == ()
    assert len(library.duties["shaoxing/shang-yu"].through) == 1


def test_old_addresses_lead_to_the_new(folder: Folder) -> None:
    library = fine(load(folder({"units/a.yaml": REGISTRY}))).library
    assert library.redirects["units/sx/"] == "units/shaoxing/"
    assert library.redirects["units/sx/fgw/"] == "units/shaoxing/shi-fa-gai-wei/"
    assert library.redirects["units/shaoxing/fgw/"] == "units/shaoxing/shi-fa-gai-wei/"
    assert library.redirects["units/sx/yue-cheng/"] == "units/shaoxing/yue-cheng/"
    assert not set(library.redirects) & {unit.url for unit in library.units.values()}


def test_what_is_due_when(folder: Folder) -> None:
    words = ["长期坚持", "", "全年", "12月底前", "9月底前"]
    files = {f"documents/x-{n}.yaml": DOCUMENT.format(word) for n, word in enumerate(words)}
    library = fine(load(folder({"units/a.yaml": REGISTRY, **files}))).library
    assert list(library.due) == ["2022-09-30", "2022-12-31", "2022-year", "ongoing", "none"]


def test_the_same_name_of_another_place_is_another_unit(folder: Folder) -> None:
    other = DOCUMENT.format("全年").replace("绍兴", "嘉兴")
    files = {"units/a.yaml": REGISTRY, "documents/a.yaml": DOCUMENT.format("全年"), "documents/b.yaml": other}
    library = fine(load(folder(files))).library
    named = [unit for unit in library.units.values() if unit.name == "市发改委"]
    assert [unit.id for unit in named] == [
        "zhe-jiang-sheng-jia-xing-shi/shi-fa-gai-wei",
        "shaoxing/shi-fa-gai-wei",
    ]
    assert [region.path for region in library.regions] == ["浙江省/嘉兴市", "浙江省/绍兴市"]


def test_documents_without_a_place_keep_their_units_apart(folder: Folder) -> None:
    text = DOCUMENT.format("全年").replace("地区: 浙江省/绍兴市\n", "")
    registry = "文件: a\n网址名: a\n单位:\n- {名称: 市发改委, 网址名: fgw}\n"
    library = fine(
        load(folder({"units/a.yaml": registry, "documents/a.yaml": text, "documents/b.yaml": text}))
    ).library
    assert {"a/fgw", "b/shi-fa-gai-wei"} <= library.units.keys()


def test_names_that_sound_the_same_do_not_share_an_address(folder: Folder) -> None:
    files = {
        f"documents/{n}.yaml": DOCUMENT.format("").replace("市发改委", unit)
        for n, unit in enumerate(["市司法局", "市思法局"])
    }
    library = fine(load(folder(files))).library
    units = [unit for unit in library.units.values() if "法局" in unit.name]
    assert len({unit.url for unit in units}) == 2
    assert all(len(library.duties[unit.id].lead) == 1 for unit in units)


def test_one_bad_file_does_not_hide_another(folder: Folder) -> None:
    files = {
        "documents/a.yaml": "标题：甲\n",
        "documents/b.yaml": "标题: [",
        "documents/c.yaml": DOCUMENT.format(""),
    }
    loaded = load(folder({"units/a.yaml": REGISTRY, **files}))
    assert [document.id for document in loaded.library.documents] == ["c"]
    assert {problem.place.file for problem in loaded.problems} == {
        "content/documents/a.yaml",
        "content/documents/b.yaml",
    }


def test_what_is_mended_without_loss_is_checked_all_the_same(folder: Folder) -> None:
    text = DOCUMENT.format("").replace("内容: ", "内容：", 1)
    loaded = load(folder({"units/a.yaml": REGISTRY, "documents/a.yaml": text}))
    assert [problem.rule for problem in loaded.problems] == ["full-width-colon"]
    (document,) = loaded.library.documents
    assert document.tasks[0].text.value == "甲"


def test_only_some_documents(folder: Folder, tmp_path: Path) -> None:
    files = {
        "units/a.yaml": REGISTRY,
        "documents/a.yaml": "标题：甲\n",
        "documents/sub/b.yaml": DOCUMENT.format(""),
    }
    content = folder(files)
    draft = tmp_path / "draft.yaml"
    draft.write_text(DOCUMENT.format(""), "utf-8")
    loaded = fine(load(content, [content / "documents" / "sub", draft]))
    assert [d.id for d in loaded.library.documents] == ["b", "draft"]
    assert loaded.library.documents[0].place.file == "content/documents/sub/b.yaml"


def test_files_that_cannot_be_read(folder: Folder, tmp_path: Path) -> None:
    content = folder({"documents/big.yaml": "标题: " + "长" * 2_000_000})
    (content / "documents" / "gone.yaml").symlink_to(tmp_path / "nowhere")
    (content / "documents" / "dir.yaml").mkdir()
    assert render_text(load(content).problems) == (
        "错误 content/documents/big.yaml [file-too-large]\n"
        "  这个文件超过 5 MB，没有读入。\n"
        "  怎么改：YAML 里只放文字；一份文件太大，就按清单拆成几份。\n"
        "\n"
        "提醒 content/documents/dir.yaml [file-name]\n"
        "  「dir.yaml」是文件夹，不是文件。\n"
        "  怎么改：里面的 .yaml 文件照样读入；文件夹换一个不以 .yaml 结尾的名字。\n"
        "\n"
        "错误 content/documents/gone.yaml [unreadable-file]\n"
        "  没有这个文件。\n"
        "  怎么改：检查文件名和文件夹。"
    )


def test_editor_files_are_left_alone(folder: Folder) -> None:
    names = [".a.yaml.swp", "._b.yaml", "~$c.yaml", "Thumbs.db", "README.md", ".DS_Store"]
    assert load(folder({f"documents/{name}": "x" for name in names})).problems == ()


def test_only_files_of_the_content_folder_are_read(folder: Folder, tmp_path: Path) -> None:
    """A pipe would be waited for, and a link might bring any file of the machine into a message."""
    content = folder({"documents/a.yaml": "标题: 清单"})
    (tmp_path / "secret").write_text("password", "utf-8")
    (content / "documents" / "b.yaml").symlink_to(tmp_path / "secret")
    os.mkfifo(content / "documents" / "c.yaml")
    found = {p.place.file: p.message for p in load(content).problems if p.rule == "unreadable-file"}
    assert found == {
        "content/documents/b.yaml": "这是一个链接，指向内容文件夹外面，没有读入。",
        "content/documents/c.yaml": "这不是一个普通文件，没有读入。",
    }


def test_a_pin_changes_no_other_id(folder: Folder) -> None:
    """编号 that another row has is refused; the others keep their addresses."""
    rows = "".join(f"  - 序号: {n}\n    内容: 第{n}项工作。\n" for n in (1, 2, 3))
    rows = rows.replace("第2项工作。", "第2项工作。\n    编号: 3")
    content = folder({"documents/a.yaml": f"标题: 清单\n年度: 2022\n清单:\n- 条目:\n  - 一、甲\n{rows}"})
    loaded = load(content)
    assert [p.rule for p in loaded.problems if p.severity is Severity.ERROR] == ["doubled-task-id"]
    rows = rows.replace("编号: 3", "编号: 9")
    content = folder({"documents/a.yaml": f"标题: 清单\n年度: 2022\n清单:\n- 条目:\n  - 一、甲\n{rows}"})
    assert [task.id for task in load(content).library.tasks()] == ["a/1", "a/9", "a/3"]


def test_names_that_are_no_utf8_are_told_and_shown(folder: Folder) -> None:
    content = folder({"documents/a.yaml": DOCUMENT.format("全年")})
    name = os.fsencode(content / "documents") + b"/\xc9\xdc\xd0\xcb"  # 绍兴 in GBK, as old archives unpack it
    try:
        Path(os.fsdecode(name + b".yaml")).write_text("标题: 甲", "utf-8")
        Path(os.fsdecode(name)).mkdir()
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    loaded = load(content)
    told = [p for p in loaded.problems if p.rule == "file-name"]
    assert [p.place.file for p in told] == ["content/documents/绍兴", "content/documents/绍兴.yaml"]
    assert render_gitlab(loaded.problems).encode()


def test_a_folder_that_is_a_link_is_told(folder: Folder, tmp_path: Path) -> None:
    content = folder({"documents/a.yaml": DOCUMENT.format("全年")})
    (tmp_path / "other").mkdir()
    (content / "documents" / "more").symlink_to(tmp_path / "other", target_is_directory=True)
    assert [p.rule for p in load(content).problems if p.place.file.endswith("/more")] == ["file-name"]


def test_where_names_cannot_be_looked_up_their_absence_is_not_told(folder: Folder) -> None:
    content = folder({"documents/a.yaml": DOCUMENT.format("全年"), "units": "no folder"})
    assert [p.rule for p in load(content).problems] == ["unreadable-file"]
