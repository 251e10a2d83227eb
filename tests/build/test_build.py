"""The whole build: all or nothing, the same bytes from the same input, an edit like a cold build."""

from __future__ import annotations

import gc
import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from qingdan import files, pages
from qingdan.build import Options, OutputRefusedError, build, check
from qingdan.cli.build import tell
from qingdan.files.next_folder import NextFolder
from qingdan.problems import Severity

from .conftest import Cold, change, digests, tree

SPAM = ("365bet", "365下载", "外勤365")


def test_the_same_input_gives_the_same_bytes(site: Options, tmp_path: Path) -> None:
    assert build(site).ok
    first = tree(site.output)
    shutil.rmtree(site.output)
    shutil.rmtree(site.cache)
    assert build(replace(site, jobs=2)).ok
    assert tree(site.output) == first


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (
            "documents/shaoxing-2022.yaml",
            "完成时限: 二季度前",
            "完成时限: 二季度前\n    进展: [{日期: 2022-06-30, 状态: 已完成}]",
        ),
        ("documents/jiaxing-2020.yaml", "年度: 2020", "年度: 2021"),
        ("units/shaoxing.yaml", "网址名: shi-fa-gai-wei", "网址名: fgw\n  旧网址名: [shi-fa-gai-wei]"),
        ("site.yaml", "名称: ", "名称: 新"),
    ],
)
def test_an_edit_gives_what_a_cold_build_gives(
    site: Options, cold: Cold, file: str, old: str, new: str
) -> None:
    assert build(site).ok
    change(site.content / file, old, new)
    outcome = build(site)
    assert outcome.written is not None
    assert outcome.written.new > 0
    assert digests(site.output) == cold(site)


def test_an_edit_remakes_only_what_shows_it(site: Options) -> None:
    assert build(site).ok
    before = {p: (site.output / p).stat().st_mtime_ns for p in tree(site.output)}
    change(
        site.content / "documents/zhejiang-2021.yaml",
        "牵头单位: 省跑改办牵头",
        "牵头单位: 省跑改办牵头\n    进展: [{日期: 2021-06-01, 状态: 进行中, 说明: 已开工}]",
    )
    assert build(site).ok
    after = {p: (site.output / p).stat().st_mtime_ns for p in tree(site.output)}
    touched = {p for p in after if after[p] != before.get(p)}
    assert "documents/zhejiang-2021/index.html" in touched
    assert not any("jiaxing" in p or "shaoxing" in p for p in touched)
    assert not any(p.startswith(("about", "guide", "assets")) for p in touched)


def test_nothing_changed_writes_nothing(small: Options) -> None:
    assert build(small).ok
    stamp = small.output.stat().st_ino
    outcome = build(small)
    assert outcome.written is not None
    assert outcome.written.new == 0
    assert small.output.stat().st_ino == stamp


def test_an_error_in_the_content_leaves_the_old_site(small: Options) -> None:
    assert build(small).ok
    before = tree(small.output)
    change(small.content / "documents/shaoxing-2022.yaml", "完成时限: 全年", "完成时限: 全天")
    outcome = build(small)
    assert not outcome.ok
    assert outcome.written is None
    (error,) = [p for p in outcome.problems if p.severity is Severity.ERROR]
    assert "全天" in error.message
    assert "全年" in error.message
    assert tree(small.output) == before
    assert not list(small.root.glob(".site*"))


