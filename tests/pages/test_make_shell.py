"""What MkDocs and Material make for us: frames with slots, and nothing that leads outside."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from lxml import html

from qingdan.build import shell as made
from qingdan.build.shell import ShellSet, make_shell
from qingdan.build.shell_html import clean_script
from qingdan.files import joined
from qingdan.model import Site
from qingdan.pages.page import Page, TocEntry
from tests.pages.conftest import ROOT

TABS = {
    "home": "首页",
    "documents": "文件",
    "document": "文件",
    "original": "文件",
    "units": "单位",
    "region": "单位",
    "unit": "单位",
    "deadlines": "时限",
    "deadline": "时限",
    "changes": "变动",
    "search": "搜索",
}
PATHS = {
    "home": "index.html",
    "documents": "documents/index.html",
    "document": "documents/x/index.html",
    "original": "documents/x/original/index.html",
    "units": "units/index.html",
    "region": "units/x/index.html",
    "unit": "units/x/y/index.html",
    "deadlines": "deadlines/index.html",
    "deadline": "deadlines/none/index.html",
    "changes": "changes/index.html",
    "search": "search/index.html",
}


@pytest.fixture(params=PATHS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def filled(shells: ShellSet, kind: str, toc: bool = True) -> str:
    entries = (TocEntry(1, "one", "甲"), TocEntry(2, "two", "乙"), TocEntry(1, "three", "丙")) if toc else ()
    page = Page(
        path=PATHS[kind],
        kind=kind,
        title="标题",
        description="简介",
        body='<h1 id="main">题</h1>',
        toc=entries,
    )
    return joined(shells.shells[kind].fill(page)).decode()


def test_there_is_a_shell_for_every_kind(shells: ShellSet) -> None:
    assert set(shells.shells) == set(PATHS)


def test_the_tab_of_the_kind_is_lit_and_no_other(shells: ShellSet, kind: str) -> None:
    tree = html.fromstring(filled(shells, kind))
    lit = tree.xpath('//li[contains(@class, "md-tabs__item--active")]')
    assert ["".join(x.text_content().split()) for x in lit] == [TABS[kind]]


def test_nothing_of_the_making_is_left(shells: ShellSet, kind: str) -> None:
    text = filled(shells, kind)
    assert "@@qd:" not in text
    assert "qd-shell" not in text
    assert "qd-toc-" not in text
    assert 'name="generator"' not in text


def test_the_frame_is_chinese_and_holds_title_and_body(shells: ShellSet, kind: str) -> None:
    tree = html.fromstring(filled(shells, kind))
    assert tree.get("lang") == "zh"
    assert tree.findtext("head/title") == "标题 - 政务任务清单公开"
    assert tree.xpath("//meta[@name='description']/@content") == ["简介"]
    assert [h.text for h in tree.iter("h1")] == ["题"]
    assert tree.xpath("//a[@class='md-skip']/@href") == ["#main"]


def test_contents_stand_in_the_themes_own_markup(shells: ShellSet) -> None:
    tree = html.fromstring(filled(shells, "document"))
    side = tree.xpath("//nav[contains(@class, 'md-nav--secondary')]")[0]
    assert side.xpath(".//a[contains(@class, 'md-nav__link')]/@href") == ["#one", "#two", "#three"]
    assert side.xpath("./ul/li/nav/ul/li/a/@href") == ["#two"]
    assert side.xpath("./ul/li/a/@href") == ["#one", "#three"]


def test_the_search_form_works_without_scripts_and_wakes_no_index(shells: ShellSet, kind: str) -> None:
    tree = html.fromstring(filled(shells, kind))
    forms = tree.xpath("//header//form[@role='search']")
    assert len(forms) == 1
    assert forms[0].get("action") == "../" * PATHS[kind].count("/") + "search/" or kind in {"home", "search"}
    assert forms[0].xpath(".//input/@name") == ["q"]
    # Material's script fetches its own index when a form of this name, or a search component, is there
    assert not tree.xpath("//form[@name='search' or @id='search']")
    assert not tree.xpath("//*[@data-md-component='search']")


def test_relative_addresses_of_the_frame_fit_its_depth(shells: ShellSet, kind: str) -> None:
    tree = html.fromstring(filled(shells, kind))
    up = "../" * PATHS[kind].count("/")
    for address in tree.xpath("//link/@href | //script/@src"):
        assert re.match(rf"^{re.escape(up)}(assets/|data/feed\.xml$)", address), address


def test_no_file_names_another_host(shells: ShellSet) -> None:
    """Namespaces aside, and the notice of the icons' licence, which is no reference."""
    left = {}
    for file in shells.files:
        if file.path.endswith((".js", ".css", ".svg")) or file.path == "404.html":
            found = set(re.findall(r"https?://[^\s\"'`)<>\\]+", file.read().decode()))
            found -= {"http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"}
            left[file.path] = {a for a in found if not a.startswith("https://fontawesome.com")}
    assert any(path.endswith(".js") for path in left)
    assert {path: found for path, found in left.items() if found} == {}


