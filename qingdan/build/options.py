"""Options: what one build is asked for, and whether the place it is to write to is ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qingdan import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What one build is asked for."""

    root: Path
    """The folder with mkdocs.yml, docs/ and templates/."""
    content: Path
    output: Path
    as_of: date | None = None
    """The day from which due and overdue are counted; None: the newest date in the data."""
    today: date | None = None
    """The day of which nothing in the data can be later; None: that is not looked at. The site does not
    depend on it."""
    jobs: int = 1
    packers: Sequence[files.Packer] = ()
    """Forms to be put beside texts, compressed beforehand."""
    zip: Path | None = None
    """Where the offline edition is to be written. In the output folder it is part of the site, and the
    page of the data links to it."""

    @property
    def published_zip(self) -> str:
        """The path of the offline edition below the site's root; empty where it is no part of it."""
        target, output = self.zip and self.zip.resolve(), self.output.resolve()
        return target.relative_to(output).as_posix() if target and target.is_relative_to(output) else ""

    @property
    def cache(self) -> Path:
        """What may be deleted at any time: shells and manifests."""
        return self.root / ".cache" / "qingdan"

    @property
    def manifest(self) -> Path:
        """What the last build of this site wrote."""
        return self.cache / "manifests" / f"{files.key_of(str(self.output.resolve()))}.json"


class OutputRefusedError(Exception):
    """The output folder holds something that is no site of ours: it is not replaced."""


def guard(options: Options) -> None:
    """Refuse to replace a folder that is not a site of ours, or that holds the sources."""
    output = options.output.resolve()
    for kept in (options.root, options.content):
        if kept.resolve().is_relative_to(output):
            raise OutputRefusedError(f"输出文件夹 {options.output} 里有网站的源文件，不能用来放网站。")
    if output.is_relative_to(options.content.resolve()):
        raise OutputRefusedError(f"输出文件夹 {options.output} 在内容文件夹里面，请换一个地方。")
    if options.zip and options.zip.resolve().is_relative_to(options.content.resolve()):
        raise OutputRefusedError(f"离线版 {options.zip} 在内容文件夹里面，请换一个地方。")
    if not output.exists():
        return
    if not output.is_dir():
        raise OutputRefusedError(f"{options.output} 是一个文件，不是文件夹。")
    if any(output.iterdir()) and not (output / "data" / "tasks.json").is_file():
        raise OutputRefusedError(
            f"文件夹 {options.output} 里有别的东西，不是清单网站，不敢替换。请换一个空文件夹。"
        )
