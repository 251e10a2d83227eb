"""A site of one's own: the repository's content and pages, copied where a test may change them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from qingdan.build import Options, build
from qingdan.files import digest

SMALL = ("shaoxing", "zhejiang")
"""Two of the notices are enough for most, and quicker."""


@pytest.fixture
def site(tmp_path: Path, root: Path, frames: Path) -> Options:
    """Options for a copy of the whole site; its output does not exist yet. Only the frame is there."""
    for name in ("content", "docs", "templates"):
        shutil.copytree(root / name, tmp_path / name)
    shutil.copy(root / "mkdocs.yml", tmp_path / "mkdocs.yml")
    options = Options(root=tmp_path, content=tmp_path / "content", output=tmp_path / "site")
    shutil.copytree(frames, options.cache)
    return options


@pytest.fixture
def small(site: Options) -> Options:
    """A site of two notices."""
    for path in [*site.content.rglob("*.yaml"), *site.content.glob("originals/*")]:
        if not path.name.startswith((*SMALL, "site")):
            path.unlink()
    return site


Cold = Callable[[Options], dict[str, str]]


@pytest.fixture(scope="session")
def cold(common: Path, tmp_path_factory: pytest.TempPathFactory) -> Cold:
    """`cold(options)`: the site (`digests`) as a build makes it that knows nothing from before. The same
    inputs are built once a run: that they give the same bytes has a test of its own."""
    known = common / "cold"
    known.mkdir(exist_ok=True)

    def made(options: Options) -> dict[str, str]:
        folder = tmp_path_factory.mktemp("cold") / options.root.name
        unwanted = shutil.ignore_patterns(".site*", "site", ".cache")
        shutil.copytree(options.root, folder, ignore=unwanted)
        kept = known / digest(json.dumps([str(options.as_of), digests(folder)]).encode())
        if not kept.exists():
            fresh = replace(options, root=folder, content=folder / "content", output=folder / "site")
            # The frame is as good as any: it has a key and tests of its own.
            if (options.cache / "shell").is_dir():
                shutil.copytree(options.cache / "shell", fresh.cache / "shell")
            assert build(fresh).ok
            whole = kept.with_suffix(f".{os.getpid()}")
            whole.write_text(json.dumps(digests(fresh.output)), "utf-8")
            whole.rename(kept)  # another worker may have been quicker, with the same
        shutil.rmtree(folder.parent)
        return dict(json.loads(kept.read_text("utf-8")))

    return made


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def digests(folder: Path) -> dict[str, str]:
    """The same, digests instead of bytes: what differs is told by its path."""
    return {path: digest(data) for path, data in tree(folder).items()}


def change(path: Path, old: str, new: str) -> None:
    """Put `new` in the place of `old`, which must be there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
