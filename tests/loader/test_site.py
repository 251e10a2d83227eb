"""content/site.yaml: what it gives, and what it may not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingdan.loader import Loaded, load


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


@pytest.mark.parametrize(
    ("line", "said", "hint"),
    [
        ("纠错网址: https://e.cn/?t={序号}", "「纠错网址」里的空位 {序号} 网页填不了。", "{编号}"),
        ("纠错网址: www.e.cn", "网址要以 http:// 或 https:// 开头，中间没有空格。", "整行复制"),
        ("联系邮箱: 办公室", "「联系邮箱」不是一个邮箱地址。", "name@example.gov.cn"),
        ("联系邮箱: a@b.cn?subject=x", "「联系邮箱」不是一个邮箱地址。", "name@example.gov.cn"),
        ("图片: logo.png", "网址要以 http:// 或 https:// 开头，中间没有空格。", "整行复制"),
    ],
)
def test_a_wrong_value_is_told_where_it_stands(tmp_path: Path, line: str, said: str, hint: str) -> None:
    (problem,) = loaded(tmp_path, f"名称: 某网站\n{line}\n").problems
    assert problem.place.file == "content/site.yaml"
    assert problem.place.line == 2
    assert problem.message == said
    assert hint in problem.hint
