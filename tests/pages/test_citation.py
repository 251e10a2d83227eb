"""Citations, reports of mistakes, labels of government pages, the record block: what is given and no more."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from lxml import html

from qingdan.build.links import read_page
from qingdan.build.shell import make_shell
from qingdan.model import Site
from qingdan.pages import citation, meta
from qingdan.vocabulary import CORRECTION_GAPS
from tests.pages.conftest import ROOT, Edit, Input, replaced

SHAOXING = "documents/shaoxing-2022.yaml"
VALUES = dict(
    zip(CORRECTION_GAPS, ("shaoxing-2022/3", "标题&甲", "原文 = 乙", "https://e.cn/a/#b"), strict=True)
)


def labels(page: bytes) -> dict[str, str]:
    found = html.fromstring(page.decode()).xpath("//head/meta[@name]")
    return {m.get("name"): m.get("content") for m in found}


def test_a_citation_names_what_is_printed_and_leaves_out_what_is_not(real: Input) -> None:
    shaoxing = citation.cite(real.library.document("shaoxing-2022"), "https://e.cn/d/")
    title = "绍兴市人民政府办公室关于印发2022年绍兴市政务公开重点工作任务清单的通知"
    head = f"绍兴市人民政府办公室. {title}: 绍政办综〔2022〕4号"
    assert shaoxing.pattern == f"{head}{{item}}[EB/OL]. (2022-06-01){{today}}. {{url}}"
    assert shaoxing.text == f"{head}[EB/OL]. (2022-06-01). https://e.cn/d/"
    unnamed = citation.cite(real.library.document("unnamed-city-2022"), "")
    assert unnamed.text == "2022年全市政务公开工作主要任务分解表[EB/OL]."


def test_a_letter_carries_id_address_and_words_and_nothing_breaks_out_of_them() -> None:
    address = citation.fill(citation.report(Site(email="a@b.cn")), VALUES)
    parts = urlsplit(address)
    assert (parts.scheme, parts.path) == ("mailto", "a@b.cn")
    query = parse_qs(parts.query)
    assert query["subject"] == ["纠错：shaoxing-2022/3"]
    lines = query["body"][0].splitlines()
    assert lines[:3] == ["编号：shaoxing-2022/3", "网址：https://e.cn/a/#b", "网页上的文字：原文 = 乙"]


def test_a_form_gets_its_gaps_filled_and_goes_before_the_letter() -> None:
    site = Site(email="a@b.cn", correction_url="https://f.cn/new?t={编号}&b={原文}%0A{网址}")
    address = citation.fill(citation.report(site), VALUES)
    assert parse_qs(urlsplit(address).query) == {
        "t": ["shaoxing-2022/3"],
        "b": ["原文 = 乙\nhttps://e.cn/a/#b"],
    }
    assert citation.report(Site()) == ""


def test_labels_say_what_is_given_and_nothing_else(real: Input, site: dict[str, bytes]) -> None:
    document = labels(site["documents/shaoxing-2022/index.html"])
    assert document["ArticleTitle"] == real.library.document("shaoxing-2022").title.value
    assert document["ContentSource"] == "绍兴市人民政府办公室"
    assert document["ColumnName"] == "文件"
    assert document["SiteName"] == "政务任务清单公开"
    absent = {"PubDate", "SiteIDCode", "SiteDomain", "ColumnType", "Author", "Image", "Url"}
    for path, content in site.items():
        if path.endswith(".html"):
            assert not absent & set(labels(content)), path
    unnamed = labels(site["documents/unnamed-city-2022/index.html"])
    assert "ContentSource" not in unnamed
    assert "ColumnDescription" in labels(site["units/index.html"])


def test_given_labels_stand_on_every_page(
    real: Input, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://www.example.gov.cn/q/")
    given = Site(
        name="某网站",
        site_code="1234567890",
        domain="www.example.gov.cn",
        column_type="信息公开",
        editor="某人",
    )
    shells = make_shell(ROOT / "mkdocs.yml", tmp_path, given)
    made = real.but(library=dataclasses.replace(real.library, site=given), shells=shells).files()
    document = labels(made["documents/shaoxing-2022/index.html"].read())
    wanted = {
        "SiteName": "某网站",
        "SiteDomain": "www.example.gov.cn",
        "SiteIDCode": "1234567890",
        "ColumnType": "信息公开",
        "Author": "某人",
        "Url": "https://www.example.gov.cn/q/documents/shaoxing-2022/",
    }
    assert wanted.items() <= document.items()
    for path in ("documents/shaoxing-2022/index.html", "index.html", "deadlines/passed/index.html"):
        assert read_page(path, made[path].read(), "/q/").findings == ()
    # the site knows its address: paper leads back to it
    tree = html.fromstring(made["documents/shaoxing-2022/index.html"].read().decode())
    (code,) = tree.xpath("//header[@class='qd-head']/svg[@class='qd-qr']")
    assert len(html.tostring(code)) < 2_500
    assert tree.xpath("//*[@id='cite']/@data-url") == [
        "https://www.example.gov.cn/q/documents/shaoxing-2022/"
    ]
    docs = next(f for f in shells.files if f.path == "about/index.html")
    assert labels(docs.read())["SiteIDCode"] == "1234567890"


def test_words_in_labels_stay_words() -> None:
    assert meta.column("document", Site(column_type='"><b>')) == (
        '<meta name="ColumnName" content="文件">\n<meta name="ColumnType" content="&#34;&gt;&lt;b&gt;">\n'
    )


def test_the_record_block_has_what_was_given_of_the_publication(edited: Callable[[Edit], Input]) -> None:
    given = "索引号: 001/2022-1\n发布机构: 某办公室\n发布日期: 2022-06-08\n有效性: 有效\n年度: 2022\n"
    changed = edited(lambda c: replaced(c / SHAOXING, "年度: 2022\n", given))
    document = changed.library.document("shaoxing-2022")
    assert document.published == date(2022, 6, 8)
    page = changed.files()["documents/shaoxing-2022/index.html"].read()
    facts = {
        div.findtext(".//dt") or div.find("dt/a").text: "".join(div.find("dd").text_content().split())
        for div in html.fromstring(page.decode()).xpath("//dl[@class='qd-facts']/div")
    }
    assert facts["索引号"] == "001/2022-1"
    assert facts["发布机构"] == "某办公室"
    assert facts["发布日期"] == "2022年6月8日"
    assert facts["有效性"] == "有效"
    assert labels(page)["PubDate"] == "2022-06-08"
    assert labels(page)["ContentSource"] == "某办公室"


def test_nothing_of_a_publication_is_shown_that_was_not_given(real: Input, site: dict[str, bytes]) -> None:
    for document in real.library.documents:
        page = html.fromstring(site[f"{document.url}index.html"].decode())
        names = [
            squeezed for dt in page.xpath("//dl[@class='qd-facts']//dt") if (squeezed := dt.text_content())
        ]
        assert not {"索引号", "发布机构", "发布日期", "有效性", "最近更新"} & set(names)


def test_a_mistake_is_reported_with_id_and_title_without_a_script(real: Input) -> None:
    named = dataclasses.replace(real.library, site=Site(email="a@b.cn"))
    page = real.but(library=named).files()["documents/jiaxing-2020/index.html"].read().decode()
    (link,) = html.fromstring(page).xpath("//a[@class='qd-report-link']/@href")
    assert "编号：jiaxing-2020" in unquote(link)
    assert not html.fromstring(real.files()["documents/jiaxing-2020/index.html"].read().decode()).xpath(
        "//a[@class='qd-report-link']"
    )
