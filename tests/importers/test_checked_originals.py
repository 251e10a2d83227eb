"""`qingdan check` reads 原件 of every format as the import does: a proved draft stays proved."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qingdan.build.importing import import_file
from qingdan.cli import main

from . import open_fixed, prints, web_pages
from .notices import checked, notice
from .test_md import rendered

KINDS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "html": ("shaoxing-2022", lambda i: web_pages.government(checked(i)["标题"], notice(i)).encode()),
    "md": ("zhejiang-2021", lambda i: rendered(notice(i)).encode()),
    "pdf": ("unnamed-city-2022", lambda i: prints.by_reportlab(notice(i))),
    "ofd": ("jiaxing-2020", lambda i: open_fixed.printed(notice(i))),
}


def test_drafts_of_every_format_pass_the_check(content: Path, tmp_path: Path, capsys) -> None:
    folder = tmp_path / "content"
    (folder / "documents").mkdir(parents=True)
    (folder / "originals").mkdir()
    shutil.copytree(content / "units", folder / "units")
    shutil.copy(content / "site.yaml", folder)
    for suffix, (id_, render) in KINDS.items():
        original = folder / "originals" / f"{id_}.{suffix}"
        original.write_bytes(render(id_))
        imported = import_file(str(original))
        assert imported.ok
        target = folder / "documents" / f"{id_}.yaml"
        target.write_text(imported.drafted.yaml, "utf-8")
        region = checked(id_).get("地区", "")
        lines = [
            f"地区: {region}" if x.startswith("地区:") else x for x in target.read_text("utf-8").split("\n")
        ]
        target.write_text("\n".join(lines), "utf-8")
    assert main(["check", "--content", str(folder)]) == 0
    assert "0 个错误" in "".join(capsys.readouterr())


def test_a_changed_original_of_any_format_is_an_error(content: Path, tmp_path: Path, capsys) -> None:
    folder = tmp_path / "content"
    shutil.copytree(content, folder)
    page = web_pages.government(checked("shaoxing-2022")["标题"], notice("shaoxing-2022"))
    (folder / "originals/shaoxing-2022.html").write_bytes(page.replace("市财政局", "市财务局").encode())
    document = folder / "documents/shaoxing-2022.yaml"
    words = document.read_text("utf-8").replace("shaoxing-2022.txt", "shaoxing-2022.html")
    document.write_text("\n".join(x for x in words.split("\n") if "校验码" not in x), "utf-8")
    assert main(["check", "--content", str(folder)]) == 1
    assert "市财务局" in "".join(capsys.readouterr())


@pytest.mark.parametrize("suffix", KINDS)
def test_a_cut_original_is_told_once(suffix: str, tmp_path: Path) -> None:
    id_, render = KINDS[suffix]
    data = render(id_)
    file = tmp_path / f"x.{suffix}"
    cut = data[: len(data) * 2 // 3]
    file.write_bytes(cut.decode(errors="ignore").encode() if suffix in ("html", "md") else cut)
    imported = import_file(str(file))
    if suffix in ("html", "md"):
        # Text that was cut is text; a page without its end is told.
        assert imported.drafted.alignment is not None
        assert imported.drafted.alignment.proved
        assert ("cut-original" in {p.rule for p in imported.drafted.problems}) == (suffix == "html")
    else:
        assert [p.rule for p in imported.drafted.problems] == ["original-unreadable"]