def test_a_page_that_fails_leaves_the_old_site(small: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build(small).ok
    before = tree(small.output)

    def broken(*args: object, **kwargs: object) -> object:
        yield files.File("new.html", b"<p>new</p>")
        raise RuntimeError("a bug in a page")

    change(small.content / "site.yaml", "名称: ", "名称: 新")
    monkeypatch.setattr(pages, "files", broken)
    with pytest.raises(RuntimeError):
        build(small)
    assert tree(small.output) == before


def test_a_full_disk_leaves_the_old_site(small: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build(small).ok
    before = tree(small.output)
    change(small.content / "site.yaml", "名称: ", "名称: 新")

    def full(self: object, file: files.File, content: bytes) -> object:
        raise OSError(28, "No space left on device", file.path)

    with monkeypatch.context() as patch:
        patch.setattr(NextFolder, "write", full)
        with pytest.raises(OSError, match="No space"):
            build(small)
    assert tree(small.output) == before
    assert not list(small.root.glob(".site.building*"))
    assert build(small).ok


def test_a_disk_that_takes_the_site_and_not_the_cache_has_built(
    small: Options, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(small).ok

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("头一回改", "再一回改"):
        change(small.content / "site.yaml", "名称: ", f"名称: {name}")
        with monkeypatch.context() as patch:
            patch.setattr(files, "save_manifest", full)
            outcome = build(small)
        assert outcome.ok
        tell(outcome, timings=False)
        assert "缓存没有记下：磁盘满了" in capsys.readouterr().err
        assert name in (small.output / "index.html").read_text("utf-8")
    after = tree(small.output)
    assert build(small).ok
    assert tree(small.output) == after


def test_a_dead_link_is_found_and_nothing_is_swapped(small: Options) -> None:
    assert build(small).ok
    before = tree(small.output)
    with (small.root / "templates/pages/home.html").open("a", encoding="utf-8") as template:
        template.write('<a href="documents/nowhere/">x</a>')
    outcome = build(small)
    assert [f.path for f in outcome.findings] == ["index.html"]
    assert not outcome.ok
    assert tree(small.output) == before


@pytest.mark.parametrize("where", [".", "content", "content/site", "docs-of-others", "a-file"])
def test_folders_of_others_are_not_replaced(small: Options, where: str) -> None:
    others = small.root / "docs-of-others"
    others.mkdir()
    (others / "thesis.txt").write_text("years of work")
    (small.root / "a-file").write_text("x")
    with pytest.raises(OutputRefusedError):
        build(replace(small, output=small.root / where))
    assert (others / "thesis.txt").read_text() == "years of work"
    assert (small.content / "site.yaml").is_file()


def test_the_spam_is_nowhere_in_the_site(site: Options) -> None:
    assert build(site).ok
    found = [p for p, data in tree(site.output).items() for s in SPAM if s.encode() in data]
    assert found == []


def test_as_of_comes_from_the_data_or_the_command_never_from_the_clock(site: Options) -> None:
    build(site)
    assert "2022年8月26日" in (site.output / "index.html").read_text("utf-8")
    build(replace(site, as_of=date(2022, 10, 1)))
    assert "2022年10月1日" in (site.output / "index.html").read_text("utf-8")


def test_half_a_checkout_does_not_replace_the_site(small: Options) -> None:
    assert build(small).ok
    before = tree(small.output)
    shutil.rmtree(small.content / "documents")
    outcome = build(small)
    assert "no-documents" in [p.rule for p in outcome.problems]
    assert not outcome.ok
    assert tree(small.output) == before


def test_an_unreadable_original_is_told_of_once(small: Options) -> None:
    (small.content / "originals/zhejiang-2021.txt").write_bytes(b"\0\1\2" * 50)
    found = [p.rule for p in build(small).problems if p.severity is Severity.ERROR]
    assert found == ["original-unreadable"]


def test_words_that_look_like_our_own_marks_stay_words(small: Options) -> None:
    for name, words in (
        ("documents", "@@qd:body@@ {{ x }} src=x"),
        ("originals", "@@qd:body@@ {{ x }} src=x"),
    ):
        path = small.content / name / f"shaoxing-2022.{'yaml' if name == 'documents' else 'txt'}"
        change(path, "集中展示建设成果", f"集中展示建设成果 {words} ")
    change(small.content / "documents/shaoxing-2022.yaml", "  校验码:", "  # 校验码:")
    outcome = build(small)
    assert outcome.ok, (outcome.problems, outcome.findings)
    page = html.fromstring((small.output / "documents/shaoxing-2022/index.html").read_text("utf-8"))
    assert "@@qd:body@@ {{ x }} src=x" in page.text_content()


def test_check_says_what_build_says_and_writes_nothing(site: Options) -> None:
    change(site.content / "documents/deqing-2022.yaml", "县财政局", "县财政厅")
    checked = check(site.content)
    assert checked.problems == build(site).problems
    assert not checked.ok
    assert not site.output.exists()


def test_the_collector_is_left_as_it_was(small: Options) -> None:
    assert gc.isenabled()
    check(small.content)
    assert gc.isenabled()


def test_a_path_name_in_the_content_does_not_lead_out(small: Options) -> None:
    secret = small.root / "secret.txt"
    secret.write_text("秘密" * 50, "utf-8")
    change(
        small.content / "documents/shaoxing-2022.yaml", "文件: shaoxing-2022.txt", "文件: ../../secret.txt"
    )
    outcome = build(small)
    assert not outcome.ok
    assert not any("秘密" in str(p) for p in outcome.problems)


def test_what_is_dated_after_today_is_told_until_that_day_and_the_site_is_the_same(
    site: Options, tmp_path: Path
) -> None:
    report = "    完成时限: 12月底前\n    进展:\n    - {日期: 2030-01-02, 状态: 已完成}\n"
    change(site.content / "documents" / "shaoxing-2022.yaml", "    完成时限: 12月底前\n", report)
    cache = tmp_path / ".cache"
    for today, rules in ((date(2030, 1, 1), ["future-date"]), (date(2030, 1, 2), []), (None, [])):
        outcome = check(site.content, cache=cache, today=today)
        assert outcome.ok
        assert [p.rule for p in outcome.problems if p.rule == "future-date"] == rules
    assert build(replace(site, today=date(2030, 1, 1))).ok
    assert build(replace(site, today=None)).written.new == 0


def test_an_original_that_is_a_pipe_is_told_and_not_waited_for(site: Options) -> None:
    original = site.content / "originals" / "shaoxing-2022.txt"
    assert check(site.content, cache=site.cache).ok  # its digest is known
    original.unlink()
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes with names")
    os.mkfifo(original)
    assert {p.rule for p in check(site.content, cache=site.cache).problems} >= {"missing-original"}
