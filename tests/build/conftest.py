"""A site of one's own: the repository's content and pages, copied where a test may change them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qingdan.build import Options


@pytest.fixture
def site(tmp_path: Path, root: Path) -> Options:
    """Options for a copy of the whole site; its output does not exist yet."""
    for name in ("content", "docs", "templates"):
        shutil.copytree(root / name, tmp_path / name)
    shutil.copy(root / "mkdocs.yml", tmp_path / "mkdocs.yml")
    return Options(root=tmp_path, content=tmp_path / "content", output=tmp_path / "site")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def change(path: Path, old: str, new: str) -> None:
    """Put `new` in the place of `old`, which must be there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
