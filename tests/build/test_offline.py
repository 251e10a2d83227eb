"""The offline edition: what is in it, what its pages say, where it may be written."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from qingdan.build import Options, OutputRefusedError, build, offline


@pytest.mark.parametrize(
    ("page", "named"),
    [
        (b'<a href="../documents/x/">', b'<a href="../documents/x/index.html">'),
        (b'<a href="../documents/x/#task-1">', b'<a href="../documents/x/index.html#task-1">'),
        (b'<a href="../..">', b'<a href="../../index.html">'),
        (b'<a href=".">', b'<a href="./index.html">'),
        (b'<a href="./">', b'<a href="./index.html">'),
        (b'<form action="../search/">', b'<form action="../search/index.html">'),
        (b'<a href="../search/?q=a/b">', b'<a href="../search/index.html?q=a/b">'),
        (b'content="0; url=../x/"', b'content="0; url=../x/index.html"'),
        (b'a<p class="qd-offline"><a href="z.zip">z</a></p>b', b"ab"),
        (b'a<link rel="preload" href="../x" as="fetch" crossorigin fetchpriority="high">b', b"ab"),
        *(
            (same, same)
            for same in (
                b'<a href="#main">',
                b'<a href="feed.xml">',
                b'<a href="a.html#b/">',
                b'<a href="https://www.example.gov.cn/q/">',
                b'<a href="webcal://www.example.gov.cn/q/">',
                b'<a href="//host/x/">',
                b'<a href="mailto:a@b.cn?subject=x/">',
                b'<a data-href="../x/">',
                b'<a href="?q=a/">',
            )
        ),
    ],
)
def test_addresses_of_folders_name_their_page(page: bytes, named: bytes) -> None:
    assert offline.named_files(page) == named


def test_it_holds_the_site_and_is_the_same_each_time(site: Options, tmp_path: Path) -> None:
    target = tmp_path / "包" / "清单.zip"
    outcome = build(replace(site, zip=target))
    assert outcome.ok
    assert outcome.written
    first = target.read_bytes()
    with zipfile.ZipFile(target) as packed:
        names = packed.namelist()
        entry = packed.read("打开.html").decode()
        home = packed.read("site/index.html")
    site_files = {f"site/{p}" for p in outcome.written.manifest.rows}
    assert site_files - set(names) == {"site/404.html", "site/robots.txt", "site/sitemap.xml"}
    scripts = {n.replace(".bin", ".js") for n in names if n.startswith("site/search/") and n.endswith(".bin")}
    assert scripts
    assert set(names) == (site_files & set(names)) | scripts | {"打开.html"}
    assert 'href="site/index.html"' in entry
    assert b'href="documents/index.html"' in home
    target.unlink()
    assert build(replace(site, zip=target)).ok  # nothing else is to be done
    assert target.read_bytes() == first


def test_in_the_site_it_is_published_and_linked_and_goes_when_it_is_not_asked_for(site: Options) -> None:
    target = site.output / "data" / "offline.zip"
    page = site.output / "data" / "index.html"

    def linked() -> bool:
        return b'href="offline.zip"' in page.read_bytes()

    assert build(site).ok
    assert not linked()
    outcome = build(replace(site, zip=target))
    assert outcome.ok, outcome.findings
    assert linked()
    first = target.read_bytes()
    with zipfile.ZipFile(target) as packed:
        assert b"offline.zip" not in packed.read("site/data/index.html")
        assert not [n for n in packed.namelist() if n.endswith(".zip")]
    again = build(replace(site, zip=target))
    assert again.written is not None
    assert again.written.new == 0
    assert target.read_bytes() == first
    assert build(site).ok
    assert not linked()
    assert not target.exists()


def test_it_is_never_written_into_the_content(site: Options) -> None:
    with pytest.raises(OutputRefusedError, match="内容文件夹"):
        build(replace(site, zip=site.content / "a.zip"))
