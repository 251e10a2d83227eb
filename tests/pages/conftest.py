"""The real content, loaded once, and made into pages."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from qingdan import files, pages
from qingdan.build.shell import ShellSet, make_shell
from qingdan.loader import Source, load
from qingdan.model import Library, OriginalText
from qingdan.problems import Problem

ROOT = Path(__file__).parent.parent.parent
AS_OF = date(2022, 8, 26)


@pytest.fixture(scope="session")
def shells(frames: Path) -> ShellSet:
    return make_shell(ROOT / "mkdocs.yml", frames)


@dataclass(frozen=True)
class Input:
    """All that pages are made from; tests change one thing of it at a time."""

    library: Library
    originals: Mapping[str, OriginalText]
    raw: Mapping[str, bytes]
    shells: ShellSet
    yaml: Mapping[str, Source] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    as_of: date = AS_OF

    def files(self) -> dict[str, files.File]:
        made = pages.files(
            self.library,
            self.problems,
            self.originals,
            self.shells.shells,
            self.as_of,
            self.shells.site_url,
            docs=self.shells.docs,
            yaml=self.yaml,
            read_original=lambda document: self.raw[document.id],
        )
        return {f.path: f for f in made}

    def but(self, **changes: Any) -> Input:
        return dataclasses.replace(self, **changes)


def read(content: Path, shells: ShellSet) -> Input:
    loaded = load(content)
    raw = {
        d.id: (content / "originals" / d.original.file).read_bytes()
        for d in loaded.library.documents
        if d.original
    }
    originals = {
        id_: OriginalText(
            f"content/originals/{id_}.txt", sha256(b).hexdigest(), tuple(b.decode().splitlines())
        )
        for id_, b in raw.items()
    }
    return Input(
        library=loaded.library,
        originals=originals,
        raw=raw,
        shells=shells,
        yaml=loaded.sources,
    )


@pytest.fixture(scope="session")
def real(shells: ShellSet) -> Input:
    """The five notices."""
    return read(ROOT / "content", shells)


@pytest.fixture(scope="session")
def site(real: Input) -> dict[str, bytes]:
    """Every file that the five notices make: path -> bytes."""
    return {path: f.read() for path, f in real.files().items()}


Edit = Callable[[Path], object]


@pytest.fixture
def edited(shells: ShellSet, tmp_path: Path) -> Callable[[Edit], Input]:
    """The five notices after an edit of a copy of the content folder."""

    def make(edit: Edit) -> Input:
        content = tmp_path / "content"
        shutil.copytree(ROOT / "content", content)
        edit(content)
        return read(content, shells)

    return make


def replaced(path: Path, old: str, new: str) -> None:
    """Replace words in a file; they must stand in it, or the test proves nothing."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