def test_nothing_is_shipped_that_nothing_uses(shells: ShellSet) -> None:
    paths = [f.path for f in shells.files]
    assert not [p for p in paths if p.endswith(".map") or "lunr" in p or "worker" in p]
    assert "sitemap.xml" not in paths
    assert "404.html" in paths
    for file in shells.files:
        assert b"sourceMappingURL" not in file.read(), file.path


def test_docs_are_built_and_listed_without_warnings(shells: ShellSet) -> None:
    assert "about/" in shells.docs
    assert {f"{d}index.html" for d in shells.docs} <= {f.path for f in shells.files}
    assert shells.warnings == ()


@pytest.mark.parametrize(
    ("script", "clean"),
    [
        ('x("https://unpkg.com/mermaid@11/dist/mermaid.min.js")', 'x("about:blank")'),
        ("let r=`https://api.github.com/repos/${e}/${t}`;", "let r=`about:blank`;"),
        ('M("link[rel=alternate]")', 'M("link[rel=alternate][hreflang]")'),
        ('a="http://www.w3.org/2000/svg"', 'a="http://www.w3.org/2000/svg"'),
        ("a()\n//# sourceMappingURL=bundle.min.js.map\n", "a()\n"),
    ],
)
def test_scripts_lose_addresses_of_other_hosts(script: str, clean: str) -> None:
    assert clean_script(script) == clean


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what MkDocs reads."""
    shutil.copy(ROOT / "mkdocs.yml", tmp_path / "mkdocs.yml")
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copytree(ROOT / "templates" / "theme", tmp_path / "templates" / "theme")
    return tmp_path


def test_the_cache_is_used_until_something_changes(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = []
    run = made._run_mkdocs
    monkeypatch.setattr(made, "_run_mkdocs", lambda *a: runs.append(a) or run(*a))
    cache = project / "cache"

    def make(site: Site | None = None) -> ShellSet:
        return make_shell(project / "mkdocs.yml", cache, site)

    first = make()
    again = make()
    assert len(runs) == 1
    assert again.shells == first.shells
    assert [(f.path, f.key, f.read()) for f in again.files] == [
        (f.path, f.key, f.read()) for f in first.files
    ]
    (project / "docs" / "about.md").write_text("# 新的\n", "utf-8")
    make()
    assert len(runs) == 2
    (project / "templates" / "theme" / "assets" / "qingdan.css").write_text("/* */", "utf-8")
    styled = make()
    assert len(runs) == 3
    assert styled.shells["unit"].digest != first.shells["unit"].digest
    make(Site(name="甲市清单"))
    assert len(runs) == 4
    monkeypatch.setenv("SITE_URL", "https://example.org/list")
    addressed = make()
    assert len(runs) == 5
    assert addressed.site_url == "https://example.org/list/"


@pytest.mark.parametrize("lost", ["shell.json", "files/404.html"])
def test_a_damaged_cache_is_made_anew(project: Path, lost: str) -> None:
    def make() -> ShellSet:
        return make_shell(project / "mkdocs.yml", project / "cache")

    first = [(f.path, f.read()) for f in make().files]
    (path,) = (project / "cache").glob(f"shell/*/{lost}")
    path.unlink()
    assert [(f.path, f.read()) for f in make().files] == first
    if lost == "shell.json":
        path.write_text("{", "utf-8")
        assert [(f.path, f.read()) for f in make().files] == first


def test_old_shells_do_not_fill_the_disk(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "_KEPT", 2)  # not the six of every day: each is a run of MkDocs
    names = [str(i) for i in range(4)]
    for name in names:
        make_shell(project / "mkdocs.yml", project / "cache", Site(name=name))
    kept = [*(project / "cache" / "shell").glob("*/files/404.html")]
    titles = {html.fromstring(page.read_text("utf-8")).findtext("head/title", "")[-1] for page in kept}
    assert titles == set(names[-2:])


def test_code_blocks_of_docs_keep_their_blank_lines(project: Path) -> None:
    (project / "docs" / "about.md").write_text("# 关于\n\n```text\n甲\n\n\n  乙\n```\n", "utf-8")
    shells = make_shell(project / "mkdocs.yml", project / "cache")
    page = next(f for f in shells.files if f.path == "about/index.html").read().decode()
    assert [b.text_content().strip() for b in html.fromstring(page).iter("pre")] == ["甲\n\n\n  乙"]


def test_a_killed_build_leaves_no_half_cache(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(made, "_run_mkdocs", killed)
        with pytest.raises(KeyboardInterrupt):
            make_shell(project / "mkdocs.yml", project / "cache")
    assert not [p for p in (project / "cache").rglob("*") if p.is_file()]
    assert make_shell(project / "mkdocs.yml", project / "cache").shells


def test_what_another_build_made_meanwhile_is_left_to_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be reading there: the files are read when they are written."""

    def make() -> ShellSet:
        return make_shell(project / "mkdocs.yml", project / "cache")

    run, others = made._run_mkdocs, []

    def slow(*given: object) -> object:
        monkeypatch.setattr(made, "_run_mkdocs", run)
        make()
        others.extend(path.stat().st_ino for path in (project / "cache/shell").glob("*/shell.json"))
        return run(*given)

    monkeypatch.setattr(made, "_run_mkdocs", slow)
    make()
    assert len(others) == 1
    assert others == [path.stat().st_ino for path in (project / "cache/shell").glob("*/shell.json")]


def test_name_and_contacts_come_from_the_site_and_empty_ones_are_not_shown(project: Path) -> None:
    site = Site(name="甲&乙", sponsor="某市政府办公室", phone="0571 123", icp="")
    shells = make_shell(project / "mkdocs.yml", project / "cache", site)
    page = filled(shells, "unit")
    tree = html.fromstring(page)
    assert tree.findtext("head/title") == "标题 - 甲&乙"
    footer = tree.xpath("//footer")[0].text_content()
    assert "主办单位：某市政府办公室" in footer
    assert "0571 123" in footer
    assert "备案" not in footer
    assert "标识码" not in footer


def test_with_an_address_pages_name_their_own(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/list/")
    shells = make_shell(project / "mkdocs.yml", project / "cache")
    for kind, path in PATHS.items():
        tree = html.fromstring(filled(shells, kind))
        own = "https://example.org/list/" + path.removesuffix("index.html")
        assert tree.xpath("//link[@rel='canonical']/@href") == [own]
    lost = html.fromstring(next(f for f in shells.files if f.path == "404.html").read().decode())
    assert "/list/documents/" in lost.xpath("//article//a/@href")
    assert all(a.startswith("/list/") for a in lost.xpath("//link/@href | //script/@src"))
