"""The shell that is made while the content is read: the same as otherwise, and no fault of it is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qingdan.build import Options
from qingdan.build.ahead import shell_ahead
from qingdan.build.shell import make_shell
from qingdan.loader import site_of

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site's folder with a content that is only a site.yaml."""
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    for name in ("docs", "templates"):
        (tmp_path / name).symlink_to(ROOT / name)
    content = tmp_path / "content"
    content.mkdir()
    (content / "site.yaml").write_text("名称: 某县任务清单\n", "utf-8")
    return tmp_path


def asked(folder: Path, jobs: int = 2) -> Options:
    return Options(root=folder, content=folder / "content", output=folder / "site", jobs=jobs)


def test_the_build_finds_it_in_the_cache(folder: Path) -> None:
    options = asked(folder)
    config, content, cache = folder / "mkdocs.yml", options.content, options.cache
    with shell_ahead(options) as ready:
        ready()
    made = {path: path.stat().st_mtime_ns for path in (cache / "shell").rglob("*")}
    assert made
    found = make_shell(config, cache, site_of(content))
    assert "某县任务清单" in found.shells["document"].html
    assert {path: path.stat().st_mtime_ns for path in (cache / "shell").rglob("*")} == made
    by_itself = make_shell(config, folder / "other", site_of(content))
    assert found.shells == by_itself.shells
    assert [(f.path, f.read()) for f in found.files] == [(f.path, f.read()) for f in by_itself.files]


@pytest.mark.parametrize("text", ["名称: [\n", "", "\x00", "网站名称: 甲<乙\n"])
def test_a_faulty_site_is_nothing_to_it(folder: Path, text: str, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "content" / "site.yaml").write_text(text, "utf-8")
    with shell_ahead(asked(folder)):
        pass
    assert capfd.readouterr() == ("", "")


def test_what_goes_wrong_is_left_to_the_build(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    config = folder / "mkdocs.yml"
    config.write_text("site_name: 甲\ntheme: {name: no-such-theme}\n", "utf-8")
    with shell_ahead(asked(folder)):
        pass
    assert capfd.readouterr() == ("", "")
    assert not list(asked(folder).cache.rglob("shell.json"))


def test_one_job_is_one_process(folder: Path) -> None:
    with shell_ahead(asked(folder, jobs=1)) as ready:
        ready()
    assert not asked(folder).cache.exists()
