"""content/site.yaml: what it gives, and what it may not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingdan.loader import Loaded, load
from qingdan.model import Downloads, Site
from qingdan.vocabulary import OFFERING


def loaded(tmp_path: Path, site: str) -> Loaded:
    content = tmp_path / "content"
    content.mkdir()
    (content / "site.yaml").write_text(site, "utf-8")
    return load(content)


def test_what_is_given_is_read_and_what_is_not_is_empty(tmp_path: Path) -> None:
    text = "名称: 某网站\n域名: www.example.gov.cn\n栏目类型: 信息公开\n纠错网址: https://e.cn/new?t={编号}&b={原文}\n"
    found = loaded(tmp_path, text)
    assert found.problems == ()
    site = found.library.site
    assert (site.domain, site.column_type) == ("www.example.gov.cn", "信息公开")
    assert site.correction_url == "https://e.cn/new?t={编号}&b={原文}"
    assert (site.site_code, site.icp, site.editor, site.image) == ("", "", "", "")


def test_downloads_are_all_unless_some_are_named(tmp_path: Path) -> None:
    assert Site().downloads == Downloads(*(of.files for of in OFFERING.values()))
    found = loaded(tmp_path, "名称: 某网站\n下载:\n  单位: [JSON, CSV]\n  时限: []\n")
    assert found.problems == ()
    assert found.library.site.downloads == Downloads(unit=("csv", "json"), deadline=())


@pytest.mark.parametrize(
    ("line", "said", "hint"),
    [
        ("纠错网址: https://e.cn/?t={序号}", "「纠错网址」里的空位 {序号} 网页填不了。", "{编号}"),
        ("纠错网址: www.e.cn", "网址要以 http:// 或 https:// 开头，中间没有空格。", "整行复制"),
        ("联系邮箱: 办公室", "「联系邮箱」不是一个邮箱地址。", "name@example.gov.cn"),
        ("联系邮箱: a@b.cn?subject=x", "「联系邮箱」不是一个邮箱地址。", "name@example.gov.cn"),
        ("下载: {单位: [csv, JSON]}", "「单位」不能写「csv」。", "改成「CSV」。"),
        ("下载: {时限: [PDF]}", "「时限」不能写「PDF」。", "只能写 "),
        ("下载: {单位: CSV}", "「单位」该写成一个列表，这里却是一段文字。", "[CSV]"),
        ("下载: [CSV]", "「下载」该写成几个「键: 值」，这里却是一个列表。", "{文件: …}"),
        ("下载: {网页: [CSV]}", "「网页」不是下载里的键。", "文件"),
        ("图片: logo.png", "网址要以 http:// 或 https:// 开头，中间没有空格。", "整行复制"),
    ],
)
def test_a_wrong_value_is_told_where_it_stands(tmp_path: Path, line: str, said: str, hint: str) -> None:
    (problem,) = loaded(tmp_path, f"名称: 某网站\n{line}\n").problems
    assert problem.place.file == "content/site.yaml"
    assert problem.place.line == 2
    assert problem.message == said
    assert hint in problem.hint
