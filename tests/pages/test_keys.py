"""Keys: where two builds would write different bytes, the keys differ, so nothing stale is kept;
and what an edit does not touch keeps its key, so that it is skipped."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from qingdan.build.shell import ShellSet, make_shell
from qingdan.model import Site
from qingdan.pages import templates
from qingdan.problems import Place, Problem, Severity
from tests.pages.conftest import ROOT, Edit, Input, replaced

SHAOXING = "documents/shaoxing-2022.yaml"


def text_of_a_task(content: Path) -> None:
    replaced(content / SHAOXING, "集中展示建设成果", "集中展示建设成效")


def deadline_of_a_task(content: Path) -> None:
    replaced(content / SHAOXING, "完成时限: 12月底前", "完成时限: 11月底前")


def unit_of_a_task(content: Path) -> None:
    replaced(content / SHAOXING, "牵头单位: 市财政局", "牵头单位: 市税务局")


def title(content: Path) -> None:
    replaced(content / SHAOXING, "标题: 绍兴市", "标题: 某兴市")


def progress(content: Path) -> None:
    replaced(
        content / SHAOXING,
        "    完成时限: 12月底前\n",
        "    完成时限: 12月底前\n    进展:\n    - {日期: 2022-09-01, 状态: 进行中, 说明: 开了会}\n",
    )


def adjustment(content: Path) -> None:
    replaced(
        content / SHAOXING,
        "    完成时限: 12月底前\n",
        "    完成时限: 12月底前\n    调整:\n    - {原定: 12月底前, 调整后: 2023年3月底前, 依据: 会议}\n",
    )


def superior(content: Path) -> None:
    replaced(
        content / SHAOXING,
        "    完成时限: 12月底前\n",
        "    完成时限: 12月底前\n    上级任务: zhejiang-2021/一(一)-1\n",
    )


def alias(content: Path) -> None:
    replaced(content / "units/shaoxing.yaml", "- 名称: 市财政局\n", "- 名称: 市财政局\n  别名: [市财政]\n")


def slug(content: Path) -> None:
    replaced(content / "units/shaoxing.yaml", "网址名: shi-cai-zheng-ju", "网址名: cai-zheng")


def members(content: Path) -> None:
    replaced(content / "units/jiaxing.yaml", "市教育局", "市教育体育局")


def number(content: Path) -> None:
    """A document appears that others name as their grounds."""
    path = content / "documents/unnamed-city-2022.yaml"
    replaced(path, "年度: 2022", "年度: 2022\n文号: 国办发〔2022〕8号")


def without_a_document(content: Path) -> None:
    (content / "documents/jiaxing-2020.yaml").unlink()


def original(content: Path) -> None:
    replaced(content / "originals/shaoxing-2022.txt", "（此件公开发布）", "（此件公开）")


EDITS = [
    text_of_a_task, deadline_of_a_task, unit_of_a_task, title, progress, adjustment, superior,
    alias, slug, members, number, without_a_document, original,
]  # fmt: skip


def assert_sound(before: Input, after: Input) -> set[str]:
    """No file differs under the same key; returns the paths that differ."""
    old, new = before.files(), after.files()
    differ = {p for p in old.keys() & new.keys() if old[p].read() != new[p].read()}
    stale = {p for p in differ if new[p].key and old[p].key == new[p].key}
    assert stale == set()
    return differ | (old.keys() ^ new.keys())


def same_keys(before: Input, after: Input) -> set[str]:
    old, new = before.files(), after.files()
    return {p for p in old.keys() & new.keys() if new[p].key and old[p].key == new[p].key}


@pytest.mark.parametrize("edit", EDITS)
def test_no_page_is_kept_that_an_edit_changes(
    real: Input, edited: Callable[[Edit], Input], edit: Edit
) -> None:
    assert assert_sound(real, edited(edit))


def test_an_edit_of_one_document_leaves_pages_that_do_not_show_it(
    real: Input, edited: Callable[[Edit], Input]
) -> None:
    kept = same_keys(real, edited(text_of_a_task))
    assert "documents/jiaxing-2020/index.html" in kept
    assert {p for p in real.files() if p.startswith("units/jiaxing/")} <= kept
    own = {p for p in kept if p.startswith("documents/shaoxing-2022/")}
    assert own == {
        "documents/shaoxing-2022/original/shaoxing-2022.txt",  # the original is as it was
        "documents/shaoxing-2022/card.html",  # so are its numbers
    }
    # a day that none of its tasks has
    assert "deadlines/2022-07-31/index.html" in kept


def test_the_same_input_gives_the_same_keys_and_bytes(real: Input, shells: ShellSet) -> None:
    again = real.files()
    for path, file in real.files().items():
        assert again[path].key == file.key
        assert again[path].read() == file.read()


def test_a_note_for_readers_changes_the_page_that_shows_it(real: Input) -> None:
    task = real.library.document("shaoxing-2022").tasks[0]
    note = Problem(
        place=Place("x"),
        rule="r",
        severity=Severity.WARNING,
        message="m",
        subject=task.id,
        public="原文如此：试。",
    )
    differ = assert_sound(real, real.but(problems=(note,)))
    assert differ == {f"documents/shaoxing-2022/{page}index.html" for page in ("", "original/")}
    silent = dataclasses.replace(note, public="")
    assert assert_sound(real, real.but(problems=(silent,))) == set()


def test_the_day_of_counting_changes_only_pages_that_count(real: Input) -> None:
    later = real.but(as_of=real.as_of + timedelta(days=60))
    differ = assert_sound(real, later)
    assert {"index.html", "deadlines/index.html", "deadlines/2022-12-31/index.html"} <= differ
    assert not [p for p in differ if p.startswith(("documents/", "units/"))]
    kept = same_keys(real, later)
    assert {p for p in real.files() if p.startswith(("documents/", "units/")) and p.count("/") > 1} <= kept


def test_another_frame_changes_every_page(real: Input, tmp_path: Path) -> None:
    renamed = real.but(shells=make_shell(ROOT / "mkdocs.yml", tmp_path, Site(name="别的名字")))
    differ = assert_sound(real, renamed)
    assert {p for p in real.files() if p.endswith("index.html")} <= differ


def test_another_template_changes_the_keys_of_every_page(
    real: Input, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = {p: f.key for p, f in real.files().items() if p.endswith("index.html")}
    monkeypatch.setattr(templates.Templates, "digest", lambda _: "other")
    new = real.files()
    assert [p for p in old if new[p].key == old[p]] == []
